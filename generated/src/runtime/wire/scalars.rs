//! Strings, numbers, booleans and octets.

use super::Bytes;
use super::fault::{Fault, ReadError};
use super::reader::Reader;
use super::value::{Form, FormMut, Sort, Value};
use super::writer::Writer;

impl Value for String {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.text(self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::String)
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
        writer.boolean(*self);
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::Boolean)
    }
}

impl Value for i64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.integer64()?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.integer(*self);
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::Integer)
    }
}

impl Value for i32 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.integer("a whole number of 32 bits")?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.integer(i64::from(*self));
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::Integer32)
    }
}

impl Value for u64 {
    fn blank() -> Self {
        0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.integer("a whole number of 64 bits, not negative")?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.unsigned(*self);
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::Unsigned)
    }
}

impl Value for f64 {
    fn blank() -> Self {
        0.0
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = reader.double()?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.number(*self);
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Scalar(Sort::Number)
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

    fn form(&self) -> Form<'_> {
        Form::Bytes(self)
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Bytes(self)
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
