//! What everything that travels can do.

use std::fmt;

use super::fault::{Fault, ReadError};
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::writer::Writer;
use super::{Bytes, Model};

/// A value that travels. Object safe, so that one interpreter reads and writes all types.
pub trait Value: Send + Sync {
    /// A value to read into: absent, empty or zero.
    fn blank() -> Self
    where
        Self: Sized;

    /// Takes the value that comes next. After an error the value is unspecified; [`Value::clear`] makes it blank.
    ///
    /// # Errors
    /// When the text is not JSON, or not of the type.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes the value. Absent values are not written: see [`Value::is_absent`].
    fn write(&self, writer: &mut Writer);

    /// Becomes blank again.
    fn clear(&mut self);

    /// Whether there is nothing to send.
    fn is_absent(&self) -> bool {
        false
    }

    /// The text of a parameter or of a field of a form.
    fn text(&self) -> Text;

    /// Takes the text of a parameter or of a field of a form.
    ///
    /// # Errors
    /// When the text is not of the type.
    fn read_text(&mut self, text: Text) -> Result<(), ReadError>;

    /// For `Debug`; secrets show as `[redacted]`.
    ///
    /// # Errors
    /// When the formatter fails.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::lenient();
        self.write(&mut writer);
        f.write_str(&writer.into_text())
    }

    /// The octets of a file.
    fn as_bytes(&self) -> Option<&Bytes> {
        None
    }

    /// Takes the octets of a file; says whether the value is one.
    fn take_bytes(&mut self, bytes: Bytes) -> bool {
        let _ = bytes;
        false
    }

    /// The value as an object with members, if it is one.
    fn model(&self) -> Option<&dyn Model> {
        None
    }

    /// The value as an object with members, to read into; an absent one becomes a blank one.
    fn model_mut(&mut self) -> Option<&mut dyn Model> {
        None
    }

    /// The place for a member of a map.
    fn entry(&mut self, name: &str) -> Option<&mut dyn Value> {
        let _ = name;
        None
    }

    /// Takes a member of a map out again.
    fn forget(&mut self, name: &str) {
        let _ = name;
    }

    /// Writes the members of a map into an object that is open; `first` tells whether it has none yet.
    fn write_members(&self, writer: &mut Writer, first: &mut bool) {
        let _ = (writer, first);
    }

    /// Keeps a raw value that does not fit, if the type can; used for items of lists.
    fn keep_misfit(&mut self, raw: &str) -> bool {
        let _ = raw;
        false
    }

    /// Becomes a sample: all members set, deterministic.
    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler);
}

/// A type that the generator emits. What it is says [`Emitted::Kind`]; the rest follows from tables.
pub trait Emitted: Send + Sync + Sized {
    /// [`ModelKind`](super::ModelKind), [`EnumKind`](super::EnumKind) or [`ChoiceKind`](super::ChoiceKind).
    type Kind: KindOf<Self>;
}

/// How values of an emitted type do what every [`Value`] does.
pub trait KindOf<T> {
    /// See [`Value::blank`].
    fn blank() -> T;
    /// See [`Value::read`].
    ///
    /// # Errors
    /// See there.
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), ReadError>;
    /// See [`Value::write`].
    fn write(value: &T, writer: &mut Writer);
    /// See [`Value::text`].
    fn text(value: &T) -> Text;
    /// See [`Value::read_text`].
    ///
    /// # Errors
    /// See there.
    fn read_text(value: &mut T, text: Text) -> Result<(), ReadError>;
    /// See [`Value::show`].
    ///
    /// # Errors
    /// See there.
    fn show(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// See [`Value::is_absent`].
    fn is_absent(_value: &T) -> bool {
        false
    }
    /// See [`Value::as_bytes`].
    fn as_bytes(_value: &T) -> Option<&Bytes> {
        None
    }
    /// See [`Value::take_bytes`].
    fn take_bytes(_value: &mut T, _bytes: Bytes) -> bool {
        false
    }
    /// See [`Value::model`].
    fn model(_value: &T) -> Option<&dyn Model> {
        None
    }
    /// See [`Value::model_mut`].
    fn model_mut(_value: &mut T) -> Option<&mut dyn Model> {
        None
    }
    /// See [`Value::keep_misfit`].
    fn keep_misfit(_value: &mut T, _raw: &str) -> bool {
        false
    }
    /// See [`Value::sample`].
    #[cfg(feature = "test-util")]
    fn sample(value: &mut T, sampler: &mut Sampler);
}

impl<T: Emitted> Value for T {
    fn blank() -> Self {
        T::Kind::blank()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        T::Kind::read(self, reader)
    }

    fn write(&self, writer: &mut Writer) {
        T::Kind::write(self, writer);
    }

    fn clear(&mut self) {
        *self = T::Kind::blank();
    }

    fn is_absent(&self) -> bool {
        T::Kind::is_absent(self)
    }

    fn text(&self) -> Text {
        T::Kind::text(self)
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        T::Kind::read_text(self, text)
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::Kind::show(self, f)
    }

    fn as_bytes(&self) -> Option<&Bytes> {
        T::Kind::as_bytes(self)
    }

    fn take_bytes(&mut self, bytes: Bytes) -> bool {
        T::Kind::take_bytes(self, bytes)
    }

    fn model(&self) -> Option<&dyn Model> {
        T::Kind::model(self)
    }

    fn model_mut(&mut self) -> Option<&mut dyn Model> {
        T::Kind::model_mut(self)
    }

    fn keep_misfit(&mut self, raw: &str) -> bool {
        T::Kind::keep_misfit(self, raw)
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        T::Kind::sample(self, sampler);
    }
}

/// A boxed value is what it boxes. `Box` is fundamental to the language, so it cannot have an impl of its own beside
/// the one for all [`Emitted`] types.
#[derive(Debug, Clone, Copy)]
pub struct BoxKind;

impl<T: Value> Emitted for Box<T> {
    type Kind = BoxKind;
}

impl<T: Value> KindOf<Box<T>> for BoxKind {
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }

    fn read(value: &mut Box<T>, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        value.as_mut().read(reader)
    }

    fn write(value: &Box<T>, writer: &mut Writer) {
        value.as_ref().write(writer);
    }

    fn text(value: &Box<T>) -> Text {
        value.as_ref().text()
    }

    fn read_text(value: &mut Box<T>, text: Text) -> Result<(), ReadError> {
        value.as_mut().read_text(text)
    }

    fn show(value: &Box<T>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        value.as_ref().show(f)
    }

    fn is_absent(value: &Box<T>) -> bool {
        value.as_ref().is_absent()
    }

    fn as_bytes(value: &Box<T>) -> Option<&Bytes> {
        value.as_ref().as_bytes()
    }

    fn take_bytes(value: &mut Box<T>, bytes: Bytes) -> bool {
        value.as_mut().take_bytes(bytes)
    }

    fn model(value: &Box<T>) -> Option<&dyn Model> {
        value.as_ref().model()
    }

    fn model_mut(value: &mut Box<T>) -> Option<&mut dyn Model> {
        value.as_mut().model_mut()
    }

    fn keep_misfit(value: &mut Box<T>, raw: &str) -> bool {
        value.as_mut().keep_misfit(raw)
    }

    #[cfg(feature = "test-util")]
    fn sample(value: &mut Box<T>, sampler: &mut Sampler) {
        value.as_mut().sample(sampler);
    }
}

/// The error for a text that has another form than its type: a list for a number.
pub(super) fn wrong_form(expected: &'static str) -> ReadError {
    ReadError::new(Fault::Value(expected), 0)
}
