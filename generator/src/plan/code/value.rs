//! What an expression is, as far as calls go.

use crate::model::GroupId;

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// The client of this API.
    Client,
    /// The client of another API, or a handle of it.
    Foreign,
    /// The handle of a group; certain when it came from what is certainly the client.
    Handle(GroupId, bool),
}

/// Methods that give back what they are called on, as far as calls go.
pub(super) const SAME: &[&str] = &[
    "as_mut",
    "as_ref",
    "blocking",
    "borrow",
    "build",
    "clone",
    "context",
    "deref",
    "expect",
    "read",
    "lock",
    "to_owned",
    "unwrap",
    "unwrap_or_default",
    "with_context",
];

/// The segments of a path, without generic arguments.
pub(super) fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}
