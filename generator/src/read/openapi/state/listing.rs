//! The values that schemas list, as they are remembered. Does not know how they are collected.

use std::rc::Rc;

use crate::read::node::Node;

/// A value that schemas list, and what they say about it.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Listed<'d> {
    pub(in super::super) node: &'d Node,
    pub(in super::super) title: Option<&'d str>,
    pub(in super::super) docs: &'d str,
}

/// The values that a schema lists, if it does.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Listing<'d> {
    pub(in super::super) values: Option<Rc<Vec<Listed<'d>>>>,
    /// How deep it was looked at, where alternatives in it were too deep to be looked into. Less deep, more is found.
    pub(in super::super) cut_at: Option<usize>,
}
