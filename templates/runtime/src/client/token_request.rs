//! Asking a token endpoint (RFC 6749, section 4.4.2), with retries: to ask twice for a token does no harm.

use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request, Response};

use super::error::ErrorKind;
use super::grant::{Grant, Life};
use super::oauth::ClientProof;
use super::retry::{self, Decision, Outcome};
use super::{Body, Core, Error, TransportError, credentials, execute};
use crate::failure::Failure;
use crate::style;
use crate::wire::{Bytes, Json, Secret};

/// How long a token endpoint may take when the client has no time-out: everybody waits for it.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A token, and how long it lives.
pub(super) async fn fetch(grant: &Grant, core: &Core) -> Result<(Secret, Life), Error> {
    let policy = core.0.options.retry.clone().unwrap_or_default();
    let begun = core.0.clock.now();
    let mut asked_for_nonce = false;
    let mut attempt = 1;
    loop {
        let asked = core.0.clock.now();
        let answer = send(grant, core).await?;
        if !asked_for_nonce && answer.as_ref().is_ok_and(|reply| nonce(grant, reply)) {
            asked_for_nonce = true;
            continue;
        }
        let outcome = match &answer {
            Ok(reply) if reply.status().is_success() => {
                return read(grant, reply).map(|(token, seconds)| (token, Life::of(asked, seconds)));
            }
            Ok(reply) => Outcome::Reply { status: reply.status().as_u16(), told: told(core, reply) },
            Err(failure) => Outcome::of(failure),
        };
        let spent = || core.0.clock.now().duration_since(begun).unwrap_or_default();
        match policy.decide(true, attempt, outcome, spent, || core.0.clock.random()) {
            Decision::Retry(delay) if core.0.tokens.take() => core.0.clock.sleep(delay).await,
            _ => return Err(refused(core, answer)),
        }
        attempt += 1;
    }
}

fn told(core: &Core, reply: &Response<Bytes>) -> Option<Duration> {
    retry::told(core.0.profile, reply.status().as_u16(), reply.headers(), core.0.clock.now())
}

async fn send(grant: &Grant, core: &Core) -> Result<Result<Response<Bytes>, TransportError>, Error> {
    let request = request(grant, core).await?;
    let sending = core.send(None, &core.0.base, request);
    let timeout = core.0.options.timeout.unwrap_or(TIMEOUT);
    Ok(execute::within(&*core.0.clock, timeout, sending, TransportError::late).await)
}

/// Whether the reply asks for a proof with a nonce that it gives.
fn nonce(grant: &Grant, reply: &Response<Bytes>) -> bool {
    #[cfg(feature = "jwt")]
    if grant.settings.dpop.is_some() {
        let is_new = grant.token_nonces.take(&grant.endpoint.url.origin(), reply.headers());
        return is_new && matches!(reply.status().as_u16(), 400 | 401);
    }
    let _ = (grant, reply);
    false
}

fn read(grant: &Grant, reply: &Response<Bytes>) -> Result<(Secret, Option<u64>), Error> {
    let bad = |problem: &str| Error::new(ErrorKind::Credentials, problem);
    let body = Json::parse_bytes(reply.body()).map_err(|_| bad("the token endpoint answered no JSON"))?;
    let token = body.get("access_token").and_then(|token| token.as_str()).filter(|token| !token.is_empty());
    let token = Secret::new(token.ok_or_else(|| bad("the token endpoint answered without a token"))?);
    check_type(grant, body.get("token_type"))?;
    let seconds = body.get("expires_in").and_then(|seconds| {
        seconds
            .as_i64()
            .or_else(|| seconds.as_f64().map(|seconds| seconds as i64))
            .or_else(|| seconds.as_str()?.parse().ok())
    });
    Ok((token, seconds.and_then(|seconds| u64::try_from(seconds).ok())))
}

