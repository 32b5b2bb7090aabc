//! What the reader remembers while it reads. Knows the tree and the model, and not how anything is read.

pub(super) mod context;
pub(super) mod effort;
pub(super) mod listing;
pub(super) mod refused;
pub(super) mod schema;
