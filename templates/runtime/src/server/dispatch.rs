//! From a request to an answer: the steps before a handler, in order.

mod caller;

use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, to_bytes};
use http::header::{self, HeaderName};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method};
use http_body_util::LengthLimitError;

use super::answer::Response;
use super::authentication::Authenticator;
use super::checks::Rules;
use super::cors::Cors;
use super::dress::{Dress, Ids};
use super::negotiation::{media, refuse_unacceptable, refuse_unsupported};
use super::rate::RateLimit;
use super::refusal::Refusal;
use super::table::{Found, Table};
use super::{Entry, Limits, ServerBuilder, watch};
use crate::arguments::Received;
use crate::failure::Failure;
use crate::operation::Operation;
use crate::profile::Profile;
use crate::wire::Bytes;
use caller::Identified;

/// What every request goes through.
pub(super) struct Dispatcher {
    profile: &'static Profile,
    entries: Vec<Entry>,
    table: Table,
    authenticators: Vec<Arc<dyn Authenticator>>,
    open: bool,
    base_path: String,
    public_url: Option<String>,
    limits: Limits,
    rate_limit: Option<RateLimit>,
    cors: Option<Cors>,
    ids: Ids,
}

/// What became known about a request on its way.
#[derive(Default)]
struct Known<'s> {
    operation: Option<&'static Operation>,
    /// What is checked of it.
    rules: Option<&'s Rules>,
    /// The headers of the rate limit.
    allowance: HeaderMap,
}

impl Dispatcher {
    pub(super) fn new(builder: ServerBuilder, table: Table) -> Self {
        let ServerBuilder { profile, entries, authenticators, open, base_path, public_url, limits, rate_limit, cors } =
            builder;
        let ids = Ids::new();
        Self { profile, entries, table, authenticators, open, base_path, public_url, limits, rate_limit, cors, ids }
    }

    /// The answer to a request, dressed.
    pub(super) async fn answer(&self, parts: Parts, body: Body) -> http::Response<Body> {
        let id = self.ids.next();
        let watch = watch::Watch::new(self.profile.api, &id);
        let mut known = Known::default();
        let response = {
            let handling = pin!(watch.over(self.handle(&parts, body, &mut known, &watch)));
            Guarded(handling).await.unwrap_or_else(|refusal| refusal)
        };
        let Known { operation, rules, allowance } = known;
        let dress = Dress { profile: self.profile, public_url: self.public_url.as_deref(), operation, rules, id: &id };
        let mut dressed = dress.on(response, &parts, allowance);
        if let Some(cors) = &self.cors {
            cors.on(&parts, self.profile, dressed.headers_mut());
        }
        watch.end(dressed.status());
        dressed
    }

