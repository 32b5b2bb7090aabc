//! `$ref`: JSON pointers and anchors within the document and the files that came with it. Nothing is ever opened.

use super::reader::Reader;
use super::syntax::anchor::anchors;
use super::syntax::pointer::{address, child, key};
use super::syntax::trail::Trail;
use crate::diag::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::read::node::Node;
use crate::source::Span;

pub(super) static UNRESOLVED: Code = Code {
    name: "openapi/unresolved-reference",
    page: "A `$ref` points to nothing in the document.\n\n    $ref: '#/components/schemas/Usr'\n\nCorrect the pointer, or \
           describe what it names. In pointers `/` in a key is `~1`, `~` is `~0`, and anything else may be \
           percent-encoded.",
};
pub(super) static EXTERNAL: Code = Code {
    name: "openapi/external-reference",
    page: "A `$ref` points to an address on the network, which is never opened, or to a file that is not there or not below \
           the root, which is the folder of the document unless `--root` names another. Files are errors, addresses cost \
           what refers to them.\n\n    $ref: '../common.yaml#/User'\n\nName the folder that holds all files by `--root`, \
           or copy what the reference names into this document.",
};
pub(super) static CYCLE: Code = Code {
    name: "openapi/reference-cycle",
    page: "References, or parts of an `allOf`, lead back to where they came from, and nothing is ever described.\n\n    A: \
           {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n\nDescribe one of them. (A schema \
           may well refer to itself in a property; that is no such cycle.)",
};

