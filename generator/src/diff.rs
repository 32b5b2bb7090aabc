//! What a client or a server would notice when one API becomes another: operations, what they take and return, who may
//! call. Knows two finished models, and no format and no Rust.
//!
//! Types are compared by what may travel where they are used, not by name, so that two documents of different formats can
//! be compared. What matters is who sends: in a request the client, in a response the server.
//!
//! - **Clients** break when a program written against the old API fails with a server of the new one.
//! - **Servers** break when a program written against the old API fails with a client of the new one.

mod bodies;
mod choices;
mod conditions;
mod encodings;
mod objects;
mod operations;
mod parameters;
mod permissions;
mod report;
mod responses;
mod rules;
mod scalars;
mod security;
mod site;
mod types;

use std::collections::{HashSet, VecDeque};

use crate::diag::Code;
use crate::model::{Model, Ref};
use crate::source::Span;

use conditions::Demands;
pub use rules::CODES;
pub use site::Position;
use site::Site;
use types::Key;

/// Something that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of change; `explain` has a page for each.
    pub rule: &'static Code,
    /// The operation, as method and path; of a type that several use, the first. Empty for the API as a whole.
    pub operation: String,
    /// Where in the operation: `response 200, items, name`. Empty for the operation itself.
    pub place: String,
    /// Who sends it.
    pub position: Position,
    /// What it was and what it is, in words.
    pub what: String,
    /// Whether a client of the old API may fail with a server of the new one.
    pub breaks_clients: bool,
    /// Whether a server of the old API may fail with a client of the new one.
    pub breaks_servers: bool,
    /// Where the old documents say what was.
    pub old: Option<Span>,
    /// Where the new documents say what is.
    pub new: Option<Span>,
}

/// All changes, in the order of the old API; what is only in the new one comes last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// The changes.
    pub changes: Vec<Change>,
}

/// Compares two finished models.
#[must_use]
pub fn compare(old: &Model, new: &Model) -> Difference {
    let demands = Demands::of(old, new);
    let mut differ = Differ { old, new, demands, changes: Vec::new(), seen: HashSet::new(), queue: VecDeque::new() };
    differ.api();
    differ.operations();
    differ.permissions();
    Difference { changes: differ.changes }
}

/// Two models, and what was found so far.
struct Differ<'a> {
    old: &'a Model,
    new: &'a Model,
    demands: Demands<'a>,
    changes: Vec<Change>,
    /// Pairs of types that were compared, so that types that hold themselves come to an end.
    seen: HashSet<(Key, Key, Position)>,
    /// Pairs of types to compare. Types may hold types without end, so this is no recursion.
    queue: VecDeque<(&'a Ref, &'a Ref, Site)>,
}

/// What a change does to the values that may travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Values {
    /// Something that was allowed is not any more.
    fewer: bool,
    /// Something is allowed that was not.
    more: bool,
}

impl Values {
    const SAME: Self = Self { fewer: false, more: false };
    const FEWER: Self = Self { fewer: true, more: false };
    const MORE: Self = Self { fewer: false, more: true };
    const OTHER: Self = Self { fewer: true, more: true };
}

impl Differ<'_> {
    /// Adds a change of what may travel. Whom it breaks follows from who sends.
    fn values(&mut self, rule: &'static Code, site: &Site, what: impl Into<String>, values: Values) {
        let (clients, servers) = match site.position {
            Position::Request => (values.fewer, values.more),
            Position::Response => (values.more, values.fewer),
            Position::Neither => (values != Values::SAME, values != Values::SAME),
        };
        self.change(rule, site, what, (clients, servers));
    }

    /// Adds a change that is known to break clients, servers, or neither.
    fn change(&mut self, rule: &'static Code, site: &Site, what: impl Into<String>, breaks: (bool, bool)) {
        self.changes.push(Change {
            rule,
            operation: site.operation.to_string(),
            place: site.path.clone(),
            position: site.position,
            what: what.into(),
            breaks_clients: breaks.0,
            breaks_servers: breaks.1,
            old: site.old,
            new: site.new,
        });
    }
}

impl Difference {
    /// How many changes break clients, and how many break servers.
    #[must_use]
    pub fn breaking(&self) -> (usize, usize) {
        let count = |breaks: fn(&Change) -> bool| self.changes.iter().filter(|change| breaks(change)).count();
        (count(|change| change.breaks_clients), count(|change| change.breaks_servers))
    }
}
