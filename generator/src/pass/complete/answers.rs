//! Answers of which documents say nothing, or less than HTTP does.

use crate::model::{Content, Location, Model, Operation, Origin, Parameter, Ref, Response, Status};

/// Where no document says how a call answers that did what was asked, it may answer anything: nothing, a picture, JSON.
///
/// `responses: {4XX: …}`, a call without `@returns`, `responses: {default: {description: …}}`. Whoever takes webhooks
/// answers that they have them, and no more.
pub(super) fn any_answer(model: &mut Model, rule: &'static str) {
    for operation in model.operations.iter_mut().filter(|operation| !operation.webhook) {
        if operation.has_success() || operation.responses.iter().any(says_something) {
            continue;
        }
        let origin = Origin::Inferred(rule, operation.origin.span());
        let content = Content::new("*/*", Ref::Any, origin);
        let contents = if operation.method.is("HEAD") { Vec::new() } else { vec![content] };
        let response = Response {
            status: Status::Range(2),
            docs: String::new(),
            headers: Vec::new(),
            contents,
            or_list: None,
            error_type: None,
            origin,
        };
        operation.responses.insert(0, response);
    }
}

/// Whether a response may be that to a call that did what was asked, and is described.
fn says_something(response: &Response) -> bool {
    match response.status {
        Status::Default => !response.contents.is_empty(),
        status => status.is_success(),
    }
}

/// A redirect that a call is there for says where it leads (RFC 9110, 15.4).
///
/// `GET /authorize` with `302` and no 2xx.
pub(super) fn redirect_has_location(model: &mut Model, rule: &'static str) {
    let redirecting = model.operations.iter_mut().filter(|operation| !operation.has_success());
    for response in redirecting.flat_map(|operation: &mut Operation| &mut operation.responses) {
        let is_there = response.headers.iter().any(|header| header.wire.eq_ignore_ascii_case("location"));
        if response.status.is_redirect() && !is_there {
            let origin = Origin::Inferred(rule, response.origin.span());
            response.headers.push(Parameter::new("Location", Location::Header, origin));
        }
    }
}
