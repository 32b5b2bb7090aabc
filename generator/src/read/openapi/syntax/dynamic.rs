//! `$dynamicRef` where several schemas have the name: it means that of the outermost schema on the way to it (JSON Schema
//! 2020-12, section 8.2.3.2). Where a schema refers to another and has a definition of the name for it, as a list says what
//! its items are, the way is known: it gets a copy of the other in which the references mean its definitions. All others
//! mean the schema of the name that stands nearest, which is right where nothing on the way has another.
//!
//! ```yaml
//! Users: {$ref: '#/components/schemas/Page', $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/User'}}}
//! Page: {properties: {items: {items: {$dynamicRef: '#item'}}}, $defs: {item: {$dynamicAnchor: item}}}
//! ```

use std::collections::{HashMap, HashSet};

use super::identity::{DYNAMIC, DYNAMIC_ANCHOR, FARTHEST, REF};
use super::keyword::{LEFT_OUT, is_annotation};
use super::pointer::{child, key};
use super::position::Place;
use super::version::Version;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::node::{Node, Value, escape};
use crate::source::Span;

pub(in super::super) static TOO_MANY: Code = Code {
    name: "openapi/too-many-dynamic-references",
    page: "The number of `$dynamicRef`s whose name several schemas have, times the number of schemas with a `$dynamicAnchor` or \
           with a `$ref` beside `$defs`, is more than a million. Then none of these references is followed: what stands \
           there can be anything.\n\nWrite `$ref` where only one schema can be meant, or divide the document.",
};

/// How many values all copies may hold.
const COPIED: usize = 100_000;

/// How many names and schemas all references together are compared with; more are left as they are.
const PAIRS: usize = 1_000_000;

/// Writes dynamic references as references to the schemas that they mean.
pub(in super::super) fn bind(root: &mut Node, version: Version, diagnostics: &mut Diagnostics) {
    let mut survey = Survey::default();
    survey.collect(root, version);
    let pairs = survey.references.len() * (survey.anchors.len() + survey.users.len());
    if survey.references.is_empty() {
        return;
    }
    if pairs > PAIRS {
        survey.give_up(diagnostics);
        return;
    }
    let nearest: Vec<Option<String>> = survey.references.iter().map(|one| survey.nearest(one)).collect();
    let bindings = survey.bindings(root, &nearest);
    survey.report(&nearest, &bindings, diagnostics);
    for (reference, anchor) in survey.references.iter().zip(nearest) {
        if let (Some(anchor), Some(node)) = (anchor, at_mut(root, &reference.pointer)) {
            point(node, DYNAMIC, &anchor);
        }
    }
    for binding in bindings {
        if let Some(holder) = at_mut(root, &binding.holder) {
            hold(holder, binding.copy);
        }
    }
}

/// A schema with a dynamic reference.
struct Dynamic {
    name: String,
    pointer: String,
    span: Span,
}

/// A schema that refers to another.
struct User {
    /// The schema that may define names for the other.
    scope: String,
    /// Where the reference stands: the schema itself, or a part of its `allOf`.
    holder: String,
    target: String,
}

/// A copy of a schema for one that defines names for it.
struct Binding {
    holder: String,
    copy: Node,
    /// The names that mean other schemas in it.
    names: HashSet<String>,
}

/// What of a tree has to do with dynamic references.
#[derive(Default)]
struct Survey {
    /// Names, and the pointers of the schemas that have them.
    anchors: Vec<(String, String)>,
    references: Vec<Dynamic>,
    users: Vec<User>,
}

impl Survey {
    fn collect(&mut self, root: &Node, version: Version) {
        let mut open = vec![(root, Place::Object, String::new())];
        while let Some((node, place, pointer)) = open.pop() {
            if pointer.len() > FARTHEST {
                continue;
            }
            if matches!(place, Place::Schema | Place::Object) {
                self.schema(node, &pointer);
            }
            let items = node.items().enumerate().map(|(at, item)| (item, place.item(), format!("{pointer}/{at}")));
            open.extend(items.filter(|(_, place, _)| *place != Place::Data));
            let inner = node.members().map(|member| {
                (&member.value, place.member(&member.key, version), format!("{pointer}/{}", escape(&member.key)))
            });
            open.extend(inner.filter(|(_, place, _)| *place != Place::Data));
        }
    }

