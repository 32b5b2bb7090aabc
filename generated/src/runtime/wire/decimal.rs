//! Decimal fractions, kept as written: amounts, which no double holds.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::fault::ReadError;
use super::reader::{Mode, Number, Reader};
use super::value::{Become, Form, FormMut, Scalar, ScalarMut, Value};

/// A number with all of its digits, as received or set: what documents call `format: decimal`. It travels as a number of
/// JSON. Libraries of decimal arithmetic read [`Decimal::as_str`].
///
/// Two are equal when they are the same number: `1.5` and `1.50` are.
#[derive(Clone)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The number as written: a number of JSON (RFC 8259).
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest double; infinite for what is beyond all of them.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or_default()
    }

    /// A text that is known to be a number.
    pub(super) fn trusted(text: &str) -> Self {
        Self(text.into())
    }
}

/// From a number of JSON, without anything around it.
impl FromStr for Decimal {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::new(text, Mode::Strict);
        let number = reader.number()?;
        reader.finish()?;
        Ok(Self::trusted(number))
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::trusted("0")
    }
}

macro_rules! from_whole {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Decimal {
            fn from(number: $ty) -> Self {
                Self(number.to_string().into())
            }
        }
    )*};
}

from_whole!(i32 i64 u32 u64);

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || Number::parse(&self.0) == Number::parse(&other.0)
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Number::parse(&self.0).hash(state);
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Value for Decimal {
    fn blank() -> Self {
        Self::default()
    }

    fn form(&self) -> Form<'_> {
        Form::Scalar(Scalar::Decimal(&self.0))
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Scalar(ScalarMut::Decimal(self))
    }
}
