//! Every operation in a line: how the client calls it, what travels, and what a caller must be allowed.

use serde_json::json;

use crate::model::{Json, Model, Operation, OperationId};
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
    /// By what callers prove who they are, any one of these, with the permissions that belong to it; empty where no document
    /// says, or where every scheme of the API will do alike.
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
    let alternatives = operation.security.iter().flat_map(|security| &security.alternatives);
    let mut needs: Vec<String> = Vec::new();
    for alternative in alternatives.filter(|alternative| !alternative.permissions.is_empty()) {
        let names: Vec<&str> = alternative.permissions.iter().map(|id| model.permission(*id).wire.as_str()).collect();
        let all = names.join("+");
        if !needs.contains(&all) {
            needs.push(all);
        }
    }
    needs
}

/// `key+cookie`, `token with read+write`, `nothing`
fn proofs(model: &Model, operation: &Operation) -> Vec<String> {
    let mut proofs: Vec<String> = Vec::new();
    let Some(security) = operation.security.as_ref().filter(|security| model.tells_schemes(security)) else {
        return proofs;
    };
    for way in &security.alternatives {
        let schemes = way.schemes.iter().filter_map(|id| model.schemes.get(id.0 as usize));
        let schemes: Vec<&str> = schemes.map(|scheme| scheme.wire.as_str()).collect();
        let permissions: Vec<&str> = way.permissions.iter().map(|id| model.permission(*id).wire.as_str()).collect();
        let proof = match (schemes.as_slice(), permissions.as_slice()) {
            ([], []) => "nothing".to_owned(),
            ([], permissions) => permissions.join("+"),
            (schemes, []) => schemes.join("+"),
            (schemes, permissions) => format!("{} with {}", schemes.join("+"), permissions.join("+")),
        };
        if !proofs.contains(&proof) {
            proofs.push(proof);
        }
    }
    proofs
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
