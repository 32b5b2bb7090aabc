//! Documents in several files: which files a document refers to, and what its references are called once all files are
//! in memory. Nothing is opened here.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::position::Place;
use super::reader::{Reader, Version, address};
use super::{absent, ambiguity, dynamic, identity};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::percent_decoded;
use crate::read::excerpt::Excerpt;
use crate::read::node::{self, Node, Value};
use crate::read::{Addresses, Attached, Document, Reference};
use crate::source::Span;

pub(super) static NOT_A_MAP: Code = Code {
    name: "openapi/not-a-part",
    page: "A file that a document refers to holds no parts of an API: it is no map in YAML or JSON.\n\n    $ref: \
           'notes.md'\n\nRefer to a file with schemas, parameters, responses or paths.",
};

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

fn is_remote(file: &str) -> bool {
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

/// The trees of the files that a document refers to, under their names, with every reference in full: `#/a` in the file
/// `b.yaml` is `b.yaml#/a`, and what refers to the document itself is `#/a`.
pub(super) fn trees(
    root: &mut Node,
    document: &Document<'_>,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, Node)> {
    let own = document.files.own;
    let mut trees = Vec::new();
    for Attached { name, content } in document.files.others {
        let Some((id, text)) = content.as_ref().ok().filter(|_| !is_prose(name)) else { continue };
        let excerpt = Excerpt::whole(*id, text).within(document.files.limits);
        let Some(mut tree) = node::parse(&excerpt, diagnostics) else { continue };
        if tree.as_map().is_none() {
            let span = Span::new(*id, 0, text.find('\n').unwrap_or(text.len()));
            let problem = Diagnostic::error(&NOT_A_MAP, span, format!("`{name}` holds no parts of an API"));
            diagnostics.push(problem.label("expected a map in YAML or JSON"));
            continue;
        }
        settle(&mut tree, version, diagnostics);
        trees.push(((*name).to_owned(), tree));
    }
    if !document.files.others.is_empty() {
        let all = std::iter::once((own, &*root)).chain(trees.iter().map(|(name, tree)| (name.as_str(), tree)));
        let by_address = identity::across(&all.collect::<Vec<_>>(), version);
        let names = Names { own, by_address, version };
        trees.iter_mut().for_each(|(name, tree)| names.write_out(tree, name));
        names.write_out(root, own);
    }
    trees
}

/// Whether a file is a page, as descriptions refer to them.
pub(super) fn is_prose(name: &str) -> bool {
    name.ends_with(".md")
}

/// What is done to every tree before it is read.
pub(super) fn settle(tree: &mut Node, version: Version, diagnostics: &mut Diagnostics) {
    ambiguity::check(tree, version, diagnostics);
    absent::take_out(tree, version, diagnostics);
    if identity::write_out(tree, version) {
        dynamic::bind(tree, version, diagnostics);
    }
}

/// What references to other files are called.
struct Names<'a> {
    /// The document itself.
    own: &'a str,
    /// Where references to addresses lead, by the place of each.
    by_address: HashMap<Span, String>,
    version: Version,
}

