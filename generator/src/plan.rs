//! What a program must be allowed: the least set of permissions with which it may call some operations, and which
//! offerings sell them. Knows a finished model and its names; `code` finds the operations in Rust sources.

pub mod code;
mod find;
#[path = "../../templates/runtime/src/least.rs"]
mod least;
mod report;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, OperationId, PermissionId};
use crate::names::Names;

pub use find::{Unknown, find};

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
/// of the API.
#[must_use]
pub fn plan(model: &Model, operations: &[OperationId]) -> Plan {
    let operations: Vec<OperationId> = operations.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let needs: Vec<Vec<Vec<usize>>> = operations.iter().map(|id| needs(model, *id)).collect();
    let opened = opened(model);
    let found = least::least(&needs, &|item| opened.get(&item).copied().unwrap_or_default());
    let chosen: BTreeSet<usize> = found.items.iter().copied().collect();
    let mut open = Vec::new();
    let mut unsaid = Vec::new();
    let mut used: BTreeMap<usize, Vec<OperationId>> = BTreeMap::new();
    for (id, need) in operations.iter().zip(&needs) {
        if need.is_empty() {
            unsaid.push(*id);
            continue;
        }
        let met = need.iter().filter(|set| set.iter().all(|item| chosen.contains(item))).min_by_key(|set| set.len());
        if met.is_some_and(Vec::is_empty) {
            open.push(*id);
        }
        for item in met.into_iter().flatten() {
            used.entry(*item).or_default().push(*id);
        }
    }
    let permission = |item: &usize| Some(PermissionId(u32::try_from(*item).ok()?));
    let permissions =
        found.items.iter().filter_map(|item| Some((permission(item)?, used.remove(item).unwrap_or_default())));
    let permissions: Vec<_> = permissions.collect();
    let offerings = offerings(model, &permissions);
    Plan { operations, permissions, is_proven: found.is_proven, open, unsaid, offerings }
}

/// The operation of the API with this id.
fn operation(model: &Model, id: OperationId) -> Option<&crate::model::Operation> {
    model.operations.get(id.0 as usize)
}

/// What an operation needs: all of any one of the sets. An operation for anybody needs the empty set; one of which
/// nothing is said, or whose proof is no permission, has none.
fn needs(model: &Model, id: OperationId) -> Vec<Vec<usize>> {
    let Some(security) = operation(model, id).and_then(|operation| operation.security.as_ref()) else {
        return Vec::new();
    };
    if security.alternatives.is_empty() {
        return vec![Vec::new()];
    }
    let sets = security
        .alternatives
        .iter()
        .map(|alternative| alternative.permissions.iter().map(|permission| permission.0 as usize).collect::<Vec<_>>());
    let sets: Vec<Vec<usize>> = sets.collect();
    let names_none = sets.iter().all(Vec::is_empty) && !security.alternatives.iter().any(|one| one.schemes.is_empty());
    if names_none { Vec::new() } else { sets }
}

/// How many operations each permission helps to call.
fn opened(model: &Model) -> BTreeMap<usize, u64> {
    let mut opened = BTreeMap::new();
    for operation in &model.operations {
        let alternatives = operation.security.iter().flat_map(|security| &security.alternatives);
        let items: BTreeSet<usize> =
            alternatives.flat_map(|one| &one.permissions).map(|permission| permission.0 as usize).collect();
        for item in items {
            *opened.entry(item).or_default() += 1;
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
