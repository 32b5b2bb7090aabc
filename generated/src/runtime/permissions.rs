//! What a program must be allowed, from the operations that it calls. Knows no API; the tables say what each call needs.

use std::collections::{BTreeMap, BTreeSet};

use super::least;
use super::operation::Operation;

/// The least set of permissions with which a program may call some operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least<P> {
    /// The permissions, in the order of the documents.
    pub permissions: Vec<P>,
    /// Whether no smaller set would do. `false` only where there were too many ways to try them all.
    pub is_proven: bool,
}

impl<P> Least<P> {
    /// The same with every permission as something else; what is nothing else is left out.
    #[must_use]
    pub fn map<Q>(self, other: impl FnMut(P) -> Option<Q>) -> Least<Q> {
        Least { permissions: self.permissions.into_iter().filter_map(other).collect(), is_proven: self.is_proven }
    }
}

/// The least set of permissions with which a program may call all of `operations`. Of several of one size it is the one
/// that opens the fewest of `all` operations. Operations of which the documents say nothing need nothing.
#[must_use]
pub fn least(operations: &[&'static Operation], all: &[&'static Operation]) -> Least<&'static str> {
    let named = all.iter().chain(operations).flat_map(|operation| operation.permissions).flat_map(|set| *set);
    let mut names: Vec<&'static str> = Vec::new();
    let mut index: BTreeMap<&'static str, usize> = BTreeMap::new();
    for name in named {
        index.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        });
    }
    let opened = opened(all, &index);
    let sets = |operation: &&'static Operation| {
        let set = |set: &&'static [&'static str]| set.iter().filter_map(|name| index.get(name).copied()).collect();
        operation.permissions.iter().map(set).collect::<Vec<Vec<usize>>>()
    };
    let needs: Vec<Vec<Vec<usize>>> = operations.iter().map(sets).collect();
    let found = least::least(&needs, &|item| opened.get(&item).copied().unwrap_or_default());
    let permissions = found.items.iter().filter_map(|item| names.get(*item).copied()).collect();
    Least { permissions, is_proven: found.is_proven }
}

/// How many operations each permission helps to call.
fn opened(all: &[&'static Operation], index: &BTreeMap<&'static str, usize>) -> BTreeMap<usize, u64> {
    let mut opened = BTreeMap::new();
    for operation in all {
        let names: BTreeSet<&str> = operation.permissions.iter().flat_map(|set| set.iter().copied()).collect();
        for item in names.into_iter().filter_map(|name| index.get(name)) {
            *opened.entry(*item).or_default() += 1;
        }
    }
    opened
}
