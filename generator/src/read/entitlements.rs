//! Reads pages that list entitlements: a Markdown page with a pipe table, or the scraped text of a page, whose table is
//! one run of text without separators.
//!
//! Such a page may also describe one call: an endpoint line, lists of parameters, answers, and which entitlements the
//! caller needs. Many scraped pages lose the endpoint line; the settings then name the operation.

mod endpoint;
mod offering;
mod parameters;
mod permission;
mod prose;
mod required;
mod responses;
mod row;
mod run;
mod section;
mod table;

use endpoint::Endpoint;
use section::Page;

use crate::diag::{Code, Diagnostics};
use crate::model::{Builder, Operation, Origin, Path, Piece};
use crate::read::Document;

pub use parameters::UNNAMED_MEMBER;

/// All kinds of problems that reading such a page can find.
pub static CODES: &[&Code] = &[
    &endpoint::MISSING,
    &endpoint::SEVERAL,
    &offering::MOVED,
    &offering::UNKNOWN,
    &parameters::UNNAMED,
    &UNNAMED_MEMBER,
    &parameters::UNKNOWN_TYPE,
    &parameters::PLACEHOLDERS,
    &parameters::TWICE,
    &permission::NAME,
    &permission::TWICE,
    &required::LIST,
    &responses::TWICE,
    &run::ROW,
    &table::CELLS,
    &table::EMPTY,
    &table::HTML,
];

/// Whether a text is such a page: it has a table of entitlements, or says which entitlements a call requires.
#[must_use]
pub fn detect(text: &str) -> bool {
    text.lines().any(|line| required::list(line).is_some() || run::body(line).is_some() || table::is_header_line(line))
}

/// Reads a page into a model. All problems of the page are reported in one run.
pub fn read(document: Document<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    let page = Page::new(document.id, document.text);
    let mut rows = table::rows(&page, diagnostics);
    rows.extend(run::rows(&page, diagnostics));
    table::report_html(&page, diagnostics);
    table::refuse_none(&page, &rows, diagnostics);
    permission::add(&rows, model, diagnostics);
    if let Some(endpoint) = endpoint::find(&page, document.operation, diagnostics) {
        describe_call(&page, endpoint, model, diagnostics);
    }
}

/// Adds the call that the page describes.
fn describe_call(page: &Page<'_>, endpoint: Endpoint, model: &mut Builder, diagnostics: &mut Diagnostics) {
    if let Some(server) = endpoint.server.clone() {
        model.server(server);
    }
    let (summary, docs) = prose::of(page);
    let (parameters, body) = parameters::read(page, &endpoint, model, diagnostics);
    let operation = Operation {
        id: None,
        method: endpoint.method.clone(),
        group: model.group(
            &group(&endpoint.path),
            "",
            Origin::Inferred("entitlements/group-from-path", endpoint.origin.span()),
        ),
        summary,
        docs,
        parameters,
        body,
        responses: responses::read(page, diagnostics),
        servers: Vec::new(),
        webhook: false,
        paging: None,
        security: required::security(page, model, diagnostics),
        deprecated: false,
        origin: endpoint.origin,
        path: endpoint.path,
    };
    model.operation(operation);
}

/// The group of a path: its first segment that is text and not a version, `apiclients` for `/v1.0/apiclients/{id}`.
fn group(path: &Path) -> String {
    let literals = path.pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(text.split('/')),
        Piece::Placeholder { .. } => None,
    });
    let name = literals.flatten().find(|segment| !segment.is_empty() && !is_version(segment));
    name.unwrap_or("api").to_owned()
}

/// version = "v" digit *( digit / "." )
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}
