//! Schemas that cannot hold together: no value is as all of them say.

use std::collections::BTreeSet;

use super::conjunction::Conjunction;
use super::listed::member_schemas;
use super::reader::Reader;
use super::syntax::pointer::address;
use crate::model::KindSet;
use crate::read::node::Node;

/// How deep members are looked into.
const INSIDE: usize = 3;
/// How many members of an object are looked at.
const MEMBERS: usize = 40;

impl<'d> Reader<'d, '_> {
    /// Those of the candidates that some value can be, each with all that it must be.
    pub(super) fn possible_among<T>(
        &mut self,
        candidates: Vec<T>,
        whole: impl Fn(&mut Self, &T) -> Conjunction<'d>,
    ) -> Vec<(T, Conjunction<'d>)> {
        self.effort.start();
        let mut possible = Vec::new();
        for candidate in candidates {
            let all = whole(self, &candidate);
            if !self.quietly(|reader| reader.is_impossible(&all, 0)) {
                possible.push((candidate, all));
            }
        }
        possible
    }

    /// Whether no value can be as all parts say: their kinds or values have nothing in common, or those of a member
    /// that is required.
    fn is_impossible(&mut self, all: &Conjunction<'d>, depth: usize) -> bool {
        let kinds = all.parts.iter().filter_map(|part| self.stated_kinds(part.node)).fold(KindSet::ALL, KindSet::and);
        if kinds.is_empty() || self.common_values(all).is_some_and(|values| values.is_empty()) {
            return true;
        }
        if depth >= INSIDE || self.effort.is_spent() {
            return false;
        }
        let stated = || all.all("required").flat_map(Node::items).filter_map(Node::as_str);
        self.effort.add(all.parts.len() + stated().count());
        let required: BTreeSet<&str> = stated().collect();
        required.into_iter().take(MEMBERS).any(|name| {
            let schemas = member_schemas(all, name);
            schemas.len() > 1 && self.is_impossible_member(&schemas, depth + 1)
        })
    }

    /// What a schema is: where it stands or, where it is nothing but a reference, where that leads.
    pub(super) fn identity(&mut self, node: &'d Node) -> usize {
        let reference = node.get("$ref").and_then(Node::as_str).filter(|_| node.members().len() == 1);
        address(reference.and_then(|text| self.pointed(text)).unwrap_or(node))
    }

    fn is_impossible_member(&mut self, schemas: &[&'d Node], depth: usize) -> bool {
        let together = (schemas.iter().map(|schema| self.identity(schema)).collect(), depth);
        if let Some(known) = self.impossible.get(&together) {
            return *known;
        }
        if self.effort.is_spent() {
            return false;
        }
        let all = self.conjunction(schemas);
        let found = self.is_impossible(&all, depth);
        // Where looking was given up, nothing was found out.
        if found || !self.effort.is_spent() {
            self.impossible.insert(together, found);
        }
        found
    }
}
