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
mod together;

use crate::reading;

use gatewright_generator::diag::Diagnostics;
use gatewright_generator::model::Model;
use gatewright_generator::project::Role;
use gatewright_generator::read::lap;
use gatewright_generator::source::Sources;

/// Reads a text as the document `test.lap`.
fn read(text: &str) -> (Model, Sources, Diagnostics) {
    let read = reading::read(lap::read, "test.lap", text, Role::Document);
    (read.model, read.sources, read.diagnostics)
}

/// A whole file around the lines of one call.
fn file(lines: &str) -> String {
    format!("@lap v0.3\n@api Test\n@endpoints 1\n@endpoint {lines}\n\n@end\n")
}
