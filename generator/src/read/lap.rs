//! Reads LAP files: one directive a line, one block of lines a call.
//!
//! Two layers. The grammar (`line` and below, with nom) makes spanned [`syntax`] and nothing else; `file` puts the
//! lines in their places. What the syntax means is said in `reader`, which fills the model. Neither knows Rust.

mod errors;
mod file;
mod level;
mod line;
mod parameters;
mod parentheses;
mod places;
mod problem;
mod reader;
pub mod syntax;
mod types;
pub mod written;

use crate::diag::{Code, Diagnostics};
use crate::model::Builder;
use crate::read::Document;

/// All kinds of problems that reading LAP can find.
pub static CODES: &[&Code] = &[
    &file::UNKNOWN_DIRECTIVE,
    &file::MISPLACED_DIRECTIVE,
    &file::REPEATED_DIRECTIVE,
    &file::STRAY_TEXT,
    &file::UNCLOSED_GROUP,
    &problem::SYNTAX,
    &problem::UNKNOWN_TYPE,
    &problem::TOO_DEEP,
    &reader::WRONG_VERSION,
    &reader::DUPLICATE_ENDPOINT,
    &reader::TOO_MANY_COMMON_FIELDS,
    &reader::completeness::COUNT,
    &reader::completeness::TOC,
    &reader::completeness::NO_END,
    &reader::completeness::NO_COUNT,
    &reader::types::DUPLICATE_TYPE,
    &reader::types::DUPLICATE_FIELD,
    &reader::parameters::DUPLICATE_PARAMETER,
    &reader::parameters::DIRECTIVE_AS_NAME,
    &reader::body::EXAMPLE,
    &reader::responses::STATUS,
    &reader::responses::DUPLICATE_STATUS,
    &reader::responses::FIELDS_AS_TEXT,
];

/// Whether a text is meant to be LAP: its first line that is not blank starts with `@lap`.
#[must_use]
pub fn detect(text: &str) -> bool {
    text.trim_start()
        .strip_prefix("@lap")
        .is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']) || rest.is_empty())
}

/// Reads a document into a model. All problems of the document are reported in one run.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let places = places::Places { id: document.id, text: document.text, supplement: document.supplement };
    if !reader::is_readable(places, diagnostics) {
        return;
    }
    let file = file::file(document.text, places, diagnostics);
    reader::read(&file, places, model, diagnostics);
}
