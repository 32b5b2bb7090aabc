//! Takes out of the model what problems cost.

use std::collections::HashSet;

use super::Cost;
use crate::model::{Model, OperationId, Shape, Target};

/// Removes every piece once; ids of what stays are corrected.
pub(super) fn pay(model: &mut Model, costs: &[Cost]) {
    let mut operations = HashSet::new();
    let mut parameters = HashSet::new();
    for cost in costs {
        match cost {
            Cost::Nothing => {}
            Cost::Operation(operation) => {
                operations.insert(*operation);
            }
            Cost::Parameter { operation, parameter } => {
                parameters.insert((*operation, *parameter));
            }
            Cost::OfServers(operation) => {
                model.shadowed.insert(OperationId(*operation as u32));
            }
            Cost::Body { operation, response } => {
                let responses = model.operations.get_mut(*operation).map(|operation| &mut operation.responses);
                let response = responses.and_then(|responses| responses.get_mut(*response));
                response.into_iter().for_each(|response| response.contents.clear());
            }
            Cost::Nested => super::nesting::cut(model),
            Cost::Type(id) => model.types[id.0 as usize].shape = Shape::Undefined,
        }
    }
    for (index, operation) in model.operations.iter_mut().enumerate() {
        let mut at = 0..;
        operation.parameters.retain(|_| !at.next().is_some_and(|at| parameters.contains(&(index, at))));
    }
    remove_operations(model, &operations);
}

fn remove_operations(model: &mut Model, gone: &HashSet<usize>) {
    let mut next = 0;
    let moved: Vec<Option<OperationId>> = (0..model.operations.len())
        .map(|index| {
            let id = OperationId(next);
            let stays = !gone.contains(&index);
            next += u32::from(stays);
            stays.then_some(id)
        })
        .collect();
    model.shadowed = model.shadowed.iter().filter_map(|id| moved.get(id.0 as usize).copied().flatten()).collect();
    let mut index = 0..;
    model.operations.retain(|_| !index.next().is_some_and(|index| gone.contains(&index)));
    for entry in &mut model.entries {
        if let Target::Operation { operation, .. } = &mut entry.target {
            match moved.get(operation.0 as usize).copied().flatten() {
                Some(id) => *operation = id,
                None => entry.target = Target::Unresolved { reason: "its operation is refused".to_owned() },
            }
        }
    }
}
