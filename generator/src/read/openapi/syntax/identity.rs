//! `$id`, `$self` and anchors: schemas that have addresses and names of their own. References to these become references
//! by place, `#/…`, before anything is read, so that only one kind of reference is left.
//!
//! A reference is read from the address of the nearest `$id` around it (JSON Schema 2020-12, section 8.2). Where nothing
//! has the address, or nothing in that schema the pointer, it stays as it is and is read from the document: many documents
//! have an `$id` and point as if there were none.

use std::collections::HashMap;
use std::rc::Rc;

use super::pointer::{child, key};
use super::position::Place;
use super::version::Version;
use crate::read::node::{Map, Node, Value, escape};
use crate::source::Span;

/// Writes the references of a tree to addresses and names in it as pointers; says whether dynamic ones may be left.
pub(in super::super) fn write_out(root: &mut Node, version: Version) -> bool {
    let known = Known::of(root, version);
    if known.is_plain() {
        return false;
    }
    let mut targets = HashMap::new();
    each_reference(root, version, &mut |Found { word, text, base, .. }| {
        if let Some(pointer) = known.pointer(root, word, text, base) {
            targets.insert((word, text.to_owned(), Rc::clone(base)), pointer);
        }
    });
    known.rewrite(root, &targets);
    known.dynamic.values().any(|count| *count > 1)
}

/// The references of several trees to addresses and names in others of them, each by its place: what they become, from the
/// root of all files. Trees are known by the names of their files.
pub(in super::super) fn across(trees: &[(&str, &Node)], version: Version) -> HashMap<Span, String> {
    let known: Vec<Known> = trees.iter().map(|(_, tree)| Known::of(tree, version)).collect();
    let mut homes: HashMap<Rc<str>, usize> = HashMap::new();
    for (at, known) in known.iter().enumerate() {
        for address in known.addresses.keys().filter(|address| has_scheme(address)) {
            homes.entry(Rc::clone(address)).or_insert(at);
        }
    }
    let mut found = HashMap::new();
    if homes.is_empty() {
        return found;
    }
    for (own, (_, tree)) in trees.iter().enumerate() {
        each_reference(tree, version, &mut |Found { word, text, span, base }| {
            let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
            let target = if file.is_empty() { String::new() } else { resolve(base, file) };
            let Some(home) = homes.get(target.as_str()).filter(|home| **home != own) else { return };
            let (Some((name, root)), Some(known)) = (trees.get(*home), known.get(*home)) else { return };
            if let Some(pointer) = known.pointer(root, word, &format!("{target}#{fragment}"), base) {
                found.insert(span, format!("{name}{pointer}"));
            }
        });
    }
    found
}

/// A reference of a tree.
struct Found<'n> {
    word: &'static str,
    text: &'n str,
    span: Span,
    /// The address from which it is read.
    base: &'n Rc<str>,
}

