//! Enums: values of which documents list all, or all that they know.

use super::{Constraints, Json, Scalar, ScalarKind};

/// One of several strings or whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// What its values are in JSON.
    pub kind: EnumKind,
    /// In document order, distinct.
    pub values: Vec<EnumValue>,
    /// Whether the document permits any other value of the kind beside them.
    pub open: bool,
}

impl Enum {
    /// One of these strings.
    #[must_use]
    pub fn of_strings(values: Vec<EnumValue>) -> Self {
        Self { kind: EnumKind::String, values, open: false }
    }

    /// The values as they are in JSON.
    pub fn json(&self) -> impl Iterator<Item = Json> + '_ {
        self.values.iter().map(|value| self.kind.json(&value.wire))
    }

    /// The scalar that the listed values are.
    #[must_use]
    pub fn listed(&self) -> Scalar {
        let constraints = Constraints { values: self.json().collect(), ..Constraints::default() }.into();
        let kind = match self.kind {
            EnumKind::String => ScalarKind::String,
            EnumKind::Integer => ScalarKind::Integer,
        };
        Scalar { kind, format: None, constraints }
    }

    /// The scalar that its values are: one of those that are listed, unless others are permitted.
    #[must_use]
    pub fn scalar(&self) -> Scalar {
        let listed = self.listed();
        if self.open { Scalar { constraints: Constraints::default().into(), ..listed } } else { listed }
    }
}

/// What the values of an [`Enum`] are in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnumKind {
    /// Strings.
    String,
    /// Whole numbers of 64 bits.
    Integer,
}

impl EnumKind {
    fn json(self, wire: &str) -> Json {
        match self {
            Self::String => wire.into(),
            Self::Integer => wire.parse::<i64>().map_or_else(|_| wire.into(), Json::from),
        }
    }
}

/// A value of an [`Enum`].
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// As written.
    pub wire: String,
    /// A name that the document gives it (`x-enum-varnames`), if any.
    pub title: Option<String>,
    /// Prose.
    pub docs: String,
}
