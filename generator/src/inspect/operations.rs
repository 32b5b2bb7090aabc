//! Every operation in a line: how the client calls it, what travels, and what a caller must be allowed.

use serde_json::json;

use crate::model::{Json, Model, Operation, OperationId, PermissionId, SecurityRequirement};
use crate::names::Names;

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How the client calls it: `users.list`.
    pub call: String,
    /// Method and path.
    pub line: String,
    /// What a caller must be allowed: any one of these; those that are needed together are joined by `+`.
    pub needs: Vec<String>,
    /// By what callers prove who they are, any one of these, each scheme with its permissions; `nothing` where anybody may
    /// call; empty where no document says, or where every scheme of the API will do alike.
    pub proofs: Vec<String>,
    /// Whether its pages follow each other in a known way.
    pub is_paged: bool,
    /// Whether the documents advise against it.
    pub is_deprecated: bool,
}

/// All operations, in document order.
pub(super) fn lines(model: &Model) -> Vec<Line> {
    let names = Names::new(model);
    let line = |(at, operation): (u32, &Operation)| Line {
        call: format!("{}.{}", names.group(operation.group).method, names.operation(OperationId(at)).method),
        line: operation.line(),
        needs: needs(model, operation),
        proofs: proofs(model, operation),
        is_paged: operation.paging.is_some(),
        is_deprecated: operation.deprecated,
    };
    (0..).zip(&model.operations).map(line).collect()
}

fn needs(model: &Model, operation: &Operation) -> Vec<String> {
    let requirements = operation.security.iter().flat_map(|security| &security.requirements);
    let sets = requirements.map(|requirement| names(model, requirement.all_permissions()));
    distinct(sets.filter(|set| !set.is_empty()))
}

/// `key + cookie`, `token with read+write`, `nothing`
fn proofs(model: &Model, operation: &Operation) -> Vec<String> {
    match &operation.security {
        Some(security) if security.requirements.is_empty() => vec!["nothing".to_owned()],
        Some(security) if model.tells_schemes(security) => {
            distinct(security.requirements.iter().map(|requirement| proof(model, requirement)))
        }
        _ => Vec::new(),
    }
}

fn proof(model: &Model, requirement: &SecurityRequirement) -> String {
    let schemes = requirement.schemes.iter().filter_map(|one| {
        let permissions = names(model, one.permissions.iter().copied());
        let scheme = &model.scheme(one.scheme)?.wire;
        Some(if permissions.is_empty() { scheme.clone() } else { format!("{scheme} with {permissions}") })
    });
    let permissions = names(model, requirement.permissions.iter().copied());
    let all: Vec<String> = schemes.chain((!permissions.is_empty()).then_some(permissions)).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(" + ") }
}

/// Permissions that are needed together.
fn names(model: &Model, permissions: impl Iterator<Item = PermissionId>) -> String {
    permissions.map(|id| model.permission(id).wire.as_str()).collect::<Vec<_>>().join("+")
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for text in texts {
        if !distinct.contains(&text) {
            distinct.push(text);
        }
    }
    distinct
}

impl Line {
    /// For programs.
    pub(super) fn json(&self) -> Json {
        json!({
            "call": self.call,
            "line": self.line,
            "needs": self.needs,
            "proofs": self.proofs,
            "paged": self.is_paged,
            "deprecated": self.is_deprecated,
        })
    }
}
