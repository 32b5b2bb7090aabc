//! Whether two values are one in JSON, and whether two schemas say the same. Does not know whether
//! different words mean the same.

use super::super::syntax::keyword::is_annotation;
use super::super::syntax::pointer::address;
use super::annotation::sole_reference;
use crate::read::node::{Map, Node, Value};

/// Whether two values are the same in JSON: `1` and `1.0` are.
pub(in super::super) fn equal(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Number(_), Value::Number(_)) => {
            left.as_number().and_then(|number| number.as_f64()) == right.as_number().and_then(|number| number.as_f64())
        }
        // Numbers in enums of strings count as their text.
        (Value::Number(text) | Value::String(text), Value::Number(other) | Value::String(other)) => text == other,
        _ => left.to_json() == right.to_json(),
    }
}

/// Whether a schema says nothing about values.
pub(in super::super) fn is_bare(node: &Node) -> bool {
    node.as_map().is_some_and(|map| map.iter().all(|member| is_annotation(&member.key) && member.key != "nullable"))
        || node.value == Value::Bool(true)
}

pub(in super::super) fn means_the_same(left: &Node, right: &Node) -> bool {
    address(left) == address(right)
        || match (sole_reference(left), sole_reference(right)) {
            (Some(left), Some(right)) => left.as_str() == right.as_str(),
            (None, None) => same_value(left, right),
            _ => false,
        }
}

/// Whether two nodes hold the same, places and annotations aside.
fn same_value(left: &Node, right: &Node) -> bool {
    match (&left.value, &right.value) {
        (Value::Map(left), Value::Map(right)) => {
            let count = |map: &Map| map.iter().filter(|member| !is_annotation(&member.key)).count();
            count(left) == count(right)
                && left
                    .iter()
                    .filter(|member| !is_annotation(&member.key))
                    .all(|member| right.get(&member.key).is_some_and(|other| same_value(&member.value, other)))
        }
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same_value(left, right))
        }
        (left, right) => left == right,
    }
}
