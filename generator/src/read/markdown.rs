//! Markdown and MDX pages, as far as documents stand in them: fenced blocks of code, and pipe tables. Knows nothing of
//! what is in either.
//!
//! Front matter and comments are skipped: what a reader of the rendered page cannot see is not read.

use crate::read::excerpt::Excerpt;
use crate::source::{SourceId, Span};

/// A fenced block of code.
#[derive(Debug, Clone)]
pub struct Block<'a> {
    /// What stands behind the opening fence.
    pub info: &'a str,
    /// The opening fence.
    pub fence: Span,
    /// What is between the fences, without their indentation.
    pub excerpt: Excerpt<'a>,
    /// Whether there is a closing fence.
    pub closed: bool,
}

/// A pipe table.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The cells above the line of dashes.
    pub header: Vec<Cell<'a>>,
    /// The lines below it; a row may have fewer or more cells than the header.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// A cell of a table, without the space around it. `\|` is left as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// What is in it.
    pub text: &'a str,
    /// Where.
    pub span: Span,
}

/// The fenced blocks of a page, in order.
#[must_use]
pub fn blocks(source: SourceId, text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut reader = Reader::default();
    let mut open: Option<Open<'_>> = None;
    for line in lines(text) {
        match (reader.line(line.text), &mut open) {
            (Part::Fence, None) => open = Open::new(line),
            (Part::Code, Some(block)) => block.lines.push(line),
            (Part::Fence, Some(_)) => blocks.extend(open.take().map(|block| block.finish(source, text, true))),
            _ => {}
        }
    }
    blocks.extend(open.map(|block| block.finish(source, text, false)));
    blocks
}

/// The closed comments of a page, as ranges of bytes that hold whole lines.
#[must_use]
pub fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut comments = Vec::new();
    let mut reader = Reader::default();
    let mut start = None;
    for line in lines(text) {
        let is_front_matter = reader.front_matter;
        let is_hidden = reader.line(line.text) == Part::Hidden && !is_front_matter && !reader.front_matter;
        let end = line.start + line.text.len();
        match (is_hidden, reader.comment.is_some()) {
            (true, true) => start = start.or(Some(line.start)),
            (true, false) => comments.extend(start.take().map(|start| start..end)),
            (false, _) => {}
        }
    }
    comments
}

/// The pipe tables of a page that stand in its text, in order.
#[must_use]
pub fn tables(source: SourceId, text: &str) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    let mut reader = Reader::default();
    let mut before: Option<Line<'_>> = None;
    let mut inside = false;
    for line in lines(text) {
        let is_row = reader.line(line.text) == Part::Text && line.text.contains('|');
        match (is_row, inside, &before) {
            (true, true, _) => {
                if let Some(table) = tables.last_mut() {
                    table.rows.push(cells(source, line));
                }
            }
            (true, false, Some(header)) if is_delimiter(line.text) => {
                tables.push(Table { header: cells(source, *header), rows: Vec::new() });
                inside = true;
            }
            _ => inside = is_row && inside,
        }
        before = is_row.then_some(line);
    }
    tables
}

/// A line without its line break, and where it starts.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |whole| {
        let line = Line { start, text: whole.strip_suffix('\n').unwrap_or(whole) };
        start += whole.len();
        line
    })
}

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The page's own text.
    Text,
    /// An opening or closing fence.
    Fence,
    /// Something between fences.
    Code,
    /// Front matter or a comment.
    Hidden,
}

/// Tells line by line what is text, what is code and what cannot be seen.
#[derive(Debug, Default)]
struct Reader {
    started: bool,
    front_matter: bool,
    comment: Option<&'static str>,
    fence: Option<(char, usize)>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Part {
        let is_first = !std::mem::replace(&mut self.started, true);
        if self.front_matter || is_first && line.trim_end() == "---" {
            self.front_matter = is_first || line.trim_end() != "---";
            return Part::Hidden;
        }
        if let Some((character, length)) = self.fence {
            if !closes(line, character, length) {
                return Part::Code;
            }
            self.fence = None;
            return Part::Fence;
        }
        if let Some(end) = self.comment {
            if line.contains(end) {
                self.comment = None;
            }
            return Part::Hidden;
        }
        if let Some((character, length, _)) = opens(line) {
            self.fence = Some((character, length));
            return Part::Fence;
        }
        self.comment = comment(line);
        if self.comment.is_some() { Part::Hidden } else { Part::Text }
    }
}

