//! From a request to an answer: the steps before a handler, in order, and the dress of what comes out.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, to_bytes};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use super::super::arguments::Received;
use super::super::body::accepts;
use super::super::failure::Failure;
use super::super::operation::{BodySpec, Operation};
use super::super::profile::Profile;
use super::super::wire::Bytes;
use super::answer::{Content, Response};
use super::authentication::{Authenticator, Principal};
use super::table::{Found, Table};
use super::{Boxed, Entry, Limits, ServerBuilder};

/// What every request goes through.
pub(super) struct Dispatcher {
    profile: &'static Profile,
    entries: Vec<Entry>,
    table: Table,
    authenticator: Option<Arc<dyn Authenticator>>,
    open: bool,
    base_path: String,
    limits: Limits,
    requests: AtomicU64,
}

impl Dispatcher {
    pub(super) fn new(builder: ServerBuilder, table: Table) -> Self {
        let ServerBuilder { profile, entries, authenticator, open, base_path, limits } = builder;
        Self { profile, entries, table, authenticator, open, base_path, limits, requests: AtomicU64::new(0) }
    }

    /// The answer to a request, dressed.
    pub(super) async fn answer(&self, parts: Parts, body: Body) -> http::Response<Body> {
        let head = parts.method == Method::HEAD;
        let response = match self.handle(&parts, body).await {
            Ok(response) | Err(response) => response,
        };
        self.dress(response, head)
    }

    async fn handle(&self, parts: &Parts, body: Body) -> Result<Response, Response> {
        self.refuse_large(&parts.headers)?;
        let found = self.find(parts)?;
        let entry = self.entries.get(found.index).ok_or_else(Response::not_implemented)?;
        let principal = self.principal(parts, entry.operation).await?;
        refuse_unacceptable(&parts.headers, entry.operation)?;
        let route = entry.route.as_ref().ok_or_else(Response::not_implemented)?;
        let bytes = self.read(body).await?;
        let media = media(&parts.headers, entry.operation, &bytes)?;
        let received = Received {
            path: &found.path(),
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
            body: media.map(|media| (media, &bytes)),
        };
        let answer = route.call(&received, principal).map_err(|violations| {
            Failure::of("The request is not what the documents describe.", &violations).into_response(400)
        })?;
        Ok(Guarded(answer).await)
    }

    /// Refuses what says itself that it is too large.
    fn refuse_large(&self, headers: &HeaderMap) -> Result<(), Response> {
        let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > self.limits.body) { Err(self.too_large()) } else { Ok(()) }
    }

    fn too_large(&self) -> Response {
        let message = format!("The body is larger than {} octets.", self.limits.body);
        Failure::new(message).into_response(413)
    }

    fn find<'t, 'p>(&'t self, parts: &'p Parts) -> Result<Found<'t, 'p>, Response> {
        let path = parts.uri.path().strip_prefix(self.base_path.as_str()).filter(|path| path.starts_with('/'));
        let path = path.ok_or_else(not_found)?;
        let query = parts.uri.query().unwrap_or_default();
        self.table
            .find(parts.method.as_str(), path, query, &parts.headers)
            .map_err(|methods| other_method(&parts.method, &methods))
    }

    /// Who calls. Operations that need nothing are open to anybody; all others are closed without an authenticator.
    async fn principal(&self, parts: &Parts, operation: &Operation) -> Result<Option<Principal>, Response> {
        let principal = match &self.authenticator {
            Some(authenticator) => authenticator.authenticate(parts).await,
            None => None,
        };
        if self.open || !operation.secured {
            return Ok(principal);
        }
        let Some(principal) = principal else {
            let scheme = self.profile.token_prefixes.first().copied().unwrap_or("Bearer").to_owned();
            let failure = Failure::new("Credentials are missing or wrong.").into_response(401);
            return Err(failure.header("WWW-Authenticate", &scheme));
        };
        if principal.may_call(operation) {
            return Ok(Some(principal));
        }
        Err(Failure::new("The caller lacks a permission that this operation needs.").into_response(403))
    }

    async fn read(&self, body: Body) -> Result<Bytes, Response> {
        match tokio::time::timeout(self.limits.body_time, to_bytes(body, self.limits.body)).await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(error)) if is_too_large(&error) => Err(self.too_large()),
            Ok(Err(_)) => Err(Failure::new("The body broke off.").into_response(400)),
            Err(_) => Err(Failure::new("The body took too long.").into_response(408)),
        }
    }

    fn dress(&self, response: Response, head: bool) -> http::Response<Body> {
        let Response { status, headers, content } = response;
        let id = format!("{:016x}", self.requests.fetch_add(1, Ordering::Relaxed) + 1);
        let (status, body) = match content {
            Content::Empty => (status, None),
            Content::Payload(payload) => (status, Some((payload.content_type, payload.bytes))),
            Content::Failure(failure) => (status, self.failure(&failure, status, &id)),
            Content::Broken(problem) => {
                log(&id, &problem);
                (500, self.failure(&Failure::new("The server failed."), 500, &id))
            }
        };
        let mut dressed = http::Response::new(Body::empty());
        *dressed.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        dressed.headers_mut().extend(headers);
        if let Some(name) = self.profile.request_id.and_then(|name| HeaderName::from_bytes(name.as_bytes()).ok())
            && let Ok(id) = HeaderValue::from_str(&id)
        {
            dressed.headers_mut().insert(name, id);
        }
        if let Some((content_type, bytes)) = body {
            if let Ok(content_type) = HeaderValue::from_str(&content_type) {
                dressed.headers_mut().insert(header::CONTENT_TYPE, content_type);
            }
            *dressed.body_mut() = if head { Body::empty() } else { Body::from(bytes) };
        }
        dressed
    }

    fn failure(&self, failure: &Failure, status: u16, id: &str) -> Option<(String, Bytes)> {
        let text = failure.render(self.profile, status, id)?;
        Some(("application/json".to_owned(), Bytes::from(text)))
    }
}

