//! What documents demand of values, as static tables, and the check of a JSON text against them. The text is walked once
//! and no typed value is built. Knows JSON Schema's rules; knows neither HTTP nor the types that values are read into.
//!
//! A check is bounded: in depth, in the number of violations it reports, and in the work that alternatives and patterns
//! may cost.

mod check;
mod equal;
mod format;
mod limit;
mod list;
mod logic;
mod object;
mod pattern;
mod states;
mod text;
mod written;

pub use check::{Check, Direction, ReadOnly, Refusal};
pub use format::Format;
pub use pattern::Pattern;
pub use written::{Definitions, Problem};

pub(super) use written::{each, members};

use std::sync::OnceLock;

use crate::wire::Tags;

/// What a value must be like. A value that no rule is about passes it: lengths say nothing about numbers.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// The kinds of values that are allowed.
    pub kinds: Kinds,
    /// What a text looks like.
    pub format: Option<Format>,
    /// Length of a text in characters.
    pub length: Count,
    /// Expression that a text must match somewhere.
    pub pattern: Option<&'static Pattern>,
    /// The only values.
    pub values: Values,
    /// Limits of a number.
    pub number: Option<&'static Number>,
    /// Rules for lists.
    pub list: Option<&'static List>,
    /// Rules for objects.
    pub object: Option<&'static Object>,
    /// Other schemas that count, too.
    pub logic: Option<&'static Logic>,
    /// The schema that counts instead, where one contains itself.
    link: Option<&'static OnceLock<&'static Schema>>,
}

/// A set of kinds of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(pub u8);

impl Kinds {
    /// No kind at all.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true` or `false`
    pub const BOOLEAN: Self = Self(2);
    /// A number without a fraction, however it is written.
    pub const INTEGER: Self = Self(4);
    /// Any number.
    pub const NUMBER: Self = Self(12);
    /// A text.
    pub const STRING: Self = Self(16);
    /// A list.
    pub const ARRAY: Self = Self(32);
    /// An object.
    pub const OBJECT: Self = Self(64);
    /// Everything.
    pub const ALL: Self = Self(127);

    /// The kinds of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a kind is among these.
    #[must_use]
    pub const fn has(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    /// Whether all of these kinds are among them.
    #[must_use]
    pub const fn covers(self, kinds: Self) -> bool {
        self.0 & kinds.0 == kinds.0
    }
}

/// Least and greatest count, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Zero when there is no least one.
    pub min: u32,
    /// `u32::MAX` when there is no greatest one.
    pub max: u32,
}

impl Count {
    /// Any count.
    pub const ANY: Self = Self { min: 0, max: u32::MAX };

    /// From `min` to `max`.
    #[must_use]
    pub const fn new(min: u32, max: u32) -> Self {
        Self { min, max }
    }
}

/// The only values that there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Any.
    Any,
    /// One of these texts, which stand in the order of their octets.
    Texts(&'static [&'static str]),
    /// One of these values, in the one spelling that each has (`"\"a\""`, `"1"`, `"[1,2,]"`) and in the order of these.
    Json(&'static [&'static str]),
}

/// Limits of a number, written as in JSON so that no digit is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The least one.
    pub minimum: Option<&'static str>,
    /// The greatest one.
    pub maximum: Option<&'static str>,
    /// It must be greater than this.
    pub above: Option<&'static str>,
    /// It must be less than this.
    pub below: Option<&'static str>,
    /// It must be a multiple of this.
    pub multiple_of: Option<&'static str>,
}

impl Number {
    /// Any number.
    pub const ANY: Self = Self { minimum: None, maximum: None, above: None, below: None, multiple_of: None };
}

/// Rules for lists.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// The first items, each of its own kind.
    pub first: &'static [&'static Schema],
    /// All other items.
    pub items: Option<&'static Schema>,
    /// How many.
    pub count: Count,
    /// Whether all are distinct.
    pub unique: bool,
    /// So many of them must be like this.
    pub contains: Option<(&'static Schema, Count)>,
}

impl List {
    /// Any list.
    pub const ANY: Self = Self { first: &[], items: None, count: Count::ANY, unique: false, contains: None };
}

/// Rules for objects.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// Members with names, in document order.
    pub properties: &'static [Property],
    /// Indices of the members in the order of their names; empty when there are so few that searching is faster.
    pub order: &'static [u16],
    /// Members by the look of their names.
    pub patterns: &'static [(&'static Pattern, &'static Schema)],
    /// All other members; `None` when they may be anything.
    pub rest: Option<&'static Schema>,
    /// Members that no schema around it describes either.
    pub unevaluated: Option<&'static Schema>,
    /// What the names of members must be like.
    pub names: Option<&'static Schema>,
    /// How many members there may be.
    pub count: Count,
    /// With the first member come the others, and a schema for the whole object.
    pub dependent: &'static [Dependent],
}

impl Object {
    /// Any object.
    pub const ANY: Self = Self {
        properties: &[],
        order: &[],
        patterns: &[],
        rest: None,
        unevaluated: None,
        names: None,
        count: Count::ANY,
        dependent: &[],
    };
}

/// Whether a name stands for itself between quotes.
const fn is_plain(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [first, after @ ..] = rest {
        if *first < 0x20 || *first == b'"' || *first == b'\\' {
            return false;
        }
        rest = after;
    }
    true
}

