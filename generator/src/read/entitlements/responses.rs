//! The answers of a scraped page: statuses, each with a text below it.

use super::section::Page;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Origin, Response, Status};

pub(super) static TWICE: Code = Code {
    name: "entitlements/status-twice",
    page: "A page lists one status twice below `Responses`.\n\nThe first counts.",
};

/// The answers below the heading `Responses`, in their order.
pub(super) fn read(page: &Page<'_>, diagnostics: &mut Diagnostics) -> Vec<Response> {
    let mut responses: Vec<Response> = Vec::new();
    for at in page.section("Responses").unwrap_or_default() {
        let line = page.line(at);
        match (status(line), responses.last_mut()) {
            (Some(status), _) => {
                if let Some(first) = responses.iter().find(|response| response.status == status) {
                    let message = format!("the status {line} stands twice");
                    let diagnostic = Diagnostic::warning(&TWICE, page.span(line), message).label("left out");
                    diagnostics.push(diagnostic.related(first.origin.span(), "first here"));
                }
                responses.push(response(status, Origin::Stated(page.span(line))));
            }
            (None, Some(last)) if !line.is_empty() => {
                let gap = if last.docs.is_empty() { "" } else { "\n" };
                last.docs.push_str(gap);
                last.docs.push_str(line);
            }
            _ => {}
        }
    }
    without_repeats(responses)
}

fn without_repeats(responses: Vec<Response>) -> Vec<Response> {
    let mut kept: Vec<Response> = Vec::new();
    for response in responses {
        if kept.iter().all(|earlier| earlier.status != response.status) {
            kept.push(response);
        }
    }
    kept
}

/// status = 3DIGIT / DIGIT "XX" / "default", and nothing else on the line.
fn status(line: &str) -> Option<Status> {
    if line == "default" {
        return Some(Status::Default);
    }
    if let Some(hundred) = line.strip_suffix("XX") {
        return hundred.parse().ok().filter(|hundred| (1..=5).contains(hundred)).map(Status::Range);
    }
    line.parse().ok().filter(|code| line.len() == 3 && (100..=599).contains(code)).map(Status::Code)
}

fn response(status: Status, origin: Origin) -> Response {
    Response {
        status,
        docs: String::new(),
        headers: Vec::new(),
        contents: Vec::new(),
        or_list: None,
        error_type: None,
        origin,
    }
}
