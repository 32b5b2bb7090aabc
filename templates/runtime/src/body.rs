//! Bodies by media type: JSON, forms, text, and octets as they are. Knows values, not calls.

mod content;
mod field;
mod form;
mod media;
mod multipart;
mod url_encoded;

pub use crate::media::{MediaKind, MediaType};
pub use content::{Content, Piece};
#[cfg(feature = "server")]
pub(super) use media::is_form;
pub(super) use media::told_apart;
pub use media::{accepts, essence, is_json, listed};

use self::form::Encodings;
use crate::arguments::Violation;
use crate::operation::BodySpec;
use crate::wire::{self, Become, Bytes, FormMut, Mode, ScalarMut, Side, Text, Value};

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

    /// Whether its media type says where its parts end.
    #[cfg(feature = "client")]
    pub(super) fn has_boundary(&self) -> bool {
        multipart::boundary_of(&self.content_type).is_some()
    }
}

/// Writes a value as a body, the fields of a form as the documents say.
///
/// # Errors
/// What is required and not set, or cannot be written in this media type.
pub fn encode(media_type: &str, spec: &BodySpec, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    encode_as(Side::Client, media_type, spec, value)
}

/// Writes a value as the body of an answer.
///
/// # Errors
/// As those of [`encode`].
#[cfg(feature = "server")]
pub(super) fn encode_answer(media_type: &str, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    encode_as(Side::Server, media_type, &BodySpec::optional(&[]), value)
}

/// Writes a value as a body that this side sends.
///
/// # Errors
/// As those of [`encode`].
pub(super) fn encode_as(
    side: Side,
    media_type: &str,
    spec: &BodySpec,
    value: &dyn Value,
) -> Result<Payload, Vec<Violation>> {
    let range = MediaType::new(media_type);
    if let (true, Some(bytes)) = (range.is_range() && range.essence() != "text/*", value.as_bytes()) {
        let said = match value.form() {
            wire::Form::File(file) => file.content_type(),
            _ => None,
        };
        return Ok(Payload::whole(said.unwrap_or("application/octet-stream"), bytes.clone()));
    }
    match MediaType::new(media_type).kind() {
        MediaKind::Json | MediaKind::Any => json(media_type, wire::write_for(side, value)),
        MediaKind::UrlEncoded | MediaKind::FormData | MediaKind::Parts if value.as_bytes().is_some() => {
            plain(media_type, value)
        }
        MediaKind::UrlEncoded => {
            Ok(payload(media_type, url_encoded::encode(encodings(media_type, spec), side, value)?))
        }
        MediaKind::FormData | MediaKind::Parts => {
            multipart::encode(media_type, encodings(media_type, spec), side, value)
        }
        MediaKind::Text | MediaKind::Sequence | MediaKind::Source | MediaKind::Bytes => plain(media_type, value),
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
    match MediaType::new(media_type).kind() {
        _ if MediaType::new(media_type).is_range() => octets(bytes, slot, mode),
        MediaKind::Text | MediaKind::Source | MediaKind::Bytes => octets(bytes, slot, mode),
        MediaKind::Sequence => sequence(bytes, slot),
        MediaKind::UrlEncoded | MediaKind::FormData | MediaKind::Parts if slot.take_bytes(bytes.clone()) => Ok(()),
        MediaKind::UrlEncoded => form::read(url_encoded::decode(bytes)?, encodings, slot, mode),
        MediaKind::FormData | MediaKind::Parts => {
            form::read(multipart::decode(media_type, bytes, &members(slot))?, encodings, slot, mode)
        }
        MediaKind::Json | MediaKind::Any => read_json(bytes, slot, mode),
    }
}

/// The names of the members of an object.
fn members(object: &dyn Value) -> Vec<&'static str> {
    let members = object.model().map(|model| model.shape().members()).unwrap_or_default();
    members.iter().map(|member| member.name).collect()
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
    if slot.take_bytes(bytes.clone()) || slot.read_text(Text::One(utf8(bytes)?)).is_ok() {
        return Ok(());
    }
    read_json(bytes, slot, mode)
}

fn utf8(bytes: &Bytes) -> Result<String, Vec<Violation>> {
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Violation::new("body", "is not UTF-8")])?;
    Ok(text.to_owned())
}

/// Several texts are bytes, or one text, and no other value: read as one, all but the first would be lost.
fn sequence(bytes: &Bytes, slot: &mut dyn Value) -> Result<(), Vec<Violation>> {
    if slot.take_bytes(bytes.clone()) {
        return Ok(());
    }
    if let FormMut::Scalar(ScalarMut::Text(text)) = slot.form_mut(Become::Value) {
        *text = utf8(bytes)?;
        return Ok(());
    }
    slot.clear();
    Err(vec![Violation::new("body", "is a sequence, which is not read as one value")])
}
