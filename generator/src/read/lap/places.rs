//! Where slices of the document stand, and problems of the grammar as diagnostics.

use super::problem::Problem;
use crate::diag::Diagnostic;
use crate::model::Origin;
use crate::source::{SourceId, Span};

/// Longest text that is quoted in a message.
const QUOTED: usize = 40;

/// The document that all slices are of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) id: SourceId,
    pub(super) text: &'a str,
    /// Whether the document adds to others.
    pub(super) supplement: bool,
}

impl<'a> Places<'a> {
    /// The place of a slice of the document.
    pub(super) fn span(&self, part: &str) -> Span {
        Span::of(self.id, 0, self.text, part)
    }

    /// The document says so, there.
    pub(super) fn stated(&self, part: &str) -> Origin {
        let span = self.span(part);
        if self.supplement { Origin::Supplemented(span) } else { Origin::Stated(span) }
    }

    /// The rule inferred it from what stands there.
    pub(super) fn inferred(&self, rule: &'static str, part: &str) -> Origin {
        Origin::Inferred(rule, self.span(part))
    }

    /// A line of this directive that does not fit the grammar.
    pub(super) fn diagnostic(&self, directive: &str, problem: Problem<'a>) -> Diagnostic {
        let found = first_words(problem.at);
        let message = if found.is_empty() {
            format!("`{directive}` ends too early")
        } else if problem.is_unknown_type() {
            format!("`{found}` is no type")
        } else {
            format!("`{directive}` goes wrong at `{found}`")
        };
        let diagnostic = Diagnostic::error(problem.code, self.span(found), message);
        if problem.expected.is_empty() {
            diagnostic
        } else {
            diagnostic.label(format!("expected {}", problem.expected))
        }
    }
}

/// Enough of a text to recognise it by; a slice of it.
fn first_words(text: &str) -> &str {
    let end = text.char_indices().nth(QUOTED).map_or(text.len(), |(at, _)| at);
    let start = text.get(..end).unwrap_or(text);
    match start.rsplit_once(' ') {
        Some((words, _)) if end < text.len() && !words.is_empty() => words,
        _ => start,
    }
}
