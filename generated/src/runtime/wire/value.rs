//! What everything that travels can do. It knows JSON only; the texts of parameters are made from that.

use std::fmt;

use super::choice::AnyChoice;
use super::fault::ReadError;
use super::reader::Reader;
use super::writer::Writer;
use super::{Bytes, Extra, File, Model};

/// A value that travels. Object safe, so that one interpreter reads and writes all types, and small, because every type
/// pays for every method. What else can be done with any value, `dyn Value` does.
pub trait Value: Send + Sync {
    /// A value to read into: absent, empty or zero.
    fn blank() -> Self
    where
        Self: Sized;

    /// Takes the value that comes next. After an error the value is unspecified.
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

    /// What it is made of, to look at.
    fn form(&self) -> Form<'_> {
        Form::Scalar
    }

    /// What it is made of, to fill; what was absent or null becomes present.
    fn form_mut(&mut self) -> FormMut<'_>;

    /// For `Debug`; secrets show as `[redacted]`.
    ///
    /// # Errors
    /// When the formatter fails.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        Self: Sized,
    {
        super::debug(self, f)
    }
}

/// What a value is made of.
#[allow(missing_debug_implementations, reason = "it may hold secrets")]
#[non_exhaustive]
pub enum Form<'a> {
    /// Nothing is sent.
    Absent,
    /// A value without parts.
    Scalar,
    /// Raw octets.
    Bytes(&'a Bytes),
    /// A file of a form.
    File(&'a File),
    /// An object with a table of members.
    Model(&'a dyn Model),
    /// One of several types.
    Choice(&'a dyn AnyChoice),
    /// A list.
    List(&'a dyn Items),
    /// An object whose members are all alike.
    Map(&'a dyn Entries),
    /// What is beside the members of an object; never sent by itself.
    Extra(&'a Extra),
}

/// What a value is made of, to fill.
#[allow(missing_debug_implementations, reason = "it may hold secrets")]
#[non_exhaustive]
pub enum FormMut<'a> {
    /// A value without parts: the value itself is to be read.
    Scalar(Sort),
    /// Raw octets.
    Bytes(&'a mut Bytes),
    /// A file of a form.
    File(&'a mut File),
    /// An object with a table of members.
    Model(&'a mut dyn Model),
    /// One of several types.
    Choice(&'a mut dyn AnyChoice),
    /// A list.
    List(&'a mut dyn Items),
    /// An object whose members are all alike.
    Map(&'a mut dyn Entries),
    /// What is beside the members of an object.
    Extra(&'a mut Extra),
}

/// The sorts of values without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sort {
    /// No value fits.
    Nothing,
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number of 32 bits.
    Integer32,
    /// A whole number of 64 bits.
    Integer,
    /// A whole number of 64 bits that is not negative.
    Unsigned,
    /// A number of double precision.
    Number,
    /// A text.
    String,
    /// A text that is not printed.
    Secret,
    /// A point in time, as text.
    DateTime,
    /// A day, as text.
    Date,
    /// A text of which the document lists these.
    Enum(&'static [&'static str]),
}

/// A list, without the type of its items.
#[allow(clippy::len_without_is_empty, reason = "every type of item pays for every method")]
pub trait Items {
    /// How many items there are.
    fn len(&self) -> usize;
    /// The item of this index.
    fn item(&self, index: usize) -> Option<&dyn Value>;
    /// Removes all items.
    fn empty(&mut self);
    /// Appends a blank item.
    fn add(&mut self) -> &mut dyn Value;
}

/// A map, without the type of its values.
#[allow(clippy::len_without_is_empty, reason = "every type of value pays for every method")]
pub trait Entries {
    /// How many members there are.
    fn len(&self) -> usize;
    /// The member of this name.
    fn get(&self, name: &str) -> Option<&dyn Value>;
    /// Shows all members in the order of their names.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Value));
    /// Removes all members.
    fn empty(&mut self);
    /// The member of this name, made blank.
    fn add(&mut self, name: &str) -> &mut dyn Value;
    /// Takes a member out again.
    fn forget(&mut self, name: &str);
}

impl<'v> dyn Value + 'v {
    /// The value as an object with members, if it is one.
    #[must_use]
    pub fn model(&self) -> Option<&dyn Model> {
        match self.form() {
            Form::Model(model) => Some(model),
            Form::Choice(choice) => choice.selected().1.model(),
            _ => None,
        }
    }

    /// The value as an object with members, to read into; an absent one becomes a blank one.
    #[must_use]
    pub fn model_mut(&mut self) -> Option<&mut dyn Model> {
        match self.form_mut() {
            FormMut::Model(model) => Some(model),
            FormMut::Choice(choice) => choice.selected_mut().model_mut(),
            _ => None,
        }
    }

    /// Raw octets, if they are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match self.form() {
            Form::Bytes(bytes) => Some(bytes),
            Form::File(file) => file.bytes(),
            Form::Choice(choice) => choice.selected().1.as_bytes(),
            _ => None,
        }
    }

    /// Becomes a sample: all members set, deterministic.
    #[cfg(feature = "test-util")]
    pub fn sample(&mut self, sampler: &mut super::Sampler) {
        sampler.fill(self);
    }

    /// Takes raw octets; says whether the value is such.
    pub fn take_bytes(&mut self, bytes: Bytes) -> bool {
        self.take_file(File::from(bytes))
    }

    /// Takes a file, or its octets; says whether the value is such.
    pub fn take_file(&mut self, file: File) -> bool {
        match self.form() {
            Form::Absent | Form::Bytes(_) | Form::File(_) | Form::Scalar | Form::Extra(_) => {}
            _ => return false,
        }
        match self.form_mut() {
            FormMut::Bytes(slot) => {
                *slot = file.bytes().cloned().unwrap_or_default();
                true
            }
            FormMut::File(slot) => {
                *slot = file;
                true
            }
            _ => false,
        }
    }
}

/// A type that the generator emits. What it is says [`Emitted::Kind`]; the rest follows from tables.
pub trait Emitted: Send + Sync + Sized {
    /// [`ModelKind`](super::ModelKind), [`EnumKind`](super::EnumKind) or [`ChoiceKind`](super::ChoiceKind).
    type Kind: KindOf<Self>;
}

/// How values of an emitted type do what every [`Value`] does. What implements it is inlined there, so that each type has
/// these functions once and not twice.
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
    /// See [`Value::is_absent`].
    fn is_absent(_value: &T) -> bool {
        false
    }
    /// See [`Value::form`].
    fn form(value: &T) -> Form<'_>;
    /// See [`Value::form_mut`].
    fn form_mut(value: &mut T) -> FormMut<'_>;
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

    fn form(&self) -> Form<'_> {
        T::Kind::form(self)
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        T::Kind::form_mut(self)
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
    #[inline]
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }

    #[inline]
    fn read(value: &mut Box<T>, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        value.as_mut().read(reader)
    }

    #[inline]
    fn write(value: &Box<T>, writer: &mut Writer) {
        value.as_ref().write(writer);
    }

    #[inline]
    fn is_absent(value: &Box<T>) -> bool {
        value.as_ref().is_absent()
    }

    #[inline]
    fn form(value: &Box<T>) -> Form<'_> {
        value.as_ref().form()
    }

    #[inline]
    fn form_mut(value: &mut Box<T>) -> FormMut<'_> {
        value.as_mut().form_mut()
    }
}
