//! What a schema says of itself without constraining anything, and the reference that it is if it says nothing else. Does
//! not know where it leads.

use super::super::syntax::keyword::is_annotation;
use crate::read::node::Node;

/// What a schema says of itself without constraining anything: beside its other keywords, or as a branch of `allOf`.
pub(in super::super) fn noted<'n>(schema: &'n Node, key: &str) -> Option<&'n Node> {
    let branches = schema.get("allOf").and_then(Node::as_list).unwrap_or_default();
    let mut notes = branches.iter().rev().filter(|branch| is_annotated_only(branch));
    schema.get(key).or_else(|| notes.find_map(|branch| branch.get(key)))
}

/// The `$ref` that a schema is nothing but, apart from annotations: alone, or as the only branch of something. Branches of
/// `allOf` may be annotations, too: before 3.1 nothing else may stand beside a `$ref`.
pub(in super::super) fn sole_reference(schema: &Node) -> Option<&Node> {
    let mut node = schema;
    loop {
        let mut members = node.members().filter(|member| !is_annotation(&member.key) && member.key != "type");
        let only = members.next()?;
        if members.next().is_some() {
            return None;
        }
        match (only.key.as_str(), only.value.as_list()) {
            ("$ref", _) => return Some(&only.value),
            ("allOf" | "oneOf" | "anyOf", Some([branch])) => node = branch,
            ("allOf", Some(branches)) => {
                let mut branches = branches.iter().filter(|branch| !is_annotated_only(branch));
                match (branches.next(), branches.next()) {
                    (Some(branch), None) => node = branch,
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

/// Whether a schema describes and does not constrain.
fn is_annotated_only(schema: &Node) -> bool {
    schema.as_map().is_some_and(|map| map.iter().all(|member| is_annotation(&member.key)))
}
