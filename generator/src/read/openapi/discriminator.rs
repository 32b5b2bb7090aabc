//! Discriminators: which member tells the alternatives of a union apart, and by which values.

use std::collections::HashSet;

use super::conjunction::Conjunction;
use super::fact::annotation::sole_reference;
use super::reader::Reader;
use super::state::context::Context;
use super::syntax::pointer::address;
use crate::diag::{Code, Diagnostic};
use crate::model::{Case, Json, text_of};
use crate::read::node::{Map, Member, Node};

pub(super) static MAPPING: Code = Code {
    name: "openapi/discriminator-mapping",
    page: "The `mapping` of a discriminator, or its `defaultMapping`, names a schema that the document does not have. Names \
           out of the document are never followed. The name is left out.\n\n    mapping: {dog: Dgo}\n\nName a schema of the document: `Dog`, or \
           `#/components/schemas/Dog`.",
};
pub(super) static NO_TAG: Code = Code {
    name: "openapi/discriminator-without-value",
    page: "A branch of a union with a discriminator has no name, and its schema does not fix the discriminating member, so \
           nothing says which value selects it; or one value selects two branches. The branches are told apart by trying \
           them.\n\nMove the branch to `components/schemas` and refer to it, or fix the member with `const`.",
};

/// How alternatives are told apart.
pub(super) struct Told<'d> {
    /// The member that tells.
    pub(super) member: String,
    /// For every branch the values that select it.
    pub(super) tags: Vec<Vec<Json>>,
    /// What values are that no branch lists, and those without any.
    pub(super) other: Option<&'d Node>,
}

/// A discriminator as it is written.
#[derive(Clone, Copy)]
pub(super) struct Discriminator<'d> {
    pub(super) member: &'d str,
    mapping: Option<&'d Node>,
    default: Option<&'d Node>,
}

impl<'d> Discriminator<'d> {
    pub(super) fn mapped(self) -> impl Iterator<Item = &'d Member> {
        self.mapping.map(Node::members).into_iter().flatten()
    }
}