impl Names<'_> {
    /// Writes all references of a file in full.
    fn write_out(&self, root: &mut Node, base: &str) {
        let mut open = vec![(root, Place::Object)];
        while let Some((node, place)) = open.pop() {
            match &mut node.value {
                _ if place == Place::Data => {}
                Value::List(items) => open.extend(items.iter_mut().map(|item| (item, place.item()))),
                Value::Map(map) => {
                    for member in map.iter_mut() {
                        match &mut member.value.value {
                            Value::String(text) if is_reference(place, &member.key, text) => {
                                match self.by_address.get(&member.value.span) {
                                    Some(target) => {
                                        *text = target
                                            .strip_prefix(self.own)
                                            .filter(|rest| rest.starts_with('#'))
                                            .unwrap_or(target)
                                            .to_owned()
                                    }
                                    None => rewrite(text, base, self.own),
                                }
                            }
                            _ => open.push((&mut member.value, place.member(&member.key, self.version))),
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a text is a reference where it stands.
fn is_reference(place: Place, key: &str, text: &str) -> bool {
    match place {
        Place::Mapping => text.contains('#') || looks_like_file(text),
        _ => key == "$ref",
    }
}

fn looks_like_file(text: &str) -> bool {
    [".yaml", ".yml", ".json"].iter().any(|ending| text.ends_with(ending))
}

fn rewrite(text: &mut String, base: &str, own: &str) {
    let (file, pointer) = text.split_once('#').map_or((text.as_str(), None), |(file, rest)| (file, Some(rest)));
    if is_remote(file) {
        return;
    }
    let target = if file.is_empty() { Some(base.to_owned()) } else { resolve(base, file) };
    let Some(target) = target else { return };
    *text = match pointer {
        Some(pointer) if target == own => format!("#{pointer}"),
        Some(pointer) => format!("{target}#{pointer}"),
        None if target == own => "#".to_owned(),
        None => target,
    };
}

impl<'d> Reader<'d, '_> {
    /// Names for the schemas of other files that are used as wholes: what a component calls them that is nothing but a
    /// reference to them, or else the last step of the reference, or the file.
    pub(super) fn name_files(&mut self) {
        if self.files.is_empty() {
            return;
        }
        let mut taken: HashSet<&'d str> = self.described.iter().map(|(name, _)| *name).collect();
        for (name, node) in self.described.iter_mut() {
            if let Some(text) = node.text("$ref").filter(|_| node.members().len() == 1)
                && let Some(target) = reach(&self.files, text)
                && !self.named.contains_key(&address(target))
            {
                self.named.insert(address(target), name);
                *node = target;
            }
        }
        let version = self.version;
        let trees: Vec<&'d Node> = std::iter::once(self.root).chain(self.order.iter().copied()).collect();
        for reference in trees.into_iter().flat_map(|tree| schema_references(tree, version)) {
            let Some(text) = reference.as_str() else { continue };
            let Some(target) = reach(&self.files, text) else { continue };
            let is_inner =
                ["/properties/", "/items", "/allOf/", "/oneOf/", "/anyOf/"].iter().any(|step| text.contains(step));
            if is_inner || target.as_map().is_none() || self.named.contains_key(&address(target)) {
                continue;
            }
            let Some(name) = names(text).into_iter().find(|name| taken.insert(name)) else { continue };
            self.named.insert(address(target), name);
            let origin = self.origin(target.span);
            self.model.named(name, origin);
            self.described.push((name, target));
        }
    }
}

/// What a reference to another file leads to.
fn reach<'d>(files: &HashMap<&'d str, &'d Node>, text: &str) -> Option<&'d Node> {
    let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
    let mut node = *files.get(file)?;
    for step in pointer.split('/').skip(1) {
        node = super::reference::child(node, &super::reference::key(step)?)?;
    }
    Some(node)
}

/// What the schema that a reference leads to may be called, best first: `user.yaml#/defs/Name` is `Name`.
fn names(text: &str) -> Vec<&str> {
    let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
    let last = pointer.rsplit('/').next().filter(|name| !name.is_empty() && !name.contains(['~', '%']));
    let file_name = file.rsplit('/').next().unwrap_or(file);
    let stem = file_name.split('.').next().filter(|stem| !stem.is_empty());
    last.into_iter().chain(stem).chain([file_name, file, text]).collect()
}

/// The references that stand where a schema stands.
fn schema_references(root: &Node, version: Version) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut open = vec![(root, Place::Object)];
    while let Some((node, place)) = open.pop() {
        match place {
            Place::Data => continue,
            Place::Mapping => found.extend(node.members().map(|member| &member.value)),
            Place::Schema => found.extend(node.get("$ref")),
            _ => {}
        }
        open.extend(node.items().rev().map(|item| (item, place.item())));
        let inner = |member| place.member(member, version);
        open.extend(node.members().rev().map(|member| (&member.value, inner(&member.key))));
    }
    found
}
