//! Pipe tables of entitlements: columns by their headers, in any order, among others.

use super::offering::{self, MOVED};
use super::row::Row;
use super::section::Page;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::markdown::{self, Cell, Table};
use crate::source::Span;

pub(super) static CELLS: Code = Code {
    name: "entitlements/cells",
    page: "A row of a table has more cells than its header, or the last one has fewer and no `|` at its end.\n\n\
           A page that was cut short ends in the middle of a row; a `|` inside a cell must be written `\\|`. In other rows \
           the cells that are not there are empty.",
};

pub(super) static EMPTY: Code = Code {
    name: "entitlements/no-table",
    page: "A page announces entitlements, but has no table of them.\n\n\
           The table is a Markdown pipe table with a column `Entitlement`, or the scraped text of one, which starts with \
           its run-together headers `EntitlementDescriptionOffering`.",
};

pub(super) static HTML: Code = Code {
    name: "entitlements/html-table",
    page: "The page has a table in HTML. Only Markdown pipe tables are read, so what stands in it is not known.\n\n    \
           <table><tr><th>Entitlement</th>…\n\nWrite the table with pipes: `| Entitlement | Description |`.",
};

/// Headers of the column of names, of which the first makes a table one of entitlements by itself.
const NAMES: &[&str] = &["entitlement", "permission", "scope"];

/// Headers of the column that says in words what is allowed.
const DESCRIPTIONS: &[&str] = &["description", "what it allows", "allows", "grant", "meaning"];

/// Headers of the column of what sells it.
const OFFERINGS: &[&str] = &["offering", "edition", "plan", "product", "subscription"];

/// Whether a line is the header of such a table.
pub(super) fn is_header_line(line: &str) -> bool {
    line.contains('|') && line.split('|').any(|cell| is_header(cell, "entitlement"))
}

/// The rows of all tables of entitlements of the page.
pub(super) fn rows(page: &Page<'_>, diagnostics: &mut Diagnostics) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in markdown::tables(page.source, page.text) {
        if let Some(columns) = Columns::of(&table) {
            let width = table.header.len();
            for (at, cells) in table.rows.iter().enumerate() {
                let may_be_cut = at + 1 == table.rows.len() && !ends_with_pipe(page, cells);
                if cells.len() > width || (cells.len() < width && may_be_cut) {
                    diagnostics.push(odd_row(page, width, cells));
                } else if cells.iter().any(|cell| !cell.text.is_empty()) {
                    rows.extend(columns.row(width, cells, diagnostics));
                }
            }
        }
    }
    rows
}

/// Letters within which a table has its header.
const HEAD: usize = 1000;

/// Reports tables that are not read because they are HTML.
pub(super) fn report_html(page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let text = page.text.to_ascii_lowercase();
    let tables = text.match_indices("<table").filter(|(at, _)| {
        let rest = text.get(at + "<table".len()..).unwrap_or_default();
        let head = rest.char_indices().nth(HEAD).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
        let inner = head.split("</table").next().unwrap_or_default();
        rest.starts_with(['>', ' ', '\n', '\r', '\t']) && NAMES.iter().any(|name| inner.contains(name))
    });
    for (at, tag) in tables {
        let span = Span::new(page.source, at, at + tag.len());
        let problem = Diagnostic::warning(&HTML, span, "this table is HTML, which is not read");
        diagnostics.push(problem.label("its rows are left out").help("write it as a pipe table"));
    }
}

/// Reports a page that has no table at all and requires nothing either.
pub(super) fn refuse_none(page: &Page<'_>, rows: &[Row], diagnostics: &mut Diagnostics) {
    let says_something = page.lines.iter().any(|line| super::required::list(line).is_some());
    if rows.is_empty() && !says_something && !diagnostics.has_errors() {
        diagnostics.push(
            Diagnostic::error(&EMPTY, page.start(), "the page lists no entitlement")
                .label("expected a table with a column `Entitlement` and at least one row"),
        );
    }
}

/// Whether a cell is this header, in singular or plural, in any case; `Permission name` is `Permission`.
fn is_header(cell: &str, name: &str) -> bool {
    let cell = plain(cell);
    let cell = cell.strip_suffix(" name").or_else(|| cell.strip_suffix(" Name")).unwrap_or(cell);
    let singular = cell.strip_suffix(['s', 'S']).unwrap_or(cell);
    cell.eq_ignore_ascii_case(name) || singular.eq_ignore_ascii_case(name)
}

