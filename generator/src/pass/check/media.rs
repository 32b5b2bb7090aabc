//! Media types that may stand in a header.

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Carried, Content, Model, Operation, Ref, Shape, is_media_type, is_sequence, listed_media_types};

/// Refuses `application/json', 'X': evil(), 'y` and `text/plain\r\nX-Evil: 1`.
pub(super) static MEDIA_TYPE: Code = Code {
    name: "media-type/syntax",
    page: "A media type is not one (RFC 9110, 8.3.1).\n\n\
           `application/json`, `text/*` and `text/plain; charset=utf-8` are media types; `json`, `text/plain X` and \
           anything with a line break are not. It would stand in a header as written, so it is refused.",
};

/// Warns of `text/xml: {schema: {type: object}}`.
pub(super) static NOT_DECODED: Code = Code {
    name: "media-type/not-decoded",
    page: "The documents describe an object or a list, and the media type is none that is read and written as one: JSON, \
           forms and their parts, and nothing else. Calls take and return what travels as text or octets, and the description is of no \
           use to them.\n\n    content:\n      application/xml:\n        schema: {type: object, properties: {id: {type: \
           string}}}\n\nWhere the API also speaks JSON, say so beside it in `content`. It is reported once, with the \
           number of all such bodies.",
};

/// Warns of `application/jsonl: {itemSchema: {type: object}}`.
pub(super) static SEQUENCE: Code = Code {
    name: "media-type/sequence",
    page: "The documents describe the items of a sequence: JSON lines, a JSON text sequence, or events. Items are not read \
           one by one, so that the description is of no use to calls: they ask for another media type if there is one, and \
           otherwise take and return the whole as text or bytes.\n\n    content:\n      application/jsonl: {itemSchema: \
           {$ref: '#/components/schemas/Event'}}\n\nRead the items of what comes with `Json::parse`. It is reported \
           once, with the number of all such bodies.",
};

/// Warns of `'204': {content: {application/json: {}}}`.
pub(super) static NEVER_A_BODY: Code = Code {
    name: "response/never-a-body",
    page: "A response is described with a body, and cannot have one: none with status 1xx, 204, 205 or 304 has, and none to \
           a HEAD request (RFC 9110, 6.4.1). The description of the body is left out.\n\n    responses:\n      '204': \
           {description: gone, content: {application/json: {schema: {type: object}}}}\n\nRemove `content`, or write \
           the status that comes with the body, such as 200.",
};

/// Reports requests and answers whose description is lost because nobody reads and writes their media types. Those to calls
/// that failed are kept as they come in any case.
pub(super) fn check_all(model: &Model, findings: &mut Vec<Finding>) {
    let bodies = model.operations.iter().flat_map(|operation| {
        let body = operation.body.iter().map(|body| &body.contents);
        let answers = operation.responses.iter().filter(|response| response.status.is_success());
        body.chain(answers.map(|response| &response.contents))
    });
    let bodies: Vec<&Vec<Content>> = bodies.collect();
    let lost: Vec<&Content> = bodies
        .iter()
        .filter_map(|contents| {
            let is_lost = |content: &Content| !is_decoded(model, content) && is_structured(model, &content.ty);
            contents.first().filter(|_| contents.iter().all(is_lost))
        })
        .collect();
    let all = bodies.iter().copied().flatten();
    let sequences: Vec<&Content> = all.filter(|content| is_described_sequence(model, content)).collect();
    findings.extend(counted(
        &NOT_DECODED,
        &lost,
        "described as objects or lists, and travel as neither JSON nor forms",
    ));
    findings.extend(counted(&SEQUENCE, &sequences, "sequences of items that are not read one by one"));
}

/// One warning for all of them, at the first.
fn counted(code: &'static Code, contents: &[&Content], what: &str) -> Option<Finding> {
    let first = contents.first()?;
    let count = match contents.len() {
        1 => "one body is".to_owned(),
        count => format!("{count} bodies are"),
    };
    let diagnostic = Diagnostic::warning(code, first.origin.span(), format!("{count} {what}"))
        .label(format!("`{}` is text or octets to callers", first.essence()));
    Some(Finding { diagnostic, cost: Cost::Nothing })
}

fn is_decoded(model: &Model, content: &Content) -> bool {
    let essence = content.essence();
    content.is_json()
        || content.is_url_encoded()
        || content.has_parts() && model.carried(&content.media_type, &content.ty) == Carried::Value
        || is_sequence(essence)
        || essence == "application/octet-stream"
}

/// Whether it is a sequence of which more is said than that it is one.
fn is_described_sequence(model: &Model, content: &Content) -> bool {
    is_sequence(&content.media_type) && !matches!(model.resolved(&content.ty), Ref::Scalar(_) | Ref::Any)
}

/// Whether a use of a type comes down to an object, a choice or a list.
fn is_structured(model: &Model, ty: &Ref) -> bool {
    let mut ty = ty;
    for _ in 0..=model.types.len() {
        ty = match ty {
            Ref::Nullable(inner) => inner,
            Ref::List { .. } => return true,
            Ref::Named(id) => match &model.ty(*id).shape {
                Shape::Alias(target) => target,
                shape => return matches!(shape, Shape::Object(_) | Shape::Choice(_)),
            },
            Ref::Scalar(_) | Ref::Map { .. } | Ref::Any => return false,
        };
    }
    false
}

/// Refuses bodies of replies that never have one.
fn check_bodiless(index: usize, operation: &Operation, findings: &mut Vec<Finding>) {
    for (at, response) in operation.responses.iter().enumerate() {
        let Some(content) = response.contents.first().filter(|_| !operation.may_answer_with_body(response)) else {
            continue;
        };
        let message = match response.status {
            status if status.may_have_body() => "a reply to a HEAD request never has a body".to_owned(),
            status => format!("a reply with status {status} never has a body"),
        };
        let diagnostic = Diagnostic::warning(&NEVER_A_BODY, content.origin.span(), message)
            .label("this description of one is left out");
        findings.push(Finding { diagnostic, cost: Cost::Body { operation: index, response: at } });
    }
}

pub(super) fn check(index: usize, operation: &Operation, findings: &mut Vec<Finding>) {
    check_bodiless(index, operation, findings);
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    for content in body.chain(answers) {
        let parts = content.encodings.iter().filter_map(|encoding| encoding.media_type.as_deref());
        // The media type of a part may be a list of alternatives.
        let parts = parts.flat_map(listed_media_types);
        for media_type in std::iter::once(content.media_type.as_str()).chain(parts) {
            if !is_media_type(media_type) {
                findings.push(refusal(index, content, media_type));
            }
        }
    }
}

fn refusal(index: usize, content: &Content, media_type: &str) -> Finding {
    let message = format!("{media_type:?} is not a media type");
    let diagnostic = Diagnostic::error(&MEDIA_TYPE, content.origin.span(), message)
        .label("expected a media type such as `application/json`");
    Finding { diagnostic, cost: Cost::Operation(index) }
}
