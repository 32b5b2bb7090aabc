//! Strings of which the document lists some.

use super::fault::ReadError;
use super::reader::Reader;
use super::value::{Form, FormMut, KindOf, Sort};
use super::writer::Writer;

/// An emitted enum of strings. Values that the document does not list are kept.
pub trait OpenEnum: for<'a> From<&'a str> + 'static {
    /// The values that the document lists, in the order of the variants.
    const VALUES: &'static [&'static str];
    /// The value.
    fn as_str(&self) -> &str;
}

/// Marks emitted enums.
#[derive(Debug, Clone, Copy)]
pub struct EnumKind;

impl<T: OpenEnum> KindOf<T> for EnumKind {
    #[inline]
    fn blank() -> T {
        T::from("")
    }

    #[inline]
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *value = T::from(&*reader.string()?);
        Ok(())
    }

    #[inline]
    fn write(value: &T, writer: &mut Writer) {
        writer.string(value.as_str());
    }

    #[inline]
    fn form(_value: &T) -> Form<'_> {
        Form::Scalar
    }

    #[inline]
    fn form_mut(_value: &mut T) -> FormMut<'_> {
        FormMut::Scalar(Sort::Enum(T::VALUES))
    }
}
