//! Placeholders that stand twice in one path.

use crate::model::{Location, Model, Operation, Origin, Parameter};

/// A second placeholder of a name that a document describes takes a value of its own, under another name.
///
/// `/scopes/{id}/mappers/{id}` with a parameter `id` is `/scopes/{id}/mappers/{id2}`.
pub(super) fn placeholder_again(model: &mut Model, rule: &'static str) {
    for operation in &mut model.operations {
        let names: Vec<String> = operation.path.placeholders().map(str::to_owned).collect();
        for (place, name) in names.iter().enumerate() {
            if names.iter().take(place).any(|earlier| earlier == name) {
                again(operation, place, name, rule);
            }
        }
    }
}

fn again(operation: &mut Operation, place: usize, name: &str, rule: &'static str) {
    let is_it = |parameter: &&Parameter| parameter.location == Location::Path && parameter.wire == name;
    let is_described = |parameter: &&Parameter| parameter.origin.rule().is_none();
    let Some(first) = operation.parameters.iter().filter(is_it).find(is_described).cloned() else { return };
    let fresh = fresh(operation, name);
    operation.path.rename(place, &fresh);
    let origin = Origin::Inferred(rule, first.origin.span());
    let second = Parameter { wire: fresh, origin, ..first };
    let before = operation.parameters.iter().take(place).take_while(|known| known.location == Location::Path);
    let at = before.count();
    operation.parameters.insert(at, second);
}

fn fresh(operation: &Operation, name: &str) -> String {
    let is_free = |fresh: &String| {
        !operation.path.placeholders().any(|known| known == fresh)
            && !operation.parameters.iter().any(|known| known.wire == *fresh)
    };
    (2..).map(|number| format!("{name}{number}")).find(is_free).unwrap_or_default()
}

/// Whether a parameter is a second one of the name that the path has.
pub(crate) fn is_again(parameter: &Parameter) -> bool {
    parameter.origin.rule() == Some(super::AGAIN_RULE)
}
