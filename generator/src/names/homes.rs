//! Which file a type lives in: the file of the group that it belongs to, so that a reader of `users` finds the user and
//! its parts there. Names do not depend on it.

use std::collections::BTreeMap;

use super::GroupNames;
use super::words::Words;
use crate::model::{GroupId, Model, Operation, Ref, TypeId};

/// The module of types that belong to no group.
const SHARED: &str = "shared";

/// To whom a type belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Nobody,
    Group(GroupId),
    Several,
}

/// The module of every type, given the names of types.
///
/// What calls send or return belongs to the group that is called after it, else to the first that does so; what only
/// failures return, to the only group that has it. A part belongs to whom all that it is part of belong.
pub(super) fn homes(model: &Model, groups: &[GroupNames], names: &[String]) -> Vec<String> {
    let mut owners = vec![Owner::Nobody; model.types.len()];
    let direct = direct(model);
    for (id, users) in &direct {
        let name = Words::of(names.get(id.0 as usize).map_or("", String::as_str)).singular();
        let is_namesake = |group: &&GroupId| Words::of(&model.group(**group).wire).singular() == name;
        let owner = users.iter().find(is_namesake).or(users.first());
        if let (Some(known), Some(owner)) = (owners.get_mut(id.0 as usize), owner) {
            *known = Owner::Group(*owner);
        }
    }
    let mut work: Vec<(TypeId, Owner)> = Vec::new();
    for operation in &model.operations {
        failing(operation, &mut |id| work.push((id, Owner::Group(operation.group))));
    }
    for id in direct.keys() {
        let owner = owners.get(id.0 as usize).copied().unwrap_or(Owner::Nobody);
        work.extend(model.ty(*id).shape.uses().into_iter().map(|part| (part, owner)));
    }
    while let Some((id, owner)) = work.pop() {
        let Some(known) = owners.get_mut(id.0 as usize).filter(|_| !direct.contains_key(&id)) else { continue };
        let merged = match (*known, owner) {
            (Owner::Nobody, owner) => owner,
            (Owner::Group(known), Owner::Group(other)) if known == other => continue,
            (Owner::Several, _) | (_, Owner::Nobody) => continue,
            _ => Owner::Several,
        };
        *known = merged;
        work.extend(model.ty(id).shape.uses().into_iter().map(|part| (part, merged)));
    }
    let module = |owner: &Owner| match owner {
        Owner::Group(group) => groups.get(group.0 as usize).map(|group| group.module.clone()),
        Owner::Nobody | Owner::Several => None,
    };
    owners.iter().map(|owner| module(owner).unwrap_or_else(|| SHARED.to_owned())).collect()
}

/// The groups whose calls send a type or return it when they did what was asked, in document order.
fn direct(model: &Model) -> BTreeMap<TypeId, Vec<GroupId>> {
    let mut users: BTreeMap<TypeId, Vec<GroupId>> = BTreeMap::new();
    for operation in &model.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let successes = operation.responses.iter().filter(|response| response.status.is_success());
        let contents = bodies.chain(successes.flat_map(|response| &response.contents)).map(|content| &content.ty);
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        visit(contents.chain(parameters), &mut |id| {
            let users = users.entry(id).or_default();
            if !users.contains(&operation.group) {
                users.push(operation.group);
            }
        });
    }
    users
}

/// What else an operation has to do with: failures and headers.
fn failing(operation: &Operation, then: &mut impl FnMut(TypeId)) {
    let contents = operation.responses.iter().flat_map(|response| &response.contents).map(|content| &content.ty);
    let headers = operation.responses.iter().flat_map(|response| &response.headers).map(|header| &header.ty);
    visit(contents.chain(headers), then);
}

fn visit<'a>(types: impl Iterator<Item = &'a Ref>, then: &mut impl FnMut(TypeId)) {
    types.for_each(|ty| ty.visit(&mut *then));
}
