//! One call from its first attempt to its last: credentials, time-outs, redirects, retries. Not generic: it is compiled
//! once however many operations there are.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, Uri};

use super::call::Prepared;
use super::retry::{self, Decision, Outcome, RetryPolicy};
use super::{Body, Clock, Core, Error, Reply, TransportError, address};
use crate::wire::Bytes;

/// How many redirects of the same origin are followed.
const REDIRECTS: usize = 5;

/// What an attempt came to: a reply, or why there is none.
pub(super) type Sent = Result<Reply, TransportError>;

/// Sends a request until there is a reply worth returning.
#[allow(clippy::manual_async_fn, reason = "the parameters of an `async fn` stand twice in its future, which is moved")]
pub(super) fn run(core: Core, prepared: Prepared) -> impl Future<Output = Result<Reply, Error>> + Send {
    async move {
        #[cfg(feature = "tracing")]
        {
            use tracing::Instrument as _;
            let span = super::observe::span(&prepared);
            attempts(&core, &prepared).instrument(span).await
        }
        #[cfg(not(feature = "tracing"))]
        attempts(&core, &prepared).await
    }
}

/// Where a call stands.
struct Progress {
    /// Where redirects have led.
    uri: Option<Uri>,
    /// What the policy of retries counts.
    attempt: u32,
    redirects: usize,
    /// Whether a fresh token, or a proof with the server's nonce, has been tried already.
    refreshed: bool,
    nonced: bool,
    /// Whether any attempt may have arrived.
    sent: bool,
    retry_of: Option<String>,
    begun: std::time::SystemTime,
}

impl Progress {
    /// How long the call has taken so far.
    fn spent(&self, core: &Core) -> Duration {
        core.0.clock.now().duration_since(self.begun).unwrap_or_default()
    }
}

async fn attempts(core: &Core, prepared: &Prepared) -> Result<Reply, Error> {
    let now = || core.0.clock.now();
    let mut progress = Progress {
        uri: None,
        attempt: 1,
        redirects: 0,
        refreshed: false,
        nonced: false,
        sent: false,
        retry_of: None,
        begun: now(),
    };
    let policy = prepared.options.retry.clone().unwrap_or_default();
    for number in 1_u32.. {
        core.0.observers.before(prepared, number);
        let begun = core.0.observers.are_there().then(now);
        let sent = send(core, prepared, &policy, &progress).await;
        let next = sent.as_ref().ok().and_then(|sent| next(core, prepared, &policy, &mut progress, sent));
        let next = next.filter(|_| prepared.is_ready());
        if let Some(begun) = begun {
            let took = now().duration_since(begun).unwrap_or_default();
            core.0.observers.after(prepared, number, &sent, (took, next));
        }
        match (sent, next) {
            (Ok(_), Some(delay)) if delay.is_zero() => {}
            (Ok(_), Some(delay)) => core.0.clock.sleep(delay).await,
            (sent, _) => {
                #[cfg(feature = "tracing")]
                super::observe::ended(sent.as_ref().ok().and_then(|sent| Some(sent.as_ref().ok()?.status)), number);
                let sent = sent.and_then(|sent| sent.map_err(Error::transport));
                return sent.map_err(|error| error.of(prepared.operation).maybe_sent(progress.sent));
            }
        }
    }
    Err(Error::invalid("no attempt came to an end"))
}

/// How long after an attempt the next one follows, if one does.
fn next(
    core: &Core,
    prepared: &Prepared,
    policy: &RetryPolicy,
    progress: &mut Progress,
    sent: &Sent,
) -> Option<Duration> {
    progress.sent |= !matches!(sent, Err(failure) if !failure.sent);
    if let Ok(reply) = sent {
        if let (Some(uri), true) = (redirect(prepared, reply), progress.redirects < REDIRECTS) {
            (progress.uri, progress.redirects) = (Some(uri), progress.redirects + 1);
            return Some(Duration::ZERO);
        }
        if let Some(grant) = &core.0.grant {
            if !progress.nonced && grant.asks_for_nonce(reply) {
                progress.nonced = true;
                return Some(Duration::ZERO);
            }
            if let (401, Some(number), false) = (reply.status.as_u16(), reply.token, progress.refreshed) {
                grant.refuse(number);
                progress.refreshed = true;
                return Some(Duration::ZERO);
            }
        }
    }
    let Decision::Retry(delay) = decide(core, prepared, policy, progress, sent) else { return None };
    if let Some(id) = sent.as_ref().ok().and_then(Reply::request_id) {
        progress.retry_of = Some(id.to_owned());
    }
    progress.attempt += 1;
    Some(delay)
}

fn decide(core: &Core, prepared: &Prepared, policy: &RetryPolicy, progress: &Progress, sent: &Sent) -> Decision {
    let outcome = match sent {
        Ok(reply) => {
            let status = reply.status.as_u16();
            let told = || retry::told(core.0.profile, status, &reply.headers, reply.received);
            Outcome::Reply { status, told: retry::is_passing(status).then(told).flatten() }
        }
        Err(failure) => Outcome::of(failure),
    };
    let (spent, random) = (|| progress.spent(core), || core.0.clock.random());
    let decision = policy.decide(prepared.idempotent, progress.attempt, outcome, spent, random);
    match (&decision, outcome) {
        (Decision::Retry(_), _) if !core.0.tokens.take() => Decision::Stop,
        (Decision::Stop, Outcome::Reply { status: 200..=399, .. }) => {
            core.0.tokens.give_back();
            decision
        }
        _ => decision,
    }
}

