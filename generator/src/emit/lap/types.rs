//! Types in the words of LAP.

use crate::model::{
    EnumValue, Field, Model, Object, Ref, Scalar, ScalarKind, Scheme, SchemeKind, Shape, Type, TypeId, TypeName,
};

/// How deep types may stand in each other; deeper ones are `any`.
const DEPTH: usize = 60;

/// Which of the two field grammars is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// `name!:` marks required fields.
    Request,
    /// `T?` marks nullable fields.
    Response,
    /// Both marks.
    Both,
}

/// `{F, F}`
pub(super) fn members(model: &Model, object: &Object, side: Side) -> String {
    fields(model, object, side, 0)
}

fn fields(model: &Model, object: &Object, side: Side, depth: usize) -> String {
    let named = object.fields.iter().filter(|field| !field.wire.is_empty());
    let fields: Vec<_> = named.map(|one| field(model, one, side, depth)).collect();
    format!("{{{}}}", fields.join(", "))
}

/// `F = NAME ["!"] ": " TYPE ["?"] ["{" F {", " F} "}"]`
fn field(model: &Model, field: &Field, side: Side, depth: usize) -> String {
    let need = if field.required && side != Side::Response { "!" } else { "" };
    let (ty, null) = match &field.ty {
        Ref::Nullable(inner) if side != Side::Request => (&**inner, "?"),
        other => (other, ""),
    };
    let ty = match shape(model, ty) {
        Some((ty, object)) if depth < DEPTH => {
            let word = if side == Side::Request { "map" } else { title(ty) };
            format!("{word}{null}{}", fields(model, object, side, depth + 1))
        }
        _ => format!("{}{null}", nested(model, ty, side, depth)),
    };
    format!("{}{need}: {ty}", super::line(&field.wire))
}

/// A type that is used: the word, and what is listed behind it.
pub(super) fn nested(model: &Model, ty: &Ref, side: Side, depth: usize) -> String {
    if depth >= DEPTH {
        return "any".to_owned();
    }
    match ty {
        Ref::Scalar(scalar) => scalar_word(scalar),
        Ref::List { item, .. } => format!("[{}]", nested(model, item, side, depth + 1)),
        Ref::Map { value, .. } => match nested(model, value, side, depth + 1).as_str() {
            "any" => "map".to_owned(),
            value => format!("map<str,{value}>"),
        },
        Ref::Nullable(inner) => nested(model, inner, side, depth + 1),
        Ref::Any => "any".to_owned(),
        Ref::Named(id) => named(model, *id, side, depth),
    }
}

fn named(model: &Model, id: TypeId, side: Side, depth: usize) -> String {
    let ty = model.ty(id);
    match (&ty.name, &ty.shape) {
        (TypeName::Named(name), Shape::Object(_) | Shape::Undefined) if is_name(name) => name.clone(),
        (_, Shape::Object(object)) => format!("map{}", fields(model, object, side, depth + 1)),
        (_, Shape::Alias(inner)) => nested(model, inner, side, depth + 1),
        (_, Shape::Enum(_)) => enum_word(ty).to_owned(),
        (_, Shape::Choice(_) | Shape::Undefined) => "any".to_owned(),
    }
}

/// The object that a type without a name is.
fn shape<'m>(model: &'m Model, ty: &Ref) -> Option<(&'m Type, &'m Object)> {
    let Ref::Named(id) = ty else { return None };
    let ty = model.ty(*id);
    match (&ty.name, &ty.shape) {
        (TypeName::Anonymous { .. }, Shape::Object(object)) => Some((ty, object)),
        _ => None,
    }
}

/// The word before the members of a field that is an object: `map`, or the title of the shape.
fn title(ty: &Type) -> &str {
    match &ty.name {
        TypeName::Anonymous { title: Some(title), .. } if is_name(title) => title,
        _ => "map",
    }
}

/// The word of a type that lists its values: `any` where only a rule says that they are text.
pub(super) fn enum_word(ty: &Type) -> &'static str {
    if ty.origin.rule().is_some() { "any" } else { "str" }
}

/// A listed value, with the markup that stood before it.
pub(super) fn value(value: &EnumValue) -> String {
    if value.docs.starts_with('<') { format!("{} {}", value.docs, value.wire) } else { value.wire.clone() }
}

fn scalar_word(scalar: &Scalar) -> String {
    let word = match scalar.kind {
        ScalarKind::String => "str",
        ScalarKind::Integer => "int",
        ScalarKind::Number => "num",
        ScalarKind::Boolean => "bool",
        ScalarKind::Bytes => "bytes",
        ScalarKind::Null => "null",
    };
    match &scalar.format {
        Some(format) => format!("{word}({})", format.as_str()),
        None => word.to_owned(),
    }
}

/// Whether LAP takes a name for a type: a capital, and no punctuation of the grammar.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !"()[]{}<>,?=!:\"'`".contains(c);
    name.starts_with(char::is_uppercase) && name.chars().all(fits)
}

/// A way to prove who one is.
pub(super) fn scheme(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::ApiKey { location, name } => format!("ApiKey {name} in {}", location.word()),
        SchemeKind::OAuth2(flows) if !flows.is_empty() => "OAuth2".to_owned(),
        SchemeKind::OAuth2(_) | SchemeKind::Http(_) if is_wire(&scheme.wire) => scheme.wire.clone(),
        SchemeKind::OAuth2(_) => "OAuth2".to_owned(),
        SchemeKind::Http(name) => format!("Bearer {name}"),
        SchemeKind::OpenIdConnect(_) => "OpenIdConnect".to_owned(),
        SchemeKind::MutualTls => "MutualTls".to_owned(),
    }
}

/// Whether the name of a scheme is how LAP itself puts it.
fn is_wire(wire: &str) -> bool {
    let word = wire.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    matches!(word.as_str(), "bearer" | "basic" | "digest" | "oauth2" | "oauth" | "aws" | "http")
}
