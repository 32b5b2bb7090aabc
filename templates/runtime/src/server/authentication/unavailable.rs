//! That nobody can say at the moment who sent a request.

use std::error::Error;
use std::time::Duration;

/// Who sent a request cannot be told at the moment: the keys of an issuer, or a store of credentials, cannot be had. Where
/// those credentials matter, callers are answered 503 in the vendor's shape; it counts as no wrong credential.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unavailable {
    retry_after: Option<Duration>,
}

impl Unavailable {
    /// For a time that is not known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, where it is known when it will be tried again: callers learn it from `Retry-After`.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The value of `Retry-After`, in whole seconds and at least one.
    pub(in crate::server) fn seconds(self) -> Option<u64> {
        self.retry_after.map(|wait| wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1))
    }
}

impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("who sent the request cannot be told at the moment")
    }
}

impl Error for Unavailable {}