    async fn handle<'s>(
        &'s self,
        parts: &Parts,
        body: Body,
        known: &mut Known<'s>,
        watch: &watch::Watch,
    ) -> Result<Response, Response> {
        if let Some(refusal) = parts.extensions.get::<Refusal>() {
            return Err(refusal.response());
        }
        if let Some(preflight) = self.cors.as_ref().and_then(|cors| cors.preflight(parts)) {
            return Ok(preflight);
        }
        refuse_hosts(&parts.headers)?;
        refuse_codings(&parts.headers)?;
        self.refuse_large(&parts.headers)?;
        let found = self.find(parts)?;
        let entry = self.entries.get(found.index).ok_or_else(Response::not_implemented)?;
        let operation = entry.operation;
        known.operation = Some(operation);
        known.rules = Some(&entry.rules);
        watch.operation(operation.id);
        let Identified { principal, refusal } = self.caller(parts, operation, known).await?;
        watch.principal(principal.as_ref());
        self.refuse_frequent(principal.as_ref(), parts, known)?;
        refusal.map_or(Ok(()), Err)?;
        refuse_unacceptable(&parts.headers, operation)?;
        refuse_unsupported(&parts.headers, operation)?;
        let route = entry.route.as_ref().ok_or_else(Response::not_implemented)?;
        let bytes = self.read(body).await?;
        let media = media(&parts.headers, operation, &bytes)?;
        let received = Received {
            path: &found.path(),
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
            body: media.map(|media| (media, &bytes)),
        };
        let answer = route.call(&received, principal, &entry.rules).map_err(|violations| {
            Failure::of("The request is not what the documents describe.", &violations).into_response(400)
        })?;
        Ok(answer.await)
    }

    /// Refuses what says itself that it is too large.
    fn refuse_large(&self, headers: &HeaderMap) -> Result<(), Response> {
        let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if length.is_none_or(|length| length <= self.limits.body) {
            return Ok(());
        }
        let message = format!("The body is larger than {} octets.", self.limits.body);
        Err(Failure::new(message).into_response(413))
    }

    fn find<'t, 'p>(&'t self, parts: &'p Parts) -> Result<Found<'t, 'p>, Response> {
        if parts.method == Method::OPTIONS && parts.uri.path() == "*" {
            return Err(Response::new(204));
        }
        let path = parts.uri.path().strip_prefix(self.base_path.as_str()).filter(|path| path.starts_with('/'));
        let path = path.ok_or_else(not_found)?;
        let query = parts.uri.query().unwrap_or_default();
        let found = self.table.find(parts.method.as_str(), path, query, &parts.headers);
        let found = found.map_err(|methods| other_method(&parts.method, &methods))?;
        if found.is_plain() { Ok(found) } else { Err(not_found()) }
    }

    async fn read(&self, body: Body) -> Result<Bytes, Response> {
        match tokio::time::timeout(self.limits.body_time, to_bytes(body, self.limits.body)).await {
            Ok(Ok(bytes)) => Ok(bytes),
            // Whose limit it was is not known.
            Ok(Err(error)) if is_too_large(&error) => {
                Err(Failure::new("The body is larger than this server takes.").into_response(413))
            }
            Ok(Err(_)) => Err(Failure::new("The body broke off.").into_response(400)),
            Err(_) => Err(Failure::new("The body took too long.").into_response(408)),
        }
    }
}

fn add(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers.push((name, value));
    }
}

/// Refuses who says twice, or in no way that is one, whom they call (RFC 9112, section 3.2).
fn refuse_hosts(headers: &HeaderMap) -> Result<(), Response> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let is_host = |host: &HeaderValue| {
        host.is_empty() || Authority::try_from(host.as_bytes()).is_ok_and(|it| !it.as_str().contains('@'))
    };
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_host(host) => Ok(()),
        (None, _) => Ok(()),
        (Some(_), _) => Err(Failure::new("The header `Host` is not one host.").into_response(400)),
    }
}

/// Refuses bodies that travel in a way that nobody here can undo (RFC 9112, section 6.1).
fn refuse_codings(headers: &HeaderMap) -> Result<(), Response> {
    let mut codings = headers.get_all(header::TRANSFER_ENCODING).iter();
    let is_chunked = |coding: &HeaderValue| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked");
    match (codings.next(), codings.next()) {
        (None, _) => Ok(()),
        (Some(coding), None) if is_chunked(coding) => Ok(()),
        _ => Err(Failure::new("The body may travel in chunks, and in no other coding.").into_response(501)),
    }
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
    for implied in ["HEAD", "OPTIONS"] {
        if !allowed.contains(&implied) && (implied == "OPTIONS" || allowed.contains(&"GET")) {
            allowed.push(implied);
        }
    }
    let mut response = if method == Method::OPTIONS {
        Response::new(204)
    } else {
        Failure::new("The path does not have this method.").into_response(405)
    };
    add(&mut response, header::ALLOW, &allowed.join(", "));
    response
}

/// Whether a limit was exceeded: ours, or that of a layer before us.
fn is_too_large(error: &axum::Error) -> bool {
    let first: &(dyn std::error::Error + 'static) = error;
    std::iter::successors(Some(first), |error| error.source()).any(|error| error.is::<LengthLimitError>())
}

/// What a panic of a handler is to the caller: 500 without detail.
struct Guarded<'a, F>(Pin<&'a mut F>);

impl<F: Future<Output = Result<Response, Response>>> Future for Guarded<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let handling = self.0.as_mut();
        std::panic::catch_unwind(AssertUnwindSafe(|| handling.poll(context)))
            .unwrap_or_else(|_| Poll::Ready(Err(Failure::new("The server failed.").into_response(500))))
    }
}
