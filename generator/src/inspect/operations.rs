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
        line: format!("{} {}", operation.method.0, operation.path.wire),
        needs: needs(model, operation),
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

impl Line {
    /// For programs.
    pub(super) fn json(&self) -> Json {
        json!({
            "call": self.call,
            "line": self.line,
            "needs": self.needs,
            "paged": self.is_paged,
            "deprecated": self.is_deprecated,
        })
    }
}
