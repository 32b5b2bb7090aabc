//! What documents demand of values beyond their types: JSON Schema's assertions as they are written, one node a schema.
//! Types are what a person programs with, so they bend; these do not. Servers check against them.

use std::collections::HashSet;

use super::{Bounds, Format, Json, Number};
use crate::source::Span;

/// Index into [`Schemas::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub u32);

/// The schemas of a model.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    /// Every schema.
    pub nodes: Vec<Schema>,
}

/// A set of kinds of JSON values, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KindSet(pub u8);

impl KindSet {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true` and `false`
    pub const BOOLEAN: Self = Self(2);
    /// Whole numbers.
    pub const INTEGER: Self = Self(4);
    /// All numbers.
    pub const NUMBER: Self = Self(12);
    /// Texts.
    pub const STRING: Self = Self(16);
    /// Lists.
    pub const ARRAY: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);
    /// Every kind.
    pub const ALL: Self = Self(127);

    /// The kind of a value.
    #[must_use]
    pub fn of(value: &Json) -> Self {
        match value {
            Json::Null => Self::NULL,
            Json::Bool(_) => Self::BOOLEAN,
            Json::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => Self::INTEGER,
            Json::Number(_) => Self::NUMBER,
            Json::String(_) => Self::STRING,
            Json::Array(_) => Self::ARRAY,
            Json::Object(_) => Self::OBJECT,
        }
    }

    /// The kinds that are in any.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The kinds that the other has not.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds one by one; a number is one kind.
    pub fn each(self) -> impl Iterator<Item = Self> {
        let number = if self.covers(Self::NUMBER) { Self::NUMBER } else { Self::INTEGER };
        [Self::STRING, number, Self::BOOLEAN, Self::ARRAY, Self::OBJECT, Self::NULL]
            .into_iter()
            .filter(move |kind| self.covers(*kind))
    }

    /// All words of JSON Schema for kinds.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.each().chain([Self::INTEGER]).map(Self::word)
    }

    /// What JSON Schema calls a set of one.
    #[must_use]
    pub fn word(self) -> &'static str {
        let name = self.name();
        name.split_once(' ').map_or(name, |(_, word)| word)
    }

    /// What people call a set of one.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NULL => "null",
            Self::BOOLEAN => "a boolean",
            Self::INTEGER => "an integer",
            Self::NUMBER => "a number",
            Self::STRING => "a string",
            Self::ARRAY => "an array",
            Self::OBJECT => "an object",
            _ => "a value",
        }
    }

    /// Whether all of these are among them.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The kinds of a word of JSON Schema.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" | "file" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }
}

/// How deep listed values may be nested to be checked.
const LISTED_DEPTH: usize = 50;

/// How deep schemas that hold together are followed.
const TOGETHER: usize = 40;

fn is_within(value: &Json, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else { return false };
    match value {
        Json::Array(items) => items.iter().all(|item| is_within(item, below)),
        Json::Object(members) => members.values().all(|member| is_within(member, below)),
        _ => true,
    }
}

/// One schema: everything that is set must hold. Rules about one kind of value say nothing about the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Schema {
    /// What the document calls it, if it has a name.
    pub name: Option<String>,
    /// Where it stands.
    pub span: Option<Span>,
    /// The kinds of values that are allowed.
    pub kinds: KindSet,
    /// The only values, if they are listed.
    pub values: Option<Vec<Json>>,
    /// What a text looks like.
    pub format: Option<Format>,
    /// Length of a text in characters.
    pub length: Bounds,
    /// ECMA-262 pattern as written.
    pub pattern: Option<String>,
    /// Limits of a number.
    pub limits: Limits,
    /// Rules for lists.
    pub list: ListRules,
    /// Rules for objects.
    pub object: ObjectRules,
    /// Other schemas that count for the same value.
    pub logic: Logic,
    /// It is as the type of this name says, and nothing else here counts.
    pub like: Option<String>,
}

/// Limits of a number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Limits {
    /// `minimum`
    pub minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`
    pub above: Option<Number>,
    /// `exclusiveMaximum`
    pub below: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
}

/// Rules for lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ListRules {
    /// `prefixItems`
    pub first: Vec<SchemaId>,
    /// `items`
    pub items: Option<SchemaId>,
    /// How many.
    pub count: Bounds,
    /// Whether all are distinct.
    pub unique: bool,
    /// So many of them must be like this.
    pub contains: Option<(SchemaId, Bounds)>,
}

/// Rules for objects.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ObjectRules {
    /// Members with names, in document order.
    pub properties: Vec<Property>,
    /// Members that must be there.
    pub required: Vec<String>,
    /// Members by the look of their names.
    pub patterns: Vec<(String, SchemaId)>,
    /// All other members.
    pub rest: Option<SchemaId>,
    /// Members that nothing else describes.
    pub unevaluated: Option<SchemaId>,
    /// The names of members.
    pub names: Option<SchemaId>,
    /// How many members.
    pub count: Bounds,
    /// With the first member come the others, and a schema for the whole object.
    pub dependent: Vec<(String, Vec<String>, Option<SchemaId>)>,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Property {
    /// As written.
    pub wire: String,
    /// What it must be like.
    pub schema: SchemaId,
    /// Only sent by the server.
    pub read_only: bool,
    /// Only sent by the client.
    pub write_only: bool,
}

