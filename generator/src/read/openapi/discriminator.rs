//! Discriminators: which member tells the alternatives of a union apart, and by which values.

use std::collections::HashSet;

use super::conjunction::Conjunction;
use super::enumeration::values;
use super::reader::{Context, Reader, address};
use super::schema::sole_reference;
use crate::diag::{Code, Diagnostic};
use crate::model::Case;
use crate::read::node::{Map, Member, Node};

pub(super) static MAPPING: Code = Code {
    name: "openapi/discriminator-mapping",
    page: "The `mapping` of a discriminator names a schema that the document does not have. Names out of the document are \
           never followed.\n\n    mapping: {dog: Dgo}\n\nName a schema of the document: `Dog`, or \
           `#/components/schemas/Dog`.",
};
pub(super) static NO_TAG: Code = Code {
    name: "openapi/discriminator-without-value",
    page: "A branch of a union with a discriminator has no name, and its schema does not fix the discriminating member, so \
           nothing says which value selects it; or one value selects two branches. The branches are told apart by trying \
           them.\n\nMove the branch to `components/schemas` and refer to it, or fix the member with `const`.",
};

/// The member that tells, and for every branch the values that select it.
type Tags = Option<(String, Vec<Vec<String>>)>;

impl<'d> Reader<'d, '_> {
    /// How the branches are told apart, if by a member: as a discriminator says, or because a member that all of them
    /// require has another fixed text in each.
    pub(super) fn tag(&mut self, all: &Conjunction<'d>, branches: &[&'d Node]) -> Tags {
        let Some((name, mapping)) = self.discriminator(all) else {
            return self.told_by_parent(branches).or_else(|| self.told_apart(branches));
        };
        let mut tags = Vec::new();
        for branch in branches {
            let Some(target) = self.follow(branch) else { continue };
            let found = self.tags_of(name, mapping, branch, target);
            if found.is_empty() {
                self.warn(&NO_TAG, branch.span, "nothing says which value selects this branch", "expected a name");
            }
            tags.push(found);
        }
        if tags.len() < branches.len() {
            // Nothing is known of the other branches, but the mapping can be looked at.
            self.mapped_nowhere(mapping);
            return None;
        }
        if tags.iter().any(Vec::is_empty) {
            return None;
        }
        if let Some(tag) = again(&tags) {
            let span =
                all.parts.iter().find_map(|part| part.node.member("discriminator")).map(|member| member.key_span)?;
            let message = format!("the value `{tag}` selects more than one branch");
            self.warn(&NO_TAG, span, message, "the branches are told apart by trying them");
            return None;
        }
        Some((name.to_owned(), tags))
    }

    /// The discriminating member and the mapping; inherited ones belong to a parent and do not count.
    fn discriminator(&mut self, all: &Conjunction<'d>) -> Option<(&'d str, Option<&'d Node>)> {
        let part = all.parts.iter().rev().find(|part| !part.inherited && part.node.get("discriminator").is_some())?;
        self.discriminator_of(part.node)
    }

    pub(super) fn discriminator_of(&mut self, node: &'d Node) -> Option<(&'d str, Option<&'d Node>)> {
        let discriminator = node.get("discriminator")?;
        if discriminator.as_str().is_some() {
            return discriminator.as_str().map(|name| (name, None));
        }
        let name = self.text(discriminator, "propertyName")?;
        Some((name, discriminator.get("mapping")))
    }

    fn tags_of(&mut self, name: &str, mapping: Option<&'d Node>, branch: &'d Node, target: &'d Node) -> Vec<String> {
        let mapped = self.mapped_to(mapping, target);
        if !mapped.is_empty() {
            return mapped;
        }
        let fixed = self.fixed(branch, name);
        if !fixed.is_empty() {
            return fixed;
        }
        self.named.get(&address(target)).map(|name| vec![(*name).to_owned()]).unwrap_or_default()
    }

    pub(super) fn mapped_to(&mut self, mapping: Option<&'d Node>, target: &'d Node) -> Vec<String> {
        let members = mapping.map(Node::members).into_iter().flatten();
        members
            .filter(|member| self.mapping_target(member).is_some_and(|other| std::ptr::eq(other, target)))
            .map(|member| member.key.clone())
            .collect()
    }

    /// The schema that a value of a mapping names: a pointer, or a name.
    pub(super) fn mapping_target(&mut self, member: &'d Member) -> Option<&'d Node> {
        let text = member.value.as_str()?;
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

    /// The texts that a member is fixed to by `const` or `enum`.
    pub(super) fn fixed(&mut self, branch: &'d Node, name: &str) -> Vec<String> {
        let all = self.conjunction(&[branch]);
        let schemas: Vec<&'d Node> = all.all("properties").filter_map(|properties| properties.get(name)).collect();
        for schema in schemas.iter().rev() {
            let own = self.conjunction(&[*schema]);
            let found = own.parts.iter().rev().find_map(|part| values(part.node));
            if let Some(found) = found {
                return found.iter().filter_map(Node::as_str).map(str::to_owned).collect();
            }
        }
        Vec::new()
    }

    /// The discriminator of a parent that all branches extend, and the value that it has for each.
    fn told_by_parent(&mut self, branches: &[&'d Node]) -> Tags {
        let mut targets = Vec::new();
        for branch in branches {
            let target = sole_reference(branch).and_then(Node::as_str).and_then(|text| self.pointed(text))?;
            targets.push((*self.named.get(&address(target))?, target));
        }
        let (_, first) = targets.first()?;
        let parents = self.ancestors(first);
        let is_parent_of_all = |parent: &&'d Node| {
            let children = self.children.get(&address(parent));
            children.is_some_and(|children| targets.iter().all(|(name, _)| children.contains(name)))
        };
        let parent = parents.into_iter().find(is_parent_of_all)?;
        let (name, mapping) = self.own_discriminator(parent)?;
        let tags: Vec<Vec<String>> =
            targets.into_iter().map(|(child, target)| self.family_tags(name, mapping, child, target)).collect();
        again(&tags).is_none().then(|| (name.to_owned(), tags))
    }

    /// The first member that every branch requires and fixes to a text of its own.
    fn told_apart(&mut self, branches: &[&'d Node]) -> Tags {
        let first = *branches.first()?;
        let all = self.conjunction(&[first]);
        let names: Vec<&'d str> = all.all("required").flat_map(Node::items).filter_map(Node::as_str).collect();
        let names: Vec<&'d str> = names.into_iter().filter(|name| self.fixed(first, name).len() == 1).take(8).collect();
        names.into_iter().find_map(|name| {
            let mut tags = Vec::new();
            let mut known = HashSet::new();
            for branch in branches {
                let all = self.conjunction(&[*branch]);
                let is_required = all.all("required").any(|list| list.items().any(|item| item.as_str() == Some(name)));
                let fixed = self.fixed(branch, name);
                if !is_required || fixed.len() != 1 || !fixed.iter().all(|text| known.insert(text.clone())) {
                    return None;
                }
                tags.push(fixed);
            }
            Some((name.to_owned(), tags))
        })
    }

    /// Adds schemas that a mapping names and no branch is; reports names that lead nowhere.
    pub(super) fn mapped(&mut self, all: &Conjunction<'d>, cases: &mut Vec<Case>) {
        let mapping = self.discriminator(all).and_then(|(_, mapping)| mapping);
        for member in mapping.map(Node::members).into_iter().flatten() {
            if cases.iter().any(|case| case.tags.contains(&member.key)) {
                continue;
            }
            let Some(target) = self.mapping_target(member) else {
                self.nowhere(member);
                continue;
            };
            let ty = self.schema(target, &Context::root(&member.key));
            match cases.iter_mut().find(|case| case.ty == ty) {
                Some(case) => case.tags.push(member.key.clone()),
                None => cases.push(Case { tags: vec![member.key.clone()], ty, docs: String::new() }),
            }
        }
    }

    fn mapped_nowhere(&mut self, mapping: Option<&'d Node>) {
        for member in mapping.map(Node::members).into_iter().flatten() {
            if self.mapping_target(member).is_none() {
                self.nowhere(member);
            }
        }
    }

    pub(super) fn nowhere(&mut self, member: &Member) {
        let message = format!("the discriminator maps `{}` to no schema of the document", member.key);
        // A plain name costs only itself; an address or a path may have been meant to be followed.
        let is_plain = member.value.as_str().is_some_and(|name| !name.contains(['/', '\\', ':', '#']));
        let severity = if is_plain { Diagnostic::warning } else { Diagnostic::error };
        let problem = severity(&MAPPING, member.value.span, message);
        self.report(problem.label("expected the name of a schema").help("name one of `components/schemas`"));
    }
}

/// A value that stands for more than one branch.
fn again(tags: &[Vec<String>]) -> Option<&str> {
    let mut known = HashSet::new();
    tags.iter().flatten().map(String::as_str).find(|tag| !known.insert(*tag))
}
