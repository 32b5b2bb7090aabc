//! An address in its pieces, however a collection writes it. Does not know what is a placeholder in it.

use super::pair::{Pair, pair, text_pairs};
use super::variable::{has_variable, sole};
use crate::read::node::Node;
use crate::source::Span;

/// An address in its pieces, as text.
#[derive(Debug, Default)]
pub(in super::super) struct Pieces {
    pub base: String,
    pub segments: Vec<String>,
    pub query: Vec<Pair>,
}

/// The pieces of an address; none where there is nothing in it.
pub(in super::super) fn pieces(url: &Node) -> Option<Pieces> {
    if let Some(text) = url.as_str() {
        return raw(text, url.span);
    }
    let stated = |key: &str| url.get(key).filter(|node| !node.is_null());
    let written = stated("raw").and_then(|node| raw(node.as_str()?, node.span));
    let (Some(host), path) = (stated("host"), stated("path")) else {
        let query = pairs(url);
        return written
            .map(|written| Pieces { query: if query.is_empty() { written.query } else { query }, ..written });
    };
    let mut base = joined(host, ".");
    if let Some(port) = stated("port").and_then(Node::as_written) {
        base = format!("{base}:{port}");
    }
    let protocol = stated("protocol").and_then(Node::as_written).filter(|protocol| !protocol.is_empty());
    if let Some(protocol) = protocol.filter(|_| !base.contains("://")) {
        base = format!("{protocol}://{base}");
    }
    let mut segments: Vec<String> = match path {
        Some(path) if path.as_list().is_some() => path.items().filter_map(value).map(str::to_owned).collect(),
        Some(path) => value(path).unwrap_or_default().split('/').map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let mut query = pairs(url);
    let cut = segments.iter().position(|segment| segment.contains(['?', '#']) && !has_variable(segment));
    if let Some(at) = cut {
        let rest = segments.split_off(at).join("/");
        let (last, behind) = rest.split_at_checked(rest.find(['?', '#']).unwrap_or(rest.len())).unwrap_or_default();
        segments.push(last.to_owned());
        if query.is_empty() {
            query = behind.strip_prefix('?').map(|text| text_pairs(text, url.span)).unwrap_or_default();
        }
    } else if query.is_empty() {
        query = written.map(|written| written.query).unwrap_or_default();
    }
    Some(Pieces { base, segments: trimmed(segments), query })
}

/// A piece of an address: a text, or an object with it as `value`.
fn value(node: &Node) -> Option<&str> {
    node.as_written().or_else(|| node.get("value").and_then(Node::as_written))
}

fn joined(node: &Node, sign: &str) -> String {
    match node.as_list() {
        Some(items) => items.iter().filter_map(value).collect::<Vec<_>>().join(sign),
        None => value(node).unwrap_or_default().to_owned(),
    }
}

/// Segments without empty ones at the start.
fn trimmed(segments: Vec<String>) -> Vec<String> {
    segments.into_iter().skip_while(String::is_empty).collect()
}

/// address = [ scheme "://" ] host [ "/" path ] [ "?" query ] [ "#" fragment ]
fn raw(text: &str, span: Span) -> Option<Pieces> {
    let text = text.trim();
    let end = outside(text, &['#']).unwrap_or(text.len());
    let text = text.get(..end)?;
    let (before, query) = match outside(text, &['?']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    let host = before.find("://").map_or(0, |at| at + 3);
    let end = outside(before.get(host..)?, &['/']).map_or(before.len(), |at| host + at);
    let (mut base, mut path) = (before.get(..end)?, before.get(end..)?.to_owned());
    // `{{baseUrl}}users`: the variable ends with the slash.
    if let Some(at) = base.strip_prefix("{{").and_then(|rest| rest.find("}}")).map(|at| at + 4)
        && base.get(at..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && sole(base.get(..at)?).is_some()
    {
        path = format!("/{}{path}", base.get(at..)?);
        base = base.get(..at)?;
    }
    if base.is_empty() && path.is_empty() {
        return None;
    }
    let segments = path.split('/').map(str::to_owned).collect();
    Some(Pieces { base: base.to_owned(), segments: trimmed(segments), query: text_pairs(query, span) })
}

/// The first of some signs that stands outside variables.
fn outside(text: &str, signs: &[char]) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, sign)| {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && signs.contains(&sign)).then_some(at)
    })
}

/// The query of an address in pieces.
fn pairs(url: &Node) -> Vec<Pair> {
    match url.get("query") {
        Some(query) if query.as_str().is_some() => text_pairs(query.as_str().unwrap_or_default(), query.span),
        Some(query) => query.items().filter_map(pair).collect(),
        None => Vec::new(),
    }
}
