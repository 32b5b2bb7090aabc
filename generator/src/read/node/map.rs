//! Mappings: members in document order, found by key without a search through all of them.

use super::{DUPLICATE, Node};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Members by key, in document order; keys are distinct.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    members: Vec<Member>,
    /// Indices of `members` sorted by key, for maps that are too large to be searched from the front.
    sorted: Vec<u32>,
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
    /// A map of these members. A key that stands again is reported, and its first value stays.
    pub(crate) fn new(mut members: Vec<Member>, diagnostics: &mut Diagnostics) -> Self {
        let mut sorted: Vec<u32> = (0u32..).zip(&members).map(|(index, _)| index).collect();
        let key = |index: &u32| members.get(*index as usize).map(|member| member.key.as_str());
        sorted.sort_by(|left, right| key(left).cmp(&key(right)).then(left.cmp(right)));
        let mut again = Vec::new();
        let mut first = None;
        for &index in &sorted {
            let Some(member) = members.get(index as usize) else { continue };
            match first.and_then(|first: u32| members.get(first as usize)) {
                Some(earlier) if earlier.key == member.key => {
                    diagnostics.push(duplicate(earlier, member));
                    again.push(index);
                }
                _ => first = Some(index),
            }
        }
        if !again.is_empty() {
            again.sort_unstable();
            let mut index = 0;
            members.retain(|_| {
                index += 1;
                again.binary_search(&(index - 1)).is_err()
            });
            return Self::new(members, diagnostics);
        }
        if members.len() <= SEARCHED {
            sorted = Vec::new();
        }
        Self { members, sorted }
    }

    /// The member of this key.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Member> {
        if self.sorted.is_empty() {
            return self.members.iter().find(|member| member.key == key);
        }
        let at = |index: u32| self.members.get(index as usize);
        let found =
            self.sorted.binary_search_by(|index| at(*index).map(|member| member.key.as_str()).cmp(&Some(key))).ok()?;
        at(*self.sorted.get(found)?)
    }

    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
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

fn duplicate(first: &Member, again: &Member) -> Diagnostic {
    Diagnostic::error(&DUPLICATE, again.key_span, format!("the key `{}` stands twice in one map", again.key))
        .label("here again")
        .related(first.key_span, "first here")
        .help("remove or rename one of the two")
}
