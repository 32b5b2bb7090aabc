//! How a call may answer: `@returns` and `@errors`.

use super::super::errors::is_code;
use super::super::syntax::{self, Endpoint, Returns};
use super::Reader;
use super::body::BODIES_ARE_JSON;
use super::context::Context;
use crate::diag::{Code, Diagnostic};
use crate::model::{Content, Ref, Response, Status};

/// No status.
pub static STATUS: Code = Code {
    name: "lap/status",
    page: "A status is none of `100` to `599`, `1XX` to `5XX` and `default`.

    @returns(99999) OK

Write the status that the server answers with.",
};

/// The same status twice.
pub static DUPLICATE_STATUS: Code = Code {
    name: "lap/duplicate-status",
    page: "A call says twice how it answers with one status. The first counts, and the other is left out.

    @returns(200) {id: str}
    @returns(200) {name: str}

Remove the one that is wrong.",
};

/// Fields that do not fit.
pub static FIELDS_AS_TEXT: Code = Code {
    name: "lap/fields-as-text",
    page: "What follows `@returns` looks like fields, but does not fit their grammar, so it is taken for a description.

    @returns(200) {id: integer}

Write the type words of LAP (`int`), or put the text behind ` # `.",
};

impl<'a> Reader<'_, 'a> {
    /// All answers of a call, in document order.
    pub(super) fn responses(&mut self, endpoint: &Endpoint<'a>, root: &Context<'_>) -> Vec<Response> {
        let mut responses: Vec<Response> = Vec::new();
        for returns in &endpoint.returns {
            match self.status(returns.code, &responses) {
                Some(status) => responses.push(self.returned(returns, status, root)),
                None => self.aside(|reader| {
                    reader.returned(returns, Status::Default, root);
                }),
            }
        }
        for error in &endpoint.errors {
            if let Some(status) = self.status(error.code, &responses) {
                responses.push(self.error(error, status));
            }
        }
        responses
    }

    fn returned(&mut self, returns: &Returns<'a>, status: Status, root: &Context<'_>) -> Response {
        self.check_text(returns);
        let part = format!("response {}", returns.code);
        let contents = returns.fields.as_deref().map(|fields| self.content(returns.code, fields, &root.within(&part)));
        Response {
            status,
            docs: returns.text.unwrap_or_default().to_owned(),
            headers: Vec::new(),
            contents: contents.into_iter().collect(),
            or_list: None,
            error_type: None,
            origin: self.places.stated(returns.code),
        }
    }

    fn content(&mut self, code: &'a str, fields: &[syntax::Field<'a>], context: &Context<'_>) -> Content {
        let source = fields.first().map_or(code, |field| field.source);
        let ty = Ref::Named(self.anonymous_object(fields, context, source));
        Content::new("application/json", ty, self.places.inferred(BODIES_ARE_JSON, source))
    }

    fn error(&self, error: &syntax::Error<'a>, status: Status) -> Response {
        Response {
            status,
            docs: error.text.unwrap_or_default().to_owned(),
            headers: Vec::new(),
            contents: Vec::new(),
            or_list: None,
            error_type: error.error_type.map(str::to_owned),
            origin: self.places.stated(error.source),
        }
    }

    /// The status of this spelling, unless the call has an answer for it already.
    fn status(&mut self, code: &'a str, known: &[Response]) -> Option<Status> {
        let span = self.places.span(code);
        let Some(status) = status(code) else {
            let problem = Diagnostic::error(&STATUS, span, format!("`{code}` is no status"));
            self.diagnostics.push(problem.label("expected `200`, `4XX` or `default`"));
            return None;
        };
        if let Some(first) = known.iter().find(|response| response.status == status) {
            let problem = Diagnostic::warning(&DUPLICATE_STATUS, span, format!("status `{code}` is there twice"));
            self.diagnostics.push(
                problem.label("left out").related(first.origin.span(), "this counts").help("remove one of the two"),
            );
            return None;
        }
        Some(status)
    }

    fn check_text(&mut self, returns: &Returns<'a>) {
        for misfit in &returns.misfits {
            let problem = Diagnostic::warning(&FIELDS_AS_TEXT, self.places.span(misfit), "these fields cannot be read");
            self.diagnostics.push(
                problem
                    .label("the fields stop to fit the grammar here, so all of them are taken for a description")
                    .help("write `{name: TYPE, name: TYPE}` with the type words of LAP"),
            );
        }
    }
}

fn status(code: &str) -> Option<Status> {
    if code == "default" {
        return Some(Status::Default);
    }
    if !is_code(code) {
        return None;
    }
    let hundred = code.get(..1)?.parse().ok()?;
    Some(code.parse().map_or(Status::Range(hundred), Status::Code))
}
