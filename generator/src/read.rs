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

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostics};
use crate::limits::Limits;
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
    /// The files that it refers to.
    pub files: Files<'a>,
}

impl<'a> Document<'a> {
    /// A whole document of which the settings say nothing, and which refers to no other files.
    #[must_use]
    pub fn alone(id: SourceId, text: &'a str) -> Self {
        Self { id, text, operation: None, supplement: false, files: Files::default() }
    }
}

/// The files that a document refers to, in memory. All names are paths from one root, with `/`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Files<'a> {
    /// What the document itself is called.
    pub own: &'a str,
    /// The others.
    pub others: &'a [Attached<'a>],
    /// How much each may hold.
    pub limits: Limits,
}

/// A file that a document refers to.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its text, or why it could not be read.
    pub content: Result<(SourceId, &'a str), &'a str>,
}

/// A reference from one file to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The file, as written.
    pub file: String,
    /// Where the reference stands in the text.
    pub place: std::ops::Range<usize>,
}

/// Where a text is on the network, and where what it refers to may be: hosts, or whole addresses that have none.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Addresses<'t> {
    /// Where it says that it is.
    pub own: BTreeSet<&'t str>,
    /// What it names.
    pub named: BTreeSet<&'t str>,
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
    references: fn(&str) -> Vec<Reference>,
    addresses: fn(&str) -> Addresses<'_>,
    body_unknown: &'static [&'static Code],
}

/// Every format; the first that knows a text as its own reads it, so the most particular come first.
pub static FORMATS: &[Format] = &[
    Format::new("LAP", lap::detect, lap::read),
    Format {
        references: openapi::references,
        addresses: openapi::addresses,
        ..Format::new("OpenAPI", openapi::detect, openapi::read)
    },
    Format::new("Postman collection", postman::detect, postman::read),
    Format {
        body_unknown: &[&entitlements::UNNAMED_MEMBER],
        ..Format::new("entitlement page", entitlements::detect, entitlements::read)
    },
    Format::new("catalogue page", catalogue::detect, catalogue::read),
];

impl Format {
    /// A format whose documents are one file each, and say all that they can of bodies.
    const fn new(
        name: &'static str,
        detect: fn(&str) -> bool,
        read: fn(Document<'_>, &mut Builder, &mut Diagnostics),
    ) -> Self {
        Self { name, detect, read, references: |_| Vec::new(), addresses: |_| Addresses::default(), body_unknown: &[] }
    }

    /// The format that knows a text as its own.
    #[must_use]
    pub fn of(text: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| (format.detect)(text))
    }

    /// The files that a text of this format refers to.
    #[must_use]
    pub fn references(&self, text: &str) -> Vec<Reference> {
        (self.references)(text)
    }

    /// The addresses by which texts of this format refer to each other.
    #[must_use]
    pub fn addresses<'t>(&self, text: &'t str) -> Addresses<'t> {
        (self.addresses)(text)
    }

    /// Whether a warning says that a document of some format leaves a body open, which another document may describe.
    #[must_use]
    pub fn leaves_body_open(code: &Code) -> bool {
        FORMATS.iter().any(|format| format.body_unknown.contains(&code))
    }

    /// Adds what a document says to a model.
    pub fn read(&self, document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
        (self.read)(document, model, diagnostics);
    }
}

/// The file that a reference means, as a path from the root of all files; `None` when it leaves the root.
#[must_use]
pub fn resolve(base: &str, file: &str) -> Option<String> {
    openapi::resolve(base, file)
}