/// The end of a comment that this line opens and does not close.
fn comment(line: &str) -> Option<&'static str> {
    [("<!--", "-->"), ("{/*", "*/}")].into_iter().find_map(|(start, end)| {
        let (_, after) = line.rsplit_once(start)?;
        (!after.contains(end)).then_some(end)
    })
}

/// fence = 3*"`" info / 3*"~" info, after any indentation; an info behind backticks holds none.
fn opens(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim_start_matches([' ', '\t']);
    let character = line.chars().next().filter(|character| matches!(character, '`' | '~'))?;
    let info = line.trim_start_matches(character);
    let length = line.len() - info.len();
    (length >= 3 && !(character == '`' && info.contains('`'))).then(|| (character, length, info.trim()))
}

fn closes(line: &str, character: char, length: usize) -> bool {
    let line = line.trim();
    line.len() >= length && line.chars().all(|other| other == character)
}

/// A block that is being read.
struct Open<'a> {
    fence: Line<'a>,
    info: &'a str,
    indentation: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Open<'a> {
    fn new(fence: Line<'a>) -> Option<Self> {
        let (_, _, info) = opens(fence.text)?;
        let indentation = fence.text.len() - fence.text.trim_start_matches([' ', '\t']).len();
        Some(Self { fence, info, indentation, lines: Vec::new() })
    }

    fn finish(self, source: SourceId, text: &'a str, closed: bool) -> Block<'a> {
        let start = self.fence.start + self.indentation;
        let fence = Span::new(source, start, self.fence.start + self.fence.text.trim_end().len());
        Block { info: self.info, fence, excerpt: self.excerpt(source, text), closed }
    }

    fn excerpt(&self, source: SourceId, text: &'a str) -> Excerpt<'a> {
        let start = self.lines.first().map_or(self.fence.start + self.fence.text.len(), |line| line.start);
        if self.indentation == 0 {
            let end = self.lines.last().map_or(start, |line| line.start + line.text.len() + 1).min(text.len());
            return Excerpt::at(source, start, text.get(start..end).unwrap_or_default());
        }
        let pieces = self.lines.iter().map(|line| {
            let cut = line.text.bytes().take(self.indentation).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let end = (line.start + line.text.len() + 1).min(text.len());
            (line.start + cut, text.get(line.start + cut..end).unwrap_or_default())
        });
        Excerpt::joined(source, pieces)
    }
}

/// delimiter = "|"? cell *( "|" cell ) "|"?, each cell of dashes with perhaps a colon at either end.
fn is_delimiter(line: &str) -> bool {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    line.contains('-')
        && inner.split('|').all(|cell| {
            let cell = cell.trim();
            let dashes = cell.strip_prefix(':').unwrap_or(cell);
            let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
}

/// The cells of a row, split at every `|` that no backslash precedes; the outermost pipes are optional.
fn cells(source: SourceId, line: Line<'_>) -> Vec<Cell<'_>> {
    let text = line.text.trim();
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').filter(|inner| !inner.ends_with('\\')).unwrap_or(inner);
    let mut cells = Vec::new();
    let mut rest = Some(inner);
    while let Some(current) = rest {
        let end = pipe(current);
        let cell = current.get(..end.unwrap_or(current.len())).unwrap_or_default().trim();
        cells.push(Cell { text: cell, span: Span::of(source, line.start, line.text, cell) });
        rest = end.and_then(|end| current.get(end + 1..));
    }
    cells
}

fn pipe(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).find(|&at| bytes.get(at) == Some(&b'|') && (at == 0 || bytes.get(at - 1) != Some(&b'\\')))
}
