//! Which problems refuse a whole document and why, and what it costs to go on all the same. One odd place should cost that
//! place; what stands here is what no smaller piece can be left out for, or what nobody should leave out without being
//! asked. `docs/refusals.md` is this table.

use std::fmt::Write as _;

use crate::diag::{Diagnostics, Severity};

/// A kind of problem that refuses a document.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// The name of its code.
    pub code: &'static str,
    /// Why the whole document is refused.
    pub why: &'static str,
    /// What is lost where `--allow` goes on; `None` where nothing is left that could.
    pub cost: Option<&'static str>,
}

const fn refused(code: &'static str, why: &'static str) -> Refusal {
    Refusal { code, why, cost: None }
}

const fn allowed(code: &'static str, why: &'static str, cost: &'static str) -> Refusal {
    Refusal { code, why, cost: Some(cost) }
}

/// Why a text that is no tree is refused.
const NO_TREE: &str = "there is nothing to read";
/// Why files that were cut off are refused.
const CUT: &str = "the file may be cut off, and a part of an API passes for the whole";

/// All of them, by their codes.
pub static REFUSALS: &[Refusal] = &[
    allowed("catalogue/count", CUT, "the requests that are there count"),
    refused("catalogue/different-trees", "the page prints its menu twice, and differently"),
    refused("catalogue/no-requests", NO_TREE),
    refused("catalogue/no-tree", NO_TREE),
    refused("document/not-utf-8", NO_TREE),
    refused("document/too-large", "reading it could exhaust the memory"),
    refused("document/unknown-format", NO_TREE),
    refused("document/unreadable", NO_TREE),
    allowed("entitlements/cells", "who may call cannot be told", "the row is left out"),
    allowed("entitlements/name", "who may call cannot be told", "the permission is left out"),
    refused("entitlements/no-endpoint", NO_TREE),
    refused("entitlements/no-table", NO_TREE),
    allowed("entitlements/required", "who may call cannot be told", "the list is left out"),
    allowed("entitlements/row", "who may call cannot be told", "the row is left out"),
    refused("entitlements/several-endpoints", "the page describes one operation, and names several"),
    allowed("entitlements/twice", "two rows contradict each other on who may call", "the first row counts"),
    allowed("lap/directive-as-name", "a line of the file is taken for a parameter", "the parameter is kept"),
    allowed("lap/duplicate-endpoint", "the two disagree on who may call", "both are read"),
    allowed("lap/duplicate-type", "either could be meant wherever the name stands", "the first counts"),
    allowed("lap/endpoint-count", CUT, "the endpoints that are there count"),
    allowed("lap/group-count", CUT, "the endpoints that are there count"),
    allowed("lap/misplaced-directive", "what it is about cannot be told", "the line is left out"),
    allowed("lap/missing-end", CUT, "what is there counts"),
    allowed("lap/status", "which answer is meant cannot be told", "the answer is left out"),
    allowed("lap/syntax", "what the rest of the line says cannot be told", "the rest of the line is left out"),
    allowed("lap/too-deep", "nothing needs that, and reading it could exhaust the stack", "the line is left out"),
    refused("lap/too-many-common-fields", "a small file stands for millions of parameters"),
    allowed("lap/unknown-type", "the word may be a name cut short", "any value is accepted there"),
    allowed("lap/version", "another version may mean other things by the same words", "it is read as version 0.3"),
    allowed("media-type/syntax", "it would stand in a header as written", "the operation is left out"),
    allowed("merge/contradiction", "two documents disagree, and either may be right", "the first one counts"),
    refused("model/too-many", "a small document stands for more than any API holds"),
    allowed(
        "openapi/component-name",
        "it looks as if it were to be run as code",
        "the component is kept under a clean name",
    ),
    allowed(
        "openapi/discriminator-mapping",
        "a value is said to select what is not there",
        "the value selects nothing",
    ),
    allowed("openapi/external-reference", "the document is incomplete", "any value is accepted there"),
    allowed("openapi/gatewright-extension", "a supplement is misspelled", "what it says is left out"),
    allowed("openapi/impossible-constraint", "no value fits the limit", "the limit is left out"),
    allowed("openapi/media-type", "it would stand in a header as written", "the body is left out"),
    allowed("openapi/missing", "the document is none, or cut off", "what is there counts"),
    allowed("openapi/not-a-part", "a file holds nothing that may be referred to", "any value is accepted there"),
    allowed("openapi/not-a-schema", "what is described cannot be told", "any value is accepted there"),
    refused("openapi/not-found", NO_TREE),
    allowed("openapi/reference-cycle", "nothing is ever described", "any value is accepted there"),
    allowed("openapi/security-twice", "keeping either could open what the other protects", "the last one counts"),
    refused("openapi/several-blocks", "the page has several documents, and one is read"),
    refused("openapi/unclosed-block", "the page may be cut off"),
    allowed(
        "openapi/unresolved-reference",
        "the document is incomplete, or the name misspelled",
        "any value is accepted there, or the parameter, body or response is left out",
    ),
    refused("openapi/version", "other versions mean other things by the same words"),
    allowed("openapi/wrong-kind", "what is meant cannot be told", "the value is read as if it were not there"),
    allowed("operation/other-security", "keeping either could open what the other protects", "the first one is kept"),
    refused("output/foreign-files", "the folder holds files of somebody else"),
    refused("output/not-ours", "the folder holds files of somebody else"),
    refused("output/unreadable", "the system refuses it"),
    refused("output/unwritable", "the system refuses it"),
    allowed("path/placeholder", "in some frameworks it would take all paths below", "the operation is left out"),
    allowed("path/placeholder-twice", "nothing says whether both are one parameter", "the operation is left out"),
    refused("postman/version", "other versions mean other things by the same words"),
    refused("settings/name", "the settings are misspelled"),
    refused("settings/operation", "the settings are misspelled"),
    refused("settings/shape", "the settings are misspelled"),
    refused("settings/unknown-api", "the settings are misspelled"),
    refused("settings/unknown-key", "the settings are misspelled"),
    allowed("type/alias-cycle", "nothing is ever described", "any value is accepted there"),
    allowed("type/member-twice", "JSON objects have one member a name", "the first one counts"),
    refused("yaml/aliases", "a small text stands for more values than any document holds"),
    refused("yaml/character", NO_TREE),
    refused("yaml/depth", "reading it could exhaust the stack"),
    allowed("yaml/duplicate-key", "YAML has two keys where JSON has one, and both are meant", "the last one counts"),
    refused("yaml/empty", NO_TREE),
    refused("yaml/key", NO_TREE),
    refused("yaml/merge", NO_TREE),
    allowed("yaml/not-a-number", "JSON has no such value", "the value is read as if it were not there"),
    refused("yaml/several-documents", "one file is one document, and which one is meant cannot be told"),
    refused("yaml/syntax", NO_TREE),
    refused("yaml/tag", NO_TREE),
];

