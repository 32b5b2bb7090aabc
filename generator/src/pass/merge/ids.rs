//! Schemes, permissions, groups and types of two documents in one model, with one id a name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{adopt, contradiction};
use crate::diag::Diagnostics;
use crate::model::{
    GroupId, Model, Origin, PermissionId, Ref, SchemaId, Scheme, SchemeId, SchemeKind, SchemeRequirement, Shape,
    TypeId, TypeName,
};
use crate::project::Role;

/// What is still to be done when the operations have met.
pub(super) struct Joined {
    /// Types that stand for others from now on.
    same: BTreeMap<TypeId, TypeId>,
}

impl Joined {
    /// Gives every name one id.
    pub(super) fn settle(self, model: &mut Model) {
        let resolve = |id: TypeId| self.same.get(&id).copied().unwrap_or(id);
        model.rename_types(&mut |id| resolve(id));
        model.retain_types(|id| !self.same.contains_key(&id));
    }
}

/// Moves everything but operations and entries of `other` into `model`, and corrects the ids in `other`'s operations.
pub(super) fn join(model: &mut Model, other: &mut Model, role: Role, diagnostics: &mut Diagnostics) -> Joined {
    let permissions = permissions(model, other);
    let schemes = schemes(model, other, &permissions);
    let groups = groups(model, other);
    for operation in &mut other.operations {
        operation.group = groups.get(operation.group.0 as usize).copied().unwrap_or(operation.group);
        for requirement in operation.security.iter_mut().flat_map(|security| &mut security.requirements) {
            for SchemeRequirement { scheme, .. } in &mut requirement.schemes {
                *scheme = schemes.get(scheme.0 as usize).copied().unwrap_or(*scheme);
            }
            for id in requirement.permissions_mut() {
                *id = permissions.get(id.0 as usize).copied().unwrap_or(*id);
            }
        }
    }
    types(model, other, role, diagnostics)
}

fn permissions(model: &mut Model, other: &mut Model) -> Vec<PermissionId> {
    let mut known: HashMap<String, u32> =
        (0u32..).zip(&model.permissions).map(|(id, permission)| (permission.wire.clone(), id)).collect();
    let mut ids = Vec::new();
    for permission in other.permissions.drain(..) {
        let next = model.permissions.len() as u32;
        let id = *known.entry(permission.wire.clone()).or_insert(next);
        ids.push(PermissionId(id));
        let Some(same) = model.permissions.get_mut(id as usize) else {
            model.permissions.push(permission);
            continue;
        };
        if same.docs.is_empty() {
            same.docs = permission.docs;
        }
        if same.offerings.is_empty() {
            same.offerings = permission.offerings;
        }
        same.exception = same.exception.take().or(permission.exception);
    }
    ids
}

/// A scheme that the later document describes more fully takes the place of the earlier one.
fn schemes(model: &mut Model, other: &mut Model, permissions: &[PermissionId]) -> Vec<SchemeId> {
    let mut ids = Vec::new();
    for mut scheme in other.schemes.drain(..) {
        for id in scheme.flows.iter_mut().flat_map(|flow| &mut flow.scopes) {
            *id = permissions.get(id.0 as usize).copied().unwrap_or(*id);
        }
        let known = model.schemes.iter().position(|known| known.wire == scheme.wire);
        ids.push(SchemeId(known.unwrap_or(model.schemes.len()) as u32));
        match known.and_then(|at| model.schemes.get_mut(at)) {
            Some(known) => {
                let is_undescribed = |scheme: &Scheme| scheme.kind == SchemeKind::OAuth2 && scheme.flows.is_empty();
                let overrides = matches!(scheme.origin, Origin::Supplemented(_));
                if (overrides || is_undescribed(known)) && !is_undescribed(&scheme) {
                    (known.kind, known.flows, known.discovery) = (scheme.kind, scheme.flows, scheme.discovery);
                }
            }
            None => model.schemes.push(scheme),
        }
    }
    ids
}

