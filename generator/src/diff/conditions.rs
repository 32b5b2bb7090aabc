//! What schemas demand and types cannot say: `not`, `if`, `contains`, patterns of names and the like. Of values that are
//! alike otherwise.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::rules::CONDITION;
use super::site::{Position, Site};
use super::{Differ, Values};
use crate::model::keywords::{Operand, Part, keywords, parts};
use crate::model::{Bounds, KindSet, Location, Operation, Schema, SchemaId, Schemas};
use crate::schemas::checks::{Checks, Plan};

/// The keywords that make a condition, and the values that they are about; `then`, `else` and the counts of `contains` go
/// with theirs.
const CONDITIONS: &[(&str, KindSet)] = &[
    ("not", KindSet::ALL),
    ("if", KindSet::ALL),
    ("contains", KindSet::ARRAY),
    ("uniqueItems", KindSet::ARRAY),
    ("patternProperties", KindSet::OBJECT),
    ("propertyNames", KindSet::OBJECT),
    ("dependentRequired", KindSet::OBJECT),
    ("dependentSchemas", KindSet::OBJECT),
];

/// How deep schemas are followed.
const DEPTH: usize = 40;

/// The schemas of both APIs.
pub(super) struct Graphs {
    pub(super) old: Plan,
    pub(super) new: Plan,
    /// Pairs that were compared, by who sends them.
    seen: HashSet<(SchemaId, SchemaId, Position)>,
}

impl Graphs {
    pub(super) fn new(old: Plan, new: Plan) -> Self {
        Self { old, new, seen: HashSet::new() }
    }
}

/// A condition of a value, with the schema in which it stands.
struct Condition<'a> {
    word: &'static str,
    operand: Operand<'a>,
    schema: &'a Schema,
}

impl Differ<'_> {
    /// Compares what the schemas of two operations demand; `old` and `new` are their places in the models.
    pub(super) fn conditions(&mut self, (old, was): (usize, &Operation), (new, is): (usize, &Operation)) {
        let site = Site::new(&was.line(), Some(was.origin.span()), Some(is.origin.span()));
        let mut found = Vec::new();
        let graphs = &mut self.graphs;
        let (Some(before), Some(after)) = (graphs.old.operations.get(old), graphs.new.operations.get(new)) else {
            return;
        };
        let now: HashMap<Way, SchemaId> = uses(is, after).into_iter().collect();
        let mut walk =
            Walk { old: &graphs.old.schemas, new: &graphs.new.schemas, seen: &mut graphs.seen, found: &mut found };
        for (way, one) in uses(was, before) {
            if let Some(other) = now.get(&way) {
                walk.pair(one, *other, &site.sent(way.position(was.webhook)).inner(&way.label()));
            }
        }
        for (site, what, values) in found {
            self.values(&CONDITION, &site, what, values);
        }
    }
}

/// Where an operation uses a schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Way {
    Parameter(Location, String),
    Body(String),
    Response(String, String),
}

impl Way {
    fn position(&self, is_webhook: bool) -> Position {
        let is_request = !matches!(self, Self::Response(..));
        if is_request == is_webhook { Position::Response } else { Position::Request }
    }

    fn label(&self) -> String {
        match self {
            Self::Parameter(location, name) => format!("{} parameter {name}", location.word()),
            Self::Body(_) => "body".to_owned(),
            Self::Response(status, _) => format!("response {status}"),
        }
    }
}

fn uses(operation: &Operation, checks: &Checks) -> Vec<(Way, SchemaId)> {
    let mut found = Vec::new();
    for (at, id) in &checks.parameters {
        if let Some(parameter) = operation.parameters.get(*at) {
            found.push((Way::Parameter(parameter.location, parameter.wire.clone()), *id));
        }
    }
    let contents = operation.body.iter().flat_map(|body| &body.contents).zip(&checks.bodies);
    found.extend(contents.filter_map(|(content, id)| Some((Way::Body(content.media_type.clone()), (*id)?))));
    for (response, ids) in operation.responses.iter().zip(&checks.responses) {
        let way = |media_type: &String| Way::Response(response.status.to_string(), media_type.clone());
        let contents = response.contents.iter().zip(ids);
        found.extend(contents.filter_map(|(content, id)| Some((way(&content.media_type), (*id)?))));
    }
    found
}

/// A walk over two schemas side by side.
struct Walk<'w> {
    old: &'w Schemas,
    new: &'w Schemas,
    seen: &'w mut HashSet<(SchemaId, SchemaId, Position)>,
    found: &'w mut Vec<(Site, String, Values)>,
}

