//! Bodies by media type: JSON, forms, text, and octets as they are. Knows values, not calls.

mod content;
mod field;
mod form;
mod multipart;
mod url_encoded;

pub use content::{Content, Piece};

use self::form::Encodings;
use super::arguments::Violation;
use super::operation::BodySpec;
use super::wire::{self, Bytes, Mode, Text, Value};

/// A body as it travels.
#[derive(Debug, Clone)]
pub struct Payload {
    /// With parameters such as the boundary of a multipart form.
    pub content_type: String,
    /// The octets.
    pub content: Content,
}

impl Payload {
    /// Octets that are in memory.
    #[must_use]
    pub fn whole(content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { content_type: content_type.into(), content: Content::Whole(bytes.into()) }
    }
}

/// The ways in which bodies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Octets,
}

/// The media type without parameters, in lower case.
#[must_use]
pub fn essence(media_type: &str) -> String {
    without_parameters(media_type).to_ascii_lowercase()
}

fn without_parameters(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether a declared media type is one that the documents list (`*/*` and `image/*` included).
#[must_use]
pub fn accepts(listed: &str, declared: &str) -> bool {
    let (listed, declared) = (essence(listed), essence(declared));
    listed == declared
        || listed == "*/*"
        || listed.strip_suffix("/*").is_some_and(|kind| declared.split('/').next() == Some(kind))
}

/// Which of the media types that the documents list a declared one is: the one that says most of it, as OpenAPI has it, and
/// of several such the first. Octets of an unknown kind may be of any kind that is listed as a range.
#[must_use]
pub fn listed(listed: &[&str], declared: &str) -> Option<usize> {
    let fits = listed.iter().map(|listed| fit(listed, declared)).enumerate().filter(|(_, fit)| *fit > 0);
    fits.rev().max_by_key(|(_, fit)| *fit).map(|(index, _)| index)
}

/// Octets of which only the kind is known, `image/*`, are of an unknown kind, unless that would make another of the listed
/// media types of them: servers tell bodies by it.
pub(super) fn told_apart(listed: &[&str], row: usize, content_type: String) -> String {
    let kind = listed.get(row).and_then(|media| media.strip_suffix("/*")).filter(|kind| !["*", "text"].contains(kind));
    match kind {
        Some(kind) if self::listed(listed, &content_type) != Some(row) => format!("{kind}/octet-stream"),
        _ => content_type,
    }
}

/// How much a listed media type says of a declared one; zero where that is another.
fn fit(listed: &str, declared: &str) -> usize {
    if !accepts(listed, declared) {
        let is_unknown = without_parameters(declared).eq_ignore_ascii_case("application/octet-stream");
        return usize::from(is_unknown && without_parameters(listed).ends_with("/*"));
    }
    let parameters = |media_type: &str| -> Vec<String> {
        let parameters = media_type.split(';').skip(1);
        parameters.map(|parameter| parameter.replace([' ', '\t', '"'], "").to_ascii_lowercase()).collect()
    };
    match without_parameters(listed) {
        "*/*" => 2,
        range if range.ends_with("/*") => 3,
        _ => {
            let (known, said) = (parameters(listed), parameters(declared));
            if known.iter().all(|parameter| said.contains(parameter)) { 5 + known.len() } else { 4 }
        }
    }
}

/// Whether a media type is read as JSON.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    matches!(form(media_type), Form::Json)
}

/// Whether a body of this media type is a form, whose fields are members.
#[cfg(feature = "server")]
pub(super) fn is_form(media_type: &str) -> bool {
    matches!(form(media_type), Form::UrlEncoded | Form::Multipart)
}

fn form(media_type: &str) -> Form {
    // Almost all bodies are of this type, so that it is not copied.
    if without_parameters(media_type).eq_ignore_ascii_case("application/json") {
        return Form::Json;
    }
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" | "" => Form::Json,
        "application/x-www-form-urlencoded" => Form::UrlEncoded,
        "multipart/form-data" => Form::Multipart,
        other if other.ends_with("+json") => Form::Json,
        other if other.starts_with("text/") => Form::Text,
        _ => Form::Octets,
    }
}

/// Writes a value as a body, the fields of a form as the documents say.
///
/// # Errors
/// What is required and not set, or cannot be written in this media type.
pub fn encode(media_type: &str, spec: &BodySpec, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    encode_as(wire::write_strict, media_type, spec, value)
}

/// Writes a value as the body of an answer.
///
/// # Errors
/// As those of [`encode`].
#[cfg(feature = "server")]
pub(super) fn encode_answer(media_type: &str, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    encode_as(wire::write_answer, media_type, &BodySpec::optional(&[]), value)
}

