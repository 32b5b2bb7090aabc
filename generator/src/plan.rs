//! What a program must be allowed: the least set of permissions with which it may call some operations, and which
//! offerings sell them. Knows a finished model and its names; `code` finds the operations in Rust sources.

pub mod code;
mod find;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, OperationId, PermissionId, SchemeId, SecurityRequirement};
use crate::names::Names;
use gatewright_runtime::least::{self, Alternative, Need};

pub use find::{Unknown, find, scheme};

/// What a program must ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The operations that it calls, each once, in the order of the documents.
    pub operations: Vec<OperationId>,
    /// The permissions, each with the operations that it is for.
    pub permissions: Vec<(PermissionId, Vec<OperationId>)>,
    /// Whether no smaller set would do.
    pub is_proven: bool,
    /// Operations that need no permission.
    pub open: Vec<OperationId>,
    /// Operations of which the documents do not say what they need.
    pub unsaid: Vec<OperationId>,
    /// Schemes by which operations may be called as well, each with these operations, and for which no permission is named:
    /// nothing is known of what their owners must be allowed.
    pub others: Vec<(Vec<SchemeId>, Vec<OperationId>)>,
    /// Operations that cannot be called by the chosen schemes alone.
    pub closed: Vec<OperationId>,
    /// With what the permissions are sold.
    pub offerings: Offerings,
}

/// The product offerings that a program's owner needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offerings {
    /// The documents name none.
    Unnamed,
    /// Every offering has all permissions.
    Any,
    /// Each of these alone has all permissions.
    OneOf(Vec<String>),
    /// No offering alone has all; these together do.
    Together(Vec<String>),
}

/// The least set of permissions for some operations. Of several of one size it is the one that opens the fewest operations
/// of the API. Callers who prove who they are by some schemes only say which ones, as `by`; it is empty for any.
#[must_use]
pub fn plan(model: &Model, operations: &[OperationId], by: &[SchemeId]) -> Plan {
    let operations: Vec<OperationId> = operations.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let (closed, reached): (Vec<_>, Vec<_>) = operations.iter().partition(|id| is_closed(model, **id, by));
    let needs: Vec<Need> = reached.iter().map(|id| need(model, *id, by)).collect();
    let of = |wanted: Need| reached.iter().zip(&needs).filter(move |(_, need)| **need == wanted).map(|(id, _)| *id);
    let (open, unsaid) = (of(Need::Nothing).collect(), of(Need::Unsaid).collect());
    let sets: Vec<Vec<Vec<usize>>> = needs.into_iter().map(Need::into_sets).collect();
    let opened = opened(model);
    let found = least::least(&sets, &|item| opened.get(&item).copied().unwrap_or_default());
    let permissions = used(&found, reached.iter().copied().zip(&sets));
    let others = others(model, reached.iter().copied().zip(&sets), by);
    let offerings = offerings(model, &permissions);
    Plan { operations, permissions, is_proven: found.is_proven, open, unsaid, others, closed, offerings }
}

/// The permissions that were found, each with the operations that it is for.
fn used<'a>(
    found: &least::Least,
    operations: impl Iterator<Item = (OperationId, &'a Vec<Vec<usize>>)>,
) -> Vec<(PermissionId, Vec<OperationId>)> {
    let chosen: BTreeSet<usize> = found.items.iter().copied().collect();
    let mut used: BTreeMap<usize, Vec<OperationId>> = BTreeMap::new();
    for (id, sets) in operations {
        let met = sets.iter().filter(|set| set.iter().all(|item| chosen.contains(item))).min_by_key(|set| set.len());
        for item in met.into_iter().flatten() {
            used.entry(*item).or_default().push(id);
        }
    }
    let permission = |item: &usize| Some(PermissionId(u32::try_from(*item).ok()?));
    let of = |item: &usize| Some((permission(item)?, used.remove(item).unwrap_or_default()));
    found.items.iter().filter_map(of).collect()
}

