//! Lists and maps. The loops over them are written once, for all item types.

use std::collections::BTreeMap;

use super::value::{Become, Entries, Form, FormMut, Items, Value};

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

    fn form(&self) -> Form<'_> {
        Form::List(self)
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
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

    fn form(&self) -> Form<'_> {
        Form::Map(self)
    }

    fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
        FormMut::Map(self)
    }
}
