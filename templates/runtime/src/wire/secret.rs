//! Text that is never printed.

use std::fmt;

use zeroize::Zeroizing;

use super::fault::ReadError;
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::Value;
use super::writer::Writer;

/// A secret text: it shows as `[redacted]` and is overwritten when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Keeps a text secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Do not print it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Value for Secret {
    fn blank() -> Self {
        Self::new("")
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = Self::new(reader.string()?.into_owned());
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(&self.0);
    }

    fn clear(&mut self) {
        *self = Self::new("");
    }

    fn text(&self) -> Text {
        Text::One(self.0.to_string())
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        *self = Self::new(text.into_one().unwrap_or_default());
        Ok(())
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        *self = Self::new(sampler.text());
    }
}
