//! Finding the operation of a path: a tree of segments. Literal segments come before mixed ones such as `{id}.json`,
//! those before whole parameters, and those before parameters that take the rest of the path.

use std::collections::HashMap;

use http::HeaderMap;
use percent_encoding::percent_decode_str;

use crate::operation::{Fixed, Location, Operation};
use crate::template::{Part, capture, segments};

/// All operations by path and method.
#[derive(Debug, Default)]
pub(super) struct Table {
    nodes: Vec<Node>,
    places: Vec<Place>,
}

/// A place in the tree: the segments up to here.
#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, usize>,
    mixed: Vec<(Vec<Part>, usize)>,
    parameter: Option<usize>,
    rest: Vec<(Vec<Part>, usize)>,
    /// Index into [`Table::places`] of what ends here.
    place: Option<usize>,
}

/// The operations of one path shape.
#[derive(Debug, Default)]
pub(super) struct Place {
    methods: Vec<Method>,
}

/// An operation of a place.
#[derive(Debug)]
struct Method {
    name: &'static str,
    /// What a request must have to be for this operation.
    fixed: &'static [Fixed],
    /// The value of what the table of operations leaves open, where the server was told it.
    told: Option<String>,
    /// Whether others have the same, so that the value alone tells them apart.
    is_shared: bool,
    /// Index of the operation in the list that the table was made of.
    index: usize,
    /// Which parameters the captured texts are, in the order of the path.
    parameters: Vec<usize>,
}

/// The operation that a request is for.
#[derive(Debug)]
pub(super) struct Found<'t, 'p> {
    /// Index of the operation in the list that the table was made of.
    pub(super) index: usize,
    parameters: &'t [usize],
    captured: Vec<&'p str>,
}

impl<'p> Found<'_, 'p> {
    /// The texts of the path's parameters, still escaped, with their indices.
    pub(super) fn path(&self) -> Vec<(usize, &'p str)> {
        self.parameters.iter().copied().zip(self.captured.iter().copied()).collect()
    }

    /// Whether no parameter would mean another path to whoever is behind a handler: `..`, or control characters.
    pub(super) fn is_plain(&self) -> bool {
        self.captured.iter().all(|raw| {
            let text = percent_decode_str(raw).decode_utf8();
            text.is_ok_and(|text| {
                !text.chars().any(char::is_control) && !text.split('/').any(|segment| matches!(segment, "." | ".."))
            })
        })
    }
}

impl Table {
    /// A table of these operations, each with the value that the server was told.
    pub(super) fn new(operations: impl Iterator<Item = (&'static Operation, Option<String>)>) -> Self {
        let mut table = Self { nodes: vec![Node::default()], places: Vec::new() };
        for (index, (operation, told)) in operations.enumerate().filter(|(_, (operation, _))| !operation.shadowed) {
            table.add(index, operation, told);
        }
        table.places.iter_mut().for_each(Place::settle);
        table
    }

    fn add(&mut self, index: usize, operation: &'static Operation, told: Option<String>) {
        let mut node = 0;
        let mut parameters = Vec::new();
        for segment in segments(operation.pieces(), &mut parameters) {
            node = self.child(node, segment);
        }
        let place = match self.nodes.get(node).and_then(|node| node.place) {
            Some(place) => place,
            None => {
                self.places.push(Place::default());
                let place = self.places.len() - 1;
                if let Some(node) = self.nodes.get_mut(node) {
                    node.place = Some(place);
                }
                place
            }
        };
        if let Some(place) = self.places.get_mut(place) {
            let (name, fixed) = (operation.method, operation.fixed);
            place.methods.push(Method { name, fixed, told, is_shared: false, index, parameters });
        }
    }

    /// The node below `node` for a segment; a new one if there is none.
    fn child(&mut self, node: usize, segment: Vec<Part>) -> usize {
        let fresh = self.nodes.len();
        let Some(parent) = self.nodes.get_mut(node) else { return node };
        let child = match segment.as_slice() {
            [] => *parent.literals.entry(String::new()).or_insert(fresh),
            [Part::Text(text)] => *parent.literals.entry(decoded(text)).or_insert(fresh),
            [Part::Parameter] => *parent.parameter.get_or_insert(fresh),
            parts if parts.contains(&Part::Rest) => one_of(&mut parent.rest, segment, fresh),
            _ => one_of(&mut parent.mixed, segment, fresh),
        };
        if child == fresh {
            self.nodes.push(Node::default());
        }
        child
    }

    /// The operations of a path; texts of parameters are added to `captured`.
    fn walk<'p>(&self, node: usize, path: Option<&'p str>, captured: &mut Vec<&'p str>) -> Option<&Place> {
        let node = self.nodes.get(node)?;
        let Some(path) = path else {
            return node.place.and_then(|place| self.places.get(place));
        };
        let (segment, rest) = path.split_once('/').map_or((path, None), |(segment, rest)| (segment, Some(rest)));
        let decoded = percent_decode_str(segment).decode_utf8().ok();
        if let Some(child) = decoded.and_then(|text| node.literals.get(text.as_ref()))
            && let Some(place) = self.walk(*child, rest, captured)
        {
            return Some(place);
        }
        for (parts, child) in &node.mixed {
            let before = captured.len();
            if capture(parts, segment, captured)
                && let Some(place) = self.walk(*child, rest, captured)
            {
                return Some(place);
            }
            captured.truncate(before);
        }
        if let Some(child) = node.parameter.filter(|_| !segment.is_empty()) {
            captured.push(segment);
            if let Some(place) = self.walk(child, rest, captured) {
                return Some(place);
            }
            captured.pop();
        }
        for (parts, child) in &node.rest {
            let before = captured.len();
            if capture(parts, path, captured) {
                return self.walk(*child, None, captured);
            }
            captured.truncate(before);
        }
        None
    }

