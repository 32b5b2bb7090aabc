//! Text that is never printed.

use std::fmt;

use zeroize::Zeroizing;

use super::value::{Become, Form, FormMut, Scalar, ScalarMut, Value};

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

    fn form(&self) -> Form<'_> {
        Form::Scalar(Scalar::Secret(&self.0))
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Scalar(ScalarMut::Secret(self))
    }
}
