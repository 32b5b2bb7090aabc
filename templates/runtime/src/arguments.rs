//! What an operation is called with, and how it becomes a request and is read from one again. The table of the
//! operation says where each argument travels; nothing here knows a client or a server.

mod encode;

use std::borrow::Cow;
use std::fmt;

#[cfg(feature = "client")]
pub(super) use encode::encode_below;
pub use encode::{Encoded, encode};

use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

use crate::body;
use crate::operation::{BodySpec, Location, Operation, Parameter, Style};
use crate::style;
use crate::wire::{self, Bytes, Mode, Value};

/// The arguments of one operation.
pub trait Arguments: Send + Sync {
    /// The row of the operation.
    fn operation(&self) -> &'static Operation;
    /// The place of the parameter at this index of the row.
    fn slot(&mut self, index: usize) -> Option<&mut dyn Value> {
        let _ = index;
        None
    }
    /// The same, to look at.
    fn view(&self, index: usize) -> Option<&dyn Value> {
        let _ = index;
        None
    }
    /// The body, with the index of its media type in the row: what comes after the last parameter, unless bodies of
    /// several types may be sent.
    fn body(&self) -> Option<(usize, &dyn Value)> {
        self.view(self.operation().parameters.len()).map(|body| (0, body))
    }
    /// The place of a body in this media type of the row.
    fn body_slot(&mut self, media: usize) -> Option<&mut dyn Value> {
        let _ = media;
        self.slot(self.operation().parameters.len())
    }
}

/// `Debug` of emitted arguments: those that are set, by the names that they travel under.
///
/// # Errors
/// When the formatter fails.
pub fn debug(name: &str, arguments: &dyn Arguments, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let names = arguments.operation().parameters.iter().map(|parameter| parameter.name);
    let mut shown = f.debug_struct(name);
    for (index, name) in names.enumerate() {
        if let Some(value) = arguments.view(index).filter(|value| !value.is_absent()) {
            shown.field(name, &Shown(value));
        }
    }
    if let Some((_, body)) = arguments.body().filter(|(_, body)| !body.is_absent()) {
        shown.field("body", &Shown(body));
    }
    shown.finish()
}

struct Shown<'a>(&'a dyn Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        wire::debug(self.0, f)
    }
}

/// Something about a request that the documents forbid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The part of the request: `path id`, `query limit`, `header If-Match`, `body /profile/email`.
    pub place: String,
    /// What is wrong there; never the value.
    pub message: String,
}

impl Violation {
    /// At this place, this. What is longer than anybody reads is cut.
    #[must_use]
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        let cut = |text: String| if text.len() <= 2 * LONGEST { text } else { shortened(&text, LONGEST).into_owned() };
        Self { place: cut(place.into()), message: cut(message.into()) }
    }

    fn of(parameter: &Parameter, message: impl Into<String>) -> Self {
        Self::new(parameter.place(), message)
    }
}

/// So many octets of a place are told: names of members are as long as who sent them likes.
pub(super) const LONGEST: usize = 1_000;

/// The start of a text, if it is longer than so many octets.
pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default()))
}

impl Parameter {
    /// The part of the request and the name: `query limit`.
    pub(super) fn place(&self) -> String {
        let part = match self.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        format!("{part} {}", self.name)
    }
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// A header's value, unless it has control characters, or blanks at its ends that would get lost.
pub(super) fn header_value(text: &str) -> Option<HeaderValue> {
    if is_carried(text) { HeaderValue::from_bytes(text.as_bytes()).ok() } else { None }
}

/// Whether a text can be the value of a header and arrives as it is.
pub(super) fn is_carried(text: &str) -> bool {
    text.trim() == text && !text.chars().any(|c| c.is_control() && c != '\t')
}

/// A request as received, after its route was found.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// What stood in the places of the path's parameters, still escaped: (index of the parameter, text).
    pub path: &'a [(usize, &'a str)],
    /// Without the question mark, still escaped.
    pub query: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The body, if there is one, with the index of its media type in the row.
    pub body: Option<(usize, &'a Bytes)>,
}

