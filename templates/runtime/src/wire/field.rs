//! Null, absent and a value are three things.

use std::fmt;

use super::value::{Become, Form, FormMut, Scalar, Value};

/// A member that may be absent, null or a value: an update with null clears it, one without it keeps it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Field<T> {
    /// Not sent.
    #[default]
    Absent,
    /// Sent as null.
    Null,
    /// Sent.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    fn insert(&mut self, value: T) -> &mut T {
        *self = Self::Value(value);
        match self {
            Self::Value(value) => value,
            Self::Absent | Self::Null => unreachable!("it was set in the line before"),
        }
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Null => f.write_str("Null"),
            Self::Value(value) => value.fmt(f),
        }
    }
}

impl<T: Value> Value for Field<T> {
    fn blank() -> Self {
        Self::Absent
    }

    fn form(&self) -> Form<'_> {
        match self {
            Self::Absent => Form::Absent,
            Self::Null => Form::Scalar(Scalar::Null),
            Self::Value(value) => value.form(),
        }
    }

    fn form_mut(&mut self, target: Become) -> FormMut<'_> {
        match (target, self) {
            (Become::Absent, this) => {
                *this = Self::Absent;
                FormMut::Nothing
            }
            (Become::Null, this) => {
                *this = Self::Null;
                FormMut::Nothing
            }
            (Become::Value, Self::Value(value)) => value.form_mut(target),
            (Become::Value, this) => this.insert(T::blank()).form_mut(target),
        }
    }
}

/// An item of a list or map that may be null.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Null.
    #[default]
    Null,
    /// Something.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null => None,
        }
    }
}

impl<T> Nullable<T> {
    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Null => None,
        }
    }

    fn insert(&mut self, value: T) -> &mut T {
        *self = Self::Value(value);
        match self {
            Self::Value(value) => value,
            Self::Null => unreachable!("it was set in the line before"),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Nullable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Value(value) => value.fmt(f),
        }
    }
}

impl<T: Value> Value for Nullable<T> {
    fn blank() -> Self {
        Self::Null
    }

    fn form(&self) -> Form<'_> {
        self.value().map_or(Form::Scalar(Scalar::Null), Value::form)
    }

    fn form_mut(&mut self, target: Become) -> FormMut<'_> {
        match (target, self) {
            (Become::Absent | Become::Null, this) => {
                *this = Self::Null;
                FormMut::Nothing
            }
            (Become::Value, Self::Value(value)) => value.form_mut(target),
            (Become::Value, this) => this.insert(T::blank()).form_mut(target),
        }
    }
}
