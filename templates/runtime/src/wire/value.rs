//! What everything that travels is made of: the one thing that a type says for itself. What is done with it is in
//! [`super::interpret`] and beside it, once for all types.

use std::fmt;

use super::choice::AnyChoice;
use super::fault::ReadError;
use super::integer_enum::AnyIntegerEnum;
use super::open_enum::AnyEnum;
use super::reader::Reader;
use super::writer::Writer;
use super::{Bytes, Date, DateTime, Decimal, Extra, File, Json, Model, Secret};

/// A value that travels. Object safe, so that one interpreter reads and writes all types, and small, because every type
/// pays for every method: it says what it is made of, and `dyn Value` does what can be done with that.
pub trait Value: Send + Sync {
    /// A value to read into: absent, empty or zero.
    fn blank() -> Self
    where
        Self: Sized;

    /// What it is made of, to look at.
    fn form(&self) -> Form<'_>;

    /// What it is made of, to fill, after it has become this.
    fn form_mut(&mut self, target: Become) -> FormMut<'_>;

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

/// What a value is to become before it is filled. One that can be nothing but a value stays what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Become {
    /// What was absent or null becomes a value.
    Value,
    /// What may be null becomes it; all else becomes a value.
    Null,
    /// What may be absent becomes it, and what may only be null becomes that.
    Absent,
}

/// What a value is made of.
#[allow(missing_debug_implementations, reason = "it may hold secrets")]
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Form<'a> {
    /// Nothing is sent.
    Absent,
    /// A value without parts.
    Scalar(Scalar<'a>),
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

/// A value without parts.
#[allow(missing_debug_implementations, reason = "it may hold secrets")]
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// Null.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// A number of double precision.
    Number(f64),
    /// A number as written.
    Decimal(&'a str),
    /// A text.
    Text(&'a str),
    /// A text that is not printed.
    Secret(&'a str),
    /// Any JSON value.
    Json(&'a Json),
}

/// What a value is made of, to fill.
#[allow(missing_debug_implementations, reason = "it may hold secrets")]
#[non_exhaustive]
pub enum FormMut<'a> {
    /// Nothing: it has become absent or null.
    Nothing,
    /// A value without parts.
    Scalar(ScalarMut<'a>),
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

/// A value without parts, to fill.
#[allow(missing_debug_implementations, reason = "it may hold secrets")]
#[non_exhaustive]
pub enum ScalarMut<'a> {
    /// `true` or `false`.
    Boolean(&'a mut bool),
    /// A whole number of 32 bits.
    Integer32(&'a mut i32),
    /// A whole number of 64 bits.
    Integer(&'a mut i64),
    /// A whole number of 64 bits that is not negative.
    Unsigned(&'a mut u64),
    /// A number of double precision.
    Number(&'a mut f64),
    /// A number as written.
    Decimal(&'a mut Decimal),
    /// A text.
    Text(&'a mut String),
    /// A text that is not printed.
    Secret(&'a mut Secret),
    /// A point in time, as text.
    DateTime(&'a mut DateTime),
    /// A day, as text.
    Date(&'a mut Date),
    /// A text of which the document lists some.
    Enum(&'a mut dyn AnyEnum),
    /// A whole number of which the document lists some.
    IntegerEnum(&'a mut dyn AnyIntegerEnum),
    /// Any JSON value.
    Json(&'a mut Json),
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
    /// Takes the value that comes next. After an error the value is blank.
    ///
    /// # Errors
    /// When the text is not JSON, or not of the type.
    pub fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let target = if reader.peek() == b'n' { Become::Null } else { Become::Value };
        let read = self.form_mut(target).read(reader);
        if read.is_err() {
            self.clear();
        }
        read
    }

    /// Writes the value; in place of an absent one, null.
    pub fn write(&self, writer: &mut Writer) {
        self.form().write(writer);
    }

    /// Becomes blank again.
    pub fn clear(&mut self) {
        self.form_mut(Become::Absent).clear();
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self.form(), Form::Absent | Form::Extra(_))
    }

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
        match self.form_mut(Become::Value) {
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
            Form::Absent | Form::Bytes(_) | Form::File(_) | Form::Scalar(_) | Form::Extra(_) => {}
            _ => return false,
        }
        match self.form_mut(Become::Value) {
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

/// `None` is absent.
impl<T: Value> Value for Option<T> {
    fn blank() -> Self {
        None
    }

    fn form(&self) -> Form<'_> {
        self.as_ref().map_or(Form::Absent, Value::form)
    }

    fn form_mut(&mut self, target: Become) -> FormMut<'_> {
        if target == Become::Absent {
            *self = None;
            return FormMut::Nothing;
        }
        self.get_or_insert_with(T::blank).form_mut(target)
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
    /// See [`Value::form`].
    fn form(value: &T) -> Form<'_>;
    /// See [`Value::form_mut`].
    fn form_mut(value: &mut T, target: Become) -> FormMut<'_>;
}

impl<T: Emitted> Value for T {
    #[inline]
    fn blank() -> Self {
        T::Kind::blank()
    }

    fn form(&self) -> Form<'_> {
        T::Kind::form(self)
    }

    fn form_mut(&mut self, target: Become) -> FormMut<'_> {
        T::Kind::form_mut(self, target)
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
    fn form(value: &Box<T>) -> Form<'_> {
        value.as_ref().form()
    }

    #[inline]
    fn form_mut(value: &mut Box<T>, target: Become) -> FormMut<'_> {
        value.as_mut().form_mut(target)
    }
}
