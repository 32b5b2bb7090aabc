//! `allOf` and `$ref` flattened: the schemas that all hold for one value, as a list. Merging them is then a matter of
//! looking each keyword up in all of them, and nothing has to be read in a certain order.

use std::collections::HashSet;

use super::reader::Reader;
use super::syntax::pointer::address;
use super::syntax::version::Version;
use crate::diag::{Code, Diagnostic};
use crate::read::node::Node;

pub(super) static TOO_MANY: Code = Code {
    name: "openapi/too-many-parts",
    page: "A schema is put together from more than 100 others by `allOf`, or all schemas together inherit more than \
           300,000 members, or have more than 10,000 children by discriminators. What is beyond that is left \
           out.\n\nDescribe the schemas with fewer parts.",
};
pub(super) static OWN_PART: Code = Code {
    name: "openapi/part-of-itself",
    page: "A schema is put together by `allOf` from parts of which one is the schema itself. That part is left out, as it can \
           demand nothing that the others do not.\n\n    A: {allOf: [{$ref: '#/components/schemas/B'}]}\n    B: {allOf: \
           [{$ref: '#/components/schemas/A'}, {type: object}]}\n\nRemove the part that leads back.",
};
/// Schemas that all hold for one value.
#[derive(Debug, Clone, Default)]
pub(super) struct Conjunction<'d> {
    /// The parts, inherited ones before those that extend them.
    pub(super) parts: Vec<Part<'d>>,
    /// Schemas that may hold beside the parts: alternatives that no type can tell apart.
    pub(super) optional: Vec<&'d Node>,
    /// Whether there are parts that could not be read, so that what they say is not known.
    pub(super) partial: bool,
    /// The only kind that is left to be described, where a list of kinds was split up.
    pub(super) only: Option<crate::model::KindSet>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'d> {
    /// The schema; its `$ref` and `allOf` are dealt with.
    pub(super) node: &'d Node,
    /// Whether a `$ref` led to it.
    pub(super) inherited: bool,
    /// Whether its `oneOf` and `anyOf` still have to be dealt with.
    pub(super) union: bool,
}

/// How many parts a schema may have.
const PARTS: usize = 100;

impl<'d> Conjunction<'d> {
    /// The values that the parts have for a keyword.
    pub(super) fn all<'s>(&'s self, key: &'s str) -> impl Iterator<Item = &'d Node> + 's {
        self.parts.iter().filter_map(move |part| part.node.get(key))
    }

    /// The value that counts where the parts may contradict each other: that of the extending one.
    pub(super) fn last(&self, key: &str) -> Option<&'d Node> {
        self.parts.iter().rev().find_map(|part| part.node.get(key))
    }

    /// Whether any part has one of the keywords.
    pub(super) fn has(&self, keys: &[&str]) -> bool {
        self.parts.iter().any(|part| keys.iter().any(|key| part.node.get(key).is_some()))
    }

    /// The same without `oneOf` and `anyOf`.
    pub(super) fn rest(&self) -> Self {
        let mut rest = self.clone();
        rest.parts.iter_mut().for_each(|part| part.union = false);
        rest
    }

    /// Whether there are alternatives that still have to be dealt with.
    pub(super) fn has_union(&self) -> bool {
        self.parts
            .iter()
            .any(|part| part.union && (part.node.get("oneOf").or_else(|| part.node.get("anyOf"))).is_some())
    }

    /// Whether all parts of another are parts of this one.
    pub(super) fn includes(&self, other: &Self) -> bool {
        other.parts.iter().all(|part| self.parts.iter().any(|known| std::ptr::eq(known.node, part.node)))
    }

    /// The parts of both.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.partial |= other.partial;
        both.optional.extend(&other.optional);
        for part in &other.parts {
            if !both.parts.iter().any(|known| std::ptr::eq(known.node, part.node)) {
                both.parts.push(*part);
            }
        }
        both
    }
}

enum Step<'d> {
    Enter(Part<'d>),
    /// Everything that it inherits is there; whether its own keywords count.
    Leave(Part<'d>, bool),
}

impl<'d> Reader<'d, '_> {
    /// All schemas that hold where these hold.
    pub(super) fn conjunction(&mut self, nodes: &[&'d Node]) -> Conjunction<'d> {
        let mut all = Conjunction::default();
        let mut entered = HashSet::new();
        let mut left = HashSet::new();
        let enter = |node, inherited| Step::Enter(Part { node, inherited, union: true });
        let mut steps: Vec<Step<'d>> = nodes.iter().rev().map(|node| enter(*node, false)).collect();
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(mut part, counts) => {
                    left.insert(address(part.node));
                    if part.inherited && part.union {
                        let open = |node: &Node| entered.contains(&address(node)) && !left.contains(&address(node));
                        part.union = !self.lists(part.node, open);
                    }
                    if counts {
                        all.parts.push(part);
                    }
                }
                Step::Enter(part) if !entered.insert(address(part.node)) => {
                    // What is nothing but references that lead back is reported as such.
                    if !left.contains(&address(part.node)) && self.circle(part.node).is_none() {
                        self.own_part(part.node);
                    }
                }
                Step::Enter(part) if all.parts.len() + steps.len() > PARTS => {
                    let message = format!("the schema has more than {PARTS} parts");
                    self.warn(&TOO_MANY, part.node.span, message, "this part and all after it are left out");
                    return all;
                }
                Step::Enter(part) => all.partial |= !self.enter(part, &mut steps),
            }
        }
        all
    }

    /// A schema that is a part of itself demands no more than it does without that part.
    fn own_part(&mut self, node: &'d Node) {
        let span = node.get("$ref").unwrap_or(node).span;
        let problem = Diagnostic::warning(&OWN_PART, span, "the schema is a part of itself");
        self.report(problem.label("this part is left out").help("remove it from `allOf`"));
    }

    /// Whether one of the alternatives of a schema is such a one. A parent may list children that extend it; in a child
    /// the list says nothing.
    fn lists(&mut self, node: &'d Node, is_such: impl Fn(&Node) -> bool) -> bool {
        let branches = ["oneOf", "anyOf"].into_iter().filter_map(|key| node.get(key)).flat_map(Node::items);
        let targets = branches.filter_map(|branch| branch.get("$ref")?.as_str());
        targets.into_iter().any(|text| self.pointed(text).is_some_and(&is_such))
    }

    /// Whether everything that the part is put together from is there.
    fn enter(&mut self, part: Part<'d>, steps: &mut Vec<Step<'d>>) -> bool {
        let reference = part.node.get("$ref");
        steps.push(Step::Leave(part, reference.is_none() || self.version > Version::V30));
        for branch in self.list(part.node, "allOf").iter().rev() {
            steps.push(Step::Enter(Part { node: branch, ..part }));
        }
        let target = reference.and_then(|reference| self.target(reference));
        steps.extend(target.map(|node| Step::Enter(Part { node, inherited: true, union: true })));
        reference.is_some() == target.is_some() && super::syntax::keyword::is_readable(part.node)
    }
}
