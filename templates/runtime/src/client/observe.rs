//! Who is told of attempts: hooks for figures, and events of `tracing` behind the feature of this name. They learn what
//! happened and how long it took; nobody learns of tokens, queries, arguments or bodies.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::call::Prepared;
use super::execute::Sent;
use super::{Error, ErrorKind};
use crate::operation::Operation;

/// An attempt of a call that is about to be sent.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The row of the operation; `None` for a call that the documents do not have.
    pub operation: Option<&'static Operation>,
    /// The method.
    pub method: &'a str,
    /// Which attempt it is, from 1. Redirects and repetitions with another token count too.
    pub number: u32,
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The status of the reply, if there was one.
    pub status: Option<StatusCode>,
    /// The vendor's id of the request.
    pub request_id: Option<&'a str>,
    /// What went wrong, when there is no whole reply.
    pub problem: Option<ErrorKind>,
    /// Whether the server may have got the request.
    pub may_have_been_sent: bool,
    /// How long it took, by the clock of the client.
    pub took: Duration,
    /// How long after it the next attempt follows, if one does.
    pub next_in: Option<Duration>,
}

/// Is told of every attempt, for metrics. It is called in the midst of calls, so it must not block.
pub trait Observer: Send + Sync + 'static {
    /// An attempt is about to be sent.
    fn before(&self, attempt: &Attempt<'_>) {
        let _ = attempt;
    }

    /// An attempt has ended.
    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// A closure is told when attempts have ended.
impl<F: Fn(&Attempt<'_>, &Outcome<'_>) + Send + Sync + 'static> Observer for F {
    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        self(attempt, outcome);
    }
}

/// All observers of a client.
#[derive(Clone, Default)]
pub(super) struct Observers(Vec<Arc<dyn Observer>>);

impl Observers {
    pub(super) fn add(&mut self, observer: impl Observer) {
        self.0.push(Arc::new(observer));
    }

    /// Whether anybody is told.
    pub(super) fn are_there(&self) -> bool {
        !self.0.is_empty() || cfg!(feature = "tracing")
    }

    pub(super) fn before(&self, prepared: &Prepared, number: u32) {
        for observer in &self.0 {
            observer.before(&Attempt { operation: prepared.operation, method: prepared.method.as_str(), number });
        }
    }

    pub(super) fn after(
        &self,
        prepared: &Prepared,
        number: u32,
        sent: &Result<Sent, Error>,
        (took, next_in): (Duration, Option<Duration>),
    ) {
        let outcome = Outcome { took, next_in, ..outcome(sent) };
        #[cfg(feature = "tracing")]
        event(number, &outcome);
        for observer in &self.0 {
            let attempt = Attempt { operation: prepared.operation, method: prepared.method.as_str(), number };
            observer.after(&attempt, &outcome);
        }
    }
}

fn outcome(sent: &Result<Sent, Error>) -> Outcome<'_> {
    let nothing = Outcome {
        status: None,
        request_id: None,
        problem: None,
        may_have_been_sent: true,
        took: Duration::ZERO,
        next_in: None,
    };
    match sent {
        Ok(Ok(reply)) => Outcome { status: Some(reply.status), request_id: reply.request_id(), ..nothing },
        Ok(Err(failure)) => {
            let problem = Some(if failure.timeout { ErrorKind::Timeout } else { ErrorKind::Transport });
            Outcome { status: failure.status, problem, may_have_been_sent: failure.sent, ..nothing }
        }
        Err(error) => Outcome { problem: Some(error.kind()), may_have_been_sent: false, ..nothing },
    }
}

/// The span of a call: what the documents say of the operation, and nothing of this call but how it ends.
#[cfg(feature = "tracing")]
pub(super) fn span(prepared: &Prepared) -> tracing::Span {
    let operation = prepared.operation;
    tracing::info_span!(
        "call",
        operation = operation.map(|operation| operation.id),
        method = prepared.method.as_str(),
        path = operation.map(|operation| operation.path),
        status = tracing::field::Empty,
        attempts = tracing::field::Empty,
    )
}

/// Tells the span how the call ended.
#[cfg(feature = "tracing")]
pub(super) fn ended(status: Option<StatusCode>, attempts: u32) {
    let span = tracing::Span::current();
    span.record("status", status.map(|status| status.as_u16()));
    span.record("attempts", attempts);
}

#[cfg(feature = "tracing")]
fn event(attempt: u32, outcome: &Outcome<'_>) {
    tracing::debug!(
        attempt,
        status = outcome.status.map(|status| status.as_u16()),
        problem = outcome.problem.map(tracing::field::debug),
        request_id = outcome.request_id.filter(|id| super::error::is_code(id)),
        took_ms = u64::try_from(outcome.took.as_millis()).unwrap_or(u64::MAX),
        delay_ms = outcome.next_in.map(|delay| u64::try_from(delay.as_millis()).unwrap_or(u64::MAX)),
        "attempt"
    );
}
