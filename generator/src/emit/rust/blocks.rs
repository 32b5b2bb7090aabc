//! Parsed Markdown as lines: the blocks that people use in descriptions, each written anew within the quotes and items
//! around it. Knows what may be in rustdoc; does not know what a sign of the source may mean.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::inline::{ESCAPED, code_span, escape, escape_label, is_address};
use super::markdown::{DEEPEST, WIDTH, clean, document};
use super::wrap::wrap;

/// What of Markdown is read.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES;

/// Writes the blocks of a text. Running text is gathered until its block ends.
pub(super) struct Writer<'s> {
    source: &'s str,
    /// How many texts this one is in, by indentation.
    depth: usize,
    lines: Vec<String>,
    containers: Vec<Container>,
    /// Whether quotes and items that are open are among the containers, or too deep for that.
    kept: Vec<bool>,
    lists: Vec<List>,
    /// Whether the next line stands behind an empty one.
    gap: bool,
    /// Markdown of the block that is open.
    text: String,
    /// Running text that still is to be escaped.
    run: String,
    links: Vec<Link>,
    code: Option<Code>,
    table: Option<Table>,
}

enum Container {
    Quote,
    Item {
        marker: String,
        /// Whether a line with the marker was written.
        is_open: bool,
    },
}

struct List {
    /// The number of the next item.
    next: Option<u64>,
    /// Whether there are empty lines between items.
    is_loose: bool,
    is_first: bool,
}

/// A link whose text is being read.
enum Link {
    /// To a web address. Its text starts there.
    Web { start: usize, address: String },
    /// To what is no web address, or within another link: only its text stays, and what ends it.
    Text(&'static str),
}

struct Code {
    text: String,
    is_fenced: bool,
}

struct Table {
    alignments: Vec<Alignment>,
    /// The cells of each row, the head first; the last row is being read.
    rows: Vec<Vec<String>>,
}

impl<'s> Writer<'s> {
    pub(super) fn new(source: &'s str, depth: usize) -> Self {
        Self {
            source,
            depth,
            lines: Vec::new(),
            containers: Vec::new(),
            kept: Vec::new(),
            lists: Vec::new(),
            gap: false,
            text: String::new(),
            run: String::new(),
            links: Vec::new(),
            code: None,
            table: None,
        }
    }

    pub(super) fn lines(mut self) -> Vec<String> {
        for (event, range) in Parser::new_ext(self.source, OPTIONS).into_offset_iter() {
            match event {
                Event::Start(tag) => self.start(tag, range.start),
                Event::End(tag) => self.end(tag, range.start),
                Event::Text(text) => match &mut self.code {
                    Some(code) => code.text.push_str(&text),
                    None => self.run(&text, range),
                },
                Event::Code(text) => self.span(&text),
                Event::Html(text) | Event::InlineHtml(text) => self.run.push_str(&text),
                Event::SoftBreak => self.run.push('\n'),
                Event::HardBreak => self.line_break(range.start),
                Event::Rule => {
                    self.paragraph();
                    self.gap = true;
                }
                Event::InlineMath(text) | Event::DisplayMath(text) => self.run.push_str(&text),
                Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            }
        }
        self.paragraph();
        self.lines
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Paragraph => self.loosen(),
            Tag::Heading { .. } | Tag::HtmlBlock => self.paragraph(),
            Tag::BlockQuote(_) => self.enter(Container::Quote),
            Tag::List(first) => self.list(first),
            Tag::Item => self.item(),
            Tag::CodeBlock(kind) => {
                self.paragraph();
                let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                self.code = Some(Code { text: String::new(), is_fenced });
            }
            Tag::Table(alignments) => {
                self.paragraph();
                self.table = Some(Table { alignments, rows: vec![Vec::new()] });
            }
            Tag::Emphasis => self.emphasis(at, 1),
            Tag::Strong => self.emphasis(at, 2),
            Tag::Link { link_type, dest_url, .. } => {
                self.link(matches!(link_type, LinkType::Autolink | LinkType::Email), &dest_url);
            }
            Tag::Image { dest_url, .. } => self.link(false, &dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, at: usize) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.paragraph(),
            TagEnd::Heading(level) => self.heading(level as usize, at),
            TagEnd::BlockQuote(_) | TagEnd::Item => self.leave(),
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => self.end_of_code(),
            TagEnd::TableCell => self.cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.row(),
            TagEnd::Table => self.end_of_table(),
            TagEnd::Emphasis => self.emphasis(at, 1),
            TagEnd::Strong => self.emphasis(at, 2),
            TagEnd::Link | TagEnd::Image => self.end_of_link(),
            _ => {}
        }
    }
}