/// What the presence of a member demands.
#[derive(Debug, Clone, Copy)]
pub struct Dependent {
    /// Name of the member.
    pub name: &'static str,
    /// Members that must be there as well.
    pub required: &'static [&'static str],
    /// What the whole object must be like.
    pub schema: Option<&'static Schema>,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    /// Name on the wire.
    pub name: &'static str,
    /// What it must be like.
    pub schema: &'static Schema,
    /// Whether an object without it is wrong.
    pub required: bool,
    /// Whether only servers send it.
    pub read_only: bool,
    /// Whether only clients send it.
    pub write_only: bool,
    /// Whether the name is only known from the list of required ones.
    pub undescribed: bool,
    /// Whether the name stands for itself between quotes.
    plain: bool,
}

impl Property {
    /// A member that may be left out.
    #[must_use]
    pub const fn new(name: &'static str, schema: &'static Schema) -> Self {
        let plain = is_plain(name);
        Self { name, schema, required: false, read_only: false, write_only: false, undescribed: false, plain }
    }

    /// A member that must be there.
    #[must_use]
    pub const fn required(name: &'static str, schema: &'static Schema) -> Self {
        Self { required: true, ..Self::new(name, schema) }
    }

    /// The same; only servers send it.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// The same; only clients send it.
    #[must_use]
    pub const fn write_only(self) -> Self {
        Self { write_only: true, ..self }
    }

    /// The same; nothing but its being required is known.
    #[must_use]
    pub const fn undescribed(self) -> Self {
        Self { undescribed: true, ..self }
    }
}

/// Other schemas that count for the same value.
#[derive(Debug, Clone, Copy)]
pub struct Logic {
    /// All of these.
    pub all: &'static [&'static Schema],
    /// Of every group at least one.
    pub any: &'static [&'static [&'static Schema]],
    /// Of every group exactly one.
    pub one: &'static [&'static [&'static Schema]],
    /// Not this one.
    pub not: Option<&'static Schema>,
    /// If the first, then the second, else the third.
    pub when: Option<&'static [Option<&'static Schema>; 3]>,
    /// The one that a member names.
    pub tagged: Option<&'static Tagged>,
}

impl Logic {
    /// Nothing else counts.
    pub const NONE: Self = Self { all: &[], any: &[], one: &[], not: None, when: None, tagged: None };
}

/// Alternatives that a member tells apart.
#[derive(Debug, Clone, Copy)]
pub struct Tagged {
    /// Name of the member.
    pub member: &'static str,
    /// What it says, and what counts then.
    pub cases: &'static [(Tags, &'static Schema)],
    /// What counts where it says anything else, or nothing.
    pub other: Option<&'static Schema>,
}

impl Schema {
    /// Any value.
    pub const ANY: Self = Self {
        kinds: Kinds::ALL,
        format: None,
        length: Count::ANY,
        pattern: None,
        values: Values::Any,
        number: None,
        list: None,
        object: None,
        logic: None,
        link: None,
    };
    /// No value.
    pub const NOTHING: Self = Self::of(Kinds::NONE);
    /// Only null.
    pub const NULL: Self = Self::of(Kinds::NULL);
    /// Any text.
    pub const STRING: Self = Self::of(Kinds::STRING);
    /// Any whole number.
    pub const INTEGER: Self = Self::of(Kinds::INTEGER);
    /// Any number.
    pub const NUMBER: Self = Self::of(Kinds::NUMBER);
    /// True or false.
    pub const BOOLEAN: Self = Self::of(Kinds::BOOLEAN);
    /// Any list.
    pub const LIST: Self = Self::of(Kinds::ARRAY);
    /// Any object.
    pub const OBJECT: Self = Self::of(Kinds::OBJECT);

    /// The schema that is meant.
    fn settled(&'static self) -> &'static Self {
        match self.link {
            Some(link) => link.get().copied().unwrap_or(self),
            None => self,
        }
    }

    /// Any value of these kinds.
    #[must_use]
    pub const fn of(kinds: Kinds) -> Self {
        Self { kinds, ..Self::ANY }
    }

    /// The same, or null.
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self { kinds: self.kinds.or(Kinds::NULL), ..self }
    }

    /// The same, for texts of so many characters.
    #[must_use]
    pub const fn length(self, min: u32, max: u32) -> Self {
        Self { length: Count { min, max }, ..self }
    }

    /// The same, for texts of this format.
    #[must_use]
    pub const fn format(self, format: Format) -> Self {
        Self { format: Some(format), ..self }
    }

    /// The same, for texts that match.
    #[must_use]
    pub const fn pattern(self, pattern: &'static Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// The same, but only these texts, in the order of their octets.
    #[must_use]
    pub const fn texts(self, texts: &'static [&'static str]) -> Self {
        Self { values: Values::Texts(texts), ..self }
    }

    /// The same, but only these values, spelled and ordered as [`Values::Json`] says.
    #[must_use]
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values: Values::Json(values), ..self }
    }

    /// The same, for numbers within limits.
    #[must_use]
    pub const fn number(self, number: &'static Number) -> Self {
        Self { number: Some(number), ..self }
    }

    /// The same, for lists by these rules.
    #[must_use]
    pub const fn list(self, list: &'static List) -> Self {
        Self { list: Some(list), ..self }
    }

    /// The same, for objects by these rules.
    #[must_use]
    pub const fn object(self, object: &'static Object) -> Self {
        Self { object: Some(object), ..self }
    }

    /// The same, and other schemas with it.
    #[must_use]
    pub const fn logic(self, logic: &'static Logic) -> Self {
        Self { logic: Some(logic), ..self }
    }
}
