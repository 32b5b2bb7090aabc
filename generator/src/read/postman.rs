//! Postman collections v2.0 and v2.1 into the model.
//!
//! A collection holds requests as people sent them, not a description: types come from the bodies that it shows, and a
//! request that stands under several names is one operation with an entry for each name. What a collection cannot say
//! (what is required, what else may come back) is left open. Scripts are not read.

mod address;
mod answer;
mod auth;
mod body;
mod collection;
mod document;
mod evidence;
mod example;
mod field;
mod form;
mod header;
mod media;
mod operation;
mod parameter;
mod reader;
mod shape;
mod syntax;

use crate::diag::{Code, Diagnostics};
use crate::model::Builder;
use crate::read::excerpt::Excerpt;
use crate::read::{Document, node};
use reader::Reader;
use syntax::{outline, segment};

/// What this reader may report.
pub static CODES: &[&Code] = &[
    &document::VERSION,
    &document::EMPTY,
    &document::SCRIPTS,
    &outline::ITEM,
    &address::ADDRESS,
    &address::OTHER_ADDRESS,
    &segment::SEGMENT,
    &operation::METHOD,
    &operation::OTHER_AUTH,
    &parameter::PARAMETER,
    &auth::AUTH,
    &body::MODE,
    &body::MEDIA_TYPE,
    &example::NOT_JSON,
    &answer::STATUS,
];

/// Whether a text is a collection: JSON that names the schema of collections, or looks like one of them.
#[must_use]
pub fn detect(text: &str) -> bool {
    document::detect(text)
}

/// Adds what a document says to a model.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let Some(root) =
        node::parse(&Excerpt::whole(document.id, document.text).within(document.files.limits), diagnostics)
    else {
        return;
    };
    let Some(collection) = document::collection(&root, diagnostics) else { return };
    Reader::new(document, collection, model, diagnostics).collection();
}
