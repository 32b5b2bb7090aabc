//! Time and chance, so that tests need neither.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, SystemTime};

use super::BoxFuture;

/// Where a client takes time and chance from.
pub trait Clock: Send + Sync + 'static {
    /// The time of day.
    fn now(&self) -> SystemTime;
    /// Ends after this long.
    fn sleep(&self, duration: Duration) -> BoxFuture<()>;
    /// A number from 0 to 1, excluding 1, evenly spread.
    fn random(&self) -> f64;
}

/// The time and the chance of this machine; sleeping needs tokio.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }

    /// Every `RandomState` has keys of its own; spreading delays needs no more chance than that.
    fn random(&self) -> f64 {
        let bits = RandomState::new().build_hasher().finish() >> 11;
        bits as f64 / (1_u64 << 53) as f64
    }
}
