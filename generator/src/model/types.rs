//! Types: what travels in bodies and parameters.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::LazyLock;

use super::{Json, Origin};

/// Index into [`super::Model::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A type of its own: named by a document, or anonymous where it is used.
#[derive(Debug, Clone)]
pub struct Type {
    /// What the document calls it, or where it was found.
    pub name: TypeName,
    /// What it looks like.
    pub shape: Shape,
    /// Prose.
    pub docs: String,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Examples as written.
    pub examples: Vec<super::Example>,
    /// Where it stands, or by which rule it is there.
    pub origin: Origin,
}

/// What a type is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeName {
    /// As written in the document.
    Named(String),
    /// A shape without a name. `context` tells where it was found, outermost first: names of types,
    /// operations and fields as written (`["POST /users", "request", "profile"]`).
    Anonymous {
        /// The path to it.
        context: Vec<String>,
        /// The document's `title`, if it has one: a wish, not a name.
        title: Option<String>,
    },
}

/// What a type looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Members by name.
    Object(Object),
    /// A list whose places have types of their own.
    Tuple(Tuple),
    /// One of several types.
    Choice(Choice),
    /// One of several strings or whole numbers. Always open: others are kept.
    Enum(Enum),
    /// Another name for something.
    Alias(Ref),
    /// Named but never described; travels as any JSON value.
    Undefined,
}

/// Members by name, and what happens to the rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object {
    /// In document order; wire names are distinct.
    pub fields: Vec<Field>,
    /// Members that `fields` does not name.
    pub rest: Rest,
    /// How many members there may be.
    pub count: Bounds,
}

/// What an object does with members that it does not name, and a [`Tuple`] with items behind its places.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Rest {
    /// Nothing is said: clients keep them, servers accept them.
    #[default]
    Ignored,
    /// A server must refuse them (`additionalProperties: false`).
    Refused,
    /// They are values of this type.
    Kept(Box<Ref>),
}

/// A list whose places have types of their own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tuple {
    /// In their order.
    pub places: Vec<Place>,
    /// Items behind them.
    pub rest: Rest,
    /// How many items there may be.
    pub count: Bounds,
}

/// A place of a [`Tuple`].
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What the document calls it, if anything.
    pub name: Option<String>,
    /// What stands there.
    pub ty: Ref,
    /// Prose.
    pub docs: String,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// As written.
    pub wire: String,
    /// What it is. Nullable types are [`Ref::Nullable`].
    pub ty: Ref,
    /// Whether an object without it is wrong.
    pub required: bool,
    /// Only sent by the server.
    pub read_only: bool,
    /// Only sent by the client.
    pub write_only: bool,
    /// Must not be printed.
    pub secret: bool,
    /// What the server takes when it is absent; always a value of `ty`.
    pub default: Option<Json>,
    /// The default as the document writes it, where that is not how JSON writes the value: prose such as `current time`,
    /// which is part of `docs` too, or another spelling such as `False`.
    pub default_text: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Prose.
    pub docs: String,
    /// Where it stands.
    pub origin: Origin,
}

impl Field {
    /// An optional member of which nothing is known but its type.
    #[must_use]
    pub fn new(wire: impl Into<String>, ty: Ref, origin: Origin) -> Self {
        Self {
            wire: wire.into(),
            ty,
            required: false,
            read_only: false,
            write_only: false,
            secret: false,
            default: None,
            default_text: None,
            deprecated: false,
            docs: String::new(),
            origin,
        }
    }
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// How to tell which.
    pub tag: Tag,
    /// Whether a value that is several of them is none (`oneOf`). Told by a member, it never is.
    pub exclusive: bool,
    /// The alternatives in document order.
    pub cases: Vec<Case>,
    /// What a value is whose tag no alternative lists.
    pub unlisted: Unlisted,
}

impl Choice {
    /// A choice of these alternatives, where other values are not known.
    #[must_use]
    pub fn new(tag: Tag, exclusive: bool, cases: Vec<Case>) -> Self {
        Self { tag, exclusive, cases, unlisted: Unlisted::Unknown }
    }
}

