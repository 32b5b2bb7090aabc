//! Null: whether a schema allows it beside other values, in all the ways in which that can be written.

use super::fact::annotation::sole_reference;
use super::fact::null::{is_flagged, is_null};
use super::reader::Reader;
use super::syntax::pointer::address;
use crate::read::node::Node;

/// References and parts that are followed to find out.
const HOPS: usize = 60;

impl<'d> Reader<'d, '_> {
    /// Whether null is allowed beside what the schema describes.
    pub(super) fn is_nullable(&mut self, node: &'d Node) -> bool {
        self.is_nullable_within(node, 0)
    }

    fn is_nullable_within(&mut self, node: &'d Node, hops: usize) -> bool {
        if hops > HOPS || node.as_map().is_none() {
            return false;
        }
        if let Some(known) = self.nullable.get(&address(node)) {
            return *known;
        }
        // A schema that refers back to itself on the way does not allow null by that.
        self.nullable.insert(address(node), false);
        let found = self.allows_null(node, hops);
        self.nullable.insert(address(node), found);
        found
    }

    fn allows_null(&mut self, node: &'d Node, hops: usize) -> bool {
        if is_flagged(node) {
            return true;
        }
        if let Some(stated) = node.get("type") {
            let words = stated.as_list().unwrap_or_default();
            let has_null = words.iter().any(|word| word.as_str() == Some("null") || word.is_null());
            let enumerated = node.get("enum").is_some_and(|values| values.items().any(Node::is_null));
            return has_null && words.len() > 1 || enumerated;
        }
        if let Some(values) = node.get("enum") {
            return values.items().len() > 1 && values.items().any(Node::is_null);
        }
        if let Some(target) = node.get("$ref").and_then(Node::as_str).and_then(|text| self.pointed(text)) {
            return self.is_nullable_within(target, hops + 1);
        }
        for key in ["oneOf", "anyOf"] {
            let mut branches = node.get(key).map(Node::items).into_iter().flatten();
            if branches.any(|branch| self.is_null(branch) || self.is_nullable_within(branch, hops + 1)) {
                return true;
            }
        }
        let branches = node.get("allOf").and_then(Node::as_list).unwrap_or_default();
        !branches.is_empty() && branches.iter().all(|branch| self.is_nullable_within(branch, hops + 1))
    }
}

impl<'d> Reader<'d, '_> {
    /// Whether a schema, or what it refers to, allows null and nothing else.
    pub(super) fn is_null(&mut self, schema: &'d Node) -> bool {
        let mut node = schema;
        for _ in 0..HOPS {
            if is_null(node) {
                return true;
            }
            let target = sole_reference(node).and_then(Node::as_str).and_then(|text| self.pointed(text));
            let Some(target) = target else { return false };
            node = target;
        }
        false
    }
}
