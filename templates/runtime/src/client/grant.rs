//! The tokens of one client at one token endpoint: fetched, kept, and fetched again before they expire, by whoever needs
//! one. There is no task in the background.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::Request;
use url::Url;

use super::error::ErrorKind;
use super::oauth::ClientCredentials;
use super::{Body, Clock, Core, Error, Reply, address, token_request};
use crate::profile::Profile;
use crate::wire::Secret;

/// How long an early refresh that failed is not tried again.
const PAUSE: Duration = Duration::from_secs(10);

/// The settings of a client, and what has been granted to it so far. Clones of credentials share it.
pub(super) struct Grants {
    settings: ClientCredentials,
    known: Mutex<Vec<Arc<Grant>>>,
}

/// What a client gets from one token endpoint for one audience. Tokens never go where they are not meant for: a client
/// of another API has another grant.
pub(super) struct Grant {
    pub(super) settings: ClientCredentials,
    pub(super) endpoint: Endpoint,
    held: Mutex<Option<Token>>,
    /// Held by the one who fetches.
    fetching: tokio::sync::Mutex<()>,
    /// How often nobody got a token, and why not the last time.
    failed: Mutex<(u64, Option<Error>)>,
    /// Tokens up to this number have been refused.
    refused: AtomicU64,
    /// Nonces of the token endpoint, and of the API, even where both are one server.
    #[cfg(feature = "jwt")]
    pub(super) token_nonces: super::dpop::Nonces,
    #[cfg(feature = "jwt")]
    nonces: super::dpop::Nonces,
}

/// Where tokens come from, and what for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) url: Url,
    pub(super) audience: Option<String>,
    pub(super) scope: Option<String>,
    /// Whom signed proofs are for.
    pub(super) assertion_audience: String,
}

/// A token that was granted.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) text: Secret,
    pub(super) number: u64,
    pub(super) life: Life,
}

/// How long a token can be used.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Life {
    /// When to fetch another.
    pub(super) refresh_at: Option<SystemTime>,
    /// When it is of no use any more.
    pub(super) expires_at: Option<SystemTime>,
}

impl Life {
    /// A token that was asked for at `asked` and lives so many seconds. It is fetched anew a minute before its end, or a
    /// tenth of a short life.
    pub(super) fn of(asked: SystemTime, seconds: Option<u64>) -> Self {
        let Some(life) = seconds.map(Duration::from_secs) else { return Self::default() };
        let ahead = (life / 10).min(Duration::from_secs(60));
        Self { refresh_at: asked.checked_add(life.saturating_sub(ahead)), expires_at: asked.checked_add(life) }
    }
}

/// What to do for a token.
enum Held {
    /// Use this one.
    Fresh(Token),
    /// Fetch another; until then this one will do.
    Old(Token),
    /// Fetch one.
    None,
}

impl Grants {
    pub(super) fn new(settings: ClientCredentials) -> Self {
        Self { settings, known: Mutex::default() }
    }

    /// The grant for the API at this address.
    pub(super) fn at(&self, profile: &'static Profile, base: &Url, loopback: bool) -> Result<Arc<Grant>, Error> {
        let endpoint = Endpoint::new(&self.settings, profile, base, loopback)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(grant) = known.iter().find(|grant| grant.endpoint == endpoint) {
            return Ok(Arc::clone(grant));
        }
        let grant = Arc::new(Grant {
            settings: self.settings.clone(),
            endpoint,
            held: Mutex::default(),
            fetching: tokio::sync::Mutex::default(),
            failed: Mutex::default(),
            refused: AtomicU64::new(0),
            #[cfg(feature = "jwt")]
            token_nonces: super::dpop::Nonces::default(),
            #[cfg(feature = "jwt")]
            nonces: super::dpop::Nonces::default(),
        });
        known.push(Arc::clone(&grant));
        Ok(grant)
    }
}

impl Endpoint {
    fn new(settings: &ClientCredentials, profile: &'static Profile, base: &Url, loopback: bool) -> Result<Self, Error> {
        let url = endpoint(settings, profile, base, loopback)?;
        let stem = base.as_str().trim_end_matches('/');
        let origin = base.origin().ascii_serialization();
        let fill =
            |text: &str| text.replace("{base}", stem).replace("{origin}", &origin).replace("{token}", url.as_str());
        #[cfg(feature = "jwt")]
        let own = settings.assertion_audience.clone();
        #[cfg(not(feature = "jwt"))]
        let own = None;
        Ok(Self {
            audience: settings.audience.clone().or_else(|| profile.audience.map(fill)),
            scope: settings.scope.clone().or_else(|| profile.scope.map(str::to_owned)),
            assertion_audience: own
                .or_else(|| profile.assertion_audience.map(fill))
                .unwrap_or_else(|| url.as_str().to_owned()),
            url,
        })
    }
}

