//! Strings of which the document lists some.

use std::fmt;

use super::fault::ReadError;
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::KindOf;
use super::writer::Writer;

/// An emitted enum of strings. Values that the document does not list are kept.
pub trait OpenEnum: Sized + 'static {
    /// The values that the document lists, in the order of the variants.
    const VALUES: &'static [&'static str];
    /// The variant of a listed value, by index.
    fn known(index: usize) -> Option<Self>;
    /// The variant of any other value.
    fn unknown(value: Box<str>) -> Self;
    /// The value.
    fn as_str(&self) -> &str;

    /// The variant of a value.
    fn of(value: &str) -> Self {
        let index = Self::VALUES.iter().position(|known| *known == value);
        index.and_then(Self::known).unwrap_or_else(|| Self::unknown(value.into()))
    }
}

/// Marks emitted enums.
#[derive(Debug, Clone, Copy)]
pub struct EnumKind;

impl<T: OpenEnum> KindOf<T> for EnumKind {
    fn blank() -> T {
        T::unknown("".into())
    }

    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *value = T::of(&reader.string()?);
        Ok(())
    }

    fn write(value: &T, writer: &mut Writer) {
        writer.string(value.as_str());
    }

    fn text(value: &T) -> Text {
        Text::One(value.as_str().to_owned())
    }

    fn read_text(value: &mut T, text: Text) -> Result<(), ReadError> {
        *value = T::of(&text.into_one().unwrap_or_default());
        Ok(())
    }

    fn show(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(value.as_str(), f)
    }

    #[cfg(feature = "test-util")]
    fn sample(value: &mut T, sampler: &mut Sampler) {
        let index = sampler.below(T::VALUES.len());
        *value = T::known(index).unwrap_or_else(|| T::unknown(sampler.word().into()));
    }
}
