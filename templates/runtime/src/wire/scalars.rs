//! Strings, numbers, booleans and octets.

use std::fmt;
use std::str::FromStr;

use super::Bytes;
use super::fault::{Fault, ReadError};
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::{Value, wrong_form};
use super::writer::Writer;

impl Value for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.string()?.into_owned();
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn text(&self) -> Text {
        Text::One(self.clone())
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        *self = text.into_one().unwrap_or_default();
        Ok(())
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        *self = sampler.text();
    }
}

impl Value for bool {
    fn blank() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.boolean()?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.raw(if *self { "true" } else { "false" });
    }

    fn clear(&mut self) {
        *self = false;
    }

    fn text(&self) -> Text {
        Text::One(self.to_string())
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        *self = parse(text, "`true` or `false`")?;
        Ok(())
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        *self = sampler.number() % 2 == 0;
    }
}

/// The value that a text spells.
fn parse<T: FromStr>(text: Text, expected: &'static str) -> Result<T, ReadError> {
    text.into_one().and_then(|text| text.parse().ok()).ok_or_else(|| wrong_form(expected))
}

/// A whole number as any spelling of JSON: `10`, `1e1`, `10.0`.
fn whole(text: &str) -> Option<i128> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let float: f64 = text.parse().ok()?;
    // Beyond this a float no longer tells neighbouring whole numbers apart.
    (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i128)
}

macro_rules! whole_number {
    ($type:ty, $range:literal) => {
        impl Value for $type {
            fn blank() -> Self {
                0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
                let start = reader.offset();
                let text = reader.number()?;
                let number = text.parse().ok().or_else(|| whole(text).and_then(|number| number.try_into().ok()));
                *self = number.ok_or_else(|| ReadError::new(Fault::Value($range), start))?;
                Ok(())
            }

            fn write(&self, writer: &mut Writer) {
                writer.display(self);
            }

            fn clear(&mut self) {
                *self = 0;
            }

            fn text(&self) -> Text {
                Text::One(self.to_string())
            }

            fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
                *self = parse(text, $range)?;
                Ok(())
            }

            #[cfg(feature = "test-util")]
            fn sample(&mut self, sampler: &mut Sampler) {
                *self = <$type>::try_from(sampler.number()).unwrap_or_default();
            }
        }
    };
}

whole_number!(i32, "a whole number of 32 bits");
whole_number!(i64, "a whole number of 64 bits");
whole_number!(u64, "a whole number of 64 bits, not negative");

impl Value for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let start = reader.offset();
        let number: Self = reader.number()?.parse().unwrap_or(Self::INFINITY);
        if !number.is_finite() {
            return Err(ReadError::new(Fault::Value("a number of double precision"), start));
        }
        *self = number;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        match *self {
            number if !number.is_finite() => writer.raw("null"),
            number if number.fract() == 0.0 && number.abs() < 1e15 => writer.display(number),
            number => writer.raw(&format!("{number:?}")),
        }
    }

    fn clear(&mut self) {
        *self = 0.0;
    }

    fn text(&self) -> Text {
        Text::One(self.to_string())
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        *self = parse(text, "a number")?;
        Ok(())
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        *self = Self::from(sampler.number()) + 0.25;
    }
}

/// Octets: base64 (RFC 4648, section 4) in JSON, themselves in files and raw bodies.
impl Value for Bytes {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let start = reader.offset();
        let text = reader.string()?;
        *self = decode(&text).ok_or_else(|| ReadError::new(Fault::Value("base64"), start))?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(&encode(self));
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn text(&self) -> Text {
        Text::One(encode(self))
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        *self = text.into_one().and_then(|text| decode(&text)).ok_or_else(|| wrong_form("base64"))?;
        Ok(())
    }

    fn as_bytes(&self) -> Option<&Bytes> {
        Some(self)
    }

    fn take_bytes(&mut self, bytes: Bytes) -> bool {
        *self = bytes;
        true
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} octets", self.len())
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        *self = Self::from(format!("\u{0}\r\n{}--", sampler.text()));
    }
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn decode(text: &str) -> Option<Bytes> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok().map(Bytes::from)
}
