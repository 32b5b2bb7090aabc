//! How a vendor dresses what no schema describes, as pure data: the runtime knows no vendor.

/// The dress of one vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// The short name of the API, as in the settings.
    pub api: &'static str,
    /// Base addresses, best first.
    pub servers: &'static [Server],
    /// Body of errors: a JSON text in which the strings `{status}`, `{code}`, `{message}` and `{id}` stand for what
    /// their names say, and an array holding one value with `{cause}` for the causes. `None` for an empty body.
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
    /// No dress at all: plain errors, `Bearer` tokens, no vendor headers. Emitted profiles start from it.
    pub const PLAIN: Self = Self {
        api: "",
        servers: &[],
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

    /// The vendor's code for a status.
    #[must_use]
    pub fn error_code(&self, status: u16) -> Option<&'static str> {
        self.error_codes.iter().find(|(code, _)| *code == status).map(|(_, text)| *text)
    }
}
