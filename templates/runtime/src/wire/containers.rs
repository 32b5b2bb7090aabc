//! Lists, maps and what may be absent.

use std::collections::BTreeMap;
use std::fmt;

use super::fault::ReadError;
use super::model::read_or_keep;
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::{Value, wrong_form};
use super::writer::Writer;
use super::{Bytes, Model};

/// `None` is absent.
impl<T: Value> Value for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.insert(T::blank()).read(reader)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.raw("null"),
        }
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn text(&self) -> Text {
        self.as_ref().map_or(Text::Absent, Value::text)
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        if text == Text::Absent {
            *self = None;
            return Ok(());
        }
        self.insert(T::blank()).read_text(text)
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.show(f),
            None => f.write_str("absent"),
        }
    }

    fn as_bytes(&self) -> Option<&Bytes> {
        self.as_ref().and_then(Value::as_bytes)
    }

    fn take_bytes(&mut self, bytes: Bytes) -> bool {
        let mut value = T::blank();
        let taken = value.take_bytes(bytes);
        if taken {
            *self = Some(value);
        }
        taken
    }

    fn model(&self) -> Option<&dyn Model> {
        self.as_ref().and_then(Value::model)
    }

    fn model_mut(&mut self) -> Option<&mut dyn Model> {
        self.get_or_insert_with(T::blank).model_mut()
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        if sampler.may_go_deeper() {
            self.insert(T::blank()).sample(sampler);
        }
    }
}

impl<T: Value> Value for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.clear();
        let mut more = reader.open_array()?;
        while more {
            let mut item = T::blank();
            read_or_keep(&mut item, reader).map_err(|error| error.within(self.len()))?;
            self.push(item);
            more = reader.next_item()?;
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.push('[');
        let mut first = true;
        for (index, item) in self.iter().enumerate() {
            writer.separate(&mut first);
            writer.enter_item(index);
            item.write(writer);
            writer.leave();
        }
        writer.push(']');
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn text(&self) -> Text {
        Text::Many(self.iter().filter_map(|item| item.text().into_one()).collect())
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        let items = match text {
            Text::Many(items) => items,
            Text::One(item) => vec![item],
            Text::Absent => Vec::<String>::new(),
            Text::Members(_) => return Err(wrong_form("a list")),
        };
        self.clear();
        for item in items {
            let mut value = T::blank();
            value.read_text(Text::One(item)).map_err(|error| error.within(self.len()))?;
            self.push(value);
        }
        Ok(())
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|item| Shown(item))).finish()
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        self.clear();
        for _ in 0..2 {
            if sampler.may_go_deeper() {
                let mut item = T::blank();
                sampler.nested(|sampler| item.sample(sampler));
                self.push(item);
            }
        }
    }
}

/// A value in a list or map of `Debug`.
pub(super) struct Shown<'a>(pub(super) &'a dyn Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.clear();
        let mut more = reader.open_object()?;
        while more {
            let name = reader.name()?.into_owned();
            let mut value = T::blank();
            read_or_keep(&mut value, reader).map_err(|error| error.within(&name))?;
            self.insert(name, value);
            more = reader.next_member()?;
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.push('{');
        let mut first = true;
        for (name, value) in self {
            writer.separate(&mut first);
            writer.name(name);
            value.write(writer);
        }
        writer.push('}');
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn text(&self) -> Text {
        let member = |(name, value): (&String, &T)| Some((name.clone(), value.text().into_one()?));
        Text::Members(self.iter().filter_map(member).collect())
    }

    fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
        let Text::Members(members) = text else {
            return Err(wrong_form("an object"));
        };
        self.clear();
        for (name, text) in members {
            let mut value = T::blank();
            value.read_text(Text::One(text)).map_err(|error| error.within(&name))?;
            self.insert(name, value);
        }
        Ok(())
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, value)| (name, Shown(value)))).finish()
    }

    fn entry(&mut self, name: &str) -> Option<&mut dyn Value> {
        Some(BTreeMap::entry(self, name.to_owned()).or_insert_with(T::blank))
    }

    fn forget(&mut self, name: &str) {
        self.remove(name);
    }

    fn write_members(&self, writer: &mut Writer, first: &mut bool) {
        for (name, value) in self {
            writer.separate(first);
            writer.name(name);
            value.write(writer);
        }
    }

    #[cfg(feature = "test-util")]
    fn sample(&mut self, sampler: &mut Sampler) {
        self.clear();
        if sampler.may_go_deeper() {
            let mut value = T::blank();
            sampler.nested(|sampler| value.sample(sampler));
            self.insert(sampler.word(), value);
        }
    }
}
