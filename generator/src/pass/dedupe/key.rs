//! What makes two types equal: everything but prose, places, and the order of members.

use std::borrow::Cow;

use crate::model::{
    Bounds, Case, Choice, Enum, EnumKind, EnumValue, Field, Json, Object, Place, Ref, Rest, Shape, Tag, Tuple, Type,
    TypeId, TypeName, Unlisted,
};

/// What equal types share, and different ones do not.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    title: Option<&'a str>,
    shape: ShapeKey<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum ShapeKey<'a> {
    Object(ObjectKey<'a>),
    Tuple(TupleKey<'a>),
    Choice(ChoiceKey<'a>),
    Enum(EnumKey<'a>),
    Alias(Cow<'a, Ref>),
    Undefined,
}

#[derive(PartialEq, Eq, Hash)]
struct ObjectKey<'a> {
    /// In the order of their names.
    fields: Vec<FieldKey<'a>>,
    rest: RestKey<'a>,
    count: Bounds,
}

#[derive(PartialEq, Eq, Hash)]
struct FieldKey<'a> {
    wire: &'a str,
    ty: Cow<'a, Ref>,
    /// Whether it is required, read-only, write-only, a secret, deprecated.
    facts: [bool; 5],
    default: Option<&'a Json>,
    default_text: Option<&'a str>,
}

#[derive(PartialEq, Eq, Hash)]
enum RestKey<'a> {
    Ignored,
    Refused,
    Kept(Cow<'a, Ref>),
}

#[derive(PartialEq, Eq, Hash)]
struct TupleKey<'a> {
    places: Vec<(Option<&'a str>, Cow<'a, Ref>)>,
    rest: RestKey<'a>,
    count: Bounds,
}

#[derive(PartialEq, Eq, Hash)]
struct ChoiceKey<'a> {
    tag: &'a Tag,
    exclusive: bool,
    cases: Vec<(&'a [Json], Cow<'a, Ref>)>,
    unlisted: UnlistedKey<'a>,
}

#[derive(PartialEq, Eq, Hash)]
enum UnlistedKey<'a> {
    Unknown,
    Base(Cow<'a, Ref>, &'a [Json]),
    Case(usize),
}

#[derive(PartialEq, Eq, Hash)]
struct EnumKey<'a> {
    kind: EnumKind,
    values: Vec<(&'a str, Option<&'a str>)>,
    open: bool,
}

/// The key of a type. `same` says which type a used type equals.
pub(super) fn of<'a>(ty: &'a Type, same: &impl Fn(TypeId) -> TypeId) -> Key<'a> {
    let title = match &ty.name {
        TypeName::Anonymous { title, .. } => title.as_deref(),
        TypeName::Named(name) => Some(name.as_str()),
    };
    let shape = match &ty.shape {
        Shape::Object(object) => ShapeKey::Object(of_object(object, same)),
        Shape::Tuple(tuple) => ShapeKey::Tuple(of_tuple(tuple, same)),
        Shape::Choice(choice) => ShapeKey::Choice(of_choice(choice, same)),
        Shape::Enum(values) => ShapeKey::Enum(of_enum(values)),
        Shape::Alias(target) => ShapeKey::Alias(of_ref(target, same)),
        Shape::Undefined => ShapeKey::Undefined,
    };
    Key { title, shape }
}

fn of_object<'a>(object: &'a Object, same: &impl Fn(TypeId) -> TypeId) -> ObjectKey<'a> {
    let Object { fields, rest, count } = object;
    let mut fields: Vec<_> = fields.iter().map(|field| of_field(field, same)).collect();
    fields.sort_unstable_by_key(|field| field.wire);
    ObjectKey { fields, rest: of_rest(rest, same), count: *count }
}

/// Every part is named, so that one more is either part of the key or left out on purpose.
fn of_field<'a>(field: &'a Field, same: &impl Fn(TypeId) -> TypeId) -> FieldKey<'a> {
    let Field {
        wire,
        ty,
        required,
        read_only,
        write_only,
        secret,
        default,
        default_text,
        deprecated,
        docs: _,
        origin: _,
    } = field;
    FieldKey {
        wire,
        ty: of_ref(ty, same),
        facts: [*required, *read_only, *write_only, *secret, *deprecated],
        default: default.as_ref(),
        default_text: default_text.as_deref(),
    }
}

fn of_rest<'a>(rest: &'a Rest, same: &impl Fn(TypeId) -> TypeId) -> RestKey<'a> {
    match rest {
        Rest::Ignored => RestKey::Ignored,
        Rest::Refused => RestKey::Refused,
        Rest::Kept(ty) => RestKey::Kept(of_ref(ty, same)),
    }
}

fn of_tuple<'a>(tuple: &'a Tuple, same: &impl Fn(TypeId) -> TypeId) -> TupleKey<'a> {
    let Tuple { places, rest, count } = tuple;
    let place = |place: &'a Place| {
        let Place { name, ty, docs: _ } = place;
        (name.as_deref(), of_ref(ty, same))
    };
    TupleKey { places: places.iter().map(place).collect(), rest: of_rest(rest, same), count: *count }
}

fn of_choice<'a>(choice: &'a Choice, same: &impl Fn(TypeId) -> TypeId) -> ChoiceKey<'a> {
    let Choice { tag, exclusive, cases, unlisted } = choice;
    let case = |case: &'a Case| {
        let Case { tags, name: _, ty, docs: _ } = case;
        (tags.as_slice(), of_ref(ty, same))
    };
    let unlisted = match unlisted {
        Unlisted::Unknown => UnlistedKey::Unknown,
        Unlisted::Base { ty, tags } => UnlistedKey::Base(of_ref(ty, same), tags),
        Unlisted::Case(at) => UnlistedKey::Case(*at),
    };
    ChoiceKey { tag, exclusive: *exclusive, cases: cases.iter().map(case).collect(), unlisted }
}

fn of_enum(ty: &Enum) -> EnumKey<'_> {
    let Enum { kind, values, open } = ty;
    let values = values.iter().map(|EnumValue { wire, title, docs: _ }| (wire.as_str(), title.as_deref()));
    EnumKey { kind: *kind, values: values.collect(), open: *open }
}

/// A use of a type, with the types that those in it equal.
fn of_ref<'a>(ty: &'a Ref, same: &impl Fn(TypeId) -> TypeId) -> Cow<'a, Ref> {
    let mut is_other = false;
    ty.visit(&mut |id| is_other |= same(id) != id);
    if !is_other {
        return Cow::Borrowed(ty);
    }
    let mut ty = ty.clone();
    ty.rename(&mut |id| same(id));
    Cow::Owned(ty)
}
