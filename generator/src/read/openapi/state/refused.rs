//! What could not be used where it stands. Does not know why.

use crate::model::Location;
use crate::read::node::{Member, Node};

/// What cannot be used where it stands.
pub(in super::super) enum Refused<'d> {
    /// A parameter without a name or a place, or that stands there twice; the place, if it is known.
    Parameter(&'d Node, Option<Location>),
    /// What is carried in no media type.
    Content(&'d Member),
    /// A response without a status.
    Response(&'d Member),
}