    fn schema(&mut self, node: &Node, pointer: &str) {
        self.anchors.extend(node.text(DYNAMIC_ANCHOR).map(|name| (name.to_owned(), pointer.to_owned())));
        if let Some((name, stated)) =
            node.get(DYNAMIC).and_then(|stated| Some((stated.as_str()?.strip_prefix('#')?, stated)))
            && node.get(REF).is_none()
        {
            self.references.push(Dynamic { name: name.to_owned(), pointer: pointer.to_owned(), span: stated.span });
        }
        if node.get("$defs").is_none() {
            return;
        }
        let parts = node.get("allOf").map(Node::items).into_iter().flatten().enumerate();
        let parts = parts.map(|(at, part)| (part, format!("{pointer}/allOf/{at}")));
        for (part, holder) in std::iter::once((node, pointer.to_owned())).chain(parts) {
            if let Some(target) =
                part.text(REF).and_then(|text| text.strip_prefix('#')).filter(|text| text.starts_with('/'))
            {
                self.users.push(User { scope: pointer.to_owned(), holder, target: target.to_owned() });
            }
        }
    }

    /// The only schema of the name in the nearest schema around that has any.
    fn nearest(&self, reference: &Dynamic) -> Option<String> {
        let named: Vec<&str> = self.anchors_of(&reference.name).collect();
        let mut around = reference.pointer.as_str();
        loop {
            let mut within = named.iter().filter(|anchor| is_within(anchor, around));
            match (within.next(), within.next()) {
                (Some(only), None) => return Some((*only).to_owned()),
                (Some(_), Some(_)) => return None,
                (None, _) => around = around.rsplit_once('/')?.0,
            }
        }
    }

    fn anchors_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.anchors.iter().filter(move |(known, _)| known == name).map(|(_, pointer)| pointer.as_str())
    }

    fn bindings(&self, root: &Node, nearest: &[Option<String>]) -> Vec<Binding> {
        let mut room = COPIED;
        let mut bindings = Vec::new();
        for user in &self.users {
            let Some(defined) = self.defined(&user.scope) else { continue };
            let inner: Vec<(&Dynamic, Option<&str>)> = self
                .references
                .iter()
                .zip(nearest)
                .filter(|(reference, _)| is_within(&reference.pointer, &user.target))
                .map(|(reference, nearest)| {
                    (reference, defined.get(reference.name.as_str()).copied().or(nearest.as_deref()))
                })
                .collect();
            let names: HashSet<String> = inner
                .iter()
                .map(|(one, _)| one.name.clone())
                .filter(|name| defined.contains_key(name.as_str()))
                .collect();
            let Some(target) = at(root, &user.target).filter(|_| !names.is_empty()) else { continue };
            let Some(left) = room.checked_sub(size(target)) else { continue };
            room = left;
            let mut copy = target.clone();
            for (reference, anchor) in inner {
                let below = reference.pointer.get(user.target.len()..).unwrap_or_default();
                if let (Some(anchor), Some(node)) = (anchor, at_mut(&mut copy, below)) {
                    point(node, DYNAMIC, anchor);
                }
            }
            if at(root, &user.scope).is_some_and(is_only_that) {
                redirect(&mut copy, &user.target, &user.scope);
            }
            bindings.push(Binding { holder: user.holder.clone(), copy, names });
        }
        bindings
    }

    /// The definitions of a schema that have names for dynamic references.
    fn defined(&self, scope: &str) -> Option<HashMap<&str, &str>> {
        let start = format!("{scope}/$defs/");
        let found: HashMap<&str, &str> = self
            .anchors
            .iter()
            .filter(|(_, pointer)| pointer.strip_prefix(start.as_str()).is_some_and(|rest| !rest.contains('/')))
            .map(|(name, pointer)| (name.as_str(), pointer.as_str()))
            .collect();
        (!found.is_empty()).then_some(found)
    }

    /// Reports at the first reference that none is followed.
    fn give_up(&self, diagnostics: &mut Diagnostics) {
        let Some(first) = self.references.iter().min_by_key(|reference| reference.span.start) else { return };
        let message = format!("the document has too many `{DYNAMIC}`s whose name several schemas have");
        let problem = Diagnostic::warning(&TOO_MANY, first.span, message);
        diagnostics.push(
            problem.label("none of them is followed, from here on").help("write `$ref` where one schema is meant"),
        );
    }

    /// Reports references that may mean another schema than the one beside them.
    fn report(&self, nearest: &[Option<String>], bindings: &[Binding], diagnostics: &mut Diagnostics) {
        for (reference, _) in self.references.iter().zip(nearest).filter(|(_, anchor)| anchor.is_some()) {
            let bound = bindings.iter().filter(|binding| binding.names.contains(&reference.name)).count();
            if self.anchors_of(&reference.name).count() > bound + 1 {
                let message =
                    format!("`{DYNAMIC}: '#{}'` means another schema where others refer to this one", reference.name);
                let problem = Diagnostic::warning(&LEFT_OUT, reference.span, message);
                diagnostics.push(problem.label("read as the schema of this name that stands nearest"));
            }
        }
    }
}