/// What a value of a [`Choice`] is whose tag no alternative lists.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Unlisted {
    /// No value of the type; clients keep it as it is.
    #[default]
    Unknown,
    /// No value of the type either, but clients read what all alternatives share.
    Base {
        /// What they share.
        ty: Ref,
        /// Tags that do stand for it, though no alternative does: the name of the base itself.
        tags: Vec<Json>,
    },
    /// The alternative of this index, and so is a value without a tag (`defaultMapping`).
    Case(usize),
}

impl Unlisted {
    /// What all alternatives share.
    #[must_use]
    pub fn base(&self) -> Option<&Ref> {
        match self {
            Self::Base { ty, .. } => Some(ty),
            Self::Unknown | Self::Case(_) => None,
        }
    }
}

/// How the alternatives of a [`Choice`] are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tag {
    /// By the value of this member (OpenAPI's discriminator).
    Member(String),
    /// By trying: JSON kind first, then what members are that cases describe differently, then required members, then
    /// members known.
    Probed,
}

/// An alternative of a [`Choice`].
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The values of the tag that select it, mostly texts; empty for probed choices.
    pub tags: Vec<Json>,
    /// What the document calls it, where it says so: the schema that it refers to, its title, its only value.
    pub name: Option<String>,
    /// The alternative.
    pub ty: Ref,
    /// Prose.
    pub docs: String,
}

impl Case {
    /// An alternative of which nothing is known but its type.
    #[must_use]
    pub fn of(ty: Ref) -> Self {
        Self { tags: Vec::new(), name: None, ty, docs: String::new() }
    }
}

/// A value as text: a string as it is, anything else as JSON.
#[must_use]
pub fn text_of(value: &Json) -> Cow<'_, str> {
    value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)
}

/// One of several strings or whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// What its values are in JSON.
    pub kind: EnumKind,
    /// In document order, distinct.
    pub values: Vec<EnumValue>,
    /// Whether the document permits any other value of the kind beside them.
    pub open: bool,
}

impl Enum {
    /// One of these strings.
    #[must_use]
    pub fn of_strings(values: Vec<EnumValue>) -> Self {
        Self { kind: EnumKind::String, values, open: false }
    }

    /// The values as they are in JSON.
    pub fn json(&self) -> impl Iterator<Item = Json> + '_ {
        self.values.iter().map(|value| self.kind.json(&value.wire))
    }

    /// The scalar that the listed values are.
    #[must_use]
    pub fn listed(&self) -> Scalar {
        let constraints = Constraints { values: self.json().collect(), ..Constraints::default() }.into();
        let kind = match self.kind {
            EnumKind::String => ScalarKind::String,
            EnumKind::Integer => ScalarKind::Integer,
        };
        Scalar { kind, format: None, constraints }
    }

    /// The scalar that its values are: one of those that are listed, unless others are permitted.
    #[must_use]
    pub fn scalar(&self) -> Scalar {
        let listed = self.listed();
        if self.open { Scalar { constraints: Constraints::default().into(), ..listed } } else { listed }
    }
}

/// What the values of an [`Enum`] are in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnumKind {
    /// Strings.
    String,
    /// Whole numbers of 64 bits.
    Integer,
}

impl EnumKind {
    fn json(self, wire: &str) -> Json {
        match self {
            Self::String => wire.into(),
            Self::Integer => wire.parse::<i64>().map_or_else(|_| wire.into(), Json::from),
        }
    }
}

/// A value of an [`Enum`].
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// As written.
    pub wire: String,
    /// A name that the document gives it (`x-enum-varnames`), if any.
    pub title: Option<String>,
    /// Prose.
    pub docs: String,
}

/// A use of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ref {
    /// A string, number, boolean or bytes.
    Scalar(Scalar),
    /// A type of its own.
    Named(TypeId),
    /// A JSON array.
    List {
        /// What it holds.
        item: Box<Ref>,
        /// How many.
        count: Bounds,
        /// Whether all are distinct.
        unique: bool,
    },
    /// A JSON object whose members are all alike.
    Map {
        /// What it holds.
        value: Box<Ref>,
        /// How many.
        count: Bounds,
    },
    /// The same, or null.
    Nullable(Box<Ref>),
    /// Any JSON value.
    Any,
}

impl Ref {
    /// A list without constraints.
    #[must_use]
    pub fn list(item: Ref) -> Self {
        Self::List { item: Box::new(item), count: Bounds::default(), unique: false }
    }

    /// A map without constraints.
    #[must_use]
    pub fn map(value: Ref) -> Self {
        Self::Map { value: Box::new(value), count: Bounds::default() }
    }

