//! What calls send and return, from what other calls on the same resource do.

use std::collections::{BTreeSet, HashSet};

use super::facts::{carries_body, end, fields, json, lossy, returned, sent, success};
use super::siblings::Siblings;
use crate::model::{Content, Model, Operation, Origin, Piece, Ref, Response, Shape, Status, TypeId};
use crate::source::SourceId;

/// A body that only an example proves is the resource that the call returns, if that has every member of the example.
///
/// `PUT /things/{id}` with an example `{"name": "x"}` that returns `{id, name}` sends that.
pub(super) fn request_of_resource(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(ty) = resource_sent(model, operation) else { continue };
        let Some(body) = model.operations[index].body.as_mut() else { continue };
        let origin = Origin::Inferred(rule, body.origin.span());
        for content in &mut body.contents {
            content.ty = Ref::Named(ty);
            content.origin = origin;
        }
    }
}

fn resource_sent(model: &Model, operation: &Operation) -> Option<TypeId> {
    let body = operation.body.as_ref()?;
    let is_guess = body.origin.rule().is_some() && matches!(sent(operation)?, Ref::Any);
    is_guess.then_some(())?;
    let ty = end(model, returned(operation)?)?;
    let known: HashSet<&str> = fields(model, &Ref::Named(ty))?.iter().map(|field| field.wire.as_str()).collect();
    let mut examples = body.contents.iter().flat_map(|content| &content.examples);
    let shown = examples.next()?.value.as_object()?;
    let fits = !shown.is_empty() && shown.keys().all(|name| known.contains(name.as_str()));
    fits.then_some(ty)
}

/// A response without a known body shows the resource that other calls on the same path return.
///
/// `PUT /things/{id}` next to `GET /things/{id}` returns what that returns.
pub(super) fn response_of_resource(model: &mut Model, rule: &'static str) {
    let siblings = Siblings::of(model);
    let lossy = lossy(model);
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        if !is_unknown(operation, &lossy) {
            continue;
        }
        if let Some(ty) = resource(model, &siblings, operation) {
            returns(model, index, Ref::Named(ty), rule);
        }
    }
}

fn resource(model: &Model, siblings: &Siblings, operation: &Operation) -> Option<TypeId> {
    let is_item = ends_with_placeholder(operation);
    let method = operation.method.0.as_str();
    let like: Vec<Option<&Operation>> = match (method, is_item) {
        ("GET", true) => vec![
            siblings.same(model, operation, "PUT"),
            siblings.same(model, operation, "PATCH"),
            siblings.same(model, operation, "POST"),
            siblings.collection(model, operation, "POST"),
        ],
        ("PUT" | "PATCH", _) => vec![siblings.same(model, operation, "GET"), siblings.same(model, operation, "PUT")],
        ("POST", true) => vec![siblings.same(model, operation, "GET"), siblings.same(model, operation, "PUT")],
        ("POST", false) => vec![siblings.item(model, operation, "GET"), siblings.item(model, operation, "PUT")],
        _ => Vec::new(),
    };
    like.into_iter().flatten().filter_map(returned).find_map(|ty| object(model, ty))
}

fn object(model: &Model, ty: &Ref) -> Option<TypeId> {
    let id = end(model, ty)?;
    matches!(model.ty(id).shape, Shape::Object(_) | Shape::Choice(_)).then_some(id)
}

/// A collection lists what its items are known to be.
///
/// `GET /things` next to `GET /things/{id}` or `POST /things` returns a list of what those return, else of what they send.
pub(super) fn list_of_siblings(model: &mut Model, rule: &'static str) {
    let siblings = Siblings::of(model);
    let lossy = lossy(model);
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        if !operation.method.is("GET") || ends_with_placeholder(operation) || !is_unknown(operation, &lossy) {
            continue;
        }
        if let Some(ty) = item(model, &siblings, operation) {
            returns(model, index, Ref::list(ty), rule);
        }
    }
}

fn item(model: &Model, siblings: &Siblings, operation: &Operation) -> Option<Ref> {
    let items = ["GET", "PUT", "PATCH", "POST"].map(|method| siblings.item(model, operation, method));
    let create = siblings.same(model, operation, "POST");
    let all = || items.iter().copied().flatten().chain(create);
    let returned = all().filter_map(returned).find_map(|ty| object(model, ty));
    let sent = || all().filter(|one| carries_body(one)).filter_map(sent).find_map(|ty| object(model, ty));
    match returned.or_else(sent) {
        Some(id) => Some(Ref::Named(id)),
        None => all().next().filter(|_| says_list(operation)).map(|_| Ref::Any),
    }
}

