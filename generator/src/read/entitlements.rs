//! Placeholder: entitlement tables.

use super::Document;
use crate::diag::{Code, Diagnostics};
use crate::model::Builder;

/// What the codes of this reader mean.
pub static CODES: &[&Code] = &[];

/// Whether a text is of this format.
#[must_use]
pub fn detect(_text: &str) -> bool {
    false
}

/// Reads a page.
pub fn read(_document: Document<'_>, _model: &mut Builder, _diagnostics: &mut Diagnostics) {}
