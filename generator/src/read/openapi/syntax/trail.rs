//! The way of a chain of references, to see where it leads back to itself. Does not know where references lead.

use std::collections::HashMap;

use super::pointer::address;
use crate::read::node::Node;
use crate::source::Span;

/// Nodes on the way of references, each with its reference. Chains may be as long as the document.
#[derive(Default)]
pub(in super::super) struct Trail {
    steps: Vec<(usize, Span)>,
    places: HashMap<usize, usize>,
}

impl Trail {
    /// The next one.
    pub(in super::super) fn add(&mut self, node: &Node, reference: Span) {
        self.places.insert(address(node), self.steps.len());
        self.steps.push((address(node), reference));
    }

    /// Where the first reference of a circle stands, if this node is one of those on the way.
    pub(in super::super) fn circle(&self, node: &Node) -> Option<Span> {
        let again = *self.places.get(&address(node))?;
        self.steps.iter().skip(again).map(|(_, span)| *span).min()
    }

    /// All of them, by address.
    pub(in super::super) fn nodes(self) -> impl Iterator<Item = usize> {
        self.steps.into_iter().map(|(node, _)| node)
    }
}
