//! What the commands make of documents and of sources: nothing of it may fail, or change what a document says.

use std::sync::OnceLock;

use gatewright_generator::diag::Diagnostics;
use gatewright_generator::limits::Limits;
use gatewright_generator::model::{Builder, Model};
use gatewright_generator::names::Names;
use gatewright_generator::plan::code::{self, Source};
use gatewright_generator::read::{Document, Files, Format};
use gatewright_generator::source::Sources;
use gatewright_generator::{convert, diff, emit, pass};

const LIMITS: fn() -> Limits = || Limits { operations: 200, types: 400, members: 4000, ..Limits::default() };

/// The API that sources call.
static API: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /api/v1/users:\n    get:\n      operationId: \
                    listUsers\n      tags: [users]\n      responses: {'204': {description: d}}\n  /api/v1/users/{id}:\n    \
                    get:\n      operationId: getUser\n      tags: [users]\n      responses: {'204': {description: d}}\n";

/// Rust sources, whatever is in them, and a call beside them that must be found.
pub(crate) fn sources(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    static MODEL: OnceLock<Model> = OnceLock::new();
    let model = MODEL.get_or_init(|| read(API).map(finished).unwrap_or_else(|| Builder::new("okta").finish()));
    let names = Names::new(model);
    let file = |name: &str, text: &str| Source { name: name.to_owned(), text: Ok(text.to_owned()) };
    let files = [file("fuzzed.rs", text), file("main.rs", "fn main() { client.users().list(); }")];
    let found = code::calls(model, &names, &[], &files);
    assert!(found.calls.iter().any(|call| call.place.file == "main.rs"), "{found:?}");
}

/// What is printed as LAP is read as it was printed.
pub(crate) fn printed(data: &[u8]) {
    let Some(model) = std::str::from_utf8(data).ok().and_then(read) else { return };
    let (text, _) = convert::lap(&model, &LIMITS());
    if model.operations.iter().any(|operation| !operation.webhook) {
        let again = read(&text).unwrap_or_else(|| panic!("what is printed is no LAP:\n{text}"));
        assert_eq!(emit::lap::text(&again), text, "printed again");
    }
}

/// No document differs from itself.
pub(crate) fn difference(data: &[u8]) {
    let Some(model) = std::str::from_utf8(data).ok().and_then(read) else { return };
    let model = finished(model);
    let changes = diff::compare(&model, &model).changes;
    assert!(changes.is_empty(), "a document differs from itself: {:#?}", changes.first());
}

/// What is printed as OpenAPI is the same API.
pub(crate) fn converted(data: &[u8]) {
    let Some(model) = std::str::from_utf8(data).ok().and_then(read) else { return };
    let model = finished(model);
    let text = emit::openapi::text(&model);
    let again = finished(read(&text).unwrap_or_else(|| panic!("what is printed is no OpenAPI:\n{text}")));
    let changes = diff::compare(&model, &again).changes;
    assert!(changes.is_empty(), "{:#?}\n{text}", changes.first());
}

/// The model of a document without errors.
fn read(text: &str) -> Option<Model> {
    let format = Format::of(text)?;
    let mut sources = Sources::default();
    let id = sources.add("fuzzed", text);
    let (mut builder, mut diagnostics) = (Builder::new("okta"), Diagnostics::default());
    let files = Files { own: "fuzzed", others: &[], limits: LIMITS() };
    let document = Document { files, ..Document::alone(id, &sources.get(id).text) };
    format.read(document, &mut builder, &mut diagnostics);
    (!diagnostics.has_errors()).then(|| builder.finish())
}

fn finished(mut model: Model) -> Model {
    pass::run(&mut model, &LIMITS(), |_| true, &mut Diagnostics::default());
    model
}
