//! Where the example keeps its objects: in memory, in the order of their creation, by id.

use std::sync::{Mutex, MutexGuard, PoisonError};

use gatewright::runtime::Json;

/// Objects by id.
pub struct Shelf<T> {
    prefix: &'static str,
    state: Mutex<State<T>>,
}

/// What is on it now.
pub struct State<T> {
    made: u64,
    items: Vec<(String, T)>,
}

impl<T> Shelf<T> {
    /// An empty one; ids begin with `prefix` and are 20 characters long.
    pub fn new(prefix: &'static str) -> Self {
        Self { prefix, state: Mutex::new(State { made: 0, items: Vec::new() }) }
    }

    /// For as long as one holds it, nobody else changes anything.
    pub fn open(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an object made from its new id.
    pub fn add(&self, make: impl FnOnce(&str) -> T) -> T
    where
        T: Clone,
    {
        let mut state = self.open();
        state.made += 1;
        let width = 20_usize.saturating_sub(self.prefix.len());
        let id = format!("{}{:0width$}", self.prefix, state.made);
        let item = make(&id);
        state.items.push((id, item.clone()));
        item
    }
}

impl<T> State<T> {
    pub fn all(&self) -> impl ExactSizeIterator<Item = &T> {
        self.items.iter().map(|(_, item)| item)
    }

    pub fn get(&mut self, id: &str) -> Option<&mut T> {
        self.items.iter_mut().find(|(known, _)| known == id).map(|(_, item)| item)
    }

    pub fn remove(&mut self, id: &str) -> Option<T> {
        let at = self.items.iter().position(|(known, _)| known == id)?;
        Some(self.items.remove(at).1)
    }
}

/// Whether an object fits a filter of the form `name eq "text" and other.name sw "text"`; `None` where the filter is of
/// another form.
pub fn fits(object: &Json, filter: &str) -> Option<bool> {
    let mut all = true;
    for condition in filter.split(" and ") {
        let mut words = condition.trim().splitn(3, ' ');
        let (path, operator, value) = (words.next()?, words.next()?, words.next()?);
        let value = value.trim().strip_prefix('"')?.strip_suffix('"')?.to_lowercase();
        let found = object.pointer(&format!("/{}", path.replace('.', "/"))).and_then(|found| found.as_str());
        let found = found.unwrap_or_default().to_lowercase();
        all &= match operator {
            "eq" => found == value,
            "sw" => found.starts_with(&value),
            "co" => found.contains(&value),
            _ => return None,
        };
    }
    Some(all)
}

/// An object with the members of another laid over it, objects member by member.
pub fn merged(old: &Json, new: &Json) -> Json {
    let (Some(mut members), Some(changes)) = (old.members(), new.members()) else { return new.clone() };
    for (name, change) in changes {
        match members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, value)) => *value = merged(value, &change),
            None => members.push((name, change)),
        }
    }
    Json::object(members.iter().map(|(name, value)| (name.as_str(), value.clone())))
}
