//! What belongs to a type besides its name: the file it lives in, its members, its table.

use super::words::Words;
use super::{GroupNames, OperationNames, TypeNames, members, places};
use crate::model::{Model, Operation, Ref, Rest, Shape, Type, TypeId};

pub(super) fn types(model: &Model, groups: &[GroupNames], operations: &[OperationNames]) -> Vec<TypeNames> {
    let names = places::names(model, operations);
    let modules = modules(model, groups);
    let ty = |id: TypeId| names.get(id.0 as usize).cloned().unwrap_or_default();
    names
        .iter()
        .zip(modules)
        .zip(&model.types)
        .map(|((name, module), described)| {
            let members = members_of(described, &ty);
            let setters = match &described.shape {
                Shape::Object(_) => members::setters(&members),
                _ => Vec::new(),
            };
            TypeNames { constant: Words::of(name).constant(), name: name.clone(), module, members, setters }
        })
        .collect()
}

fn members_of(ty: &Type, name: &impl Fn(TypeId) -> String) -> Vec<String> {
    match &ty.shape {
        Shape::Object(object) => members::fields(object),
        Shape::Enum(values) => members::values(values),
        Shape::Choice(choice) => members::cases(choice, name),
        Shape::Alias(_) | Shape::Undefined => Vec::new(),
    }
}

/// Who uses a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum User {
    Nobody,
    Group(u32),
    Several,
}

/// The module of the group that alone uses a type, directly or through other types; `shared` for the others.
fn modules(model: &Model, groups: &[GroupNames]) -> Vec<String> {
    let mut users = vec![User::Nobody; model.types.len()];
    let mut work = Vec::new();
    for operation in &model.operations {
        uses(operation, &mut |ty| ty.visit(&mut |id| work.push((id, User::Group(operation.group.0)))));
    }
    while let Some((id, user)) = work.pop() {
        let Some(known) = users.get_mut(id.0 as usize) else { continue };
        let merged = match (*known, user) {
            (User::Nobody, user) => user,
            (User::Group(known), User::Group(more)) if known == more => continue,
            (User::Several, _) | (_, User::Nobody) => continue,
            _ => User::Several,
        };
        *known = merged;
        inside(model.ty(id), &mut |ty| ty.visit(&mut |inner| work.push((inner, merged))));
    }
    let module = |user: &User| match user {
        User::Group(group) => groups.get(*group as usize).map(|group| group.module.clone()),
        User::Nobody | User::Several => None,
    };
    users.iter().map(|user| module(user).unwrap_or_else(|| "shared".to_owned())).collect()
}

fn uses(operation: &Operation, visit: &mut impl FnMut(&Ref)) {
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    let headers = operation.responses.iter().flat_map(|response| &response.headers);
    operation.parameters.iter().chain(headers).for_each(|parameter| visit(&parameter.ty));
    bodies.chain(answers).for_each(|content| visit(&content.ty));
}

fn inside(ty: &Type, visit: &mut impl FnMut(&Ref)) {
    match &ty.shape {
        Shape::Object(object) => {
            object.fields.iter().for_each(|field| visit(&field.ty));
            if let Rest::Kept(rest) = &object.rest {
                visit(rest);
            }
        }
        Shape::Choice(choice) => choice.cases.iter().for_each(|case| visit(&case.ty)),
        Shape::Alias(target) => visit(target),
        Shape::Enum(_) | Shape::Undefined => {}
    }
}
