//! Text that is never printed.

use std::fmt;

use zeroize::Zeroizing;

use super::fault::ReadError;
use super::reader::Reader;
use super::value::{FormMut, Sort, Value};
use super::writer::Writer;

/// A secret text: it shows as `[redacted]` and is overwritten when dropped.
#[derive(Clone, Default, PartialEq, Eq)]
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
        *self = Self::new(reader.string()?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        if writer.is_redacting() { writer.redacted() } else { writer.string(&self.0) }
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::Secret)
    }
}
