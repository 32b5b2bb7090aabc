//! Documents into the model: one reader a format. A reader only adds to a model builder and knows no other reader,
//! no Rust and no HTTP library.

pub mod catalogue;
pub mod entitlements;
pub mod excerpt;
pub mod lap;
pub mod markdown;
pub mod node;
pub mod openapi;
pub mod postman;

use crate::diag::Diagnostics;
use crate::model::Builder;
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

/// A format that documents come in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What people call it.
    pub name: &'static str,
    detect: fn(&str) -> bool,
    read: fn(Document<'_>, &mut Builder, &mut Diagnostics),
}

/// Every format; the first that knows a text as its own reads it, so the most particular come first.
pub static FORMATS: &[Format] = &[
    Format { name: "LAP", detect: lap::detect, read: lap::read },
    Format { name: "OpenAPI", detect: openapi::detect, read: openapi::read },
    Format { name: "Postman collection", detect: postman::detect, read: postman::read },
    Format { name: "entitlement page", detect: entitlements::detect, read: entitlements::read },
    Format { name: "catalogue page", detect: catalogue::detect, read: catalogue::read },
];

impl Format {
    /// The format that knows a text as its own.
    #[must_use]
    pub fn of(text: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| (format.detect)(text))
    }

    /// Adds what a document says to a model.
    pub fn read(&self, document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
        (self.read)(document, model, diagnostics);
    }
}
