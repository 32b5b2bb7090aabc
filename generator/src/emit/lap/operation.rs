//! One call: `@endpoint` and the lines below it.

use std::fmt::Write as _;

use super::common::Common;
use super::loss::Printer;
use super::types::{self, Side};
use super::{auth, has_own_security, line, parameters, push_line, reworded};
use crate::model::{Body, Model, Operation, Ref, Response, Security, Shape, Status, TypeName};
use crate::read::lap::written;

/// Adds the lines of a call.
pub(super) fn push(
    printer: &Printer<'_>,
    operation: &Operation,
    usual: Option<&Security>,
    common: &Common,
    text: &mut String,
) {
    let model = printer.model;
    let body = operation.body.as_ref();
    let [required, optional] = parameters::lines(printer, operation, common);
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
    let after = [errors(printer, &operation.responses), body.and_then(example)];
    let returns =
        operation.responses.iter().filter(|response| is_return(response)).map(|response| returns(printer, response));
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
fn returns(printer: &Printer<'_>, response: &Response) -> String {
    let mut text = format!("@returns({})", response.status);
    let object = response.contents.first().and_then(|content| match &content.ty {
        Ref::Named(id) => match &printer.model.ty(*id).shape {
            Shape::Object(object) => Some((*id, object)),
            _ => None,
        },
        _ => None,
    });
    if let Some((id, object)) = object {
        text.push(' ');
        text.extend(printer.within(id, || types::members(printer, object, Side::Response)));
    }
    let sign = if object.is_some() { " # " } else { " " };
    let is_itself = |line: &str, docs: &str| {
        let found = written::returns(line);
        found.is_some_and(|found| found.fields.is_some() == object.is_some() && found.text == Some(docs))
    };
    with_docs(printer, response, text, sign, is_itself)
}

/// `@errors {E, E}`
fn errors(printer: &Printer<'_>, responses: &[Response]) -> Option<String> {
    let errors: Vec<_> =
        responses.iter().filter(|response| !is_return(response)).map(|response| error(printer, response)).collect();
    (!errors.is_empty()).then(|| format!("@errors {{{}}}", errors.join(", ")))
}

/// `E = CODE [":" ErrorType] [": " T]`
fn error(printer: &Printer<'_>, response: &Response) -> String {
    let reads = |error: &str, ty: Option<&str>, docs: Option<&str>| {
        let list = format!("{{{error}}}");
        written::errors(&list).is_some_and(|found| match found.as_slice() {
            [one] => one.error_type == ty && one.text == docs,
            _ => false,
        })
    };
    let code = response.status.to_string();
    let error_type = response.error_type.as_deref().filter(|ty| {
        let is_itself = reads(&format!("{code}:{ty}"), Some(ty), None);
        if !is_itself {
            printer.left_out(response.origin, &format!("the error type `{}`", ty.escape_debug()));
        }
        is_itself
    });
    let text = error_type.map_or_else(|| code.clone(), |ty| format!("{code}:{ty}"));
    with_docs(printer, response, text, ": ", |error, docs| reads(error, error_type, Some(docs)))
}

/// A line with what the documents say of a response, as far as that reads back as itself.
fn with_docs(
    printer: &Printer<'_>,
    response: &Response,
    text: String,
    sign: &str,
    is_itself: impl Fn(&str, &str) -> bool,
) -> String {
    let docs = line(&response.docs);
    if docs.is_empty() {
        return text;
    }
    let with = |docs: &str| Some(format!("{text}{sign}{docs}")).filter(|whole| is_itself(whole, docs));
    with(&docs).unwrap_or_else(|| {
        printer.reworded(response.origin, "what is said of a response");
        with(&reworded(&docs)).unwrap_or(text.clone())
    })
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
