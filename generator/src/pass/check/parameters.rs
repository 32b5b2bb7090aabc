//! Parameters that can be sent.

use std::collections::HashSet;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Location, Operation, Parameter, is_token};

/// Refuses a path parameter `id` of `/users/{userId}`.
pub(super) static NO_PLACEHOLDER: Code = Code {
    name: "parameter/no-placeholder",
    page: "A path parameter has no placeholder in the path.\n\n\
           `id` in the path of `/users/{userId}` cannot travel anywhere; it is left out. Name it like the placeholder, \
           or say where it travels.",
};

/// Refuses a second query parameter `limit`, and a header `x-a` next to `X-A`.
pub(super) static TWICE: Code = Code {
    name: "parameter/twice",
    page: "An operation has two parameters of one name and location.\n\n\
           Two query parameters `limit`, or headers `X-A` and `x-a`, cannot be told apart. The first is kept.",
};

/// Refuses a header `My Header`.
pub(super) static HEADER_NAME: Code = Code {
    name: "parameter/header-name",
    page: "The name of a header is not a token (RFC 9110).\n\n\
           A header may be called `X-Request-Id`, but not `My Header` or ``. The parameter is left out.",
};

/// Refuses a header `Content-Length`.
pub(super) static OWNED_HEADER: Code = Code {
    name: "parameter/owned-header",
    page: "A parameter is a header that HTTP itself or the client writes.\n\n\
           `Content-Length`, `Host`, `Transfer-Encoding` and their like belong to the connection, `Authorization` follows \
           from the credentials. The parameter is left out.",
};

/// Headers that no parameter may be.
const OWNED: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

pub(super) fn check(index: usize, operation: &Operation, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for (at, parameter) in operation.parameters.iter().enumerate() {
        if let Some((code, message, label)) = problem(operation, parameter, &mut seen) {
            let diagnostic = Diagnostic::warning(code, parameter.origin.span(), message).label(label);
            findings.push(Finding { diagnostic, cost: Cost::Parameter { operation: index, parameter: at } });
        }
    }
}

type Problem = (&'static Code, String, &'static str);

fn problem(operation: &Operation, parameter: &Parameter, seen: &mut HashSet<(Location, String)>) -> Option<Problem> {
    let wire = &parameter.wire;
    if parameter.location == Location::Path && !operation.path.placeholders().any(|name| name == wire) {
        let message = format!("the path parameter `{wire}` has no placeholder in `{}`", operation.path.wire);
        return Some((&NO_PLACEHOLDER, message, "left out"));
    }
    if parameter.location == Location::Header {
        if !is_token(wire) {
            return Some((&HEADER_NAME, format!("{wire:?} is not the name of a header"), "expected a token"));
        }
        if OWNED.contains(&wire.to_ascii_lowercase().as_str()) {
            return Some((&OWNED_HEADER, format!("the header `{wire}` is written by the client itself"), "left out"));
        }
    }
    let key = if parameter.location == Location::Header { wire.to_ascii_lowercase() } else { wire.clone() };
    let is_new = seen.insert((parameter.location, key));
    (!is_new).then(|| (&TWICE, format!("the parameter `{wire}` stands twice"), "the first is kept"))
}
