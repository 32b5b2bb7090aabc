//! The lines of a page and the parts that its headings divide it into. Knows no table.

use std::ops::Range;

use crate::source::{SourceId, Span};

/// A page, line by line.
pub(super) struct Page<'a> {
    pub source: SourceId,
    pub text: &'a str,
    /// Without line breaks and the space around them.
    pub lines: Vec<&'a str>,
}

/// Headings that end the page's own description: what follows is a list, or furniture of the documentation site.
pub(super) const HEADINGS: &[&str] = &[
    "Path Params",
    "Query Params",
    "Body Params",
    "Form Data",
    "Headers",
    "Header Params",
    "Cookie Params",
    "Responses",
    "Response",
    "Recent Requests",
    "Language",
    "URL",
    "Credentials",
    "Request",
];

impl<'a> Page<'a> {
    pub fn new(source: SourceId, text: &'a str) -> Self {
        Self { source, text, lines: text.lines().map(str::trim).collect() }
    }

    /// Where a part of the text stands.
    pub fn span(&self, part: &str) -> Span {
        Span::of(self.source, 0, self.text, part)
    }

    /// The start of the page, for what has no better place.
    pub fn start(&self) -> Span {
        self.span(self.lines.iter().find(|line| !line.is_empty()).copied().unwrap_or_default())
    }

    /// The numbers of the lines below a heading, up to the next one.
    pub fn section(&self, heading: &str) -> Option<Range<usize>> {
        let start = self.lines.iter().position(|line| *line == heading)? + 1;
        let below = self.lines.iter().skip(start);
        let end = below.clone().position(|line| HEADINGS.contains(line)).unwrap_or(below.len());
        Some(start..start + end)
    }

    /// A line by its number, empty past the end.
    pub fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).copied().unwrap_or_default()
    }
}
