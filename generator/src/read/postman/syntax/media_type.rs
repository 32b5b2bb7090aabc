//! Media types: as headers state them, as Postman calls them, and as a text looks. Does not know what is in a body.

use crate::model::{MediaKind, MediaType};

pub(in super::super) const JSON: &str = "application/json";

/// A media type in lower case, without a charset; none where the text is not one.
pub(in super::super) fn media_type(text: &str) -> Option<String> {
    let essence = text.split([';', ',']).next().unwrap_or_default().trim().to_lowercase();
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    essence.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub)).then_some(essence)
}

/// What Postman calls the languages of raw bodies and previews.
pub(in super::super) fn of_language(language: &str) -> Option<&'static str> {
    match language.to_ascii_lowercase().as_str() {
        "json" => Some(JSON),
        "xml" => Some("application/xml"),
        "html" => Some("text/html"),
        "javascript" => Some("application/javascript"),
        _ => None,
    }
}

/// The media type that a text looks like.
pub(in super::super) fn looks_like(text: &str) -> &'static str {
    let text = without_comments(text);
    let is_lines = || {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        let is_json = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
        lines.next().is_some_and(is_json) && lines.peek().is_some() && lines.all(is_json)
    };
    if text.starts_with(['{', '[']) {
        if is_lines() { "application/x-ndjson" } else { JSON }
    } else if text
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doc") || start.eq_ignore_ascii_case("<html"))
    {
        "text/html"
    } else if text.starts_with('<') {
        "application/xml"
    } else {
        "text/plain"
    }
}

/// A text from where it is no comment any more.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    loop {
        let behind = match text.get(..2) {
            Some("//") => text.find('\n').and_then(|end| text.get(end..)),
            Some("/*") => text.find("*/").and_then(|end| text.get(end + 2..)),
            _ => None,
        };
        match behind {
            Some(behind) => text = behind.trim_start(),
            None => return text,
        }
    }
}

pub(in super::super) fn is_json(media_type: &str) -> bool {
    MediaType::new(media_type).kind() == MediaKind::Json
}

pub(in super::super) fn is_text(media_type: &str) -> bool {
    matches!(MediaType::new(media_type).kind(), MediaKind::Text | MediaKind::Source | MediaKind::Sequence)
}
