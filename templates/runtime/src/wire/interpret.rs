//! What is done with values, by what they are made of: written once for all types.

use super::fault::{Fault, ReadError};
use super::reader::Reader;
use super::value::{Form, FormMut, Scalar, ScalarMut};
use super::writer::Writer;
use super::{Bytes, Date, DateTime, Decimal, Extra, File, Json, Secret, choice, model};

impl Form<'_> {
    /// Writes what it is made of; in place of nothing, null.
    #[inline]
    pub(super) fn write(self, writer: &mut Writer) {
        match self {
            // Most of what is written, so without a call more.
            Form::Scalar(Scalar::Text(text)) => writer.string(text),
            form => form.write_other(writer),
        }
    }

    fn write_other(self, writer: &mut Writer) {
        match self {
            Form::Scalar(scalar) => scalar.write(writer),
            Form::Model(model) => model::write(model, None, writer),
            Form::Choice(choice) => choice::write(choice, None, writer),
            Form::List(items) => {
                writer.open_list();
                for item in (0..items.len()).filter_map(|index| items.item(index)) {
                    writer.item();
                    item.write(writer);
                }
                writer.close_list();
            }
            Form::Map(entries) => {
                writer.open_object();
                entries.each(&mut |name, value| {
                    writer.name(name);
                    value.write(writer);
                });
                writer.close_object();
            }
            Form::Bytes(bytes) => writer.string(&base64(bytes)),
            Form::File(file) if writer.is_redacting() => writer.raw(&format!("{file:?}")),
            Form::File(file) => writer.string(&base64(file.bytes().unwrap_or(&Bytes::new()))),
            Form::Absent | Form::Extra(_) => writer.null(),
        }
    }
}

impl Scalar<'_> {
    #[inline]
    fn write(self, writer: &mut Writer) {
        match self {
            Scalar::Text(text) => writer.string(text),
            Scalar::Null => writer.null(),
            Scalar::Boolean(value) => writer.boolean(value),
            Scalar::Integer(value) => writer.integer(value),
            Scalar::Unsigned(value) => writer.unsigned(value),
            Scalar::Number(value) => writer.number(value),
            Scalar::Decimal(text) => writer.raw(text),
            Scalar::Secret(_) if writer.is_redacting() => writer.redacted(),
            Scalar::Secret(text) => writer.string(text),
            Scalar::Json(json) => writer.raw(json.as_text()),
        }
    }
}

impl FormMut<'_> {
    /// Takes the value that comes next; of what has become null, null.
    pub(super) fn read(self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        match self {
            FormMut::Scalar(scalar) => scalar.read(reader)?,
            FormMut::Model(model) => model::read(model, reader)?,
            FormMut::Choice(choice) => choice::read(choice, reader)?,
            FormMut::List(items) => {
                reader.spend(size_of_val(items))?;
                reader.items(items)?;
            }
            FormMut::Map(entries) => reader.entries(entries)?,
            FormMut::Bytes(bytes) => *bytes = octets(reader)?,
            FormMut::File(file) => *file = File::from(octets(reader)?),
            FormMut::Nothing => drop(reader.null()?),
            FormMut::Extra(_) => drop(reader.raw()?),
        }
        Ok(())
    }

    /// Becomes empty or zero.
    pub(super) fn clear(self) {
        match self {
            FormMut::Nothing => {}
            FormMut::Scalar(scalar) => scalar.clear(),
            FormMut::Bytes(bytes) => *bytes = Bytes::new(),
            FormMut::File(file) => *file = File::default(),
            // The last place is what the document does not name.
            FormMut::Model(model) => (0..=model.places()).for_each(|place| model.slot(place).clear()),
            FormMut::Choice(choice) => choice.select(usize::MAX),
            FormMut::List(items) => items.empty(),
            FormMut::Map(entries) => entries.empty(),
            FormMut::Extra(extra) => *extra = Extra::default(),
        }
    }
}

impl ScalarMut<'_> {
    #[inline]
    fn read(self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        match self {
            ScalarMut::Text(value) => reader.text(value)?,
            ScalarMut::DateTime(value) => reader.text(value.text_mut())?,
            ScalarMut::Date(value) => reader.text(value.text_mut())?,
            ScalarMut::Enum(value) => value.take(&reader.string()?),
            ScalarMut::IntegerEnum(value) => value.take(reader.integer64()?),
            ScalarMut::Boolean(value) => *value = reader.boolean()?,
            ScalarMut::Integer32(value) => *value = reader.integer("a whole number from -2147483648 to 2147483647")?,
            ScalarMut::Integer(value) => *value = reader.integer64()?,
            ScalarMut::Unsigned(value) => *value = reader.integer("a whole number from 0 to 18446744073709551615")?,
            ScalarMut::Number(value) => *value = reader.double()?,
            ScalarMut::Decimal(value) => *value = reader.decimal()?,
            ScalarMut::Secret(value) => *value = Secret::new(reader.string()?),
            ScalarMut::Json(value) => *value = reader.json()?,
        }
        Ok(())
    }

    fn clear(self) {
        match self {
            ScalarMut::Boolean(value) => *value = false,
            ScalarMut::Integer32(value) => *value = 0,
            ScalarMut::Integer(value) => *value = 0,
            ScalarMut::Unsigned(value) => *value = 0,
            ScalarMut::Number(value) => *value = 0.0,
            ScalarMut::Decimal(value) => *value = Decimal::default(),
            ScalarMut::Text(value) => value.clear(),
            ScalarMut::Secret(value) => *value = Secret::default(),
            ScalarMut::DateTime(value) => *value = DateTime::default(),
            ScalarMut::Date(value) => *value = Date::default(),
            ScalarMut::Enum(value) => value.take(""),
            ScalarMut::IntegerEnum(value) => value.take(0),
            ScalarMut::Json(value) => *value = Json::default(),
        }
    }
}

fn octets(reader: &mut Reader<'_>) -> Result<Bytes, ReadError> {
    let start = reader.offset();
    let text = reader.string()?;
    decode(&text).ok_or_else(|| ReadError::new(Fault::Value("base64"), start))
}

/// Bytes as they stand in JSON.
pub(crate) fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn decode(text: &str) -> Option<Bytes> {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.decode(text).ok().map(Bytes::from)
}
