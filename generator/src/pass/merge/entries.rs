//! Named requests of catalogues, from several documents.
//!
//! Entries meet by place and name. An entry of a supplement that has no place stands for every entry of its name, as far
//! as no other entry of the supplement names the place.

use std::collections::HashMap;

use super::{REPEATED, operations};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Entry, Model, Target};
use crate::project::Role;

/// Warns of a supplement for the entry `Delete a usre`.
pub(super) static UNKNOWN_ENTRY: Code = Code {
    name: "merge/unknown-entry",
    page: "A supplement names a request of a catalogue that no document has.\n\n\
           The name or the place may be misspelt; names are compared as the document writes them, mistakes included. An \
           entry with a place is added; one without a place stands for no entry and is left out.",
};

/// Adds the entries of one more document.
pub(super) fn join(
    model: &mut Model,
    entries: Vec<Entry>,
    operations: &operations::Moved,
    role: Role,
    diagnostics: &mut Diagnostics,
) {
    let index = Index::of(&model.entries);
    let stated = vec![false; model.entries.len()];
    let mut join = Join { known: &mut model.entries, index, stated, role, diagnostics };
    let (everywhere, somewhere): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| join.is_everywhere(entry));
    for mut entry in somewhere {
        operations.correct(&mut entry);
        join.somewhere(entry);
    }
    for mut entry in everywhere {
        operations.correct(&mut entry);
        join.everywhere(&entry);
    }
}

/// The entries of several documents, while those of one more are added.
struct Join<'a> {
    known: &'a mut Vec<Entry>,
    index: Index,
    /// Which of them the document names with their place.
    stated: Vec<bool>,
    role: Role,
    diagnostics: &'a mut Diagnostics,
}

impl Join<'_> {
    /// Whether an entry stands for every entry of its name.
    fn is_everywhere(&self, entry: &Entry) -> bool {
        self.role == Role::Supplement && entry.place.is_empty() && !self.index.by_place.contains_key(&key(entry))
    }

    fn somewhere(&mut self, entry: Entry) {
        if let Some(&at) = self.index.by_place.get(&key(&entry)) {
            if let (Some(known), Some(stated)) = (self.known.get_mut(at), self.stated.get_mut(at)) {
                *stated = true;
                replace(known, &entry, self.role, self.diagnostics);
            }
            return;
        }
        if self.role == Role::Supplement && !self.index.by_name.is_empty() {
            self.diagnostics.push(unknown(&entry, "added"));
        }
        self.index.by_place.insert(key(&entry), self.known.len());
        self.stated.push(true);
        self.known.push(entry);
    }

    fn everywhere(&mut self, entry: &Entry) {
        let places = self.index.by_name.get(&entry.wire).map(Vec::as_slice).unwrap_or_default();
        if places.is_empty() {
            self.diagnostics.push(unknown(entry, "left out"));
        }
        let open: Vec<usize> = places.iter().filter(|at| self.stated.get(**at) == Some(&false)).copied().collect();
        // What the documents show of some places need not be said again for the others.
        let is_new = |at: &usize| self.known.get(*at).is_some_and(|known| known.target != entry.target);
        if !open.is_empty() && !open.iter().any(is_new) {
            self.diagnostics.push(repeated(entry));
        }
        for at in open {
            if let Some(known) = self.known.get_mut(at) {
                known.target = entry.target.clone();
                known.origin = entry.origin;
            }
        }
    }
}

/// Where entries are, by place and name, and by name alone.
struct Index {
    by_place: HashMap<(Vec<String>, String), usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(entries: &[Entry]) -> Self {
        let mut index = Self { by_place: HashMap::new(), by_name: HashMap::new() };
        for (at, entry) in entries.iter().enumerate() {
            index.by_place.entry(key(entry)).or_insert(at);
            index.by_name.entry(entry.wire.clone()).or_default().push(at);
        }
        index
    }
}

fn key(entry: &Entry) -> (Vec<String>, String) {
    (entry.place.clone(), entry.wire.clone())
}

/// Of two entries with one place and name the one that knows its operation wins; a supplement always does.
fn replace(known: &mut Entry, entry: &Entry, role: Role, diagnostics: &mut Diagnostics) {
    if role == Role::Supplement && known.target == entry.target {
        diagnostics.push(repeated(entry).related(known.origin.span(), "stated here"));
    }
    if role == Role::Supplement || matches!(entry.target, Target::Operation { .. }) {
        *known = entry.clone();
    }
}

fn unknown(entry: &Entry, what: &str) -> Diagnostic {
    let message = format!("no document has a request `{}`", entry.wire);
    Diagnostic::warning(&UNKNOWN_ENTRY, entry.origin.span(), message).label(what)
}

fn repeated(entry: &Entry) -> Diagnostic {
    let message = format!("the documents already say what `{}` calls", entry.wire);
    Diagnostic::warning(&REPEATED, entry.origin.span(), message).label("said before").help("remove the entry")
}
