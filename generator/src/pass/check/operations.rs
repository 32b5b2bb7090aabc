//! One operation a method and path shape.

use std::collections::HashMap;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Model, Operation, SecurityRequirement};
use crate::pass::complete;

/// Warns of `GET /users/{id}` next to `GET /users/{userId}`.
pub(super) static DUPLICATE: Code = Code {
    name: "operation/duplicate",
    page: "Two operations have the same method and the same path, but for the names of placeholders.\n\n\
           `GET /users/{id}` and `GET /users/{userId}` are one request on the wire, so a server cannot tell them apart. \
           Clients have all of them; servers have the first only, which answers the requests of the others. Remove or \
           merge all but one.",
};

/// Refuses a second `GET /users` that asks for other permissions than the first.
pub(super) static OTHER_SECURITY: Code = Code {
    name: "operation/other-security",
    page: "Two operations have the same method and path but say different things about who may call.\n\n\
           Keeping either could open what the other protects:\n\n    @endpoint GET /x\n    @auth Bearer admin\n    \
           @endpoint GET /x\n    @auth None\n\n\
           Remove one of them.",
};

/// Warns of `POST /` that stands for several operations of which the document does not tell which is which.
pub(super) static TOLD_BY_CALLER: Code = Code {
    name: "operation/told-by-caller",
    page: "Several operations have the same method and path. They are known to be told apart by a header, but the document \
           does not give its values.\n\n\
           Callers give the value with every call, as an argument:\n\n    X-Amz-Target: AWSSupport_20130415.DescribeCases\n\n\
           Servers answer such an operation once they are told its value, by `ServerBuilder::told_apart`. A document that \
           has the values needs neither: `/#X-Amz-Target=AWSSupport_20130415.DescribeCases` as a path says it all.",
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut known: HashMap<(&str, String), (&Operation, usize)> = HashMap::new();
    for (index, operation) in model.operations.iter().enumerate() {
        let route = (operation.method.0.as_str(), operation.path.shape());
        let (first, count) = known.entry(route).or_insert((operation, 0));
        *count += 1;
        if *count > 1 && !(told_by_caller(first, operation)) {
            findings.push(duplicate(first, operation, index));
        }
    }
    let mut told: Vec<_> =
        known.into_values().filter(|(first, count)| *count > 1 && complete::is_told_by_caller(first)).collect();
    told.sort_by_key(|(first, _)| first.origin.span());
    findings.extend(told.into_iter().map(|(first, count)| several(first, count)));
}

/// Whether callers tell these two apart, and may do so: who may call is the same.
fn told_by_caller(first: &Operation, second: &Operation) -> bool {
    complete::is_told_by_caller(first)
        && complete::is_told_by_caller(second)
        && requirements(first) == requirements(second)
}

/// What callers must prove; `None` where no document says.
fn requirements(operation: &Operation) -> Option<&[SecurityRequirement]> {
    operation.security.as_ref().map(|security| security.requirements.as_slice())
}

fn several(first: &Operation, count: usize) -> Finding {
    let line = first.line();
    let message = format!("`{line}` stands for {count} operations, and nothing says which is which");
    let diagnostic = Diagnostic::warning(&TOLD_BY_CALLER, first.origin.span(), message)
        .label("the first of them; callers say in a header which one they mean")
        .help("tell servers the values, or use a document that has them");
    Finding { diagnostic, cost: Cost::Nothing }
}

fn duplicate(first: &Operation, second: &Operation, index: usize) -> Finding {
    let same_security = requirements(first) == requirements(second);
    let line = second.line();
    let span = second.origin.span();
    let diagnostic = if same_security {
        Diagnostic::warning(&DUPLICATE, span, format!("`{line}` is described twice; servers have the first only"))
    } else {
        Diagnostic::error(&OTHER_SECURITY, span, format!("`{line}` is described twice, with different permissions"))
    };
    let diagnostic = diagnostic
        .label("the same method and path")
        .related(first.origin.span(), "first described here")
        .help("describe it once");
    // Who may call is never a matter of which description comes first.
    let cost = if same_security { Cost::OfServers(index) } else { Cost::Operation(index) };
    Finding { diagnostic, cost }
}
