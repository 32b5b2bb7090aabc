//! What a call takes, in two lists: parameters and fields of the body alike.

use std::borrow::Cow;

use super::common::Common;
use super::types::{self, Side};
use crate::model::{Body, Field, Json, Model, Object, Operation, Origin, Parameter, Ref, Shape, TypeName};
use crate::source::Span;

/// One entry of a list.
pub(super) struct Listed<'m> {
    wire: &'m str,
    ty: &'m Ref,
    default: Option<&'m Json>,
    default_text: Option<&'m str>,
    docs: &'m str,
    required: bool,
    is_part: bool,
    place: Span,
}

impl<'m> Listed<'m> {
    pub(super) fn of_parameter(parameter: &'m Parameter) -> Self {
        Self {
            wire: &parameter.wire,
            ty: &parameter.ty,
            default: parameter.default.as_ref(),
            default_text: parameter.default_text.as_deref(),
            docs: &parameter.docs,
            required: parameter.required
                && parameter.location_origin.rule() != Some("lap/optional-placeholder-is-path"),
            is_part: false,
            place: parameter.origin.span(),
        }
    }

    fn of_field(field: &'m Field, is_part: bool) -> Self {
        Self {
            wire: &field.wire,
            ty: &field.ty,
            default: field.default.as_ref(),
            default_text: field.default_text.as_deref(),
            docs: &field.docs,
            required: field.required,
            is_part,
            place: field.origin.span(),
        }
    }
}

/// `@required {…}` and `@optional {…}`
pub(super) fn lines(model: &Model, operation: &Operation, common: &Common) -> [Option<String>; 2] {
    let parameters = operation.parameters.iter().filter(|parameter| is_listed(parameter) && !common.has(parameter));
    let mut listed: Vec<_> = parameters.map(Listed::of_parameter).collect();
    if let Some((object, is_part)) = operation.body.as_ref().and_then(|body| object(model, body)) {
        let fields = object.fields.iter().filter(|field| !field.wire.is_empty());
        listed.extend(fields.map(|field| Listed::of_field(field, is_part)));
    }
    if listed.iter().all(|one| one.place.source == operation.origin.span().source) {
        listed.sort_by_key(|one| one.place.start);
    }
    [("@required", true), ("@optional", false)].map(|(directive, required)| {
        let list: Vec<_> =
            listed.iter().filter(|one| one.required == required).map(|one| parameter(model, one)).collect();
        (!list.is_empty()).then(|| format!("{directive} {{{}}}", list.join(", ")))
    })
}

/// Whether a document lists the parameter; placeholders that it does not list are in the path already. LAP has no way to
/// list a name of no characters.
fn is_listed(parameter: &Parameter) -> bool {
    !matches!(parameter.origin, Origin::Inferred(..)) && !parameter.wire.is_empty()
}

/// The object without a name that a body is, and whether it is sent as form parts.
pub(super) fn object<'m>(model: &'m Model, body: &'m Body) -> Option<(&'m Object, bool)> {
    let content = body.contents.first()?;
    let Ref::Named(id) = &content.ty else { return None };
    let ty = model.ty(*id);
    match (&ty.name, &ty.shape) {
        (TypeName::Named(name), _) if types::is_name(name) => None,
        (_, Shape::Object(object)) => Some((object, content.media_type.starts_with("multipart/"))),
        _ => None,
    }
}

/// `P = NAME ": " TYPE ["(" v "/" v ")"] ["=" DEFAULT] [" # " T]`
pub(super) fn parameter(model: &Model, listed: &Listed<'_>) -> String {
    let mut text = format!("{}: {}", super::line(listed.wire), ty(model, listed));
    if let Some(default) = default(listed) {
        text.push('=');
        text.push_str(&super::line(&default));
    }
    let comment = comment(listed);
    if !comment.is_empty() {
        text.push_str(" # ");
        text.push_str(&super::line(comment));
    }
    text
}

fn ty(model: &Model, listed: &Listed<'_>) -> String {
    let word = types::nested(model, listed.ty, Side::Request, 0);
    let word = if listed.is_part { word.replace("bytes", "file") } else { word };
    match values(model, listed.ty) {
        Some(values) if !values.is_empty() => format!("{word}({})", super::line(&values.join("/"))),
        _ => word,
    }
}

/// The values that a type lists.
fn values(model: &Model, ty: &Ref) -> Option<Vec<String>> {
    match ty {
        Ref::Named(id) => match &model.ty(*id).shape {
            Shape::Enum(values) => Some(values.values.iter().map(types::value).collect()),
            _ => None,
        },
        Ref::List { item, .. } => values(model, item),
        Ref::Nullable(inner) => values(model, inner),
        Ref::Scalar(scalar) => Some(scalar.constraints.values.iter().map(ToString::to_string).collect()),
        Ref::Map { .. } | Ref::Any => None,
    }
}

fn default<'m>(listed: &Listed<'m>) -> Option<Cow<'m, str>> {
    match (listed.default_text, listed.default) {
        (Some(text), _) => Some(Cow::Borrowed(text)),
        (None, Some(Json::String(text))) => Some(Cow::Borrowed(text)),
        (None, Some(value)) => Some(Cow::Owned(value.to_string())),
        (None, None) => None,
    }
}

/// The docs without the sentence about a default that is no value.
fn comment<'m>(listed: &Listed<'m>) -> &'m str {
    let sentence = listed.default_text.filter(|_| listed.default.is_none());
    let without = sentence.and_then(|text| listed.docs.strip_suffix(text)?.strip_suffix("Default: "));
    without.map_or(listed.docs, |docs| docs.strip_suffix("\n\n").unwrap_or(docs))
}
