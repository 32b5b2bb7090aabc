//! Reading LAP: what the lines mean, where comments end, what is refused, and the published files.

mod anything;
mod attacks;
mod comments;
mod corpus;
mod forms;
mod meaning;
mod okta;
mod printing;
mod problems;
mod show;

use gatewright_generator::diag::Diagnostics;
use gatewright_generator::model::{Builder, Model};
use gatewright_generator::read::{Document, lap};
use gatewright_generator::source::Sources;

/// Reads a text as the document `test.lap`.
fn read(text: &str) -> (Model, Sources, Diagnostics) {
    let mut sources = Sources::default();
    let id = sources.add("test.lap", text);
    let mut diagnostics = Diagnostics::default();
    let mut builder = Builder::new("test");
    let document = Document {
        id,
        text: &sources.get(id).text,
        operation: None,
        supplement: false,
        files: gatewright_generator::read::Files::default(),
    };
    lap::read(document, &mut builder, &mut diagnostics);
    diagnostics.sort();
    (builder.finish().0, sources, diagnostics)
}

/// A whole file around the lines of one call.
fn file(lines: &str) -> String {
    format!("@lap v0.3\n@api Test\n@endpoints 1\n@endpoint {lines}\n\n@end\n")
}
