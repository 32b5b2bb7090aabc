//! Null as one schema itself has it: as a flag beside other values, or as the only value. Does not look into alternatives.

use super::annotation::noted;
use crate::read::node::{Node, Value};

/// Whether the flag of OpenAPI 3.0 or an extension for 2.0 says so, with the schema or with nothing else in a branch of its
/// `allOf`, where it would mean nothing: `allOf: [{$ref: …}, {nullable: true}]`.
pub(in super::super) fn is_flagged(node: &Node) -> bool {
    ["nullable", "x-nullable"].iter().any(|key| noted(node, key).and_then(Node::as_bool) == Some(true))
}

/// Whether a schema allows null and nothing else.
pub(in super::super) fn is_null(schema: &Node) -> bool {
    let only = |key: &str| match schema.get(key).map(|node| &node.value) {
        Some(Value::String(word)) => word == "null" && key == "type",
        Some(Value::Null) => true,
        Some(Value::List(items)) => match items.as_slice() {
            [item] => item.is_null() || key == "type" && item.as_str() == Some("null"),
            _ => false,
        },
        _ => false,
    };
    only("type") || only("enum") || only("const")
}
