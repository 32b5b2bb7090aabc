//! The files and addresses that a text refers to. Looks at texts alone, before anything is parsed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::percent_decoded;
use crate::read::{Addresses, Reference};

/// The files that a text refers to, each reference with its place in the text. Addresses on the network are none.
pub(crate) fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("$ref") {
        let Some(place) = value_after(text, at + "$ref".len()) else { continue };
        let target = text.get(place.clone()).unwrap_or_default();
        let file = target.split('#').next().unwrap_or_default();
        if !file.is_empty() && !is_remote(file) {
            found.push(Reference { file: file.to_owned(), place });
        }
    }
    found
}

/// At which hosts a text, or a schema in it, says it is, and which hosts it names: references from where it is may be
/// relative, so that its own are among these.
pub(crate) fn addresses(text: &str) -> Addresses<'_> {
    let own: BTreeSet<&str> = ["$self", "$id"].into_iter().flat_map(|word| hosts(text, word).take(ADDRESSES)).collect();
    let referred = ["$ref", "$dynamicRef"].into_iter().flat_map(|word| hosts(text, word));
    let named = if text.contains("$ref") { referred.chain(own.iter().copied()).collect() } else { BTreeSet::new() };
    Addresses { own, named }
}

/// The hosts of the addresses that a key has as its values.
fn hosts<'t>(text: &'t str, key: &'static str) -> impl Iterator<Item = &'t str> {
    let places = text.match_indices(key).filter_map(move |(at, _)| value_after(text, at + key.len()));
    let addresses = places.filter_map(|place| text.get(place)?.split('#').next());
    addresses.filter(|address| is_remote(address)).map(host)
}

/// `https://a.example` of `https://a.example/b/c`.
fn host(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + "://".len());
    let end = address.get(start..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| start + at);
    address.get(..end).unwrap_or(address)
}

/// How many addresses of a kind a text can have.
const ADDRESSES: usize = 100;

/// Where the value of a key stands, if it is plain or quoted text on the same line.
fn value_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let line = rest.split('\n').next()?;
    let after_key = line.strip_prefix(['"', '\'']).unwrap_or(line).trim_start();
    let value = after_key.strip_prefix(':')?.trim_start();
    let (value, end) = match value.chars().next()? {
        quote @ ('"' | '\'') => (value.get(1..)?, value.get(1..)?.find(quote)?),
        _ => (value, value.find([',', '}', ' ', '\t', '\r']).unwrap_or(value.len())),
    };
    let start = at + (line.len() - value.len());
    Some(start..start + end)
}

pub(in super::super) fn is_remote(file: &str) -> bool {
    file.contains("://") || file.starts_with("//") || file.starts_with("urn:") || file.starts_with("mailto:")
}

/// The file that a reference in the file `base` means, from the root of all; `None` when it leaves the root.
pub(crate) fn resolve(base: &str, file: &str) -> Option<String> {
    let file = percent_decoded(file)?;
    if file.starts_with('/') || file.contains(['\\', ':', '\0']) {
        return None;
    }
    let mut steps: Vec<&str> = base.split('/').collect();
    steps.pop();
    for step in file.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| steps.join("/"))
}
