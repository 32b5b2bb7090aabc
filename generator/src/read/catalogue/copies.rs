//! Where the navigation tree stands on the page: twice, for wide and for narrow screens. That the copies are equal is
//! the check that the page is whole.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{Page, requests};
use crate::diag::{Code, Diagnostic, Diagnostics};

pub(super) static NO_TREE: Code = Code {
    name: "catalogue/no-tree",
    page: "The navigation tree does not stand twice on a catalogue page.\n\n\
           Sites print the tree once for wide and once for narrow screens, and the copies check each other. A page with \
           one copy was cut short or is another kind of page. Save the page again.",
};

pub(super) static DIFFERENT: Code = Code {
    name: "catalogue/different-trees",
    page: "The two copies of the navigation tree differ.\n\n\
           They are printed from one list, so one of them was damaged or cut short. Save the page again.",
};

/// Where the tree stands, in numbers of lines.
pub(super) struct Copies {
    /// The first copy.
    pub first: Range<usize>,
    /// One past the second copy.
    pub end: usize,
}

/// As many lines in a row have to be equal before they count.
const WINDOW: usize = 4;
/// As many earlier places of the same lines are looked at.
const PLACES: usize = 8;

/// The two copies; reports where they differ.
pub(super) fn find(page: &Page<'_>, diagnostics: &mut Diagnostics) -> Option<Copies> {
    let Some((start, distance)) = repetition(&page.lines) else {
        let first = page.lines.iter().find(|line| !line.is_empty()).copied().unwrap_or_default();
        diagnostics.push(
            Diagnostic::error(&NO_TREE, page.span(first), "the page does not have its navigation tree twice")
                .label("expected two copies of the list of collections, folders and requests")
                .help("save the page again, whole"),
        );
        return None;
    };
    let second = start + distance;
    let end = (second..page.lines.len()).find(|at| ends_tree(page.line(*at))).unwrap_or(page.lines.len());
    let first = start..second;
    compare(page, first.clone(), second..end, diagnostics);
    Some(Copies { first, end })
}

/// A blank line, or where one is on the site, ends the tree.
fn ends_tree(line: &str) -> bool {
    line.is_empty() || requests::trail(line).is_some()
}

/// Where the first copy starts and how many lines later the second does.
///
/// A tree also repeats itself in parts. The copies are the repetition that covers most lines between their two starts.
fn repetition(lines: &[&str]) -> Option<(usize, usize)> {
    let covers = |(distance, places): (usize, Vec<usize>)| {
        let start = places.first().copied()?;
        Some((places.partition_point(|place| *place < start + distance), start, distance))
    };
    let (_, start, distance) = repeated(lines).into_iter().filter_map(covers).max()?;
    Some((start, distance))
}

/// By distance, the places whose lines are repeated that many lines later, in order.
fn repeated(lines: &[&str]) -> BTreeMap<usize, Vec<usize>> {
    let mut earlier: HashMap<&[&str], Vec<usize>> = HashMap::new();
    let mut repeated: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, window) in lines.windows(WINDOW).enumerate().filter(|(_, window)| !window.contains(&"")) {
        let places = earlier.entry(window).or_default();
        for place in places.iter().rev().take(PLACES) {
            repeated.entry(at - place).or_default().push(*place);
        }
        places.push(at);
    }
    repeated
}

fn compare(page: &Page<'_>, first: Range<usize>, second: Range<usize>, diagnostics: &mut Diagnostics) {
    let (one, other) = (first.clone().map(|at| page.line(at)), second.clone().map(|at| page.line(at)));
    let equal = one.zip(other).take_while(|(one, other)| one == other).count();
    if equal == first.len() && equal == second.len() {
        return;
    }
    // Past the end of a copy stands what follows it.
    let (one, other) = (page.line(first.start + equal), page.line(second.start + equal));
    let place = if other.is_empty() { page.line(second.end.saturating_sub(1)) } else { other };
    let message = format!(
        "the two copies of the navigation tree differ after {equal} lines; they have {} and {} lines",
        first.len(),
        second.len()
    );
    diagnostics.push(
        Diagnostic::error(&DIFFERENT, page.span(place), message)
            .label(format!("expected `{}`, as in the other copy", shortened(one)))
            .related(page.span(one), "the other copy")
            .help("save the page again, whole"),
    );
}

fn shortened(line: &str) -> &str {
    line.char_indices().nth(60).and_then(|(at, _)| line.get(..at)).unwrap_or(line)
}
