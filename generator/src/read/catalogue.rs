//! Reads the scraped text of a page of a documentation site that shows a catalogue of requests: the navigation tree
//! (collections, folders, names of requests), twice, and then the page's own content, which shows some requests in full.
//!
//! The tree gives entries; a request that is shown gives an operation, and its entry points to it. All other entries are
//! unresolved: the page does not say what they send, and nothing is guessed.

mod copies;
mod outline;
mod requests;
mod split;

use std::collections::HashMap;

use crate::diag::{Code, Diagnostics};
use crate::model::{Builder, Entry, Origin, Target};
use crate::read::Document;
use crate::source::{SourceId, Span};

/// All kinds of problems that reading such a page can find.
pub static CODES: &[&Code] = &[
    &copies::NO_TREE,
    &copies::DIFFERENT,
    &outline::NO_REQUESTS,
    &requests::COUNT,
    &requests::PLACE,
    &requests::UNREADABLE,
];

/// Why the entries of requests that the page does not show point nowhere.
const NOT_SHOWN: &str = "the page names this request but does not show it";

/// Whether a text is such a page: it says how many requests it shows, or shows one.
#[must_use]
pub fn detect(text: &str) -> bool {
    text.lines().any(|line| requests::count(line).is_some() || requests::request(line).is_some())
}

/// Reads a page into a model. All problems of the page are reported in one run.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let page = Page { source: document.id, text: document.text, lines: document.text.lines().map(str::trim).collect() };
    let Some(copies) = copies::find(&page, diagnostics) else { return };
    let content = requests::content(&page, copies.end);
    let tree = page.lines.get(copies.first.clone()).unwrap_or_default();
    let items = outline::read(tree, content.as_ref().map(|content| content.trail));
    outline::refuse_empty(&page, tree, &items, diagnostics);

    let shown = content.map(|content| content.read(&page, &items, model, diagnostics)).unwrap_or_default();
    let certain: Vec<_> = shown.iter().map(|request| request.name).collect();
    let names = split::Names::learn(&items, &certain);
    let targets: HashMap<_, _> = shown.iter().map(|request| (request.key(), request)).collect();
    for item in &items {
        for (name, rule) in names.split(item.requests) {
            let span = page.span(name);
            let place = item.place();
            let target = match targets.get(&(place.as_slice(), name)) {
                Some(request) => Target::Operation { operation: request.operation, presets: request.presets.clone() },
                None => Target::Unresolved { reason: NOT_SHOWN.to_owned() },
            };
            let origin = rule.map_or(Origin::Stated(span), |rule| Origin::Inferred(rule, span));
            let place = place.into_iter().map(str::to_owned).collect();
            model.entry(Entry { wire: name.to_owned(), place, target, origin });
        }
    }
}

/// A page, line by line, without the space around the lines.
struct Page<'a> {
    source: SourceId,
    text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Page<'a> {
    /// Where a part of the text stands.
    fn span(&self, part: &str) -> Span {
        Span::of(self.source, 0, self.text, part)
    }

    /// A line by its number, empty past the end.
    fn line(&self, at: usize) -> &'a str {
        self.lines.get(at).copied().unwrap_or_default()
    }
}