/// The token endpoint: as set, else the vendor's path on the host of the API.
fn endpoint(settings: &ClientCredentials, profile: &Profile, base: &Url, loopback: bool) -> Result<Url, Error> {
    let invalid = |problem: &str| Error::new(ErrorKind::Credentials, problem);
    match (&settings.token_url, profile.token_path) {
        (Some(url), _) => {
            let url = Url::parse(url).map_err(|_| invalid("the token endpoint is no address"))?;
            let plain = !url.username().is_empty() || url.password().is_some() || url.fragment().is_some();
            match address::is_allowed(&url, loopback) && !plain {
                true => Ok(url),
                false => Err(invalid("the token endpoint is not https, or names a user")),
            }
        }
        (None, Some(path)) => address::same_origin(base, path).ok_or_else(|| invalid("no token endpoint")),
        (None, None) => Err(invalid("no token endpoint is known; set one")),
    }
}

impl Grant {
    /// A token that can be used now. Of many who need one at a time, one fetches it, and they fail with it; while the
    /// last one still works, the others go on with that, and so does the fetcher when there is no other to be had.
    pub(super) async fn token(&self, core: &Core) -> Result<Token, Error> {
        match self.held(&*core.0.clock) {
            Held::Fresh(token) => Ok(token),
            // In a box, since every call would be as large as this one, which is rare.
            Held::Old(_) | Held::None => Box::pin(self.fetch(core)).await,
        }
    }

    async fn fetch(&self, core: &Core) -> Result<Token, Error> {
        let before = self.failed().0;
        let turn = match (self.held(&*core.0.clock), self.fetching.try_lock()) {
            (_, Ok(turn)) => turn,
            (Held::Fresh(token) | Held::Old(token), Err(_)) => return Ok(token),
            (Held::None, Err(_)) => self.fetching.lock().await,
        };
        let old = match self.held(&*core.0.clock) {
            Held::Fresh(token) => return Ok(token),
            Held::Old(token) => Some(token),
            Held::None => {
                // If all were to ask in turn, the last would wait for as many time-outs as there are.
                if let (now, Some(error)) = &*self.failed()
                    && *now > before
                {
                    return Err(error.clone());
                }
                None
            }
        };
        let fetched = token_request::fetch(self, core).await;
        let token = match (fetched, old) {
            (Ok((text, life)), _) => Token { text, life, number: self.next() },
            (Err(_), Some(old)) => {
                let later = core.0.clock.now().checked_add(PAUSE);
                Token { life: Life { refresh_at: later, ..old.life }, ..old }
            }
            (Err(error), None) => {
                let mut failed = self.failed();
                *failed = (failed.0 + 1, Some(error.clone()));
                return Err(error);
            }
        };
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        drop(turn);
        Ok(token)
    }

    fn failed(&self) -> MutexGuard<'_, (u64, Option<Error>)> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether tokens come from this machine, without encryption.
    pub(super) fn is_plain(&self) -> bool {
        self.endpoint.url.scheme() == "http"
    }

    fn held(&self, clock: &dyn Clock) -> Held {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(token) = held.as_ref().filter(|token| token.number > self.refused.load(Ordering::Relaxed)) else {
            return Held::None;
        };
        let is_before = |at: Option<SystemTime>| at.is_none_or(|at| clock.now() < at);
        match (is_before(token.life.refresh_at), is_before(token.life.expires_at)) {
            (true, true) => Held::Fresh(token.clone()),
            (false, true) => Held::Old(token.clone()),
            (_, false) => Held::None,
        }
    }

    fn next(&self) -> u64 {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map_or(0, |token| token.number) + 1
    }

    /// The server refused the token with this number; one that has been fetched since stays.
    pub(super) fn refuse(&self, number: u64) {
        self.refused.fetch_max(number, Ordering::Relaxed);
    }

    /// Proves who sends a request. Returns the number of the token.
    pub(super) async fn apply(&self, core: &Core, request: &mut Request<Body>) -> Result<u64, Error> {
        let token = self.token(core).await?;
        #[cfg(feature = "jwt")]
        if let Some(signer) = &self.settings.dpop {
            let proof = super::dpop::Proof { signer: &**signer, nonces: &self.nonces, now: core.0.clock.now() };
            proof.bind(request, Some(&token.text)).await?;
            super::credentials::authorization(request, "DPoP", token.text.expose())?;
            return Ok(token.number);
        }
        super::credentials::authorization(request, "Bearer", token.text.expose())?;
        Ok(token.number)
    }

    /// Whether a reply refuses the proof of the key only because it lacks the nonce that the reply gives.
    pub(super) fn asks_for_nonce(&self, reply: &Reply) -> bool {
        #[cfg(feature = "jwt")]
        if self.settings.dpop.is_some() {
            let origin = address::url(&reply.uri).map(|url| url.origin());
            return origin.is_some_and(|origin| self.nonces.take(&origin, &reply.headers)) && reply.status == 401;
        }
        let _ = reply;
        false
    }
}
