//! A body of which no document says what it is.

use std::fmt;

use super::fault::ReadError;
use super::value::{Become, Form, FormMut, Value};
use super::{Bytes, File, Json};

/// Whatever came, or is to be sent: nothing, a picture, a text, JSON. What it is says its media type, if anything does.
#[derive(Clone, Default, PartialEq)]
pub struct AnyBody(File);

impl AnyBody {
    /// Bytes of a media type.
    #[must_use]
    pub fn new(media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self(File::from(bytes.into()).media_type(media_type))
    }

    /// The media type that is declared, with its parameters.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.0.content_type()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.bytes().is_none_or(Bytes::is_empty)
    }

    /// The bytes as they are.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.0.bytes().cloned().unwrap_or_default()
    }

    /// The text, if it is one in UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.0.bytes()?).ok()
    }

    /// The JSON value that it is, whatever its media type says.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn json(&self) -> Result<Json, ReadError> {
        Json::parse_bytes(&self.bytes())
    }

    /// The value that it is in JSON; what does not fit is kept raw beside what fits.
    ///
    /// # Errors
    /// When it is no JSON, or of another type.
    pub fn to<T: Value>(&self) -> Result<T, ReadError> {
        self.json()?.to()
    }
}

impl From<Json> for AnyBody {
    fn from(json: Json) -> Self {
        Self::new("application/json", json.as_text().to_owned())
    }
}

impl From<String> for AnyBody {
    fn from(text: String) -> Self {
        Self::new("text/plain; charset=utf-8", text)
    }
}

impl From<&str> for AnyBody {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Bytes> for AnyBody {
    fn from(bytes: Bytes) -> Self {
        Self(File::from(bytes))
    }
}

/// Its media type and size, and no more: it may hold secrets.
impl fmt::Debug for AnyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.bytes().map_or(0, Bytes::len);
        f.debug_struct("AnyBody").field("media_type", &self.media_type()).field("bytes", &bytes).finish()
    }
}

impl Value for AnyBody {
    fn blank() -> Self {
        Self::default()
    }

    fn form(&self) -> Form<'_> {
        Form::File(&self.0)
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::File(&mut self.0)
    }
}
