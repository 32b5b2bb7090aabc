//! Whether the file is whole: `@endpoints`, `@toc` and `@end` say how much there must be. A part of an API must not pass
//! for all of it.

use std::collections::{HashMap, HashSet};

use super::super::places::Places;
use super::super::syntax::{Count, File};
use crate::diag::{Code, Diagnostic, Diagnostics};

/// More or fewer calls than stated.
pub static COUNT: Code = Code {
    name: "lap/endpoint-count",
    page:
        "The file has more or fewer calls than `@endpoints` states. It was cut off, or edited without correcting the \
           number.

    @endpoints 5
    @endpoint GET /users
    @end

Get the whole file again, or correct the number.",
};

/// More or fewer calls of a group than stated.
pub static TOC: Code = Code {
    name: "lap/group-count",
    page: "A group has more or fewer calls than the table of contents states, or it is in only one of the two places. \
           Lines are missing, or were edited without correcting `@toc`.

    @toc users(2)
    @group users
    @endpoint GET /users
    @endgroup

Get the whole file again, or correct the table of contents.",
};

/// No `@end`.
pub static NO_END: Code = Code {
    name: "lap/missing-end",
    page: "The last line of a LAP file is `@end`. Without it the file was cut off.

Get the whole file again. If nothing is missing, add the line `@end`.",
};

/// No `@endpoints`.
pub static NO_COUNT: Code = Code {
    name: "lap/missing-count",
    page: "The file does not state how many calls it has, so that nobody can tell whether all are there.

Add a line such as `@endpoints 12` to the header.",
};

/// Compares what the file says about itself with what it holds.
pub(super) fn check<'a>(file: &File<'a>, places: Places<'a>, diagnostics: &mut Diagnostics) {
    match &file.header.endpoints {
        Some(count) => endpoints(count, file, places, diagnostics),
        None => no_count(places, diagnostics),
    }
    if let Some(toc) = &file.header.toc {
        groups(toc, file, places, diagnostics);
    }
    unlisted(file, places, diagnostics);
    if file.end.is_none() {
        no_end(places, diagnostics);
    }
}

fn endpoints<'a>(count: &Count<'a>, file: &File<'a>, places: Places<'a>, diagnostics: &mut Diagnostics) {
    let found = file.endpoints.len() + file.unreadable.len();
    if found == count.count {
        return;
    }
    let message = format!("the file has {}, not {}", endpoints_in_words(found), count.count);
    diagnostics.push(
        Diagnostic::error(&COUNT, places.span(count.source), message)
            .label("stated here")
            .help("if the file was cut off, get all of it; if it was edited, correct the number"),
    );
}

fn groups<'a>(toc: &[Count<'a>], file: &File<'a>, places: Places<'a>, diagnostics: &mut Diagnostics) {
    let mut sizes: HashMap<Option<&str>, usize> = HashMap::new();
    let groups = file.endpoints.iter().chain(&file.unreadable).map(|endpoint| endpoint.group);
    groups.for_each(|group| *sizes.entry(group).or_default() += 1);
    let size = |group: Option<&str>| sizes.get(&group).copied().unwrap_or_default();
    // What stands in no group belongs to the only one.
    let others = if toc.len() == 1 { size(None) } else { 0 };
    for count in toc {
        group(count, size(Some(count.name)) + others, places, diagnostics);
    }
}

fn group<'a>(count: &Count<'a>, found: usize, places: Places<'a>, diagnostics: &mut Diagnostics) {
    if found == count.count {
        return;
    }
    let message = format!("group `{}` has {}, not {}", count.name, endpoints_in_words(found), count.count);
    diagnostics.push(
        Diagnostic::error(&TOC, places.span(count.source), message)
            .label("stated here")
            .help("if the file was cut off, get all of it; if it was edited, correct the table of contents"),
    );
}

fn endpoints_in_words(count: usize) -> String {
    if count == 1 { "1 endpoint".to_owned() } else { format!("{count} endpoints") }
}

/// Groups that the table of contents does not have.
fn unlisted<'a>(file: &File<'a>, places: Places<'a>, diagnostics: &mut Diagnostics) {
    let Some(toc) = &file.header.toc else { return };
    let mut known: HashSet<&str> = toc.iter().map(|count| count.name).collect();
    for group in file.endpoints.iter().filter_map(|endpoint| endpoint.group) {
        if !known.insert(group) {
            continue;
        }
        let message = format!("group `{group}` is not in the table of contents");
        diagnostics.push(
            Diagnostic::error(&TOC, places.span(group), message).help("add it to `@toc`, with its number of endpoints"),
        );
    }
}

fn no_end(places: Places<'_>, diagnostics: &mut Diagnostics) {
    let end = places.text.trim_end().len();
    let place = places.text.get(end..end).unwrap_or_default();
    diagnostics.push(
        Diagnostic::error(&NO_END, places.span(place), "the file has no `@end`")
            .label("expected `@end` after this")
            .help("the file was cut off; get all of it"),
    );
}

fn no_count(places: Places<'_>, diagnostics: &mut Diagnostics) {
    let place = places.text.lines().next().unwrap_or_default();
    diagnostics.push(
        Diagnostic::warning(&NO_COUNT, places.span(place), "the file does not state how many endpoints it has")
            .label("expected `@endpoints` in the header")
            .help("add `@endpoints` and the number, so that a file that was cut off is noticed"),
    );
}
