//! Proofs of who calls. None of them can be printed.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use base64::Engine as _;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue, Request, Uri};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::error::ErrorKind;
use super::grant::{Grant, Grants};
use super::oauth::ClientCredentials;
use super::{Body, BoxFuture, CallOptions, Core, Error, execute};
use crate::arguments::is_carried;
use crate::operation::Location;
use crate::profile::{Profile, SchemeKind};
use crate::style;
use crate::wire::{Bytes, Secret};

/// How a client proves who it is. Cheap to clone; clones share cached tokens.
#[derive(Clone)]
pub struct Credentials(Arc<Proof>);

enum Proof {
    Nobody,
    Token {
        prefix: Option<String>,
        token: Secret,
    },
    Basic {
        user: String,
        password: Secret,
    },
    Header {
        name: String,
        value: Secret,
    },
    /// A header that is the same in every request.
    Ready(HeaderName, HeaderValue),
    Query {
        name: String,
        value: Secret,
    },
    Cookie {
        name: String,
        value: Secret,
    },
    Scheme {
        name: String,
        value: Secret,
    },
    Both(Credentials, Credentials),
    Closure(Box<dyn Fn() -> BoxFuture<Result<Secret, Error>> + Send + Sync>),
    OAuth(Grants),
    Custom(Box<dyn Authorize>),
}

/// A grant, where the credentials are of that kind.
type Granted = Result<Option<Arc<Grant>>, Error>;

/// Proofs of other kinds, such as signed requests.
pub trait Authorize: Send + Sync + 'static {
    /// Changes a request so that it proves who sends it. Called for every attempt. Who signs bodies sees them by
    /// [`Body::whole`], unless they hold files that are read while they are sent.
    fn authorize(&self, request: Request<Body>) -> BoxFuture<Result<Request<Body>, Error>>;
}

impl Credentials {
    /// No proof at all.
    #[must_use]
    pub fn none() -> Self {
        Self(Arc::new(Proof::Nobody))
    }