/// Running text.
impl Writer<'_> {
    /// Adds text as the source means it. Signs that are escaped there, or written by name, stay escaped.
    fn run(&mut self, text: &str, Range { start, end }: Range<usize>) {
        let is_written = self.source.get(start..end) == Some(text);
        if !is_written {
            for letter in clean(text).chars() {
                if matches!(letter, '*' | '_' | '~' | '&') {
                    self.run.push(ESCAPED);
                }
                self.run.push(letter);
            }
            return;
        }
        let is_escaped = self.source.get(..start).is_some_and(|before| before.ends_with('\\'));
        // Bars of cells are escaped with all that is in the cell.
        if is_escaped && text.starts_with(|first: char| first.is_ascii_punctuation() && first != '|') {
            self.run.push(ESCAPED);
        }
        self.run.push_str(text);
    }

    /// Lines of text are broken anew; the backslash that would break one stays, as in commands that go on on the next line.
    fn line_break(&mut self, at: usize) {
        let is_backslash = self.source.get(at..).is_some_and(|source| source.starts_with('\\'));
        self.run.push_str(if is_backslash { " \\\n" } else { "\n" });
    }

    /// Escapes the running text so far.
    fn end_of_run(&mut self) {
        if self.is_in_link() {
            escape_label(&self.run, &mut self.text);
        } else {
            escape(&self.run, &mut self.text);
        }
        self.run.clear();
    }

    /// A code span, unless it would look like a fence.
    fn span(&mut self, text: &str) {
        let span = code_span(text);
        if span.starts_with("```") {
            self.run.push_str(text);
        } else {
            self.end_of_run();
            self.text.push_str(&span);
        }
    }

    /// The sign of emphasis that the source has, so many times.
    fn emphasis(&mut self, at: usize, times: usize) {
        self.end_of_run();
        let sign = if self.source.get(at..).is_some_and(|source| source.starts_with('_')) { "_" } else { "*" };
        self.text.push_str(&sign.repeat(times));
    }

    fn is_in_link(&self) -> bool {
        self.links.iter().any(|link| matches!(link, Link::Web { .. }))
    }

    /// A link to a web address stays a link, unless it is in another one; of any other link the text stays. An address in
    /// brackets becomes a link when it is escaped, as one without them does; what else is in them is text with them.
    fn link(&mut self, is_bracketed: bool, to: &str) {
        let is_link = is_address(to) && !self.is_in_link();
        let link = match (is_bracketed, is_link) {
            (true, true) => Link::Text(""),
            (true, false) => {
                self.run.push('<');
                Link::Text(">")
            }
            (false, true) => {
                self.end_of_run();
                Link::Web { start: self.text.len(), address: to.to_owned() }
            }
            (false, false) => Link::Text(""),
        };
        self.links.push(link);
    }

    fn end_of_link(&mut self) {
        if matches!(self.links.last(), Some(Link::Web { .. })) {
            self.end_of_run();
        }
        match self.links.pop() {
            Some(Link::Web { start, address }) => {
                let label = self.text.split_off(start.min(self.text.len()));
                if !label.trim().is_empty() {
                    self.text.push_str(&format!("[{}](<{address}>)", label.trim()));
                }
            }
            Some(Link::Text(end)) => self.run.push_str(end),
            None => {}
        }
    }
}

