//! The keys of an issuer over time: what is held serves, while a task of its own fetches what is new. Whose request made it
//! begin has no part in it, so that no caller can end it by hanging up, or make others wait. Knows neither claims nor
//! signatures.

use std::error::Error;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::watch;

use super::Unavailable;
use super::jwk::{KeySet, Signed};
use crate::server::Boxed;

/// Fetches a JWKS document: from the issuer, or from wherever it is kept.
pub trait KeySource: Send + Sync + 'static {
    /// The text of the document as it is now. It is asked for in a task of its own, which ends at the limit of
    /// [`Keys::fetch_timeout`].
    fn fetch(&self) -> Boxed<'_, Result<String, Box<dyn Error + Send + Sync>>>;
}

/// Tells the time.
pub(super) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// How old fetched keys may be before they are fetched again.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// How old they may be at all.
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// How long there is no other fetch after one that went well, whatever is sent.
const PAUSE: Duration = Duration::from_secs(60);
/// The same after the first that failed; every further one doubles it, up to the pause.
const RETRY: Duration = Duration::from_secs(1);
/// How long a fetch may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The keys of an issuer, which change. Fetched keys are fetched again when they are an hour old, when a token names an
/// unknown one, and when a token names none and none has signed it, but never more often than once a minute, whatever is
/// sent. A fetch that failed is tried again after a second, and ever more slowly while it goes on failing.
///
/// A token with a known key id never waits for that: the keys that are held serve meanwhile, also while the source fails,
/// until they are too old ([`Self::max_age`]). Only tokens of unknown keys wait, for the one fetch that is under way. Where
/// that fails nobody can tell whether they are right, and servers answer 503.
pub struct Keys {
    source: Option<Arc<dyn KeySource>>,
    held: Arc<RwLock<Held>>,
    timeout: Duration,
    max_age: Duration,
}

impl Keys {
    /// Keys that never change.
    #[must_use]
    pub fn fixed(set: KeySet) -> Self {
        let held = Held { set: Arc::new(set), ..Held::default() };
        Self { source: None, held: Arc::new(RwLock::new(held)), timeout: TIMEOUT, max_age: MAX_AGE }
    }

    /// Keys that are fetched when they are first needed, and again as told above. It takes a Tokio runtime with timers:
    /// outside of one, fetches fail.
    #[must_use]
    pub fn fetched(source: impl KeySource) -> Self {
        Self { source: Some(Arc::new(source)), ..Self::fixed(KeySet::default()) }
    }

    /// How long a fetch may take before it counts as failed; ten seconds unless set.
    #[must_use]
    pub fn fetch_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How old fetched keys may get while the source gives no newer ones, and with them tokens that are signed with a
    /// key that the issuer has withdrawn; a day unless set. After that no token is taken until a fetch goes well.
    #[must_use]
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = age;
        self
    }

    /// Whether any of the keys that a token may mean has signed it. Where no key that is held has, and none is known by
    /// its id, those of a newer document count.
    ///
    /// # Errors
    /// When there may be a newer document, which cannot be had.
    pub(super) async fn verify(&self, token: Signed<'_>, clock: &Clock) -> Result<bool, Unavailable> {
        let set = self.current(clock);
        if set.verify(token) {
            return Ok(true);
        }
        if token.key.is_some_and(|id| set.has(id)) {
            return Ok(false);
        }
        let is_newest = match self.refresh(clock) {
            Some(fetch) => went_well(fetch).await,
            None => self.read().failures == 0,
        };
        let newer = self.current(clock);
        let is_signed = !Arc::ptr_eq(&set, &newer) && newer.verify(token);
        if is_signed || is_newest { Ok(is_signed) } else { Err(self.unavailable(clock)) }
    }

    /// Says when the next fetch may begin, after one that failed.
    fn unavailable(&self, clock: &Clock) -> Unavailable {
        let wait = self.read().wait(self.pause(), clock());
        wait.map_or_else(Unavailable::new, |wait| Unavailable::new().retry_after(wait))
    }

    /// The keys that count now. Old ones make a fetch begin; nobody waits for it here.
    fn current(&self, clock: &Clock) -> Arc<KeySet> {
        if self.source.is_none() {
            return Arc::clone(&self.read().set);
        }
        let now = clock();
        let (set, is_due) = {
            let held = self.read();
            let set = if held.is_younger(self.max_age, now) { Arc::clone(&held.set) } else { Arc::default() };
            (set, !held.is_younger(self.fresh(), now) && held.may_try(self.pause(), now))
        };
        if is_due {
            self.refresh(clock);
        }
        set
    }

    /// The fetch that is under way, which begins now if it may.
    fn refresh(&self, clock: &Clock) -> Option<Fetch> {
        let source = self.source.as_ref()?;
        let mut held = self.write();
        if let Some(running) = held.running() {
            return Some(running);
        }
        let now = clock();
        if !held.may_try(self.pause(), now) {
            return None;
        }
        let (end, fetch) = watch::channel(false);
        let renewal = renew(Arc::clone(&self.held), Arc::clone(source), self.timeout, Arc::clone(clock), end);
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(renewal)),
            Err(outside) => {
                held.record(now, now, Err(outside.into()));
                return None;
            }
        }
        held.fetch = Some(fetch.clone());
        Some(fetch)
    }

    /// Half of a short life, so that keys are new before they are too old.
    fn fresh(&self) -> Duration {
        FRESH.min(self.max_age / 2)
    }

    fn pause(&self) -> Duration {
        PAUSE.min(self.fresh())
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("fetched", &self.source.is_some()).finish_non_exhaustive()
    }
}

