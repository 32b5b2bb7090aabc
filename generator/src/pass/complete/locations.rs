//! Where parameters travel. Readers of documents that do not say infer it from name and method; these rules know the
//! rest of the operation and correct it. What a document states stays.

use std::collections::HashSet;

use super::facts::{carries_body, fields, returned, sent};
use super::secrets::sounds_secret;
use crate::model::{
    Body, Content, Field, Location, Model, Object, Operation, Origin, Parameter, Ref, Scalar, ScalarKind, Shape, Style,
    Type, TypeName,
};

/// A placeholder that no parameter is declared for is one that must be given, as text.
///
/// `GET /users/{id}` without a parameter `id` gets one.
pub(super) fn placeholder_is_path(model: &mut Model, rule: &'static str) {
    for operation in &mut model.operations {
        let origin = Origin::Inferred(rule, operation.origin.span());
        let is_path = |parameter: &&Parameter| parameter.location == Location::Path;
        let known: HashSet<&str> =
            operation.parameters.iter().filter(is_path).map(|parameter| parameter.wire.as_str()).collect();
        let mut missing: Vec<&str> =
            operation.path.placeholders().filter(|name| !name.is_empty() && !known.contains(name)).collect();
        let mut seen = HashSet::new();
        missing.retain(|name| seen.insert(*name));
        let missing: Vec<Parameter> =
            missing.into_iter().map(|name| Parameter::new(name, Location::Path, origin)).collect();
        operation.parameters.splice(0..0, missing);
        in_path_order(operation);
    }
}

/// Path parameters first, as in the path; the others as they were.
fn in_path_order(operation: &mut Operation) {
    let order: Vec<String> = operation.path.placeholders().map(str::to_owned).collect();
    operation.parameters.sort_by_key(|parameter| match parameter.location {
        Location::Path => order.iter().position(|name| *name == parameter.wire).unwrap_or(order.len()),
        Location::Query | Location::Header | Location::Cookie => usize::MAX,
    });
}

/// What the resource in the response shows is part of the resource that was sent, not of the query.
///
/// `POST /factors` which lists `factorType` and returns `{factorType, id}` sends `factorType` in the body, also when its
/// example is of another kind.
pub(super) fn shown_in_response_is_body(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        if !carries_body(operation) || sent(operation).is_some_and(|ty| fields(model, ty).is_some()) {
            continue;
        }
        let shown = shown_in_response(model, operation);
        let guessed = |parameter: &Parameter| {
            parameter.location == Location::Query && parameter.location_origin.rule() == Some("lap/body-is-stated")
        };
        let listed: Vec<&Parameter> = operation.parameters.iter().filter(|one| guessed(one)).collect();
        let found = listed.iter().filter(|one| shown.contains(&one.wire)).count();
        if found >= 2 && found * 2 >= listed.len() {
            into_body(model, index, guessed, rule);
        }
    }
}

fn shown_in_response(model: &Model, operation: &Operation) -> HashSet<String> {
    let shown = returned(operation).and_then(|ty| fields(model, ty)).unwrap_or_default();
    shown.iter().map(|field| field.wire.clone()).collect()
}

/// Makes parameters members of the body.
fn into_body(model: &mut Model, index: usize, which: impl Fn(&Parameter) -> bool, rule: &'static str) {
    let Some(operation) = model.operations.get_mut(index) else { return };
    let (moved, stay): (Vec<_>, Vec<_>) = operation.parameters.drain(..).partition(&which);
    operation.parameters = stay;
    let Some(first) = moved.first() else { return };
    let origin = Origin::Inferred(rule, first.origin.span());
    let line = operation.line();
    let required = moved.iter().any(|parameter| parameter.required);
    let shape = Shape::Object(Object { fields: moved.into_iter().map(member).collect(), ..Object::default() });
    let name = TypeName::Anonymous { context: vec![line, "request".to_owned()], title: None };
    let ty = Ref::Named(model.add_type(Type {
        name,
        shape,
        docs: String::new(),
        deprecated: false,
        examples: Vec::new(),
        origin,
    }));
    let Some(operation) = model.operations.get_mut(index) else { return };
    match operation.body.as_mut() {
        Some(body) => body.contents.iter_mut().for_each(|content| content.ty = ty.clone()),
        None => operation.body = Some(body(ty, required, origin)),
    }
}

fn body(ty: Ref, required: bool, origin: Origin) -> Body {
    let content = Content::new("application/json", ty, origin);
    Body { required, contents: vec![content], docs: String::new(), origin }
}

fn member(parameter: Parameter) -> Field {
    Field {
        wire: parameter.wire,
        ty: parameter.ty,
        required: parameter.required,
        read_only: false,
        write_only: false,
        secret: false,
        default: parameter.default,
        default_text: parameter.default_text,
        deprecated: parameter.deprecated,
        docs: parameter.docs,
        origin: parameter.origin,
    }
}