/// Blocks.
impl Writer<'_> {
    /// Writes the text that was gathered, wrapped.
    fn paragraph(&mut self) {
        self.end_of_run();
        let text = std::mem::take(&mut self.text);
        let items = self.containers.iter().filter(|container| matches!(container, Container::Item { .. }));
        let indent: usize = items.map(Container::width).sum();
        for line in wrap(&text, WIDTH.saturating_sub(indent).max(40)) {
            self.line(&line);
        }
        self.gap |= !text.trim().is_empty();
    }

    /// Writes a line behind the signs of what it is in.
    fn line(&mut self, line: &str) {
        self.empty_line();
        let prefix: String = self.containers.iter_mut().map(Container::open).collect();
        self.lines.push(format!("{prefix}{line}").trim_end().to_owned());
    }

    /// Writes the empty line that is due, if any.
    fn empty_line(&mut self) {
        if std::mem::take(&mut self.gap) && !self.lines.is_empty() {
            let quotes = self.containers.iter().rposition(|container| matches!(container, Container::Quote));
            let within = self.containers.get(..quotes.map_or(0, |last| last + 1)).unwrap_or_default();
            let prefix: String = within.iter().map(Container::blank).collect();
            self.lines.push(prefix.trim_end().to_owned());
        }
    }

    fn heading(&mut self, level: usize, at: usize) {
        if !self.source.get(at..).is_some_and(|source| source.starts_with('#')) {
            // A line of signs under a paragraph more often ends it than makes it a heading.
            return self.paragraph();
        }
        self.end_of_run();
        let mut text = std::mem::take(&mut self.text).replace('\n', " ");
        if text.ends_with('#') {
            text.insert(text.len() - 1, '\\');
        }
        if !text.trim().is_empty() {
            self.line(&format!("{} {}", "#".repeat(level), text.trim()));
        }
        self.gap = true;
    }

    /// An item whose text is a paragraph has empty lines around it.
    fn loosen(&mut self) {
        if let (Some(Container::Item { .. }), Some(list)) = (self.containers.last(), self.lists.last_mut()) {
            list.is_loose = true;
        }
    }

    fn list(&mut self, first: Option<u64>) {
        self.paragraph();
        if let (Some(Container::Item { .. }), Some(list)) = (self.containers.last(), self.lists.last()) {
            self.gap &= list.is_loose;
        }
        self.lists.push(List { next: first, is_loose: false, is_first: true });
    }

    fn item(&mut self) {
        let Some(list) = self.lists.last_mut() else { return };
        self.gap &= list.is_first || list.is_loose;
        list.is_first = false;
        let marker = list.next.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
        list.next = list.next.map(|number| number.saturating_add(1));
        self.enter(Container::Item { marker, is_open: false });
    }

    /// Begins a quote or an item. One that is too deep takes the place of the item that it is in.
    fn enter(&mut self, container: Container) {
        self.paragraph();
        self.empty_line();
        let is_kept = self.containers.len() < 2 * DEEPEST;
        match (self.containers.last_mut(), container) {
            (Some(Container::Item { marker, is_open }), Container::Item { marker: own, .. }) if !is_kept => {
                (*marker, *is_open) = (own, false);
            }
            (_, container) if is_kept => self.containers.push(container),
            _ => {}
        }
        self.kept.push(is_kept);
    }

    fn leave(&mut self) {
        self.paragraph();
        if self.kept.pop() == Some(true) {
            self.containers.pop();
        }
        self.gap = true;
    }

    /// Code is written as text, within a fence that nothing in it can close. Where only indentation makes it code, it is
    /// prose that was indented.
    fn end_of_code(&mut self) {
        let Some(Code { text, is_fenced }) = self.code.take() else { return };
        if !is_fenced && self.depth < DEEPEST {
            for line in document(dedented(&text).join("\n"), self.depth + 1) {
                self.line(&line);
            }
        } else if !text.trim().is_empty() {
            let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            self.line(&format!("{fence}text"));
            dedented(&text).into_iter().for_each(|line| self.line(line));
            self.line(&fence);
        }
        self.gap = true;
    }

    /// A bar in a cell is none between cells.
    fn cell(&mut self) {
        self.end_of_run();
        let text = std::mem::take(&mut self.text).replace('\n', " ").replace('|', "\\|");
        if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
            row.push(text.trim().to_owned());
        }
    }

    fn row(&mut self) {
        if let Some(table) = &mut self.table {
            table.rows.push(Vec::new());
        }
    }

    fn end_of_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let widths = table.widths();
        for (at, row) in table.rows.iter().filter(|row| !row.is_empty()).enumerate() {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!(" {cell:width$} |"));
            self.line(&format!("|{}", cells.collect::<String>()));
            if at == 0 {
                let dashes = table.alignments.iter().zip(&widths).map(|(alignment, width)| dashes(alignment, *width));
                self.line(&format!("|{}", dashes.collect::<String>()));
            }
        }
        self.gap = true;
    }
}

/// How wide a column may be whose cells stand one below the other.
const WIDEST: usize = 48;

impl Table {
    /// To how many letters the cells of each column are filled up.
    fn widths(&self) -> Vec<usize> {
        let last = self.alignments.len().saturating_sub(1);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.max().filter(|width| column < last && *width <= WIDEST).unwrap_or(1)
        };
        (0..self.alignments.len()).map(width).collect()
    }
}

impl Container {
    fn width(&self) -> usize {
        match self {
            Self::Quote => 2,
            Self::Item { marker, .. } => marker.len() + 1,
        }
    }

    /// What stands before a line of what is in it; before the first one of an item, its marker.
    fn open(&mut self) -> String {
        match self {
            Self::Item { marker, is_open: is_open @ false } => {
                *is_open = true;
                format!("{marker} ")
            }
            _ => self.blank(),
        }
    }

    /// What stands before all other lines.
    fn blank(&self) -> String {
        match self {
            Self::Quote => "> ".to_owned(),
            Self::Item { .. } => " ".repeat(self.width()),
        }
    }
}

/// The cell below the head of a column that is so wide.
fn dashes(alignment: &Alignment, width: usize) -> String {
    let (left, right) = match alignment {
        Alignment::None => ("-", "-"),
        Alignment::Left => (":", "-"),
        Alignment::Center => (":", ":"),
        Alignment::Right => ("-", ":"),
    };
    format!("{left}{}{right}|", "-".repeat(width))
}

/// The lines of a text, without the spaces that all of them start with.
fn dedented(text: &str) -> Vec<&str> {
    let indents = text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start().len());
    let indent = indents.min().unwrap_or(0);
    text.lines().map(|line| line.get(indent..).unwrap_or_default().trim_end()).collect()
}
