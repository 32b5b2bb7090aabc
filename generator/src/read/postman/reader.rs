//! What all parts of the reader share: the collection, its variables, and where to report.

use super::syntax::outline::Call;
use super::syntax::variable::Variables;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Builder, Entry, Origin, Target};
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
    pub(super) diagnostics: &'m mut Diagnostics,
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
