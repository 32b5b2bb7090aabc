//! Media types, and what is carried in them: values, text or bytes. Everything that asks it asks here, so that a body, a
//! part of a form, a reply and a string of a schema cannot disagree.

use super::{Content, Encoding, Format, Model, Origin, Ref, Scalar, ScalarKind, Shape};

pub use gatewright_runtime::media::{MediaKind, MediaType};

/// A media type without its parameters.
#[must_use]
pub fn essence(media_type: &str) -> &str {
    MediaType::new(media_type).essence()
}

/// Whether a media type is JSON or a kind of it, or anything, which JSON is. Parameters do not count.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    MediaType::new(media_type).is_json()
}

/// Whether a body of this media type is one text after the other, each of them an item: JSON lines, events.
#[must_use]
pub fn is_sequence(media_type: &str) -> bool {
    MediaType::new(media_type).is_sequence()
}

fn kind(media_type: &str) -> MediaKind {
    MediaType::new(media_type).kind()
}

/// What a body is to those who send and receive it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// A value of its type.
    Value,
    /// A text, whatever its type says.
    Text,
    /// Bytes, whatever its type says.
    Bytes,
}

/// What a string is by its own words, wherever it stands: bytes, or text. What it contains (`contentMediaType`) says
/// nothing of the string in JSON, where bytes would have to be encoded.
#[must_use]
pub fn string_kind(format: Option<&str>, encoding: Option<&str>) -> ScalarKind {
    let is_bytes = match (format, encoding) {
        (Some(format), _) => matches!(format, "binary" | "byte"),
        (None, Some(encoding)) => ["base64", "binary"].iter().any(|known| encoding.eq_ignore_ascii_case(known)),
        (None, None) => false,
    };
    if is_bytes { ScalarKind::Bytes } else { ScalarKind::String }
}

/// Whether what a string contains is bytes where nothing has to be encoded: in a part of a form, or as a body.
#[must_use]
pub fn contains_bytes(media_type: &str) -> bool {
    matches!(kind(media_type), MediaKind::Bytes | MediaKind::Parts)
}

impl Scalar {
    /// Whether it is bytes in a media type, where nothing else is said of it than that it is a string.
    fn is_bytes_in(&self, medium: MediaKind) -> bool {
        let contained = self.constraints.media_type.as_deref();
        let is_plain = self.constraints.pattern.is_none() && self.format.as_ref().is_none_or(|format| !is_text(format));
        match self.kind {
            ScalarKind::Bytes => true,
            ScalarKind::String if is_plain => match contained.map(kind) {
                Some(contained) => matches!(contained, MediaKind::Bytes | MediaKind::Parts),
                None => matches!(medium, MediaKind::Bytes | MediaKind::Parts),
            },
            _ => false,
        }
    }
}

/// Whether only text can be of a format. Others are words for files: `file`, `stream`, `blob`.
fn is_text(format: &Format) -> bool {
    const OF_TEXT: &[&str] = &[
        "date-time-rfc1123",
        "duration",
        "email",
        "hostname",
        "idn-email",
        "ipv4",
        "ipv6",
        "json-pointer",
        "jwt",
        "regex",
        "time",
        "uri",
        "uri-reference",
        "url",
        "uuid",
    ];
    match format {
        Format::DateTime | Format::Date | Format::Password | Format::Decimal => true,
        Format::Other(name) => OF_TEXT.contains(&name.as_str()),
        _ => false,
    }
}

