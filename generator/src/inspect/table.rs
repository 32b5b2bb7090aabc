//! A report for people.

use std::fmt::Write as _;

use super::{Report, place};
use crate::source::Sources;

pub(super) fn table(report: &Report, sources: &Sources, details: bool) -> String {
    let mut text = String::new();
    let version = report.version.as_deref().unwrap_or("no version");
    let _ = writeln!(text, "{}: {}, {version}", report.name, report.title);
    let (entries, resolved) = report.entries;
    let mut rows = vec![
        ("operations", report.operations.to_string(), listed(&report.methods)),
        ("types", total(&report.types).to_string(), listed(&report.types)),
        ("  named", report.named_types.to_string(), String::new()),
        ("permissions", report.permissions.to_string(), format!("{} operations say who may call", report.secured)),
        ("paged", report.paged.to_string(), String::new()),
    ];
    if entries > 0 {
        rows.push(("entries", entries.to_string(), format!("{resolved} with a known request")));
    }
    rows.push(("errors", report.errors.to_string(), String::new()));
    rows.push(("warnings", report.warnings.to_string(), listed(&report.problems)));
    rows.push(("groups", report.groups.len().to_string(), String::new()));
    for (name, count, more) in rows {
        let _ = writeln!(text, "{}", format!("  {name:<14}{count:>7}  {more}").trim_end());
    }
    counts(&mut text, &report.groups);
    let _ = writeln!(text, "  {:<14}{:>7}", "inferred", report.inferred.len());
    counts(&mut text, &report.rules());
    if details {
        facts(&mut text, report, sources);
    }
    text
}

fn counts<T: AsRef<str>>(text: &mut String, counts: &[(T, usize)]) {
    let width = counts.iter().map(|(name, _)| name.as_ref().chars().count()).max().unwrap_or(0);
    for (name, count) in counts {
        let _ = writeln!(text, "    {:<width$} {count:>6}", name.as_ref());
    }
}

fn facts(text: &mut String, report: &Report, sources: &Sources) {
    for (rule, _) in report.rules() {
        let _ = writeln!(text, "\n{rule}");
        for fact in report.inferred.iter().filter(|fact| fact.rule == rule) {
            let _ = writeln!(text, "  {}  {} ({})", place(sources, fact.span), fact.what, fact.affects.as_str());
        }
    }
}

fn total<T>(counts: &[(T, usize)]) -> usize {
    counts.iter().map(|(_, count)| count).sum()
}

/// `280 GET, 221 POST`
fn listed<T: AsRef<str>>(counts: &[(T, usize)]) -> String {
    let items: Vec<_> = counts.iter().map(|(name, count)| format!("{count} {}", name.as_ref())).collect();
    items.join(", ")
}
