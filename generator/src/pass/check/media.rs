//! Media types that may stand in a header.

use super::parameters::is_token;
use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Content, Model, Operation, Ref, Shape, listed_media_types};

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
           forms, and nothing else. Calls take and return what travels as text or octets, and the description is of no \
           use to them.\n\n    content:\n      application/xml:\n        schema: {type: object, properties: {id: {type: \
           string}}}\n\nWhere the API also speaks JSON, say so beside it in `content`. It is reported once, with the \
           number of all such bodies.",
};

/// Reports requests and answers whose description is lost because nobody reads and writes their media types. Those to calls
/// that failed are kept as they come in any case.
pub(super) fn check_all(model: &Model, findings: &mut Vec<Finding>) {
    let bodies = model.operations.iter().flat_map(|operation| {
        let body = operation.body.iter().map(|body| &body.contents);
        let answers = operation.responses.iter().filter(|response| response.status.is_success());
        body.chain(answers.map(|response| &response.contents))
    });
    let mut lost = bodies.filter_map(|contents| {
        let first = contents.first()?;
        let is_lost = |content: &Content| !is_decoded(content) && is_structured(model, &content.ty);
        contents.iter().all(is_lost).then_some(first)
    });
    let Some(first) = lost.next() else { return };
    let count = 1 + lost.count();
    let what = if count == 1 { "one body is".to_owned() } else { format!("{count} bodies are") };
    let message = format!("{what} described as objects or lists, and travel as neither JSON nor forms");
    let diagnostic = Diagnostic::warning(&NOT_DECODED, first.origin.span(), message)
        .label(format!("`{}` is text or octets to callers", first.essence()));
    findings.push(Finding { diagnostic, cost: Cost::Nothing });
}

fn is_decoded(content: &Content) -> bool {
    // What comes piece by piece is read piece by piece, by whoever calls.
    let is_stream = ["text/event-stream", "application/x-ndjson", "application/jsonl", "application/json-seq"];
    let essence = content.essence();
    content.is_json()
        || content.is_url_encoded()
        || essence == "multipart/form-data"
        || is_stream.contains(&essence)
        || essence == "application/octet-stream"
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

pub(super) fn check(index: usize, operation: &Operation, findings: &mut Vec<Finding>) {
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

fn is_media_type(text: &str) -> bool {
    let mut parts = text.split(';');
    let range = parts.next().unwrap_or_default();
    let is_range = range.trim_end().split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
    is_range && parts.all(|parameter| parameter.trim().is_empty() || is_parameter(parameter.trim()))
}

fn is_parameter(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)))
}

/// A quoted string without escapes or control characters.
fn is_quoted(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.is_some_and(|inside| inside.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte)))
}