/// Closed when a fetch has ended, however it ended: also by a panic, or because its runtime is shut down. It holds whether
/// it went well.
type Fetch = watch::Receiver<bool>;

async fn went_well(mut fetch: Fetch) -> bool {
    while fetch.changed().await.is_ok() {}
    *fetch.borrow()
}

#[derive(Default)]
struct Held {
    set: Arc<KeySet>,
    /// When the issuer was asked for them.
    asked: Option<SystemTime>,
    /// When the last try ended; tries that were cut off did not.
    tried: Option<SystemTime>,
    /// How many tries in a row have failed.
    failures: u32,
    fetch: Option<Fetch>,
}

impl Held {
    fn is_younger(&self, age: Duration, now: SystemTime) -> bool {
        is_within(self.asked, now, age)
    }

    fn running(&self) -> Option<Fetch> {
        self.fetch.clone().filter(|fetch| fetch.has_changed().is_ok())
    }

    /// Whether a fetch may begin.
    fn may_try(&self, pause: Duration, now: SystemTime) -> bool {
        self.running().is_none() && self.wait(pause, now).is_none()
    }

    /// How long there is no other fetch.
    fn wait(&self, pause: Duration, now: SystemTime) -> Option<Duration> {
        let pause = match self.failures.checked_sub(1) {
            None => pause,
            Some(further) => pause.min(RETRY * 2_u32.saturating_pow(further)),
        };
        let since = now.duration_since(self.tried?).ok()?;
        pause.checked_sub(since).filter(|wait| !wait.is_zero())
    }

    fn record(&mut self, asked: SystemTime, now: SystemTime, fetched: Result<KeySet, Box<dyn Error + Send + Sync>>) {
        self.tried = Some(now);
        match fetched {
            Ok(set) => {
                self.set = Arc::new(set);
                self.asked = Some(asked);
                self.failures = 0;
            }
            Err(problem) => {
                self.failures = self.failures.saturating_add(1);
                #[cfg(feature = "tracing")]
                tracing::warn!(problem = problem.to_string(), "the keys of the issuer cannot be had");
                drop(problem);
            }
        }
    }
}

fn is_within(since: Option<SystemTime>, now: SystemTime, duration: Duration) -> bool {
    since.is_some_and(|since| now.duration_since(since).is_ok_and(|age| age < duration))
}

/// Fetches keys and puts them in the place of those that are held. Whoever waits for the end sees what became of it.
async fn renew(
    held: Arc<RwLock<Held>>,
    source: Arc<dyn KeySource>,
    timeout: Duration,
    clock: Clock,
    end: watch::Sender<bool>,
) {
    let asked = clock();
    let fetched = document(source, timeout).await;
    let fetched = fetched.and_then(|document| Ok(KeySet::parse(&document)?));
    end.send_replace(fetched.is_ok());
    held.write().unwrap_or_else(PoisonError::into_inner).record(asked, clock(), fetched);
    drop(end);
}

/// What the source answers. It is asked in yet another task, so that its panics are failures like others.
async fn document(source: Arc<dyn KeySource>, timeout: Duration) -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut fetch = tokio::spawn(async move { source.fetch().await });
    match tokio::time::timeout(timeout, &mut fetch).await {
        Ok(ended) => ended?,
        Err(_) => {
            fetch.abort();
            Err(format!("no answer within {timeout:?}").into())
        }
    }
}