/// The schemes by which operations that name permissions may be called without them, with those operations.
fn others<'a>(
    model: &Model,
    operations: impl Iterator<Item = (OperationId, &'a Vec<Vec<usize>>)>,
    by: &[SchemeId],
) -> Vec<(Vec<SchemeId>, Vec<OperationId>)> {
    let mut others: Vec<(Vec<SchemeId>, Vec<OperationId>)> = Vec::new();
    for (id, _) in operations.filter(|(_, sets)| !sets.is_empty()) {
        for requirement in requirements(model, id, by).filter(|one| one.all_permissions().next().is_none()) {
            let schemes: Vec<SchemeId> = requirement.schemes.iter().map(|one| one.scheme).collect();
            match others.iter_mut().find(|(known, _)| *known == schemes) {
                Some((_, operations)) if operations.last() == Some(&id) => {}
                Some((_, operations)) => operations.push(id),
                None => others.push((schemes, vec![id])),
            }
        }
    }
    others
}

/// The operation of the API with this id.
fn operation(model: &Model, id: OperationId) -> Option<&crate::model::Operation> {
    model.operations.get(id.0 as usize)
}

/// The requirements of an operation that some schemes can meet.
fn requirements<'a>(
    model: &'a Model,
    id: OperationId,
    by: &'a [SchemeId],
) -> impl Iterator<Item = &'a SecurityRequirement> {
    let security = operation(model, id).and_then(|operation| operation.security.as_ref());
    let all = security.into_iter().flat_map(|security| &security.requirements);
    all.filter(move |one| by.is_empty() || one.schemes.iter().all(|required| by.contains(&required.scheme)))
}

/// Whether an operation requires schemes besides these.
fn is_closed(model: &Model, id: OperationId, by: &[SchemeId]) -> bool {
    requirements(model, id, &[]).next().is_some() && requirements(model, id, by).next().is_none()
}

/// What an operation needs of callers who prove who they are by these schemes.
fn need(model: &Model, id: OperationId, by: &[SchemeId]) -> Need {
    if operation(model, id).is_none_or(|operation| operation.security.is_none()) {
        return Need::Unsaid;
    }
    let alternative = |requirement: &SecurityRequirement| Alternative {
        needs_proof: !requirement.is_empty(),
        items: requirement.all_permissions().map(|permission| permission.0 as usize).collect(),
    };
    Need::of(requirements(model, id, by).map(alternative).collect())
}

/// How many operations each permission helps to call.
fn opened(model: &Model) -> BTreeMap<usize, u64> {
    let mut opened = BTreeMap::new();
    for security in model.operations.iter().filter_map(|operation| operation.security.as_ref()) {
        for permission in security.permissions() {
            *opened.entry(permission.0 as usize).or_default() += 1;
        }
    }
    opened
}

/// With what the permissions are sold. Those of which nothing is said play no part.
fn offerings(model: &Model, permissions: &[(PermissionId, Vec<OperationId>)]) -> Offerings {
    if model.permissions.iter().all(|permission| permission.offerings.is_empty()) {
        return Offerings::Unnamed;
    }
    let is_any = |name: &String| name.eq_ignore_ascii_case("any");
    let sold: Vec<&Vec<String>> =
        permissions.iter().map(|(id, _)| &model.permission(*id).offerings).filter(|sold| !sold.is_empty()).collect();
    let sold: Vec<&Vec<String>> = sold.into_iter().filter(|sold| !sold.iter().any(is_any)).collect();
    let Some(first) = sold.first() else { return Offerings::Any };
    let alone: Vec<String> = first.iter().filter(|name| sold.iter().all(|sold| sold.contains(name))).cloned().collect();
    if !alone.is_empty() {
        return Offerings::OneOf(alone);
    }
    let mut names: Vec<&String> = Vec::new();
    for name in sold.iter().flat_map(|sold| sold.iter()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let index = |name: &String| names.iter().position(|known| *known == name);
    let needs: Vec<Vec<Vec<usize>>> =
        sold.iter().map(|sold| sold.iter().filter_map(index).map(|at| vec![at]).collect()).collect();
    let found = least::least(&needs, &|_| 1);
    Offerings::Together(found.items.iter().filter_map(|at| names.get(*at)).map(|name| (*name).clone()).collect())
}

/// What people call an operation: `users.list`.
fn called(model: &Model, names: &Names, id: OperationId) -> String {
    let group = operation(model, id).map(|operation| names.group(operation.group).module.clone());
    format!("{}.{}", group.unwrap_or_default(), names.operation(id).method)
}