impl Model {
    /// What a body of this media type is, if documents describe it with this type.
    #[must_use]
    pub fn carried(&self, media_type: &str, ty: &Ref) -> Carried {
        let resolved = self.resolved(ty);
        let medium = kind(media_type);
        let is_enum = |id| matches!(self.ty(id).shape, Shape::Enum(_));
        let is_object = |id| matches!(self.ty(id).shape, Shape::Object(_));
        match (medium, resolved) {
            (MediaKind::Json | MediaKind::FormData, _) => Carried::Value,
            (MediaKind::Parts, Ref::Named(id)) if is_object(*id) => Carried::Value,
            (MediaKind::UrlEncoded, Ref::Named(id)) if !is_enum(*id) => Carried::Value,
            (MediaKind::UrlEncoded, Ref::Map { .. } | Ref::Any) => Carried::Value,
            (MediaKind::UrlEncoded, _) => Carried::Bytes,
            (_, Ref::Scalar(scalar)) if scalar.is_bytes_in(medium) => Carried::Bytes,
            (_, Ref::Scalar(_)) | (MediaKind::Any, _) => Carried::Value,
            (_, Ref::Named(id)) if is_enum(*id) => Carried::Value,
            (MediaKind::Text, _) => Carried::Text,
            (MediaKind::Sequence, _) if MediaType::new(media_type).is_text() => Carried::Text,
            (MediaKind::Sequence | MediaKind::Source | MediaKind::Bytes | MediaKind::Parts, _) => Carried::Bytes,
        }
    }

    /// Whether a member of a form, or an item of one, travels as a file: `encoding` is what is said of its part.
    #[must_use]
    pub fn is_file(&self, encoding: Option<&Encoding>, ty: &Ref) -> bool {
        let stated = encoding.and_then(|encoding| encoding.media_type.as_deref());
        // Of a list of media types, the member may be of any.
        let is_bytes = |list: &str| listed_media_types(list).any(|media_type| kind(media_type) == MediaKind::Bytes);
        let medium = if stated.is_some_and(is_bytes) { MediaKind::Bytes } else { MediaKind::Text };
        match self.resolved(ty) {
            Ref::Scalar(scalar) => scalar.is_bytes_in(medium),
            Ref::Any => medium == MediaKind::Bytes,
            _ => false,
        }
    }
}

impl Content {
    /// A body of which nothing is known beyond its type.
    #[must_use]
    pub fn new(media_type: impl Into<String>, ty: Ref, origin: Origin) -> Self {
        Self {
            media_type: media_type.into(),
            ty,
            schema: None,
            per_item: false,
            encodings: Vec::new(),
            examples: Vec::new(),
            origin,
        }
    }

    /// Whether it is JSON or a kind of it, or anything, which JSON is.
    #[must_use]
    pub fn is_json(&self) -> bool {
        is_json(&self.media_type)
    }

    /// Its media type without parameters.
    #[must_use]
    pub fn essence(&self) -> &str {
        essence(&self.media_type)
    }

    /// Whether it is a form, whose fields are the members of an object, or has parts that may be.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.is_url_encoded() || self.has_parts()
    }

    /// Whether it is a form of which the fields are pairs, as in a query.
    #[must_use]
    pub fn is_url_encoded(&self) -> bool {
        kind(&self.media_type) == MediaKind::UrlEncoded
    }

    /// Whether it has parts, which are fields of a form or may be members of an object.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        matches!(kind(&self.media_type), MediaKind::FormData | MediaKind::Parts)
    }

    /// What is said of the part of a member.
    #[must_use]
    pub fn encoding(&self, field: &str) -> Option<&Encoding> {
        self.encodings.iter().find(|encoding| encoding.field == field)
    }
}

/// The media types of a list, with their parameters. A comma in quotes parts nothing.
pub fn listed_media_types(list: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let parts = list.split(move |character| {
        is_quoted ^= character == '"';
        character == ',' && !is_quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// A media type that may stand in a header: its range, and parameters that are all tokens or quoted.
#[must_use]
pub fn is_media_type(text: &str) -> bool {
    let mut parts = text.split(';');
    let range = parts.next().unwrap_or_default();
    let is_range = range.trim_end().split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
    is_range && parts.all(|parameter| parameter.trim().is_empty() || is_parameter(parameter.trim()))
}

/// `name=value` of RFC 9110, 5.6.6, without escapes in quotes.
#[must_use]
pub fn is_parameter(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)))
}

/// A token of RFC 9110, 5.6.2.
#[must_use]
pub fn is_token(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}

/// A quoted string without escapes or control characters.
fn is_quoted(text: &str) -> bool {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.is_some_and(|inside| inside.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte)))
}
