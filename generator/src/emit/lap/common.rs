//! What every call takes: parameters that stand in one place of the document and belong to all operations.

use std::collections::HashSet;

use super::list::{Listed, list};
use super::loss::Printer;
use super::parameters::object;
use crate::model::{Location, Model, Operation, Parameter};
use crate::source::Span;

/// How many comparisons are worth while to find common parameters.
const LIMIT: usize = 10_000_000;

/// The places of the common parameters.
pub(super) struct Common {
    places: Vec<Span>,
}

impl Common {
    /// Finds them: a parameter is common when each operation has it from there, or lists one of its name itself, or,
    /// where it is a placeholder, has no such placeholder.
    pub(super) fn of(model: &Model) -> Self {
        let mut candidates: Vec<&Parameter> = Vec::new();
        let mut seen = HashSet::new();
        for operation in &model.operations {
            let outside = operation.parameters.iter().filter(|parameter| is_outside(operation, parameter));
            candidates.extend(outside.filter(|parameter| seen.insert(parameter.origin.span())));
        }
        if candidates.len().saturating_mul(model.operations.len()) > LIMIT {
            candidates.clear();
        }
        candidates.retain(|candidate| model.operations.iter().all(|operation| fits(model, operation, candidate)));
        let mut places: Vec<_> = candidates.iter().map(|parameter| parameter.origin.span()).collect();
        places.sort_unstable();
        Self { places }
    }

    /// Whether a parameter is one of them.
    pub(super) fn has(&self, parameter: &Parameter) -> bool {
        self.places.binary_search(&parameter.origin.span()).is_ok()
    }

    /// The line that lists them.
    pub(super) fn line(&self, printer: &Printer<'_>) -> Option<String> {
        let listed: Vec<_> = self
            .places
            .iter()
            .filter_map(|place| {
                let mut all = printer.model.operations.iter().flat_map(|operation| &operation.parameters);
                all.find(|parameter| parameter.origin.span() == *place)
            })
            .map(Listed::of_parameter)
            .collect();
        list(printer, &listed.iter().collect::<Vec<_>>()).map(|list| format!("@common_fields {list}"))
    }
}

/// Whether a parameter stands before the operation that has it, in the same document, and not in its path.
fn is_outside(operation: &Operation, parameter: &Parameter) -> bool {
    let (own, place) = (operation.origin.span(), parameter.origin.span());
    parameter.origin.rule().is_none() && own.source == place.source && place.end < own.start
}

/// Whether the operation may leave a candidate to the header of the file.
fn fits(model: &Model, operation: &Operation, candidate: &Parameter) -> bool {
    let mut named = operation.parameters.iter().filter(|parameter| parameter.wire == candidate.wire).peekable();
    if named.peek().is_none() {
        return candidate.location == Location::Path || has_field(model, operation, &candidate.wire);
    }
    named.all(|parameter| {
        parameter.origin.span() == candidate.origin.span()
            || !(is_outside(operation, parameter) || parameter.origin.rule().is_some())
    })
}

fn has_field(model: &Model, operation: &Operation, wire: &str) -> bool {
    let object = operation.body.as_ref().and_then(|body| object(model, body));
    object.is_some_and(|(object, _)| object.fields.iter().any(|field| field.wire == wire))
}
