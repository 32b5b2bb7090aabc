//! The values that schemas list, by `enum`, `const` and alternatives of such, and which of them all that hold together allow.

use std::rc::Rc;

use super::conjunction::Conjunction;
use super::fact::kind::kind_of;
use super::fact::listed::values;
use super::fact::prose::Side;
use super::fact::same::equal;
use super::reader::Reader;
use super::state::listing::{Listed, Listing};
use super::syntax::pointer::address;
use crate::model::{Json, KindSet, compared};
use crate::read::node::{Node, Value};

/// How deep alternatives within alternatives are looked into.
const DEPTH: usize = 8;

impl<'d> Reader<'d, '_> {
    /// The only values that all parts allow, if any part lists values; null among them. Where the lists have nothing in
    /// common there are none.
    pub(super) fn common_values(&mut self, all: &Conjunction<'d>) -> Option<Vec<Listed<'d>>> {
        self.common_within(all, 0)
    }

    fn common_within(&mut self, all: &Conjunction<'d>, depth: usize) -> Option<Vec<Listed<'d>>> {
        let mut lists = Vec::new();
        let mut open = Vec::new();
        for part in &all.parts {
            lists.extend(stated(part.node, all).map(Rc::new));
            for key in ["oneOf", "anyOf"].iter().filter(|_| part.union) {
                let Some(branches) = part.node.get(key).and_then(Node::as_list).filter(|list| !list.is_empty()) else {
                    continue;
                };
                match self.alternatives(branches, depth) {
                    Some(values) => lists.push(Rc::new(values)),
                    None => open.push(branches),
                }
            }
        }
        self.effort.add(lists.iter().map(|list| list.len()).sum());
        let (at, _) = lists.iter().enumerate().min_by_key(|(_, list)| list.len())?;
        let shortest = lists.swap_remove(at);
        let mut common = intersection(&shortest, &lists);
        for branches in open {
            let kinds = self.allowed_kinds(branches);
            common.retain(|value| kinds.covers(kind_of(value.node)));
        }
        Some(common)
    }

    /// The values of alternatives that all list theirs.
    fn alternatives(&mut self, branches: &'d [Node], depth: usize) -> Option<Vec<Listed<'d>>> {
        let mut found: Vec<Listed<'d>> = Vec::new();
        let mut known = Lookup::default();
        for branch in branches {
            let values = self.values_of(branch, depth + 1)?;
            let is_only = values.len() == 1;
            for value in values.iter().filter(|value| known.is_new(value.node)) {
                found.push(if is_only { described(*value, branch) } else { *value });
            }
        }
        Some(found)
    }

    /// The values that a schema lists.
    pub(super) fn values_of(&mut self, node: &'d Node, depth: usize) -> Option<Rc<Vec<Listed<'d>>>> {
        let known = self.listings.get(&address(node)).filter(|known| known.cut_at.is_none_or(|at| at <= depth));
        if let Some(Listing { values, cut_at }) = known {
            self.is_cut |= cut_at.is_some();
            return values.clone();
        }
        if depth > DEPTH {
            self.is_cut = true;
            return None;
        }
        // A schema that leads back to itself lists nothing by that.
        self.listings.insert(address(node), Listing::default());
        let outer = std::mem::take(&mut self.is_cut);
        let found = self.quietly(|reader| {
            let all = reader.conjunction(&[node]);
            reader.common_within(&all, depth)
        });
        let values = found.or_else(|| self.is_null(node).then(Vec::new)).map(Rc::new);
        let cut_at = self.is_cut.then_some(depth);
        self.listings.insert(address(node), Listing { values: values.clone(), cut_at });
        self.is_cut |= outer;
        values
    }

    /// The kinds that any of the alternatives allows.
    fn allowed_kinds(&mut self, branches: &'d [Node]) -> KindSet {
        self.quietly(|reader| {
            branches.iter().fold(KindSet::NONE, |kinds, branch| {
                let all = reader.conjunction(&[branch]);
                kinds.or(reader.kinds(&all))
            })
        })
    }

    /// The values that a member is fixed to. A part that contradicts those that it extends is meant to replace them.
    pub(super) fn fixed_in(&mut self, all: &Conjunction<'d>, name: &str) -> Vec<Json> {
        let schemas = member_schemas(all, name);
        let together = self.conjunction(&schemas);
        let common = self.common_values(&together).unwrap_or_default();
        let common = if common.is_empty() {
            schemas.iter().rev().find_map(|schema| self.values_of(schema, 0)).map(|values| values.to_vec())
        } else {
            Some(common)
        };
        common
            .unwrap_or_default()
            .iter()
            .filter(|value| !value.node.is_null())
            .map(|value| compared(value.node.to_json()))
            .collect()
    }

    /// The value of a tag that a mapping, where all keys are texts, writes so: as the member lists it, else as its type has
    /// it.
    pub(super) fn as_tag(&mut self, text: &str, target: &'d Node, name: &str) -> Json {
        let all = self.conjunction(&[target]);
        let fixed = self.fixed_in(&all, name);
        let read = serde_json::from_str(text).ok().map(compared);
        let is_meant = |value: &Json| match value {
            Json::String(value) => value == text,
            value => read.as_ref() == Some(value),
        };
        if let Some(value) = fixed.into_iter().find(is_meant) {
            return value;
        }
        let schemas = member_schemas(&all, name);
        let all = self.conjunction(&schemas);
        let kinds = self.quietly(|reader| reader.kinds(&all));
        let is_number = KindSet::NUMBER.covers(kinds);
        let is_kind = |value: &Json| is_number && value.is_number() || kinds == KindSet::BOOLEAN && value.is_boolean();
        read.filter(|value| !kinds.is_empty() && is_kind(value)).unwrap_or_else(|| text.into())
    }
}

/// What the parts say of a member.
pub(super) fn member_schemas<'d>(all: &Conjunction<'d>, name: &str) -> Vec<&'d Node> {
    all.all("properties").filter_map(|properties| properties.get(name)).collect()
}

/// The values that one schema lists itself.
fn stated<'d>(node: &'d Node, all: &Conjunction<'d>) -> Option<Vec<Listed<'d>>> {
    let listed = values(node)?;
    let side = |keys| Side::of(|key| node.get(key).or_else(|| all.last(key)), keys);
    let (names, docs) = (side(super::fact::prose::NAMES), side(super::fact::prose::DOCS));
    let value = |(place, value): (usize, &'d Node)| {
        let wire = value.as_written().unwrap_or_default();
        Listed { node: value, title: names.text(place, wire), docs: docs.text(place, wire).unwrap_or_default() }
    };
    Some(listed.iter().enumerate().map(value).collect())
}

/// The only value of a branch, with what the branch says.
fn described<'d>(value: Listed<'d>, branch: &'d Node) -> Listed<'d> {
    let docs = if value.docs.is_empty() { branch.text("description").unwrap_or_default() } else { value.docs };
    Listed { title: value.title.or_else(|| branch.text("title")), docs, ..value }
}

/// The values of a list that all others have too, with what any of them says.
fn intersection<'d>(list: &[Listed<'d>], others: &[Rc<Vec<Listed<'d>>>]) -> Vec<Listed<'d>> {
    let others: Vec<Lookup<'d>> = others.iter().map(|list| Lookup::of(list)).collect();
    let mut common = Vec::new();
    for value in list {
        let same: Option<Vec<Listed<'d>>> = others.iter().map(|other| other.find(value.node)).collect();
        common.extend(same.map(|same| same.into_iter().fold(*value, more)));
    }
    common
}

/// A value with what another list says of it where the first says nothing.
fn more<'d>(value: Listed<'d>, other: Listed<'d>) -> Listed<'d> {
    let docs = if value.docs.is_empty() { other.docs } else { value.docs };
    Listed { title: value.title.or(other.title), docs, ..value }
}

/// Values, to look for some among them: there may be thousands.
#[derive(Default)]
struct Lookup<'d> {
    texts: std::collections::HashMap<&'d str, Listed<'d>>,
    others: Vec<Listed<'d>>,
}

impl<'d> Lookup<'d> {
    fn of(list: &[Listed<'d>]) -> Self {
        let mut lookup = Self::default();
        list.iter().for_each(|value| lookup.add(*value));
        lookup
    }

    fn add(&mut self, value: Listed<'d>) {
        match text(value.node) {
            Some(text) => {
                self.texts.entry(text).or_insert(value);
            }
            None => self.others.push(value),
        }
    }

    fn find(&self, node: &Node) -> Option<Listed<'d>> {
        match text(node) {
            Some(text) => self.texts.get(text).copied(),
            None => self.others.iter().find(|other| equal(other.node, node)).copied(),
        }
    }

    fn is_new(&mut self, node: &'d Node) -> bool {
        let is_new = self.find(node).is_none();
        if is_new {
            self.add(Listed { node, title: None, docs: "" });
        }
        is_new
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
