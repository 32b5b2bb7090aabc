//! Scalars: strings, numbers, booleans and bytes, and what they must satisfy.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::LazyLock;

use super::Json;

/// A string, number, boolean or bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scalar {
    /// Which.
    pub kind: ScalarKind,
    /// What the document says it looks like.
    pub format: Option<Format>,
    /// What it must satisfy.
    pub constraints: Constrained,
}

/// The scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScalarKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Raw octets: a file, a certificate; base64 where it stands in JSON.
    Bytes,
    /// Only null.
    Null,
}

/// A format as written. The known ones are those that change the emitted type or are checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date-time`, RFC 3339.
    DateTime,
    /// `date`, RFC 3339 full-date.
    Date,
    /// `int32`.
    Int32,
    /// `int64`.
    Int64,
    /// `uint64`.
    Uint64,
    /// `float`.
    Float,
    /// `double`.
    Double,
    /// `decimal`: a number of which every digit counts.
    Decimal,
    /// `byte`: base64 in a string.
    Byte,
    /// `password`: never printed.
    Password,
    /// Any other, as written.
    Other(String),
}

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "uint64" => Self::Uint64,
            "float" => Self::Float,
            "double" => Self::Double,
            "decimal" => Self::Decimal,
            "byte" => Self::Byte,
            "password" => Self::Password,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Double => "double",
            Self::Decimal => "decimal",
            Self::Byte => "byte",
            Self::Password => "password",
            Self::Other(name) => name,
        }
    }
}

/// A number as written, so that no digit is lost: `0.1`, `9223372036854775808`.
pub type Number = serde_json::Number;

/// The [`Constraints`] of a scalar. Most have none, and then it takes no room.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Constrained(Option<Box<Constraints>>);

impl From<Constraints> for Constrained {
    fn from(constraints: Constraints) -> Self {
        Self((constraints != Constraints::default()).then(|| Box::new(constraints)))
    }
}

impl Deref for Constrained {
    type Target = Constraints;

    fn deref(&self) -> &Constraints {
        static NONE: LazyLock<Constraints> = LazyLock::new(Constraints::default);
        self.0.as_deref().unwrap_or_else(|| &NONE)
    }
}

impl fmt::Debug for Constrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Constraints::fmt(self, f)
    }
}

/// What a scalar must satisfy (JSON Schema validation vocabulary).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Constraints {
    /// Length in characters.
    pub length: Bounds,
    /// ECMA-262 pattern as written.
    pub pattern: Option<String>,
    /// `minimum`.
    pub minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// The only values, where they are not an [`Enum`](super::Enum).
    pub values: Vec<Json>,
    /// `contentEncoding` as written: how bytes became this text.
    pub encoding: Option<String>,
    /// `contentMediaType` as written: what the text, or the bytes, contain.
    pub media_type: Option<String>,
}

/// Least and greatest count, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Bounds {
    /// `minLength`, `minItems`, `minProperties`.
    pub min: Option<u64>,
    /// `maxLength`, `maxItems`, `maxProperties`.
    pub max: Option<u64>,
}

/// A value as text: a string as it is, anything else as JSON.
#[must_use]
pub fn text_of(value: &Json) -> Cow<'_, str> {
    value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)
}