/// Shows every reference of a tree.
fn each_reference(root: &Node, version: Version, visit: &mut dyn FnMut(Found<'_>)) {
    let mut open = vec![(root, Place::Object, own_address(root))];
    while let Some((node, place, base)) = open.pop() {
        let base = address(node, place, &base).unwrap_or(base);
        for (word, reference, text) in references(node, place) {
            visit(Found { word, text, span: reference.span, base: &base });
        }
        open.extend(node.items().map(|item| (item, place.item(), Rc::clone(&base))));
        let inner = |member: &str| place.member(member, version);
        open.extend(node.members().map(|member| (&member.value, inner(&member.key), Rc::clone(&base))));
    }
}

pub(in super::super) const REF: &str = "$ref";
pub(in super::super) const DYNAMIC: &str = "$dynamicRef";
const ANCHOR: &str = "$anchor";
pub(in super::super) const DYNAMIC_ANCHOR: &str = "$dynamicAnchor";
const ID: &str = "$id";

/// Whether a map may be a schema with an address or a name. Members of objects can be called alike; they are schemas.
fn gives_names(map: &Map) -> bool {
    [ID, ANCHOR, DYNAMIC_ANCHOR].iter().any(|word| map.get(word).and_then(Node::as_str).is_some())
}

/// Longer addresses are none. The ones of inner schemas are made from those around them, and would multiply the document.
const LONGEST: usize = 2_000;

/// Longer pointers lead nowhere: every reference becomes one, and long ones would multiply the document.
pub(in super::super) const FARTHEST: usize = 4_000;

/// The address that a document says it has itself.
fn own_address(root: &Node) -> Rc<str> {
    root.text("$self").filter(|own| own.len() <= LONGEST).unwrap_or_default().into()
}

/// The names of a schema for references of the form `#name`, with the keywords that give them. An `$id` that is a name
/// alone, `#name`, is an anchor of old.
pub(in super::super) fn names(node: &Node) -> impl Iterator<Item = (&'static str, &str)> {
    let anchors = [ANCHOR, DYNAMIC_ANCHOR].into_iter().filter_map(|word| Some((word, node.text(word)?)));
    let old = node.text(ID).and_then(|id| id.strip_prefix('#')).filter(|name| !name.is_empty());
    anchors.chain(old.map(|name| (ID, name)))
}

/// The references that stand in a schema or object itself.
fn references(node: &Node, place: Place) -> impl Iterator<Item = (&'static str, &Node, &str)> {
    let is_schema = matches!(place, Place::Schema | Place::Object);
    [REF, DYNAMIC].into_iter().filter(move |_| is_schema).filter_map(|word| {
        let reference = node.get(word)?;
        Some((word, reference, reference.as_str()?))
    })
}

/// What references become, by their keyword, text and base.
type Targets = HashMap<(&'static str, String, Rc<str>), String>;

/// The addresses and names of a tree.
struct Known {
    version: Version,
    /// Pointers by address.
    addresses: HashMap<Rc<str>, String>,
    /// Pointers by the address of the schema around and the name.
    anchors: HashMap<(Rc<str>, String), String>,
    /// How many schemas have a name that references may mean dynamically.
    dynamic: HashMap<String, usize>,
}

impl Default for Known {
    fn default() -> Self {
        Self { version: Version::V31, addresses: HashMap::new(), anchors: HashMap::new(), dynamic: HashMap::new() }
    }
}

impl Known {
    fn of(root: &Node, version: Version) -> Self {
        let mut known = Self { version, ..Self::default() };
        let own = own_address(root);
        known.addresses.insert(Rc::clone(&own), String::new());
        // Few documents have any, and keeping paths costs more than looking for them.
        if !root.maps().any(gives_names) {
            return known;
        }
        known.collect(root, Place::Object, &own, &mut String::new());
        known
    }

    /// Whether nothing has an address or a name.
    fn is_plain(&self) -> bool {
        self.anchors.is_empty() && self.addresses.len() == 1 && self.addresses.contains_key("")
    }

    fn collect(&mut self, node: &Node, place: Place, base: &Rc<str>, path: &mut String) {
        if place == Place::Data {
            return;
        }
        let own = address(node, place, base);
        if let Some(own) = own.as_ref().filter(|_| path.len() <= FARTHEST) {
            self.addresses.entry(Rc::clone(own)).or_insert_with(|| path.clone());
        }
        let base = own.as_ref().unwrap_or(base);
        self.names(node, place, base, path);
        for (at, item) in (0..).zip(node.items()) {
            self.step(&at.to_string(), item, place.item(), base, path);
        }
        for member in node.members() {
            let place = place.member(&member.key, self.version);
            self.step(&escape(&member.key), &member.value, place, base, path);
        }
    }

    fn step(&mut self, step: &str, node: &Node, place: Place, base: &Rc<str>, path: &mut String) {
        let length = path.len();
        path.push('/');
        path.push_str(step);
        self.collect(node, place, base, path);
        path.truncate(length);
    }

    fn names(&mut self, node: &Node, place: Place, base: &Rc<str>, path: &str) {
        if path.len() > FARTHEST || !matches!(place, Place::Schema | Place::Object) {
            return;
        }
        for (word, name) in names(node) {
            self.anchors.entry((Rc::clone(base), name.to_owned())).or_insert_with(|| path.to_owned());
            if word == DYNAMIC_ANCHOR {
                *self.dynamic.entry(name.to_owned()).or_default() += 1;
            }
        }
    }

    /// The pointer of what a reference means. A dynamic one may mean any schema of its name that the reader has come
    /// through; only where there is one of the name is that known beforehand.
    fn pointer(&self, root: &Node, word: &str, text: &str, base: &Rc<str>) -> Option<String> {
        let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
        if word == DYNAMIC && self.dynamic.get(fragment).is_some_and(|count| *count > 1) {
            return None;
        }
        let target = if file.is_empty() { Rc::clone(base) } else { resolve(base, file).into() };
        let start = self.addresses.get(&target)?;
        let pointer = match fragment {
            "" => start.clone(),
            pointer if pointer.starts_with('/') => format!("{start}{pointer}"),
            name => self.anchors.get(&(target, name.to_owned()))?.clone(),
        };
        is_there(root, &pointer).then(|| format!("#{pointer}"))
    }

    fn rewrite(&self, root: &mut Node, targets: &Targets) {
        let base = own_address(root);
        let mut open = vec![(root, Place::Object, base)];
        while let Some((node, place, base)) = open.pop() {
            let base = address(node, place, &base).unwrap_or(base);
            match &mut node.value {
                _ if place == Place::Data => {}
                Value::List(items) => open.extend(items.iter_mut().map(|item| (item, place.item(), Rc::clone(&base)))),
                Value::Map(map) => {
                    if matches!(place, Place::Schema | Place::Object) {
                        replace(map, &base, targets);
                    }
                    open.extend(map.iter_mut().map(|member| {
                        let place = place.member(&member.key, self.version);
                        (&mut member.value, place, Rc::clone(&base))
                    }));
                }
                _ => {}
            }
        }
    }
}

/// Puts pointers in the place of the references of a map.
fn replace(map: &mut Map, base: &Rc<str>, targets: &Targets) {
    let is_free = map.get(REF).is_none();
    for word in [REF, DYNAMIC].into_iter().filter(|word| is_free || *word == REF) {
        let Some(text) = map.get(word).and_then(Node::as_str) else { continue };
        let Some(pointer) = targets.get(&(word, text.to_owned(), Rc::clone(base))) else { continue };
        map.change(word, |member| {
            REF.clone_into(&mut member.key);
            member.value.value = Value::String(pointer.clone());
        });
    }
}

/// The address of a schema that has one of its own.
fn address(node: &Node, place: Place, base: &str) -> Option<Rc<str>> {
    if !matches!(place, Place::Schema | Place::Object) {
        return None;
    }
    let own = node.text(ID)?.trim_end_matches('#');
    let is_address = !own.is_empty() && own.len() <= LONGEST && !own.contains('#');
    is_address.then(|| resolve(base, own)).filter(|address| address.len() <= LONGEST).map(Rc::from)
}

fn is_there(root: &Node, pointer: &str) -> bool {
    let mut steps = pointer.split('/').skip(1);
    let step = |node, step: &str| key(step).and_then(|key| child(node, &key));
    steps.try_fold(root, step).is_some()
}

/// The address that a reference means, read from a base (RFC 3986, section 5.2).
fn resolve(base: &str, reference: &str) -> String {
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let (scheme, rest) = base.split_once("://").map_or(("", base), |(scheme, rest)| (scheme, rest));
    let (authority, path) = match scheme {
        "" => ("", rest),
        _ => rest.split_at(rest.find('/').unwrap_or(rest.len())),
    };
    let start = if scheme.is_empty() { String::new() } else { format!("{scheme}:") };
    if reference.starts_with("//") {
        return format!("{start}{reference}");
    }
    let root = if scheme.is_empty() { String::new() } else { format!("{scheme}://{authority}") };
    let folder = path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or(if root.is_empty() { "" } else { "/" });
    let whole = if reference.starts_with('/') { reference.to_owned() } else { format!("{folder}{reference}") };
    format!("{root}{}", without_dots(&whole))
}

fn has_scheme(reference: &str) -> bool {
    let scheme =
        reference.split(['/', '?', '#']).next().and_then(|first| first.split_once(':')).map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.starts_with(|sign: char| sign.is_ascii_alphabetic())
            && scheme.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"+-.".contains(&sign))
    })
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let last = path.rsplit('/').next().unwrap_or_default();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." if kept.len() > 1 || kept.first().is_some_and(|first| !first.is_empty()) => {
                kept.pop();
            }
            ".." => {}
            segment => kept.push(segment),
        }
    }
    let folder = if matches!(last, "." | "..") { "/" } else { "" };
    format!("{}{folder}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn addresses_are_read_from_their_base() {
        for (base, reference, expected) in [
            ("https://a.example/s/user.json", "item.json", "https://a.example/s/item.json"),
            ("https://a.example/s/user.json", "../x/./item", "https://a.example/x/item"),
            ("https://a.example", "item", "https://a.example/item"),
            ("https://a.example/s/", "/item", "https://a.example/item"),
            ("https://a.example/s/", "//b.example/i", "https://b.example/i"),
            ("https://a.example/s/", "urn:x:y", "urn:x:y"),
            ("urn:x:y", "item", "item"),
            ("", "item.json", "item.json"),
            ("schemas/user.json", "item.json", "schemas/item.json"),
            ("/s/user", "../../../item", "/item"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{base} {reference}");
        }
    }
}
