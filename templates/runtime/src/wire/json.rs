//! Any JSON value, kept as received.

use std::fmt;

use super::fault::ReadError;
use super::reader::{Kind, Mode, Reader};
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::Value;
use super::writer::Writer;

/// Any JSON value. It is held as the text that was received, so that numbers keep all their digits; equality is by
/// value, not by spelling.
#[derive(Clone)]
pub struct Json(Box<str>);

impl Json {
    /// The value that a text spells.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::new(text, Mode::Strict);
        let raw = reader.raw()?;
        reader.finish()?;
        Ok(Self::trusted(raw))
    }

    /// A text that is known to be JSON.
    pub(super) fn trusted(raw: &str) -> Self {
        Self(raw.into())
    }

    /// Null.
    #[must_use]
    pub fn null() -> Self {
        Self::trusted("null")
    }

    /// Any value as JSON.
    #[must_use]
    pub fn of(value: &dyn Value) -> Self {
        Self(super::write(value).into())
    }

    /// An object.
    #[must_use]
    pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Self {
        let mut writer = Writer::lenient();
        let mut first = true;
        writer.push('{');
        for (name, value) in members {
            writer.separate(&mut first);
            writer.name(name);
            writer.raw(&value.0);
        }
        writer.push('}');
        Self(writer.into_text().into())
    }

    /// An array.
    #[must_use]
    pub fn array(items: impl IntoIterator<Item = Json>) -> Self {
        let items: Vec<Json> = items.into_iter().collect();
        Self::of(&items)
    }

    /// The JSON text.
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.0
    }

    /// What kind of value it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.reader().kind().unwrap_or(Kind::Null)
    }

    /// Reads it as a value of a type; what does not fit is kept raw beside what fits.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn to<T: Value>(&self) -> Result<T, ReadError> {
        super::read(self.0.as_bytes(), Mode::Lenient)
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<String> {
        self.to().ok()
    }

    /// The whole number, if it is one of 64 bits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.to().ok()
    }

    /// The member of this name, if it is an object that has it; the last of equal names.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Json> {
        let members = self.members()?;
        members.into_iter().rfind(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The members, if it is an object.
    #[must_use]
    pub fn members(&self) -> Option<Vec<(String, Json)>> {
        let members = super::model::members_of(&mut self.reader())?;
        Some(members.into_iter().map(|(name, raw)| (name.into_owned(), Self::trusted(raw))).collect())
    }

    /// The items, if it is an array.
    #[must_use]
    pub fn items(&self) -> Option<Vec<Json>> {
        self.to().ok()
    }

    /// The value at a JSON pointer (RFC 6901).
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<Json> {
        let mut value = self.clone();
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            value = match value.kind() {
                Kind::Array => value.items()?.into_iter().nth(step.parse().ok()?)?,
                _ => value.get(&step)?,
            };
        }
        Some(value)
    }

    fn reader(&self) -> Reader<'_> {
        Reader::new(&self.0, Mode::Lenient)
    }

    /// The same value in one spelling: members sorted, numbers normal.
    fn normal(&self) -> String {
        match self.kind() {
            Kind::Object => {
                let mut members = self.members().unwrap_or_default();
                members.sort_by(|(left, _), (right, _)| left.cmp(right));
                let parts: Vec<String> =
                    members.iter().map(|(name, value)| format!("{name:?}:{}", value.normal())).collect();
                format!("{{{}}}", parts.join(","))
            }
            Kind::Array => {
                let items: Vec<String> = self.items().unwrap_or_default().iter().map(Self::normal).collect();
                format!("[{}]", items.join(","))
            }
            Kind::String => format!("{:?}", self.as_str().unwrap_or_default()),
            Kind::Number => self.normal_number(),
            Kind::Boolean | Kind::Null => self.0.to_string(),
        }
    }

    /// Whole numbers by their digits, so that those beyond 53 bits differ where they differ; others as doubles.
    fn normal_number(&self) -> String {
        match self.0.parse::<i128>() {
            Ok(whole) => whole.to_string(),
            Err(_) => match self.0.parse::<f64>() {
                Ok(float) if float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0 => {
                    (float as i64).to_string()
                }
                Ok(float) if float.is_finite() => format!("{float:?}"),
                _ => self.0.to_string(),
            },
        }
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.normal() == other.normal()
    }
}

impl Default for Json {
    fn default() -> Self {
        Self::null()
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        let mut writer = Writer::lenient();
        writer.string(text);
        Self(writer.into_text().into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::of(&value)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::of(&value)
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Self::of(&value)
    }
}

impl Value for Json {
    fn blank() -> Self {
        Self::null()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = Self::trusted(reader.raw()?);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.raw(&self.0);
    }

    fn clear(&mut self) {
        *self = Self::null();
    }

    fn text(&self) -> Text {
        match self.kind() {
            Kind::Null => Text::Absent,
            Kind::String => self.as_str().map_or(Text::Absent, Text::One),
            Kind::Boolean | Kind::Number => Text::One(self.0.to_string()),
            Kind::Array => self.items().unwrap_or_default().text(),
            Kind::Object => {
                let member = |(name, value): (String, Json)| Some((name, value.text().into_one()?));
                Text::Members(self.members().unwrap_or_default().into_iter().filter_map(member).collect())
            }
        }
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        *self = match text {
            Text::Absent => Self::null(),
            Text::One(text) => Self::from(text),
            Text::Many(items) => Self::array(items.into_iter().map(Self::from)),
            Text::Members(members) => {
                Self::object(members.iter().map(|(name, text)| (name.as_str(), Self::from(text.as_str()))))
            }
        };
        Ok(())
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        *self = Self::from(sampler.text());
    }
}
