//! One call from its first attempt to its last: credentials, time-outs, redirects, retries. Not generic: it is compiled
//! once however many operations there are.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};

use super::super::wire::Bytes;
use super::call::Prepared;
use super::retry::{Decision, Outcome, RetryPolicy};
use super::{Clock, Core, Error, Reply, TransportError, address};

/// How many redirects of the same origin are followed.
const REDIRECTS: usize = 5;

/// Sends a request until there is a reply worth returning.
pub(super) async fn run(core: Core, prepared: Prepared) -> Result<Reply, Error> {
    let policy = prepared.options.retry.clone().unwrap_or_default();
    let begun = core.0.clock.now();
    let mut url = prepared.url.clone();
    let (mut attempt, mut redirects, mut refreshed, mut nonced, mut sent) = (1, 0, false, false, false);
    let mut retry_of = None;
    loop {
        let outcome = send(&core, &prepared, &url, attempt, retry_of.as_deref()).await;
        let outcome = outcome.map_err(|error| error.of(prepared.operation).maybe_sent(sent))?;
        sent |= !matches!(&outcome, Err(failure) if !failure.sent);
        if let Ok(reply) = &outcome {
            if let (Some(next), true) = (redirect(&prepared, reply), redirects < REDIRECTS) {
                (url, redirects) = (next, redirects + 1);
                continue;
            }
            if let Some(grant) = &core.0.grant {
                if !nonced && grant.asks_for_nonce(reply) {
                    nonced = true;
                    continue;
                }
                if let (401, Some(number), false) = (reply.status.as_u16(), reply.token, refreshed) {
                    grant.refuse(number);
                    refreshed = true;
                    continue;
                }
            }
        }
        let spent = core.0.clock.now().duration_since(begun).unwrap_or_default();
        match decide(&core, &prepared, &policy, attempt, spent, &outcome) {
            Decision::Retry(delay) => {
                retry_of = outcome.ok().and_then(|reply| reply.request_id().map(str::to_owned)).or(retry_of);
                core.0.clock.sleep(delay).await;
                attempt += 1;
            }
            Decision::Stop => {
                return outcome.map_err(|failure| Error::transport(failure).of(prepared.operation).maybe_sent(sent));
            }
        }
    }
}

fn decide(
    core: &Core,
    prepared: &Prepared,
    policy: &RetryPolicy,
    attempt: u32,
    spent: Duration,
    outcome: &Result<Reply, TransportError>,
) -> Decision {
    let outcome = match outcome {
        Ok(reply) => Outcome::Reply {
            status: reply.status.as_u16(),
            told: super::retry::told(core.0.profile, &reply.headers, reply.received),
        },
        Err(failure) => Outcome::Failed { sent: failure.sent },
    };
    let decision = policy.decide(prepared.idempotent, attempt, spent, outcome, core.0.clock.random());
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
async fn send(
    core: &Core,
    prepared: &Prepared,
    url: &url::Url,
    attempt: u32,
    retry_of: Option<&str>,
) -> Result<Result<Reply, TransportError>, Error> {
    let mut request = request(core, prepared, url)?;
    mark(core, request.headers_mut(), attempt, retry_of);
    let token = core.0.credentials.apply(core, &mut request).await?;
    let url = url.clone();
    let sending = core.0.transport.send(request);
    let outcome = match prepared.options.timeout {
        Some(timeout) => within(&*core.0.clock, timeout, sending).await,
        None => sending.await,
    };
    let reply = outcome.and_then(|response| reply(core, prepared, url, response));
    Ok(reply.map(|reply| Reply { token, ..reply }))
}

fn request(core: &Core, prepared: &Prepared, url: &url::Url) -> Result<Request<Bytes>, Error> {
    let mut request = Request::new(prepared.body.as_ref().map_or_else(Bytes::new, |body| body.bytes.clone()));
    *request.method_mut() = prepared.method.clone();
    *request.uri_mut() = url.as_str().parse().map_err(|_| Error::invalid("the address is too long or unusable"))?;
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, core.0.user_agent.clone());
    headers.extend(prepared.headers.clone());
    match &prepared.body {
        Some(body) => {
            let media = super::super::arguments::header_value(&body.content_type);
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
        if let (Ok(name), Some(value)) = (name, super::super::arguments::header_value(value)) {
            headers.insert(name, value);
        }
    };
    set("Count", &(attempt - 1).to_string());
    if let Some(id) = retry_of {
        set("For", id);
    }
}

fn reply(core: &Core, prepared: &Prepared, url: url::Url, response: Response<Bytes>) -> Result<Reply, TransportError> {
    let (head, body) = response.into_parts();
    if body.len() > core.0.limit {
        return Err(TransportError::may_have_been_sent("the reply is too long").status(head.status));
    }
    Ok(Reply {
        profile: core.0.profile,
        operation: prepared.operation,
        url,
        status: head.status,
        headers: head.headers,
        body,
        received: core.0.clock.now(),
        token: None,
    })
}

/// Where a redirect leads, if it may be followed: only reading calls, only to the same origin.
fn redirect(prepared: &Prepared, reply: &Reply) -> Option<url::Url> {
    let reads = prepared.method == http::Method::GET || prepared.method == http::Method::HEAD;
    if !reads || !matches!(reply.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    address::same_origin(&reply.url, reply.headers.get(LOCATION)?.to_str().ok()?)
}

/// The outcome of a future, or a time-out after which the request may have been sent.
pub(super) async fn within<T>(
    clock: &dyn Clock,
    timeout: Duration,
    work: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let mut work = pin!(work);
    let mut sleep = clock.sleep(timeout);
    poll_fn(move |context| {
        if let Poll::Ready(outcome) = work.as_mut().poll(context) {
            return Poll::Ready(outcome);
        }
        sleep.as_mut().poll(context).map(|()| Err(TransportError::may_have_been_sent("time was up").timeout()))
    })
    .await
}
