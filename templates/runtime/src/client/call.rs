//! A call that is being prepared, and its future.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{HeaderMap, HeaderValue, Method, Uri};

use super::pages::Pages;
use super::{BoxFuture, CallOptions, Core, Error, FromReply, Reply, address, execute};
use crate::arguments::{self, Arguments};
use crate::body::{self, MediaType, Payload};
use crate::operation::{Operation, Status, is_idempotent};
use crate::wire::{self, Bytes, Value};

/// A call of a client, before its arguments are known.
#[derive(Debug, Clone)]
#[must_use]
pub struct Call {
    pub(super) core: Core,
    pub(super) options: CallOptions,
    /// What the caller says that the body is.
    pub(super) content_type: Option<String>,
}

/// A request as it is sent in every attempt, before credentials.
#[derive(Clone)]
pub(super) struct Prepared {
    pub(super) operation: Option<&'static Operation>,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    /// What is asked for, unless the headers say it.
    pub(super) accept: Option<HeaderValue>,
    pub(super) body: Option<Payload>,
    pub(super) options: CallOptions,
    pub(super) idempotent: bool,
}

impl Prepared {
    /// Whether the body can be sent (again): files that are read once cannot.
    pub(super) fn is_ready(&self) -> bool {
        self.body.as_ref().is_none_or(|body| body.content.is_ready())
    }
}

impl Call {
    pub(super) fn new(core: Core) -> Self {
        Self { core, options: CallOptions::new(), content_type: None }
    }

    /// What is different for this call; replaces what was set before.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the arguments and reads the reply.
    pub fn send<T: FromReply>(self, arguments: &dyn Arguments) -> Pending<T> {
        Pending { reply: self.start(arguments), read: read::<T> }
    }

    /// Page after page.
    pub fn pages<T: FromReply, I: Value>(self, arguments: &dyn Arguments) -> Pages<T, I> {
        let prepared = self.prepare(arguments);
        Pages::new(self.core, arguments.operation(), prepared)
    }

    fn start(self, arguments: &dyn Arguments) -> BoxFuture<Result<Reply, Error>> {
        let prepared = self.prepare(arguments);
        start(self.core, prepared)
    }

    fn prepare(&self, arguments: &dyn Arguments) -> Result<Prepared, Error> {
        let operation = arguments.operation();
        let options = self.options.clone().or(&self.core.0.options);
        let address = self.core.address(Some(operation))?;
        let mut encoded = arguments::encode_below(address.path(), arguments, options.read_only == Some(true))
            .map_err(|violations| Error::violations(violations).of(Some(operation)))?;
        if let Some(problem) = &options.invalid {
            return Err(Error::invalid(problem.as_str()).of(Some(operation)));
        }
        if let (Some(said), Some(body)) = (&self.content_type, &mut encoded.body) {
            body.content_type = said_of(said, arguments, body).map_err(|error| error.of(Some(operation)))?;
        }
        Ok(Prepared {
            operation: Some(operation),
            method: Method::from_bytes(encoded.method.as_bytes()).map_err(|_| Error::invalid("no such method"))?,
            uri: address::of_call(&address, &mut encoded).ok_or_else(unusable)?,
            headers: encoded.headers,
            accept: accept(operation),
            body: encoded.body,
            idempotent: operation.is_idempotent() || options.idempotent,
            options,
        })
    }
}

/// What a caller says that the body is, if the operation takes that for what it is.
fn said_of(said: &str, arguments: &dyn Arguments, body: &Payload) -> Result<String, Error> {
    let (spec, row) = (arguments.operation().body.as_ref(), arguments.body().map(|(row, _)| row));
    let listed = spec.zip(row).and_then(|(spec, row)| spec.media.get(row)).copied().unwrap_or_default();
    let is_said = arguments::header_value(said).is_some() && said.contains('/') && !said.contains('*');
    // What was written as parts says in its media type where they end.
    if is_said && body::accepts(listed, said) && !body.has_boundary() {
        return Ok(said.to_owned());
    }
    Err(Error::invalid(format!("what is sent as {listed} cannot be said to be `{}`", said.escape_debug())))
}

