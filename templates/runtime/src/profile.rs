//! How a vendor dresses what no schema describes, as pure data: the runtime knows no vendor.

use crate::operation::Location;

/// The dress of one vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// The short name of the API, as in the settings.
    pub api: &'static str,
    /// Base addresses, best first.
    pub servers: &'static [Server],
    /// The ways in which callers prove who they are, as the documents describe them.
    pub schemes: &'static [Scheme],
    /// Body of errors: a JSON text in which the strings `{status}`, `{code}`, `{message}` and `{id}` stand for what
    /// their names say, and an array holding one value with `{cause}` for the causes. `None` for problem details
    /// (RFC 9457).
    pub error: Option<&'static str>,
    /// Vendor codes by status, for errors that the server raises itself.
    pub error_codes: &'static [(u16, &'static str)],
    /// Header with the id of a request.
    pub request_id: Option<&'static str>,
    /// Headers of the rate limit.
    pub rate_limit: Option<RateLimitHeaders>,
    /// Prefixes that `Authorization` may carry before a static token, best first (`SSWS`, `Bearer`).
    pub token_prefixes: &'static [&'static str],
    /// Path of the token endpoint, relative to the host.
    pub token_path: Option<&'static str>,
    /// `audience` of token requests, with `{base}` for the base address of the API.
    pub audience: Option<&'static str>,
    /// `scope` of token requests, where nothing is asked for.
    pub scope: Option<&'static str>,
    /// Whom the proofs that clients sign are for (`aud`), with `{base}`, `{origin}` and `{token}` for the base address,
    /// its origin and the token endpoint; the token endpoint where there is none.
    pub assertion_audience: Option<&'static str>,
    /// Prefix of the headers that mark retries: `{prefix}-For` and `{prefix}-Count` are sent.
    pub retry_headers: Option<&'static str>,
}

/// A base address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    /// As written: `https://{tenantDomain}/api/v2`.
    pub url: &'static str,
    /// Its variables, with what they are when nothing is given.
    pub variables: &'static [(&'static str, Option<&'static str>)],
}

/// A way in which callers prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the documents, as in the rows of the table of operations.
    pub name: &'static str,
    /// How it works.
    pub kind: SchemeKind,
}

/// How a [`Scheme`] works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind<T = &'static str> {
    /// A key in the part of the request that is named.
    Key {
        /// Where it travels.
        location: Location,
        /// Name of the header, query parameter or cookie.
        name: T,
    },
    /// `Authorization` with this word before the proof, in lower case: `basic`, `bearer`, `digest`, …
    Http(T),
    /// Tokens of OAuth 2.0.
    OAuth2,
    /// Tokens of OpenID Connect.
    OpenIdConnect,
    /// Certificates of clients.
    MutualTls,
}

impl SchemeKind<String> {
    /// The scheme of HTTP with this name, which is the same in upper and lower case (RFC 9110, section 11.1).
    #[must_use]
    pub fn http(name: &str) -> Self {
        Self::Http(name.to_ascii_lowercase())
    }
}

impl Scheme {
    /// Whether the proof is a token in `Authorization`.
    #[must_use]
    pub fn is_token(&self) -> bool {
        match self.kind {
            SchemeKind::Http(word) => word == "bearer",
            SchemeKind::Key { location, name } => {
                location == Location::Header && name.eq_ignore_ascii_case("authorization")
            }
            SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => true,
            SchemeKind::MutualTls => false,
        }
    }
}

/// The headers in which a vendor tells the rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitHeaders {
    /// Calls allowed in the window.
    pub limit: &'static str,
    /// Calls left in the window.
    pub remaining: &'static str,
    /// When the window ends, in seconds since the epoch.
    pub reset: &'static str,
}

impl Profile {
    /// No dress at all: errors as problem details, `Bearer` tokens, no vendor headers. Emitted profiles start from it.
    pub const PLAIN: Self = Self {
        api: "",
        servers: &[],
        schemes: &[],
        error: None,
        error_codes: &[],
        request_id: None,
        rate_limit: None,
        token_prefixes: &["Bearer"],
        token_path: None,
        audience: None,
        scope: None,
        assertion_audience: None,
        retry_headers: None,
    };

    /// The way to prove who one is that has this name in the documents.
    #[must_use]
    pub fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    /// The vendor's code for a status.
    #[must_use]
    pub fn error_code(&self, status: u16) -> Option<&'static str> {
        self.error_codes.iter().find(|(code, _)| *code == status).map(|(_, text)| *text)
    }
}
