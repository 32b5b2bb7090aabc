//! Media types of requests and answers: what is refused with 406 and 415. Knows headers, not values.

use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue};

use super::answer::Response;
use crate::body::{self, MediaType};
use crate::failure::Failure;
use crate::operation::{BodySpec, Operation};
use crate::wire::Bytes;

/// Refuses a caller who accepts nothing of what the operation answers.
pub(super) fn refuse_unacceptable(headers: &HeaderMap, operation: &Operation) -> Result<(), Response> {
    let Some(accepted) = Accepted::of(headers) else { return Ok(()) };
    let successes =
        operation.responses.iter().filter(|response| (200..400).any(|code| response.status.matches(code) > 1));
    let offered: Vec<&str> = successes.flat_map(|response| response.media.iter().copied()).collect();
    if offered.is_empty() || offered.iter().any(|offered| accepted.contains(offered)) {
        return Ok(());
    }
    Err(Failure::new(format!("Only {} can be answered.", offered.join(", "))).into_response(406))
}

/// The media type that an answer in JSON gets: the caller's, of several in which the answer may be written.
pub(super) fn preferred(headers: &HeaderMap, among: &[&'static str], written: &str) -> Option<&'static str> {
    let is_json = |media: &str| {
        let media = MediaType::new(media);
        media.is_json() && !media.is_range()
    };
    let accepted = Accepted::of(headers).filter(|_| is_json(written))?;
    if accepted.contains(written) {
        return None;
    }
    among.iter().copied().find(|media| is_json(media) && accepted.contains(media))
}

/// What `Accept` says.
struct Accepted {
    /// Media ranges, and whether they are wanted at all.
    ranges: Vec<(String, bool)>,
}

impl Accepted {
    /// `None` where anything is accepted, because nothing readable is said.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let ranges = lines.flat_map(|line| line.split(',')).filter(|range| !range.trim().is_empty());
        let ranges: Vec<(String, bool)> = ranges.map(|range| (range.to_owned(), is_wanted(range))).collect();
        if ranges.is_empty() { None } else { Some(Self { ranges }) }
    }

    /// The most exact range decides. An offer may be a range itself. Parameters count where both name them.
    fn contains(&self, offered: &str) -> bool {
        let exactness = |range: &str| match MediaType::new(range).essence() {
            "*/*" => 1,
            range if range.ends_with("/*") => 2,
            _ => 3,
        };
        let offered = MediaType::new(offered);
        let fits =
            |range: MediaType<'_>| (range.covers(offered) || offered.covers(range)) && !range.contradicts(offered);
        let fitting = self.ranges.iter().filter(|(range, _)| fits(MediaType::new(range)));
        fitting.max_by_key(|(range, wanted)| (exactness(range), *wanted)).is_some_and(|(_, wanted)| *wanted)
    }
}

/// Whether a range has no `q=0`.
fn is_wanted(range: &str) -> bool {
    let weight =
        range.split(';').skip(1).filter_map(|parameter| parameter.split_once('=')).find_map(|(name, value)| {
            name.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok()).flatten()
        });
    weight.is_none_or(|weight| weight > 0.0)
}

/// Refuses a body before it is read, where its head says already that it cannot be.
pub(super) fn refuse_unsupported(headers: &HeaderMap, operation: &Operation) -> Result<(), Response> {
    let Some(spec) = &operation.body else { return Ok(()) };
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match length {
        None | Some("0") => Ok(()),
        Some(_) => listed(headers, spec).map(|_| ()),
    }
}

/// The index of the media type of the body in the row; `None` when there is no body, or none is expected.
///
/// Without a body its media type does not matter: Okta's own SDK for Python sends one with nothing.
pub(super) fn media(headers: &HeaderMap, operation: &Operation, body: &Bytes) -> Result<Option<usize>, Response> {
    match &operation.body {
        Some(spec) if !body.is_empty() => listed(headers, spec).map(Some),
        Some(_) | None => Ok(None),
    }
}

/// The index of what `Content-Type` says; the first where it says nothing.
fn listed(headers: &HeaderMap, spec: &BodySpec) -> Result<usize, Response> {
    let encoding = headers.get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes);
    if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case(b"identity")) {
        let refusal = Failure::new("The body must not be compressed.").into_response(415);
        return Err(with(refusal, header::ACCEPT_ENCODING, "identity"));
    }
    let mut declared = headers.get_all(header::CONTENT_TYPE).iter();
    let (first, second) = (declared.next(), declared.next());
    let Some(first) = first else { return Ok(0) };
    let media_type = first.to_str().ok().filter(|text| second.is_none() && text.contains('/'));
    let media_type = media_type.ok_or_else(|| unsupported(spec))?;
    if !is_utf8(media_type) {
        return Err(Failure::new("The body must be in UTF-8.").into_response(415));
    }
    body::listed(spec.media, media_type).ok_or_else(|| unsupported(spec))
}

/// Whether the charset of a media type is UTF-8, or a part of it, or not said.
fn is_utf8(media_type: &str) -> bool {
    media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('=')).all(|(name, value)| {
        let value = value.trim().trim_matches('"');
        !name.trim().eq_ignore_ascii_case("charset")
            || ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| value.eq_ignore_ascii_case(known))
    })
}

fn unsupported(spec: &BodySpec) -> Response {
    let refusal = Failure::new(format!("The body must be {}.", spec.media.join(" or "))).into_response(415);
    with(refusal, header::ACCEPT, &spec.media.join(", "))
}

fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers.push((name, value));
    }
    response
}
