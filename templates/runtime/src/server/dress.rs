//! From a handler's answer to octets: the vendor's errors, ids of requests, links, and what HEAD leaves out.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::answer::{Content, Response};
use super::checks::Rules;
use super::negotiation;
use super::page::Sheet;
use crate::body::MediaType;
use crate::failure::Failure;
use crate::operation::Operation;
use crate::profile::Profile;
use crate::wire::Bytes;

/// Ids of requests: different in every process, and counted in it.
#[derive(Debug)]
pub(super) struct Ids {
    process: u32,
    requests: AtomicU32,
}

impl Ids {
    pub(super) fn new() -> Self {
        let process = RandomState::new().build_hasher().finish() as u32;
        Self { process, requests: AtomicU32::new(0) }
    }

    pub(super) fn next(&self) -> String {
        format!("{:08x}{:08x}", self.process, self.requests.fetch_add(1, Ordering::Relaxed).wrapping_add(1))
    }
}

/// What answers are dressed with.
#[derive(Clone, Copy)]
pub(super) struct Dress<'a> {
    pub(super) profile: &'static Profile,
    /// The address at which callers reach the server, where it was set.
    pub(super) public_url: Option<&'a str>,
    pub(super) operation: Option<&'static Operation>,
    pub(super) rules: Option<&'a Rules>,
    pub(super) id: &'a str,
}

/// A body with its media type.
type Written = Option<(String, Bytes)>;

impl Dress<'_> {
    /// The answer as it travels.
    pub(super) fn on(self, response: Response, request: &Parts, allowance: HeaderMap) -> http::Response<Body> {
        let Response { status, headers, content } = response;
        let is_of_handler = matches!(content, Content::Payload(..) | Content::Page(_));
        let (status, body, links) = self.written(status, content, request);
        let forbidden = body
            .as_ref()
            .filter(|_| is_of_handler)
            .and_then(|(media_type, bytes)| self.rules?.forbidden(self.operation?, status, media_type, bytes));
        let (status, body, links) = match forbidden {
            Some(problem) => self.written(500, Content::Broken(problem), request),
            None => (status, body, links),
        };
        let mut dressed = http::Response::new(Body::empty());
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *dressed.status_mut() = status;
        let all = dressed.headers_mut();
        all.extend(allowance);
        all.extend(headers);
        all.extend(links);
        if let Some(name) = self.profile.request_id.and_then(|name| HeaderName::from_bytes(name.as_bytes()).ok())
            && let Ok(id) = HeaderValue::from_str(self.id)
        {
            all.insert(name, id);
        }
        if let Some((content_type, bytes)) = body.filter(|_| may_have_body(status)) {
            if let Ok(content_type) = HeaderValue::from_str(&content_type) {
                all.insert(CONTENT_TYPE, content_type);
            }
            if request.method == Method::HEAD {
                all.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            } else {
                *dressed.body_mut() = Body::from(bytes);
            }
        }
        dressed
    }

    fn written(self, status: u16, content: Content, request: &Parts) -> (u16, Written, HeaderMap) {
        let plain = |body| (status, body, HeaderMap::new());
        match content {
            Content::Empty => plain(None),
            Content::Payload(payload, among) => {
                let octets = payload.content.whole().cloned().unwrap_or_default();
                let among = among.unwrap_or_else(|| self.listed(status));
                let preferred = negotiation::preferred(&request.headers, among, &payload.content_type);
                plain(Some((preferred.map_or(payload.content_type, str::to_owned), octets)))
            }
            Content::Page(sheet) => self.page(status, *sheet, request),
            Content::Failure(failure) => plain(self.failure(&failure, status)),
            Content::Broken(problem) => {
                self.log(&problem);
                (500, self.failure(&Failure::new("The server failed."), 500), HeaderMap::new())
            }
        }
    }

    fn page(self, status: u16, sheet: Sheet, request: &Parts) -> (u16, Written, HeaderMap) {
        let operation = self.operation.unwrap_or(&Operation::PLAIN);
        let (links, media, body) = sheet.dress(operation, request, &self.base(request));
        let preferred = negotiation::preferred(&request.headers, self.listed(status), &media);
        let media = preferred.map_or(media, str::to_owned);
        (status, Some((media, Bytes::from(body))), links)
    }

    /// The media types that the documents list for a status.
    fn listed(self, status: u16) -> &'static [&'static str] {
        self.operation.and_then(|operation| operation.response(status)).map_or(&[], |response| response.media)
    }

    /// The address at which the caller reached the server, as far as it is known.
    fn base(self, request: &Parts) -> String {
        let host = || request.headers.get(HOST).and_then(|host| host.to_str().ok());
        let said = request.uri.authority().map(http::uri::Authority::as_str).or_else(host);
        let is_host = |host: &&str| http::uri::Authority::try_from(*host).is_ok_and(|it| !it.as_str().contains('@'));
        match (self.public_url, said.filter(is_host)) {
            (Some(url), _) => url.to_owned(),
            (None, Some(host)) => format!("http://{host}"),
            (None, None) => String::new(),
        }
    }

    fn failure(self, failure: &Failure, status: u16) -> Written {
        let text = failure.render(self.profile, status, self.id)?;
        let is_json = |media: &&&str| {
            let media = MediaType::new(media);
            media.is_json() && !media.is_range()
        };
        let media = self.listed(status).iter().find(is_json);
        let own = if self.profile.error.is_some() { "application/json" } else { "application/problem+json" };
        Some((media.map_or(own, |media| *media).to_owned(), Bytes::from(text)))
    }

    /// A handler answered what the documents forbid: the caller learns only the id of the request.
    fn log(self, problem: &str) {
        if let Some(report) = self.rules.and_then(|rules| rules.report) {
            report(self.id, problem);
        }
        #[cfg(feature = "tracing")]
        tracing::error!(request = self.id, problem, "the answer of a handler cannot be written");
        let _ = problem;
    }
}

/// RFC 9110, sections 6.4.1 and 15.3.6.
fn may_have_body(status: StatusCode) -> bool {
    const EMPTY: [StatusCode; 3] = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
    !status.is_informational() && !EMPTY.contains(&status)
}