impl<'w> Walk<'w> {
    fn pair(&mut self, old: SchemaId, new: SchemaId, site: &Site) {
        let mut work = vec![(old, new, site.clone())];
        while let Some((old, new, site)) = work.pop() {
            let (old, new) = (self.old.settled(old), self.new.settled(new));
            if !self.seen.insert((old, new, site.position)) {
                continue;
            }
            let (was, is) = (together(self.old, old), together(self.new, new));
            self.compared(&conditions(&was), &conditions(&is), &site);
            let (was, is) = (steps(&was, site.position), steps(&is, site.position));
            // Of two parts of one name the first counts.
            let now: HashMap<_, SchemaId> = is.iter().rev().map(|part| (way(part), part.schema)).collect();
            let mut first = HashSet::new();
            let both = was.iter().filter(|part| first.insert(way(part)));
            let both = both.filter_map(|part| Some((part.schema, *now.get(&way(part))?, inner(&site, part))));
            let mut both: Vec<_> = both.collect();
            both.reverse();
            work.append(&mut both);
        }
    }

    /// Those that both have are the same; of others with one keyword the one became the other.
    fn compared(&mut self, old: &[Condition<'w>], new: &[Condition<'w>], site: &Site) {
        let is_same = |one: &Condition<'_>, other: &Condition<'_>| Same::new(self.old, self.new).conditions(one, other);
        let gone: Vec<_> = old.iter().filter(|one| !new.iter().any(|other| is_same(one, other))).collect();
        let mut added: Vec<_> = new.iter().filter(|one| !old.iter().any(|other| is_same(other, one))).collect();
        for one in gone {
            let other = added.iter().position(|other| other.word == one.word);
            let (what, values) = match other.map(|at| added.remove(at)) {
                Some(_) => ("demands something else now", Values::OTHER),
                None => ("is not demanded any more", Values::MORE),
            };
            self.found.push((site.clone(), format!("`{}` {what}", one.word), values));
        }
        for one in added {
            self.found.push((site.clone(), format!("`{}` is demanded now", one.word), Values::FEWER));
        }
    }
}

/// A schema and those that hold with it, each once.
fn together(schemas: &Schemas, id: SchemaId) -> Vec<&Schema> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut work = vec![(id, 0)];
    while let Some((id, depth)) = work.pop() {
        let Some(schema) = schemas.node(id).filter(|_| depth < DEPTH && seen.insert(id)) else { continue };
        found.push(schema);
        work.extend(schema.logic.all.iter().rev().map(|inner| (schemas.settled(*inner), depth + 1)));
    }
    found
}

/// The conditions of schemas that hold together, without those about values that these do not allow.
fn conditions<'a>(schemas: &[&'a Schema]) -> Vec<Condition<'a>> {
    let kinds = schemas.iter().fold(KindSet::ALL, |kinds, schema| kinds.and(schema.kinds));
    let counts = |word: &str| CONDITIONS.iter().any(|(other, about)| word == *other && !kinds.and(*about).is_empty());
    let own = |schema: &'a Schema| {
        let found = keywords(schema).filter(|(word, _)| counts(word));
        found.map(move |(word, operand)| Condition { word, operand, schema })
    };
    schemas.iter().copied().flat_map(own).collect()
}

/// The ways to schemas for parts of a value, and for the alternatives of it, that count for who sends it.
fn steps<'a>(schemas: &[&'a Schema], position: Position) -> Vec<Part<'a>> {
    let own = |schema: &'a Schema| {
        let hidden = schema.object.properties.iter().filter(move |property| match position {
            Position::Request => property.read_only,
            Position::Response => property.write_only,
            Position::Neither => false,
        });
        let hidden: HashSet<&str> = hidden.map(|property| property.wire.as_str()).collect();
        let is_hidden = move |part: &Part<'_>| {
            part.word == "properties" && part.name.as_deref().is_some_and(|name| hidden.contains(name))
        };
        parts(schema)
            .into_iter()
            .filter(|part| {
                !CONDITIONS.iter().any(|(word, _)| *word == part.word)
                    && !matches!(part.word, "allOf" | "then" | "else")
            })
            .filter(move |part| !is_hidden(part))
    };
    schemas.iter().copied().flat_map(own).collect()
}

fn way<'p>(part: &'p Part<'_>) -> (&'static str, Option<&'p str>) {
    (part.word, part.name.as_deref())
}

/// The place of a part.
fn inner(site: &Site, part: &Part<'_>) -> Site {
    match (part.word, part.name.as_deref()) {
        ("items", _) => site.each("[]"),
        ("additionalProperties" | "unevaluatedProperties", _) => site.each("{}"),
        ("properties" | "prefixItems" | "discriminator", Some(name)) => site.inner(name),
        _ => site.inner("a case"),
    }
}