    /// A static token after the prefix that the vendor likes best (`SSWS`, `Bearer`).
    #[must_use]
    pub fn token(token: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Token { prefix: None, token: token.into() }))
    }

    /// A static token after a prefix of one's own.
    #[must_use]
    pub fn prefixed(prefix: impl Into<String>, token: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Token { prefix: Some(prefix.into()), token: token.into() }))
    }

    /// A static access token.
    #[must_use]
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::prefixed("Bearer", token)
    }

    /// A user name and a password (RFC 7617). The name has no colon.
    #[must_use]
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Basic { user: user.into(), password: password.into() }))
    }

    /// A key in a header.
    #[must_use]
    pub fn header(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Header { name: name.into(), value: key.into() }))
    }

    /// A key in the query.
    #[must_use]
    pub fn query(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Query { name: name.into(), value: key.into() }))
    }

    /// A key in a cookie.
    #[must_use]
    pub fn cookie(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Cookie { name: name.into(), value: key.into() }))
    }

    /// A key or token for the security scheme of this name; it travels where the documents say. Calls fail where they
    /// describe no such scheme, or one that takes no single key. For names with passwords there is [`Credentials::basic`].
    #[must_use]
    pub fn scheme(name: impl Into<String>, key: impl Into<Secret>) -> Self {
        Self(Arc::new(Proof::Scheme { name: name.into(), value: key.into() }))
    }

    /// Both proofs with every call, where one alone is not enough.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(Arc::new(Proof::Both(self, other)))
    }

    /// An access token from elsewhere, asked for in every attempt.
    #[must_use]
    pub fn closure<F, W, E>(token: F) -> Self
    where
        F: Fn() -> W + Send + Sync + 'static,
        W: Future<Output = Result<Secret, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self(Arc::new(Proof::Closure(Box::new(move || {
            let token = token();
            Box::pin(async move {
                token.await.map_err(|error| Error::new(ErrorKind::Credentials, "there is no token").because(error))
            })
        }))))
    }

    /// OAuth 2.0 client credentials: tokens are fetched, kept, and fetched again before they expire. Clients of different
    /// APIs never share a token, even with the same credentials.
    #[must_use]
    pub fn client_credentials(settings: ClientCredentials) -> Self {
        Self(Arc::new(Proof::OAuth(Grants::new(settings))))
    }

    /// A proof of another kind.
    #[must_use]
    pub fn custom(authorize: impl Authorize) -> Self {
        Self(Arc::new(Proof::Custom(Box::new(authorize))))
    }

    /// The same for an API: what is known of every request already is made once. What cannot be made stays as it is, and
    /// fails the calls.
    pub(super) fn ready(&self, profile: &Profile) -> Self {
        match &*self.0 {
            Proof::Both(one, other) => one.ready(profile).and(other.ready(profile)),
            Proof::Scheme { name, value } => match by_scheme(profile, name, value.clone()) {
                Some(credentials) => credentials.ready(profile),
                None => self.clone(),
            },
            proof => match proof.header(profile) {
                Some((name, value)) => Self(Arc::new(Proof::Ready(name, value))),
                None => self.clone(),
            },
        }
    }

    /// The tokens that these credentials get for the API at this address, if they get any.
    pub(super) fn grant(&self, profile: &'static Profile, base: &url::Url, loopback: bool) -> Granted {
        match &*self.0 {
            Proof::OAuth(grants) => grants.at(profile, base, loopback).map(Some),
            Proof::Both(one, other) => match one.grant(profile, base, loopback)? {
                Some(grant) => Ok(Some(grant)),
                None => other.grant(profile, base, loopback),
            },
            _ => Ok(None),
        }
    }

    /// An address without the keys that every request gets: servers repeat them in links.
    pub(super) fn taken_out(&self, uri: Uri) -> Uri {
        match &*self.0 {
            Proof::Query { name, .. } => without(&uri, name).unwrap_or(uri),
            Proof::Both(one, other) => other.taken_out(one.taken_out(uri)),
            _ => uri,
        }
    }

    /// Proves who sends a request; headers of the call's own stay. Returns the number of the kept token that was used, if
    /// one was.
    pub(super) async fn apply(
        &self,
        core: &Core,
        own: &CallOptions,
        request: &mut Request<Body>,
    ) -> Result<Option<u64>, Error> {
        self.prove(core, own, request).await?;
        match &core.0.grant {
            Some(grant) if !own.headers.contains_key(AUTHORIZATION) => grant.apply(core, request).await.map(Some),
            _ => Ok(None),
        }
    }

    /// Proves everything that stands in the request itself.
    async fn prove(&self, core: &Core, own: &CallOptions, request: &mut Request<Body>) -> Result<(), Error> {
        match &*self.0 {
            Proof::Nobody | Proof::OAuth(_) => Ok(()),
            Proof::Both(one, other) => {
                Box::pin(one.prove(core, own, request)).await?;
                Box::pin(other.prove(core, own, request)).await
            }
            Proof::Ready(name, _) if own.headers.contains_key(name) => Ok(()),
            Proof::Ready(name, value) => {
                request.headers_mut().insert(name, value.clone());
                Ok(())
            }
            Proof::Token { .. } | Proof::Basic { .. } | Proof::Header { .. } => Err(self.0.unusable()),
            Proof::Query { name, value } => query(request, name, value.expose()),
            Proof::Cookie { name, value } => cookie(request, name, value.expose()),
            Proof::Scheme { name, .. } => {
                let problem = format!("the documents describe no key for the scheme `{name}`");
                Err(Error::new(ErrorKind::Credentials, problem))
            }
            Proof::Closure(_) if own.headers.contains_key(AUTHORIZATION) => Ok(()),
            Proof::Closure(token) => {
                let token = in_time(core, own, token()).await?;
                authorization(request, "Bearer", token.expose())
            }
            Proof::Custom(custom) => {
                *request = in_time(core, own, custom.authorize(std::mem::take(request))).await?;
                Ok(())
            }
        }
    }
}

/// What others must do for a proof, for no longer than an attempt may take.
async fn in_time<T>(core: &Core, own: &CallOptions, work: BoxFuture<Result<T, Error>>) -> Result<T, Error> {
    let Some(timeout) = own.timeout else { return work.await };
    let late = || Error::new(ErrorKind::Timeout, "time was up before there was a proof of who calls");
    execute::within(&*core.0.clock, timeout, work, late).await
}

impl Proof {
    /// The header that it is in every request, if it is one.
    fn header(&self, profile: &Profile) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Token { prefix, token } => {
                let best = || profile.token_prefixes.first().copied().unwrap_or("Bearer");
                Some((AUTHORIZATION, secret_value(&[prefix.as_deref().unwrap_or_else(best), token.expose()])?))
            }
            Self::Basic { user, password } if is_basic(user, password) => {
                Some((AUTHORIZATION, secret_value(&["Basic", &basic(user, password.expose())])?))
            }
            Self::Header { name, value } if !value.expose().is_empty() => {
                Some((HeaderName::from_bytes(name.as_bytes()).ok()?, secret_value(&[value.expose()])?))
            }
            _ => None,
        }
    }

    /// Why it is no header.
    fn unusable(&self) -> Error {
        let problem = match self {
            Self::Token { token: key, .. } | Self::Header { value: key, .. } if key.expose().is_empty() => EMPTY,
            Self::Basic { user, .. } if user.contains(':') => "the user name has a colon, at which HTTP Basic ends it",
            Self::Basic { .. } => "the user name or the password has control characters",
            _ => UNUSABLE,
        };
        Error::new(ErrorKind::Credentials, problem)
    }
}

