//! What is wrong with the input, as facts; and the one place where they become text for people.
//!
//! Every module that finds problems declares its own [`Code`]s beside the check; `explain` lists
//! them all.

use std::collections::HashSet;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{Sources, Span, visible};

/// A kind of problem: a stable name and a page that explains it.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable name, `area/problem`.
    pub name: &'static str,
    /// What the problem means, an input that shows it, and how to mend it; shown by `explain`.
    pub page: &'static str,
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was left out or inferred; output is still correct without it.
    Warning,
    /// Nothing may be written.
    Error,
}

/// One problem of one input.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: &'static Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in the user's words, without the place.
    pub message: String,
    /// The smallest place that shows it; `None` only for problems of a whole run.
    pub span: Option<Span>,
    /// What was expected at the place, or what the place is.
    pub label: String,
    /// Other places that matter, each with what it is.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
    /// How to go on all the same, and what that costs.
    pub way_on: Option<String>,
}

impl Diagnostic {
    /// A problem that forbids output.
    #[must_use]
    pub fn error(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Some(span), message.into())
    }

    /// A problem that costs something, but not the output.
    #[must_use]
    pub fn warning(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Some(span), message.into())
    }

    /// A problem that forbids output and has no place in a document, such as an unreadable file.
    #[must_use]
    pub fn error_without_place(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, None, message.into())
    }

    /// A problem that costs something and has no place in a document.
    #[must_use]
    pub fn warning_without_place(code: &'static Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, None, message.into())
    }

    fn new(code: &'static Code, severity: Severity, span: Option<Span>, message: String) -> Self {
        Self { code, severity, message, span, label: String::new(), related: Vec::new(), help: None, way_on: None }
    }

    /// Adds what was expected at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, what: impl Into<String>) -> Self {
        self.related.push((span, what.into()));
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The problems of a step, collected.
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds those of another step.
    pub fn append(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether any forbids output.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// In document order: by source, then by place; those without a place first.
    pub fn sort(&mut self) {
        self.0.sort_by_key(|diagnostic| diagnostic.span);
    }

    /// Leaves out what is said again: the same of the same place.
    pub fn dedup(&mut self) {
        let mut said = HashSet::new();
        self.0.retain(|diagnostic| said.insert((diagnostic.code.name, diagnostic.span, diagnostic.message.clone())));
    }

    /// Leaves out what the condition refuses.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// All, in the order in which they stand.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// All, to be changed.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }

    /// Changes how bad some are; used for `--allow` and `--strict`.
    pub fn regrade(&mut self, severity: impl Fn(&Diagnostic) -> Severity) {
        for diagnostic in &mut self.0 {
            diagnostic.severity = severity(diagnostic);
        }
    }

    /// Whether there are none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of errors and of warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.0.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        (errors, self.0.len() - errors)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// `1 error`, `2 errors`.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// How wide a column of these names is in a table, in characters. Longer names than any table needs go beyond it.
#[must_use]
pub fn column<'a>(names: impl IntoIterator<Item = &'a str>) -> usize {
    const WIDEST: usize = 100;
    names.into_iter().map(|name| name.chars().count()).filter(|width| *width <= WIDEST).max().unwrap_or(0)
}

/// Longest piece of one line that is shown around a place; longer lines are cut to it.
const WINDOW: usize = 96;

/// A diagnostic as one line: where, what, what is expected there, what to do, and its code.
#[must_use]
pub fn line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let mut line = String::new();
    if let Some(span) = diagnostic.span {
        let _ = write!(line, "{}:{}: ", sources.get(span.source).name, sources.position(span));
    }
    line.push_str(&diagnostic.message);
    let more = [Some(&diagnostic.label).filter(|label| !label.is_empty()), diagnostic.help.as_ref()];
    more.into_iter().flatten().for_each(|more| {
        let _ = write!(line, "; {more}");
    });
    let _ = write!(line, " [{}]", diagnostic.code.name);
    visible(&line.replace('\n', " ")).into_owned()
}

/// Turns diagnostics into text, one after the other, separated by blank lines.
#[must_use]
pub fn render(sources: &Sources, diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let _ = writeln!(text, "{}\n", render_one(sources, diagnostic, &renderer));
    }
    text
}

fn render_one(sources: &Sources, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name);
    let mut group = Group::with_title(title);
    let places = diagnostic
        .span
        .map(|span| (span, diagnostic.label.as_str(), AnnotationKind::Primary))
        .into_iter()
        .chain(diagnostic.related.iter().map(|(span, what)| (*span, what.as_str(), AnnotationKind::Context)));
    let mut doubled = Vec::new();
    for (span, label, kind) in places {
        let window = Window::around(sources, span);
        doubled.push((window.doubled(), window.path.clone()));
        group = group.element(
            Snippet::source(window.text)
                .line_start(window.line)
                .path(window.path)
                .annotation(kind.span(window.start..window.end).label(label.to_owned())),
        );
    }
    for help in diagnostic.help.iter().chain(&diagnostic.way_on) {
        group = group.element(Level::HELP.message(help));
    }
    let text = renderer.render(&[group]);
    doubled.iter().fold(text, |text, (doubled, path)| text.replacen(doubled, path, 1))
}

/// The part of one line that is worth showing for a span, with the span made relative to it.
struct Window {
    text: String,
    path: String,
    line: usize,
    start: usize,
    end: usize,
}

impl Window {
    /// What the renderer makes of the path: it adds a position of its own, which is wrong where the line was cut.
    fn doubled(&self) -> String {
        let column = self.text.get(..self.start).map_or(0, |before| before.chars().count()) + 1;
        format!("{}:{}:{column}", self.path, self.line)
    }

    fn around(sources: &Sources, span: Span) -> Self {
        let source = sources.get(span.source);
        let position = sources.position(span);
        let line = source.line(position.line).unwrap_or(0..0);
        let start = (span.start as usize).clamp(line.start, line.end);
        let end = (span.end as usize).clamp(start, line.end);
        let shown_end = floor(&source.text, end.min(start + WINDOW));
        let (from, until) = if line.len() <= 2 * WINDOW {
            (line.start, line.end)
        } else {
            (
                floor(&source.text, start.saturating_sub(WINDOW / 2).max(line.start)),
                floor(&source.text, (shown_end + WINDOW / 2).min(line.end)),
            )
        };
        let path = format!("{}:{position}", source.name);
        let text = source.text.get(from..until).unwrap_or_default().to_owned();
        let (start, end) = (start.saturating_sub(from).min(text.len()), shown_end.saturating_sub(from).min(text.len()));
        Self { text, path, line: position.line, start, end: end.max(start) }
    }
}

/// The nearest character boundary at or below a byte offset.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
