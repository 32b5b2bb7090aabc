//! What LAP cannot say, noted with its place while the file is written.

use std::cell::{Cell, RefCell};

use crate::diag::Code;
use crate::model::{Model, Origin, TypeId};

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&REWORDED, &LEFT_OUT];

static REWORDED: Code = Code {
    name: "convert/reworded",
    page: "A text could not be written into LAP as it is, because it would have been read as something else.\n\n\
           LAP has no escapes: a description such as\n\n    How to sort, admin: str\n\n\
           ends at the comma, behind which a parameter `admin` begins. The text is written with semicolons instead, \
           or, where that does not help, left out. Nothing else is lost.",
};

static LEFT_OUT: Code = Code {
    name: "convert/left-out",
    page: "Something has a name that LAP cannot write, or is larger than a file should be, and was left out.\n\n\
           A member called `k: str, isRoot` would be read as two members. Rename it, or convert to OpenAPI, which can write \
           every name.",
};

/// Members that are written out, in all places together. Types without a name that LAP has are written out wherever they are
/// used, and what is used twice on each of thirty levels would be written a thousand million times.
const MEMBERS: usize = 300_000;

/// Something that LAP does not say as the documents do.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// What kind of loss.
    pub code: &'static Code,
    /// Where the fact comes from.
    pub origin: Origin,
    /// What happened to it.
    pub message: String,
    /// What there is to say about the place.
    pub label: &'static str,
}

/// Who writes: the model, and what was lost so far.
pub(super) struct Printer<'m> {
    pub model: &'m Model,
    losses: RefCell<Vec<Loss>>,
    left: Cell<usize>,
    /// The types that are being written out, outermost first.
    open: RefCell<Vec<TypeId>>,
}

impl<'m> Printer<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, losses: RefCell::default(), left: Cell::new(MEMBERS), open: RefCell::default() }
    }

    /// A text is not written as it is.
    pub(super) fn reworded(&self, origin: Origin, what: &str) {
        let message = format!("{what} reads as something else in LAP, and was changed");
        self.losses.borrow_mut().push(Loss { code: &REWORDED, origin, message, label: "described here" });
    }

    /// Something is not written.
    pub(super) fn left_out(&self, origin: Origin, what: &str) {
        let message = format!("{what} was left out");
        self.losses.borrow_mut().push(Loss { code: &LEFT_OUT, origin, message, label: "LAP cannot say this" });
    }

    /// Writes out a type; nothing where it holds itself, which takes a name.
    pub(super) fn within(&self, id: TypeId, write: impl FnOnce() -> String) -> Option<String> {
        if self.open.borrow().contains(&id) {
            self.left_out(self.model.ty(id).origin, "what a type without a name of LAP holds of itself");
            return None;
        }
        self.open.borrow_mut().push(id);
        let text = write();
        self.open.borrow_mut().pop();
        Some(text)
    }

    /// Whether one more member may be written. The first that may not is noted.
    pub(super) fn has_room(&self, origin: Origin) -> bool {
        let left = self.left.get();
        if left == 1 {
            self.left_out(origin, "what is more than 300,000 members");
        }
        self.left.set(left.saturating_sub(1));
        left > 1
    }

    pub(super) fn losses(self) -> Vec<Loss> {
        let mut losses = self.losses.into_inner();
        losses.sort_by(|one, other| (one.origin.order(), &one.message).cmp(&(other.origin.order(), &other.message)));
        losses.dedup();
        losses
    }
}
