//! The names that schemas give themselves, as references use them. Knows no pointers.

use std::collections::HashMap;

use super::identity;
use super::position::Place;
use super::version::Version;
use crate::read::node::Node;

/// All `$anchor`s and `$id`s of a document; the first of a name counts.
pub(in super::super) fn anchors(root: &Node, version: Version) -> HashMap<&str, &Node> {
    let mut found = HashMap::new();
    let mut open = vec![(root, Place::Object)];
    while let Some((node, place)) = open.pop() {
        if matches!(place, Place::Schema | Place::Object) {
            identity::names(node).map(|(_, name)| name).chain(node.text("$id")).for_each(|name| {
                found.entry(name).or_insert(node);
            });
        }
        open.extend(node.items().rev().map(|item| (item, place.item())));
        let inner = |member: &str| place.member(member, version);
        open.extend(node.members().rev().map(|member| (&member.value, inner(&member.key))));
    }
    found
}
