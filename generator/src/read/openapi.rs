//! OpenAPI documents into the model.

mod place;

use crate::diag::{Code, Diagnostics};
use crate::model::Builder;
use crate::read::{Document, node};

/// What this reader may report, with what it reads through.
pub static CODES: &[&Code] = &[&place::NONE, &place::SEVERAL, &place::UNCLOSED];

/// Whether a text is an OpenAPI document, alone or in a Markdown page.
#[must_use]
pub fn detect(text: &str) -> bool {
    place::detect(text)
}

/// Adds what a document says to a model.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let Some(excerpt) = place::find(document.id, document.text, diagnostics) else { return };
    let Some(_root) = node::parse(&excerpt, diagnostics) else { return };
    model.describe("", None, "");
}
