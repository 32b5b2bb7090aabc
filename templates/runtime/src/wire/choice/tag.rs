//! Tags: the values of the member that tells cases apart, compared as JSON values.

use std::borrow::Cow;

use crate::wire::json::Json;
use crate::wire::reader::{Mode, Reader};
use crate::wire::writer::Writer;

/// The values of the tag that stand for a case. Nearly all are texts, which stand here as they are.
#[derive(Debug, Clone, Copy)]
pub enum Tags {
    /// Texts.
    Texts(&'static [&'static str]),
    /// Any values, as JSON.
    Values(&'static [&'static str]),
}

impl Tags {
    /// How many there are.
    pub(super) fn len(self) -> usize {
        let (Self::Texts(tags) | Self::Values(tags)) = self;
        tags.len()
    }

    /// The first, which is written where none is set.
    pub(super) fn first(self) -> Option<Tag<'static>> {
        match self {
            Self::Texts(texts) => texts.first().map(|text| Tag::Text(text)),
            Self::Values(values) => values.first().map(|value| Tag::Value(value)),
        }
    }

    /// Whether a value is one of them.
    #[must_use]
    pub fn has(self, value: &TagValue<'_>) -> bool {
        match self {
            Self::Texts(texts) => texts.iter().any(|text| Tag::Text(text).matches(value)),
            Self::Values(values) => values.iter().any(|json| Tag::Value(json).matches(value)),
        }
    }
}

/// A value of the tag of an object that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagValue<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// Where every scalar is a text: one that may stand for another value.
    Plain(Cow<'a, str>),
    /// Any other value, as JSON.
    Other(&'a str),
}

/// A tag as a table has it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tag<'t> {
    Text(&'t str),
    Value(&'t str),
}

impl Tag<'_> {
    /// Whether a value of an object is this one.
    pub(in crate::wire) fn is(self, value: &Json) -> bool {
        match value.as_str() {
            Some(text) => self.matches(&TagValue::Text(text.into())),
            None => self.matches(&TagValue::Other(value.as_text())),
        }
    }

    pub(crate) fn matches(self, value: &TagValue<'_>) -> bool {
        match (self, value) {
            (Self::Text(tag), TagValue::Text(text) | TagValue::Plain(text)) => tag == text,
            (Self::Value(tag), TagValue::Other(json)) => same(tag, json),
            (Self::Value(tag), TagValue::Plain(text)) => {
                same(tag, text) || unquoted(tag).is_some_and(|tag| tag == **text)
            }
            (Self::Value(tag), TagValue::Text(text)) => unquoted(tag).is_some_and(|tag| tag == **text),
            (Self::Text(_), TagValue::Other(_)) => false,
        }
    }

    pub(in crate::wire) fn write(self, writer: &mut Writer) {
        match self {
            Self::Text(text) => writer.string(text),
            Self::Value(json) => writer.raw(json),
        }
    }

    /// The value itself.
    pub(crate) fn json(self) -> Json {
        match self {
            Self::Text(text) => Json::from(text),
            Self::Value(json) => Json::parse(json).unwrap_or_default(),
        }
    }

    /// How it reads where every scalar is a text.
    #[cfg(feature = "test-util")]
    pub(in crate::wire) fn as_text(self) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Value(json) => unquoted(json).unwrap_or_else(|| json.to_owned()),
        }
    }
}

/// Whether two JSON texts that hold no strings are the same value: `1` and `1.0` are.
fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match (one.parse::<i64>(), other.parse::<i64>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => number(one).is_some_and(|one| number(other) == Some(one)),
    }
}

fn number(json: &str) -> Option<f64> {
    let is_number = json.starts_with(|sign: char| sign == '-' || sign.is_ascii_digit());
    json.parse().ok().filter(|_| is_number)
}

/// The text that a JSON string holds.
fn unquoted(json: &str) -> Option<String> {
    let mut reader = Reader::new(json, Mode::Lenient);
    reader.string_or_lossy().ok().map(Cow::into_owned)
}

/// The tag of an object, from the choice around it, and those of the choices around that one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'w> {
    pub(in crate::wire) name: &'static str,
    /// What the object must have there; none where the case implies no value.
    pub(in crate::wire) value: Option<Tag<'static>>,
    /// Whether nothing else stands for the case.
    pub(in crate::wire) is_only: bool,
    pub(in crate::wire) outer: Option<&'w Written<'w>>,
}

impl Written<'_> {
    /// The tags that have a value, those of inner choices first, each name once.
    pub(in crate::wire) fn each(tag: Option<&Self>) -> impl Iterator<Item = &Self> {
        let chain = move || std::iter::successors(tag, |tag| tag.outer).filter(|tag| tag.value.is_some());
        chain()
            .enumerate()
            .filter(move |(at, tag)| chain().take(*at).all(|inner| inner.name != tag.name))
            .map(|(_, tag)| tag)
    }

    /// Whether a member tells any of the choices around an object, so that it is sent by whoever sends the object.
    pub(crate) fn has(tag: Option<&Self>, name: &str) -> bool {
        std::iter::successors(tag, |tag| tag.outer).any(|tag| tag.name == name)
    }

    /// Whether it stands for a member that is not set. Of several tags, none is guessed for a member that is required.
    pub(in crate::wire) fn stands_for(tag: Option<&Self>, name: &str, is_required: bool) -> bool {
        Self::each(tag).any(|tag| tag.name == name && (tag.is_only || !is_required))
    }
}

/// The members by which an object was told from others: they are no values of its map.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::wire) struct Told([Option<&'static str>; MOST]);

/// How many choices within each other are remembered.
const MOST: usize = 4;

impl Told {
    /// The same and one more.
    pub(in crate::wire) fn and(mut self, name: &'static str) -> Self {
        if let Some(free) = self.0.iter_mut().find(|known| known.is_none_or(|known| known == name)) {
            *free = Some(name);
        }
        self
    }

    #[inline]
    pub(in crate::wire) fn has(self, name: &str) -> bool {
        self.0.contains(&Some(name))
    }
}
