//! How often one may call, and how often try credentials: a bucket per caller, filled evenly.

mod address;
mod buckets;

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::authentication::Principal;
use crate::profile::Profile;
use buckets::{Buckets, Quota};

/// So many calls in so much time, for every caller, and so many failures to prove who one is.
///
/// Calls count for the principal. Strangers, who call what anybody may, are told apart by their address, and where that
/// is not known they share one bucket, which no caller with a name takes from. The address is that of the peer:
/// [`Serve`](super::Serve) knows it, and `axum::serve` with
/// `into_make_service_with_connect_info::<SocketAddr>()`. Behind a proxy all callers have the proxy's; say by
/// [`RateLimit::address_in`] where it writes theirs.
///
/// Whoever fails too often to prove who they are is answered 429 before another credential is looked at: as many times as
/// they may call, unless [`RateLimit::failures`] says otherwise. That is by address, so it needs one.
#[derive(Clone)]
#[must_use]
pub struct RateLimit {
    calls: Quota,
    failures: Option<Quota>,
    key: Option<Arc<Key>>,
    address_in: Option<String>,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    buckets: Arc<AllBuckets>,
}

/// Says who shares a bucket.
type Key = dyn Fn(&Caller<'_>) -> Option<String> + Send + Sync;

/// Apart, so that no crowd of strangers can push out somebody with a name.
#[derive(Debug, Default)]
struct AllBuckets {
    named: Mutex<Buckets>,
    strangers: Mutex<Buckets>,
    failures: Mutex<Buckets>,
    /// What stands for a caller is a number, so that nobody takes more room than others; nobody can aim at another's.
    numbers: RandomState,
}

/// Who calls, as a [`RateLimit`] sees it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Caller<'a> {
    /// Who has proven who they are.
    pub principal: Option<&'a Principal>,
    /// From where the request comes, as far as it is known.
    pub address: Option<IpAddr>,
    /// The headers of the request.
    pub headers: &'a HeaderMap,
}

/// What a caller's bucket is named after.
#[derive(Hash)]
enum Name<'a> {
    Key(String),
    Principal(&'a str),
    Address(IpAddr),
    Nobody,
}

/// What is left to a caller.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) is_allowed: bool,
    limit: u32,
    remaining: u64,
    /// Seconds since the epoch.
    reset: u64,
    /// Seconds until the next call.
    wait: u64,
}

impl RateLimit {
    /// So many calls in so much time.
    pub fn new(calls: u32, window: Duration) -> Self {
        let calls = Quota::new(calls, window);
        let now = Arc::new(SystemTime::now);
        Self { calls, failures: Some(calls), key: None, address_in: None, now, buckets: Arc::default() }
    }

    /// Who shares a bucket: calls for which `key` says the same, such as a tenant, or `caller.address` as text. Where it
    /// says nothing, they count for the principal, or the address, as without it. Callers with a name share no bucket with
    /// strangers, whatever it says.
    pub fn key(mut self, key: impl Fn(&Caller<'_>) -> Option<String> + Send + Sync + 'static) -> Self {
        self.key = Some(Arc::new(key));
        self
    }

    /// Takes addresses from this header, such as `X-Forwarded-For`: the last one in it, which is what the nearest proxy
    /// has seen. Only behind a proxy that writes it in every request; anybody else could say what they like.
    pub fn address_in(mut self, header: impl Into<String>) -> Self {
        self.address_in = Some(header.into());
        self
    }

    /// How often one may fail to prove who one is, from one address.
    pub fn failures(mut self, failures: u32, window: Duration) -> Self {
        self.failures = Some(Quota::new(failures, window));
        self
    }

    /// Lets everybody fail as often as they like.
    pub fn unlimited_failures(mut self) -> Self {
        self.failures = None;
        self
    }

    /// Takes the time from here, not from this machine.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// Takes one call of a caller's.
    pub(super) fn take(&self, principal: Option<&Principal>, request: &Parts) -> Allowance {
        let address = self.address(request);
        let caller = Caller { principal, address, headers: &request.headers };
        let own = self.key.as_ref().and_then(|key| key(&caller)).map(Name::Key);
        let name = own.unwrap_or(match (principal, address) {
            (Some(principal), _) => Name::Principal(&principal.id),
            (None, Some(address)) => Name::Address(address::network(address)),
            (None, None) => Name::Nobody,
        });
        let buckets = if principal.is_some() { &self.buckets.named } else { &self.buckets.strangers };
        let now = self.now();
        let mut buckets = buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let (is_allowed, full_at) = buckets.take(self.calls, self.number(&name), now);
        Allowance::of(self.calls, is_allowed, full_at, now)
    }

    /// Counts a failure to prove who one is.
    pub(super) fn fail(&self, request: &Parts) {
        let Some((quota, number)) = self.failing(request) else { return };
        let mut buckets = self.buckets.failures.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.take(quota, number, self.now());
    }

    /// What is told to those who have failed too often.
    pub(super) fn failed(&self, request: &Parts) -> Option<Allowance> {
        let (quota, number) = self.failing(request)?;
        let now = self.now();
        let buckets = self.buckets.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = buckets.exhausted(quota, number, now)?;
        Some(Allowance::of(quota, false, full_at, now))
    }

    fn failing(&self, request: &Parts) -> Option<(Quota, u64)> {
        let address = address::network(self.address(request)?);
        Some((self.failures?, self.number(&Name::Address(address))))
    }

    fn address(&self, request: &Parts) -> Option<IpAddr> {
        address::address(request, self.address_in.as_deref())
    }

    fn number(&self, name: &Name<'_>) -> u64 {
        self.buckets.numbers.hash_one(name)
    }

    /// Nanoseconds since the epoch.
    fn now(&self) -> u64 {
        let since = (self.now)().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    }
}

impl std::fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimit")
            .field("calls", &self.calls)
            .field("failures", &self.failures)
            .finish_non_exhaustive()
    }
}

impl Allowance {
    fn of(quota: Quota, is_allowed: bool, full_at: u64, now: u64) -> Self {
        const SECOND: u64 = 1_000_000_000;
        let wait = quota.wait(full_at, now);
        // One may call again when there is one call, and as often as ever when the bucket is full.
        let until = if is_allowed { full_at.saturating_sub(now) } else { wait };
        Self {
            is_allowed,
            limit: quota.calls,
            remaining: quota.remaining(full_at, now),
            reset: (now / SECOND).saturating_add(until.div_ceil(SECOND)),
            wait: wait.div_ceil(SECOND).max(1),
        }
    }

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
                set(names.remaining, self.remaining);
                set(names.reset, self.reset);
            }
            None if !self.is_allowed => set("Retry-After", self.wait),
            None => {}
        }
    }
}