/// A handler answered what the documents forbid: the caller learns only the id of the request.
fn log(id: &str, problem: &str) {
    #[cfg(feature = "tracing")]
    tracing::error!(request = id, problem, "the answer of a handler cannot be written");
    let _ = (id, problem);
}

fn not_found() -> Response {
    Failure::new("There is no such path.").into_response(404)
}

/// The path is there, but not with this method; `OPTIONS` is answered by itself (RFC 9110, section 9.3.7).
fn other_method(method: &Method, methods: &[&'static str]) -> Response {
    if methods.is_empty() {
        return not_found();
    }
    let mut allowed = methods.to_vec();
    if allowed.contains(&"GET") && !allowed.contains(&"HEAD") {
        allowed.push("HEAD");
    }
    allowed.push("OPTIONS");
    let response = if method == Method::OPTIONS {
        Response::new(204)
    } else {
        Failure::new("The path does not have this method.").into_response(405)
    };
    response.header("Allow", &allowed.join(", "))
}

/// Refuses a caller who accepts nothing of what the operation answers.
fn refuse_unacceptable(headers: &HeaderMap, operation: &Operation) -> Result<(), Response> {
    let Some(accept) = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()) else {
        return Ok(());
    };
    let successes =
        operation.responses.iter().filter(|response| (200..400).any(|code| response.status.matches(code) > 1));
    let offered: Vec<&str> = successes.flat_map(|response| response.media.iter().copied()).collect();
    let acceptable = |offered: &str| accept.split(',').any(|range| accepts(range, offered) || accepts(offered, range));
    if offered.is_empty() || offered.iter().any(|offered| acceptable(offered)) {
        return Ok(());
    }
    Err(Failure::new(format!("Only {} can be answered.", offered.join(", "))).into_response(406))
}

/// The index of the media type of the body in the row; `None` when there is no body, or none is expected.
fn media(headers: &HeaderMap, operation: &Operation, bytes: &Bytes) -> Result<Option<usize>, Response> {
    let Some(spec) = operation.body.as_ref().filter(|_| !bytes.is_empty()) else {
        return Ok(None);
    };
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    match declared {
        None => Ok(Some(0)),
        Some(declared) => {
            let found = spec.media.iter().position(|listed| accepts(listed, declared));
            found.map(Some).ok_or_else(|| unsupported(spec))
        }
    }
}

fn unsupported(spec: &BodySpec) -> Response {
    Failure::new(format!("The body must be {}.", spec.media.join(" or "))).into_response(415)
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.to_string().contains("length limit exceeded") {
            return true;
        }
        source = error.source();
    }
    false
}

/// A handler whose panic is an answer: 500 without detail.
struct Guarded(Boxed<'static, Response>);

impl Future for Guarded {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let handler = self.0.as_mut();
        std::panic::catch_unwind(AssertUnwindSafe(|| handler.poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Failure::new("The server failed.").into_response(500)))
    }
}