/// Documents list parameters before members of the body. What is listed before a header is a parameter, and of a call
/// that is not the path's it is the query's.
///
/// `@optional {strict: bool, If-Match: str, profile: map}` of a POST: `strict` is in the query.
pub(super) fn listed_before_header(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(fields) = guessed_body(model, operation) else { continue };
        let header = |required: bool| {
            let headers = operation.parameters.iter().filter(|one| one.location == Location::Header);
            headers.filter(|one| one.required == required).map(|one| one.origin.span()).max()
        };
        let (required, optional) = (header(true), header(false));
        let before = |field: &Field| {
            let header = if field.required { required } else { optional };
            is_scalar(&field.ty) && header.is_some_and(|header| field.origin.span() < header)
        };
        let moved: HashSet<String> =
            fields.iter().filter(|field| before(field)).map(|field| field.wire.clone()).collect();
        // Who lists a password there lists members of the body: nobody takes it in the query.
        if !moved.iter().any(|wire| sounds_secret(wire)) {
            into_query(model, index, &moved, rule);
        }
    }
}

/// The request shows a resource, as its response or its example proves; a flag that is listed before all that they show
/// is not part of it.
///
/// `POST /apps` lists `activate` with a default, then `created`, `features`, `id`; the response shows the last three.
pub(super) fn not_in_resource(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(fields) = guessed_body(model, operation) else { continue };
        let shown = shown(model, operation);
        let optional: Vec<&Field> = fields.iter().filter(|field| !field.required).collect();
        let first = optional.iter().position(|field| shown.contains(&field.wire)).unwrap_or(0);
        let (before, after) = optional.split_at(first);
        let is_resource = after.iter().filter(|field| shown.contains(&field.wire)).count() * 2 >= after.len();
        if is_resource && before.iter().all(|field| is_flag(field)) {
            let moved = before.iter().map(|field| field.wire.clone()).collect();
            into_query(model, index, &moved, rule);
        }
    }
}

/// A flag that other calls take in the query, and that no call is known to send or return, is in the query.
///
/// `DELETE /users/{id}` takes `sendEmail`; so does `POST /users/{id}/activate`.
pub(super) fn query_elsewhere(model: &mut Model, rule: &'static str) {
    let names = query_names(model);
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(fields) = guessed_body(model, operation) else { continue };
        let moved = fields.iter().filter(|field| is_boolean(&field.ty) && names.contains(&field.wire));
        let moved = moved.map(|field| field.wire.clone()).collect();
        into_query(model, index, &moved, rule);
    }
}

/// Names of query parameters that stand in no response and no example.
fn query_names(model: &Model) -> HashSet<String> {
    let in_query = |parameter: &&Parameter| parameter.location == Location::Query;
    let parameters = model.operations.iter().flat_map(|operation| &operation.parameters).filter(in_query);
    let mut names: HashSet<String> = parameters.map(|parameter| parameter.wire.clone()).collect();
    for operation in &model.operations {
        for name in shown(model, operation) {
            names.remove(&name);
        }
    }
    names
}

/// What the response and the examples of the request show.
fn shown(model: &Model, operation: &Operation) -> HashSet<String> {
    let mut shown = shown_in_response(model, operation);
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    for example in bodies.flat_map(|content| &content.examples) {
        let one = example.value.as_array().and_then(|list| list.first()).unwrap_or(&example.value);
        shown.extend(one.as_object().into_iter().flatten().map(|(name, _)| name.clone()));
    }
    shown
}

/// The members of the body, if a rule and not a document says that they are that.
fn guessed_body<'a>(model: &'a Model, operation: &'a Operation) -> Option<&'a [Field]> {
    operation.body.as_ref()?.origin.rule()?;
    fields(model, sent(operation)?)
}

fn is_scalar(ty: &Ref) -> bool {
    match ty {
        Ref::Scalar(_) | Ref::Named(_) => true,
        Ref::List { item, .. } => matches!(**item, Ref::Scalar(_)),
        Ref::Nullable(inner) => is_scalar(inner),
        Ref::Map { .. } | Ref::Any => false,
    }
}

/// Something that changes what a call does rather than what it sends.
fn is_flag(field: &Field) -> bool {
    matches!(field.ty, Ref::Scalar(_))
}

fn is_boolean(ty: &Ref) -> bool {
    matches!(ty, Ref::Scalar(Scalar { kind: ScalarKind::Boolean, .. }))
}

/// Makes members of the body parameters of the query. A body without members is none.
fn into_query(model: &mut Model, index: usize, moved: &HashSet<String>, rule: &'static str) {
    if moved.is_empty() {
        return;
    }
    let Some(ty) = model.operations.get(index).and_then(sent).and_then(|ty| super::facts::end(model, ty)) else {
        return;
    };
    let Shape::Object(object) = &mut model.types[ty.0 as usize].shape else { return };
    let (moved, stay): (Vec<_>, Vec<_>) = object.fields.drain(..).partition(|field| moved.contains(&field.wire));
    object.fields = stay;
    let is_empty = object.fields.is_empty();
    let Some(operation) = model.operations.get_mut(index) else { return };
    operation.parameters.extend(moved.into_iter().map(|field| query(field, rule)));
    if is_empty {
        operation.body = None;
    }
}

fn query(field: Field, rule: &'static str) -> Parameter {
    let location_origin = Origin::Inferred(rule, field.origin.span());
    Parameter {
        wire: field.wire,
        location: Location::Query,
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        ty: field.ty,
        schema: None,
        required: field.required,
        default: field.default,
        default_text: field.default_text,
        example: None,
        docs: field.docs,
        deprecated: field.deprecated,
        shared: false,
        origin: field.origin,
        location_origin,
    }
}
