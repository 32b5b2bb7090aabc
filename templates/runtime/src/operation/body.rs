//! What a request carries besides parameters, and how the fields of forms travel.

#[cfg(feature = "codec")]
use super::Parameter;
use super::Style;

/// What a request carries besides parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodySpec {
    /// Whether a call without it is wrong.
    pub required: bool,
    /// The media types it may have, best first.
    pub media: &'static [&'static str],
    /// How fields of forms travel that do not travel as most do.
    pub fields: &'static [Encoding],
}

impl BodySpec {
    /// A body without which a call is wrong.
    #[must_use]
    pub const fn required(media: &'static [&'static str]) -> Self {
        Self { required: true, media, fields: &[] }
    }

    /// A body that may be left out.
    #[must_use]
    pub const fn optional(media: &'static [&'static str]) -> Self {
        Self { required: false, media, fields: &[] }
    }

    /// The same, with fields that travel in another way.
    #[must_use]
    pub const fn fields(self, fields: &'static [Encoding]) -> Self {
        Self { fields, ..self }
    }
}

/// How a field of a form travels. Without a style it travels by what it is: a text as it is, a list as several fields of one
/// name, and an object as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The name of the field.
    pub field: &'static str,
    /// The index of the media type of the body that this is about.
    pub of: usize,
    /// The media types that the part may have, as the documents list them: `image/png, image/*`. Empty where they name none.
    pub media: &'static str,
    /// How its value is written, and whether lists and objects are several fields.
    pub style: Option<(Style, bool)>,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    /// What stands in the head of the part: names and values.
    pub headers: &'static [(&'static str, &'static str)],
}

impl Encoding {
    /// A field that travels as most do.
    #[must_use]
    pub const fn new(field: &'static str) -> Self {
        Self { field, of: 0, media: "", style: None, reserved: false, headers: &[] }
    }

    /// A field with brackets: `address[city]=x`.
    #[must_use]
    pub const fn deep(field: &'static str) -> Self {
        Self::new(field).style(Style::DeepObject, true)
    }

    /// The same, as a part of these media types.
    #[must_use]
    pub const fn media(self, media: &'static str) -> Self {
        Self { media, ..self }
    }

    /// The same, written in a style.
    #[must_use]
    pub const fn style(self, style: Style, explode: bool) -> Self {
        Self { style: Some((style, explode)), ..self }
    }

    /// The same, with reserved characters as they are.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// The same, with headers of the part.
    #[must_use]
    pub const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    /// The same, in the body of the media type of this index.
    #[must_use]
    pub const fn of(self, of: usize) -> Self {
        Self { of, ..self }
    }

    /// As a parameter in the same style, if it is written in one.
    #[cfg(feature = "codec")]
    pub(crate) fn parameter(&self) -> Option<Parameter> {
        let (style, explode) = self.style?;
        let parameter = Parameter::query(self.field).style(style, explode);
        Some(if self.reserved { parameter.reserved() } else { parameter })
    }
}
