//! What documents call a branch of a schema, by what stands in it. Does not look at what it refers to.

use super::annotation::sole_reference;
use super::listed::values;
use crate::read::node::Node;

/// What to call a branch: as the document does, or by its place.
pub(in super::super) fn label(branch: &Node, place: usize) -> String {
    called(branch).map_or_else(|| format!("option {}", place + 1), str::to_owned)
}

/// What the document calls a branch: the name that it refers to, its title, or its only value.
pub(in super::super) fn called(branch: &Node) -> Option<&str> {
    let reference = sole_reference(branch).or_else(|| branch.get("$ref")).and_then(Node::as_str);
    let title = || branch.text("title").filter(|title| !title.trim().is_empty());
    let only = || match values(branch)? {
        [only] => only.as_str(),
        _ => None,
    };
    reference.and_then(|text| text.rsplit('/').next()).or_else(title).or_else(only)
}