/// Whether a pointer leads to a place or below it.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a schema says nothing but what another one does, with definitions for that.
fn is_only_that(schema: &Node) -> bool {
    let is_part = |key: &str| key == REF || is_annotation(key);
    let parts = schema.get("allOf").map_or(0, |parts| parts.items().count());
    schema.members().all(|member| is_part(&member.key) || member.key == "allOf" && parts == 1)
}

fn at<'n>(root: &'n Node, pointer: &str) -> Option<&'n Node> {
    pointer.split('/').skip(1).try_fold(root, |node, step| child(node, &key(step)?))
}

fn at_mut<'n>(root: &'n mut Node, pointer: &str) -> Option<&'n mut Node> {
    pointer.split('/').skip(1).try_fold(root, |node, step| {
        let key = key(step)?;
        match &mut node.value {
            Value::Map(map) => map.iter_mut().find(|member| member.key == key).map(|member| &mut member.value),
            Value::List(items) => items.get_mut(key.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

/// How many values a tree has.
fn size(node: &Node) -> usize {
    let mut open = vec![node];
    let mut count = 0;
    while let Some(node) = open.pop() {
        count += 1;
        open.extend(node.items());
        open.extend(node.members().map(|member| &member.value));
    }
    count
}

/// Makes a reference of a keyword.
fn point(node: &mut Node, word: &str, pointer: &str) {
    if let Value::Map(map) = &mut node.value {
        map.change(word, |member| {
            REF.clone_into(&mut member.key);
            member.value.value = Value::String(format!("#{pointer}"));
        });
    }
}

/// Points all references to one schema at another.
fn redirect(node: &mut Node, from: &str, to: &str) {
    let is_meant = |node: &Node| node.text(REF).and_then(|text| text.strip_prefix('#')) == Some(from);
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if is_meant(node) {
            point(node, REF, to);
        }
        match &mut node.value {
            Value::List(items) => open.extend(items),
            Value::Map(map) => open.extend(map.iter_mut().map(|member| &mut member.value)),
            _ => {}
        }
    }
}

/// Puts a copy in the place of the reference of a schema.
fn hold(holder: &mut Node, copy: Node) {
    let Value::Map(map) = &mut holder.value else { return };
    let parts = map.iter_mut().find(|member| member.key == "allOf").map(|member| &mut member.value.value);
    match parts {
        Some(Value::List(parts)) => {
            parts.push(copy);
            map.retain(|member| member.key != REF);
        }
        _ => map.change(REF, |member| {
            "allOf".clone_into(&mut member.key);
            member.value.value = Value::List(vec![copy]);
        }),
    }
}
