//! Operations and security schemes by what people call them.

use super::called;
use crate::model::{Model, OperationId, Path, SchemeId, Target};
use crate::names::Names;

/// A name that no operation, or no scheme, has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// As given.
    pub name: String,
    /// What may have been meant.
    pub near: Vec<String>,
}

/// How many names are offered.
const OFFERED: usize = 6;

/// The operations of a name: an id (`listUsers`), a call (`users.list`), a row of the table (`LIST_USERS`), a line (`GET
/// /users`), an entry of the catalogue, a whole group (`users.*`), or all (`*`).
///
/// # Errors
/// When there is none; with what may have been meant.
pub fn find(model: &Model, names: &Names, name: &str) -> Result<Vec<OperationId>, Unknown> {
    let ids = || (0..model.operations.len() as u32).map(OperationId);
    let wanted = name.trim().replace("::", ".");
    let found: Vec<OperationId> = ids().filter(|id| is_called(model, names, *id, &wanted)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let by_line: Vec<OperationId> = ids().filter(|id| is_line(model, *id, name)).collect();
    if !by_line.is_empty() {
        return Ok(by_line);
    }
    let entries = model.entries.iter().filter(|entry| entry.wire == name.trim());
    let targets = entries.filter_map(|entry| match &entry.target {
        Target::Operation { operation, .. } => Some(*operation),
        Target::Unresolved { .. } => None,
    });
    let targets: Vec<OperationId> = targets.collect();
    if targets.is_empty() { Err(unknown(model, names, name)) } else { Ok(targets) }
}

/// The security scheme of a name, as in the documents.
///
/// # Errors
/// When there is none; with those that there are.
pub fn scheme(model: &Model, name: &str) -> Result<SchemeId, Unknown> {
    let found = (0..).map(SchemeId).zip(&model.schemes).find(|(_, scheme)| scheme.wire == name.trim());
    let all = || model.schemes.iter().map(|scheme| format!("`{}`", scheme.wire)).collect();
    found.map(|(id, _)| id).ok_or_else(|| Unknown { name: name.to_owned(), near: all() })
}

fn is_called(model: &Model, names: &Names, id: OperationId, wanted: &str) -> bool {
    let Some(operation) = super::operation(model, id) else { return false };
    let (group, own) = (names.group(operation.group), names.operation(id));
    if wanted == "*" || operation.id.as_deref() == Some(wanted) {
        return true;
    }
    let alone = [&own.id, &own.constant, &own.arguments];
    if alone.into_iter().any(|name| name == wanted) {
        return true;
    }
    let wanted = wanted.strip_prefix("operations.").unwrap_or(wanted);
    let Some((module, rest)) = wanted.rsplit_once('.') else { return false };
    let is_group = plain(module) == plain(&group.module);
    let members = [&own.method, &own.trait_method, &own.constant, &own.arguments];
    is_group && (rest == "*" || members.into_iter().any(|name| name == rest))
}

/// A name without what differs between the ways of writing it.
fn plain(name: &str) -> String {
    name.chars().filter(|sign| *sign != '_').flat_map(char::to_lowercase).collect()
}

fn is_line(model: &Model, id: OperationId, line: &str) -> bool {
    let Some((method, path)) = line.trim().split_once(char::is_whitespace) else { return false };
    super::operation(model, id).is_some_and(|operation| {
        operation.method.0.eq_ignore_ascii_case(method) && operation.path.shape() == Path::parse(path.trim()).shape()
    })
}

/// The names that share most with an unknown one.
fn unknown(model: &Model, names: &Names, name: &str) -> Unknown {
    let wanted = pieces(name);
    let mut near: Vec<(usize, String)> = (0..model.operations.len() as u32)
        .map(|id| {
            let called = called(model, names, OperationId(id));
            let all = format!("{called} {}", names.operation(OperationId(id)).trait_method);
            let known = pieces(&all);
            (wanted.iter().filter(|piece| known.contains(piece)).count(), called)
        })
        .filter(|(shared, _)| *shared > 0)
        .collect();
    near.sort_by_key(|(shared, called)| (std::cmp::Reverse(*shared), called.len()));
    Unknown { name: name.to_owned(), near: near.into_iter().take(OFFERED).map(|(_, called)| called).collect() }
}

/// The words of a name in lower case, without a plural's last letter.
fn pieces(name: &str) -> Vec<String> {
    let mut text = String::new();
    for sign in name.chars() {
        if sign.is_uppercase() && text.chars().next_back().is_some_and(char::is_lowercase) {
            text.push(' ');
        }
        text.extend(if sign.is_alphanumeric() { sign.to_lowercase().next() } else { Some(' ') });
    }
    text.split_whitespace().map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect()
}
