//! Catalogues: requests that a vendor names and sorts into folders, each of which stands for an operation.

use crate::Operation;

/// A named request of a catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// As the vendor calls it.
    pub name: &'static str,
    /// Where it stands: the collection, then folders.
    pub place: &'static [&'static str],
    /// What it calls.
    pub target: Target,
}

/// What an [`Entry`] calls.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// An operation, with query parameters that are set already, with a value where it is known.
    Operation(&'static Operation, &'static [(&'static str, Option<&'static str>)]),
    /// The documents do not say what is sent, for this reason.
    Unresolved(&'static str),
}

impl Entry {
    /// The operation that the entry stands for, if that is known.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        match self.target {
            Target::Operation(operation, _) => Some(operation),
            Target::Unresolved(_) => None,
        }
    }
}
