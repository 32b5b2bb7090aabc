//! When a call is tried again, and after how long. Pure decisions: time and chance are arguments.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;

use super::TransportError;
use crate::profile::Profile;

/// When and how often calls are tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    ceiling: Duration,
    budget: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(500),
            ceiling: Duration::from_secs(20),
            budget: Duration::from_secs(60),
        }
    }
}

/// What one attempt came to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    /// A reply, and the delay that it asks for.
    Reply {
        /// Its status.
        status: u16,
        /// How long the server says to wait.
        told: Option<Duration>,
    },
    /// No whole reply.
    Failed {
        /// Whether the request may have arrived.
        sent: bool,
        /// Whether the next attempt would fail alike.
        permanent: bool,
    },
}

impl Outcome {
    /// Of an attempt without a whole reply.
    pub(super) fn of(failure: &TransportError) -> Self {
        Self::Failed { sent: failure.sent, permanent: failure.permanent }
    }
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Try again after this long.
    Retry(Duration),
    /// Return what there is.
    Stop,
}

impl RetryPolicy {
    /// Calls are never tried again.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// How many attempts there are at most, the first included.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest delay before the second attempt; it doubles with every attempt up to the ceiling, and the delay
    /// itself is evenly spread below it.
    pub fn delay(mut self, base: Duration, ceiling: Duration) -> Self {
        (self.base, self.ceiling) = (base, ceiling);
        self
    }

    /// How long a call may take over all attempts; the first may always take its time-out. A server that asks for a
    /// longer delay fails the call at once.
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    pub(super) fn decide(
        &self,
        idempotent: bool,
        attempt: u32,
        outcome: Outcome,
        spent: impl Fn() -> Duration,
        random: impl Fn() -> f64,
    ) -> Decision {
        let (worth_it, told) = match outcome {
            Outcome::Reply { status: 429, told } => (true, told),
            Outcome::Reply { status, told } if is_passing(status) => (idempotent, told),
            Outcome::Reply { .. } => (false, None),
            Outcome::Failed { permanent: true, .. } => (false, None),
            Outcome::Failed { sent, .. } => (idempotent || !sent, None),
        };
        if !worth_it || attempt >= self.attempts {
            return Decision::Stop;
        }
        let delay = told.unwrap_or_else(|| self.jitter(attempt, random()));
        match spent().checked_add(delay) {
            Some(total) if total <= self.budget => Decision::Retry(delay),
            _ => Decision::Stop,
        }
    }

    /// What is left of the budget.
    pub(super) fn left(&self, spent: Duration) -> Duration {
        self.budget.saturating_sub(spent)
    }

    /// Anything from nothing to the doubled base, evenly spread.
    fn jitter(&self, attempt: u32, random: f64) -> Duration {
        let factor = 1_u32.checked_shl(attempt.saturating_sub(1).min(16)).unwrap_or(u32::MAX);
        let longest = self.base.saturating_mul(factor).min(self.ceiling);
        longest.mul_f64(if random.is_finite() { random.clamp(0.0, 1.0) } else { 1.0 })
    }
}

/// A bucket that every retry of a client takes from and every success gives back to, so that a server in trouble is
/// not asked three times by everybody.
#[derive(Debug)]
pub(super) struct Tokens(AtomicI64);

/// What a retry costs; a success gives back one.
const COST: i64 = 5;
const FULL: i64 = 100;

impl Default for Tokens {
    fn default() -> Self {
        Self(AtomicI64::new(FULL))
    }
}

impl Tokens {
    pub(super) fn take(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left >= COST).then_some(left - COST)).is_ok()
    }

    pub(super) fn give_back(&self) {
        let more = |left| (left < FULL).then_some(left + 1);
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}

/// Whether calls are tried again after this status, if it does no harm.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 502..=504)
}

/// How long the server says to wait: `Retry-After`, else, after 429, the vendor's reset; measured by the reply's own
/// `Date`, so that the clock of this machine plays no part. Vendors send their reset with every reply, so that after
/// another status it says nothing about when to try again.
pub(super) fn told(profile: &Profile, status: u16, headers: &HeaderMap, received: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(after) = text("retry-after") {
        if let Ok(seconds) = after.parse::<u64>() {
            return Some(Duration::from_secs(seconds));
        }
        if let Some(at) = http_date(after) {
            return Some(at.saturating_sub(date(headers, received)));
        }
    }
    let reset = if status == 429 { reset(profile, headers, received) } else { None };
    reset.map(|delay| delay.saturating_add(Duration::from_secs(1)))
}

/// How long until the vendor's window ends. A reset that stands before the date of the reply ends now.
pub(super) fn reset(profile: &Profile, headers: &HeaderMap, received: SystemTime) -> Option<Duration> {
    let name = profile.rate_limit?.reset;
    let text = headers.get(name)?.to_str().ok()?.trim();
    let seconds = text.split('.').next()?.parse::<u64>().ok()?;
    Some(Duration::from_secs(seconds).saturating_sub(date(headers, received)))
}

/// The date of the reply since the epoch, or that of this machine when there is none.
fn date(headers: &HeaderMap, received: SystemTime) -> Duration {
    let told = headers.get(http::header::DATE).and_then(|value| value.to_str().ok());
    told.and_then(http_date).unwrap_or_else(|| received.duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// A date since the epoch.
fn http_date(text: &str) -> Option<Duration> {
    httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()
}

/// For tests of the decision table.
#[cfg(feature = "test-util")]
impl RetryPolicy {
    /// The delay before the next attempt after a reply, or `None` when there is no next attempt.
    #[must_use]
    pub fn after_reply(
        &self,
        (idempotent, attempt, random): (bool, u32, f64),
        status: u16,
        (profile, headers, received): (&Profile, &HeaderMap, SystemTime),
    ) -> Option<Duration> {
        let told = told(profile, status, headers, received);
        let outcome = Outcome::Reply { status, told };
        match self.decide(idempotent, attempt, outcome, || Duration::ZERO, || random) {
            Decision::Retry(delay) => Some(delay),
            Decision::Stop => None,
        }
    }
}
