//! The names of an API as sources write them.

use std::collections::HashMap;

use crate::model::{GroupId, Model, OperationId, Path, Piece};
use crate::names::{self, Names};

/// Names to what they name.
pub(super) struct Index<'a> {
    model: &'a Model,
    /// The module of the API: `okta`.
    pub api: String,
    /// The modules of other APIs that the same sources may call.
    pub others: Vec<String>,
    methods: HashMap<&'a str, GroupId>,
    modules: HashMap<&'a str, GroupId>,
    handles: HashMap<&'a str, Vec<GroupId>>,
    calls: HashMap<(GroupId, &'a str), OperationId>,
    /// Rows and arguments, by module.
    rows: HashMap<(GroupId, &'a str), OperationId>,
    /// Rows by name alone.
    constants: HashMap<&'a str, Vec<OperationId>>,
    lines: HashMap<String, Vec<OperationId>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(model: &'a Model, names: &'a Names, others: &[String]) -> Self {
        let mut index = Self {
            model,
            api: names::module(&model.name),
            others: others.iter().filter(|name| **name != model.name).map(|name| names::module(name)).collect(),
            methods: HashMap::new(),
            modules: HashMap::new(),
            handles: HashMap::new(),
            calls: HashMap::new(),
            rows: HashMap::new(),
            constants: HashMap::new(),
            lines: HashMap::new(),
        };
        for id in (0..model.groups.len() as u32).map(GroupId) {
            let group = names.group(id);
            index.methods.insert(&group.method, id);
            index.modules.insert(&group.module, id);
            index.handles.entry(&group.handle).or_default().push(id);
        }
        for (at, operation) in (0..).zip(&model.operations) {
            let (id, own) = (OperationId(at), names.operation(OperationId(at)));
            index.calls.insert((operation.group, &own.method), id);
            for row in [&own.constant, &own.arguments] {
                index.rows.insert((operation.group, row), id);
            }
            index.constants.entry(&own.constant).or_default().push(id);
            index.lines.entry(operation.method.0.clone()).or_default().push(id);
        }
        index
    }

    /// The group whose handle a method of the client returns.
    pub(super) fn group(&self, method: &str) -> Option<GroupId> {
        self.methods.get(method).copied()
    }

    /// The group of a handle's type, from the segments of its path: `client::users::Users`.
    pub(super) fn handle(&self, path: &[String]) -> Option<GroupId> {
        let [.., module, handle] = path else { return None };
        let group = self.modules.get(module.as_str()).copied()?;
        self.handles.get(handle.as_str())?.contains(&group).then_some(group)
    }

    /// The operation that a method of a handle calls.
    pub(super) fn call(&self, group: GroupId, method: &str) -> Option<OperationId> {
        self.calls.get(&(group, method)).copied()
    }

    /// The operation of a row or of arguments: `operations::users::LIST_USERS`, `users::ListUsers`, or `LIST_USERS` where
    /// only one group has it.
    pub(super) fn row(&self, path: &[String]) -> Option<OperationId> {
        match path {
            [.., module, name] => {
                let group = self.modules.get(module.as_str())?;
                self.rows.get(&(*group, name.as_str())).copied()
            }
            [name] => match self.constants.get(name.as_str())?.as_slice() {
                [only] => Some(*only),
                _ => None,
            },
            [] => None,
        }
    }

    /// The operations that a method and a path lead to; a path with a query leads where it does without.
    pub(super) fn line(&self, method: &str, path: &str) -> Vec<OperationId> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let all = self.lines.get(method).map(Vec::as_slice).unwrap_or_default();
        let template = |id: &OperationId| self.model.operations.get(id.0 as usize).map(|operation| &operation.path);
        let fits: Vec<OperationId> =
            all.iter().copied().filter(|id| template(id).is_some_and(|own| matches(own, path))).collect();
        // What a template has as text is meant, and not the placeholder of another.
        let exact: Vec<OperationId> = fits
            .iter()
            .copied()
            .filter(|id| template(id).is_some_and(|own| own.placeholders().next().is_none()))
            .collect();
        if exact.is_empty() { fits } else { exact }
    }
}

/// Whether a path is one of a template's, segment by segment.
fn matches(template: &Path, path: &str) -> bool {
    let mut rest = path;
    let mut pieces = template.pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Literal(text) => match rest.strip_prefix(text.as_str()) {
                Some(after) => rest = after,
                None => return false,
            },
            Piece::Placeholder { rest: true, .. } => return !rest.is_empty(),
            Piece::Placeholder { .. } => {
                let next = match pieces.peek() {
                    Some(Piece::Literal(text)) => text.chars().next(),
                    _ => None,
                };
                let end = rest.find(|sign| sign == '/' || Some(sign) == next).unwrap_or(rest.len());
                if end == 0 {
                    return false;
                }
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }
    rest.trim_end_matches('/').is_empty()
}
