//! Lists, maps and what may be absent. The loops are written once, in the reader, for all item types.

use std::collections::BTreeMap;

use super::fault::ReadError;
use super::reader::Reader;
use super::value::{Entries, Form, FormMut, Items, Value};
use super::writer::Writer;

/// `None` is absent.
impl<T: Value> Value for Option<T> {
    fn blank() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let read = self.insert(T::blank()).read(reader);
        if read.is_err() {
            *self = None;
        }
        read
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn form(&self) -> Form<'_> {
        self.as_ref().map_or(Form::Absent, Value::form)
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        self.get_or_insert_with(T::blank).form_mut()
    }
}

impl<T: Value> Items for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> Option<&dyn Value> {
        match self.get(index) {
            Some(item) => Some(item),
            None => None,
        }
    }

    fn empty(&mut self) {
        self.clear();
    }

    fn add(&mut self) -> &mut dyn Value {
        self.push(T::blank());
        match self.last_mut() {
            Some(item) => item,
            None => unreachable!("an item was pushed in the line before"),
        }
    }
}

impl<T: Value> Value for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.items(self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.open_list();
        for item in self {
            writer.item();
            item.write(writer);
        }
        writer.close_list();
    }

    fn form(&self) -> Form<'_> {
        Form::List(self)
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::List(self)
    }
}

impl<T: Value> Entries for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, name: &str) -> Option<&dyn Value> {
        match self.get(name) {
            Some(value) => Some(value),
            None => None,
        }
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Value)) {
        for (name, value) in self {
            visit(name, value);
        }
    }

    fn empty(&mut self) {
        self.clear();
    }

    fn add(&mut self, name: &str) -> &mut dyn Value {
        let entry = self.entry(name.to_owned()).or_insert_with(T::blank);
        *entry = T::blank();
        entry
    }

    fn forget(&mut self, name: &str) {
        self.remove(name);
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        reader.entries(self)
    }

    fn write(&self, writer: &mut Writer) {
        writer.open_object();
        for (name, value) in self {
            writer.name(name);
            value.write(writer);
        }
        writer.close_object();
    }

    fn form(&self) -> Form<'_> {
        Form::Map(self)
    }

    fn clear(&mut self) {
        *self = Self::blank();
    }

    fn form_mut(&mut self) -> FormMut<'_> {
        FormMut::Map(self)
    }
}
