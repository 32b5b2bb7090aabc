//! Types: what travels in bodies and parameters.

use super::{Bounds, Choice, Constrained, Enum, Json, Origin, Scalar, ScalarKind};

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
