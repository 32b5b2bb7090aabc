//! What a call takes: parameters and fields of the body alike.

use super::common::Common;
use super::list::{Listed, list};
use super::loss::Printer;
use super::types;
use crate::model::{Body, Model, Object, Operation, Origin, Parameter, Ref, Shape, TypeName};

/// `@required {…}` and `@optional {…}`
pub(super) fn lines(printer: &Printer<'_>, operation: &Operation, common: &Common<'_>) -> [Option<String>; 2] {
    let parameters = operation.parameters.iter().filter(|parameter| is_listed(parameter) && !common.has(parameter));
    let mut listed: Vec<_> = parameters.map(Listed::of_parameter).collect();
    if let Some((object, is_part)) = operation.body.as_ref().and_then(|body| object(printer.model, body)) {
        let fields = object.fields.iter().filter(|field| !field.wire.is_empty());
        listed.extend(fields.map(|field| Listed::of_field(field, is_part)));
    }
    if listed.iter().all(|one| one.origin.order().is_beside(operation.origin.order())) {
        listed.sort_by_key(|one| one.origin.order());
    }
    [("@required", true), ("@optional", false)].map(|(directive, required)| {
        let chosen: Vec<_> = listed.iter().filter(|one| one.required == required).collect();
        list(printer, &chosen).map(|list| format!("{directive} {list}"))
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
