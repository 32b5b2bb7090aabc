//! The operations that Rust sources call, through the generated client. Knows the names of an API and the syntax of Rust,
//! and no types: what a value is follows from how it was made, and what stays unknown is reported with its place.

mod declared;
mod depth;
mod index;
mod parse;
mod sources;
mod value;
mod visit;

use std::fmt;

use proc_macro2::Span;

use crate::model::{Model, OperationId};
use crate::names::Names;
use declared::Declared;
use index::Index;
pub use sources::{Source, sources};
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

impl Place {
    /// Where a file starts; the place of what is about all of it.
    fn start(file: &str) -> Self {
        Self { file: file.to_owned(), line: 1, column: 1 }
    }

    fn of(file: &str, span: Span) -> Self {
        let start = span.start();
        Self { file: file.to_owned(), line: start.line, column: start.column + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Bytes of stack for parsing what [`depth::check`] lets pass. Only what is used of them becomes memory.
const STACK: usize = 512 << 20;

/// The calls in some files. `apis` are the names of all APIs whose clients they may use.
#[must_use]
pub fn calls(model: &Model, names: &Names, apis: &[String], files: &[Source]) -> Found {
    std::thread::scope(|scope| {
        let search = || search(model, names, apis, files);
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, search);
        let found = worker
            .map_err(|error| error.to_string())
            .and_then(|worker| worker.join().map_err(|_| "the search for calls ended early".to_owned()));
        found.unwrap_or_else(|problem| nothing(files, &problem))
    })
}

/// What is known when there is no memory to look at anything.
fn nothing(files: &[Source], problem: &str) -> Found {
    let unresolved = files.iter().map(|file| Unresolved { what: problem.to_owned(), place: Place::start(&file.name) });
    Found { files: files.len(), calls: Vec::new(), unresolved: unresolved.collect() }
}

fn search(model: &Model, names: &Names, apis: &[String], files: &[Source]) -> Found {
    let index = Index::new(model, names, apis);
    let mut found = Found { files: files.len(), ..Found::default() };
    let mut declared = Declared::default();
    // Each file is parsed twice, so that the syntax of no more than one is in memory.
    for file in files {
        match parse::parse(file) {
            Ok(syntax) => declared.add(&index, &syntax),
            Err(unresolved) => found.unresolved.push(unresolved),
        }
        proc_macro2::extra::invalidate_current_thread_spans();
    }
    for file in files {
        if let Ok(syntax) = parse::parse(file) {
            Visitor::new(&index, &declared, &file.name, &mut found).file(&syntax);
        }
        proc_macro2::extra::invalidate_current_thread_spans();
    }
    found.calls.sort_by(|one, other| one.place.cmp(&other.place));
    found.calls.dedup();
    found.unresolved.sort_by(|one, other| one.place.cmp(&other.place));
    found.unresolved.dedup();
    found
}
