//! Keys that are known beforehand, in a header, the query or a cookie.

use http::header::{COOKIE, HeaderName};
use http::request::Parts;
use percent_encoding::percent_decode_str;

use super::{Authenticator, Principal, Unavailable, equal};
use crate::operation::Location;
use crate::profile::{Scheme, SchemeKind};
use crate::server::Boxed;
use crate::wire::Secret;

/// Keys that are known beforehand, each with its owner, in the one place where the documents say that they travel.
#[derive(Debug, Clone)]
#[must_use]
pub struct ApiKeys {
    location: Location,
    name: String,
    owners: Vec<(Secret, Principal)>,
}

impl ApiKeys {
    /// Keys in this header.
    pub fn header(name: impl Into<String>) -> Self {
        Self::within(Location::Header, name)
    }

    /// Keys in this parameter of the query.
    pub fn query(name: impl Into<String>) -> Self {
        Self::within(Location::Query, name)
    }

    /// Keys in this cookie.
    pub fn cookie(name: impl Into<String>) -> Self {
        Self::within(Location::Cookie, name)
    }

    /// Keys where a scheme of the documents has them: `ApiKeys::of(PROFILE.scheme("apiKey")?)`. Nothing where the scheme
    /// has no key, or one in the path.
    #[must_use]
    pub fn of(scheme: &Scheme) -> Option<Self> {
        match scheme.kind {
            SchemeKind::Key { location: Location::Path, .. } => None,
            SchemeKind::Key { location, name } => Some(Self::within(location, name)),
            _ => None,
        }
    }

    /// Whether a request has a key where a scheme of the documents has it.
    pub(in crate::server) fn is_sent(scheme: &Scheme, request: &Parts) -> bool {
        Self::of(scheme).is_some_and(|keys| keys.sent(request).is_some())
    }

    fn within(location: Location, name: impl Into<String>) -> Self {
        Self { location, name: name.into(), owners: Vec::new() }
    }

    /// Adds a key.
    pub fn key(mut self, key: impl Into<Secret>, owner: Principal) -> Self {
        self.owners.push((key.into(), owner));
        self
    }

    /// The key of a request. Two of them are none: which one counts would be a guess.
    fn sent(&self, request: &Parts) -> Option<Vec<u8>> {
        match self.location {
            Location::Header => {
                let name = HeaderName::from_bytes(self.name.as_bytes()).ok()?;
                let values = request.headers.get_all(name).iter();
                only(values.map(|value| value.as_bytes().to_vec()))
            }
            Location::Query => {
                let pairs = request.uri.query().unwrap_or_default().split('&');
                only(pairs.filter_map(|pair| {
                    let (name, value) = pair.split_once('=')?;
                    (field(name) == self.name.as_bytes()).then(|| field(value))
                }))
            }
            Location::Cookie => {
                let values = request.headers.get_all(COOKIE).iter();
                let pairs = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
                only(pairs.filter_map(|pair| {
                    let (name, value) = pair.trim().split_once('=')?;
                    (unescaped(name) == self.name.as_bytes()).then(|| unescaped(value))
                }))
            }
            Location::Path => None,
        }
    }

    fn owner(&self, key: &[u8]) -> Option<&Principal> {
        let known = self.owners.iter().filter(|(known, _)| !known.expose().is_empty());
        let mut found = known.filter(|(known, _)| equal(known.expose().as_bytes(), key));
        found.next().map(|(_, owner)| owner)
    }
}

fn unescaped(text: &str) -> Vec<u8> {
    percent_decode_str(text).collect()
}

/// In queries a plus sign is a blank.
fn field(text: &str) -> Vec<u8> {
    unescaped(&text.replace('+', " "))
}

fn only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

impl Authenticator for ApiKeys {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Result<Option<Principal>, Unavailable>> {
        let owner = self.sent(request).and_then(|key| self.owner(&key)).cloned();
        Box::pin(std::future::ready(Ok(owner)))
    }

    /// `WWW-Authenticate` has no word for keys of one's own; this one is what others write.
    fn challenge(&self) -> Option<String> {
        Some("ApiKey".to_owned())
    }

    fn proves(&self, scheme: &Scheme) -> bool {
        match scheme.kind {
            SchemeKind::Key { location: Location::Header, name } => {
                self.location == Location::Header && self.name.eq_ignore_ascii_case(name)
            }
            SchemeKind::Key { location, name } => self.location == location && self.name == name,
            _ => false,
        }
    }
}
