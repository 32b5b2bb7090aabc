//! The documents of one API as one model: operations meet by method and path, everything else by name.
//!
//! Published documents complete each other; where they contradict each other that is an error with both places. A
//! supplement overrides: what it states about an operation, a parameter, a body or a type holds, and what it leaves
//! unsaid stays as it was:
//! - a parameter without a schema keeps its type, wherever a reader had put it (a member of the body included);
//! - a body or response without a schema keeps its shape;
//! - a response of which nothing at all is said holds nothing, whatever responses with its status usually hold;
//! - a reference to a component without a description (`User: {}`) gives the document's own shape that name;
//! - a described component takes the place of the shape and inherits the prose of its members.
//!
//! Knows no format: a supplement is a model like any other.

mod adopt;
mod bodies;
mod entries;
mod ids;
mod operations;
mod parameters;

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{GroupId, Model, Origin};
use crate::project::Role;

/// What the codes of this pass mean.
pub static CODES: &[&Code] = &[&CONTRADICTION, &REPEATED, &UNKNOWN_OPERATION, &entries::UNKNOWN_ENTRY];

/// Refuses two pages that describe the type `User` differently.
static CONTRADICTION: Code = Code {
    name: "merge/contradiction",
    page: "Two documents of one API contradict each other.\n\n\
           Both describe the same type, or the same parameter of an operation, and not in the same way; the message has \
           both places. Which of them is right is not for a program to say: state it in a supplement, or remove one.",
};

/// Warns of a supplement that says `limit` is in the query, where the document says so.
static REPEATED: Code = Code {
    name: "merge/repeated",
    page: "A supplement repeats what a document already states.\n\n\
           A supplement holds only what the documents lack or have wrong, so that one sees what that is. Remove the \
           repetition.",
};

/// Warns of a supplement for `GET /usres`.
static UNKNOWN_OPERATION: Code = Code {
    name: "merge/unknown-operation",
    page: "A supplement adds to an operation that no document has.\n\n\
           The method or the path may be misspelt. A supplement may state a whole operation, with its responses; what \
           says less adds nothing and is left out.",
};

/// The model of one document.
#[derive(Debug)]
pub struct Part {
    /// What it says.
    pub model: Model,
    /// Who says it.
    pub role: Role,
}

/// The documents of one API as one model: published ones first, then supplements, each in order. Without any document
/// the model is empty.
pub fn merge(parts: Vec<Part>, diagnostics: &mut Diagnostics) -> Model {
    let (documents, supplements): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.role == Role::Document);
    let mut parts = documents.into_iter().chain(supplements);
    let Some(first) = parts.next() else { return crate::model::Builder::new("").finish() };
    let mut merged = first.model;
    for part in parts {
        add(&mut merged, part, diagnostics);
    }
    bodies::usual(&mut merged);
    drop_empty_groups(&mut merged);
    merged
}

/// A supplement may sort all operations of a group into others.
fn drop_empty_groups(model: &mut Model) {
    let used: BTreeSet<GroupId> = model.operations.iter().map(|operation| operation.group).collect();
    let order: Vec<GroupId> = used.into_iter().collect();
    for operation in &mut model.operations {
        if let Ok(at) = order.binary_search(&operation.group) {
            operation.group = GroupId(at as u32);
        }
    }
    let mut id = (0..).map(GroupId);
    model.groups.retain(|_| id.next().is_some_and(|id| order.binary_search(&id).is_ok()));
}

/// One more document.
fn add(model: &mut Model, part: Part, diagnostics: &mut Diagnostics) {
    let Part { model: mut other, role } = part;
    describe(model, &mut other);
    let ids = ids::join(model, &mut other, role, diagnostics);
    model.usual_responses.append(&mut other.usual_responses);
    let moved = operations::join(model, &mut other, role, diagnostics);
    entries::join(model, other.entries, &moved, role, diagnostics);
    ids.settle(model);
}

/// What the document says about the API as a whole.
fn describe(model: &mut Model, other: &mut Model) {
    if model.title.is_empty() {
        std::mem::swap(&mut model.title, &mut other.title);
    }
    if model.docs.is_empty() {
        std::mem::swap(&mut model.docs, &mut other.docs);
    }
    model.version = model.version.take().or(other.version.take());
    for server in std::mem::take(&mut other.servers) {
        if !model.servers.iter().any(|known| known.url == server.url) {
            model.servers.push(server);
        }
    }
    if let Some(profile) = other.profile.take() {
        model.profile = Some(profile);
    }
}

fn contradiction(message: String, first: Origin, second: Origin) -> Diagnostic {
    Diagnostic::error(&CONTRADICTION, second.span(), message)
        .label("not as in the other document")
        .related(first.span(), "described here")
        .help("state in a supplement which of them is right")
}
