//! Keywords without a value: `headers:` with nothing behind it is null, and `maximum: .inf` bounds nothing. They are taken
//! out of the tree before anything is read, so that no part of the reader need know of them.

use std::collections::{BTreeMap, HashSet};

use super::position::Place;
use super::version::Version;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, counted};
use crate::read::node::{Map, Member, NOT_JSON, Node, Value, escape};
use crate::source::Span;

pub(in super::super) static NULL: Code = Code {
    name: "openapi/null-value",
    page: "A keyword has null as its value, as `headers:` with nothing behind it does in YAML. OpenAPI has no such value; it \
           is read as if the keyword were not there. Where the name is the author's own, as of a response or a property, it \
           is read as `{}`: the thing is there, and nothing is said of it. What is data (`default`, `const`, `enum`, \
           examples, extensions) may well be null.\n\n    components:\n      parameters:\n\nLeave the keyword out, or give \
           it a value. It is reported once for every keyword; of more than 100, the rest together.",
};

/// Takes keywords whose value is null out of a tree; they are reported once each, where they first stand.
pub(in super::super) fn take_out(root: &mut Node, version: Version, diagnostics: &mut Diagnostics) {
    let mut found = Found { endless: endless(diagnostics), ..Found::default() };
    let mut open = vec![(&mut *root, Place::Object, "")];
    while let Some((node, place, name)) = open.pop() {
        match &mut node.value {
            _ if place == Place::Data => {}
            Value::List(items) => {
                found.in_list(items, place, name);
                open.extend(items.iter_mut().map(|item| (item, place.item(), name)));
            }
            Value::Map(map) => {
                found.in_map(map, place, version);
                open.extend(map.iter_mut().map(|member| {
                    let inner = place.member(&member.key, version);
                    (&mut member.value, inner, member.key.as_str())
                }));
            }
            _ => {}
        }
    }
    found.report(root, diagnostics);
}

/// Keywords that bound numbers and counts.
const BOUNDS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
];

fn endless(diagnostics: &Diagnostics) -> HashSet<Span> {
    diagnostics.iter().filter(|problem| problem.code == &NOT_JSON).filter_map(|problem| problem.span).collect()
}

/// The nulls of a document, by keyword.
#[derive(Default)]
struct Found {
    /// Where infinities and not-a-number stand, which are null in the tree and were reported as errors.
    endless: HashSet<Span>,
    /// Those of them that are bounds.
    unbounded: HashSet<Span>,
    places: BTreeMap<(String, Reading), Vec<Span>>,
}

/// How a null is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reading {
    NoKeyword,
    NoItem,
    Empty,
}

impl Found {
    fn note(&mut self, name: &str, reading: Reading, span: Span) {
        self.places.entry((name.to_owned(), reading)).or_default().push(span);
    }

    fn in_list(&mut self, items: &mut Vec<Node>, place: Place, name: &str) {
        let nulls: Vec<Span> = items.iter().filter(|item| item.is_null()).map(|item| item.span).collect();
        match place {
            // Who may call is never guessed.
            Place::Requirements => {}
            // Items of tuples have their places.
            Place::Schema => items.iter_mut().for_each(|item| {
                if let Some(span) = fill(item, place) {
                    self.note(name, Reading::Empty, span);
                }
            }),
            _ => {
                items.retain(|item| !item.is_null());
                nulls.into_iter().for_each(|span| self.note(name, Reading::NoItem, span));
            }
        }
    }

    fn in_map(&mut self, map: &mut Map, place: Place, version: Version) {
        match place {
            Place::Objects | Place::Schemas | Place::Requirements => map.iter_mut().for_each(|member| {
                if fill(&mut member.value, place).is_some() {
                    self.note(&member.key, Reading::Empty, member.key_span);
                }
            }),
            Place::Mapping | Place::Scopes | Place::Data => {}
            Place::Object | Place::Schema | Place::Branches => map.retain(|member| {
                let is_absent = member.value.is_null() && place.member(&member.key, version) != Place::Data;
                if is_absent {
                    self.absent(member);
                }
                !is_absent
            }),
        }
    }

    fn absent(&mut self, member: &Member) {
        let span = member.value.span;
        match self.endless.contains(&span) {
            false => self.note(&member.key, Reading::NoKeyword, member.key_span),
            true if BOUNDS.contains(&member.key.as_str()) => {
                self.unbounded.insert(span);
            }
            true => {}
        }
    }

    fn report(self, root: &Node, diagnostics: &mut Diagnostics) {
        let is_bound = |span: Option<Span>| span.is_some_and(|span| self.unbounded.contains(&span));
        diagnostics.regrade(|problem| match problem.code == &NOT_JSON && is_bound(problem.span) {
            true => Severity::Warning,
            false => problem.severity,
        });
        let mut found: Vec<_> = self.places.into_iter().filter_map(Absence::of).collect();
        found.sort_by_key(|absence| absence.first);
        let more = found.get(REPORTED).map(|absence| absence.first);
        found.iter().take(REPORTED).for_each(|absence| diagnostics.push(absence.problem(root)));
        if let Some(first) = more {
            let message = format!("no value either: {}", counted(found.len() - REPORTED, "more keyword"));
            let help = "leave them out, or give them values";
            diagnostics.push(Diagnostic::warning(&NULL, first, message).label("the first of them").help(help));
        }
    }
}

/// How many keywords are reported one by one.
const REPORTED: usize = 100;

/// A keyword that has no value, wherever it stands.
struct Absence {
    name: String,
    reading: Reading,
    first: Span,
    places: usize,
}

impl Absence {
    fn of(((name, reading), mut spans): ((String, Reading), Vec<Span>)) -> Option<Self> {
        spans.sort();
        spans.dedup();
        Some(Self { name, reading, first: *spans.first()?, places: spans.len() })
    }

    fn problem(&self, root: &Node) -> Diagnostic {
        let (message, label) = self.reading.words(&self.name);
        let others = match self.places {
            1 => String::new(),
            count => format!(", and in {}", counted(count - 1, "more place")),
        };
        let pointer = match self.reading {
            Reading::NoKeyword => format!("{}/{}", root.pointer_to(self.first), escape(&self.name)),
            Reading::NoItem | Reading::Empty => root.pointer_to(self.first),
        };
        let problem = Diagnostic::warning(&NULL, self.first, format!("{message}{others} (`{pointer}`)"));
        problem.label(label).help("leave it out, or give it a value")
    }
}

impl Reading {
    fn words(self, name: &str) -> (String, &'static str) {
        match self {
            Self::NoKeyword => (format!("`{name}` has no value here"), "read as if it were not there"),
            Self::NoItem => (format!("an item of `{name}` has no value"), "read as if it were not there"),
            Self::Empty => (format!("`{name}` has no value here"), "read as if nothing were said of it"),
        }
    }
}

/// Puts an empty value in the place of null; where it stands, if so.
fn fill(node: &mut Node, place: Place) -> Option<Span> {
    let is_null = node.is_null();
    if is_null {
        node.value = if place == Place::Requirements { Value::List(Vec::new()) } else { Value::Map(Map::default()) };
    }
    is_null.then_some(node.span)
}