/// Which column holds what.
struct Columns {
    name: usize,
    description: Option<usize>,
    offering: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Option<Self> {
        let column = |name: &str| table.header.iter().position(|cell| is_header(cell.text, name));
        let (name, at) = NAMES.iter().find_map(|name| Some((*name, column(name)?)))?;
        let description = DESCRIPTIONS.iter().find_map(|name| column(name));
        let offering = OFFERINGS.iter().find_map(|name| column(name));
        // `Scope | Where it applies` may be about anything.
        let is_meant = name == "entitlement" || description.is_some() || offering.is_some();
        is_meant.then_some(Self { name: at, description, offering })
    }

    /// The cells that a row lacks at its end are empty.
    fn row(&self, width: usize, cells: &[Cell<'_>], diagnostics: &mut Diagnostics) -> Option<Row> {
        let empty = Cell { text: "", ..*cells.last()? };
        let mut cells = cells.to_vec();
        cells.resize(width, empty);
        let name = cells.get(self.name)?;
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column));
        let (mut description, mut offering) = (cell(self.description), cell(self.offering));
        if let Some(moved) = self.misplaced(&cells).filter(|_| offering.is_some_and(|cell| cell.text.is_empty())) {
            diagnostics.push(
                Diagnostic::warning(
                    &MOVED,
                    moved.span,
                    format!("the offering of `{}` is in another column", name.text),
                )
                .label("read as the offering"),
            );
            description = description.filter(|cell| cell.span != moved.span);
            offering = Some(moved);
        }
        Some(Row {
            name: plain(&said(name, " ")).to_owned(),
            description: description.map(|cell| said(cell, " ")).unwrap_or_default(),
            offering: offering.map(|cell| plain(&said(cell, ", ")).to_owned()).unwrap_or_default(),
            span: name.span,
            offering_span: offering.map_or(name.span, |cell| cell.span),
        })
    }

    /// A cell outside of the offering column that can only be an offering.
    fn misplaced<'c, 'a>(&self, cells: &'c [Cell<'a>]) -> Option<&'c Cell<'a>> {
        let others = cells.iter().enumerate().filter(|(at, _)| *at != self.name && Some(*at) != self.offering);
        others.map(|(_, cell)| cell).find(|cell| offering::is_offering(cell.text))
    }
}

/// Whether a `|` closes the last cell of a row.
fn ends_with_pipe(page: &Page<'_>, cells: &[Cell<'_>]) -> bool {
    let end = cells.last().map_or(0, |cell| cell.span.end as usize);
    page.text.get(end..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('|'))
}

fn odd_row(page: &Page<'_>, width: usize, cells: &[Cell<'_>]) -> Diagnostic {
    let message = format!("a row with {} cells in a table with {width} columns", cells.len());
    let span = cells.iter().map(|cell| cell.span).reduce(Span::to).unwrap_or(page.start());
    let help = if cells.len() > width { "write a `|` inside a cell as `\\|`" } else { "is the page cut short?" };
    Diagnostic::error(&CELLS, span, message).label(format!("expected {width} cells")).help(help)
}

/// What a cell says, its lines set apart by `between`.
fn said(cell: &Cell<'_>, between: &str) -> String {
    let said = cell.text.replace("\\|", "|");
    ["<br>", "<br/>", "<br />"].iter().fold(said, |said, line| said.replace(line, between))
}

/// A text without the marks of Markdown around it: `**a**`, `` `a` `` and `[a](#a)` are `a`.
pub(super) fn plain(text: &str) -> &str {
    let mut plain = text.trim();
    let link = plain.strip_prefix('[').and_then(|inside| inside.strip_suffix(')')?.split_once("]("));
    if let Some((shown, target)) = link
        && !target.contains([' ', '('])
    {
        plain = shown.trim();
    }
    for mark in ["**", "*", "`"] {
        plain = plain.strip_prefix(mark).and_then(|inside| inside.strip_suffix(mark)).unwrap_or(plain);
    }
    plain.trim()
}