fn start(core: Core, prepared: Result<Prepared, Error>) -> BoxFuture<Result<Reply, Error>> {
    match prepared {
        Ok(prepared) => Box::pin(execute::run(core, prepared)),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

fn unusable() -> Error {
    Error::invalid("the address is too long or unusable")
}

/// Asks for the media types of the successes; for sequences, which are not read item by item, where there is nothing else.
fn accept(operation: &Operation) -> Option<HeaderValue> {
    let is_success = |status: Status| status.matches(200) > 0 || is_2xx(status);
    let successes = operation.responses.iter().filter(|response| is_success(response.status));
    let media = successes.flat_map(|response| response.media).copied();
    let is_sequence = |media: &&str| MediaType::new(media).is_sequence();
    let only_sequences = media.clone().all(|media| is_sequence(&media));
    let media = media.filter(|media| only_sequences || !is_sequence(media));
    if media.clone().next().is_none() {
        Some(HeaderValue::from_static("application/json, */*;q=0.5"))
    } else if media.clone().all(|media| media == "application/json") {
        Some(HeaderValue::from_static("application/json"))
    } else {
        HeaderValue::from_str(&preferring_json(&each_once(media))).ok()
    }
}

fn each_once(all: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut once = Vec::new();
    all.for_each(|media| {
        if !once.contains(&media) {
            once.push(media)
        }
    });
    once
}

/// Media types as a list to choose from. Typed replies read JSON where there is JSON, so the others stand back.
fn preferring_json(media: &[&str]) -> String {
    let (json, others): (Vec<&str>, Vec<&str>) = media.iter().partition(|media| body::is_json(media));
    let back = if json.is_empty() { "" } else { ";q=0.5" };
    let others = others.iter().map(|media| format!("{media}{back}"));
    json.iter().map(|media| (*media).to_owned()).chain(others).collect::<Vec<_>>().join(", ")
}

fn is_2xx(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

fn read<T: FromReply>(reply: Reply) -> Result<T, Error> {
    if !T::ANY_STATUS && !reply.is_success() {
        return Err(reply.unexpected());
    }
    T::from_reply(reply)
}

/// A call on its way. Nothing is sent before it is awaited first.
#[must_use = "nothing is sent before it is awaited"]
pub struct Pending<T> {
    reply: BoxFuture<Result<Reply, Error>>,
    read: fn(Reply) -> Result<T, Error>,
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let read = self.read;
        self.reply.as_mut().poll(context).map(|reply| reply.and_then(read))
    }
}

impl<T> std::fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pending")
    }
}

/// A call that the documents do not have.
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct RawCall {
    core: Core,
    method: String,
    path: String,
    query: String,
    body: Option<Payload>,
    options: CallOptions,
}

impl RawCall {
    pub(super) fn new(core: Core, method: &str, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self {
            core,
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            body: None,
            options: CallOptions::new(),
        }
    }

    /// Adds a pair to the query; both are escaped.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        let joint = if self.query.is_empty() { "" } else { "&" };
        let (name, value) = (crate::style::escape(name), crate::style::escape(value));
        self.query = format!("{}{joint}{name}={value}", self.query);
        self
    }

    /// Sends a value as JSON.
    pub fn json(mut self, value: &dyn Value) -> Self {
        let bytes = Bytes::from(wire::write(value));
        self.body = Some(Payload::whole("application/json", bytes));
        self
    }

    /// Sends octets.
    pub fn body(mut self, content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(Payload::whole(content_type, bytes));
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the call; the reply may be read as any value, or be a [`Reply`] whatever its status.
    pub fn send<T: FromReply>(self) -> Pending<T> {
        Pending { reply: start(self.core.clone(), self.prepare()), read: read::<T> }
    }

    fn prepare(self) -> Result<Prepared, Error> {
        let options = self.options.or(&self.core.0.options);
        if let Some(problem) = &options.invalid {
            return Err(Error::invalid(problem.as_str()));
        }
        let plain = |text: &str| !text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '#' || c == '\\');
        let decoded = percent_encoding::percent_decode_str(&self.path).decode_utf8_lossy();
        if !self.path.starts_with('/') || decoded.split('/').any(|segment| segment == "." || segment == "..") {
            return Err(Error::invalid("the path does not begin with a slash or has a segment of dots"));
        }
        if !plain(&self.path) || !plain(&self.query) {
            return Err(Error::invalid("the path or the query has characters that must be escaped"));
        }
        Ok(Prepared {
            operation: None,
            method: Method::from_bytes(self.method.as_bytes()).map_err(|_| Error::invalid("no such method"))?,
            uri: address::join(self.core.0.base.url(), &self.path, &self.query).ok_or_else(unusable)?,
            headers: HeaderMap::new(),
            accept: None,
            body: self.body,
            idempotent: is_idempotent(&self.method) || options.idempotent,
            options,
        })
    }
}

/// Path, query and body may hold secrets, so that only the method is shown.
impl std::fmt::Debug for RawCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawCall").field("method", &self.method).finish_non_exhaustive()
    }
}