/// What schemas that hold together say, by keyword and by the member that it names, if it names any.
type Facts<'a> = BTreeMap<(&'static str, Option<&'a str>), Vec<Operand<'a>>>;

fn facts<'a>(schemas: &[&'a Schema]) -> Facts<'a> {
    let mut found = Facts::new();
    for (word, operand) in schemas.iter().flat_map(|schema| keywords(schema)).filter(|(word, _)| *word != "allOf") {
        let mut add = |name, operand| found.entry((word, name)).or_default().push(operand);
        match operand {
            Operand::Names(names) => names.iter().for_each(|name| add(Some(name.as_str()), Operand::Flag)),
            Operand::Properties(properties) => {
                properties.iter().for_each(|one| add(Some(one.wire.as_str()), Operand::Schema(one.schema)));
            }
            operand => add(None, operand),
        }
    }
    found
}

/// Finds out whether two schemas say the same, whatever they are called.
struct Same<'s> {
    old: &'s Schemas,
    new: &'s Schemas,
    /// Pairs that were compared, or are being: schemas that hold themselves are the same as long as nothing differs.
    known: HashMap<(SchemaId, SchemaId), bool>,
}

impl<'s> Same<'s> {
    fn new(old: &'s Schemas, new: &'s Schemas) -> Self {
        Self { old, new, known: HashMap::new() }
    }

    fn conditions(&mut self, old: &Condition<'_>, new: &Condition<'_>) -> bool {
        if old.word != new.word || !self.operands(&old.operand, &new.operand) {
            return false;
        }
        match old.word {
            "contains" => counts(old.schema) == counts(new.schema),
            "if" => outcomes(old.schema).zip(outcomes(new.schema)).all(|pair| match pair {
                (Some(old), Some(new)) => self.schemas(old, new),
                (old, new) => old == new,
            }),
            _ => true,
        }
    }

    fn schemas(&mut self, old: SchemaId, new: SchemaId) -> bool {
        let pair = (self.old.settled(old), self.new.settled(new));
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        self.known.insert(pair, true);
        let (was, is) = (facts(&together(self.old, pair.0)), facts(&together(self.new, pair.1)));
        let has_all = was.iter().all(|(key, old)| {
            let others = is.get(key).map(Vec::as_slice).unwrap_or_default();
            old.iter().all(|one| others.iter().any(|other| self.operands(one, other)))
        });
        let is_same = has_all
            && is.iter().all(|(key, new)| {
                let others = was.get(key).map(Vec::as_slice).unwrap_or_default();
                new.iter().all(|one| others.iter().any(|other| self.operands(other, one)))
            });
        self.known.insert(pair, is_same);
        is_same
    }

    fn operands(&mut self, old: &Operand<'_>, new: &Operand<'_>) -> bool {
        match (old, new) {
            (Operand::Kinds(old), Operand::Kinds(new)) => old == new,
            (Operand::Values(old), Operand::Values(new)) => old == new,
            (Operand::Text(old), Operand::Text(new)) => old == new,
            (Operand::Count(old), Operand::Count(new)) => old == new,
            (Operand::Number(old), Operand::Number(new)) => old == new,
            (Operand::Flag, Operand::Flag) => true,
            (Operand::Names(old), Operand::Names(new)) => old == new,
            (Operand::NamesByName(old), Operand::NamesByName(new)) => old == new,
            (Operand::Schema(old), Operand::Schema(new)) => self.schemas(*old, *new),
            (Operand::Schemas(old), Operand::Schemas(new)) => {
                self.lists(old, new, |same, old, new| same.schemas(*old, *new))
            }
            (Operand::SchemasByName(old), Operand::SchemasByName(new)) => {
                self.lists(old, new, |same, old, new| old.0 == new.0 && same.schemas(old.1, new.1))
            }
            (Operand::Tagged(old), Operand::Tagged(new)) => {
                old.member == new.member
                    && self.lists(&old.cases, &new.cases, |same, old, new| old.0 == new.0 && same.schemas(old.1, new.1))
            }
            _ => false,
        }
    }

    fn lists<T>(&mut self, old: &[T], new: &[T], is_same: impl Fn(&mut Self, &T, &T) -> bool) -> bool {
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_same(self, old, new))
    }
}

fn counts(schema: &Schema) -> Option<Bounds> {
    schema.list.contains.map(|(_, count)| count)
}

/// `then` and `else`.
fn outcomes(schema: &Schema) -> impl Iterator<Item = Option<SchemaId>> {
    schema.logic.when.unwrap_or_default().into_iter().skip(1)
}
