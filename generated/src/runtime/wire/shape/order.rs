//! How members are found: by what followed last time, else by length and name.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Member, Name};

/// What helps to find the members of a table.
#[derive(Debug)]
pub(super) struct Order {
    /// By index of the member.
    names: Box<[Name]>,
    /// Indices of the members, in the order of the lengths of their names, then of the names.
    sorted: Box<[usize]>,
    /// By length of a name: how many are shorter.
    shorter: Box<[usize]>,
    /// By place in an object: the member that stood there in the last object whose order was another one. Threads may
    /// overwrite each other's; then a guess is wrong, and the member is looked up.
    next: Box<[AtomicUsize]>,
}

impl Order {
    pub(super) fn new(members: &[Member]) -> Self {
        let mut sorted: Vec<usize> = (0..members.len()).collect();
        sorted.sort_by_key(|index| key(members, *index));
        let longest = members.iter().map(|member| member.name.len()).max().unwrap_or_default();
        let mut shorter = vec![0; longest + 2];
        for member in members {
            if let Some(count) = shorter.get_mut(member.name.len() + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for count in &mut shorter {
            before += *count;
            *count = before;
        }
        let next = (0..=members.len()).map(AtomicUsize::new).collect();
        let names = members.iter().map(|member| Name::new(member.name)).collect();
        Self { names, sorted: sorted.into(), shorter: shorter.into(), next }
    }

    /// By index of the member, its name as it is written.
    pub(super) fn names(&self) -> &[Name] {
        &self.names
    }

    /// The member that is likely to stand at a place.
    #[inline]
    pub(super) fn after(&self, place: usize) -> usize {
        self.next.get(place).map_or(usize::MAX, |next| next.load(Ordering::Relaxed))
    }

    /// Notes which member stood at a place.
    pub(super) fn learn(&self, place: usize, index: usize) {
        if let Some(next) = self.next.get(place) {
            next.store(index, Ordering::Relaxed);
        }
    }

    /// The index of the member of this name.
    pub(super) fn find(&self, members: &[Member], name: &str) -> Option<usize> {
        let (from, to) = (*self.shorter.get(name.len())?, *self.shorter.get(name.len() + 1)?);
        let alike = self.sorted.get(from..to)?;
        let at = alike.binary_search_by(|index| key(members, *index).1.cmp(name)).ok()?;
        alike.get(at).copied()
    }
}

fn key(members: &[Member], index: usize) -> (usize, &str) {
    members.get(index).map_or((0, ""), |member| (member.name.len(), member.name))
}
