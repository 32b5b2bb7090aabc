//! Errors that documents describe just as the vendor's profile makes them. Servers answer these as any failure, whose code,
//! message and causes the profile puts where they belong.

use crate::model::{Json, Model, Operation, Ref, Response, ScalarKind, Shape, Status};

/// Whether a response is an error of which the profile says everything.
pub(super) fn is_failure(model: &Model, operation: &Operation, response: &Response) -> bool {
    let is_error = match response.status {
        Status::Code(code) => code >= 400,
        Status::Range(hundred) => hundred >= 4,
        Status::Default => operation.has_success(),
    };
    let template = model.profile.as_ref().and_then(|profile| profile.error.as_ref());
    let is_json = response.contents.iter().any(|content| content.media_type == "application/json");
    is_error
        && is_json
        && template.is_some_and(|template| {
            let mut contents = response.contents.iter();
            contents.all(|content| content.is_json() && is_made(model, &content.ty, template, 0))
        })
}

/// How deep errors are compared.
const DEPTH: usize = 8;

/// Whether what a template makes is a value of a type, and has all its members.
fn is_made(model: &Model, ty: &Ref, template: &Json, depth: usize) -> bool {
    if depth > DEPTH {
        return false;
    }
    match (model.resolved(ty), template) {
        (Ref::Any, _) => true,
        (Ref::Scalar(scalar), Json::String(text)) if text == "{status:number}" => {
            matches!(scalar.kind, ScalarKind::Integer | ScalarKind::Number)
        }
        (Ref::Scalar(scalar), Json::String(_)) => scalar.kind == ScalarKind::String && scalar.format.is_none(),
        (Ref::List { item, .. }, Json::Array(items)) => {
            items.iter().all(|template| is_made(model, item, template, depth + 1))
        }
        (Ref::Named(id), Json::Object(members)) => match &model.ty(*id).shape {
            Shape::Object(object) => {
                let is_member = |name: &String| object.fields.iter().any(|field| field.wire == *name);
                members.keys().all(is_member)
                    && object.fields.iter().all(|field| {
                        let member = members.get(&field.wire);
                        member.is_some_and(|member| is_made(model, &field.ty, member, depth + 1))
                    })
            }
            _ => false,
        },
        _ => false,
    }
}
