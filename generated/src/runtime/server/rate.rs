//! How often one may call: a bucket of tokens per caller, filled evenly.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::super::profile::Profile;
use super::authentication::Principal;

/// So many calls in so much time, for every caller; callers without a name share theirs.
#[derive(Clone)]
#[must_use]
pub struct RateLimit {
    calls: u32,
    window: Duration,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    buckets: Arc<Mutex<HashMap<String, Bucket>>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    calls: f64,
    at: SystemTime,
}

/// What is left to a caller.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) is_allowed: bool,
    limit: u32,
    remaining: u32,
    /// Seconds since the epoch.
    reset: u64,
    /// Seconds until the next call.
    wait: u64,
}

/// So many callers are remembered; those who may call as often as ever are forgotten first.
const MOST_CALLERS: usize = 10_000;

impl RateLimit {
    /// So many calls in so much time.
    pub fn new(calls: u32, window: Duration) -> Self {
        let window = window.max(Duration::from_millis(1));
        Self { calls: calls.max(1), window, now: Arc::new(SystemTime::now), buckets: Arc::default() }
    }

    /// Takes the time from here, not from this machine.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// Takes one call of a caller's.
    pub(super) fn take(&self, principal: Option<&Principal>) -> Allowance {
        let now = (self.now)();
        let key = principal.map_or("", |principal| &principal.id);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_CALLERS && !buckets.contains_key(key) {
            self.forget(&mut buckets, now);
        }
        let full = Bucket { calls: f64::from(self.calls), at: now };
        let bucket = buckets.entry(key.to_owned()).or_insert(full);
        *bucket = self.filled(*bucket, now);
        let is_allowed = bucket.calls >= 1.0;
        if is_allowed {
            bucket.calls -= 1.0;
        }
        self.allowance(is_allowed, *bucket, now)
    }

    fn filled(&self, bucket: Bucket, now: SystemTime) -> Bucket {
        let passed = now.duration_since(bucket.at).unwrap_or_default().as_secs_f64();
        let calls = bucket.calls + passed * f64::from(self.calls) / self.window.as_secs_f64();
        Bucket { calls: calls.min(f64::from(self.calls)), at: now }
    }

    fn allowance(&self, is_allowed: bool, bucket: Bucket, now: SystemTime) -> Allowance {
        let per_call = self.window.as_secs_f64() / f64::from(self.calls);
        let until = |calls: f64| ((calls - bucket.calls).max(0.0) * per_call).ceil();
        let epoch = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        // One may call again when there is one call, and as often as ever when the bucket is full.
        let full = if is_allowed { until(f64::from(self.calls)) } else { until(1.0) };
        Allowance {
            is_allowed,
            limit: self.calls,
            remaining: bucket.calls as u32,
            reset: epoch.saturating_add(full as u64),
            wait: (until(1.0) as u64).max(1),
        }
    }

    fn forget(&self, buckets: &mut HashMap<String, Bucket>, now: SystemTime) {
        buckets.retain(|_, bucket| self.filled(*bucket, now).calls < f64::from(self.calls));
        if buckets.len() >= MOST_CALLERS {
            buckets.clear();
        }
    }
}

impl std::fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimit").field("calls", &self.calls).field("window", &self.window).finish_non_exhaustive()
    }
}

impl Allowance {
    /// Tells it in the vendor's headers; vendors without such headers say when to come back.
    pub(super) fn tell(self, profile: &Profile, headers: &mut HeaderMap) {
        let mut set = |name: &str, value: u64| {
            if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
                headers.insert(name, HeaderValue::from(value));
            }
        };
        match profile.rate_limit {
            Some(names) => {
                set(names.limit, u64::from(self.limit));
                set(names.remaining, u64::from(self.remaining));
                set(names.reset, self.reset);
            }
            None if !self.is_allowed => set("Retry-After", self.wait),
            None => {}
        }
    }
}
