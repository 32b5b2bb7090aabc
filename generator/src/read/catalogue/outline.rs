//! Which lines of the tree are collections, folders, and names of requests.
//!
//! Every folder is followed by one line with the names of its requests, run together. A collection is followed by its
//! first folder, or by requests of its own. Nothing marks which line is which, so all readings are weighed against each
//! other: the one with the fewest surprises wins.

use std::collections::HashSet;

use super::{Page, split};
use crate::diag::{Code, Diagnostic, Diagnostics};

pub(super) static NO_REQUESTS: Code = Code {
    name: "catalogue/no-requests",
    page: "The navigation tree of a page holds no folder with requests.\n\n\
           Every folder is one line, followed by one line with the names of its requests.",
};

/// A folder or a collection, with the names of its requests as they stand on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub collection: &'a str,
    /// None where the requests stand directly in the collection.
    pub folder: Option<&'a str>,
    pub requests: &'a str,
}

impl<'a> Item<'a> {
    /// The collection, then the folder.
    pub fn place(&self) -> Vec<&'a str> {
        std::iter::once(self.collection).chain(self.folder).collect()
    }
}

/// The items of a tree. The trail says where the page itself stands: the name of a collection is in it.
pub(super) fn read<'a>(tree: &[&'a str], trail: Option<&str>) -> Vec<Item<'a>> {
    let kinds = Kinds::of(tree);
    let lines: Vec<_> = tree.iter().copied().zip(kinds.0).collect();
    let certain: Vec<_> = lines.iter().filter(|(_, kind)| *kind == Kind::Collection).map(|(line, _)| *line).collect();
    let mut items = Vec::new();
    let (mut collection, mut folder) = ("", None);
    for (line, kind) in lines {
        match kind {
            Kind::Other => {}
            Kind::Collection => (collection, folder) = (line, None),
            Kind::Folder if is_like_collection(line, &certain, trail) => (collection, folder) = (line, None),
            Kind::Folder => folder = Some(line),
            Kind::Requests => items.push(Item { collection, folder, requests: line }),
        }
    }
    items
}

/// Whether a heading with requests below it is a collection of its own: where the trail says so, or where it starts with
/// the word with which all collections that have folders start.
fn is_like_collection(line: &str, certain: &[&str], trail: Option<&str>) -> bool {
    let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let shared = certain.first().map(|name| first(name)).filter(|word| certain.iter().all(|name| first(name) == *word));
    trail == Some(line) || shared.is_some_and(|word| first(line) == word && line.len() > word.len())
}

/// Reports a tree without requests.
pub(super) fn refuse_empty(page: &Page<'_>, tree: &[&str], items: &[Item<'_>], diagnostics: &mut Diagnostics) {
    if items.is_empty() {
        let first = tree.first().copied().unwrap_or_default();
        diagnostics.push(
            Diagnostic::error(&NO_REQUESTS, page.span(first), "the navigation tree holds no requests")
                .label("expected a collection, a folder, and a line with the names of its requests"),
        );
    }
}

/// What a line of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Not part of the tree: links of the site above it.
    Other,
    /// The name of a collection that has folders.
    Collection,
    /// The name of a folder, or of a collection without folders.
    Folder,
    /// The names of requests.
    Requests,
}

/// Which kind may follow which, and what a surprise it is.
const FOLLOWS: &[(Kind, Kind, u32)] = &[
    (Kind::Other, Kind::Other, 1),
    (Kind::Other, Kind::Collection, 0),
    (Kind::Other, Kind::Folder, 2),
    (Kind::Collection, Kind::Folder, 0),
    (Kind::Folder, Kind::Requests, 0),
    (Kind::Requests, Kind::Folder, 0),
    (Kind::Requests, Kind::Collection, 3),
];

const KINDS: [Kind; 4] = [Kind::Other, Kind::Collection, Kind::Folder, Kind::Requests];

/// The kinds of all lines of a tree.
struct Kinds(Vec<Kind>);

/// The best reading up to a line, by the kind of that line: its surprises, and the kind of the line before.
type Column = [Option<(u32, Kind)>; KINDS.len()];

impl Kinds {
    fn of(tree: &[&str]) -> Self {
        let found: Vec<_> = tree.iter().map(|line| split::certain_starts(line)).collect();
        let starts: HashSet<&str> = found.iter().flatten().copied().collect();
        let mut columns: Vec<Column> = Vec::new();
        for (line, found) in tree.iter().zip(&found) {
            let (is_run_together, starts_like_request) = (!found.is_empty(), starts.contains(split::first_word(line)));
            let before = columns.last();
            columns.push(KINDS.map(|kind| {
                let (cost, from) = best_before(before, kind)?;
                Some((cost + surprise(kind, is_run_together, starts_like_request), from))
            }));
        }
        Self(backwards(&columns))
    }
}

/// The cheapest way to a kind from the column before, or from the start of the tree.
fn best_before(before: Option<&Column>, kind: Kind) -> Option<(u32, Kind)> {
    let ways = FOLLOWS.iter().filter(|(_, to, _)| *to == kind).filter_map(|(from, _, cost)| match before {
        Some(column) => column.get(*from as usize).copied().flatten().map(|(so_far, _)| (so_far + cost, *from)),
        None => (*from == Kind::Other).then_some((*cost, *from)),
    });
    ways.min_by_key(|(cost, _)| *cost)
}

/// How surprising a line is as this kind.
fn surprise(kind: Kind, is_run_together: bool, starts_like_request: bool) -> u32 {
    match kind {
        Kind::Other => 1,
        Kind::Collection | Kind::Folder => 5 * u32::from(is_run_together) + 2 * u32::from(starts_like_request),
        Kind::Requests => u32::from(!is_run_together && !starts_like_request),
    }
}

/// The kinds of the cheapest reading that ends with requests.
fn backwards(columns: &[Column]) -> Vec<Kind> {
    let mut kind = Kind::Requests;
    let mut kinds = Vec::new();
    for column in columns.iter().rev() {
        let Some((_, from)) = column.get(kind as usize).copied().flatten() else {
            return vec![Kind::Other; columns.len()];
        };
        kinds.push(kind);
        kind = from;
    }
    kinds.reverse();
    kinds
}
