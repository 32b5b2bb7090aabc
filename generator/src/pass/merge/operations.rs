//! Operations of two documents, by method and path.

use std::collections::HashMap;

use super::adopt::Adopted;
use super::{UNKNOWN_OPERATION, bodies, parameters};
use crate::diag::{Diagnostic, Diagnostics};
use crate::model::{
    Entry, Location, Model, Operation, OperationId, Origin, Parameter, PermissionId, SchemeId, SchemeRequirement,
    Security, SecurityRequirement, Target,
};
use crate::project::Role;

/// Where the operations of a document went.
pub(super) struct Moved(Vec<Option<OperationId>>);

impl Moved {
    /// Points an entry of the document at its operation in the merged model.
    pub(super) fn correct(&self, entry: &mut Entry) {
        let Target::Operation { operation, .. } = &mut entry.target else { return };
        match self.0.get(operation.0 as usize).copied().flatten() {
            Some(id) => *operation = id,
            None => entry.target = Target::Unresolved { reason: "no document describes its operation".to_owned() },
        }
    }
}

/// Adds what `other` says about operations that are known, and the operations that are not.
pub(super) fn join(model: &mut Model, other: &mut Model, role: Role, diagnostics: &mut Diagnostics) -> Moved {
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for (index, operation) in model.operations.iter().enumerate() {
        known.entry(route(operation)).or_insert(index);
    }
    let mut adopted = Adopted::default();
    let mut moved = Vec::new();
    for operation in other.operations.drain(..) {
        let id = match known.get(&route(&operation)).copied() {
            Some(index) => {
                let mut first = model.operations[index].clone();
                match role {
                    Role::Supplement => supplement(model, &mut first, operation, &mut adopted, diagnostics),
                    Role::Document => complete(model, &mut first, operation, diagnostics),
                }
                model.operations[index] = first;
                Some(index)
            }
            None if role == Role::Supplement && operation.responses.is_empty() => {
                diagnostics.push(unknown(&operation));
                None
            }
            None => {
                known.insert(route(&operation), model.operations.len());
                model.operations.push(operation);
                Some(model.operations.len() - 1)
            }
        };
        moved.push(id.map(|index| OperationId(index as u32)));
    }
    Moved(moved)
}

fn route(operation: &Operation) -> (String, String) {
    (operation.method.0.clone(), operation.path.shape())
}

fn unknown(operation: &Operation) -> Diagnostic {
    let message = format!("no document has the operation `{}`", operation.line());
    Diagnostic::warning(&UNKNOWN_OPERATION, operation.origin.span(), message)
        .label("left out")
        .help("correct the path, or state the whole operation with its responses")
}

/// A supplement overrides.
fn supplement(
    model: &mut Model,
    known: &mut Operation,
    mut stated: Operation,
    adopted: &mut Adopted,
    diagnostics: &mut Diagnostics,
) {
    rename_placeholders(known, &mut stated);
    if !matches!(model.group(stated.group).origin, Origin::Inferred(..)) {
        known.group = stated.group;
    }
    known.id = stated.id.or(known.id.take());
    known.security = security(model, known.security.take(), stated.security);
    known.paging = stated.paging.or(known.paging.take());
    if !stated.servers.is_empty() {
        known.servers = stated.servers;
    }
    known.deprecated |= stated.deprecated;
    prefer(&mut known.summary, stated.summary);
    prefer(&mut known.docs, stated.docs);
    parameters::supplement(model, known, stated.parameters, diagnostics);
    bodies::request(model, known, stated.body, adopted);
    bodies::responses(model, known, stated.responses, adopted);
}

/// A supplement that says what a caller must be allowed, and not how they prove who they are, leaves the schemes of the
/// document.
fn security(model: &Model, known: Option<Security>, stated: Option<Security>) -> Option<Security> {
    let Some(stated) = stated else { return known };
    let only_permissions = stated.requirements.iter().all(|one| one.schemes.is_empty() && !one.permissions.is_empty());
    let mut schemes = known.map(|security| security.requirements).unwrap_or_default();
    schemes.retain(|requirement| !requirement.schemes.is_empty());
    if stated.requirements.is_empty() || !only_permissions || schemes.is_empty() {
        return Some(stated);
    }
    let with = |requirement| stated.requirements.iter().map(move |one| allowed(model, requirement, &one.permissions));
    let requirements = schemes.iter().flat_map(with).collect();
    Some(Security { requirements, ..stated })
}

/// The schemes of a requirement with these permissions in place of its own. They belong to the one scheme that can mean
/// them; where that is not plain, to none.
fn allowed(model: &Model, requirement: &SecurityRequirement, permissions: &[PermissionId]) -> SecurityRequirement {
    let has_scopes = |id: SchemeId| model.scheme(id).is_some_and(|scheme| scheme.has_scopes());
    let of = |scheme: SchemeId| SchemeRequirement { scheme, permissions: Vec::new() };
    let mut schemes: Vec<SchemeRequirement> = requirement.schemes.iter().map(|one| of(one.scheme)).collect();
    let only = match schemes.as_mut_slice() {
        [only] => Some(only),
        several => {
            let mut with_scopes = several.iter_mut().filter(|one| has_scopes(one.scheme));
            with_scopes.next().filter(|_| with_scopes.next().is_none())
        }
    };
    match only {
        Some(only) => only.permissions = permissions.to_vec(),
        None => return SecurityRequirement { schemes, permissions: permissions.to_vec() },
    }
    SecurityRequirement { schemes, permissions: Vec::new() }
}

/// Another document says more about the same operation, or contradicts.
fn complete(model: &mut Model, known: &mut Operation, mut more: Operation, diagnostics: &mut Diagnostics) {
    rename_placeholders(known, &mut more);
    if matches!(model.group(known.group).origin, Origin::Inferred(..)) {
        known.group = more.group;
    }
    known.id = known.id.take().or(more.id);
    known.security = known.security.take().or(more.security);
    known.paging = known.paging.take().or(more.paging);
    if known.servers.is_empty() {
        known.servers = more.servers;
    }
    known.deprecated |= more.deprecated;
    fill(&mut known.summary, more.summary);
    fill(&mut known.docs, more.docs);
    parameters::complete(known, more.parameters, diagnostics);
    known.body = known.body.take().or(more.body);
    for response in more.responses {
        if !known.responses.iter().any(|one| one.status == response.status) {
            known.responses.push(response);
        }
    }
}

/// Two documents may call the same placeholder differently; the first one's name stays.
fn rename_placeholders(known: &Operation, other: &mut Operation) {
    let names: Vec<(String, String)> =
        other.path.placeholders().map(str::to_owned).zip(known.path.placeholders().map(str::to_owned)).collect();
    let in_path = |parameter: &&mut Parameter| parameter.location == Location::Path;
    for parameter in other.parameters.iter_mut().filter(in_path) {
        if let Some((_, name)) = names.iter().find(|(own, _)| *own == parameter.wire) {
            parameter.wire.clone_from(name);
        }
    }
}

fn prefer(known: &mut String, stated: String) {
    if !stated.is_empty() {
        *known = stated;
    }
}

fn fill(known: &mut String, more: String) {
    if known.is_empty() {
        *known = more;
    }
}
