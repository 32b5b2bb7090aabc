//! Families: a parent with a discriminator whose children extend it with `allOf`. Wherever the parent is meant, any of
//! the children may stand.

use std::collections::{HashMap, HashSet};

use super::conjunction::TOO_MANY;
use super::reader::{Context, Reader, address};
use super::schema::Form;
use crate::model::{Case, Choice, Ref, Shape, Tag};
use crate::read::node::Node;

/// How many children all parents together may have.
const KIN: usize = 10_000;

impl<'d> Reader<'d, '_> {
    /// A parent with a discriminator whose children extend it: a choice of the children under the parent's name, with
    /// the parent's own members as one more case.
    pub(super) fn family(&mut self, node: &'d Node, context: &Context<'_>) -> Option<Form> {
        let (name, mapping) = self.own_discriminator(node)?;
        let children = self.children.get(&address(node)).cloned().unwrap_or_default();
        if children.is_empty() && !self.leads_away(mapping, node) {
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
            let found: Vec<String> = self.family_tags(name, mapping, child, target);
            let found: Vec<String> = found.into_iter().filter(|tag| tags.insert(tag.clone())).collect();
            let origin = self.origin(target.span);
            let name = self.named.get(&address(target)).copied().unwrap_or(child);
            let ty = Ref::Named(self.model.named(name, origin));
            if !found.is_empty() {
                cases.push(Case { tags: found, ty, docs: String::new() });
            }
        }
        let base = self.conjunction(&[node]).rest();
        let own = self.family_base(node, mapping, context);
        let own: Vec<String> = own.into_iter().filter(|tag| tags.insert(tag.clone())).collect();
        if !own.is_empty() {
            let form = self.object(&base, &context.inner("base"), true);
            if let Form::Shape(shape) = form {
                let origin = self.origin(node.span);
                let context = context.inner("base");
                let docs = node.text("description").unwrap_or_default();
                let id = self.model.anonymous(&context.parts(), None, shape, docs, origin);
                cases.push(Case { tags: own, ty: Ref::Named(id), docs: String::new() });
            }
        }
        self.unmapped(mapping, &mut cases, &tags);
        Some(Form::Shape(Shape::Choice(Choice { tag: Tag::Member(name.to_owned()), exclusive: false, cases })))
    }

    /// Whether a mapping names other schemas than its own.
    ///
    /// ```yaml
    /// Resend: {discriminator: {propertyName: factorType, mapping: {sms: '#/components/schemas/Sms'}}}   # no parent of it
    /// ```
    fn leads_away(&mut self, mapping: Option<&'d Node>, node: &'d Node) -> bool {
        let mut members = mapping.map(Node::members).into_iter().flatten();
        members.any(|member| self.mapping_target(member).is_some_and(|target| !std::ptr::eq(target, node)))
    }

    /// The values that select a child: those of the mapping, those it fixes itself, or its name; with those of its own
    /// children, where it is a parent too.
    pub(super) fn family_tags(
        &mut self,
        name: &str,
        mapping: Option<&'d Node>,
        child: &str,
        target: &'d Node,
    ) -> Vec<String> {
        let mapped = self.mapped_to(mapping, target);
        if !mapped.is_empty() {
            return mapped;
        }
        let stated = ["x-discriminator-value", "x-ms-discriminator-value"].into_iter().find_map(|key| target.text(key));
        if let Some(stated) = stated {
            return vec![stated.to_owned()];
        }
        // A child that does not narrow the member inherits the list of all values from the parent.
        let fixed = self.fixed(target, name);
        if fixed.len() == 1 { fixed } else { vec![child.to_owned()] }
    }

    fn family_base(&mut self, node: &'d Node, mapping: Option<&'d Node>, context: &Context<'_>) -> Vec<String> {
        let mapped = self.mapped_to(mapping, node);
        if mapped.is_empty() {
            context.parts().first().map(|name| vec![(*name).to_owned()]).unwrap_or_default()
        } else {
            mapped
        }
    }

    /// Cases for schemas that only the mapping names.
    fn unmapped(&mut self, mapping: Option<&'d Node>, cases: &mut Vec<Case>, known: &HashSet<String>) {
        for member in mapping.map(Node::members).into_iter().flatten() {
            if known.contains(&member.key) {
                continue;
            }
            match self.mapping_target(member) {
                Some(target) => {
                    let ty = self.schema(target, &Context::root(&member.key));
                    cases.push(Case { tags: vec![member.key.clone()], ty, docs: String::new() });
                }
                None => self.nowhere(member),
            }
        }
    }

    /// The discriminator of a schema that has no alternatives of its own, also in an unnamed part of its `allOf`.
    pub(super) fn own_discriminator(&mut self, node: &'d Node) -> Option<(&'d str, Option<&'d Node>)> {
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
