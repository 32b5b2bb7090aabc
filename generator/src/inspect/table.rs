//! A report for people.

use std::fmt::Write as _;

use super::{Affects, More, Report};
use crate::diag::{column, counted};
use crate::source::Sources;

pub(super) fn table(report: &Report, sources: &Sources, more: &More) -> String {
    let mut text = String::new();
    let version = report.version.as_deref().map(|version| format!(", {version}")).unwrap_or_default();
    let _ = writeln!(text, "{}: {}{version}", report.name, report.title);
    for (what, items) in [("at", &report.servers), ("by", &report.schemes)] {
        if !items.is_empty() {
            let _ = writeln!(text, "  {what} {}", items.join(", "));
        }
    }
    for (name, count, what) in rows(report) {
        let _ = writeln!(text, "{}", format!("  {name:<14}{count:>7}  {what}").trim_end());
    }
    let _ = writeln!(text, "  {:<14}{:>7}  operations of each:", "groups", report.groups.len());
    counts(&mut text, &report.groups);
    inferred(&mut text, report);
    if more.operations {
        operations(&mut text, report);
    }
    if more.inferred {
        facts(&mut text, report, sources);
    }
    text
}

/// What is counted, how many there are, and more about them.
fn rows(report: &Report) -> Vec<(&'static str, usize, String)> {
    let (entries, resolved) = report.entries;
    let named = match report.types.as_slice() {
        [] => String::new(),
        types => format!("{}; {} with a name in the documents", listed(types), report.named_types),
    };
    let secured = format!("who may call is said of {}", counted(report.secured, "operation"));
    let mut rows = vec![
        ("operations", report.operations, listed(&report.methods)),
        ("types", total(&report.types), named),
        ("permissions", report.permissions, secured),
        ("paged", report.paged, "operations whose pages follow each other".to_owned()),
    ];
    if report.webhooks > 0 {
        rows.push(("webhooks", report.webhooks, "operations that the API sends, to servers of its users".to_owned()));
    }
    if entries > 0 {
        rows.push(("entries", entries, format!("named requests, {resolved} of them known")));
    }
    if report.errors > 0 {
        rows.push(("errors", report.errors, String::new()));
    }
    let explain = if report.problems.is_empty() { "" } else { " (`gatewright explain CODE`)" };
    rows.push(("warnings", report.warnings, format!("{}{explain}", listed(&report.problems))));
    rows
}

/// What rules supplied, and what would be wrong if they were.
fn inferred(text: &mut String, report: &Report) {
    let rules = report.rules();
    let what = if rules.is_empty() {
        "everything is as the documents state it"
    } else {
        "facts that no document states, by rule:"
    };
    let _ = writeln!(text, "  {:<14}{:>7}  {what}", "inferred", report.inferred.len());
    let width = column(rules.iter().map(|(rule, _)| *rule));
    for (rule, count) in rules {
        let affects = match report.affects(rule) {
            Affects::Request => "changes what is sent",
            Affects::Response => "changes how answers are read",
            Affects::Nothing => "changes nothing on the wire",
        };
        let _ = writeln!(text, "    {rule:<width$} {count:>6}  {affects}");
    }
}

fn operations(text: &mut String, report: &Report) {
    let width = column(report.lines.iter().map(|line| line.call.as_str()));
    text.push('\n');
    for line in &report.lines {
        let mut notes = if line.proofs.is_empty() { &line.needs } else { &line.proofs }.join(" or ");
        for (is, note) in [(line.is_paged, "pages"), (line.is_deprecated, "deprecated")] {
            if is {
                notes.push_str(if notes.is_empty() { "" } else { ", " });
                notes.push_str(note);
            }
        }
        let notes = if notes.is_empty() { String::new() } else { format!("  [{notes}]") };
        let _ = writeln!(text, "{:<width$}  {}{notes}", line.call, line.line);
    }
}

fn counts<T: AsRef<str>>(text: &mut String, counts: &[(T, usize)]) {
    let width = column(counts.iter().map(|(name, _)| name.as_ref()));
    for (name, count) in counts {
        let _ = writeln!(text, "    {:<width$} {count:>6}", name.as_ref());
    }
}

fn facts(text: &mut String, report: &Report, sources: &Sources) {
    for (rule, _) in report.rules() {
        let _ = writeln!(text, "\n{rule}");
        for fact in report.inferred.iter().filter(|fact| fact.rule == rule) {
            let _ = writeln!(text, "  {}  {} ({})", sources.place(fact.span), fact.what, fact.affects.as_str());
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
