//! One operation a method and path shape.

use std::collections::HashMap;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Model, Operation};

/// Refuses `GET /users/{id}` next to `GET /users/{userId}`.
pub(super) static DUPLICATE: Code = Code {
    name: "operation/duplicate",
    page: "Two operations have the same method and the same path, but for the names of placeholders.\n\n\
           `GET /users/{id}` and `GET /users/{userId}` are one request on the wire, so a server cannot tell them apart. \
           The first is kept, the others are left out. Remove or merge all but one.",
};

/// Refuses a second `GET /users` that asks for other permissions than the first.
pub(super) static OTHER_SECURITY: Code = Code {
    name: "operation/other-security",
    page: "Two operations have the same method and path but say different things about who may call.\n\n\
           Keeping either could open what the other protects:\n\n    @endpoint GET /x\n    @auth Bearer admin\n    \
           @endpoint GET /x\n    @auth None\n\n\
           Remove one of them.",
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut known: HashMap<(&str, String), &Operation> = HashMap::new();
    for (index, operation) in model.operations.iter().enumerate() {
        let route = (operation.method.0.as_str(), operation.path.shape());
        match known.get(&route) {
            Some(first) => findings.push(duplicate(first, operation, index)),
            None => {
                known.insert(route, operation);
            }
        }
    }
}

fn duplicate(first: &Operation, second: &Operation, index: usize) -> Finding {
    let same_security = first.security.as_ref().map(|security| &security.alternatives)
        == second.security.as_ref().map(|security| &security.alternatives);
    let line = format!("{} {}", second.method.0, second.path.wire);
    let span = second.origin.span();
    let diagnostic = if same_security {
        Diagnostic::warning(&DUPLICATE, span, format!("`{line}` is described twice; the first is kept"))
    } else {
        Diagnostic::error(&OTHER_SECURITY, span, format!("`{line}` is described twice, with different permissions"))
    };
    let diagnostic = diagnostic
        .label("the same method and path")
        .related(first.origin.span(), "first described here")
        .help("describe it once");
    Finding { diagnostic, cost: Cost::Operation(index) }
}
