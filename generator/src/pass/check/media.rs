//! Media types that may stand in a header.

use super::parameters::is_token;
use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Content, Operation};

/// Refuses `application/json', 'X': evil(), 'y` and `text/plain\r\nX-Evil: 1`.
pub(super) static MEDIA_TYPE: Code = Code {
    name: "media-type/syntax",
    page: "A media type is not one (RFC 9110, 8.3.1).\n\n\
           `application/json`, `text/*` and `text/plain; charset=utf-8` are media types; `json`, `text/plain X` and \
           anything with a line break are not. It would stand in a header as written, so it is refused.",
};

pub(super) fn check(index: usize, operation: &Operation, findings: &mut Vec<Finding>) {
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let answers = operation.responses.iter().flat_map(|response| &response.contents);
    for content in body.chain(answers) {
        let parts = content.encodings.iter().filter_map(|encoding| encoding.media_type.as_deref());
        // The media type of a part may be a list of alternatives.
        let parts = parts.flat_map(|list| list.split(',')).map(str::trim);
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
