//! Equal shapes without a name become one type. Knows no Rust; what the types are called is decided by `names`.
//!
//! Two anonymous types are equal when they look the same but for prose and places. They are compared from the inside
//! out, so that shapes which differ only in equal parts are equal too; types with a name are never merged. One pass,
//! linear in the size of the model, whatever the depth.

mod key;

use std::collections::HashMap;

use crate::model::{Case, Choice, Field, Model, Operation, Ref, Shape, Type, TypeId, TypeName, Unlisted};

/// Makes equal anonymous types one, and points all uses at it. Anonymous types that nothing uses go first, so that none
/// of them stands for one that is used.
pub fn dedupe(model: &mut Model) {
    let used = used(model);
    model.retain_types(|id| used.get(id.0 as usize).copied().unwrap_or(true));
    let first = firsts(model);
    let same = |id: TypeId| first.get(id.0 as usize).copied().unwrap_or(id);
    for id in (0..model.types.len() as u32).map(TypeId) {
        if same(id) != id {
            let other = model.types[id.0 as usize].clone();
            absorb(&mut model.types[same(id).0 as usize], other);
        }
    }
    model.rename_types(&mut |id| same(id));
    for ty in &mut model.types {
        if let Shape::Choice(choice) = &mut ty.shape {
            unite_cases(choice);
        }
    }
    model.retain_types(|id| same(id) == id);
}

/// Whether two types without names look the same, and use the same others.
pub(super) fn is_same(one: &Type, other: &Type) -> bool {
    let is_anonymous = |ty: &Type| matches!(ty.name, TypeName::Anonymous { .. });
    is_anonymous(one) && is_anonymous(other) && key::of(one, &|id| id) == key::of(other, &|id| id)
}

/// Whether a type has a name, or is used by an operation or by a type that has one, through whatever others.
fn used(model: &Model) -> Vec<bool> {
    let mut used = vec![false; model.types.len()];
    let mut work: Vec<TypeId> = Vec::new();
    for ty in model.operations.iter().flat_map(Operation::refs) {
        ty.visit(&mut |id| work.push(id));
    }
    let named = |ty: &Type| matches!(ty.name, TypeName::Named(_));
    work.extend((0..).map(TypeId).zip(&model.types).filter(|(_, ty)| named(ty)).map(|(id, _)| id));
    while let Some(id) = work.pop() {
        if let Some(used) = used.get_mut(id.0 as usize)
            && !std::mem::replace(used, true)
        {
            work.extend(model.ty(id).shape.uses());
        }
    }
    used
}

/// Cases of one type are one case, selected by the tags of all.
fn unite_cases(choice: &mut Choice) {
    let mut cases: Vec<Case> = Vec::new();
    let mut known: HashMap<TypeId, usize> = HashMap::new();
    for (at, case) in choice.cases.drain(..).enumerate() {
        let first = match case.ty {
            Ref::Named(id) => *known.entry(id).or_insert(cases.len()),
            _ => cases.len(),
        };
        if choice.unlisted == Unlisted::Case(at) {
            choice.unlisted = Unlisted::Case(first);
        }
        match cases.get_mut(first) {
            Some(first) => {
                first.tags.extend(case.tags);
                first.name = first.name.take().filter(|name| case.name.as_ref() == Some(name));
            }
            None => cases.push(case),
        }
    }
    choice.cases = cases;
}

/// For every type the first one that it equals.
fn firsts(model: &Model) -> Vec<TypeId> {
    let mut first: Vec<_> = (0..model.types.len() as u32).map(TypeId).collect();
    let mut known: HashMap<key::Key<'_>, TypeId> = HashMap::new();
    // Equal types are found in the order of the walk, but the earliest in the document is the one that stays.
    let mut merged: Vec<(TypeId, TypeId)> = Vec::new();
    for id in inside_out(model) {
        let ty = model.ty(id);
        if !matches!(ty.name, TypeName::Anonymous { .. }) {
            continue;
        }
        let key = key::of(ty, &|id: TypeId| first.get(id.0 as usize).copied().unwrap_or(id));
        let same = *known.entry(key).or_insert(id);
        if same != id {
            first[id.0 as usize] = same;
            merged.push((id, same));
        }
    }
    earliest(&mut first, &merged);
    first
}

/// Makes the earliest of each set of equal types the one that stays.
fn earliest(first: &mut [TypeId], merged: &[(TypeId, TypeId)]) {
    let mut stays: HashMap<TypeId, TypeId> = HashMap::new();
    for (id, same) in merged {
        let known = stays.entry(*same).or_insert(*same);
        *known = (*known).min(*id);
    }
    for same in first.iter_mut() {
        *same = stays.get(same).copied().unwrap_or(*same);
    }
}

/// All types, each after the types that it uses, but for cycles.
fn inside_out(model: &Model) -> Vec<TypeId> {
    let uses: Vec<Vec<TypeId>> = model.types.iter().map(|ty| ty.shape.uses()).collect();
    let mut seen = vec![false; uses.len()];
    let mut order = Vec::with_capacity(uses.len());
    for root in 0..uses.len() {
        let mut work = vec![(root, 0)];
        while let Some((node, next)) = work.pop() {
            let (Some(seen), Some(inner)) = (seen.get_mut(node), uses.get(node)) else { continue };
            if next == 0 && std::mem::replace(seen, true) {
                continue;
            }
            match inner.get(next) {
                Some(id) => work.extend([(node, next + 1), (id.0 as usize, 0)]),
                None => order.push(TypeId(node as u32)),
            }
        }
    }
    order
}

/// Adds what an equal type knows more: prose, examples, a title. Where both speak the first stays, but for the prose of
/// the type itself, which is dropped when it differs, since it speaks of one place only.
fn absorb(ty: &mut Type, other: Type) {
    if ty.docs != other.docs {
        ty.docs.clear();
    }
    ty.deprecated &= other.deprecated;
    ty.examples.extend(other.examples);
    if let (TypeName::Anonymous { context, .. }, TypeName::Anonymous { context: more, .. }) = (&mut ty.name, other.name)
        && more.len() < context.len()
    {
        *context = more;
    }
    match (&mut ty.shape, other.shape) {
        (Shape::Object(object), Shape::Object(other)) => describe(&mut object.fields, other.fields),
        (Shape::Enum(known), Shape::Enum(other)) => {
            for (value, other) in known.values.iter_mut().zip(other.values) {
                keep_or(&mut value.docs, other.docs);
            }
        }
        _ => {}
    }
}

fn describe(fields: &mut [Field], others: Vec<Field>) {
    let mut docs: HashMap<String, String> = others.into_iter().map(|field| (field.wire, field.docs)).collect();
    for field in fields {
        if let Some(other) = docs.remove(&field.wire) {
            keep_or(&mut field.docs, other);
        }
    }
}

fn keep_or(docs: &mut String, other: String) {
    if docs.is_empty() {
        *docs = other;
    }
}
