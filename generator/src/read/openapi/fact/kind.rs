//! The kind of a value, and the formats by which a schema means whole numbers. Does not know what schemas mean together.

use crate::model::KindSet;
use crate::read::node::{Node, Value};

/// The kind of a value.
pub(in super::super) fn kind_of(node: &Node) -> KindSet {
    match &node.value {
        Value::Null => KindSet::NULL,
        Value::Bool(_) => KindSet::BOOLEAN,
        Value::Number(_) if is_whole(node) => KindSet::INTEGER,
        Value::Number(_) => KindSet::NUMBER,
        Value::String(_) => KindSet::STRING,
        Value::List(_) => KindSet::ARRAY,
        Value::Map(_) => KindSet::OBJECT,
    }
}

fn is_whole(node: &Node) -> bool {
    node.as_number().is_some_and(|number| {
        number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|value| value.fract() == 0.0)
    })
}

/// The format of Kubernetes for whole numbers that may be texts, such as `80` and `http`.
pub(in super::super) const INT_OR_STRING: &str = "int-or-string";

/// Whether a schema of texts takes whole numbers too.
pub(in super::super) fn is_int_or_string(schema: &Node) -> bool {
    schema.text("format") == Some(INT_OR_STRING)
        || schema.get("x-kubernetes-int-or-string").and_then(Node::as_bool) == Some(true)
}

/// Whether a format is one of whole numbers.
pub(in super::super) fn is_of_integers(format: &str) -> bool {
    matches!(format, "int32" | "int64" | "uint64")
}
