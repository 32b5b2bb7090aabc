//! Discriminators: which member tells the alternatives apart, and by which values; on the union itself, or on a parent
//! whose children extend it with `allOf`.

use std::collections::{HashMap, HashSet};

use super::conjunction::Conjunction;
use super::enumeration::values;
use super::reader::{Context, Reader, address};
use super::schema::Form;
use crate::diag::{Code, Diagnostic};
use crate::model::{Case, Choice, Ref, Shape, Tag};
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
        let Some((name, mapping)) = self.discriminator(all) else { return self.told_apart(branches) };
        let mut tags = Vec::new();
        for branch in branches {
            let found = self.tags_of(name, mapping, branch);
            if found.is_empty() {
                self.warn(&NO_TAG, branch.span, "nothing says which value selects this branch", "expected a name");
                return None;
            }
            tags.push(found);
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

    fn discriminator_of(&mut self, node: &'d Node) -> Option<(&'d str, Option<&'d Node>)> {
        let discriminator = node.get("discriminator")?;
        if discriminator.as_str().is_some() {
            return discriminator.as_str().map(|name| (name, None));
        }
        let name = self.text(discriminator, "propertyName")?;
        Some((name, discriminator.get("mapping")))
    }

    fn tags_of(&mut self, name: &str, mapping: Option<&'d Node>, branch: &'d Node) -> Vec<String> {
        let Some(target) = self.follow(branch) else { return vec![] };
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

    fn mapped_to(&mut self, mapping: Option<&'d Node>, target: &'d Node) -> Vec<String> {
        let members = mapping.map(Node::members).into_iter().flatten();
        members
            .filter(|member| self.mapping_target(member).is_some_and(|other| std::ptr::eq(other, target)))
            .map(|member| member.key.clone())
            .collect()
    }

    /// The schema that a value of a mapping names: a pointer, or a name.
    fn mapping_target(&mut self, member: &'d Member) -> Option<&'d Node> {
        let text = member.value.as_str()?;
        if text.starts_with('#') {
            return self.pointed(text);
        }
        let name = text.rsplit('/').next().unwrap_or(text);
        let name = if text.starts_with("./") || !text.contains('/') { name } else { return None };
        self.schemas()?.get(name)
    }

    fn schemas(&self) -> Option<&'d Map> {
        let root = self.root;
        root.get("components")
            .and_then(|components| components.get("schemas"))
            .or_else(|| root.get("definitions"))?
            .as_map()
    }

    /// The texts that a member is fixed to by `const` or `enum`.
    fn fixed(&mut self, branch: &'d Node, name: &str) -> Vec<String> {
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

    fn nowhere(&mut self, member: &Member) {
        let message = format!("the discriminator maps `{}` to no schema of the document", member.key);
        let problem = Diagnostic::error(&MAPPING, member.value.span, message);
        self.report(problem.label("expected the name of a schema").help("name one of `components/schemas`"));
    }

    /// A parent with a discriminator whose children extend it: a choice of the children under the parent's name, with
    /// the parent's own members as one more case.
    pub(super) fn family(&mut self, node: &'d Node, context: &Context<'_>) -> Option<Form> {
        let children = self.children.get(&address(node)).cloned()?;
        let (name, mapping) = self.own_discriminator(node)?;
        let mut cases = Vec::new();
        let mut tags = HashSet::new();
        for child in children {
            let Some(target) = self.schemas().and_then(|schemas| schemas.get(child)) else { continue };
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
        Some(Form::Shape(Shape::Choice(Choice { tag: Tag::Member(name.to_owned()), cases })))
    }

    /// The values that select a child: those of the mapping, those it fixes itself, or its name; with those of its own
    /// children, where it is a parent too.
    fn family_tags(&mut self, name: &str, mapping: Option<&'d Node>, child: &str, target: &'d Node) -> Vec<String> {
        let mapped = self.mapped_to(mapping, target);
        if !mapped.is_empty() {
            return mapped;
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
    fn own_discriminator(&mut self, node: &'d Node) -> Option<(&'d str, Option<&'d Node>)> {
        let holder = discriminated(node)?;
        self.discriminator_of(holder)
    }

    /// Finds out which named schemas extend which others that have a discriminator.
    pub(super) fn find_families(&mut self) {
        let Some(schemas) = self.schemas() else { return };
        let mut parents: HashMap<usize, Vec<&'d str>> = HashMap::new();
        for member in schemas {
            for ancestor in self.ancestors(&member.value) {
                if discriminated(ancestor).is_some() {
                    parents.entry(address(ancestor)).or_default().push(member.key.as_str());
                }
            }
        }
        self.children = parents;
    }

    /// The named schemas that a schema extends, directly or not.
    fn ancestors(&mut self, node: &'d Node) -> Vec<&'d Node> {
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
            if seen.len() > 200 {
                break;
            }
        }
        found
    }
}

/// A value that stands for more than one branch.
fn again(tags: &[Vec<String>]) -> Option<&str> {
    let mut known = HashSet::new();
    tags.iter().flatten().map(String::as_str).find(|tag| !known.insert(*tag))
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
