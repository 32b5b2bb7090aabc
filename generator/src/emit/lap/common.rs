//! What every call takes: parameters that stand in one place of the document and belong to all operations.

use std::collections::{HashMap, HashSet};

use super::parameters::{Listed, parameter};
use crate::model::{Location, Model, Operation, Parameter};
use crate::source::Span;

/// The places of the common parameters.
pub(super) struct Common {
    places: Vec<Span>,
}

impl Common {
    /// Finds them: a parameter is common when each operation has it from there, has one of its name, or, where it is a
    /// placeholder, has no such placeholder.
    pub(super) fn of(model: &Model) -> Self {
        let mut places: Vec<Span> = Vec::new();
        let mut seen: HashMap<Span, &Parameter> = HashMap::new();
        for operation in &model.operations {
            for parameter in operation.parameters.iter().filter(|parameter| is_outside(operation, parameter)) {
                if seen.insert(parameter.origin.span(), parameter).is_none() {
                    places.push(parameter.origin.span());
                }
            }
        }
        if !places.is_empty() {
            let names: Vec<HashSet<&str>> = model.operations.iter().map(names).collect();
            places.retain(|place| seen.get(place).is_some_and(|parameter| is_common(parameter, &names)));
        }
        places.sort_unstable();
        Self { places }
    }

    /// Whether a parameter is one of them.
    pub(super) fn has(&self, parameter: &Parameter) -> bool {
        self.places.binary_search(&parameter.origin.span()).is_ok()
    }

    /// The line that lists them.
    pub(super) fn line(&self, model: &Model) -> Option<String> {
        let listed: Vec<_> = self
            .places
            .iter()
            .filter_map(|place| {
                let mut all = model.operations.iter().flat_map(|operation| &operation.parameters);
                all.find(|parameter| parameter.origin.span() == *place)
            })
            .map(|found| parameter(model, &Listed::of_parameter(found)))
            .collect();
        (!listed.is_empty()).then(|| format!("@common_fields {{{}}}", listed.join(", ")))
    }
}

/// Whether a parameter stands before the operation that has it, in the same document, and not in its path.
fn is_outside(operation: &Operation, parameter: &Parameter) -> bool {
    let (own, place) = (operation.origin.span(), parameter.origin.span());
    parameter.origin.rule().is_none() && own.source == place.source && place.end < own.start
}

fn names(operation: &Operation) -> HashSet<&str> {
    operation.parameters.iter().map(|parameter| parameter.wire.as_str()).collect()
}

/// Bodies are not looked at: a call may list a common name as a field of its body.
fn is_common(parameter: &Parameter, operations: &[HashSet<&str>]) -> bool {
    let has = operations.iter().filter(|names| names.contains(parameter.wire.as_str())).count();
    parameter.location == Location::Path || has * 2 > operations.len()
}
