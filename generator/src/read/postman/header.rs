//! Headers of requests: which are parameters, and which say something about the body or the caller.

use super::address::{Addressed, Pair};
use super::parameter::{Shown, pair};
use super::reader::Reader;
use crate::model::{Location, Parameter};
use crate::read::node::Node;

/// Headers that are no parameters: they belong to the connection, to the body or to the caller's credentials.
const NO_PARAMETERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "postman-token",
    "transfer-encoding",
    "user-agent",
];

/// The headers of a request or a response: a list, or a text with a line for each.
pub(super) fn headers(node: &Node) -> Vec<Pair> {
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
pub(super) fn header<'a>(headers: &'a [Pair], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|pair| pair.enabled && pair.key.eq_ignore_ascii_case(name));
    found.and_then(|pair| pair.value.as_deref())
}

impl<'d> Reader<'d, '_> {
    /// The parameters in the headers of any of the requests. `keys` are those that prove who calls.
    pub(super) fn header_parameters(&self, calls: &[&Addressed<'d>], keys: &[String]) -> Vec<Parameter> {
        let all: Vec<Vec<Pair>> = calls.iter().map(|call| headers(call.call.request)).collect();
        let mut shown = Shown::default();
        for (at, pair) in all.iter().enumerate().flat_map(|(at, pairs)| pairs.iter().map(move |pair| (at, pair))) {
            let key = pair.key.to_ascii_lowercase();
            if !NO_PARAMETERS.contains(&key.as_str()) && !keys.contains(&key) {
                shown.add(at, &key, pair);
            }
        }
        let described = |pairs: &[&Pair]| self.described(&pairs.first()?.key, Location::Header, pairs);
        shown.0.iter().filter_map(|same| described(&same.pairs)).collect()
    }
}