fn groups(model: &mut Model, other: &mut Model) -> Vec<GroupId> {
    let mut known: HashMap<String, u32> =
        (0u32..).zip(&model.groups).map(|(id, group)| (group.wire.clone(), id)).collect();
    let mut ids = Vec::new();
    for group in other.groups.drain(..) {
        let next = model.groups.len() as u32;
        let id = *known.entry(group.wire.clone()).or_insert(next);
        ids.push(GroupId(id));
        match model.groups.get_mut(id as usize) {
            Some(same) if same.docs.is_empty() => same.docs = group.docs,
            Some(_) => {}
            None => model.groups.push(group),
        }
    }
    ids
}

/// Appends the types. Of two with one name the described one stays, of two described ones the supplement's.
fn types(model: &mut Model, other: &mut Model, role: Role, diagnostics: &mut Diagnostics) -> Joined {
    let known: HashMap<String, TypeId> = model.named_types().map(|(name, id)| (name.to_owned(), id)).collect();
    let offset = model.types.len() as u32;
    other.rename_types(&mut |id| TypeId(id.0 + offset));
    model.types.append(&mut other.types);
    let mut same = BTreeMap::new();
    let mut in_both = BTreeSet::new();
    for id in (offset..model.types.len() as u32).map(TypeId) {
        let TypeName::Named(name) = &model.ty(id).name else { continue };
        let Some(first) = known.get(name).copied() else { continue };
        if !adopt::is_only_named(model, first) && !adopt::is_only_named(model, id) {
            in_both.insert(name.clone());
        }
        let (gone, stays) = meet(model, first, id, role, diagnostics);
        same.insert(gone, stays);
    }
    let first = model.schemas.nodes.len() as u32;
    other.rename_schemas(&mut |id| SchemaId(id.0 + first));
    model.schemas.join(&mut other.schemas, |name| in_both.contains(name));
    Joined { same }
}

/// Which of two types with one name goes, and which stays.
fn meet(
    model: &mut Model,
    first: TypeId,
    second: TypeId,
    role: Role,
    diagnostics: &mut Diagnostics,
) -> (TypeId, TypeId) {
    if adopt::is_only_named(model, second) {
        return (second, first);
    }
    if adopt::is_only_named(model, first) {
        return (first, second);
    }
    if role == Role::Supplement {
        adopt::inherit(model, second, first);
        return (first, second);
    }
    if !alike(&model.ty(first).shape, &model.ty(second).shape) {
        let TypeName::Named(name) = &model.ty(first).name else { return (second, first) };
        let message = format!("two documents describe the type `{name}` differently");
        diagnostics.push(contradiction(message, model.ty(first).origin, model.ty(second).origin));
    }
    (second, first)
}

/// Whether two shapes look the same as far as their members; what is inside the members is compared where it is named.
fn alike(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Object(one), Shape::Object(other)) => {
            let facts = |fields: &[crate::model::Field]| -> BTreeMap<String, (bool, u8)> {
                fields.iter().map(|field| (field.wire.clone(), (field.required, kind(&field.ty)))).collect()
            };
            facts(&one.fields) == facts(&other.fields)
        }
        (Shape::Enum(one), Shape::Enum(other)) => {
            one.kind == other.kind
                && one.values.iter().map(|value| &value.wire).eq(other.values.iter().map(|value| &value.wire))
        }
        (Shape::Choice(one), Shape::Choice(other)) => one.cases.len() == other.cases.len() && one.tag == other.tag,
        (Shape::Tuple(one), Shape::Tuple(other)) => {
            one.places.iter().map(|place| kind(&place.ty)).eq(other.places.iter().map(|place| kind(&place.ty)))
        }
        (Shape::Alias(one), Shape::Alias(other)) => kind(one) == kind(other),
        _ => false,
    }
}

/// The JSON kind of a use, roughly.
fn kind(ty: &Ref) -> u8 {
    match ty {
        Ref::Scalar(scalar) => scalar.kind as u8,
        Ref::Named(_) => 20,
        Ref::List { .. } => 21,
        Ref::Map { .. } => 22,
        Ref::Nullable(inner) => kind(inner),
        Ref::Any => 23,
    }
}
