//! `private_key_jwt`: what a client signs to be known at a token endpoint (RFC 7523).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::Error;
use super::grant::Grant;
use super::signer::{self, Signer};
use crate::wire::Json;

/// The value of `client_assertion_type`.
pub(super) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long a proof can be used: long enough for clocks that differ.
const LIFE: Duration = Duration::from_secs(300);

/// A proof for one request.
pub(super) async fn assertion(signer: &dyn Signer, grant: &Grant, now: SystemTime) -> Result<String, Error> {
    let id = || Json::from(grant.settings.id.as_str());
    let mut header = vec![("typ", Json::from("JWT"))];
    header.extend(signer.key_id().map(|key| ("kid", Json::from(key))));
    let claims = vec![
        ("iss", id()),
        ("sub", id()),
        ("aud", Json::from(grant.endpoint.assertion_audience.as_str())),
        ("iat", seconds(now)),
        ("exp", seconds(now + LIFE)),
        ("jti", Json::from(signer::unique()?)),
    ];
    signer::token(signer, header, claims).await
}

/// A time as tokens have it.
pub(super) fn seconds(time: SystemTime) -> Json {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Json::from(i64::try_from(since).unwrap_or(i64::MAX))
}
