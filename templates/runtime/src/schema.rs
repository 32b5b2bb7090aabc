//! What documents demand of values, and the check of a JSON text against it. The text is walked once and no typed value
//! is built. Knows JSON Schema's rules; knows neither HTTP nor the types that values are read into.
//!
//! Schemas are read from JSON Schema into an arena, in which they mean each other by their ids: those of a server live as long
//! as the server. A check is bounded: in depth, in the number of violations it reports, and in the work that alternatives
//! and patterns may cost.

mod check;
mod definitions;
mod equal;
mod format;
mod keywords;
mod limit;
mod list;
mod logic;
mod object;
mod pattern;
mod states;
mod text;

pub use check::{Check, Direction, ReadOnly, Refusal};
pub use definitions::{Definitions, Problem};
pub use format::Format;
pub use pattern::Pattern;

pub(super) use keywords::{each, members};

use std::borrow::Cow;
use std::sync::Arc;

use crate::wire::{Tag, TagValue};

/// A text of a schema: a part of the text that the schema was read from, unless that has escapes there.
type Text = Cow<'static, str>;

/// Index of a schema in [`Schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(u32);

impl SchemaId {
    /// Any value.
    pub const ANY: Self = Self(0);
    /// No value.
    pub const NOTHING: Self = Self(1);
}

/// Schemas, which mean each other by their ids.
#[derive(Debug)]
pub struct Schemas(Vec<Schema>);

impl Default for Schemas {
    fn default() -> Self {
        Self(vec![Schema::default(), Schema { kinds: Kinds::NONE, ..Schema::default() }])
    }
}

impl Schemas {
    /// The schema of an id. One of other schemas, which have fewer, is nothing.
    fn get(&self, id: SchemaId) -> &Schema {
        static NOTHING: Schema = Schema::of(Kinds::NONE);
        self.0.get(id.0 as usize).unwrap_or(&NOTHING)
    }

    fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(schema);
        id
    }

    /// Makes a schema another one.
    fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(place) = self.0.get_mut(id.0 as usize) {
            *place = schema;
        }
    }
}

/// What a value must be like. A value that no rule is about passes it: lengths say nothing about numbers.
#[derive(Debug)]
struct Schema {
    /// The kinds of values that are allowed.
    kinds: Kinds,
    /// What a text looks like.
    format: Option<Format>,
    /// Length of a text in characters.
    length: Count,
    /// Expression that a text must match somewhere.
    pattern: Option<Arc<Pattern>>,
    /// The only values.
    values: Values,
    /// Limits of a number.
    number: Option<Box<Number>>,
    /// Rules for lists.
    list: Option<Box<List>>,
    /// Rules for objects.
    object: Option<Box<Object>>,
    /// Other schemas that count, too.
    logic: Option<Box<Logic>>,
}

impl Schema {
    /// Any value of these kinds.
    const fn of(kinds: Kinds) -> Self {
        Self {
            kinds,
            format: None,
            length: Count::ANY,
            pattern: None,
            values: Values::Any,
            number: None,
            list: None,
            object: None,
            logic: None,
        }
    }
}

impl Default for Schema {
    fn default() -> Self {
        Self::of(Kinds::ALL)
    }
}

/// A set of kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kinds(u8);

impl Kinds {
    /// No kind at all.
    const NONE: Self = Self(0);
    /// `null`
    const NULL: Self = Self(1);
    /// `true` or `false`
    const BOOLEAN: Self = Self(2);
    /// A number without a fraction, however it is written.
    const INTEGER: Self = Self(4);
    /// Any number.
    const NUMBER: Self = Self(12);
    /// A text.
    const STRING: Self = Self(16);
    /// A list.
    const ARRAY: Self = Self(32);
    /// An object.
    const OBJECT: Self = Self(64);
    /// Everything.
    const ALL: Self = Self(127);

    /// The kinds of both.
    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a kind is among these.
    const fn has(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    /// Whether all of these kinds are among them.
    const fn covers(self, kinds: Self) -> bool {
        self.0 & kinds.0 == kinds.0
    }
}

/// Least and greatest count, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Count {
    /// Zero when there is no least one.
    min: u32,
    /// `u32::MAX` when there is no greatest one.
    max: u32,
}

impl Count {
    /// Any count.
    const ANY: Self = Self { min: 0, max: u32::MAX };
}

