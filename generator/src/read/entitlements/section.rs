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
const HEADINGS: &[&str] = &[
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

    /// The first sentence of the description, and all of it.
    pub fn prose(&self) -> (String, String) {
        let prose: Vec<_> = self.lines.iter().take_while(|line| !HEADINGS.contains(line) && !is_table(line)).collect();
        let mut prose: Vec<&str> =
            prose.into_iter().copied().filter(|line| !line.is_empty() && !is_machine(line)).collect();
        if prose.last().is_some_and(|line| line.ends_with(':')) {
            prose.pop();
        }
        let first = prose.first().copied().unwrap_or_default().trim_start_matches('#').trim_start();
        let summary = first.split_once(". ").map_or(first, |(sentence, _)| sentence);
        let docs = if summary == first { prose.get(1..) } else { prose.get(..) }.unwrap_or_default();
        (summary.trim_end_matches('.').to_owned(), docs.join("\n\n"))
    }
}

fn is_table(line: &str) -> bool {
    line.starts_with('|')
        || line.to_ascii_lowercase().starts_with("<table")
        || super::table::is_header_line(line)
        || super::run::body(line).is_some()
}

/// Lines that other modules read.
fn is_machine(line: &str) -> bool {
    super::endpoint::line(line).is_some() || super::required::list(line).is_some()
}
