//! One call: `@endpoint` and the lines below it.

use std::fmt::Write as _;

use super::common::Common;
use super::types::{self, Side};
use super::{auth, has_own_security, line, parameters, push_line};
use crate::model::{Body, Model, Operation, Ref, Response, Security, Shape, Status, TypeName};

/// Adds the lines of a call.
pub(super) fn push(model: &Model, operation: &Operation, usual: Option<&Security>, common: &Common, text: &mut String) {
    let body = operation.body.as_ref();
    let [required, optional] = parameters::lines(model, operation, common);
    let said = [&operation.summary, &operation.docs].into_iter().find(|said| !said.is_empty());
    let own_security = operation.security.as_ref().filter(|_| has_own_security(operation, usual));
    let before = [
        Some(format!("@endpoint {}", operation.line())),
        said.map(|said| format!("@desc {}", line(said))),
        own_security.map(|security| format!("@auth {}", auth(model, security))),
        body.and_then(|body| named_body(model, body)),
        required,
        optional,
    ];
    let after = [errors(&operation.responses), body.and_then(example)];
    let returns =
        operation.responses.iter().filter(|response| is_return(response)).map(|response| returns(model, response));
    for line in before.into_iter().flatten().chain(returns).chain(after.into_iter().flatten()) {
        push_line(text, &line);
    }
}

/// `@body -> Name`
fn named_body(model: &Model, body: &Body) -> Option<String> {
    let Ref::Named(id) = &body.contents.first()?.ty else { return None };
    match &model.ty(*id).name {
        TypeName::Named(name) if types::is_name(name) => Some(format!("@body -> {name}")),
        _ => None,
    }
}

fn is_return(response: &Response) -> bool {
    matches!(response.status, Status::Code(200..=299) | Status::Range(2)) && response.error_type.is_none()
}

/// `@returns(CODE) …`
fn returns(model: &Model, response: &Response) -> String {
    let mut text = format!("@returns({})", response.status);
    let object = response.contents.first().and_then(|content| match &content.ty {
        Ref::Named(id) => match &model.ty(*id).shape {
            Shape::Object(object) => Some(object),
            _ => None,
        },
        _ => None,
    });
    if let Some(object) = object {
        text.push(' ');
        text.push_str(&types::members(model, object, Side::Response));
    }
    if !response.docs.is_empty() {
        text.push_str(if object.is_some() { " # " } else { " " });
        text.push_str(&line(&response.docs));
    }
    text
}

/// `@errors {E, E}`
fn errors(responses: &[Response]) -> Option<String> {
    let errors: Vec<_> = responses.iter().filter(|response| !is_return(response)).map(error).collect();
    (!errors.is_empty()).then(|| format!("@errors {{{}}}", errors.join(", ")))
}

/// `E = CODE [":" ErrorType] [": " T]`
fn error(response: &Response) -> String {
    let mut text = response.status.to_string();
    if let Some(error_type) = &response.error_type {
        text.push(':');
        text.push_str(&line(error_type));
    }
    if !response.docs.is_empty() {
        text.push_str(": ");
        text.push_str(&line(&response.docs));
    }
    text
}

/// `@example_request JSON`, where characters beyond the basic plane are escaped.
fn example(body: &Body) -> Option<String> {
    let example = body.contents.iter().flat_map(|content| &content.examples).next()?;
    let mut text = String::from("@example_request ");
    for c in example.value.to_string().chars() {
        if c <= '\u{ffff}' {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    Some(text)
}
