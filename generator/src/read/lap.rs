//! Reads LAP files: one directive a line, one block of lines a call.
//!
//! Two layers. The grammar (`line` and below, with nom) makes spanned [`syntax`] and nothing else; `file` puts the
//! lines in their places. What the syntax means is said in `reader`, which fills the model. Neither knows Rust.

pub mod syntax;

use crate::diag::{Code, Diagnostics};
use crate::model::Builder;
use crate::read::Document;

/// All kinds of problems that reading LAP can find.
pub static CODES: &[&Code] = &[];

/// Whether a text is meant to be LAP: its first line that is not blank starts with `@lap`.
#[must_use]
pub fn detect(text: &str) -> bool {
    text.trim_start()
        .strip_prefix("@lap")
        .is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']) || rest.is_empty())
}

/// Reads a document into a model. All problems of the document are reported in one run.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let _ = (document, model, diagnostics);
}
