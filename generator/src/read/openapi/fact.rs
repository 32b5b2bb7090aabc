//! What one schema, or two beside each other, say by themselves. Knows the tree and no reader, so that no reference is
//! followed here.

pub(super) mod annotation;
pub(super) mod kind;
pub(super) mod label;
pub(super) mod listed;
pub(super) mod null;
pub(super) mod pointed;
pub(super) mod prose;
pub(super) mod same;
