//! Tokens of one issuer, and documents with its keys. What servers take is compared with what other programs read there.

use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, UNIX_EPOCH};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gatewright_runtime::{Authenticator as _, JwtBearer, KeySet, Keys, Principal};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

const NOW: u64 = 1_800_000_000;
const ISSUER: &str = "https://id.example.com";
const AUDIENCE: &str = "api";

/// The issuer's key, `e` in its document.
static KEY: LazyLock<Ed25519KeyPair> =
    LazyLock::new(|| Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed of 32 bytes"));

static BEARER: LazyLock<JwtBearer> = LazyLock::new(|| {
    let document = format!(r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","kid":"e","x":"{}"}}]}}"#, public());
    bearer(KeySet::parse(&document).expect("a key"))
});

fn public() -> String {
    URL_SAFE_NO_PAD.encode(KEY.public_key())
}

fn bearer(keys: KeySet) -> JwtBearer {
    JwtBearer::new(Keys::fixed(keys), ISSUER, AUDIENCE).clock(|| UNIX_EPOCH + Duration::from_secs(NOW))
}

/// The header and the claims of a token, a line each, signed by the issuer; and the text as a token. What is taken is what
/// another implementation takes as well, and of what it does not look at, what it may be.
pub(crate) fn jwt(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (header, claims) = text.split_once('\n').unwrap_or((text, ""));
    for token in [signed(header, claims), text.to_owned()] {
        let Some(principal) = owner(&BEARER, &token) else { continue };
        assert!(!principal.id.trim().is_empty(), "nobody");
        let (Some(header), Some(claims)) = (part(&token, 0), part(&token, 1)) else { continue };
        if header["alg"] != "Ed25519" {
            confirmed(&token);
        }
        assert!(header.get("crit").is_none() && header.get("b64").is_none(), "{header}");
        assert!(header.get("kid").is_none_or(|id| id == "e"), "{header}");
        let types = ["jwt", "application/jwt", "at+jwt", "application/at+jwt"];
        let is_type =
            |typ: &Value| typ.as_str().is_some_and(|typ| types.iter().any(|one| typ.eq_ignore_ascii_case(one)));
        assert!(header.get("typ").is_none_or(is_type), "{header}");
        assert!(claims["exp"].as_f64().is_some_and(|end| end > (NOW - 31) as f64), "{claims}");
        assert_eq!(claims["iss"], ISSUER);
    }
}

/// Fails where another implementation refuses a token that it can read. It takes the time from the machine, so that the
/// caller looks at it.
fn confirmed(token: &str) {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud"]);
    let key = DecodingKey::from_ed_der(KEY.public_key().as_ref());
    let confirmed = jsonwebtoken::decode::<Value>(token, &key, &validation);
    let problem = confirmed.err().filter(|error| !matches!(error.kind(), ErrorKind::Json(_)));
    assert_eq!(problem, None, "{token}");
}

/// A document of keys. Where it lets the issuer's token in, it lists the issuer's key for that.
pub(crate) fn jwks(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(keys) = KeySet::parse(text) else { return };
    let bearer = bearer(keys);
    let claims = format!(r#"{{"iss":"{ISSUER}","aud":"{AUDIENCE}","sub":"a","exp":{}}}"#, NOW + 60);
    for header in [r#"{"alg":"RS256","kid":"e"}"#, r#"{"alg":"ES256"}"#, r#"{"alg":"HS256"}"#, r#"{"alg":"none"}"#] {
        assert_eq!(owner(&bearer, &signed(header, &claims)), None, "{header}: {text}");
    }
    for (header, id) in [(r#"{"alg":"EdDSA","kid":"e"}"#, Some("e")), (r#"{"alg":"EdDSA"}"#, None)] {
        if owner(&bearer, &signed(header, &claims)).is_some() {
            let Ok(document) = serde_json::from_str::<Value>(text) else { return };
            let keys = document["keys"].as_array().cloned().unwrap_or_default();
            assert!(keys.iter().any(|key| is_the_issuers(key, id)), "{header}: {text}");
        }
    }
}

fn is_the_issuers(key: &Value, id: Option<&str>) -> bool {
    let may = |name: &str, value: &str| key.get(name).is_none_or(|stated| stated == value);
    let operations =
        key.get("key_ops").is_none_or(|all| all.as_array().is_some_and(|all| all.contains(&"verify".into())));
    let is_meant = id.is_none_or(|id| key["kid"] == id) && key["kty"] == "OKP" && key["x"] == public().as_str();
    is_meant && operations && may("use", "sig") && may("alg", "EdDSA")
}

fn signed(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(KEY.sign(message.as_bytes()));
    format!("{message}.{signature}")
}

/// Whom a token is taken for. Keys that never change are there at once.
fn owner(bearer: &JwtBearer, token: &str) -> Option<Principal> {
    let request = http::Request::get("/").header("authorization", format!("Bearer {token}")).body(()).ok()?;
    let (parts, ()) = request.into_parts();
    match bearer.authenticate(&parts).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(owner) => owner.expect("keys that never change are there"),
        Poll::Pending => panic!("nothing is fetched"),
    }
}

/// A part of a token, where another implementation can read it; the target `codec` looks at what readers of JSON differ in.
fn part(token: &str, index: usize) -> Option<Value> {
    let part = token.trim_start_matches(' ').split('.').nth(index)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
