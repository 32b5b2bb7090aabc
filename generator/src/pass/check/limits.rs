//! How much an API may hold before it is taken for an attack.

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::limits::Limits;
use crate::model::Model;

/// Refuses an API with 20,001 operations.
pub(super) static TOO_MANY: Code = Code {
    name: "model/too-many",
    page: "An API has more operations, types or members of one type than is sane.\n\n\
           Documents may come from strangers, and a small document can describe a great many things. The message says \
           what is counted and what the limit is. Split the document into several APIs, or raise the limit `operations`, \
           `types` or `members` in the settings or by `--limit`.",
};

pub(super) fn check(model: &Model, limits: &Limits, findings: &mut Vec<Finding>) {
    if let Some(first) = model.operations.get(limits.operations) {
        findings.push(finding("operations", model.operations.len(), limits.operations, first.origin.span()));
    }
    if let Some(first) = model.types.get(limits.types) {
        findings.push(finding("types", model.types.len(), limits.types, first.origin.span()));
    }
    for ty in &model.types {
        let members = ty.shape.members();
        if members > limits.members {
            findings.push(finding("members of one type", members, limits.members, ty.origin.span()));
        }
    }
}

fn finding(what: &str, count: usize, limit: usize, span: crate::source::Span) -> Finding {
    let message = format!("{count} {what} are more than the limit of {limit}");
    let diagnostic = Diagnostic::error(&TOO_MANY, span, message).label("the limit is reached here");
    Finding { diagnostic, cost: Cost::Nothing }
}
