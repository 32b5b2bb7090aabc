//! What handlers answer, before it is dressed for the wire.

use http::{HeaderName, HeaderValue};

use super::page::Sheet;
use crate::arguments::{Violation, header_value};
use crate::body::{self, Payload};
use crate::failure::Failure;
use crate::wire::{Form, Text, Value};

/// An answer of any status.
#[derive(Debug)]
pub struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) content: Content,
}

/// What an answer holds.
#[derive(Debug)]
pub(super) enum Content {
    Empty,
    /// A body, and the media types in which it may be written, where those are not all that the documents list.
    Payload(Payload, Option<&'static [&'static str]>),
    /// To be put in its envelope, and linked.
    Page(Box<Sheet>),
    /// To be written in the vendor's shape.
    Failure(Failure),
    /// A handler's value cannot be written; what is wrong stands in the log, not in the answer.
    Broken(String),
}

/// What converts into an answer: the response enums of operations.
pub trait IntoReply: Send {
    /// The answer.
    fn into_reply(self) -> Response;
    /// An answer that the documents do not list.
    fn other(response: Response) -> Self;
}

impl IntoReply for Response {
    fn into_reply(self) -> Response {
        self
    }

    fn other(response: Response) -> Self {
        response
    }
}

impl Response {
    /// An answer without a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), content: Content::Empty }
    }

    /// The answer of operations that are not implemented: 501 in the vendor's shape.
    #[must_use]
    pub fn not_implemented() -> Self {
        Failure::new("This operation is not implemented.").into_response(501)
    }

    /// The same with a body in this media type.
    #[must_use]
    pub fn body(self, media_type: &str, value: &dyn Value) -> Self {
        self.written(media_type, None, value)
    }

    /// The same with a body in one of these media types, where others that the documents list hold other values: the
    /// first, or where that is JSON which the caller does not accept, another of them.
    #[must_use]
    pub fn body_in(self, media_types: &'static [&'static str], value: &dyn Value) -> Self {
        let first = media_types.first().copied().unwrap_or("application/json");
        self.written(first, Some(media_types), value)
    }

    fn written(mut self, first: &str, among: Option<&'static [&'static str]>, value: &dyn Value) -> Self {
        if is_nothing(value) {
            self.content = Content::Empty;
            return self;
        }
        self.content = match body::encode_answer(first, value) {
            Ok(payload) if payload.content.whole().is_some() => Content::Payload(payload, among),
            Ok(_) => Content::Broken("a file of an answer is not in memory".to_owned()),
            Err(violations) => {
                let problems: Vec<String> = violations.iter().map(ToString::to_string).collect();
                Content::Broken(problems.join("; "))
            }
        };
        self
    }

    /// The same with a header, unless the value is absent or none that a header can carry.
    #[must_use]
    pub fn header(mut self, name: &str, value: &dyn Value) -> Self {
        let text = if value.is_absent() { Text::Absent } else { value.text() };
        let value = text.into_one().and_then(|text| header_value(&text));
        if let (Ok(name), Some(value)) = (HeaderName::from_bytes(name.as_bytes()), value) {
            self.headers.push((name, value));
        }
        self
    }
}

/// Whether it is a body of any sort, and there is none.
fn is_nothing(value: &dyn Value) -> bool {
    match value.form() {
        Form::File(file) => file.content_type().is_none() && file.size() == Some(0),
        _ => false,
    }
}

impl Failure {
    /// An answer with this status, in the vendor's shape.
    #[must_use]
    pub fn into_response(self, status: u16) -> Response {
        Response { content: Content::Failure(self), ..Response::new(status) }
    }

    /// All violations of a request as causes.
    pub(super) fn of(message: &str, violations: &[Violation]) -> Self {
        violations.iter().fold(Self::new(message), |failure, violation| failure.cause(violation.to_string()))
    }
}
