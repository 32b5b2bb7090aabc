//! The operations that Rust sources call, through the generated client. Knows the names of an API and the syntax of Rust,
//! and no types: what a value is follows from how it was made, and what stays unknown is reported with its place.

mod declared;
mod index;
mod value;
mod visit;

use std::fmt;

use crate::model::{Model, OperationId};
use crate::names::Names;
use declared::Declared;
use index::Index;
use visit::Visitor;

/// What sources call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Number of files that were looked at.
    pub files: usize,
    /// The calls, in the order of the files.
    pub calls: Vec<Call>,
    /// What may be a call and could not be resolved.
    pub unresolved: Vec<Unresolved>,
}

/// A call, or a mention of an operation's row or arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What is called.
    pub operation: OperationId,
    /// Where.
    pub place: Place,
}

/// Something that may be a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// What is not known about it.
    pub what: String,
    /// Where it stands.
    pub place: Place,
}

/// A place in a source file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The calls in some files, each given by name and text. `apis` are the names of all APIs whose clients they may use.
#[must_use]
pub fn calls(model: &Model, names: &Names, apis: &[String], files: &[(String, String)]) -> Found {
    let index = Index::new(model, names, apis);
    let mut found = Found { files: files.len(), ..Found::default() };
    let mut parsed = Vec::new();
    for (name, text) in files {
        match syn::parse_file(text) {
            Ok(file) => parsed.push((name, file)),
            Err(problem) => {
                let start = problem.span().start();
                let place = Place { file: name.clone(), line: start.line, column: start.column + 1 };
                found.unresolved.push(Unresolved { what: format!("the file is no Rust: {problem}"), place });
            }
        }
    }
    let mut declared = Declared::default();
    for (_, file) in &parsed {
        declared.add(&index, file);
    }
    for (name, file) in &parsed {
        Visitor::new(&index, &declared, name, &mut found).file(file);
    }
    found.calls.sort_by(|one, other| one.place.cmp(&other.place));
    found.calls.dedup();
    found.unresolved.sort_by(|one, other| one.place.cmp(&other.place));
    found.unresolved.dedup();
    found
}