fn encode_as(
    write: fn(&dyn Value) -> Result<String, wire::Missing>,
    media_type: &str,
    spec: &BodySpec,
    value: &dyn Value,
) -> Result<Payload, Vec<Violation>> {
    let range = without_parameters(media_type);
    if let (true, Some(bytes)) = (range.contains('*') && range != "text/*", value.as_bytes()) {
        return Ok(Payload::whole("application/octet-stream", bytes.clone()));
    }
    match form(media_type) {
        Form::Json => json(media_type, write(value)),
        Form::UrlEncoded if value.as_bytes().is_some() => plain(media_type, value),
        Form::UrlEncoded => Ok(payload(media_type, url_encoded::encode(encodings(media_type, spec), value)?)),
        Form::Multipart => multipart::encode(media_type, encodings(media_type, spec), value),
        Form::Text | Form::Octets => plain(media_type, value),
    }
}

/// How the fields of a form in this media type travel.
fn encodings(media_type: &str, spec: &BodySpec) -> Encodings {
    let row = spec.media.iter().position(|listed| *listed == media_type);
    Encodings::of(spec, row.unwrap_or_default())
}

fn payload(media_type: &str, text: String) -> Payload {
    let content_type = if media_type.contains('*') { "application/json" } else { media_type };
    Payload::whole(content_type, text)
}

fn json(media_type: &str, written: Result<String, wire::Missing>) -> Result<Payload, Vec<Violation>> {
    match written {
        Ok(text) => Ok(payload(media_type, text)),
        Err(missing) => {
            Err(missing.0.into_iter().map(|at| Violation::new(format!("body {at}"), "is required")).collect())
        }
    }
}

fn plain(media_type: &str, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    let bytes = match value.as_bytes() {
        Some(bytes) => bytes.clone(),
        None => match value.text() {
            Text::One(text) => Bytes::from(text),
            Text::Absent => Bytes::new(),
            Text::Many(_) | Text::Members(_) => {
                return Err(vec![Violation::new("body", format!("cannot be written as {}", essence(media_type)))]);
            }
        },
    };
    let content_type = match essence(media_type) {
        essence if essence == "text/*" => "text/plain".to_owned(),
        essence if essence.contains('*') => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    };
    Ok(Payload::whole(content_type, bytes))
}

/// Reads a body into a blank value.
///
/// # Errors
/// What does not fit, each with its JSON pointer.
pub fn decode(media_type: &str, bytes: &Bytes, slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    decode_as(media_type, Encodings::NONE, bytes, slot, mode)
}

/// The same, for the body in the media type of this index, whose fields travel as the documents say if it is a form.
///
/// # Errors
/// As those of [`decode`].
pub fn decode_listed(
    media_type: &str,
    (spec, of): (&BodySpec, usize),
    bytes: &Bytes,
    slot: &mut dyn Value,
    mode: Mode,
) -> Result<(), Vec<Violation>> {
    decode_as(media_type, Encodings::of(spec, of), bytes, slot, mode)
}

fn decode_as(
    media_type: &str,
    encodings: Encodings,
    bytes: &Bytes,
    slot: &mut dyn Value,
    mode: Mode,
) -> Result<(), Vec<Violation>> {
    if !matches!(form(media_type), Form::UrlEncoded | Form::Multipart | Form::Json)
        || without_parameters(media_type).contains('*')
    {
        return octets(bytes, slot, mode);
    }
    match form(media_type) {
        Form::UrlEncoded if slot.take_bytes(bytes.clone()) => Ok(()),
        Form::UrlEncoded => form::read(url_encoded::decode(bytes)?, encodings, slot, mode),
        Form::Multipart => form::read(multipart::decode(media_type, bytes)?, encodings, slot, mode),
        Form::Json | Form::Text | Form::Octets => read_json(bytes, slot, mode),
    }
}

/// A place in the body, by its pointer.
fn place(pointer: &str) -> String {
    if pointer.is_empty() { "body".to_owned() } else { format!("body {pointer}") }
}

fn read_json(bytes: &[u8], slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    wire::read_into(slot, bytes, mode)
        .map_err(|error| vec![Violation::new(place(&error.pointer()), error.fault().to_string())])
}

fn octets(bytes: &Bytes, slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    if slot.take_bytes(bytes.clone()) {
        return Ok(());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Violation::new("body", "is not UTF-8")])?;
    if slot.read_text(Text::One(text.to_owned())).is_ok() {
        return Ok(());
    }
    read_json(bytes, slot, mode)
}
