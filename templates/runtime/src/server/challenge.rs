//! What callers are told who have not proven who they are, of whom that cannot be said, or who may not (RFC 9110, section
//! 11.6.1; RFC 6750, section 3).

use std::sync::Arc;

use http::HeaderValue;
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::request::Parts;

use super::answer::Response;
use super::authentication::{Authenticator, Unavailable, after_scheme, authorization};
use crate::failure::Failure;
use crate::operation::{Operation, SchemeRequirement};
use crate::profile::Profile;

/// 401, with the ways to prove who one is that would do. `is_known` when somebody knows the caller by proofs that are not
/// asked for.
pub(super) fn unauthorized(
    profile: &Profile,
    authenticators: &[Arc<dyn Authenticator>],
    request: &Parts,
    operation: &Operation,
    is_known: bool,
) -> Response {
    let helpful = authenticators.iter().filter(|one| helps(profile, &***one, operation));
    let mut challenges: Vec<String> = helpful.filter_map(|one| one.challenge()).collect();
    if challenges.is_empty() {
        challenges = authenticators.iter().filter_map(|one| one.challenge()).collect();
    }
    challenges.dedup();
    if challenges.is_empty() {
        challenges.push(profile.token_prefixes.first().copied().unwrap_or("Bearer").to_owned());
    }
    let mut refusal = Failure::new("Credentials are missing or wrong.").into_response(401);
    let is_wrong = !is_known && has_token(request);
    for challenge in challenges {
        let is_bearer = challenge.split(' ').next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("Bearer"));
        let challenge = match is_bearer {
            true => of_tokens(&challenge, profile.api, is_wrong.then_some("error=\"invalid_token\"")),
            false => challenge,
        };
        add(&mut refusal, &challenge);
    }
    refusal
}

/// Whether what an authenticator proves is asked for.
pub(super) fn helps(profile: &Profile, authenticator: &dyn Authenticator, operation: &Operation) -> bool {
    let proves = |(scheme, _): &SchemeRequirement| profile.scheme(scheme).is_some_and(|it| authenticator.proves(it));
    let requirements = operation.requirements();
    requirements.is_empty() || requirements.iter().any(|one| one.schemes.is_empty() || one.schemes.iter().any(proves))
}

/// 503, where nobody can tell who calls; with when to come back, where that is known.
pub(super) fn unavailable(unavailable: Unavailable) -> Response {
    let mut refusal = Failure::new("Credentials cannot be checked at the moment.").into_response(503);
    refusal.headers.extend(unavailable.seconds().map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
    refusal
}

/// 403; whose token lacks permissions learns which. `by` is who knows the caller.
pub(super) fn forbidden(
    profile: &Profile,
    request: &Parts,
    by: Option<&dyn Authenticator>,
    needed: &[&str],
) -> Response {
    let mut refusal = Failure::new("The caller lacks a permission that this operation needs.").into_response(403);
    if has_token(request) && by.is_none_or(|by| takes_tokens(profile, by)) {
        let mut more = "error=\"insufficient_scope\"".to_owned();
        if !needed.is_empty() && needed.iter().all(|permission| permission.bytes().all(is_of_scope)) {
            more.push_str(&format!(", scope=\"{}\"", needed.join(" ")));
        }
        add(&mut refusal, &of_tokens("Bearer", profile.api, Some(&more)));
    }
    refusal
}

/// Whether what an authenticator knows may be a token, by what it asks for.
fn takes_tokens(profile: &Profile, authenticator: &dyn Authenticator) -> bool {
    let challenge = authenticator.challenge();
    let word = challenge.as_deref().and_then(|challenge| challenge.split(' ').next());
    let is = |prefix: &str| word.is_none_or(|word| word.eq_ignore_ascii_case(prefix));
    is("Bearer") || profile.token_prefixes.iter().any(|prefix| is(prefix))
}

fn has_token(request: &Parts) -> bool {
    authorization(request).is_some_and(|header| after_scheme(header, "Bearer", false).is_some())
}

/// A challenge for tokens, which needs a parameter at least.
fn of_tokens(challenge: &str, realm: &str, more: Option<&str>) -> String {
    let realm = match challenge.contains('=') {
        true => String::new(),
        false => format!(" realm=\"{}\"", realm.replace(['"', '\\'], "")),
    };
    let joint = if more.is_some() { ", " } else { "" };
    format!("{challenge}{realm}{joint}{}", more.unwrap_or_default())
}

/// RFC 6749, section 3.3.
fn is_of_scope(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')
}

fn add(response: &mut Response, challenge: &str) {
    if let Ok(value) = HeaderValue::from_str(challenge) {
        response.headers.push((WWW_AUTHENTICATE, value));
    }
}
