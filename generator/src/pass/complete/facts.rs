//! What rules ask about an operation.

use std::collections::BTreeSet;

use crate::model::{Content, Field, Model, Operation, Ref, Response, Shape, Status, TypeId};
use crate::source::SourceId;

/// The fields of the object that a use of a type comes down to, through aliases.
pub(super) fn fields<'a>(model: &'a Model, ty: &Ref) -> Option<&'a [Field]> {
    match &model.ty(end(model, ty)?).shape {
        Shape::Object(object) => Some(&object.fields),
        _ => None,
    }
}

/// The type that a use comes down to, through aliases; those that lead in a circle come down to none.
pub(super) fn end(model: &Model, ty: &Ref) -> Option<TypeId> {
    let mut ty = ty;
    for _ in 0..16 {
        let Ref::Named(id) = ty else { return None };
        match &model.ty(*id).shape {
            Shape::Alias(target) => ty = target,
            _ => return Some(*id),
        }
    }
    None
}

/// The type of the one JSON body, if there is exactly one body.
pub(super) fn json(contents: &[Content]) -> Option<&Ref> {
    match contents {
        [content] if content.is_json() => Some(&content.ty),
        _ => None,
    }
}

/// The answer to a call that did what was asked: the first of 200 and 201, else that to all calls that did.
pub(super) fn success(operation: &Operation) -> Option<&Response> {
    let find = |is_meant: fn(Status) -> bool| operation.responses.iter().find(|response| is_meant(response.status));
    find(|status| matches!(status, Status::Code(200 | 201))).or_else(|| find(|status| status == Status::Range(2)))
}

/// What a call that did what was asked returns.
pub(super) fn returned(operation: &Operation) -> Option<&Ref> {
    json(&success(operation)?.contents)
}

/// What a call sends.
pub(super) fn sent(operation: &Operation) -> Option<&Ref> {
    json(&operation.body.as_ref()?.contents)
}

/// Whether calls with this method carry a body.
pub(super) fn carries_body(operation: &Operation) -> bool {
    matches!(operation.method.0.as_str(), "POST" | "PUT" | "PATCH")
}

/// The documents that cannot say everything about bodies: their readers had to infer the media types. What others leave
/// unsaid is not there.
pub(super) fn lossy(model: &Model) -> BTreeSet<SourceId> {
    let bodies =
        model.operations.iter().filter_map(|operation| operation.body.as_ref()).flat_map(|body| &body.contents);
    let answers = model.operations.iter().flat_map(|operation| &operation.responses);
    let contents = bodies.chain(answers.flat_map(|response| &response.contents));
    contents.filter(|content| content.origin.rule().is_some()).map(|content| content.origin.span().source).collect()
}
