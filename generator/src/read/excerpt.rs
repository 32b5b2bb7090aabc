//! A piece of a document as a text of its own, which remembers where each of its bytes came from. Knows no format.

use std::borrow::Cow;

use crate::limits::Limits;
use crate::source::{SourceId, Span};

/// A text taken out of a source, perhaps with its lines moved: a fenced block without its indentation.
#[derive(Debug, Clone)]
pub struct Excerpt<'a> {
    /// The source that it was taken from.
    pub source: SourceId,
    /// The text itself.
    pub text: Cow<'a, str>,
    /// Where runs of unmoved bytes start, in the excerpt and in the source; sorted, never empty.
    runs: Vec<(usize, usize)>,
    /// How much it may hold.
    pub limits: Limits,
}

impl<'a> Excerpt<'a> {
    /// The whole of a source.
    #[must_use]
    pub fn whole(source: SourceId, text: &'a str) -> Self {
        Self::at(source, 0, text)
    }

    /// The part of a source that starts at byte `start`.
    #[must_use]
    pub fn at(source: SourceId, start: usize, text: &'a str) -> Self {
        Self { source, text: Cow::Borrowed(text), runs: vec![(0, start)], limits: Limits::default() }
    }

    /// The same with other limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Pieces of a source, each with the byte it starts at, joined without anything between them.
    #[must_use]
    pub fn joined<'p>(source: SourceId, pieces: impl IntoIterator<Item = (usize, &'p str)>) -> Excerpt<'static> {
        let mut text = String::new();
        let mut runs = Vec::new();
        for (start, piece) in pieces {
            runs.push((text.len(), start));
            text.push_str(piece);
        }
        if runs.is_empty() {
            runs.push((0, 0));
        }
        Excerpt { source, text: Cow::Owned(text), runs, limits: Limits::default() }
    }

    /// Byte offset in the source of a byte offset in the excerpt.
    #[must_use]
    pub fn offset(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.runs.get(run).map_or(at, |(start, origin)| origin + at.saturating_sub(*start))
    }

    /// The place in the source of a range of the excerpt. The end is taken from the last byte of the range, so that a
    /// range that ends with its line does not reach into what was cut away before the next.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let first = self.offset(start);
        let last = if end > start { self.offset(end - 1) + 1 } else { first };
        Span::new(self.source, first, last.max(first))
    }
}