    /// The operation of a method and a path below the base path, without its query.
    ///
    /// # Errors
    /// The methods that there are, where the path has others; none where nothing has the path, or the request lacks what
    /// tells operations of one path apart.
    pub(super) fn find<'t, 'p>(
        &'t self,
        method: &str,
        path: &'p str,
        query: &str,
        headers: &HeaderMap,
    ) -> Result<Found<'t, 'p>, Vec<&'static str>> {
        let mut captured = Vec::new();
        let path = path.strip_prefix('/').unwrap_or(path);
        let place = self.walk(0, Some(path), &mut captured).ok_or_else(Vec::new)?;
        let fits = |known: &&Method| known.fits(query, headers);
        let named = |name: &str| place.methods.iter().filter(|known| known.name == name).find(fits);
        match named(method).or_else(|| if method == "HEAD" { named("GET") } else { None }) {
            Some(found) => Ok(Found { index: found.index, parameters: &found.parameters, captured }),
            None if place.methods.iter().any(|known| known.name == method) => Err(Vec::new()),
            None => Err(distinct(place.methods.iter().map(|method| method.name))),
        }
    }
}

impl Place {
    /// The most particular come first.
    fn settle(&mut self) {
        let mut counts: HashMap<(&str, Vec<Fixed>), usize> = HashMap::new();
        for method in self.methods.iter().filter(|method| method.is_open()) {
            *counts.entry((method.name, method.fixed.to_vec())).or_default() += 1;
        }
        for method in self.methods.iter_mut().filter(|method| method.is_open()) {
            method.is_shared = counts.get(&(method.name, method.fixed.to_vec())).is_some_and(|count| *count > 1);
        }
        self.methods.sort_by_key(|method| std::cmp::Reverse((method.fixed.len(), method.told.is_some())));
    }
}

impl Method {
    /// Whether the table of operations leaves a value open.
    fn is_open(&self) -> bool {
        self.fixed.iter().any(|fixed| fixed.value.is_none())
    }

    fn fits(&self, query: &str, headers: &HeaderMap) -> bool {
        let is_known = self.told.is_some() || !self.is_shared;
        is_known && self.fixed.iter().all(|fixed| has(fixed, fixed.value.or(self.told.as_deref()), query, headers))
    }
}

/// Whether a request has a value; any, where it is not known.
fn has(fixed: &Fixed, value: Option<&str>, query: &str, headers: &HeaderMap) -> bool {
    match fixed.location {
        Location::Header => {
            let mut values = headers.get_all(fixed.name).iter();
            values.any(|sent| value.is_none_or(|value| sent.as_bytes() == value.as_bytes()))
        }
        _ => query.split('&').any(|pair| {
            let (name, sent) = pair.split_once('=').unwrap_or((pair, ""));
            same(name, fixed.name) && value.is_none_or(|value| same(sent, value))
        }),
    }
}

/// A literal as the segment of a request is compared with it.
fn decoded(literal: &str) -> String {
    percent_decode_str(literal).decode_utf8_lossy().into_owned()
}

/// Whether two texts are the same, however they are escaped.
fn same(left: &str, right: &str) -> bool {
    left == right || percent_decode_str(left).eq(percent_decode_str(right))
}

fn distinct(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut distinct: Vec<&'static str> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

fn one_of(children: &mut Vec<(Vec<Part>, usize)>, segment: Vec<Part>, fresh: usize) -> usize {
    match children.iter().find(|(known, _)| *known == segment) {
        Some((_, child)) => *child,
        None => {
            children.push((segment, fresh));
            fresh
        }
    }
}
