//! What the alternatives of a choice share, where nothing but their members says so.

use std::collections::{HashMap, HashSet};

use super::super::dedupe;
use super::facts::fields;
use crate::model::{
    Choice, Field, Json, Model, Object, Origin, Ref, Scalar, ScalarKind, Shape, Tag, Type, TypeId, TypeName, Unlisted,
};

/// Alternatives that a member tells apart, and that have further members in common, share an object of these: it is what
/// clients read where no alternative has the tag.
///
/// `oneOf: [Cat, Dog]` by `kind`, both with `name`: what is neither has `kind` and `name`.
pub(super) fn shared_by_alternatives(model: &mut Model, rule: &'static str) {
    for index in 0..model.types.len() {
        let Some(found) = model.types.get(index).and_then(|ty| shared(model, ty, rule)) else { continue };
        let id = TypeId(model.types.len() as u32);
        model.types.push(found);
        if let Some(Shape::Choice(choice)) = model.types.get_mut(index).map(|ty| &mut ty.shape) {
            choice.unlisted = Unlisted::Base { ty: Ref::Named(id), tags: Vec::new() };
        }
    }
}

fn shared(model: &Model, ty: &Type, rule: &'static str) -> Option<Type> {
    let Shape::Choice(choice) = &ty.shape else { return None };
    let Tag::Member(tag) = &choice.tag else { return None };
    if choice.unlisted != Unlisted::Unknown {
        return None;
    }
    let cases: Option<Vec<&[Field]>> = choice.cases.iter().map(|case| fields(model, &case.ty)).collect();
    let origin = Origin::Inferred(rule, ty.origin.span());
    let members = common(model, &cases?, tag);
    if members.is_empty() {
        return None;
    }
    let told = Field { required: true, ..Field::new(tag.clone(), tag_type(choice), origin) };
    let object = Object { fields: [vec![told], members].concat(), ..Object::default() };
    Some(Type {
        name: TypeName::Anonymous { context: [context(&ty.name), vec!["base".to_owned()]].concat(), title: None },
        shape: Shape::Object(object),
        docs: String::new(),
        deprecated: false,
        examples: Vec::new(),
        origin,
    })
}

fn context(name: &TypeName) -> Vec<String> {
    match name {
        TypeName::Named(name) => vec![name.clone()],
        TypeName::Anonymous { context, .. } => context.clone(),
    }
}

/// The members that all alternatives have, but for the one that tells them apart.
fn common(model: &Model, cases: &[&[Field]], tag: &str) -> Vec<Field> {
    let Some((first, others)) = cases.split_first().filter(|(_, others)| !others.is_empty()) else { return Vec::new() };
    let mut common: Vec<Field> = first.iter().filter(|field| field.wire != tag).cloned().collect();
    for other in others {
        let known: HashMap<&str, &Field> = other.iter().map(|field| (field.wire.as_str(), field)).collect();
        let both = |field: Field| known.get(field.wire.as_str()).and_then(|other| in_both(model, field, other));
        common = common.into_iter().filter_map(both).collect();
    }
    common
}

/// A member of two alternatives: required only where it is in both, and null where it may be in one.
fn in_both(model: &Model, mut one: Field, other: &Field) -> Option<Field> {
    let (is_nullable, ty) = match &other.ty {
        Ref::Nullable(inner) => (true, inner.as_ref()),
        ty => (false, ty),
    };
    let own = if let Ref::Nullable(inner) = &one.ty { inner.as_ref() } else { &one.ty };
    if !is_same(model, own, ty) {
        return None;
    }
    if is_nullable {
        one.ty = one.ty.nullable();
    }
    one.required &= other.required;
    one.read_only &= other.read_only;
    one.write_only &= other.write_only;
    one.secret |= other.secret;
    one.deprecated &= other.deprecated;
    if one.default != other.default {
        (one.default, one.default_text) = (None, None);
    }
    if one.docs != other.docs {
        one.docs.clear();
    }
    Some(one)
}

fn is_same(model: &Model, one: &Ref, other: &Ref) -> bool {
    match (one, other) {
        (Ref::Named(one), Ref::Named(other)) => one == other || dedupe::is_same(model.ty(*one), model.ty(*other)),
        _ => one == other,
    }
}

/// What all tags are; the alternatives list their own only.
fn tag_type(choice: &Choice) -> Ref {
    let kind = |tag: &Json| match tag {
        Json::String(_) => Some(ScalarKind::String),
        Json::Bool(_) => Some(ScalarKind::Boolean),
        Json::Number(number) if number.is_i64() => Some(ScalarKind::Integer),
        _ => None,
    };
    let kinds: HashSet<Option<ScalarKind>> = choice.cases.iter().flat_map(|case| &case.tags).map(kind).collect();
    match kinds.into_iter().collect::<Vec<_>>().as_slice() {
        [Some(kind)] => Ref::Scalar(Scalar { kind: *kind, format: None, constraints: Default::default() }),
        _ => Ref::Any,
    }
}