impl Default for Count {
    fn default() -> Self {
        Self::ANY
    }
}

/// The only values that there may be.
#[derive(Debug, PartialEq, Eq)]
enum Values {
    /// Any.
    Any,
    /// One of these texts, which stand in the order of their octets.
    Texts(Box<[Text]>),
    /// One of these values, in the one spelling that each has (`"\"a\""`, `"1"`, `"[1,2,]"`) and in the order of these.
    Json(Box<[Text]>),
}

/// Limits of a number, written as in JSON so that no digit is lost.
#[derive(Debug, Default)]
struct Number {
    /// The least one.
    minimum: Option<&'static str>,
    /// The greatest one.
    maximum: Option<&'static str>,
    /// It must be greater than this.
    above: Option<&'static str>,
    /// It must be less than this.
    below: Option<&'static str>,
    /// It must be a multiple of this.
    multiple_of: Option<&'static str>,
}

/// Rules for lists.
#[derive(Debug, Default)]
struct List {
    /// The first items, each of its own kind.
    first: Vec<SchemaId>,
    /// All other items.
    items: Option<SchemaId>,
    /// How many.
    count: Count,
    /// Whether all are distinct.
    unique: bool,
    /// So many of them must be like this.
    contains: Option<(SchemaId, Count)>,
}

/// Rules for objects.
#[derive(Debug, Default)]
struct Object {
    /// Members with names, in document order.
    properties: Vec<Property>,
    /// Indices of the members in the order of their names; empty when there are so few that searching is faster.
    order: Vec<u16>,
    /// Members by the look of their names.
    patterns: Vec<(Arc<Pattern>, SchemaId)>,
    /// All other members; `None` when they may be anything.
    rest: Option<SchemaId>,
    /// Members that no schema around it describes either.
    unevaluated: Option<SchemaId>,
    /// What the names of members must be like.
    names: Option<SchemaId>,
    /// How many members there may be.
    count: Count,
    /// With the first member come the others, and a schema for the whole object.
    dependent: Vec<Dependent>,
}

/// What the presence of a member demands.
#[derive(Debug)]
struct Dependent {
    /// Name of the member.
    name: Text,
    /// Members that must be there as well.
    required: Vec<Text>,
    /// What the whole object must be like.
    schema: Option<SchemaId>,
}

/// A member of an object.
#[derive(Debug)]
struct Property {
    /// Name on the wire.
    name: Text,
    /// What it must be like.
    schema: SchemaId,
    /// Whether an object without it is wrong.
    required: bool,
    /// Whether only servers send it.
    read_only: bool,
    /// Whether only clients send it.
    write_only: bool,
    /// Whether the name is only known from the list of required ones.
    undescribed: bool,
    /// Whether the name stands for itself between quotes.
    plain: bool,
}

impl Property {
    /// A member that may be left out.
    fn new(name: Text, schema: SchemaId) -> Self {
        let plain = !name.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\');
        Self { name, schema, required: false, read_only: false, write_only: false, undescribed: false, plain }
    }
}

/// Other schemas that count for the same value.
#[derive(Debug, Default)]
struct Logic {
    /// All of these.
    all: Vec<SchemaId>,
    /// At least one of these, where there are any.
    any: Option<Vec<SchemaId>>,
    /// Exactly one of these, where there are any.
    one: Option<Vec<SchemaId>>,
    /// Not this one.
    not: Option<SchemaId>,
    /// If the first, then the second, else the third.
    when: Option<[Option<SchemaId>; 3]>,
    /// The one that a member names.
    tagged: Option<Tagged>,
}

/// Alternatives that a member tells apart.
#[derive(Debug, Default)]
struct Tagged {
    /// Name of the member.
    member: Text,
    /// What it says, and what counts then.
    cases: Vec<(CaseTag, SchemaId)>,
    /// What counts where it says anything else, or nothing.
    other: Option<SchemaId>,
}

/// What the member of [`Tagged`] says of a case.
#[derive(Debug)]
enum CaseTag {
    /// A text.
    Text(Text),
    /// Any value, as JSON.
    Value(Text),
}

impl CaseTag {
    fn is(&self, value: &TagValue<'_>) -> bool {
        match self {
            Self::Text(text) => Tag::Text(text).matches(value),
            Self::Value(json) => Tag::Value(json).matches(value),
        }
    }
}