impl<'d> Reader<'d, '_> {
    /// How the branches are told apart, if by a member: as a discriminator says, or because a member that all of them
    /// require has other fixed values in each.
    pub(super) fn tag(&mut self, all: &Conjunction<'d>, branches: &[&'d Node]) -> Option<Told<'d>> {
        let Some(discriminator) = self.discriminator(all) else {
            return self.told_by_parent(branches).or_else(|| {
                let parts: Vec<Conjunction<'d>> = branches.iter().map(|branch| self.conjunction(&[*branch])).collect();
                self.told_apart(&parts)
            });
        };
        let other = self.default_target(discriminator);
        let (mut tags, mut is_known) = (Vec::new(), true);
        for branch in branches {
            let Some(target) = self.follow(branch) else { continue };
            let is_other = other.is_some_and(|other| std::ptr::eq(other, target));
            let found = self.tags_of(discriminator, branch, target, is_other);
            if found.is_empty() && !is_other {
                self.warn(&NO_TAG, branch.span, "nothing says which value selects this branch", "expected a name");
                is_known = false;
            }
            tags.push(found);
        }
        if tags.len() < branches.len() {
            // Nothing is known of the other branches, but the mapping can be looked at.
            self.mapped_nowhere(discriminator);
        }
        if tags.len() < branches.len() || !is_known {
            return None;
        }
        if let Some(tag) = again(&tags) {
            let tag = text_of(tag);
            let span =
                all.parts.iter().find_map(|part| part.node.member("discriminator")).map(|member| member.key_span)?;
            let message = format!("the value `{tag}` selects more than one branch");
            self.warn(&NO_TAG, span, message, "the branches are told apart by trying them");
            return None;
        }
        Some(Told { member: discriminator.member.to_owned(), tags, other })
    }

    /// The discriminator of a union; inherited ones belong to a parent and do not count.
    fn discriminator(&mut self, all: &Conjunction<'d>) -> Option<Discriminator<'d>> {
        let part = all.parts.iter().rev().find(|part| !part.inherited && part.node.get("discriminator").is_some())?;
        self.discriminator_of(part.node)
    }

    pub(super) fn discriminator_of(&mut self, node: &'d Node) -> Option<Discriminator<'d>> {
        let discriminator = node.get("discriminator")?;
        if let Some(member) = discriminator.as_str() {
            return Some(Discriminator { member, mapping: None, default: None });
        }
        let member = self.text(discriminator, "propertyName")?;
        let mapping = discriminator.get("mapping");
        let default = discriminator.member("defaultMapping").or_else(|| discriminator.member("x-gatewright-default"));
        Some(Discriminator { member, mapping, default: default.map(|member| &member.value) })
    }

    /// What values are that the discriminator does not list; reported when it names no schema.
    fn default_target(&mut self, discriminator: Discriminator<'d>) -> Option<&'d Node> {
        let default = discriminator.default?;
        let target = default.as_str().and_then(|text| self.named_target(text));
        if target.is_none() {
            let problem =
                Diagnostic::warning(&MAPPING, default.span, "`defaultMapping` names no schema of the document");
            self.report(problem.label("left out").help("name one of `components/schemas`"));
        }
        target
    }

    /// The values that select a branch. One that all other values select has none of its own but those of the
    /// mapping and the one that it fixes.
    fn tags_of(
        &mut self,
        discriminator: Discriminator<'d>,
        branch: &'d Node,
        target: &'d Node,
        is_other: bool,
    ) -> Vec<Json> {
        let mapped = self.mapped_to(discriminator, target);
        if !mapped.is_empty() {
            return mapped;
        }
        let all = self.conjunction(&[branch]);
        let fixed = self.fixed_in(&all, discriminator.member);
        match (is_other, fixed.as_slice()) {
            (false, [_, ..]) | (true, [_]) => return fixed,
            (true, _) => return Vec::new(),
            (false, []) => {}
        }
        self.named.get(&address(target)).map(|name| vec![Json::from(*name)]).unwrap_or_default()
    }

    pub(super) fn mapped_to(&mut self, discriminator: Discriminator<'d>, target: &'d Node) -> Vec<Json> {
        let mut tags = Vec::new();
        for member in discriminator.mapped() {
            if self.mapping_target(member).is_some_and(|other| std::ptr::eq(other, target)) {
                tags.push(self.as_tag(&member.key, target, discriminator.member));
            }
        }
        tags
    }

    /// The schema that a value of a mapping names: a pointer, or a name.
    pub(super) fn mapping_target(&mut self, member: &'d Member) -> Option<&'d Node> {
        self.named_target(member.value.as_str()?)
    }

    fn named_target(&mut self, text: &'d str) -> Option<&'d Node> {
        let file = text.split('#').next().unwrap_or_default();
        if text.starts_with('#') || self.files.contains_key(file) {
            return self.pointed(text);
        }
        let name = text.rsplit('/').next().unwrap_or(text);
        let name = if text.starts_with("./") || !text.contains('/') { name } else { return None };
        self.schemas()?.get(name)
    }

    pub(super) fn schemas(&mut self) -> Option<&'d Map> {
        let root = self.root;
        match root.get("components") {
            Some(components) => self.map(components, "schemas"),
            None => self.map(root, "definitions"),
        }?
        .as_map()
    }

    /// The discriminator of a parent that all branches extend, and the value that it has for each.
    fn told_by_parent(&mut self, branches: &[&'d Node]) -> Option<Told<'d>> {
        let parent = self.parent_of_all(branches)?;
        let discriminator = self.own_discriminator(parent)?;
        let mut tags = Vec::new();
        for branch in branches {
            let target = self.follow(branch)?;
            let name = self.named.get(&address(target)).copied()?;
            tags.push(self.family_tags(discriminator, name, target));
        }
        again(&tags).is_none().then(|| Told { member: discriminator.member.to_owned(), tags, other: None })
    }

    /// The nearest parent with a discriminator that all branches extend.
    pub(super) fn parent_of_all(&mut self, branches: &[&'d Node]) -> Option<&'d Node> {
        let mut names = Vec::new();
        for branch in branches {
            let target = sole_reference(branch).and_then(Node::as_str).and_then(|text| self.pointed(text))?;
            names.push((*self.named.get(&address(target))?, target));
        }
        let (_, first) = names.first()?;
        let parents = self.ancestors(first);
        let is_parent_of_all = |parent: &&'d Node| {
            let children = self.children.get(&address(parent));
            children.is_some_and(|children| names.iter().all(|(name, _)| children.contains(name)))
        };
        parents.into_iter().find(is_parent_of_all)
    }

    /// Adds schemas that a mapping names and no branch is; reports names that lead nowhere.
    pub(super) fn mapped(&mut self, all: &Conjunction<'d>, cases: &mut Vec<Case>) {
        if let Some(discriminator) = self.discriminator(all) {
            self.unmapped(discriminator, cases);
        }
    }

    /// Adds what only the mapping names.
    pub(super) fn unmapped(&mut self, discriminator: Discriminator<'d>, cases: &mut Vec<Case>) {
        for member in discriminator.mapped() {
            let Some(target) = self.mapping_target(member) else {
                self.nowhere(member);
                continue;
            };
            let tag = self.as_tag(&member.key, target, discriminator.member);
            if cases.iter().any(|case| case.tags.contains(&tag)) {
                continue;
            }
            let ty = self.schema(target, &Context::root(&member.key));
            match cases.iter_mut().find(|case| case.ty == ty) {
                Some(case) => case.tags.push(tag),
                None => cases.push(Case { tags: vec![tag], ..Case::of(ty) }),
            }
        }
    }

    fn mapped_nowhere(&mut self, discriminator: Discriminator<'d>) {
        for member in discriminator.mapped() {
            if self.mapping_target(member).is_none() {
                self.nowhere(member);
            }
        }
    }

    fn nowhere(&mut self, member: &Member) {
        let message = format!("the discriminator maps `{}` to no schema of the document", member.key);
        // A name that the document does not have costs only itself; an address elsewhere may have been meant to be followed.
        let elsewhere = |name: &str| !name.starts_with('#') && name.contains(['/', '\\', ':']);
        let is_elsewhere = member.value.as_str().is_some_and(elsewhere);
        let severity = if is_elsewhere { Diagnostic::error } else { Diagnostic::warning };
        let problem = severity(&MAPPING, member.value.span, message);
        self.report(problem.label("left out").help("name one of `components/schemas`"));
    }
}

/// A value that stands for more than one branch.
fn again(tags: &[Vec<Json>]) -> Option<&Json> {
    let mut known = HashSet::new();
    tags.iter().flatten().find(|tag| !known.insert(*tag))
}
