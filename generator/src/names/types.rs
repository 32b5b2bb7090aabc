//! What belongs to a type besides its name: the file it lives in, its members, its table.

use super::{GroupNames, OperationNames, TypeNames, homes, members, places};
use crate::model::{Model, Shape, Type, TypeId};

pub(super) fn types(model: &Model, groups: &[GroupNames], operations: &[OperationNames]) -> Vec<TypeNames> {
    let names = places::names(model, operations);
    let modules = homes::homes(model, groups, &names);
    let ty = |id: TypeId| names.get(id.0 as usize).cloned().unwrap_or_default();
    names
        .iter()
        .zip(modules)
        .zip(&model.types)
        .map(|((name, module), described)| {
            let members = members_of(model, described, name, &ty);
            let setters = match &described.shape {
                Shape::Object(_) => members::setters(&members),
                _ => Vec::new(),
            };
            TypeNames { name: name.clone(), module, members, setters }
        })
        .collect()
}

fn members_of(model: &Model, ty: &Type, own: &str, name: &impl Fn(TypeId) -> String) -> Vec<String> {
    match &ty.shape {
        Shape::Object(object) => members::fields(object),
        Shape::Tuple(tuple) => members::places(tuple),
        Shape::Enum(values) => members::values(values, own),
        Shape::Choice(choice) => members::cases(model, choice, name),
        Shape::Alias(_) | Shape::Undefined => Vec::new(),
    }
}
