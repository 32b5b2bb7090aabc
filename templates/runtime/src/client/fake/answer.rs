//! What a fake answers.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use crate::arguments::header_value;
use crate::body::{self, MediaType};
use crate::client::TransportError;
use crate::failure::Failure;
use crate::operation::{Operation, ResponseSpec, Status};
use crate::profile::Profile;
use crate::wire::{self, Bytes, Form, Value};

/// What becomes of a call: a reply of any sort, or none.
#[derive(Clone)]
#[must_use]
pub struct Answer(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: Kind,
    status: Option<u16>,
    headers: HeaderMap,
    delay: Option<Duration>,
    breaks_off: bool,
    length: Option<usize>,
}

#[derive(Clone)]
enum Kind {
    Empty,
    /// A value as JSON, and the octets that it is, if it is raw.
    Value(String, Option<Bytes>),
    Octets(Option<String>, Bytes),
    Failure(Failure),
    Refused,
    Broken,
}

impl Answer {
    fn new(kind: Kind) -> Self {
        let inner =
            Inner { kind, status: None, headers: HeaderMap::new(), delay: None, breaks_off: false, length: None };
        Self(Box::new(inner))
    }

    /// A success of the operation, with this body.
    pub fn of(value: &dyn Value) -> Self {
        if let Form::File(file) = value.form() {
            let octets = file.bytes().cloned().unwrap_or_default();
            return Self::new(Kind::Octets(file.content_type().map(str::to_owned), octets));
        }
        Self::new(Kind::Value(wire::write(value), value.as_bytes().cloned()))
    }

    /// A success of the operation, without a body.
    pub fn empty() -> Self {
        Self::new(Kind::Empty)
    }

    /// This status, without a body.
    pub fn status(status: u16) -> Self {
        Self::empty().with_status(status)
    }

    /// A failure in the vendor's shape.
    pub fn failure(status: u16, failure: Failure) -> Self {
        Self::new(Kind::Failure(failure)).with_status(status)
    }

    /// Any body: a page of HTML, half a JSON text.
    pub fn body(content_type: &str, octets: impl Into<Bytes>) -> Self {
        Self::new(Kind::Octets(Some(content_type.to_owned()), octets.into()))
    }

    /// There is no connection: the request certainly did not arrive.
    pub fn refused() -> Self {
        Self::new(Kind::Refused)
    }

    /// The connection breaks before there is a reply: the request may have arrived.
    pub fn broken() -> Self {
        Self::new(Kind::Broken)
    }

    /// No answer to an operation of which nothing was said.
    pub(super) fn missing(operation: Option<&str>) -> Self {
        let asked = operation.unwrap_or("a request that no document has");
        Self::failure(501, Failure::new(format!("The fake has no answer to {asked}.")))
    }

    /// The same with another status.
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// The same with one more header. What no header can carry is left out.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Some(value)) = (HeaderName::from_bytes(name.as_bytes()), header_value(value)) {
            self.0.headers.append(name, value);
        }
        self
    }

    /// The same after so long, by the clock of the fake: longer than the time-out of the call, and the call fails.
    pub fn after(mut self, delay: Duration) -> Self {
        self.0.delay = Some(delay);
        self
    }

    /// The same, but the connection breaks in the midst of the body.
    pub fn broken_off(mut self) -> Self {
        self.0.breaks_off = true;
        self
    }

    /// The same, but only so many octets of the body, without a sign that there were more.
    pub fn truncated(mut self, octets: usize) -> Self {
        self.0.length = Some(octets);
        self
    }

    pub(super) fn delay(&self) -> Option<Duration> {
        self.0.delay
    }

    /// What the transport returns.
    pub(super) fn reply(
        &self,
        profile: &Profile,
        operation: Option<&'static Operation>,
    ) -> Result<Response<Bytes>, TransportError> {
        let success = operation.and_then(success);
        let status = self.0.status.or(success.map(|(status, _)| status)).unwrap_or(200);
        let status = StatusCode::from_u16(status).map_err(|_| TransportError::not_sent("there is no such status"))?;
        let listed = success.map_or(&[][..], |(_, response)| response.media);
        let usual = listed.iter().find(|media| body::is_json(media)).or(listed.first());
        let media = usual.copied().unwrap_or("application/json");
        let (content_type, octets) = self.written(profile, status.as_u16(), media)?;
        if self.0.breaks_off {
            return Err(TransportError::may_have_been_sent("the reply broke off").status(status));
        }
        let length = self.0.length.map_or(octets.len(), |length| length.min(octets.len()));
        let mut response = Response::new(octets.slice(..length));
        *response.status_mut() = status;
        if let Some(content_type) = content_type.and_then(|text| HeaderValue::from_str(&text).ok()) {
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        response.headers_mut().extend(self.0.headers.clone());
        Ok(response)
    }

    /// The body and its media type.
    fn written(&self, profile: &Profile, status: u16, media: &str) -> Result<(Option<String>, Bytes), TransportError> {
        Ok(match &self.0.kind {
            Kind::Empty => (None, Bytes::new()),
            Kind::Value(_, Some(octets)) if MediaType::new(media).is_range() => (None, octets.clone()),
            Kind::Value(_, Some(octets)) if !body::is_json(media) => (Some(media.to_owned()), octets.clone()),
            Kind::Value(json, _) => written(media, json),
            Kind::Octets(content_type, octets) => (content_type.clone(), octets.clone()),
            Kind::Failure(failure) => match failure.render(profile, status, "fake") {
                Some(text) => (Some("application/json".to_owned()), Bytes::from(text)),
                None => (None, Bytes::new()),
            },
            Kind::Refused => return Err(TransportError::not_sent("no connection")),
            Kind::Broken => return Err(TransportError::may_have_been_sent("the connection broke")),
        })
    }
}

/// JSON in this media type: as it is, or what it says where the type is another.
fn written(media: &str, json: &str) -> (Option<String>, Bytes) {
    if body::is_json(media) {
        let media = if media.contains('*') { "application/json" } else { media };
        return (Some(media.to_owned()), Bytes::from(json.to_owned()));
    }
    let text = wire::Json::parse(json).ok().and_then(|json| json.as_str());
    (Some(media.to_owned()), Bytes::from(text.unwrap_or_else(|| json.to_owned())))
}

/// The first success that the documents know of an operation.
fn success(operation: &'static Operation) -> Option<(u16, &'static ResponseSpec)> {
    let status = |response: &'static ResponseSpec| match response.status {
        Status::Code(code @ 200..=299) => Some((code, response)),
        Status::Range(2) | Status::Default => Some((200, response)),
        Status::Code(_) | Status::Range(_) => None,
    };
    operation.responses.iter().find_map(status)
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.0.status).finish_non_exhaustive()
    }
}

/// What a fake may answer where a call returns `T`: such a value, or an [`Answer`] of any sort.
pub trait IntoAnswer<T> {
    /// As an answer.
    fn into_answer(self) -> Answer;
}

impl<T: Value> IntoAnswer<T> for T {
    fn into_answer(self) -> Answer {
        Answer::of(&self)
    }
}

impl IntoAnswer<()> for () {
    fn into_answer(self) -> Answer {
        Answer::empty()
    }
}

impl<T> IntoAnswer<T> for Answer {
    fn into_answer(self) -> Answer {
        self
    }
}

impl<T, R: IntoAnswer<T>> IntoAnswer<T> for Result<R, Answer> {
    fn into_answer(self) -> Answer {
        self.map_or_else(|answer| answer, R::into_answer)
    }
}
