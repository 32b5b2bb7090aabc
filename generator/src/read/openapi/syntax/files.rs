//! Documents in several files: what is done to every tree before it is read, and what its references are called once all
//! files are in memory. Nothing is opened here.

use std::collections::HashMap;

use super::link::{is_remote, resolve};
use super::position::Place;
use super::version::Version;
use super::{absent, ambiguity, dynamic, identity};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::excerpt::Excerpt;
use crate::read::node::{self, Node, Value};
use crate::read::{Attached, Document};
use crate::source::Span;

pub(in super::super) static NOT_A_MAP: Code = Code {
    name: "openapi/not-a-part",
    page: "A file that a document refers to holds no parts of an API: it is no map in YAML or JSON.\n\n    $ref: \
           'notes.md'\n\nRefer to a file with schemas, parameters, responses or paths.",
};

/// The trees of the files that a document refers to, under their names, with every reference in full: `#/a` in the file
/// `b.yaml` is `b.yaml#/a`, and what refers to the document itself is `#/a`.
pub(in super::super) fn trees(
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
pub(in super::super) fn is_prose(name: &str) -> bool {
    name.ends_with(".md")
}

/// What is done to every tree before it is read.
pub(in super::super) fn settle(tree: &mut Node, version: Version, diagnostics: &mut Diagnostics) {
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
