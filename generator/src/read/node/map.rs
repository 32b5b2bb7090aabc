//! Mappings: members in document order, found by key without a search through all of them. Of members of one key the last
//! counts, as JSON parsers have it.

use std::collections::BTreeMap;

use super::{DUPLICATE, Node, Value, scalar};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Members by key, in document order; keys are distinct.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    members: Vec<Member>,
    /// What few maps have; documents are many small ones.
    rare: Option<Box<Rare>>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Rare {
    /// Indices of `members` sorted by key, for maps that are too large to be searched from the front.
    sorted: Vec<u32>,
    /// Members whose key stands again later.
    replaced: Vec<Member>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// As text, also where it was written as a number.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// What it is for.
    pub value: Node,
}

/// Maps of more members are searched through an index.
const SEARCHED: usize = 12;

impl Map {
    /// A map of these members. A key that stands again is reported, and its last value counts.
    pub(crate) fn new(members: Vec<Member>, diagnostics: &mut Diagnostics) -> Self {
        if members.len() <= SEARCHED && !has_repeated(&members) {
            return Self { members, rare: None };
        }
        let sorted = sorted(&members);
        let key = |index: &u32| members.get(*index as usize).map(|member| member.key.as_str());
        let again = sorted.windows(2).filter_map(|pair| match pair {
            [earlier, later] if key(earlier) == key(later) => Some((*earlier, *later)),
            _ => None,
        });
        let again: BTreeMap<u32, u32> = again.collect();
        if again.is_empty() {
            return Self::distinct(members, Vec::new());
        }
        for (earlier, later) in &again {
            if let (Some(earlier), Some(later)) = (members.get(*earlier as usize), members.get(*later as usize)) {
                diagnostics.push(duplicate(earlier, later));
            }
        }
        let mut index = 0..;
        let (replaced, members) =
            members.into_iter().partition(|_| index.next().is_some_and(|index| again.contains_key(&index)));
        Self::distinct(members, replaced)
    }

    /// A map of members of which no key stands twice.
    pub(super) fn distinct(members: Vec<Member>, replaced: Vec<Member>) -> Self {
        let sorted = if members.len() > SEARCHED { sorted(&members) } else { Vec::new() };
        let is_rare = !sorted.is_empty() || !replaced.is_empty();
        Self { members, rare: is_rare.then(|| Box::new(Rare { sorted, replaced })) }
    }

    /// Members that do not count because their key stands again, in document order.
    pub(crate) fn replaced(&self) -> &[Member] {
        self.rare.as_deref().map_or(&[], |rare| &rare.replaced)
    }

    fn sorted(&self) -> &[u32] {
        self.rare.as_deref().map_or(&[], |rare| &rare.sorted)
    }

    /// Takes out the members that the condition refuses; it may change the values of the others.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&mut Member) -> bool) {
        let mut members = std::mem::take(&mut self.members);
        let before = members.len();
        members.retain_mut(keep);
        if members.len() < before {
            let replaced = self.rare.take().map(|rare| rare.replaced).unwrap_or_default();
            *self = Self::distinct(members, replaced);
        } else {
            self.members = members;
        }
    }

    /// The member of this key.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member> {
        let sorted = self.sorted();
        if sorted.is_empty() {
            return self.members.iter().find(|member| member.key == key);
        }
        let at = |index: u32| self.members.get(index as usize);
        let found =
            sorted.binary_search_by(|index| at(*index).map(|member| member.key.as_str()).cmp(&Some(key))).ok()?;
        at(*sorted.get(found)?)
    }

    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// Changes the member of this key, and perhaps the key. The new one must be free.
    pub(crate) fn change(&mut self, key: &str, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.iter_mut().find(|member| member.key == key) {
            change(member);
            if let Some(rare) = self.rare.as_deref_mut().filter(|rare| !rare.sorted.is_empty()) {
                rare.sorted = sorted(&self.members);
            }
        }
    }

    /// The last member that starts at or before a place.
    pub(super) fn at(&self, place: Span) -> Option<&Member> {
        let index = self.members.partition_point(|member| member.key_span.start <= place.start).checked_sub(1)?;
        self.members.get(index)
    }

    /// The members in document order.
    pub fn iter(&self) -> std::slice::Iter<'_, Member> {
        self.members.iter()
    }

    /// The same, with values that may be changed.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Member> {
        self.members.iter_mut()
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Whether a key stands twice in few members.
fn has_repeated(members: &[Member]) -> bool {
    let mut rest = members;
    while let Some((first, others)) = rest.split_first() {
        if others.iter().any(|other| other.key == first.key) {
            return true;
        }
        rest = others;
    }
    false
}

/// Indices of members by their keys; those of one key in document order.
fn sorted(members: &[Member]) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0u32..).zip(members).map(|(index, _)| index).collect();
    let key = |index: &u32| members.get(*index as usize).map(|member| member.key.as_str());
    sorted.sort_by(|left, right| key(left).cmp(&key(right)).then(left.cmp(right)));
    sorted
}

fn duplicate(first: &Member, again: &Member) -> Diagnostic {
    let key = &again.key;
    let (problem, label) = if are_two_in_yaml(first, again) {
        let message = format!("`{key}` and the text '{key}' are two keys in YAML and one in JSON");
        (Diagnostic::error(&DUPLICATE, again.key_span, message), "here again")
    } else {
        let message = format!("the key `{key}` stands twice in one map");
        (Diagnostic::warning(&DUPLICATE, again.key_span, message), "the last one counts")
    };
    problem.label(label).related(first.key_span, "first here").help("remove or rename one of the two")
}

/// Whether one of two keys is text and the other a number, a boolean or null: nobody has said the same thing twice.
fn are_two_in_yaml(first: &Member, again: &Member) -> bool {
    let length = |member: &Member| member.key_span.end - member.key_span.start;
    length(first) != length(again) && !matches!(scalar::plain(&again.key), Some(Value::String(_)))
}
