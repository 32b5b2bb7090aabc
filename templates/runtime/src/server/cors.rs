//! Calls of pages that browsers got from elsewhere (CORS, as the Fetch standard has it): which may be made, and what such
//! a page sees of the answers.

use std::time::Duration;

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::answer::Response;
use crate::profile::Profile;

/// The origins whose pages may call the server from a browser. Without it browsers let no page of another origin read
/// an answer.
///
/// Whoever calls still has to prove who they are. Every answer carries the headers, errors too; preflights are answered
/// before anything else is asked.
#[derive(Debug, Clone)]
#[must_use = "nothing is allowed before `ServerBuilder::cors`"]
pub struct Cors {
    origins: Origins,
    max_age: Duration,
}

#[derive(Debug, Clone)]
enum Origins {
    Any,
    Named { origins: Vec<String>, credentials: bool },
}

impl Cors {
    /// Pages of any origin may call, without cookies or certificates of the browser; with tokens that they have.
    pub fn any() -> Self {
        Self::with(Origins::Any)
    }

    /// Pages of these origins may call: `https://tools.example.com`, without a path.
    pub fn named(origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::with(Origins::Named { origins: trimmed(origins), credentials: false })
    }

    /// The same, and browsers send cookies and certificates along.
    pub fn named_with_credentials(origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::with(Origins::Named { origins: trimmed(origins), credentials: true })
    }

    /// How long browsers may remember what a preflight was answered; ten minutes unless set.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    fn with(origins: Origins) -> Self {
        Self { origins, max_age: Duration::from_secs(600) }
    }

    /// The answer to a browser that asks what it may send. Whether there is such a path, and whether it has the method,
    /// says the answer to the request itself, which the page can read.
    pub(super) fn preflight(&self, request: &Parts) -> Option<Response> {
        let method = request.headers.get(ACCESS_CONTROL_REQUEST_METHOD)?;
        let is_preflight = request.method == Method::OPTIONS && request.headers.contains_key(ORIGIN);
        let mut response = is_preflight.then(|| Response::new(204))?;
        let headers = &mut response.headers;
        if self.allowed(request).is_some() {
            headers.push((ACCESS_CONTROL_ALLOW_METHODS, method.clone()));
            let wanted = request.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter();
            headers.extend(wanted.map(|wanted| (ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone())));
            headers.push((ACCESS_CONTROL_MAX_AGE, self.max_age.as_secs().into()));
        }
        headers.push((VARY, HeaderValue::from_static("access-control-request-method, access-control-request-headers")));
        Some(response)
    }

    /// What every answer says.
    pub(super) fn on(&self, request: &Parts, profile: &Profile, headers: &mut HeaderMap) {
        if let Origins::Named { .. } = self.origins {
            headers.append(VARY, HeaderValue::from_static("origin"));
        }
        let Some(origin) = self.allowed(request) else { return };
        if let Some(exposed) = exposed(profile, headers) {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if let Origins::Named { credentials: true, .. } = self.origins {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
    }

    /// The origin that may read the answer, if that of the request may.
    fn allowed(&self, request: &Parts) -> Option<HeaderValue> {
        let origin = request.headers.get(ORIGIN)?;
        match &self.origins {
            Origins::Any => Some(HeaderValue::from_static("*")),
            Origins::Named { origins, .. } => {
                origins.iter().any(|named| named.as_bytes() == origin.as_bytes()).then(|| origin.clone())
            }
        }
    }
}

/// Browsers send origins without a slash at their end.
fn trimmed(origins: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    origins.into_iter().map(|origin| origin.into().trim_end_matches('/').to_owned()).collect()
}

/// What answers of these APIs may carry, beside what the profile names.
const USUAL: [&str; 5] = ["link", "location", "retry-after", "www-authenticate", "etag"];

/// The headers that a page may read: the usual ones, and all that the answer has.
fn exposed(profile: &Profile, headers: &HeaderMap) -> Option<HeaderValue> {
    let limits = profile.rate_limit.map(|names| [names.limit, names.remaining, names.reset]);
    let known = USUAL.into_iter().chain(profile.request_id).chain(limits.into_iter().flatten());
    let mut names: Vec<String> = known.map(str::to_ascii_lowercase).collect();
    names.extend(headers.keys().map(HeaderName::as_str).filter(|name| !is_hidden(name)).map(str::to_owned));
    names.sort();
    names.dedup();
    HeaderValue::try_from(names.join(", ")).ok()
}

/// What browsers read themselves.
fn is_hidden(name: &str) -> bool {
    name.starts_with("access-control-") || matches!(name, "set-cookie" | "vary" | "content-type" | "content-length")
}