impl<'d> Reader<'d, '_> {
    /// A member that is a map; reported when it is something else.
    pub(super) fn map(&mut self, node: &'d Node, key: &str) -> Option<&'d Node> {
        let value = node.get(key)?;
        // Documents in several files refer to whole maps, which OpenAPI does not have: `paths: {$ref: paths.yaml}`.
        let value = if value.text("$ref").is_some() { self.follow(value)? } else { value };
        if value.as_map().is_none() {
            self.expected(value, "a map", key);
            return None;
        }
        Some(value)
    }

    /// What a node stands for: itself, or what its `$ref` leads to at last. `None` when it leads to nothing, reported.
    pub(super) fn follow(&mut self, node: &'d Node) -> Option<&'d Node> {
        let mut trail = Trail::default();
        let mut node = node;
        let end = loop {
            if let Some(known) = self.followed.get(&address(node)) {
                break *known;
            }
            let Some(reference) = node.get("$ref") else { break Ok(node) };
            if let Some(span) = trail.circle(node) {
                break Err(span);
            }
            trail.add(node, reference.span);
            node = self.target(reference)?;
        };
        self.followed.extend(trail.nodes().map(|node| (node, end)));
        match end {
            Ok(node) => Some(node),
            Err(span) => {
                self.cycle(span);
                None
            }
        }
    }

    pub(super) fn cycle(&mut self, span: Span) {
        let problem = Diagnostic::error(&CYCLE, span, "this reference leads back to itself");
        self.report(problem.label("nothing is described on the way").help("describe one of the schemas in the cycle"));
    }

    /// What the value of a `$ref` points to; reported when there is nothing.
    pub(super) fn target(&mut self, reference: &'d Node) -> Option<&'d Node> {
        let Some(text) = reference.as_str() else {
            self.expected(reference, "text", "$ref");
            return None;
        };
        let file = text.split('#').next().unwrap_or_default();
        if !file.is_empty() && !self.files.contains_key(file) && self.pointed(text).is_none() {
            self.external(text, reference.span);
            return None;
        }
        let found = self.pointed(text);
        if found.is_none() && !self.is_lost(text) {
            let message = format!("`{text}` points to nothing");
            let problem = Diagnostic::error(&UNRESOLVED, reference.span, message);
            let help = match self.meant(text) {
                Some(other) => format!("there is `{other}`"),
                None => "correct the pointer or describe what it names".to_owned(),
            };
            self.report(problem.label("there is nothing of this name").help(help));
        }
        found
    }

    /// Whether a reference leads into components that are no map, or into a schema of which the own reference leads
    /// nowhere: both are reported where they stand.
    fn is_lost(&mut self, text: &'d str) -> bool {
        let Some(pointer) = text.strip_prefix("#/components/") else { return false };
        let Some(components) = self.root.get("components") else { return false };
        let mut steps = pointer.split('/');
        let kind = steps.next().unwrap_or_default();
        match components.get(kind) {
            None => components.as_map().is_none(),
            Some(holder) if holder.as_map().is_none() => super::syntax::component::COMPONENTS.contains(&kind),
            Some(holder) => {
                let named = steps.next().and_then(key).and_then(|name| holder.get(&name));
                let reference = named.filter(|_| kind == "schemas").and_then(|schema| schema.text("$ref"));
                reference.is_some_and(|text| self.pointed(text).is_none())
            }
        }
    }

    /// The pointer to a neighbour of what is not there that has nearly the same name.
    fn meant(&self, text: &str) -> Option<String> {
        let (file, pointer) = text.split_once('#')?;
        let (parent, last) = pointer.rsplit_once('/')?;
        let mut node = self.file_of(file);
        for step in parent.split('/').skip(1) {
            node = child(node, &key(step)?)?;
        }
        let name = nearest(&key(last)?, node.members().map(|member| member.key.as_str()))?;
        Some(format!("{file}#{parent}/{}", name.replace('~', "~0").replace('/', "~1")))
    }

    /// A file that is not there makes a document incomplete; an address on the network is known not to be followed.
    fn external(&mut self, text: &str, span: Span) {
        let is_remote = text.starts_with("https://") || text.starts_with("http://");
        let severity = if is_remote { Diagnostic::warning } else { Diagnostic::error };
        let file = text.split('#').next().unwrap_or_default();
        let (message, label) = match self.unread.get(file) {
            Some(why) => (format!("the file `{file}` cannot be read: {why}"), "referred to here"),
            None => ("the reference points out of the document".to_owned(), "expected `#/…`, or a file below the root"),
        };
        let help = "copy what it names into this document, or name the folder of all files by `--root`";
        self.report(severity(&EXTERNAL, span, message).label(label).help(help));
    }

    /// What a pointer (`#/a/b`), an anchor (`#a`) or the `$id` of a schema names, if anything.
    pub(super) fn pointed(&mut self, text: &'d str) -> Option<&'d Node> {
        if let Some(known) = self.targets.get(text) {
            return *known;
        }
        let (file, pointer) = text.split_once('#').map_or((text, None), |(file, pointer)| (file, Some(pointer)));
        let root = if file.is_empty() { Some(self.root) } else { self.files.get(file).copied() };
        let found = match (root, pointer) {
            (Some(root), Some(pointer)) if pointer.starts_with('/') => self.walk(root, pointer),
            (Some(_), Some("")) if file.is_empty() => None,
            (Some(root), None | Some("")) => Some(root),
            (Some(root), Some(anchor)) if !file.is_empty() => anchors(root, self.version).get(anchor).copied(),
            (Some(_), Some(anchor)) => self.anchor(anchor),
            (None, _) => self.anchor(text),
        };
        self.targets.insert(text, found);
        found
    }

    /// The tree that a reference is about.
    pub(super) fn file_of(&self, text: &str) -> &'d Node {
        let file = text.split('#').next().unwrap_or_default();
        self.files.get(file).copied().unwrap_or(self.root)
    }

    fn walk(&mut self, root: &'d Node, pointer: &str) -> Option<&'d Node> {
        let mut node = root;
        for step in pointer.split('/').skip(1) {
            let key = key(step)?;
            node = match child(node, &key).or_else(|| child(node, step)) {
                Some(next) => next,
                None => child(self.through(node)?, &key)?,
            };
        }
        Some(node)
    }

    /// What a reference on the way of a pointer stands for; one hop, so that it ends.
    fn through(&self, node: &'d Node) -> Option<&'d Node> {
        let text = node.text("$ref")?;
        let (file, pointer) = text.split_once('#').unwrap_or((text, ""));
        let mut target = if file.is_empty() { self.root } else { *self.files.get(file)? };
        for step in pointer.split('/').skip(1) {
            target = child(target, &key(step)?)?;
        }
        Some(target)
    }

    fn anchor(&mut self, name: &str) -> Option<&'d Node> {
        let (root, version) = (self.root, self.version);
        self.anchors.get_or_insert_with(|| anchors(root, version)).get(name).copied()
    }
}
