//! What a page says in prose: its lines that no other module reads, above the first heading.

use super::section::{HEADINGS, Page};
use super::{endpoint, required, run, table};

/// The first sentence of the description, and all of it.
pub(super) fn of(page: &Page<'_>) -> (String, String) {
    let prose: Vec<_> = page.lines.iter().take_while(|line| !HEADINGS.contains(line) && !is_table(line)).collect();
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

fn is_table(line: &str) -> bool {
    line.starts_with('|')
        || line.to_ascii_lowercase().starts_with("<table")
        || table::is_header_line(line)
        || run::body(line).is_some()
}

/// Lines that other modules read.
fn is_machine(line: &str) -> bool {
    endpoint::line(line).is_some() || required::list(line).is_some()
}
