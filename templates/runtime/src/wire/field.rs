//! Null, absent and a value are three things.

use std::fmt;

use super::fault::ReadError;
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::Value;
use super::writer::Writer;

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

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        if reader.null()? {
            *self = Self::Null;
            return Ok(());
        }
        self.insert(T::blank()).read(reader)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.write(writer),
            Self::Absent | Self::Null => writer.raw("null"),
        }
    }

    fn clear(&mut self) {
        *self = Self::Absent;
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    fn text(&self) -> Text {
        self.value().map_or(Text::Absent, Value::text)
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        if text == Text::Absent {
            *self = Self::Absent;
            return Ok(());
        }
        self.insert(T::blank()).read_text(text)
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.show(f),
            Self::Absent => f.write_str("absent"),
            Self::Null => f.write_str("null"),
        }
    }

    fn model(&self) -> Option<&dyn super::Model> {
        self.value().and_then(Value::model)
    }

    fn as_bytes(&self) -> Option<&super::Bytes> {
        self.value().and_then(Value::as_bytes)
    }

    fn take_bytes(&mut self, bytes: super::Bytes) -> bool {
        let mut value = T::blank();
        let taken = value.take_bytes(bytes);
        if taken {
            *self = Self::Value(value);
        }
        taken
    }

    fn model_mut(&mut self) -> Option<&mut dyn super::Model> {
        if self.value().is_none() {
            *self = Self::Value(T::blank());
        }
        match self {
            Self::Value(value) => value.model_mut(),
            Self::Absent | Self::Null => None,
        }
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        if sampler.may_go_deeper() {
            self.insert(T::blank()).sample(sampler);
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

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        if reader.null()? {
            *self = Self::Null;
            return Ok(());
        }
        let mut value = T::blank();
        value.read(reader)?;
        *self = Self::Value(value);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.write(writer),
            Self::Null => writer.raw("null"),
        }
    }

    fn clear(&mut self) {
        *self = Self::Null;
    }

    fn text(&self) -> Text {
        self.value().map_or(Text::Absent, Value::text)
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        let mut value = T::blank();
        value.read_text(text)?;
        *self = Self::Value(value);
        Ok(())
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.show(f),
            Self::Null => f.write_str("null"),
        }
    }

    fn keep_misfit(&mut self, raw: &str) -> bool {
        let mut value = T::blank();
        let kept = value.keep_misfit(raw);
        if kept {
            *self = Self::Value(value);
        }
        kept
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        let mut value = T::blank();
        value.sample(sampler);
        *self = Self::Value(value);
    }
}