/// Whether they arrive as they are (RFC 7617, section 2).
fn is_basic(user: &str, password: &Secret) -> bool {
    !user.contains(':') && !user.chars().chain(password.expose().chars()).any(char::is_control)
}

/// `user:password` in base64.
pub(super) fn basic(user: &str, password: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"))
}

const EMPTY: &str = "the token or key is empty";
const UNUSABLE: &str = "the credentials begin or end with a blank, or have characters that no header can carry";

fn unusable() -> Error {
    Error::new(ErrorKind::Credentials, UNUSABLE)
}

/// These words as the value of a header, which is never shown, and overwritten when the last request with it is gone.
fn secret_value(words: &[&str]) -> Option<HeaderValue> {
    let text = Zeroizing::new(words.join(" "));
    if !is_carried(&text) {
        return None;
    }
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

pub(super) fn authorization(request: &mut Request<Body>, prefix: &str, token: &str) -> Result<(), Error> {
    if token.is_empty() {
        return Err(Error::new(ErrorKind::Credentials, EMPTY));
    }
    let value = secret_value(&[prefix, token]).ok_or_else(unusable)?;
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}

fn query(request: &mut Request<Body>, name: &str, key: &str) -> Result<(), Error> {
    // A redirect may have repeated it.
    if let Some(uri) = without(request.uri(), name) {
        *request.uri_mut() = uri;
    }
    let joint = if request.uri().query().is_some() { '&' } else { '?' };
    let uri = format!("{}{joint}{}={}", request.uri(), style::escape(name), style::escape(key));
    *request.uri_mut() = uri.parse().map_err(|_| unusable())?;
    Ok(())
}

/// The same address without the query parameter of this name; `None` where it is not there.
fn without(uri: &Uri, name: &str) -> Option<Uri> {
    let is_it = |pair: &&str| percent_decode_str(pair.split('=').next().unwrap_or_default()).eq(name.bytes());
    let pairs = uri.query()?.split('&');
    if !pairs.clone().any(|pair| is_it(&pair)) {
        return None;
    }
    let others = pairs.filter(|pair| !is_it(pair)).collect::<Vec<_>>().join("&");
    let joint = if others.is_empty() { "" } else { "?" };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = format!("{}{joint}{others}", uri.path()).parse().ok();
    Uri::from_parts(parts).ok()
}

/// Cookies of the call stay.
fn cookie(request: &mut Request<Body>, name: &str, key: &str) -> Result<(), Error> {
    let known = request.headers().get(COOKIE).map(HeaderValue::to_str).transpose().map_err(|_| unusable())?;
    let own = format!("{}={}", style::escape(name), style::escape(key));
    let all = known.map_or_else(|| own.clone(), |known| format!("{known}; {own}"));
    let all = secret_value(&[&all]).ok_or_else(unusable)?;
    request.headers_mut().insert(COOKIE, all);
    Ok(())
}

/// A key where the documents say that the scheme of this name has it.
fn by_scheme(profile: &Profile, name: &str, key: Secret) -> Option<Credentials> {
    match profile.scheme(name)?.kind {
        SchemeKind::Key { location: Location::Header, name } => Some(Credentials::header(name, key)),
        SchemeKind::Key { location: Location::Query, name } => Some(Credentials::query(name, key)),
        SchemeKind::Key { location: Location::Cookie, name } => Some(Credentials::cookie(name, key)),
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect | SchemeKind::Http("bearer") => Some(Credentials::bearer(key)),
        _ => None,
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &*self.0 {
            Proof::Nobody => "none",
            Proof::Token { .. } => "token",
            Proof::Basic { .. } => "basic",
            Proof::Header { .. } | Proof::Ready(..) => "header",
            Proof::Query { .. } => "query",
            Proof::Cookie { .. } => "cookie",
            Proof::Scheme { name, .. } => return write!(f, "Credentials({name})"),
            Proof::Both(one, other) => return write!(f, "{one:?} and {other:?}"),
            Proof::Closure(_) => "closure",
            Proof::OAuth(_) => "client credentials",
            Proof::Custom(_) => "custom",
        };
        write!(f, "Credentials({kind})")
    }
}