/// Other schemas that count for the same value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Logic {
    /// All of these.
    pub all: Vec<SchemaId>,
    /// At least one of these, if there are any.
    pub any: Vec<SchemaId>,
    /// Exactly one of these, if there are any.
    pub one: Vec<SchemaId>,
    /// Not this one.
    pub not: Option<SchemaId>,
    /// If the first, then the second, else the third.
    pub when: Option<[Option<SchemaId>; 3]>,
    /// The one that a member names.
    pub tagged: Option<Tagged>,
}

/// Alternatives that a member tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tagged {
    /// Name of the member.
    pub member: String,
    /// What it says, and what counts then.
    pub cases: Vec<(Vec<Json>, SchemaId)>,
    /// What counts where it says anything else, or nothing.
    pub other: Option<SchemaId>,
}

impl Tagged {
    fn ids_mut(&mut self) -> impl Iterator<Item = &mut SchemaId> {
        self.cases.iter_mut().map(|(_, id)| id).chain(&mut self.other)
    }
}

impl Default for Schema {
    /// Any value.
    fn default() -> Self {
        Self {
            name: None,
            span: None,
            kinds: KindSet::ALL,
            values: None,
            format: None,
            length: Bounds::default(),
            pattern: None,
            limits: Limits::default(),
            list: ListRules::default(),
            object: ObjectRules::default(),
            logic: Logic::default(),
            like: None,
        }
    }
}

impl Schema {
    /// The only values, if they are listed and none is nested deeper than what readers of JSON take.
    #[must_use]
    pub fn checked_values(&self) -> Option<&[Json]> {
        self.values.as_deref().filter(|values| values.iter().all(|value| is_within(value, LISTED_DEPTH)))
    }

    /// Any value of these kinds.
    #[must_use]
    pub fn of(kinds: KindSet) -> Self {
        Self { kinds, ..Self::default() }
    }

    /// No value.
    #[must_use]
    pub fn nothing() -> Self {
        Self::of(KindSet::NONE)
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        *self == Self { name: self.name.clone(), span: self.span, ..Self::default() }
    }

    /// The only schema that counts, where this one adds nothing to it.
    #[must_use]
    pub fn sole(&self) -> Option<SchemaId> {
        let [only] = self.logic.all.as_slice() else { return None };
        let logic = Logic { all: vec![*only], ..Logic::default() };
        let bare = Self { name: self.name.clone(), span: self.span, logic, ..Self::default() };
        (*self == bare).then_some(*only)
    }

    /// The schemas directly in it.
    pub fn inner(&self) -> Vec<SchemaId> {
        super::keywords::parts(self).into_iter().map(|part| part.schema).collect()
    }

    /// The same, to be changed.
    pub fn inner_mut(&mut self) -> Vec<&mut SchemaId> {
        let Self { list, object, logic, .. } = self;
        let mut ids: Vec<&mut SchemaId> = Vec::new();
        ids.extend(&mut list.first);
        ids.extend(&mut list.items);
        ids.extend(list.contains.as_mut().map(|(id, _)| id));
        ids.extend(object.properties.iter_mut().map(|property| &mut property.schema));
        ids.extend(object.patterns.iter_mut().map(|(_, id)| id));
        ids.extend(&mut object.rest);
        ids.extend(&mut object.unevaluated);
        ids.extend(&mut object.names);
        ids.extend(object.dependent.iter_mut().filter_map(|(_, _, id)| id.as_mut()));
        ids.extend(&mut logic.all);
        ids.extend(logic.any.iter_mut().chain(&mut logic.one));
        ids.extend(&mut logic.not);
        ids.extend(logic.when.iter_mut().flatten().flatten());
        ids.extend(logic.tagged.iter_mut().flat_map(Tagged::ids_mut));
        ids
    }
}

impl Schemas {
    /// Adds a schema.
    pub fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(self.nodes.len() as u32);
        self.nodes.push(schema);
        id
    }

    /// The schema with this id.
    #[must_use]
    pub fn node(&self, id: SchemaId) -> Option<&Schema> {
        self.nodes.get(id.0 as usize)
    }

    /// The schema that counts where this one stands: names for others are passed over.
    #[must_use]
    pub fn settled(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        for _ in 0..64 {
            match self.node(id).and_then(Schema::sole) {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// A schema and those that hold with it by `allOf`, each once, as they stand.
    #[must_use]
    pub fn together(&self, id: SchemaId) -> Vec<&Schema> {
        let mut together = Vec::new();
        let mut seen = HashSet::new();
        let mut work = vec![(id, 0)];
        while let Some((id, depth)) = work.pop() {
            let Some(node) = self.node(id).filter(|_| depth < TOGETHER && seen.insert(id)) else { continue };
            together.push(node);
            let inner = node.logic.all.iter().rev().map(|inner| self.settled(*inner));
            work.extend(inner.map(|inner| (inner, depth + 1)));
        }
        together
    }

    /// Takes over the schemas of another model, whose ids start after these. A name that both describe is as the merged
    /// types say.
    pub fn join(&mut self, other: &mut Self, is_in_both: impl Fn(&str) -> bool) {
        self.nodes.append(&mut other.nodes);
        for node in &mut self.nodes {
            if let Some(name) = node.name.as_deref().filter(|name| is_in_both(name)) {
                let name = Some(name.to_owned());
                *node = Schema { like: name.clone(), name, span: node.span, ..Schema::default() };
            }
        }
    }
}