/// Clients must not use a token of a type that they do not understand (RFC 6749, section 7.1): a `mac` token, or one that
/// is bound to a key (`DPoP`) that this client does not have. The case does not matter. Servers must state the type
/// (section 5.1), but some do not, and mean `Bearer`, as clients of other makes take it; a client with a key needs to know.
fn check_type(grant: &Grant, stated: Option<Json>) -> Result<(), Error> {
    #[cfg(feature = "jwt")]
    let is_bound = grant.settings.dpop.is_some();
    #[cfg(not(feature = "jwt"))]
    let (is_bound, _) = (false, grant);
    let expected = if is_bound { "DPoP" } else { "Bearer" };
    let is_usable = match stated {
        None => !is_bound,
        Some(stated) => stated.as_str().is_some_and(|stated| stated.eq_ignore_ascii_case(expected)),
    };
    let problem = || format!("the token endpoint granted a token that cannot be used: its type is not `{expected}`");
    if is_usable { Ok(()) } else { Err(Error::new(ErrorKind::Credentials, problem())) }
}

fn refused(core: &Core, answer: Result<Response<Bytes>, TransportError>) -> Error {
    let reply = match answer {
        Ok(reply) => reply,
        Err(failure) => {
            return Error::new(ErrorKind::Credentials, "the token endpoint did not answer").because(failure);
        }
    };
    let text = Json::parse_bytes(reply.body()).ok().and_then(|body| body.get("error")?.as_str());
    let problem = format!("the token endpoint answered {}", reply.status().as_u16());
    let retry_at = told(core, &reply).and_then(|delay| core.0.clock.now().checked_add(delay));
    let failure = Failure { code: text, ..Failure::default() };
    Error::new(ErrorKind::Credentials, problem).told(failure).reply(&Bytes::new(), None, retry_at)
}

async fn request(grant: &Grant, core: &Core) -> Result<Request<Body>, Error> {
    let mut form = vec![("grant_type", Secret::from("client_credentials"))];
    let add = |name: &'static str, value: &Option<String>| value.as_deref().map(|value| (name, Secret::from(value)));
    form.extend(add("scope", &grant.endpoint.scope));
    form.extend(add("audience", &grant.endpoint.audience));
    prove(grant, core, &mut form).await?;
    let pairs: Vec<String> =
        form.iter().map(|(name, value)| format!("{name}={}", style::escape(value.expose()))).collect();
    let mut request = Request::new(Body::from(Bytes::from(pairs.join("&"))));
    *request.method_mut() = Method::POST;
    let url = grant.endpoint.url.as_str().parse();
    *request.uri_mut() = url.map_err(|_| Error::new(ErrorKind::Credentials, "the token endpoint is unusable"))?;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, core.0.user_agent.clone());
    if let ClientProof::Basic(secret) = &grant.settings.proof {
        let pair = credentials::basic(&style::escape(&grant.settings.id), &style::escape(secret.expose()));
        credentials::authorization(&mut request, "Basic", &pair)?;
    }
    #[cfg(feature = "jwt")]
    if let Some(signer) = &grant.settings.dpop {
        let proof = super::dpop::Proof { signer: &**signer, nonces: &grant.token_nonces, now: core.0.clock.now() };
        proof.bind(&mut request, None).await?;
    }
    Ok(request)
}

/// What the form says about who asks.
async fn prove(grant: &Grant, core: &Core, form: &mut Vec<(&'static str, Secret)>) -> Result<(), Error> {
    let id = || Secret::from(grant.settings.id.as_str());
    match &grant.settings.proof {
        ClientProof::Form(secret) => form.extend([("client_id", id()), ("client_secret", secret.clone())]),
        ClientProof::Basic(_) => {}
        #[cfg(feature = "jwt")]
        ClientProof::Signed(signer) => {
            let assertion = super::assertion::assertion(&**signer, grant, core.0.clock.now()).await?;
            form.extend([
                ("client_id", id()),
                ("client_assertion_type", Secret::from(super::assertion::TYPE)),
                ("client_assertion", Secret::new(assertion)),
            ]);
        }
    }
    let _ = core;
    Ok(())
}
