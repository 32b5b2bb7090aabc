//! What all parts of the reader share: the collection, its variables, and where to report.

use std::collections::HashMap;

use super::document;
use super::operation::Draft;
use super::outline::{Call, Outline};
use super::variable::Variables;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Builder, Entry, OperationId, Origin, Target};
use crate::read::Document;
use crate::read::node::Node;
use crate::source::Span;

pub(super) struct Reader<'d, 'm> {
    /// The text of the document, in which bodies have their places.
    pub text: &'d str,
    supplement: bool,
    pub collection: &'d Node,
    pub variables: Variables<'d>,
    pub model: &'m mut Builder,
    diagnostics: &'m mut Diagnostics,
}

impl<'d, 'm> Reader<'d, 'm> {
    pub(super) fn new(
        document: Document<'d>,
        collection: &'d Node,
        model: &'m mut Builder,
        diagnostics: &'m mut Diagnostics,
    ) -> Self {
        let variables = Variables::of(collection);
        Self { text: document.text, supplement: document.supplement, collection, variables, model, diagnostics }
    }

    /// Adds the whole collection to the model.
    pub(super) fn collection(&mut self) {
        self.describe();
        let outline = Outline::of(self.collection, &mut self.variables, self.diagnostics);
        self.note_scripts(&outline.scripts);
        if outline.calls.is_empty() {
            let item = self.collection.get("item").unwrap_or(self.collection);
            self.warn(&document::EMPTY, item.span, "the collection has no requests", "expected requests");
        }
        let addressed = self.addressed(&outline.calls);
        let drafts = Draft::all(&addressed);
        let named: HashMap<usize, usize> =
            drafts.iter().enumerate().flat_map(|(at, draft)| draft.calls.iter().map(move |call| (*call, at))).collect();
        let mut ids: Vec<OperationId> = Vec::with_capacity(drafts.len());
        for draft in &drafts {
            ids.push(self.operation(draft, &addressed));
        }
        for (at, call) in addressed.iter().enumerate() {
            let draft = named.get(&at).and_then(|draft| drafts.get(*draft).zip(ids.get(*draft)));
            if let Some((_, id)) = draft.filter(|(draft, _)| draft.calls.len() > 1) {
                let target = Target::Operation { operation: *id, presets: call.presets(&self.variables) };
                self.entry(&call.call, target);
            }
        }
    }

    /// A name of the collection, and what it calls.
    pub(super) fn entry(&mut self, call: &Call<'d>, target: Target) {
        let origin = self.origin(call.name_span);
        self.model.entry(Entry { wire: call.name.to_owned(), place: call.place.clone(), target, origin });
    }

    /// A fact that stands there.
    pub(super) fn origin(&self, span: Span) -> Origin {
        if self.supplement { Origin::Supplemented(span) } else { Origin::Stated(span) }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn warn(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.report(Diagnostic::warning(code, span, message).label(label));
    }
}
