//! One span per request: which operation, who, with what end, and how long. Never tokens, queries or bodies.

use http::StatusCode;

use super::authentication::Principal;

/// Watches one request.
#[cfg(feature = "tracing")]
pub(super) struct Watch {
    span: tracing::Span,
    since: std::time::Instant,
}

#[cfg(feature = "tracing")]
impl Watch {
    pub(super) fn new(api: &'static str, id: &str) -> Self {
        use tracing::field::Empty;
        let span =
            tracing::info_span!("request", api, request = id, operation = Empty, principal = Empty, status = Empty);
        Self { span, since: std::time::Instant::now() }
    }

    /// What a future does, seen as a part of this request.
    pub(super) fn over<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    pub(super) fn operation(&self, id: &'static str) {
        self.span.record("operation", id);
    }

    pub(super) fn principal(&self, principal: Option<&Principal>) {
        if let Some(principal) = principal {
            self.span.record("principal", principal.id.as_str());
        }
    }

    pub(super) fn end(&self, status: StatusCode) {
        let microseconds = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.span.record("status", status.as_u16());
        tracing::info!(parent: &self.span, status = status.as_u16(), microseconds, "answered");
    }
}

/// Nobody watches.
#[cfg(not(feature = "tracing"))]
pub(super) struct Watch;

#[cfg(not(feature = "tracing"))]
impl Watch {
    pub(super) fn new(_api: &'static str, _id: &str) -> Self {
        Self
    }

    pub(super) fn over<F: Future>(&self, future: F) -> F {
        future
    }

    pub(super) fn operation(&self, _id: &'static str) {}

    pub(super) fn principal(&self, _principal: Option<&Principal>) {}

    pub(super) fn end(&self, _status: StatusCode) {}
}