/// What is known of a code that refuses documents.
#[must_use]
pub fn of(code: &str) -> Option<&'static Refusal> {
    REFUSALS.iter().find(|refusal| refusal.code == code)
}

/// Adds to every error how to go on all the same, where that is possible, and what it costs.
pub(crate) fn advise(diagnostics: &mut Diagnostics) {
    for problem in diagnostics.iter_mut().filter(|problem| problem.severity == Severity::Error) {
        let cost = of(problem.code.name).and_then(|refusal| refusal.cost);
        problem.way_on = cost.map(|cost| format!("`--allow {}` goes on: {cost}", problem.code.name));
    }
}

impl Refusal {
    /// The refusal as a paragraph of the page of its code.
    #[must_use]
    pub fn paragraph(&self) -> String {
        let Self { code, why, cost } = self;
        match cost {
            Some(cost) => format!("An error refuses the whole document: {why}. `--allow {code}` goes on: {cost}."),
            None => format!("An error refuses the whole document: {why}. Nothing goes on without it."),
        }
    }
}

/// The table for people, in Markdown.
#[must_use]
pub fn table() -> String {
    let mut text = String::from(
        "# What refuses a whole document\n\n\
         One odd place costs that place, with a warning. Only the following are errors: what no smaller piece can be left \
         out for, and what nobody should leave out without being asked. `--allow CODE`, or `allow` in the settings, goes on \
         where something is left to go on with. `gatewright explain CODE` shows more of each.\n\n\
         | code | why the whole document is refused | what `--allow` costs |\n|---|---|---|\n",
    );
    for Refusal { code, why, cost } in REFUSALS {
        let _ = writeln!(text, "| `{code}` | {why} | {} |", cost.unwrap_or("-"));
    }
    text
}
