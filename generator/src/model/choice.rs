//! Choices: values of one of several types, and how these are told apart.

use super::{Json, Ref};

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
