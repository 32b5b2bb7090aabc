//! Documents as text, and places in them. Knows nothing of any format.

use std::borrow::Cow;
use std::fmt;

/// A document that has been read into memory, or the trace of one that could not be.
#[derive(Debug)]
pub struct Source {
    /// The name shown to people: the path as the user gave it, with `/` as separator.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
    /// Byte offset of the start of every line.
    lines: Vec<u32>,
}

/// Index of a [`Source`] in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A range of bytes of one source, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source that the range is in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`; an inverted range becomes an empty one.
    #[must_use]
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX).max(start);
        Self { source, start, end }
    }

    /// The place of `part` in `whole`, where `part` is a slice of `whole` and `whole` starts at
    /// byte `base` of `source`. A `part` from elsewhere gives an empty range at `base`.
    #[must_use]
    pub fn of(source: SourceId, base: usize, whole: &str, part: &str) -> Self {
        let offset = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
        if offset <= whole.len() && part.len() <= whole.len() - offset {
            Self::new(source, base + offset, base + offset + part.len())
        } else {
            Self::new(source, base, base)
        }
    }

    /// The smallest range that holds both. The other range must be of the same source.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Line and column, both counted from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A text in which every character can be seen and stays where it is: what would break a line, command a terminal, or turn
/// the direction of text is escaped, as `\u{202e}`. For names of files and for what is printed, line by line.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let escaped = |c: char| if is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escaped).collect())
}

/// Whether a character has no width, or turns the direction of text.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// All documents of one run.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text under the name that people know it by.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1))
            .collect();
        self.0.push(Source { name: visible(&name.into()).into_owned(), text, lines });
        SourceId(self.0.len() as u32 - 1)
    }

    /// The source with this id. Ids come from [`Sources::add`] of the same value.
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The text that a span covers, empty where the span does not fit the text.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Line and column of the start of a span.
    #[must_use]
    pub fn position(&self, span: Span) -> Position {
        self.get(span.source).position(span.start as usize)
    }

    /// Where a span starts, for people: `file:line:column`.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        format!("{}:{}", self.get(span.source).name, self.position(span))
    }

    /// All sources in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(at, source)| (SourceId(at as u32), source))
    }
}

impl Source {
    /// Line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|start| *start as usize <= offset) - 1;
        let start = self.lines[line] as usize;
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        Position { line: line + 1, column }
    }

    /// Byte range of a line, counted from 1, without its line break; `None` past the end.
    #[must_use]
    pub fn line(&self, line: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.lines.get(line.checked_sub(1)?)? as usize;
        let end = self.lines.get(line).map_or(self.text.len(), |next| *next as usize - 1);
        let end = if self.text[start..end].ends_with('\r') { end - 1 } else { end };
        Some(start..end)
    }
}
