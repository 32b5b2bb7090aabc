//! What a program must be allowed, from the operations that it calls. Knows no API; the tables say what each call needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::least::{self, Alternative, Need};
use crate::operation::{Operation, SecurityRequirement};

/// The least set of permissions with which a program may call some operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least<P> {
    /// The permissions, in the order of the documents.
    pub permissions: Vec<P>,
    /// Whether no smaller set would do. `false` only where there were too many ways to try them all.
    pub is_proven: bool,
}

/// The least set of permissions with which a program may call all of `operations`. Of several of one size it is the one
/// that opens the fewest of `all` operations.
///
/// What an operation may also be called by, without a word on permissions (an API key, say), does not count where another
/// of its requirements names some: nobody knows what the owner of such a key must be allowed. Operations of which nothing
/// else is said need nothing. `permissions` are all that the API has, with their names as they travel.
#[must_use]
pub fn least<P: Copy>(
    operations: &[&'static Operation],
    all: &[&'static Operation],
    permissions: &[P],
    name: impl Fn(P) -> &'static str,
) -> Least<P> {
    let index: BTreeMap<&str, usize> = permissions.iter().enumerate().map(|(at, one)| (name(*one), at)).collect();
    let opened = opened(all, &index);
    let needs: Vec<Vec<Vec<usize>>> = operations.iter().map(|operation| need(operation, &index).into_sets()).collect();
    let found = least::least(&needs, &|item| opened.get(&item).copied().unwrap_or_default());
    let permissions = found.items.iter().filter_map(|item| permissions.get(*item).copied()).collect();
    Least { permissions, is_proven: found.is_proven }
}

/// What an operation needs.
fn need(operation: &'static Operation, index: &BTreeMap<&str, usize>) -> Need {
    let Some(requirements) = operation.security else { return Need::Unsaid };
    let alternative = |requirement: &SecurityRequirement| Alternative {
        needs_proof: !requirement.is_empty(),
        items: requirement.all_permissions().filter_map(|name| index.get(name).copied()).collect(),
    };
    Need::of(requirements.iter().map(alternative).collect())
}

/// How many operations each permission helps to call.
fn opened(all: &[&'static Operation], index: &BTreeMap<&str, usize>) -> BTreeMap<usize, u64> {
    let mut opened = BTreeMap::new();
    for operation in all {
        let names: BTreeSet<&str> =
            operation.requirements().iter().flat_map(SecurityRequirement::all_permissions).collect();
        for item in names.into_iter().filter_map(|name| index.get(name)) {
            *opened.entry(*item).or_default() += 1;
        }
    }
    opened
}
