//! Types in the words of LAP.

use super::loss::Printer;
use crate::model::{
    EnumKind, EnumValue, Field, Format, Model, Object, Ref, Scalar, ScalarKind, Scheme, SchemeKind, Shape, Type,
    TypeId, TypeName,
};
use crate::read::lap::written;
pub(super) use crate::read::lap::written::Side;

/// How deep types may stand in each other; deeper ones are `any`.
const DEPTH: usize = 60;

/// `{F, F}`
pub(super) fn members(printer: &Printer<'_>, object: &Object, side: Side) -> String {
    fields(printer, object, side, 0)
}

fn fields(printer: &Printer<'_>, object: &Object, side: Side, depth: usize) -> String {
    let named = object.fields.iter().filter(|field| !field.wire.is_empty());
    let fields: Vec<_> = named.filter_map(|one| field(printer, one, side, depth)).collect();
    format!("{{{}}}", fields.join(", "))
}

/// `F = NAME ["!"] ": " TYPE ["?"] ["{" F {", " F} "}"]`, if it reads back as itself.
fn field(printer: &Printer<'_>, field: &Field, side: Side, depth: usize) -> Option<String> {
    if !printer.has_room(field.origin) {
        return None;
    }
    let is_marked = field.required && side != Side::Response;
    let need = if is_marked { "!" } else { "" };
    let (ty, null) = match &field.ty {
        Ref::Nullable(inner) if side != Side::Request => (&**inner, "?"),
        other => (other, ""),
    };
    let ty = match shape(printer.model, ty) {
        Some((id, ty, object)) if depth < DEPTH => {
            let word = if side == Side::Request { "map" } else { title(ty) };
            let members = printer.within(id, || fields(printer, object, side, depth + 1));
            members.map_or_else(|| format!("any{null}"), |members| format!("{word}{null}{members}"))
        }
        _ => format!("{}{null}", nested(printer, ty, side, depth)),
    };
    is_itself(&field.wire, is_marked, side).then(|| format!("{}{need}: {ty}", field.wire)).or_else(|| {
        printer.left_out(field.origin, &format!("the member `{}`", field.wire.escape_debug()));
        None
    })
}

/// Whether a member of this name reads back as one, whatever its type: types say what they are by their own words.
fn is_itself(name: &str, is_marked: bool, side: Side) -> bool {
    let need = if is_marked { "!" } else { "" };
    let list = format!("{{{name}{need}: any}}");
    let found = written::fields(&list, side).unwrap_or_default();
    !name.contains('\n') && matches!(found.as_slice(), [one] if one.name == name && one.required == is_marked)
}

/// A type that is used: the word, and what is listed behind it.
pub(super) fn nested(printer: &Printer<'_>, ty: &Ref, side: Side, depth: usize) -> String {
    if depth >= DEPTH {
        return "any".to_owned();
    }
    match ty {
        Ref::Scalar(scalar) => scalar_word(scalar),
        Ref::List { item, .. } => format!("[{}]", nested(printer, item, side, depth + 1)),
        Ref::Map { value, .. } => match nested(printer, value, side, depth + 1).as_str() {
            "any" => "map".to_owned(),
            value => format!("map<str,{value}>"),
        },
        Ref::Nullable(inner) => nested(printer, inner, side, depth + 1),
        Ref::Any => "any".to_owned(),
        Ref::Named(id) => named(printer, *id, side, depth),
    }
}

fn named(printer: &Printer<'_>, id: TypeId, side: Side, depth: usize) -> String {
    let ty = printer.model.ty(id);
    match (&ty.name, &ty.shape) {
        (TypeName::Named(name), Shape::Object(_) | Shape::Undefined) if is_name(name) => name.clone(),
        (_, Shape::Object(object)) => {
            let members = printer.within(id, || fields(printer, object, side, depth + 1));
            members.map_or_else(|| "any".to_owned(), |members| format!("map{members}"))
        }
        (_, Shape::Alias(inner)) => nested(printer, inner, side, depth + 1),
        (_, Shape::Enum(values)) if values.kind == EnumKind::Integer => "int".to_owned(),
        (_, Shape::Enum(_)) => enum_word(ty).to_owned(),
        (_, Shape::Choice(_) | Shape::Tuple(_) | Shape::Undefined) => "any".to_owned(),
    }
}

/// The object that a type without a name is.
fn shape<'m>(model: &'m Model, ty: &Ref) -> Option<(TypeId, &'m Type, &'m Object)> {
    let Ref::Named(id) = ty else { return None };
    let ty = model.ty(*id);
    match (&ty.name, &ty.shape) {
        (TypeName::Anonymous { .. }, Shape::Object(object)) => Some((*id, ty, object)),
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
    match scalar.format.as_ref().map(Format::as_str).filter(|format| is_format(format)) {
        Some(format) => format!("{word}({format})"),
        None => word.to_owned(),
    }
}

/// Whether a format ends where its parenthesis does, and not at a `)` of its own.
fn is_format(format: &str) -> bool {
    let ends =
        |(at, _): (usize, &str)| format.get(at + 1..).is_some_and(|rest| rest.starts_with(|c| ",}]>?{=(".contains(c)));
    !format.contains('\n') && !format.contains(" # ") && !format.match_indices(')').any(ends)
}

/// Whether LAP takes a name for a type: a capital, and no punctuation of the grammar.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !"()[]{}<>,?=!:\"'`".contains(c);
    name.starts_with(char::is_uppercase) && name.chars().all(fits)
}

/// A way to prove who one is.
pub(super) fn scheme(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Key { location, name } => format!("ApiKey {name} in {}", location.word()),
        SchemeKind::OAuth2 if !scheme.flows.is_empty() => "OAuth2".to_owned(),
        SchemeKind::OAuth2 | SchemeKind::Http(_) if is_wire(&scheme.wire) => scheme.wire.clone(),
        SchemeKind::OAuth2 => "OAuth2".to_owned(),
        SchemeKind::Http(name) => format!("Bearer {name}"),
        SchemeKind::OpenIdConnect => "OpenIdConnect".to_owned(),
        SchemeKind::MutualTls => "MutualTls".to_owned(),
    }
}

/// Whether the name of a scheme is how LAP itself puts it.
fn is_wire(wire: &str) -> bool {
    let word = wire.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    matches!(word.as_str(), "bearer" | "basic" | "digest" | "oauth2" | "oauth" | "aws" | "http")
}
