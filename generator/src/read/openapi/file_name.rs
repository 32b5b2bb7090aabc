//! Names for schemas that are whole files, or stand in files without names of their own. Describes none of them.

use std::collections::{HashMap, HashSet};

use super::reader::Reader;
use super::syntax::pointer::{address, child, key};
use super::syntax::position::Place;
use super::syntax::version::Version;
use crate::read::node::Node;

impl<'d> Reader<'d, '_> {
    /// Names for the schemas of other files that are used as wholes: what a component calls them that is nothing but a
    /// reference to them, or else the last step of the reference, or the file.
    pub(super) fn name_files(&mut self) {
        if self.files.is_empty() {
            return;
        }
        let mut taken: HashSet<&'d str> = self.described.iter().map(|(name, _)| *name).collect();
        for (name, node) in self.described.iter_mut() {
            if let Some(text) = node.text("$ref").filter(|_| node.members().len() == 1)
                && let Some(target) = reach(&self.files, text)
                && !self.named.contains_key(&address(target))
            {
                self.named.insert(address(target), name);
                *node = target;
            }
        }
        let version = self.version;
        let trees: Vec<&'d Node> = std::iter::once(self.root).chain(self.order.iter().copied()).collect();
        for reference in trees.into_iter().flat_map(|tree| schema_references(tree, version)) {
            let Some(text) = reference.as_str() else { continue };
            let Some(target) = reach(&self.files, text) else { continue };
            let is_inner =
                ["/properties/", "/items", "/allOf/", "/oneOf/", "/anyOf/"].iter().any(|step| text.contains(step));
            if is_inner || target.as_map().is_none() || self.named.contains_key(&address(target)) {
                continue;
            }
            let Some(name) = names(text).into_iter().find(|name| taken.insert(name)) else { continue };
            self.named.insert(address(target), name);
            let origin = self.origin(target.span);
            self.model.named(name, origin);
            self.described.push((name, target));
        }
    }
}

/// What a reference to another file leads to.
fn reach<'d>(files: &HashMap<&'d str, &'d Node>, text: &str) -> Option<&'d Node> {
    let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
    let mut node = *files.get(file)?;
    for step in pointer.split('/').skip(1) {
        node = child(node, &key(step)?)?;
    }
    Some(node)
}

/// What the schema that a reference leads to may be called, best first: `user.yaml#/defs/Name` is `Name`.
fn names(text: &str) -> Vec<&str> {
    let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
    let last = pointer.rsplit('/').next().filter(|name| !name.is_empty() && !name.contains(['~', '%']));
    let file_name = file.rsplit('/').next().unwrap_or(file);
    let stem = file_name.split('.').next().filter(|stem| !stem.is_empty());
    last.into_iter().chain(stem).chain([file_name, file, text]).collect()
}

/// The references that stand where a schema stands.
fn schema_references(root: &Node, version: Version) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut open = vec![(root, Place::Object)];
    while let Some((node, place)) = open.pop() {
        match place {
            Place::Data => continue,
            Place::Mapping => found.extend(node.members().map(|member| &member.value)),
            Place::Schema => found.extend(node.get("$ref")),
            _ => {}
        }
        open.extend(node.items().rev().map(|item| (item, place.item())));
        let inner = |member| place.member(member, version);
        open.extend(node.members().rev().map(|member| (&member.value, inner(&member.key))));
    }
    found
}
