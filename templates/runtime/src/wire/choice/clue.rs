//! Clues: what a case says of a member, by which it is told from others that look like it.

use super::members::Members;
use super::tag::{TagValue, Tags};
use crate::wire::reader::{Kind, Mode, Reader};

/// What a case says of a member, where another case says something else of it.
#[derive(Debug)]
pub struct Clue {
    /// The names of the members that lead to it.
    path: &'static [&'static str],
    says: Says,
}

#[derive(Debug)]
enum Says {
    /// It has one of these values.
    Values(Tags),
    /// It is of one of these kinds.
    Kinds(&'static [Kind]),
    /// It is there wherever the object around it is.
    Required,
}

impl Clue {
    /// The member is one of these texts.
    #[must_use]
    pub const fn texts(path: &'static [&'static str], texts: &'static [&'static str]) -> Self {
        Self { path, says: Says::Values(Tags::Texts(texts)) }
    }

    /// The member is one of these values, as JSON.
    #[must_use]
    pub const fn values(path: &'static [&'static str], values: &'static [&'static str]) -> Self {
        Self { path, says: Says::Values(Tags::Values(values)) }
    }

    /// The member is of one of these kinds.
    #[must_use]
    pub const fn kinds(path: &'static [&'static str], kinds: &'static [Kind]) -> Self {
        Self { path, says: Says::Kinds(kinds) }
    }

    /// An object cannot be without the member.
    #[must_use]
    pub const fn required(path: &'static [&'static str]) -> Self {
        Self { path, says: Says::Required }
    }

    /// Whether an object has the member, and it is something else. Null says nothing: many members are null whose
    /// documents do not foresee it.
    pub(super) fn is_contradicted(&self, object: &mut Members<'_>) -> bool {
        let Some(text) = object.at(self.path) else { return false };
        let Some(kind) = kind(text).filter(|kind| *kind != Kind::Null) else { return false };
        match self.says {
            Says::Values(values) => !value(text, kind, object.is_texts()).is_some_and(|value| values.has(&value)),
            Says::Kinds(kinds) => !kinds.contains(&kind) && !object.is_texts(),
            Says::Required => false,
        }
    }

    /// Whether an object lacks the member though it has the object around it.
    pub(super) fn is_missed(&self, object: &mut Members<'_>) -> bool {
        let parents = self.path.split_last().map_or(self.path, |(_, parents)| parents);
        matches!(self.says, Says::Required)
            && object.at(self.path).is_none()
            && object.at(parents).and_then(kind) == Some(Kind::Object)
    }
}

fn kind(text: &str) -> Option<Kind> {
    Reader::new(text, Mode::Lenient).kind().ok()
}

fn value(text: &str, kind: Kind, is_texts: bool) -> Option<TagValue<'_>> {
    if kind != Kind::String {
        return Some(TagValue::Other(text));
    }
    let text = Reader::new(text, Mode::Lenient).string_or_lossy().ok()?;
    Some(if is_texts { TagValue::Plain(text) } else { TagValue::Text(text) })
}