    /// The same, or null; null is not added twice.
    #[must_use]
    pub fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) | Self::Any => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// A scalar of this kind, without format or constraints.
    #[must_use]
    pub fn scalar(kind: ScalarKind) -> Self {
        Self::Scalar(Scalar { kind, format: None, constraints: Constrained::default() })
    }

    /// A plain string.
    #[must_use]
    pub fn string() -> Self {
        Self::scalar(ScalarKind::String)
    }

    /// Calls `visit` with every type id in it.
    pub fn visit(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Named(id) => visit(*id),
            Self::List { item, .. } => item.visit(visit),
            Self::Map { value, .. } => value.visit(visit),
            Self::Nullable(inner) => inner.visit(visit),
            Self::Scalar(_) | Self::Any => {}
        }
    }

    /// Replaces every type id in it.
    pub fn rename(&mut self, rename: &mut impl FnMut(TypeId) -> TypeId) {
        match self {
            Self::Named(id) => *id = rename(*id),
            Self::List { item, .. } => item.rename(rename),
            Self::Map { value, .. } => value.rename(rename),
            Self::Nullable(inner) => inner.rename(rename),
            Self::Scalar(_) | Self::Any => {}
        }
    }
}

/// A string, number, boolean or bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scalar {
    /// Which.
    pub kind: ScalarKind,
    /// What the document says it looks like.
    pub format: Option<Format>,
    /// What it must satisfy.
    pub constraints: Constrained,
}

/// The scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScalarKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Raw octets: a file, a certificate; base64 where it stands in JSON.
    Bytes,
    /// Only null.
    Null,
}

/// A format as written. The known ones are those that change the emitted type or are checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date-time`, RFC 3339.
    DateTime,
    /// `date`, RFC 3339 full-date.
    Date,
    /// `int32`.
    Int32,
    /// `int64`.
    Int64,
    /// `uint64`.
    Uint64,
    /// `float`.
    Float,
    /// `double`.
    Double,
    /// `decimal`: a number of which every digit counts.
    Decimal,
    /// `byte`: base64 in a string.
    Byte,
    /// `password`: never printed.
    Password,
    /// Any other, as written.
    Other(String),
}

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "date-time" => Self::DateTime,
            "date" => Self::Date,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "uint64" => Self::Uint64,
            "float" => Self::Float,
            "double" => Self::Double,
            "decimal" => Self::Decimal,
            "byte" => Self::Byte,
            "password" => Self::Password,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Float => "float",
            Self::Double => "double",
            Self::Decimal => "decimal",
            Self::Byte => "byte",
            Self::Password => "password",
            Self::Other(name) => name,
        }
    }
}

/// A number as written, so that no digit is lost: `0.1`, `9223372036854775808`.
pub type Number = serde_json::Number;

/// The [`Constraints`] of a scalar. Most have none, and then it takes no room.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Constrained(Option<Box<Constraints>>);

impl From<Constraints> for Constrained {
    fn from(constraints: Constraints) -> Self {
        Self((constraints != Constraints::default()).then(|| Box::new(constraints)))
    }
}

impl Deref for Constrained {
    type Target = Constraints;

    fn deref(&self) -> &Constraints {
        static NONE: LazyLock<Constraints> = LazyLock::new(Constraints::default);
        self.0.as_deref().unwrap_or_else(|| &NONE)
    }
}

impl fmt::Debug for Constrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Constraints::fmt(self, f)
    }
}

/// What a scalar must satisfy (JSON Schema validation vocabulary).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Constraints {
    /// Length in characters.
    pub length: Bounds,
    /// ECMA-262 pattern as written.
    pub pattern: Option<String>,
    /// `minimum`.
    pub minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`.
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,
    /// The only values, where they are not an [`Enum`].
    pub values: Vec<Json>,
    /// `contentEncoding` as written: how bytes became this text.
    pub encoding: Option<String>,
    /// `contentMediaType` as written: what the text, or the bytes, contain.
    pub media_type: Option<String>,
}

/// Least and greatest count, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Bounds {
    /// `minLength`, `minItems`, `minProperties`.
    pub min: Option<u64>,
    /// `maxLength`, `maxItems`, `maxProperties`.
    pub max: Option<u64>,
}
