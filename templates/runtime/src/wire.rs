//! Values as they travel: JSON, and the text of parameters. Knows nothing of HTTP.
//!
//! Reading is lenient where the other side is a server: what does not fit its type is kept raw and sent back, so that
//! reading, changing and writing loses nothing. Types are described by static tables ([`Shape`], [`Cases`]) and read and
//! written by one interpreter, so that a type costs a table and a few matches.

mod any_body;
pub(super) mod brackets;
#[cfg(feature = "serde")]
pub mod bridge;
mod choice;
mod containers;
mod debug;
mod decimal;
mod equal;
mod extra;
mod fault;
mod field;
mod file;
mod integer_enum;
mod interpret;
mod json;
mod missing;
mod model;
mod open_enum;
mod reader;
#[cfg(feature = "test-util")]
mod sampler;
mod scalars;
mod secret;
mod shape;
mod spelling;
mod text;
mod time;
pub mod tuple;
mod value;
mod writer;

pub use any_body::AnyBody;
pub use bytes::Bytes;

pub use choice::{AnyChoice, Case, Cases, Choice, ChoiceKind, Clue, TagValue, Tags, Unlisted};
pub use debug::debug;
pub use decimal::Decimal;
pub use equal::{Settable, equal};
pub use extra::{ABSENT, Extra};
pub use fault::{Fault, ReadError};
pub use field::{Field, Nullable};
pub use file::File;
pub use integer_enum::{AnyIntegerEnum, IntegerEnum, IntegerEnumKind};
pub use json::Json;
pub use missing::Missing;
pub use model::{Model, ModelKind};
pub use open_enum::{AnyEnum, EnumKind, OpenEnum};
pub use reader::{DEPTH, Kind, Mode, Reader};
#[cfg(feature = "test-util")]
pub use sampler::{CANARY, Direction, Place, Sampler};
pub use secret::Secret;
pub use shape::{Member, Rest, Shape};
pub use text::Text;
pub use time::{Date, DateTime};
pub use tuple::{Tuple, TupleKind};
pub use value::{Become, BoxKind, Emitted, Entries, Form, FormMut, Items, KindOf, Scalar, ScalarMut, Value};
pub(super) use writer::Side;
pub use writer::Writer;

#[cfg(feature = "server")]
pub(super) use choice::{Tag, tag};
pub(super) use choice::{Written, held};
#[cfg(feature = "server")]
pub(super) use fault::push_member;
#[cfg(feature = "client")]
pub(super) use file::{Octets, Problem};
pub(super) use interpret::base64;
pub(super) use model::tags;
pub(super) use reader::affordable;
#[cfg(feature = "server")]
pub(super) use reader::{Mark, Number as Exact};
#[cfg(feature = "test-util")]
pub(super) use spelling::is_near;

/// Reads a whole text as a value.
///
/// # Errors
/// When the text is not JSON, or not of the type.
pub fn read<T: Value>(text: &[u8], mode: Mode) -> Result<T, ReadError> {
    let mut value = T::blank();
    read_into(&mut value, text, mode)?;
    Ok(value)
}

/// Reads a whole text into a blank value; after an error it is blank again.
///
/// # Errors
/// When the text is not JSON, or not of the type.
pub fn read_into(value: &mut dyn Value, text: &[u8], mode: Mode) -> Result<(), ReadError> {
    let mut reader = Reader::from_bytes(text, mode)?;
    let read = value.read(&mut reader).and_then(|()| reader.finish());
    if read.is_err() {
        value.clear();
    }
    read
}

/// Writes a value as JSON, whatever it lacks.
#[must_use]
pub fn write(value: &dyn Value) -> String {
    let mut writer = Writer::lenient();
    value.write(&mut writer);
    writer.into_text()
}

/// Writes a value as JSON at the end of a text, whatever it lacks.
pub(super) fn append(value: &dyn Value, text: &mut String) {
    let mut writer = Writer::onto(std::mem::take(text));
    value.write(&mut writer);
    *text = writer.into_text();
}

/// Writes a value as JSON to be sent in a request: without members that only servers send, such as ids and dates.
///
/// # Errors
/// When members that the document requires are not set.
pub fn write_strict(value: &dyn Value) -> Result<String, Missing> {
    write_for(Side::Client, value)
}

/// Writes a value as JSON to be sent in an answer: without members that only clients send, such as passwords.
///
/// # Errors
/// When members that the document requires are not set.
pub fn write_answer(value: &dyn Value) -> Result<String, Missing> {
    write_for(Side::Server, value)
}

/// A value as one side sends it, whatever it lacks.
pub(super) fn json_for(side: Side, value: &dyn Value) -> Json {
    let mut writer = Writer::of(side);
    value.write(&mut writer);
    Json::trusted(writer.as_text())
}

/// Writes a value as JSON as one side sends it.
pub(super) fn write_for(side: Side, value: &dyn Value) -> Result<String, Missing> {
    let mut writer = Writer::of(side);
    value.write(&mut writer);
    if writer.is_incomplete() { Err(Missing::of_side(side, value)) } else { Ok(writer.into_text()) }
}
