//! What schemas demand and types cannot say: `not`, `if`, `contains`, patterns of names and the like. Of values that are
//! alike otherwise.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::rules::CONDITION;
use super::site::{Position, Site};
use super::{Differ, Values};
use crate::model::keywords::{Operand, Part, keywords, parts};
use crate::model::{Bounds, KindSet, Model, Ref, Schema, SchemaId, Schemas};
use crate::schemas::derive::Derived;

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

/// How deep schemas are followed to find out whether they say the same.
const DEPTH: usize = 40;

/// How many comparisons of what schemas say are worth while. What is beyond that is taken for the same.
const EFFORT: usize = 2_000_000;

/// What the schemas of both APIs demand.
pub(super) struct Demands<'a> {
    old: Derived<'a>,
    new: Derived<'a>,
    /// Pairs that were compared, by who sends them.
    seen: HashSet<(SchemaId, SchemaId, Position)>,
    memory: Memory,
}

/// What was found out of pairs of schemas.
struct Memory {
    /// Whether they say the same. Those that are being compared do as long as nothing differs: schemas may hold themselves.
    same: HashMap<(SchemaId, SchemaId), bool>,
    /// How many comparisons are left.
    left: usize,
}

impl<'a> Demands<'a> {
    pub(super) fn of(old: &'a Model, new: &'a Model) -> Self {
        let memory = Memory { same: HashMap::new(), left: EFFORT };
        Self { old: Derived::new(old), new: Derived::new(new), seen: HashSet::new(), memory }
    }
}

/// A condition of a value, with the schema in which it stands.
struct Condition<'a> {
    word: &'static str,
    operand: Operand<'a>,
    schema: &'a Schema,
}

/// What travels at a place: its schema, where its document writes one, and its type.
pub(super) type Travels<'a> = (Option<SchemaId>, &'a Ref);

impl Differ<'_> {
    /// Compares what may travel at one place by what types cannot say of it.
    pub(super) fn conditions(&mut self, old: Travels<'_>, new: Travels<'_>, site: &Site) {
        let Demands { old: before, new: after, seen, memory } = &mut self.demands;
        let (old, new) = (before.settle(old.0, old.1), after.settle(new.0, new.1));
        let same = Same { old: before.schemas(), new: after.schemas(), memory };
        let mut walk = Walk { same, seen, found: Vec::new() };
        walk.pair(old, new, site);
        for (site, what, values) in walk.found {
            self.values(&CONDITION, &site, what, values);
        }
    }
}

/// A walk over two schemas side by side.
struct Walk<'w> {
    same: Same<'w>,
    seen: &'w mut HashSet<(SchemaId, SchemaId, Position)>,
    found: Vec<(Site, String, Values)>,
}

impl<'w> Walk<'w> {
    fn pair(&mut self, old: SchemaId, new: SchemaId, site: &Site) {
        let mut work = vec![(old, new, site.clone())];
        while let Some((old, new, site)) = work.pop() {
            let (old, new) = (self.same.old.settled(old), self.same.new.settled(new));
            if !self.seen.insert((old, new, site.position)) {
                continue;
            }
            let (was, is) = (self.same.old.together(old), self.same.new.together(new));
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
        let same = &mut self.same;
        let mut is_kept = |one: &Condition<'w>, at: usize, others: &[Condition<'w>], is_same: Compares<'w>| {
            others.get(at).into_iter().chain(others).any(|other| is_same(same, one, other))
        };
        let gone = old.iter().enumerate().filter(|(at, one)| !is_kept(one, *at, new, Same::conditions));
        let gone: Vec<_> = gone.map(|(_, one)| one).collect();
        let backwards: Compares<'w> = |same, one, other| same.conditions(other, one);
        let added = new.iter().enumerate().filter(|(at, one)| !is_kept(one, *at, old, backwards));
        let mut added: Vec<_> = added.map(|(_, one)| one).collect();
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

/// How one condition is compared with another.
type Compares<'w> = fn(&mut Same<'w>, &Condition<'w>, &Condition<'w>) -> bool;

/// Finds out whether two schemas say the same, whatever they are called.
struct Same<'s> {
    old: &'s Schemas,
    new: &'s Schemas,
    memory: &'s mut Memory,
}

impl<'s> Same<'s> {
    fn conditions(&mut self, old: &Condition<'s>, new: &Condition<'s>) -> bool {
        let is_same = old.word == new.word
            && self.operands(&old.operand, &new.operand, DEPTH)
            && match old.word {
                "contains" => counts(old.schema) == counts(new.schema),
                "if" => outcomes(old.schema).zip(outcomes(new.schema)).all(|pair| match pair {
                    (Some(old), Some(new)) => self.schemas(old, new, DEPTH),
                    (old, new) => old == new,
                }),
                _ => true,
            };
        if !is_same {
            self.forget();
        }
        is_same
    }

    /// Forgets what was taken for the same while something was compared that is not.
    fn forget(&mut self) {
        self.pay(self.memory.same.len());
        self.memory.same.retain(|_, is_same| !*is_same);
    }

    fn pay(&mut self, effort: usize) {
        self.memory.left = self.memory.left.saturating_sub(effort);
    }

    fn schemas(&mut self, old: SchemaId, new: SchemaId, depth: usize) -> bool {
        let pair = (self.old.settled(old), self.new.settled(new));
        if let Some(known) = self.memory.same.get(&pair) {
            return *known;
        }
        let Some(below) = depth.checked_sub(1).filter(|_| self.memory.left > 0) else { return true };
        self.memory.same.insert(pair, true);
        let (was, is) = (facts(&self.old.together(pair.0)), facts(&self.new.together(pair.1)));
        self.pay(was.len() + is.len());
        let is_same = was.keys().eq(is.keys())
            && was.iter().zip(&is).all(|((_, old), (_, new))| {
                old.iter().all(|one| new.iter().any(|other| self.operands(one, other, below)))
                    && new.iter().all(|one| old.iter().any(|other| self.operands(other, one, below)))
            });
        self.memory.same.insert(pair, is_same);
        is_same
    }

    fn operands(&mut self, old: &Operand<'_>, new: &Operand<'_>, depth: usize) -> bool {
        if self.memory.left == 0 {
            return true;
        }
        self.pay(1);
        match (old, new) {
            (Operand::Kinds(old), Operand::Kinds(new)) => old == new,
            (Operand::Values(old), Operand::Values(new)) => old == new,
            (Operand::Text(old), Operand::Text(new)) => old == new,
            (Operand::Count(old), Operand::Count(new)) => old == new,
            (Operand::Number(old), Operand::Number(new)) => old == new,
            (Operand::Flag, Operand::Flag) => true,
            (Operand::Names(old), Operand::Names(new)) => old == new,
            (Operand::NamesByName(old), Operand::NamesByName(new)) => old == new,
            (Operand::Schema(old), Operand::Schema(new)) => self.schemas(*old, *new, depth),
            (Operand::Schemas(old), Operand::Schemas(new)) => {
                self.lists(old, new, |same, old, new| same.schemas(*old, *new, depth))
            }
            (Operand::SchemasByName(old), Operand::SchemasByName(new)) => {
                self.lists(old, new, |same, old, new| old.0 == new.0 && same.schemas(old.1, new.1, depth))
            }
            (Operand::Tagged(old), Operand::Tagged(new)) => {
                old.member == new.member
                    && self.lists(&old.cases, &new.cases, |same, old, new| {
                        old.0 == new.0 && same.schemas(old.1, new.1, depth)
                    })
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
