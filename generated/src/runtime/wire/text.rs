//! The text of parameters and form fields, before a style joins it and after a style has split it. It is made from the
//! JSON of values, so that types need no second codec.

use super::fault::ReadError;
use super::json::Json;
use super::reader::{Kind, Mode, Reader};
use super::value::{Form, Value};
use super::writer::Writer;

/// The text of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// Nothing is sent.
    Absent,
    /// A scalar.
    One(String),
    /// A list.
    Many(Vec<String>),
    /// An object.
    Members(Vec<(String, String)>),
}

impl Text {
    /// As one text, of which items and members are joined by commas: what a header holds.
    #[must_use]
    pub fn into_one(self) -> Option<String> {
        match self {
            Self::Absent => None,
            Self::One(text) => Some(text),
            Self::Many(items) => Some(items.join(",")),
            Self::Members(members) => {
                let pairs: Vec<String> = members.into_iter().map(|(name, value)| format!("{name},{value}")).collect();
                Some(pairs.join(","))
            }
        }
    }

    /// The text of a value. Items and members that are lists or objects themselves are JSON; nulls are left out. Where pairs
    /// can say the same, as in queries and forms, `brackets` has it instead.
    #[must_use]
    pub fn of(value: &dyn Value) -> Self {
        if value.is_absent() {
            return Self::Absent;
        }
        let text = match value.form() {
            Form::Scalar(_) => match scalar(super::write(value)) {
                Ok(text) => return text,
                Err(text) => text,
            },
            _ => super::write(value),
        };
        let json = Json::trusted(&text);
        match json.kind() {
            Kind::Array => Self::Many(json.items().unwrap_or_default().iter().filter_map(piece).collect()),
            Kind::Object => {
                let members = json.members().unwrap_or_default().into_iter();
                Self::Members(members.filter_map(|(name, value)| Some((name, piece(&value)?))).collect())
            }
            _ => piece(&json).map_or(Self::Absent, Self::One),
        }
    }

    /// Reads a value from its text. A list takes a single text as its only item. After an error the value is blank.
    ///
    /// # Errors
    /// When the text is not of the type.
    pub fn read(&self, value: &mut dyn Value) -> Result<(), ReadError> {
        let mut writer = Writer::lenient();
        match self {
            Self::Absent => return Ok(()),
            Self::One(text) => writer.string(text),
            Self::Many(texts) => {
                writer.open_list();
                for text in texts {
                    writer.item();
                    writer.string(text);
                }
                writer.close_list();
            }
            Self::Members(members) => {
                writer.open_object();
                for (name, text) in members {
                    writer.name(name);
                    writer.string(text);
                }
                writer.close_object();
            }
        }
        value.read(&mut Reader::of_texts(writer.as_text(), Mode::Strict))
    }
}

/// The text of a scalar from its JSON, without looking twice; the JSON again when it is not as simple as that.
fn scalar(mut json: String) -> Result<Text, String> {
    match json.as_bytes() {
        [b'[' | b'{', ..] => Err(json),
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
            json.pop();
            json.remove(0);
            Ok(Text::One(json))
        }
        [b'"', ..] => Err(json),
        b"null" => Ok(Text::Absent),
        _ => Ok(Text::One(json)),
    }
}

/// The text of one item or member; none for null.
fn piece(json: &Json) -> Option<String> {
    match json.kind() {
        Kind::Null => None,
        Kind::String => json.as_str(),
        _ => Some(json.as_text().to_owned()),
    }
}

impl<'v> dyn Value + 'v {
    /// The text of a parameter or of a field of a form.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::of(self)
    }

    /// Takes the text of a parameter or of a field of a form.
    ///
    /// # Errors
    /// When the text is not of the type.
    pub fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        text.read(self)
    }
}
