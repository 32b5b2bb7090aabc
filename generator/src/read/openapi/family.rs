//! Families: a parent with a discriminator whose children extend it with `allOf`. Wherever the parent is meant, any of
//! the children may stand.

use std::collections::{HashMap, HashSet};

use super::conjunction::{Conjunction, TOO_MANY};
use super::discriminator::Discriminator;
use super::reader::Reader;
use super::schema::Form;
use super::state::context::Context;
use super::syntax::pointer::address;
use crate::model::{Case, Choice, Json, Ref, Shape, Tag, Unlisted};
use crate::read::node::Node;

/// How many children all parents together may have.
const KIN: usize = 10_000;

impl<'d> Reader<'d, '_> {
    /// A parent with a discriminator whose children extend it: a choice of the children under the parent's name. The
    /// parent's own members are what others have too.
    pub(super) fn family(&mut self, node: &'d Node, context: &Context<'_>) -> Option<Form> {
        let discriminator = self.own_discriminator(node)?;
        let children = self.children.get(&address(node)).cloned().unwrap_or_default();
        if children.is_empty() && !self.leads_away(discriminator, node) {
            return None;
        }
        self.kin += children.len();
        if self.kin > KIN {
            self.warn(
                &TOO_MANY,
                node.span,
                "too many schemas extend parents with discriminators",
                "taken for an object",
            );
            return None;
        }
        let mut cases = Vec::new();
        let mut tags = HashSet::new();
        for child in children {
            let Some(target) = self.nodes.get(child).copied() else { continue };
            let found = self.family_tags(discriminator, child, target);
            let found: Vec<Json> = found.into_iter().filter(|tag| tags.insert(tag.clone())).collect();
            let origin = self.origin(target.span);
            let name = self.named.get(&address(target)).copied().unwrap_or(child);
            let ty = Ref::Named(self.model.named(name, origin));
            if !found.is_empty() {
                cases.push(Case { tags: found, ..Case::of(ty) });
            }
        }
        let base = self.family_base(node, context);
        let mapped = self.mapped_to(discriminator, node);
        let mapped: Vec<Json> = mapped.into_iter().filter(|tag| tags.insert(tag.clone())).collect();
        let own = context
            .parts()
            .first()
            .map(|name| Json::from(*name))
            .filter(|name| mapped.is_empty() && !tags.contains(name));
        if let Some(base) = base.clone().filter(|_| !mapped.is_empty()) {
            cases.push(Case { tags: mapped, ..Case::of(base) });
        }
        self.unmapped(discriminator, &mut cases);
        let unlisted = base.map_or(Unlisted::Unknown, |ty| Unlisted::Base { ty, tags: own.into_iter().collect() });
        let tag = Tag::Member(discriminator.member.to_owned());
        Some(Form::Shape(Shape::Choice(Choice { unlisted, ..Choice::new(tag, false, cases) })))
    }

    /// Whether a mapping names other schemas than its own.
    ///
    /// ```yaml
    /// Resend: {discriminator: {propertyName: factorType, mapping: {sms: '#/components/schemas/Sms'}}}   # no parent of it
    /// ```
    fn leads_away(&mut self, discriminator: Discriminator<'d>, node: &'d Node) -> bool {
        discriminator
            .mapped()
            .any(|member| self.mapping_target(member).is_some_and(|target| !std::ptr::eq(target, node)))
    }

    /// The values that select a child: those of the mapping, those it fixes itself, or its name; with those of its own
    /// children, where it is a parent too.
    pub(super) fn family_tags(&mut self, discriminator: Discriminator<'d>, child: &str, target: &'d Node) -> Vec<Json> {
        let mapped = self.mapped_to(discriminator, target);
        if !mapped.is_empty() {
            return mapped;
        }
        let stated = ["x-discriminator-value", "x-ms-discriminator-value"].into_iter().find_map(|key| target.text(key));
        if let Some(stated) = stated {
            return vec![self.as_tag(stated, target, discriminator.member)];
        }
        // A child that does not narrow the member inherits the list of all values from the parent.
        let all = self.conjunction(&[target]);
        let fixed = self.fixed_in(&all, discriminator.member);
        if fixed.len() == 1 { fixed } else { vec![child.into()] }
    }

    /// What all children of a parent share: the members of the parent itself.
    pub(super) fn family_base(&mut self, node: &'d Node, context: &Context<'_>) -> Option<Ref> {
        if let Some(known) = self.bases.get(&address(node)) {
            return known.clone();
        }
        let own = self.conjunction(&[node]).rest();
        let base = self.base_of(&own, node, context);
        self.bases.insert(address(node), base.clone());
        base
    }

    /// An object of what holds for all alternatives, where that is one with members.
    pub(super) fn base_of(&mut self, own: &Conjunction<'d>, node: &'d Node, context: &Context<'_>) -> Option<Ref> {
        let context = context.inner("base");
        let Form::Shape(shape @ Shape::Object(_)) = self.object(own, &context, true) else { return None };
        let origin = self.origin(node.span);
        let docs = node.text("description").unwrap_or_default();
        Some(Ref::Named(self.model.anonymous(&context.parts(), None, shape, docs, origin)))
    }

    /// What alternatives share that a member tells apart: what stands beside them, or a parent that all of them extend.
    pub(super) fn shared_by(
        &mut self,
        rest: &Conjunction<'d>,
        branches: &[&'d Node],
        context: &Context<'_>,
    ) -> Option<Ref> {
        let node = rest.parts.last()?.node;
        if rest.has(&["properties"]) {
            return self.base_of(rest, node, context);
        }
        if let Some(parent) = self.parent_of_all(branches) {
            let name = self.named.get(&address(parent)).copied()?;
            return self.family_base(parent, &Context::root(name));
        }
        let mut common: Option<Vec<&'d Node>> = None;
        for branch in branches {
            let target = self.follow(branch)?;
            let ancestors = self.ancestors(target);
            let is_shared = |known: &&'d Node| ancestors.iter().any(|other| std::ptr::eq(*other, *known));
            common = Some(match common {
                Some(common) => common.into_iter().filter(is_shared).collect(),
                None => ancestors,
            });
        }
        let is_plain = |node: &&'d Node| {
            node.get("properties").is_some() && !["oneOf", "anyOf"].iter().any(|key| node.get(key).is_some())
        };
        let parent = common?.into_iter().find(is_plain)?;
        Some(self.schema(parent, context)).filter(|ty| matches!(ty, Ref::Named(_)))
    }

    /// The discriminator of a schema that has no alternatives of its own, also in an unnamed part of its `allOf`.
    pub(super) fn own_discriminator(&mut self, node: &'d Node) -> Option<Discriminator<'d>> {
        let holder = discriminated(node)?;
        self.discriminator_of(holder)
    }

    /// Finds out which named schemas extend which others that have a discriminator.
    pub(super) fn find_families(&mut self) {
        let mut parents: HashMap<usize, Vec<&'d str>> = HashMap::new();
        self.nodes = self.described.iter().copied().collect();
        for (name, node) in self.described.clone() {
            for ancestor in self.ancestors(node) {
                if discriminated(ancestor).is_some() {
                    parents.entry(address(ancestor)).or_default().push(name);
                }
            }
        }
        self.children = parents;
    }

    /// The named schemas that a schema extends, directly or not.
    pub(super) fn ancestors(&mut self, node: &'d Node) -> Vec<&'d Node> {
        let mut found: Vec<&'d Node> = Vec::new();
        let mut open = vec![node];
        let mut seen = HashSet::new();
        while let Some(node) = open.pop() {
            for branch in node.get("allOf").map(Node::items).into_iter().flatten() {
                let target = branch.get("$ref").and_then(Node::as_str).and_then(|text| self.pointed(text));
                match target {
                    Some(target) if seen.insert(address(target)) => {
                        found.push(target);
                        open.push(target);
                    }
                    Some(_) => {}
                    None => open.push(branch),
                }
            }
            if seen.len() > 100 {
                break;
            }
        }
        found
    }
}

/// The part of a schema that holds its discriminator, if it has no alternatives of its own.
fn discriminated(node: &Node) -> Option<&Node> {
    if node.get("oneOf").is_some() || node.get("anyOf").is_some() {
        return None;
    }
    if node.get("discriminator").is_some() {
        return Some(node);
    }
    let branches = node.get("allOf").map(Node::items).into_iter().flatten();
    branches.filter(|branch| branch.get("$ref").is_none()).find(|branch| branch.get("discriminator").is_some())
}
