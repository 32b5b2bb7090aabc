//! Documents into the model: one reader a format. A reader only adds to a model builder and knows no other reader,
//! no Rust and no HTTP library.

pub mod catalogue;
pub mod entitlements;
pub mod excerpt;
pub mod lap;
pub mod markdown;
pub mod node;
pub mod openapi;

use crate::source::SourceId;

/// One document to read, with what the settings say about it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Which source it is.
    pub id: SourceId,
    /// Its text.
    pub text: &'a str,
    /// The operation that the document describes but does not name, if the settings name it.
    pub operation: Option<&'a StatedOperation>,
    /// Whether it adds to other documents, so that it need not be whole.
    pub supplement: bool,
}

/// A method and path that the settings state for a document which names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedOperation {
    /// Upper case.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Where the settings say so.
    pub span: crate::source::Span,
}
