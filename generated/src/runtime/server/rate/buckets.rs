//! Buckets of calls, filled evenly, for a bounded number of callers. Knows no request.
//!
//! A bucket is one time: when it will be full again. A call moves it on by what one call takes to come back, and is refused
//! where the bucket would be more than empty.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

/// So many buckets are remembered. Only those that are not full say anything.
const MOST_BUCKETS: usize = 10_000;

/// How many full buckets a call forgets: more than it can add, so that they become fewer.
const FORGOTTEN: usize = 2;

/// So many calls in so much time. All times are nanoseconds since the epoch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quota {
    pub(super) calls: u32,
    per_call: u64,
}

impl Quota {
    pub(super) fn new(calls: u32, window: Duration) -> Self {
        let calls = calls.max(1);
        let window = u64::try_from(window.as_nanos()).unwrap_or(u64::MAX / 4);
        Self { calls, per_call: (window / u64::from(calls)).max(1) }
    }

    /// What an empty bucket takes to be full.
    fn span(self) -> u64 {
        self.per_call.saturating_mul(u64::from(self.calls))
    }

    /// When a bucket is full, looked at now: never more than empty, even where the clock was set back.
    fn settled(self, full_at: u64, now: u64) -> u64 {
        full_at.clamp(now, now.saturating_add(self.span()))
    }

    /// Whether a bucket holds a call.
    fn allows(self, full_at: u64, now: u64) -> bool {
        self.wait(full_at, now) == 0
    }

    /// How long until a bucket holds a call.
    pub(super) fn wait(self, full_at: u64, now: u64) -> u64 {
        let after = self.settled(full_at, now).saturating_add(self.per_call);
        after.saturating_sub(now.saturating_add(self.span()))
    }

    /// How many calls a bucket holds.
    pub(super) fn remaining(self, full_at: u64, now: u64) -> u64 {
        let missing = self.settled(full_at, now).saturating_sub(now);
        self.span().saturating_sub(missing) / self.per_call
    }
}

/// The buckets of many callers, by a number that stands for one.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    full_at: HashMap<u64, u64>,
    /// The same, those that are full first.
    by_time: BTreeSet<(u64, u64)>,
    /// The bucket of all for whom there is no room.
    others: u64,
}

impl Buckets {
    /// Takes a call, if there is one: whether there was, and when the bucket is full.
    pub(super) fn take(&mut self, quota: Quota, key: u64, now: u64) -> (bool, u64) {
        self.forget_full(now);
        let known = self.full_at.get(&key).copied();
        let has_room = known.is_some() || self.make_room(quota, now);
        let full_at = if has_room { known.unwrap_or(now) } else { self.others };
        let settled = quota.settled(full_at, now);
        let is_allowed = quota.allows(settled, now);
        let taken = if is_allowed { settled.saturating_add(quota.per_call) } else { settled };
        if has_room {
            self.remember(key, known, taken);
        } else {
            self.others = taken;
        }
        (is_allowed, taken)
    }

    /// When the bucket of a caller is full, if it is remembered and holds no call. Of a caller who is not remembered nothing
    /// is held against them, however many others have used up theirs.
    pub(super) fn exhausted(&self, quota: Quota, key: u64, now: u64) -> Option<u64> {
        self.full_at.get(&key).copied().filter(|full_at| !quota.allows(*full_at, now))
    }

    fn remember(&mut self, key: u64, known: Option<u64>, full_at: u64) {
        if let Some(known) = known {
            self.by_time.remove(&(known, key));
        }
        self.full_at.insert(key, full_at);
        self.by_time.insert((full_at, key));
    }

    /// Forgets buckets that are full: they are as new ones are.
    fn forget_full(&mut self, now: u64) {
        for _ in 0..FORGOTTEN {
            match self.by_time.first().copied() {
                Some((full_at, key)) if full_at <= now => self.forget(full_at, key),
                _ => return,
            }
        }
    }

    /// Makes room for another bucket in place of the fullest one, unless that is empty, too: who has used up all calls is
    /// not forgotten, however many others come.
    fn make_room(&mut self, quota: Quota, now: u64) -> bool {
        if self.full_at.len() < MOST_BUCKETS {
            return true;
        }
        match self.by_time.first().copied() {
            Some((full_at, key)) if quota.allows(full_at, now) => {
                self.forget(full_at, key);
                true
            }
            _ => false,
        }
    }

    fn forget(&mut self, full_at: u64, key: u64) {
        self.by_time.remove(&(full_at, key));
        self.full_at.remove(&key);
    }
}
