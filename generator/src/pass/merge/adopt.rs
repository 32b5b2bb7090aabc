//! A name of one document meets the shape of another.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Field, Model, Object, Ref, Shape, Type, TypeId, TypeName};

/// Whether a type has a name and no description: the document knows that it is, not how it looks.
pub(super) fn is_only_named(model: &Model, id: TypeId) -> bool {
    let ty = model.ty(id);
    matches!(ty.name, TypeName::Named(_)) && matches!(ty.shape, Shape::Undefined | Shape::Alias(Ref::Any))
}

/// The names that got the shape of an anonymous type.
#[derive(Debug, Default)]
pub(super) struct Adopted(BTreeSet<TypeId>);

impl Adopted {
    /// What holds where `known` was and a supplement says `stated`: the shape that has more to say, under the name that
    /// either has.
    pub(super) fn meet(&mut self, model: &mut Model, known: &Ref, stated: &Ref) -> Ref {
        match (known, stated) {
            (_, Ref::Any) => known.clone(),
            (Ref::List { item: known, .. }, Ref::List { item, count, unique }) => {
                Ref::List { item: Box::new(self.meet(model, known, item)), count: *count, unique: *unique }
            }
            (Ref::Named(known), Ref::Named(stated)) => {
                if known != stated {
                    self.name(model, *stated, *known);
                }
                Ref::Named(*stated)
            }
            _ => stated.clone(),
        }
    }

    fn name(&mut self, model: &mut Model, name: TypeId, shape: TypeId) {
        if self.0.contains(&name) {
            unite(model, name, shape);
        } else if is_only_named(model, name) {
            adopt(model, name, shape);
            self.0.insert(name);
        } else {
            inherit(model, name, shape);
        }
    }
}

/// Gives a name the shape of an anonymous type.
fn adopt(model: &mut Model, name: TypeId, shape: TypeId) {
    let Type { shape, docs, examples, deprecated, origin, .. } = model.ty(shape).clone();
    let ty = &mut model.types[name.0 as usize];
    ty.shape = shape;
    // That there is such a type is no longer a guess.
    if origin.rule().is_none() {
        ty.origin = origin;
    }
    ty.deprecated = deprecated;
    ty.examples.extend(examples);
    if ty.docs.is_empty() {
        ty.docs = docs;
    }
}

/// A name that several shapes are known by has all their members. Of two members that differ the one with more to say
/// stays: requests list values and prose, responses go deeper.
fn unite(model: &mut Model, name: TypeId, shape: TypeId) {
    let mut work = vec![(name, shape)];
    let mut seen = BTreeSet::new();
    while let Some((name, shape)) = work.pop() {
        if name == shape || !seen.insert((name, shape)) {
            continue;
        }
        let Shape::Object(other) = model.ty(shape).shape.clone() else { continue };
        let kinds: Vec<u8> = other.fields.iter().map(|field| detail(model, &field.ty)).collect();
        let Shape::Object(mut object) = model.ty(name).shape.clone() else { continue };
        let mut places: HashMap<String, usize> =
            object.fields.iter().enumerate().map(|(at, field)| (field.wire.clone(), at)).collect();
        for (field, kind) in other.fields.into_iter().zip(kinds) {
            let next = object.fields.len();
            let at = *places.entry(field.wire.clone()).or_insert(next);
            let Some(known) = object.fields.get_mut(at) else {
                object.fields.push(field);
                continue;
            };
            known.required |= field.required;
            known.default = known.default.take().or(field.default);
            if known.docs.is_empty() {
                known.docs = field.docs;
            }
            match target(&known.ty).zip(target(&field.ty)) {
                Some((known, other)) if is_object(model, known) && is_object(model, other) => work.push((known, other)),
                _ if kind > detail(model, &known.ty) => known.ty = field.ty,
                _ => {}
            }
        }
        model.types[name.0 as usize].shape = Shape::Object(object);
    }
}

fn is_object(model: &Model, id: TypeId) -> bool {
    matches!(model.ty(id).shape, Shape::Object(_))
}

/// How much a use says.
fn detail(model: &Model, ty: &Ref) -> u8 {
    match ty {
        Ref::Any => 0,
        Ref::Scalar(scalar) => 1 + u8::from(scalar.format.is_some()),
        Ref::Map { .. } => 2,
        Ref::Named(id) => {
            if is_object(model, *id) {
                5
            } else {
                4
            }
        }
        Ref::List { item, .. } => 1 + detail(model, item),
        Ref::Nullable(inner) => detail(model, inner),
    }
}

/// Members of a described type inherit prose and defaults from the members of the shape whose place it takes.
pub(super) fn inherit(model: &mut Model, heir: TypeId, from: TypeId) {
    let mut work = vec![(heir, from)];
    let mut seen = BTreeSet::new();
    while let Some((heir, from)) = work.pop() {
        if heir == from || !seen.insert((heir, from)) {
            continue;
        }
        let from = model.ty(from).clone();
        let Some(ty) = model.types.get_mut(heir.0 as usize) else { continue };
        if ty.docs.is_empty() {
            ty.docs = from.docs;
        }
        if ty.examples.is_empty() {
            ty.examples = from.examples;
        }
        if let (Shape::Object(object), Shape::Object(known)) = (&mut ty.shape, from.shape) {
            work.extend(inherit_members(object, known));
        }
    }
}

/// Pairs of the types of members that both have.
fn inherit_members(object: &mut Object, known: Object) -> Vec<(TypeId, TypeId)> {
    let mut by_name: HashMap<String, Field> =
        known.fields.into_iter().map(|field| (field.wire.clone(), field)).collect();
    let mut inner = Vec::new();
    for field in &mut object.fields {
        let Some(known) = by_name.remove(&field.wire) else { continue };
        if field.docs.is_empty() {
            field.docs = known.docs;
        }
        let same_kind = std::mem::discriminant(&field.ty) == std::mem::discriminant(&known.ty);
        if field.default.is_none() && same_kind {
            field.default = known.default;
        }
        inner.extend(target(&field.ty).zip(target(&known.ty)));
    }
    inner
}

fn target(ty: &Ref) -> Option<TypeId> {
    match ty {
        Ref::Named(id) => Some(*id),
        Ref::List { item, .. } => target(item),
        Ref::Map { value, .. } => target(value),
        Ref::Nullable(inner) => target(inner),
        Ref::Scalar(_) | Ref::Any => None,
    }
}
