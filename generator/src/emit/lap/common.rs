//! What every call takes: parameters that stand in one place of the document and belong to all operations.

use std::collections::BTreeSet;

use super::list::{Listed, list};
use super::loss::Printer;
use super::parameters::object;
use crate::model::{Location, Model, Operation, Parameter};

/// How many comparisons are worth while to find common parameters.
const LIMIT: usize = 10_000_000;

/// The common parameters, in the order of their document.
pub(super) struct Common<'m> {
    parameters: Vec<&'m Parameter>,
}

impl<'m> Common<'m> {
    /// Finds them: a parameter that its document shares is common when each operation has it, or lists one of its name
    /// itself, or, where it is a placeholder, has no such placeholder.
    pub(super) fn of(model: &'m Model) -> Self {
        let mut parameters: Vec<&Parameter> = Vec::new();
        let mut seen = BTreeSet::new();
        let all = model.operations.iter().flat_map(|operation| &operation.parameters);
        parameters.extend(all.filter(|parameter| parameter.shared && seen.insert(parameter.origin.order())));
        if parameters.len().saturating_mul(model.operations.len()) > LIMIT {
            parameters.clear();
        }
        parameters.retain(|candidate| model.operations.iter().all(|operation| fits(model, operation, candidate)));
        parameters.sort_by_key(|parameter| parameter.origin.order());
        Self { parameters }
    }

    /// Whether a parameter is one of them.
    pub(super) fn has(&self, parameter: &Parameter) -> bool {
        parameter.shared && self.parameters.iter().any(|known| known.origin == parameter.origin)
    }

    /// The line that lists them.
    pub(super) fn line(&self, printer: &Printer<'_>) -> Option<String> {
        let listed: Vec<_> = self.parameters.iter().map(|parameter| Listed::of_parameter(parameter)).collect();
        list(printer, &listed.iter().collect::<Vec<_>>()).map(|list| format!("@common_fields {list}"))
    }
}

/// Whether the operation may leave a candidate to the header of the file.
fn fits(model: &Model, operation: &Operation, candidate: &Parameter) -> bool {
    let mut named = operation.parameters.iter().filter(|parameter| parameter.wire == candidate.wire).peekable();
    if named.peek().is_none() {
        return candidate.location == Location::Path || has_field(model, operation, &candidate.wire);
    }
    named.all(|parameter| {
        parameter.origin == candidate.origin || !(parameter.shared || parameter.origin.rule().is_some())
    })
}

fn has_field(model: &Model, operation: &Operation, wire: &str) -> bool {
    let object = operation.body.as_ref().and_then(|body| object(model, body));
    object.is_some_and(|(object, _)| object.fields.iter().any(|field| field.wire == wire))
}
