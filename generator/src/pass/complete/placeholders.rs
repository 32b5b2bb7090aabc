//! Placeholders that stand twice in one path.

use std::collections::{HashMap, HashSet};

use crate::model::{Location, Model, Operation, Origin, Parameter};

/// A second placeholder of a name that a document describes takes a value of its own, under another name.
///
/// `/scopes/{id}/mappers/{id}` with a parameter `id` is `/scopes/{id}/mappers/{id2}`.
pub(super) fn placeholder_again(model: &mut Model, rule: &'static str) {
    for operation in &mut model.operations {
        let names: Vec<String> = operation.path.placeholders().map(str::to_owned).collect();
        let mut earlier = HashSet::new();
        let again: Vec<(usize, &String)> =
            names.iter().enumerate().filter(|(_, name)| !earlier.insert(*name)).collect();
        if again.is_empty() {
            continue;
        }
        let mut free = Free::of(operation);
        let second = |(place, name): (usize, &String)| Some((place, second(operation, place, name, &mut free, rule)?));
        let renamed: HashMap<usize, String> = again.into_iter().filter_map(second).collect();
        operation.path.rename(renamed);
    }
}

/// Adds a parameter for a second placeholder; its name.
fn second(operation: &mut Operation, place: usize, name: &str, free: &mut Free, rule: &'static str) -> Option<String> {
    let is_it = |parameter: &&Parameter| parameter.location == Location::Path && parameter.wire == name;
    let is_described = |parameter: &&Parameter| parameter.origin.rule().is_none();
    let first = operation.parameters.iter().filter(is_it).find(is_described).cloned()?;
    let fresh = free.next(name);
    let origin = Origin::Inferred(rule, first.origin.span());
    let second = Parameter { wire: fresh.clone(), origin, ..first };
    let before = operation.parameters.iter().take(place).take_while(|known| known.location == Location::Path);
    let at = before.count();
    operation.parameters.insert(at, second);
    Some(fresh)
}

/// Names that no placeholder and no parameter of an operation has.
struct Free {
    taken: HashSet<String>,
    /// The number to try next, by name.
    numbers: HashMap<String, usize>,
}

impl Free {
    fn of(operation: &Operation) -> Self {
        let parameters = operation.parameters.iter().map(|parameter| parameter.wire.as_str());
        let taken = operation.path.placeholders().chain(parameters).map(str::to_owned).collect();
        Self { taken, numbers: HashMap::new() }
    }

    /// A name with the next number behind it.
    fn next(&mut self, name: &str) -> String {
        let number = self.numbers.entry(name.to_owned()).or_insert(2);
        loop {
            let fresh = format!("{name}{number}");
            *number += 1;
            if self.taken.insert(fresh.clone()) {
                return fresh;
            }
        }
    }
}

/// Whether a parameter is a second one of the name that the path has.
pub(crate) fn is_again(parameter: &Parameter) -> bool {
    parameter.origin.rule() == Some(super::AGAIN_RULE)
}
