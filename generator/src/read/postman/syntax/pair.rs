//! Pairs of names and values, as queries, headers and forms have them. Does not know what a pair describes.

use std::collections::HashMap;

use super::prose;
use crate::read::node::Node;
use crate::source::Span;

/// A pair of the query.
#[derive(Debug, Clone)]
pub(in super::super) struct Pair {
    pub key: String,
    pub value: Option<String>,
    pub docs: String,
    pub enabled: bool,
    pub span: Span,
}

/// A pair of a query, a header or a form as a collection writes it.
pub(in super::super) fn pair(node: &Node) -> Option<Pair> {
    let key = node.get("key")?.as_written()?.trim();
    let docs = prose::docs(node);
    let enabled = node.get("disabled").and_then(Node::as_bool) != Some(true);
    let value = node.get("value").and_then(Node::as_written).map(str::to_owned);
    (!key.is_empty()).then(|| Pair { key: key.to_owned(), value, docs, enabled, span: node.span })
}

pub(in super::super) fn text_pairs(query: &str, span: Span) -> Vec<Pair> {
    let pairs =
        query.split('&').map(|pair| pair.split_once('=').map_or((pair, None), |(key, value)| (key, Some(value))));
    pairs
        .filter(|(key, _)| !key.is_empty())
        .map(|(key, value)| Pair {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            docs: String::new(),
            enabled: true,
            span,
        })
        .collect()
}

/// The headers of a request or a response: a list, or a text with a line for each.
pub(in super::super) fn headers(node: &Node) -> Vec<Pair> {
    let Some(headers) = node.get("header") else { return Vec::new() };
    if let Some(text) = headers.as_str() {
        return text.lines().filter_map(|line| line_of(line, headers)).collect();
    }
    let one = |item: &Node| item.as_str().map_or_else(|| pair(item), |line| line_of(line, item));
    headers.items().filter_map(one).collect()
}

fn line_of(line: &str, node: &Node) -> Option<Pair> {
    let (key, value) = line.split_once(':')?;
    let (key, value) = (key.trim().to_owned(), Some(value.trim().to_owned()));
    (!key.is_empty()).then(|| Pair { key, value, docs: String::new(), enabled: true, span: node.span })
}

/// The value of a header that is sent.
pub(in super::super) fn header<'a>(headers: &'a [Pair], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|pair| pair.enabled && pair.key.eq_ignore_ascii_case(name));
    found.and_then(|pair| pair.value.as_deref())
}

/// Pairs by their name, in the order of first sight.
#[derive(Default)]
pub(in super::super) struct Shown<'a>(pub Vec<Same<'a>>, HashMap<String, usize>);

/// Pairs of one name.
pub(in super::super) struct Same<'a> {
    pub pairs: Vec<&'a Pair>,
    /// Whether one request has it more than once.
    pub repeats: bool,
    /// The request that had it last.
    last: Option<usize>,
}

impl<'a> Shown<'a> {
    /// Adds a pair of a request, under a name that tells it from others.
    pub(in super::super) fn add(&mut self, call: usize, key: &str, pair: &'a Pair) {
        let at = *self.1.entry(key.to_owned()).or_insert(self.0.len());
        if at == self.0.len() {
            self.0.push(Same { pairs: Vec::new(), repeats: false, last: None });
        }
        if let Some(same) = self.0.get_mut(at) {
            same.repeats |= pair.enabled && same.last == Some(call);
            same.last = if pair.enabled { Some(call) } else { same.last };
            same.pairs.push(pair);
        }
    }
}
