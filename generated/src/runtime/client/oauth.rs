//! OAuth 2.0 client credentials (RFC 6749, section 4.4): fetching tokens and keeping them.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use tokio::sync::Mutex;

use super::super::style;
use super::super::wire::{Bytes, Json, Secret};
use super::error::ErrorKind;
use super::{Core, Error, address, credentials, execute};

/// How long a token endpoint may take when the client has no time-out: everybody waits for it.
const TIMEOUT: Duration = Duration::from_secs(30);

/// What a client needs to fetch tokens.
#[derive(Clone)]
#[must_use]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    basic: bool,
    scope: Option<String>,
    audience: Option<String>,
    token_url: Option<String>,
}

impl ClientCredentials {
    /// A client with a secret, which travels in the form.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { id: id.into(), secret: secret.into(), basic: false, scope: None, audience: None, token_url: None }
    }

    /// The secret travels in the header `Authorization`.
    pub fn basic(mut self) -> Self {
        self.basic = true;
        self
    }

    /// What to ask for, separated by blanks.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Whom the token is for, where the vendor's own rule does not fit.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Where tokens come from, where the vendor's own path does not fit.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A token until it expires. Whoever needs one while it is being fetched waits for the same.
pub(super) struct TokenCache {
    settings: ClientCredentials,
    token: Mutex<Option<Token>>,
    /// Tokens up to this number have been refused.
    refused: AtomicU64,
}

#[derive(Clone)]
struct Token {
    text: Secret,
    number: u64,
    refresh_at: Option<SystemTime>,
}

impl TokenCache {
    pub(super) fn new(settings: ClientCredentials) -> Self {
        Self { settings, token: Mutex::new(None), refused: AtomicU64::new(0) }
    }

    /// A token and its number, by which [`TokenCache::invalidate`] knows it.
    pub(super) async fn token(&self, core: &Core) -> Result<(Secret, u64), Error> {
        let mut kept = self.token.lock().await;
        let now = core.0.clock.now();
        let refused = self.refused.load(Ordering::Relaxed);
        let fresh = |token: &&Token| token.number > refused && token.refresh_at.is_none_or(|at| now < at);
        if let Some(token) = kept.as_ref().filter(fresh) {
            return Ok((token.text.clone(), token.number));
        }
        let number = kept.as_ref().map_or(0, |token| token.number) + 1;
        let token = self.fetch(core, now, number).await?;
        *kept = Some(token.clone());
        Ok((token.text, number))
    }

    /// The server refused the token with this number; one that has been fetched since stays.
    pub(super) fn invalidate(&self, number: u64) {
        self.refused.fetch_max(number, Ordering::Relaxed);
    }

    async fn fetch(&self, core: &Core, now: SystemTime, number: u64) -> Result<Token, Error> {
        let request = self.request(core)?;
        let sending = core.0.transport.send(request);
        let timeout = core.0.options.timeout.unwrap_or(TIMEOUT);
        let reply = execute::within(&*core.0.clock, timeout, sending).await.map_err(|failure| {
            Error::new(ErrorKind::Credentials, "the token endpoint did not answer").because(failure)
        })?;
        let body = std::str::from_utf8(reply.body()).ok().and_then(|text| Json::parse(text).ok());
        let text = |name: &str| body.as_ref().and_then(|body| body.get(name)?.as_str());
        let Some(token) = text("access_token").filter(|_| reply.status().is_success()) else {
            let problem = format!("the token endpoint answered {}", reply.status().as_u16());
            let failure = super::super::failure::Failure { code: text("error"), ..Default::default() };
            return Err(Error::new(ErrorKind::Credentials, problem).told(failure));
        };
        let seconds = body.as_ref().and_then(|body| {
            let expires = body.get("expires_in")?;
            expires.as_i64().or_else(|| expires.as_str()?.parse().ok())
        });
        let life = seconds.and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
        let refresh_at = life.and_then(|life| now.checked_add(life.saturating_sub(ahead(life))));
        Ok(Token { text: Secret::from(token), number, refresh_at })
    }

    fn request(&self, core: &Core) -> Result<Request<Bytes>, Error> {
        let settings = &self.settings;
        let url = self.url(core)?;
        let base = format!("{}/", core.0.base.as_str().trim_end_matches('/'));
        let audience =
            settings.audience.clone().or_else(|| core.0.profile.audience.map(|text| text.replace("{base}", &base)));
        let mut form = vec![("grant_type", "client_credentials".to_owned())];
        if !settings.basic {
            form.push(("client_id", settings.id.clone()));
            form.push(("client_secret", settings.secret.expose().to_owned()));
        }
        form.extend(settings.scope.clone().map(|scope| ("scope", scope)));
        form.extend(audience.map(|audience| ("audience", audience)));
        let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", style::escape(value))).collect();
        let mut request = Request::new(Bytes::from(pairs.join("&")));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url.as_str().parse().map_err(|_| Error::invalid("the token endpoint is unusable"))?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if settings.basic {
            let pair = credentials::basic(&style::escape(&settings.id), &style::escape(settings.secret.expose()));
            if let Ok(mut value) = HeaderValue::from_str(&format!("Basic {pair}")) {
                value.set_sensitive(true);
                headers.insert(AUTHORIZATION, value);
            }
        }
        Ok(request)
    }

    /// The token endpoint: as set, else the vendor's path on the host of the API. Plain http only where the API has it.
    fn url(&self, core: &Core) -> Result<url::Url, Error> {
        let invalid = |problem: &str| Error::new(ErrorKind::Credentials, problem);
        match (&self.settings.token_url, core.0.profile.token_path) {
            (Some(url), _) => {
                let url = url::Url::parse(url).map_err(|_| invalid("the token endpoint is no address"))?;
                let allowed = url.scheme() == "https" || url.origin() == core.0.base.origin();
                allowed.then_some(url).ok_or_else(|| invalid("the token endpoint is not https"))
            }
            (None, Some(path)) => address::same_origin(&core.0.base, path).ok_or_else(|| invalid("no token endpoint")),
            (None, None) => Err(invalid("no token endpoint is known; set one")),
        }
    }
}

/// How long before its end a token is fetched anew: a minute, or a tenth of a short life.
fn ahead(life: Duration) -> Duration {
    (life / 10).min(Duration::from_secs(60))
}
