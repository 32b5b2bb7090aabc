//! What a page looks like: where its items are, and what else it tells.

use super::facts::{fields, returned};
use crate::model::{Field, Model, Operation, Ref, ScalarKind};

/// What a page looks like.
pub(super) struct Page {
    /// JSON pointer to the items.
    pub(super) items: String,
    /// What it tells besides; nothing where the page is the list itself.
    told: Vec<Told>,
}

/// A scalar in a page, perhaps inside of objects.
struct Told {
    /// The names of the members that lead there.
    path: Vec<String>,
    is_text: bool,
    is_address: bool,
}

/// Members of members of a page are looked at, and theirs (`_links`, `next`, `href`).
const DEPTH: usize = 3;

/// More objects than these in one page are no envelope.
const OBJECTS: usize = 64;

impl Page {
    /// A list, or an object with exactly one list of objects, which may be in an object of its own (`_embedded`).
    pub(super) fn of(model: &Model, operation: &Operation) -> Option<Self> {
        let ty = returned(operation)?;
        if matches!(ty, Ref::List { .. }) {
            return Some(Self { items: String::new(), told: Vec::new() });
        }
        let fields = fields(model, ty)?;
        let items = match lists(fields).as_slice() {
            [] => inner(model, fields)?,
            [items] => pointer(&[items]),
            _ => return None,
        };
        let mut told = Vec::new();
        tell(model, fields, &mut OBJECTS.clone(), &mut Vec::new(), &mut told);
        Some(Self { items, told })
    }

    /// Whether the page is the list itself.
    pub(super) fn is_list(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn has(&self, member: &str) -> bool {
        self.told.iter().any(|told| told.path.len() == 1 && told.path[0] == member)
    }

    /// JSON pointer to the number of all items.
    pub(super) fn total(&self) -> Option<String> {
        let name = ["total", "total_count", "totalCount"].into_iter().find(|name| self.has(name));
        name.map(|name| pointer(&[name]))
    }

    /// JSON pointer to the first text whose names fit.
    pub(super) fn text(&self, fits: impl Fn(&[String]) -> bool) -> Option<String> {
        self.told.iter().find(|told| told.is_text && fits(&told.path)).map(Told::pointer)
    }

    /// JSON pointer to the address of the next page: `nextLink`, `_links` with `next` with `href`, `links` with `next`,
    /// or a `next` that is said to be an address.
    pub(super) fn next_address(&self) -> Option<String> {
        let is_next = |told: &&Told| {
            let joint: Vec<String> = told.path.iter().rev().map(|name| super::paging::joint(name)).collect();
            match joint.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["href" | "url" | "uri", "next", ..] | ["next", "links" | "urls", ..] => true,
                ["next", ..] => told.is_address,
                [name, ..] => NEXT_ADDRESSES.contains(name),
                [] => false,
            }
        };
        self.told.iter().filter(|told| told.is_text).find(is_next).map(Told::pointer)
    }
}

/// Names of the address of the next page, without signs and capitals.
const NEXT_ADDRESSES: &[&str] = &[
    "nextlink",
    "odatanextlink",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextpagelink",
    "nextpageurl",
    "nextpageuri",
    "nextpagehref",
];

/// Formats of addresses.
const ADDRESSES: &[&str] = &["uri", "url", "uri-reference"];

impl Told {
    fn pointer(&self) -> String {
        pointer(&self.path.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn pointer(names: &[&str]) -> String {
    names.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect()
}

/// The names of the members that are lists of objects.
fn lists(fields: &[Field]) -> Vec<&str> {
    fields.iter().filter(|field| is_list_of_objects(&field.ty)).map(|field| field.wire.as_str()).collect()
}

/// The one list of objects in the one object that has any.
fn inner(model: &Model, members: &[Field]) -> Option<String> {
    let mut found = members.iter().flat_map(|member| {
        let inside = fields(model, bare(&member.ty)).unwrap_or_default();
        lists(inside).into_iter().map(|list| pointer(&[&member.wire, list])).collect::<Vec<_>>()
    });
    let (items, None) = (found.next()?, found.next()) else { return None };
    Some(items)
}

fn is_list_of_objects(ty: &Ref) -> bool {
    matches!(bare(ty), Ref::List { item, .. } if !matches!(**item, Ref::Scalar(_)))
}

/// A type without the null around it.
fn bare(ty: &Ref) -> &Ref {
    match ty {
        Ref::Nullable(inner) => bare(inner),
        ty => ty,
    }
}

/// Collects the scalars of an object and of those in it, the outer ones first.
fn tell(model: &Model, members: &[Field], left: &mut usize, path: &mut Vec<String>, told: &mut Vec<Told>) {
    for member in members {
        if let Ref::Scalar(scalar) = bare(&member.ty) {
            let path = path.iter().chain([&member.wire]).cloned().collect();
            let is_text = scalar.kind == ScalarKind::String;
            let is_address = scalar.format.as_ref().is_some_and(|format| ADDRESSES.contains(&format.as_str()));
            told.push(Told { path, is_text, is_address });
        }
    }
    for member in members {
        let Some(inside) = fields(model, bare(&member.ty)).filter(|_| path.len() + 1 < DEPTH && *left > 0) else {
            continue;
        };
        *left -= 1;
        path.push(member.wire.clone());
        tell(model, inside, left, path, told);
        path.pop();
    }
}
