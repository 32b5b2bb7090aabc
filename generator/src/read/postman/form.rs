//! Forms as requests show them: URL-encoded ones, and those of parts that may be files. Knows no types.

use super::syntax::media_type::media_type;
use super::syntax::pair::{Pair, pair};
use super::syntax::variable::has_variable;
use crate::read::node::Node;

/// A field of a form as one request shows it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) pair: Pair,
    pub(super) is_file: bool,
    pub(super) media_type: Option<String>,
}

/// The fields of all requests that send a form; each with the request that shows it.
#[derive(Debug, Default)]
pub(super) struct Form(pub(super) Vec<(usize, Part)>);

impl Form {
    /// Adds what one request sends.
    pub(super) fn add(&mut self, call: usize, fields: &Node) {
        self.0.extend(fields.items().filter_map(part).map(|part| (call, part)));
    }
}

fn part(node: &Node) -> Option<Part> {
    let pair = pair(node).filter(|pair| !has_variable(&pair.key))?;
    let is_file = node.text("type") == Some("file") || node.get("src").is_some_and(|src| !src.is_null());
    let media_type = node.text("contentType").and_then(media_type);
    Some(Part { pair, is_file, media_type })
}
