//! The least set of permissions, against trying all sets.

use gatewright_runtime::least::least as solve;
use gatewright_runtime::permissions::least;
use gatewright_runtime::{Operation, SchemeRequirement, SecurityRequirement};
use proptest::prelude::*;

/// An operation that is let in by any one of these sets of permissions, whatever proves them.
macro_rules! operation {
    ($($rest:tt)*) => { Operation { security: Some(&[$($rest)*]), ..Operation::PLAIN } };
}

const fn set(permissions: &'static [&'static str]) -> SecurityRequirement {
    SecurityRequirement::permissions(permissions)
}

static READ: Operation = operation![set(&["read"]), set(&["manage"])];
static WRITE: Operation = operation![set(&["write"]), set(&["manage"])];
static BOTH: Operation = operation![set(&["audit", "read"]), set(&["root"])];
static OPEN: Operation = operation![];
static ANYBODY: Operation = operation![set(&[]), set(&["root"])];
static SILENT: Operation = Operation::PLAIN;
static KEY: &[SchemeRequirement] = &[("key", &[])];
static KEY_OR_READ: Operation = operation![SecurityRequirement::schemes(KEY), set(&["read"])];
static KEYED: Operation = operation![SecurityRequirement::schemes(KEY)];
static ALL: &[&Operation] = &[&READ, &WRITE, &BOTH, &OPEN, &ANYBODY, &SILENT, &KEY_OR_READ, &KEYED];
static PERMISSIONS: &[&str] = &["read", "manage", "write", "audit", "root"];

#[track_caller]
fn check(operations: &[&'static Operation], expected: &[&str]) {
    let found = least(operations, ALL, PERMISSIONS, |name| name);
    assert!(found.is_proven);
    assert_eq!(found.permissions, expected);
}

#[test]
fn one_permission_that_serves_two_calls() {
    check(&[&READ, &WRITE], &["manage"]);
}

#[test]
fn of_two_that_will_do_the_one_that_opens_less() {
    check(&[&WRITE], &["write"]);
}

#[test]
fn sets_that_are_needed_as_a_whole() {
    check(&[&READ, &BOTH], &["read", "audit"]);
    check(&[&BOTH], &["root"]);
}

#[test]
fn calls_that_need_nothing() {
    check(&[&OPEN, &ANYBODY, &SILENT, &KEYED], &[]);
    check(&[], &[]);
}

#[test]
fn a_key_of_which_nothing_is_said_saves_no_permission() {
    check(&[&KEY_OR_READ], &["read"]);
}

/// The size and weight of the best of all sets, by trying them all.
fn brute(needs: &[Vec<Vec<usize>>], items: usize) -> (usize, u64) {
    let meets = |chosen: u32| {
        needs
            .iter()
            .all(|need| need.is_empty() || need.iter().any(|set| set.iter().all(|item| chosen & (1 << item) != 0)))
    };
    let cost = |chosen: u32| {
        let weight = (0..items).filter(|item| chosen & (1 << item) != 0).map(weight).sum();
        (chosen.count_ones() as usize, weight)
    };
    (0..1u32 << items).filter(|chosen| meets(*chosen)).map(cost).min().unwrap_or_default()
}

fn weight(item: usize) -> u64 {
    (item as u64 * 7) % 5
}

proptest! {
    #[test]
    fn no_other_set_is_better(needs in prop::collection::vec(prop::collection::vec(prop::collection::vec(0usize..9, 0..4), 0..5), 0..9)) {
        let found = solve(&needs, &weight);
        prop_assert!(found.is_proven);
        let cost = (found.items.len(), found.items.iter().map(|item| weight(*item)).sum());
        prop_assert_eq!(cost, brute(&needs, 9));
        for need in needs.iter().filter(|need| !need.is_empty()) {
            prop_assert!(need.iter().any(|set| set.iter().all(|item| found.items.contains(item))));
        }
        let mut turned = needs.clone();
        turned.reverse();
        prop_assert_eq!(solve(&turned, &weight).items, found.items);
    }
}

#[test]
fn a_hard_case_is_cut_short_and_says_so() {
    // Every pair of 40 items: all but one are needed, and there are 40 ways.
    let needs: Vec<Vec<Vec<usize>>> =
        (0..40).flat_map(|one| (0..one).map(move |other| vec![vec![one], vec![other]])).collect();
    let found = solve(&needs, &|_| 1);
    assert_eq!(found, solve(&needs, &|_| 1));
    assert!(found.items.len() == 39 && !found.is_proven);
}