impl<'a> Received<'a> {
    /// The media type that the body has: the declared one, or else the one of the row.
    pub(super) fn media_type(&self, spec: &'a BodySpec, media: usize) -> &'a str {
        let declared = self.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        declared.or_else(|| spec.media.get(media).copied()).unwrap_or("application/json")
    }
}

/// Reads arguments from a request.
///
/// # Errors
/// Everything that does not fit, all at once.
pub fn decode(arguments: &mut dyn Arguments, received: &Received<'_>) -> Result<(), Vec<Violation>> {
    let mut violations = decode_parameters(arguments, received);
    decode_body(arguments, received, &mut violations);
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// Reads the parameters, and says what does not fit.
pub(super) fn decode_parameters(arguments: &mut dyn Arguments, received: &Received<'_>) -> Vec<Violation> {
    let operation = arguments.operation();
    let mut violations = Vec::new();
    let query = style::split_query(received.query);
    let cookies = cookies(received.headers);
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let Some(slot) = arguments.slot(index) else { continue };
        let is_other = |name: &str| is_other(operation, index, name);
        let found = match parameter.location {
            Location::Path => path_text(parameter, received.path, index, slot),
            Location::Query if matches!(parameter.style, Style::Whole | Style::WholeJson) => {
                style::read_whole_query(received.query).map_err(str::to_owned)
            }
            Location::Query => style::read_pairs(parameter, &query, slot, &is_other).map_err(str::to_owned),
            Location::Cookie => style::read_pairs(parameter, &cookies, slot, &is_other).map_err(str::to_owned),
            Location::Header => header_text(parameter, received.headers, slot),
        };
        if let Err(message) = found.and_then(|found| take(parameter, found, slot)) {
            violations.push(Violation::of(parameter, message));
        }
    }
    violations
}

/// Whether a pair belongs to another parameter than that of this index, or to what every request has.
fn is_other(operation: &Operation, index: usize, name: &str) -> bool {
    let location = operation.parameters.get(index).map(|parameter| parameter.location);
    let mut others = operation.parameters.iter().enumerate().filter(|(at, _)| *at != index);
    others.any(|(_, other)| Some(other.location) == location && other.name == name)
        || operation.fixed.iter().any(|fixed| Some(fixed.location) == location && fixed.name == name)
}

fn path_text(
    parameter: &Parameter,
    found: &[(usize, &str)],
    index: usize,
    slot: &mut dyn Value,
) -> Result<style::Found, String> {
    let Some((_, raw)) = found.iter().find(|(at, _)| *at == index) else { return Ok(style::Found::Nothing) };
    let whole = percent_decode_str(raw).decode_utf8().map_err(|_| "is not UTF-8".to_owned())?;
    if whole.split('/').any(|segment| segment == "." || segment == "..") || whole.chars().any(char::is_control) {
        return Err("has a segment of dots or a control character".to_owned());
    }
    style::read_path(parameter, raw, slot).map_err(str::to_owned)
}

fn header_text(parameter: &Parameter, headers: &HeaderMap, slot: &mut dyn Value) -> Result<style::Found, String> {
    let mut values = Vec::new();
    for value in headers.get_all(parameter.name) {
        values.push(std::str::from_utf8(value.as_bytes()).map_err(|_| "is not UTF-8".to_owned())?);
    }
    if values.is_empty() {
        return Ok(style::Found::Nothing);
    }
    Ok(style::read_header(parameter, &style::several_headers(parameter, &values), slot))
}

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn take(parameter: &Parameter, found: style::Found, slot: &mut dyn Value) -> Result<(), String> {
    if parameter.required && matches!(found, style::Found::Nothing) {
        return Err("is required".to_owned());
    }
    found.read(parameter, slot)
}

/// What is wrong with a text that travelled in another form, so that its offsets mean nothing.
pub(super) fn told(error: &wire::ReadError) -> String {
    match error.pointer().as_str() {
        "" => error.fault().to_string(),
        pointer => format!("at {pointer}: {}", error.fault()),
    }
}

/// Reads the body, and says what does not fit.
pub(super) fn decode_body(arguments: &mut dyn Arguments, received: &Received<'_>, violations: &mut Vec<Violation>) {
    let Some(spec) = arguments.operation().body.as_ref() else { return };
    let Some((media, bytes)) = received.body else {
        if spec.required {
            violations.push(Violation::new("body", "is required"));
        }
        return;
    };
    let media_type = received.media_type(spec, media);
    if let Some(slot) = arguments.body_slot(media) {
        let read = body::decode_listed(media_type, (spec, media), bytes, slot, Mode::Strict);
        violations.extend(read.err().unwrap_or_default());
    }
}
