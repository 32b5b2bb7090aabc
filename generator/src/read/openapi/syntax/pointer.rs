//! JSON pointers, step by step, and the identity of what they lead to. Follows no reference.

use crate::model::percent_decoded;
use crate::read::node::Node;

/// Identity of a node, for as long as the tree lives.
pub(in super::super) fn address(node: &Node) -> usize {
    std::ptr::from_ref(node) as usize
}

/// The member of a map, or the item of a list, that a step names.
pub(in super::super) fn child<'d>(node: &'d Node, key: &str) -> Option<&'d Node> {
    node.get(key).or_else(|| node.as_list()?.get(key.parse::<usize>().ok()?))
}

/// The key that a step of a pointer names, in the form for URLs (RFC 6901, section 6).
pub(in super::super) fn key(step: &str) -> Option<String> {
    unescape(&percent_decoded(step)?)
}

/// `~1` is `/` and `~0` is `~` (RFC 6901); `None` for any other `~`.
fn unescape(step: &str) -> Option<String> {
    let mut parts = step.split('~');
    let mut key = parts.next()?.to_owned();
    for part in parts {
        match part.chars().next() {
            Some('0') => key.push('~'),
            Some('1') => key.push('/'),
            _ => return None,
        }
        key.push_str(part.get(1..)?);
    }
    Some(key)
}