/// What says that it lists, lists; of what is not known.
///
/// `GET /things/recent`, "List the recent things".
pub(super) fn list_by_name(model: &mut Model, rule: &'static str) {
    let lossy = lossy(model);
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        if operation.method.is("GET") && is_unknown(operation, &lossy) && says_list(operation) {
            returns(model, index, Ref::list(Ref::Any), rule);
        }
    }
}

fn says_list(operation: &Operation) -> bool {
    let text = if operation.summary.is_empty() { &operation.docs } else { &operation.summary };
    text.split_whitespace().next().is_some_and(|word| matches!(word, "List" | "Lists"))
}

/// What is called a list and answers one object without a list in it may well answer a list of such objects.
///
/// `GET /policies`, `listPolicies`, which returns `{id, name}`.
pub(super) fn list_or_one(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let lists = is_called_list(operation) || says_list(operation);
        if !operation.method.is("GET") || ends_with_placeholder(operation) || !lists || !is_doubtful(model, operation) {
            continue;
        }
        let Some(one) = returned(operation).cloned() else { continue };
        let is_same = |response: &&mut Response| is_success(response.status) && json(&response.contents) == Some(&one);
        for response in model.operations[index].responses.iter_mut().filter(is_same) {
            response.or_list = Some(Origin::Inferred(rule, response.origin.span()));
        }
    }
}

/// Whether a call returns one object without a list in it, and neither a supplement nor an example says that it does.
fn is_doubtful(model: &Model, operation: &Operation) -> bool {
    let Some(response) = success(operation) else { return false };
    let [content] = response.contents.as_slice() else { return false };
    let is_shown = content.examples.iter().any(|example| example.value.is_object());
    let is_supplemented = matches!(content.origin, Origin::Supplemented(_));
    content.is_json() && !is_shown && !is_supplemented && is_one_object(model, &content.ty)
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Whether a type is an object with members, none of which is a list or holds one, as far as can be told.
fn is_one_object(model: &Model, ty: &Ref) -> bool {
    match end(model, ty).map(|id| &model.ty(id).shape) {
        Some(Shape::Object(object)) => !object.fields.is_empty() && !holds_list(model, ty, LIST_DEPTH),
        Some(Shape::Choice(choice)) => {
            !choice.cases.is_empty() && choice.cases.iter().all(|case| is_one_object(model, &case.ty))
        }
        _ => false,
    }
}

fn holds_list(model: &Model, ty: &Ref, depth: usize) -> bool {
    match model.resolved(ty) {
        Ref::List { .. } => true,
        Ref::Map { value, .. } => depth > 0 && holds_list(model, value, depth - 1),
        Ref::Named(id) if depth > 0 => match &model.ty(*id).shape {
            Shape::Tuple(_) => true,
            shape => shape.refs().into_iter().any(|part| holds_list(model, part, depth - 1)),
        },
        _ => false,
    }
}

/// How deep a page may hold its items: `_embedded`, `items`.
const LIST_DEPTH: usize = 3;

/// Whether the id of an operation begins with the word: `listUsers`, `list_users`, `users/list`, `Users_List`.
fn is_called_list(operation: &Operation) -> bool {
    let Some(id) = &operation.id else { return false };
    let own = id.rsplit(['.', '/', ':']).next().unwrap_or(id);
    let is_class = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    let own = own.split_once('_').filter(|(class, _)| is_class(class)).map_or(own, |(_, method)| method);
    let word = own.get(..4).filter(|word| word.eq_ignore_ascii_case("list"));
    let next = own.get(4..).and_then(|rest| rest.chars().next());
    word.is_some() && next.is_none_or(|next| !next.is_ascii_lowercase())
}

fn ends_with_placeholder(operation: &Operation) -> bool {
    matches!(operation.path.pieces.last(), Some(Piece::Placeholder { .. }))
}

/// Whether a call is said to return something (200 or 201), but not what. A response that a supplement states without a
/// body has none, and so has one of a document that could say more.
fn is_unknown(operation: &Operation, lossy: &BTreeSet<SourceId>) -> bool {
    let is_open = |response: &Response| {
        !matches!(response.origin, Origin::Supplemented(_)) && lossy.contains(&response.origin.span().source)
    };
    success(operation).is_some_and(|response| response.contents.is_empty() && is_open(response))
}

fn returns(model: &mut Model, index: usize, ty: Ref, rule: &'static str) {
    let Some(operation) = model.operations.get_mut(index) else { return };
    let unknown =
        |response: &&mut Response| matches!(response.status, Status::Code(200 | 201)) && response.contents.is_empty();
    let Some(response) = operation.responses.iter_mut().find(unknown) else { return };
    let origin = Origin::Inferred(rule, response.origin.span());
    response.contents.push(Content::new("application/json", ty, origin));
}
