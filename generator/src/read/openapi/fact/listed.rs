//! The values that one schema lists itself, by `enum` or `const`. Does not know those of its parts and alternatives.

use crate::read::node::{Node, Value};

/// The values that a schema lists; a `const` is a list of one.
pub(in super::super) fn values(schema: &Node) -> Option<&[Node]> {
    let listed = || schema.get("enum")?.as_list().filter(|_| !lists_scalars_for(schema, "array"));
    schema.get("const").map(std::slice::from_ref).or_else(listed)
}

/// Whether the `type` of a schema is this word alone, and its `enum` lists nothing but texts, numbers and booleans.
pub(in super::super) fn lists_scalars_for(schema: &Node, word: &str) -> bool {
    let listed = schema.get("enum").and_then(Node::as_list).unwrap_or_default();
    let is_scalar = |value: &Node| !matches!(value.value, Value::Null | Value::List(_) | Value::Map(_));
    schema.text("type") == Some(word) && !listed.is_empty() && listed.iter().all(is_scalar)
}
