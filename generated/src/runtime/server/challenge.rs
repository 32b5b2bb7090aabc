//! What callers are told who have not proven who they are, or may not (RFC 9110, section 11.6.1; RFC 6750, section 3).

use std::sync::Arc;

use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;
use http::request::Parts;

use super::super::failure::Failure;
use super::super::operation::Operation;
use super::super::profile::Profile;
use super::answer::Response;
use super::authentication::{Authenticator, after_scheme, authorization};

/// 401, with all ways to prove who one is. `is_known` when somebody knows the caller by proofs that are not asked for.
pub(super) fn unauthorized(
    profile: &Profile,
    authenticators: &[Arc<dyn Authenticator>],
    request: &Parts,
    is_known: bool,
) -> Response {
    let mut challenges: Vec<String> = authenticators.iter().filter_map(|one| one.challenge()).collect();
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

/// 403; who sent a token learns which one would do.
pub(super) fn forbidden(profile: &Profile, request: &Parts, operation: &Operation) -> Response {
    let mut refusal = Failure::new("The caller lacks a permission that this operation needs.").into_response(403);
    if has_token(request) {
        let needed = operation.permissions.iter().find(|set| !set.is_empty()).map_or(&[][..], |set| set);
        let mut more = "error=\"insufficient_scope\"".to_owned();
        if !needed.is_empty() && needed.iter().all(|permission| permission.bytes().all(is_of_scope)) {
            more.push_str(&format!(", scope=\"{}\"", needed.join(" ")));
        }
        add(&mut refusal, &of_tokens("Bearer", profile.api, Some(&more)));
    }
    refusal
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
