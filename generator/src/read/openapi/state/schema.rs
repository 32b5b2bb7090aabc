//! What becomes of schemas while they are read. Does not know what is in them.

use crate::model::{Ref, TypeId};

/// What a schema has become.
#[derive(Debug, Clone)]
pub(in super::super) enum Use {
    /// It is being read, in this context if it may hold others.
    Busy(Vec<String>),
    /// It is being read, and something in it has referred back to it.
    Pending(TypeId),
    /// It was read.
    Done(Ref),
}

/// Which members an object must not have that says it has no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) enum Closed {
    /// Those that it does not describe.
    Alone,
    /// As a part of a whole: those that no part describes, and the whole says so.
    Together,
}
