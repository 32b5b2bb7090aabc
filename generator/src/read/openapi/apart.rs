//! Alternatives that no discriminator tells apart: the member that all of them require, with other values in each. Where
//! an alternative is itself one of several, these must all fix it.

use std::collections::HashSet;

use super::conjunction::Conjunction;
use super::discriminator::Told;
use super::reader::Reader;
use crate::model::Json;
use crate::read::node::Node;

/// How many members are tried.
const NAMES: usize = 8;

/// How many alternatives within alternatives are looked at for one member.
const ALTERNATIVES: usize = 1_000;

/// How deep alternatives within alternatives may be.
const DEPTH: usize = 4;

impl<'d> Reader<'d, '_> {
    /// The first member that every branch requires and fixes to values that no other has.
    pub(super) fn told_apart(&mut self, branches: &[Conjunction<'d>]) -> Option<Told<'d>> {
        self.quietly(|reader| {
            let names = reader.fixed_names(branches.first()?, DEPTH);
            names.into_iter().find_map(|name| reader.told_by(branches, name))
        })
    }

    fn told_by(&mut self, branches: &[Conjunction<'d>], name: &'d str) -> Option<Told<'d>> {
        let mut search = Search { name, left: ALTERNATIVES };
        let mut known = HashSet::new();
        let mut tags = Vec::new();
        for branch in branches {
            let fixed = self.fixed_by_all(branch, &mut search, DEPTH)?;
            if !fixed.iter().all(|value| known.insert(value.clone())) {
                return None;
            }
            tags.push(fixed);
        }
        Some(Told { member: name.to_owned(), tags, other: None })
    }

    /// Members that a schema requires and fixes, or the first of its alternatives does.
    fn fixed_names(&mut self, all: &Conjunction<'d>, depth: usize) -> Vec<&'d str> {
        let required: Vec<&'d str> = all.all("required").flat_map(Node::items).filter_map(Node::as_str).collect();
        let mut names: Vec<&'d str> =
            required.into_iter().filter(|name| !self.fixed_in(all, name).is_empty()).take(NAMES).collect();
        if names.is_empty()
            && let Some(depth) = depth.checked_sub(1)
            && let Some(first) = self.inner_branches(all).into_iter().next()
        {
            names = self.fixed_names(&first, depth);
        }
        names
    }

    /// The values to which a schema that requires a member fixes it; of alternatives, those of each.
    fn fixed_by_all(&mut self, all: &Conjunction<'d>, search: &mut Search<'d>, depth: usize) -> Option<Vec<Json>> {
        search.left = search.left.checked_sub(1)?;
        let fixed = self.fixed_in(all, search.name);
        if requires(all, search.name) && !fixed.is_empty() {
            return Some(fixed);
        }
        let depth = depth.checked_sub(1)?;
        let (mut values, mut known) = (Vec::new(), HashSet::new());
        for branch in self.inner_branches(all) {
            let found = self.fixed_by_all(&branch, search, depth)?;
            values.extend(found.into_iter().filter(|value| known.insert(value.clone())));
        }
        (!values.is_empty()).then_some(values)
    }

    /// What a schema may be, each with what holds for all: the branches of its only list of them.
    fn inner_branches(&mut self, all: &Conjunction<'d>) -> Vec<Conjunction<'d>> {
        let lists = self.lists_of_branches(all);
        let [list] = lists.as_slice() else { return Vec::new() };
        let rest = all.rest();
        list.items().take(ALTERNATIVES).map(|branch| rest.and(&self.conjunction(&[branch]))).collect()
    }
}

/// The member that is looked for, and how many alternatives may still be looked at.
struct Search<'d> {
    name: &'d str,
    left: usize,
}

fn requires(all: &Conjunction<'_>, name: &str) -> bool {
    all.all("required").flat_map(Node::items).any(|item| item.as_str() == Some(name))
}
