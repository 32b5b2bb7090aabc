//! Documents as trees of nodes: versions, places, pointers, addresses, and what is done to a tree before it is read. Knows
//! neither the reader nor the model of an API.

pub(super) mod absent;
pub(super) mod ambiguity;
pub(super) mod anchor;
pub(super) mod component;
pub(super) mod dynamic;
pub(super) mod files;
pub(super) mod identity;
pub(super) mod keyword;
pub(super) mod link;
pub(super) mod pointer;
pub(super) mod position;
pub(super) mod trail;
pub(super) mod version;
