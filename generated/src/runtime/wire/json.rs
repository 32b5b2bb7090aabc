//! Any JSON value, kept as received.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::fault::ReadError;
use super::reader::{Kind, Mode, Number, Reader};
use super::text::Text;
use super::value::{Become, Form, FormMut, Scalar, ScalarMut, Value};
use super::writer::Writer;

/// Any JSON value. Numbers keep every digit and objects the order of their members.
///
/// Two values are equal when they say the same: the order of members, white space, escapes and spellings of
/// numbers do not count.
#[derive(Clone, Default)]
pub struct Json {
    /// Valid JSON without white space between tokens; empty for null.
    text: Box<str>,
}

impl Json {
    /// The value that a text spells.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn parse(text: &str) -> Result<Self, ReadError> {
        Self::parse_bytes(text.as_bytes())
    }

    /// The value that octets spell.
    ///
    /// # Errors
    /// When they are not JSON in UTF-8.
    pub fn parse_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        super::read(bytes, Mode::Lenient)
    }

    /// A text that is known to be JSON.
    pub(super) fn trusted(text: &str) -> Self {
        match text {
            "null" => Self::default(),
            text => Self { text: compact(text).into() },
        }
    }

    /// The same, for a text that is known to be without white space between tokens.
    pub(super) fn dense(text: &str) -> Self {
        if text == "null" { Self::default() } else { Self { text: text.into() } }
    }

    /// Null.
    #[must_use]
    pub fn null() -> Self {
        Self::default()
    }

    /// Any value as JSON.
    #[must_use]
    pub fn of(value: &dyn Value) -> Self {
        Self::trusted(&super::write(value))
    }

    /// As the text of a parameter.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::of(self)
    }

    /// The text, without white space between tokens.
    #[must_use]
    pub fn as_text(&self) -> &str {
        if self.text.is_empty() { "null" } else { &self.text }
    }

    /// What kind of value it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.reader().kind().unwrap_or(Kind::Null)
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    fn reader(&self) -> Reader<'_> {
        Reader::new(self.as_text(), Mode::Lenient)
    }

    /// The text, if it is a string. Half a surrogate pair becomes U+FFFD.
    #[must_use]
    pub fn as_str(&self) -> Option<String> {
        self.reader().string_or_lossy().ok().map(Cow::into_owned)
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        self.reader().boolean().ok()
    }

    /// The whole number, if it is one of 64 bits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.reader().integer64().ok()
    }

    /// The number that is nearest, if it is a number.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.reader().number().ok()?.parse().ok()
    }

    /// The items, if it is a list.
    #[must_use]
    pub fn items(&self) -> Option<Vec<Json>> {
        let mut reader = self.reader();
        let mut items = Vec::new();
        let mut more = reader.open_list().ok()?;
        while more {
            items.push(reader.json().ok()?);
            more = reader.next_item().ok()?;
        }
        Some(items)
    }

    /// The members in the order in which they are written, if it is an object.
    #[must_use]
    pub fn members(&self) -> Option<Vec<(String, Json)>> {
        let mut reader = self.reader();
        let mut members = Vec::new();
        let mut more = reader.open_object().ok()?;
        while more {
            members.push((reader.name_lossy().ok()?.into_owned(), reader.json().ok()?));
            more = reader.next_member().ok()?;
        }
        Some(members)
    }

    /// The member of this name (the last one), if it is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Json> {
        self.find(name).map(Json::trusted)
    }

    /// The part that a JSON pointer (RFC 6901) leads to.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> Option<Json> {
        let Some(steps) = pointer.strip_prefix('/') else { return pointer.is_empty().then(|| self.clone()) };
        let mut place = self.clone();
        for step in steps.split('/') {
            let name = step.replace("~1", "/").replace("~0", "~");
            place = match place.kind() {
                Kind::Object => place.get(&name)?,
                Kind::Array => place.item(name.parse().ok()?)?,
                _ => return None,
            };
        }
        Some(place)
    }

    /// The item of this index, if it is a list that has it.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<Json> {
        let mut reader = self.reader();
        let mut more = reader.open_list().ok()?;
        for _ in 0..index {
            if !more {
                return None;
            }
            reader.raw().ok()?;
            more = reader.next_item().ok()?;
        }
        if more { reader.json().ok() } else { None }
    }

    /// The members by name; of two of one name the last.
    pub(super) fn by_name(&self) -> BTreeMap<String, Json> {
        self.members().unwrap_or_default().into_iter().collect()
    }

    fn find(&self, name: &str) -> Option<&str> {
        let mut reader = self.reader();
        let mut found = None;
        let mut more = reader.open_object().ok()?;
        while more {
            let this = reader.name_lossy().ok()? == name;
            let value = reader.raw().ok()?;
            if this {
                found = Some(value);
            }
            more = reader.next_member().ok()?;
        }
        found
    }

    /// Reads it as a value of a type; what does not fit is kept raw beside what fits.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn to<T: Value>(&self) -> Result<T, ReadError> {
        let mut value = T::blank();
        (&mut value as &mut dyn Value).read(&mut self.reader())?;
        Ok(value)
    }

    /// An array.
    #[must_use]
    pub fn array(items: impl IntoIterator<Item = Json>) -> Self {
        let mut writer = Writer::lenient();
        writer.open_list();
        for item in items {
            writer.item();
            writer.raw(item.as_text());
        }
        writer.close_list();
        Self { text: writer.into_text().into() }
    }

    /// An object.
    #[must_use]
    pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Json)>) -> Self {
        let mut writer = Writer::lenient();
        writer.open_object();
        for (name, value) in members {
            writer.name(name);
            writer.raw(value.as_text());
        }
        writer.close_object();
        Self { text: writer.into_text().into() }
    }
}

/// Drops white space between tokens of JSON.
fn compact(text: &str) -> Cow<'_, str> {
    if !text.contains([' ', '\n', '\r', '\t']) {
        return Cow::Borrowed(text);
    }
    let mut compact = String::with_capacity(text.len());
    let mut quoted = false;
    let mut escaped = false;
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            ' ' | '\n' | '\r' | '\t' if !quoted => continue,
            _ => {}
        }
        compact.push(character);
    }
    Cow::Owned(compact)
}

impl Value for Json {
    fn blank() -> Self {
        Self::default()
    }

    fn form(&self) -> Form<'_> {
        Form::Scalar(Scalar::Json(self))
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Scalar(ScalarMut::Json(self))
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        if self.as_text() == other.as_text() {
            return true;
        }
        match (self.kind(), other.kind()) {
            (Kind::Number, Kind::Number) => Number::parse(self.as_text()) == Number::parse(other.as_text()),
            (Kind::String, Kind::String) => self.as_str() == other.as_str(),
            (Kind::Array, Kind::Array) => self.items() == other.items(),
            (Kind::Object, Kind::Object) => self.by_name() == other.by_name(),
            _ => false,
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_text())
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_text())
    }
}

impl std::str::FromStr for Json {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        Self::parse(text)
    }
}

impl From<&str> for Json {
    /// A string; use [`Json::parse`] for a JSON text.
    fn from(text: &str) -> Self {
        let mut writer = Writer::lenient();
        writer.string(text);
        Self { text: writer.into_text().into() }
    }
}

impl From<String> for Json {
    /// A string; use [`Json::parse`] for a JSON text.
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

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::of(&value)
    }
}

impl From<f64> for Json {
    /// A number; null if it is not finite.
    fn from(value: f64) -> Self {
        Self::of(&value)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Self::array(items)
    }
}