/// One attempt.
async fn send(core: &Core, prepared: &Prepared, policy: &RetryPolicy, progress: &Progress) -> Result<Sent, Error> {
    let uri = progress.uri.as_ref().unwrap_or(&prepared.uri);
    let mut request = request(core, prepared, uri.clone())?;
    mark(core, request.headers_mut(), progress.attempt, progress.retry_of.as_deref());
    let token = core.0.credentials.apply(core, &prepared.options, &mut request).await?;
    let sending = core.send(prepared.operation, &*core.address(prepared.operation)?, request);
    let outcome = match timeout(core, prepared, policy, progress) {
        Some(timeout) => within(&*core.0.clock, timeout, sending, TransportError::late).await,
        None => sending.await,
    };
    Ok(outcome.and_then(|response| reply(core, prepared, uri.clone(), (token, response))))
}

/// How long an attempt may take; one that is no longer the first, no longer than the budget has left.
fn timeout(core: &Core, prepared: &Prepared, policy: &RetryPolicy, progress: &Progress) -> Option<Duration> {
    if progress.attempt == 1 {
        return prepared.options.timeout;
    }
    let left = policy.left(progress.spent(core));
    Some(prepared.options.timeout.map_or(left, |timeout| timeout.min(left)))
}

fn request(core: &Core, prepared: &Prepared, uri: Uri) -> Result<Request<Body>, Error> {
    let mut request = Request::new(prepared.body.as_ref().map_or_else(Body::default, |body| Body::of(&body.content)));
    *request.method_mut() = prepared.method.clone();
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.clone_from(&prepared.headers);
    headers.entry(USER_AGENT).or_insert_with(|| core.0.user_agent.clone());
    if let Some(accept) = &prepared.accept {
        headers.entry(ACCEPT).or_insert_with(|| accept.clone());
    }
    match &prepared.body {
        Some(body) => {
            let media = crate::arguments::header_value(&body.content_type);
            headers.insert(CONTENT_TYPE, media.ok_or_else(|| Error::invalid("the media type is unusable"))?);
        }
        None if matches!(prepared.method.as_str(), "POST" | "PUT" | "PATCH") => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        None => {}
    }
    for (name, value) in &prepared.options.headers {
        headers.insert(name.clone(), value.clone());
    }
    Ok(request)
}

/// Marks a retry, where the vendor wants to know.
fn mark(core: &Core, headers: &mut HeaderMap, attempt: u32, retry_of: Option<&str>) {
    let (Some(prefix), true) = (core.0.profile.retry_headers, attempt > 1) else { return };
    let mut set = |suffix: &str, value: &str| {
        let name = HeaderName::from_bytes(format!("{prefix}-{suffix}").as_bytes());
        if let (Ok(name), Some(value)) = (name, crate::arguments::header_value(value)) {
            headers.insert(name, value);
        }
    };
    set("Count", &(attempt - 1).to_string());
    if let Some(id) = retry_of {
        set("For", id);
    }
}

fn reply(
    core: &Core,
    prepared: &Prepared,
    uri: Uri,
    (token, response): (Option<u64>, Response<Bytes>),
) -> Result<Reply, TransportError> {
    let (head, body) = response.into_parts();
    if body.len() > core.0.limit {
        return Err(TransportError::too_long(head.status));
    }
    Ok(Reply {
        profile: core.0.profile,
        operation: prepared.operation,
        uri,
        status: head.status,
        headers: head.headers,
        body,
        received: core.0.clock.now(),
        token,
    })
}

/// Where a redirect leads, if it may be followed: only reading calls, only to the same origin, and not where the redirect
/// is what was asked for.
fn redirect(prepared: &Prepared, reply: &Reply) -> Option<Uri> {
    let reads = prepared.method == http::Method::GET || prepared.method == http::Method::HEAD;
    let is_asked_for = prepared.operation.is_some_and(|operation| operation.redirects(reply.status.as_u16()));
    if !reads || is_asked_for || !matches!(reply.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    address::following(&reply.uri, reply.headers.get(LOCATION)?.to_str().ok()?)
}

/// The outcome of a future, or what is said when it is late.
pub(super) async fn within<T, E>(
    clock: &dyn Clock,
    timeout: Duration,
    work: impl Future<Output = Result<T, E>>,
    late: impl Fn() -> E,
) -> Result<T, E> {
    let mut work = pin!(work);
    let mut sleep = clock.sleep(timeout);
    poll_fn(move |context| {
        if let Poll::Ready(outcome) = work.as_mut().poll(context) {
            return Poll::Ready(outcome);
        }
        sleep.as_mut().poll(context).map(|()| Err(late()))
    })
    .await
}
