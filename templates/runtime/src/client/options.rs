//! What may be different from call to call.

use std::time::Duration;

use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName};

use super::RetryPolicy;
use crate::arguments::header_value;

/// What is different for one call.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) headers: HeaderMap,
    pub(super) invalid: Option<String>,
    pub(super) idempotent: bool,
    pub(super) read_only: Option<bool>,
}

impl CallOptions {
    /// Nothing is different.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long each attempt may take, and before it a closure or another proof of who calls.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// When and how often the call is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets a header, in place of one of this name from elsewhere, be it from the client's credentials. What no header
    /// can carry fails the call before it is sent, and so does what would say where the request ends.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), header_value(value)) {
            (Ok(name), Some(mut value)) if name != CONTENT_LENGTH && name != TRANSFER_ENCODING => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            _ => self.invalid = Some(format!("`{}` or its value cannot be a header of a call", name.escape_debug())),
        }
        self
    }

    /// Sends `Idempotency-Key`, which also makes the call one that may be repeated.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.idempotent = true;
        self.header("Idempotency-Key", key)
    }

    /// Sends members that only servers send, too, such as ids and dates. Unless told so, clients leave them out of requests,
    /// because whoever reads a value, changes it and writes it back has them (OpenAPI 3.1, `readOnly`).
    pub fn send_read_only(mut self, send: bool) -> Self {
        self.read_only = Some(send);
        self
    }

    /// Only when the resource is still this one.
    pub fn if_match(self, tag: &str) -> Self {
        self.header("If-Match", tag)
    }

    /// The same, with what is not set here taken from `other`.
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.timeout = self.timeout.or(other.timeout);
        self.retry = self.retry.or_else(|| other.retry.clone());
        self.invalid = self.invalid.or_else(|| other.invalid.clone());
        self.idempotent |= other.idempotent;
        self.read_only = self.read_only.or(other.read_only);
        for (name, value) in &other.headers {
            self.headers.entry(name).or_insert_with(|| value.clone());
        }
        self
    }
}
