//! Tokens: how clients prove who they are at a token endpoint, and what becomes of what they get.

use crate::sample;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use aws_lc_rs::signature::{self, KeyPair as _, RsaPublicKeyComponents, UnparsedPublicKey};
use aws_lc_rs::{digest, rand::SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gatewright_runtime as runtime;
use http::{Request, Response};
use runtime::client::{
    Algorithm, BoxFuture, ClientCredentials, ManualClock, MemoryTransport, RetryPolicy, Signed, Signer, SigningKey,
    TransportError,
};
use runtime::{Bytes, Credentials, Error, ErrorKind, Json};
use sample::{Client, types};

const RSA: &str = include_str!("keys/rsa.jwk");
const EC: &str = include_str!("keys/ec.jwk");
const NOW: u64 = 1_800_000_000;

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW), 0.5)
}

fn client(settings: ClientCredentials, transport: &MemoryTransport, clock: &ManualClock) -> Client {
    at("https://example.com", &Credentials::client_credentials(settings), transport, clock)
}

fn at(base: &str, credentials: &Credentials, transport: &MemoryTransport, clock: &ManualClock) -> Client {
    let builder = Client::builder(base).transport(transport.clone()).clock(clock.clone());
    builder.credentials(credentials.clone()).build().expect("a client")
}

fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Bytes> {
    let mut builder = Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Bytes::copy_from_slice(body.as_bytes())).expect("a reply")
}

fn form(request: &Request<Bytes>, name: &str) -> Option<String> {
    let pairs = url::form_urlencoded::parse(request.body());
    pairs.into_iter().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

fn text(json: &Json, name: &str) -> String {
    json.get(name).and_then(|value| value.as_str()).unwrap_or_else(|| panic!("no {name} in {json}"))
}

fn decoded(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).expect("base64url")
}

/// Header and claims of a token whose signature the key confirms.
fn verified(token: &str, key: &Json) -> (Json, Json) {
    let (message, signature) = token.rsplit_once('.').expect("three parts");
    let (header, claims) = message.split_once('.').expect("three parts");
    let number = |name: &str| decoded(&text(key, name));
    let header = Json::parse_bytes(&decoded(header)).expect("a header");
    let signature = decoded(signature);
    let confirmed = match text(key, "kty").as_str() {
        "RSA" => {
            assert_eq!(text(&header, "alg"), "RS256");
            let key = RsaPublicKeyComponents { n: number("n"), e: number("e") };
            key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), &signature)
        }
        _ => {
            assert_eq!(text(&header, "alg"), "ES256");
            let point = [vec![4], number("x"), number("y")].concat();
            UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(message.as_bytes(), &signature)
        }
    };
    confirmed.expect("the key's signature");
    (header, Json::parse_bytes(&decoded(claims)).expect("claims"))
}

/// Answers a token to who asks, `{}` to whoever has it.
fn granting() -> MemoryTransport {
    MemoryTransport::new(|request| {
        let is_known = request.headers().get("authorization").is_some_and(|value| value == "Bearer t");
        Ok(match (request.uri().path(), is_known) {
            ("/oauth2/v1/token", _) => {
                reply(200, &[], r#"{"access_token":"t","token_type":"Bearer","expires_in":600}"#)
            }
            (_, true) => reply(200, &[], "{}"),
            (_, false) => reply(401, &[], ""),
        })
    })
}

async fn signs(signer: impl Signer, public: &str, id: Option<&str>) {
    let transport = granting();
    let client = client(ClientCredentials::signed("app", signer).scope("a b"), &transport, &clock());
    client.users().get("x").send().await.expect("200");
    let asked = &transport.sent()[0];
    assert_eq!(asked.uri(), "https://example.com/oauth2/v1/token");
    assert_eq!(form(asked, "grant_type").as_deref(), Some("client_credentials"));
    assert_eq!(form(asked, "scope").as_deref(), Some("a b"));
    assert_eq!(form(asked, "client_secret"), None);
    let kind = form(asked, "client_assertion_type");
    assert_eq!(kind.as_deref(), Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
    let assertion = form(asked, "client_assertion").expect("an assertion");
    let (header, claims) = verified(&assertion, &Json::parse(public).expect("JSON"));
    assert_eq!(header.get("kid").and_then(|kid| kid.as_str()).as_deref(), id);
    assert_eq!((text(&claims, "iss"), text(&claims, "sub")), ("app".to_owned(), "app".to_owned()));
    assert_eq!(text(&claims, "aud"), "https://example.com/oauth2/v1/token");
    let number = |name: &str| claims.get(name).and_then(|value| value.as_i64());
    assert_eq!((number("iat"), number("exp")), (Some(NOW as i64), Some(NOW as i64 + 300)));
    assert!(text(&claims, "jti").len() >= 20);
}

#[tokio::test]
async fn clients_with_keys_sign_for_their_tokens() {
    let pem = |text: &str| SigningKey::pem(text).expect("a key");
    signs(SigningKey::jwk(RSA).expect("a key"), RSA, Some("rsa-1")).await;
    signs(SigningKey::jwk(EC).expect("a key"), EC, Some("ec-1")).await;
    signs(pem(include_str!("keys/rsa-pkcs8.pem")), RSA, None).await;
    signs(pem(include_str!("keys/rsa-pkcs1.pem")).with_id("k"), RSA, Some("k")).await;
    signs(pem(include_str!("keys/ec-pkcs8.pem")), EC, None).await;
    signs(pem(include_str!("keys/ec-sec1.pem")), EC, None).await;
}

/// A key in a service that returns DER, as most do.
struct Elsewhere(Arc<signature::EcdsaKeyPair>);

impl Signer for Elsewhere {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn sign(&self, message: Vec<u8>) -> BoxFuture<Signed> {
        let pair = Arc::clone(&self.0);
        Box::pin(async move { Ok(pair.sign(&SystemRandom::new(), &message)?.as_ref().to_vec()) })
    }
}

#[tokio::test]
async fn keys_may_be_elsewhere() {
    let pair = signature::EcdsaKeyPair::generate(&signature::ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let encode = |octets: &[u8]| URL_SAFE_NO_PAD.encode(octets);
    let public = format!(r#"{{"kty":"EC","x":"{}","y":"{}"}}"#, encode(x), encode(y));
    let pair = Arc::new(pair);
    for _ in 0..20 {
        signs(Elsewhere(Arc::clone(&pair)), &public, None).await;
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let pem = include_str!("keys/ec-pkcs8.pem");
    for text in ["", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n%%\n-----END PRIVATE KEY-----"] {
        SigningKey::pem(text).expect_err(text);
    }
    SigningKey::pem(&pem.replace("PRIVATE", "ENCRYPTED PRIVATE")).expect_err("encrypted");
    for cut in 0..pem.len() - 30 {
        SigningKey::pem(&pem[..cut]).expect_err("cut off");
    }
    for text in ["", "[]", "{}", r#"{"kty":"EC","crv":"P-384"}"#, r#"{"kty":"oct","k":"c2VjcmV0"}"#] {
        SigningKey::jwk(text).expect_err(text);
    }
    for (member, with) in [("\"d\"", "\"D\""), ("\"x\": \"", "\"x\": \"A"), ("P-256", "P-521")] {
        SigningKey::jwk(&EC.replace(member, with)).expect_err(member);
    }
    let weak = "-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu\nKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQJAIJLixBy2qpFoS4DSmoEm\no3qGy0t6z09AIJtH+5OeRV1be+N4cDYJKffGzDa88vQENZiRm0GRq6a+HPGQMd2k\nTQIhAKMSvzIBnni7ot/OSie2TmJLY4SwTQAevXysE2RbFDYdAiEBCUEaRQnMnbp7\n9mxDXDf6AU0cN/RPBjb9qSHDcWZHGzUCIG2Es59z8ugGrDY+pxLQnwfotadxd+Uy\nv/Ow5T0q5gIJAiEAyS4RaI9YG8EWx/2w0T67ZUVAw8eOMB6BIUg0Xcu+3okCIBOs\n/5OiPgoTdSy7bcF9IGpSE8ZgGKzgYQVZeN97YE00\n-----END RSA PRIVATE KEY-----";
    SigningKey::pem(weak).expect_err("512 bits");
    assert_eq!(format!("{:?}", SigningKey::jwk(EC).expect("a key")).matches(".").count(), 2);
}

/// A server that binds tokens to keys: it demands nonces of its own at both of its doors, and says what was wrong.
fn binding() -> MemoryTransport {
    let seen = Mutex::new(BTreeSet::new());
    MemoryTransport::new(move |request| {
        let proof = request.headers().get("dpop").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let encoded = proof.split('.').next().unwrap_or_default();
        let jwk = Json::parse_bytes(&decoded(encoded)).ok().and_then(|header| header.get("jwk")).expect("a public key");
        assert!(jwk.get("d").is_none());
        let (header, claims) = verified(proof, &jwk);
        assert_eq!(text(&header, "typ"), "dpop+jwt");
        assert_eq!(text(&claims, "htm"), request.method().as_str());
        let place = request.uri().to_string();
        assert_eq!(text(&claims, "htu"), place.split('?').next().expect("a path"));
        assert!(seen.lock().expect("no panic").insert(text(&claims, "jti")), "a proof was used twice");
        let nonce = claims.get("nonce").and_then(|nonce| nonce.as_str());
        let token = request.uri().path() == "/oauth2/v1/token";
        let wanted = if token { "n-token" } else { "n-api" };
        if nonce.as_deref() != Some(wanted) {
            let body = r#"{"error":"use_dpop_nonce"}"#;
            return Ok(reply(if token { 400 } else { 401 }, &[("DPoP-Nonce", wanted)], body));
        }
        if token {
            return Ok(reply(200, &[], r#"{"access_token":"bound","token_type":"DPoP","expires_in":600}"#));
        }
        let hash = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, b"bound"));
        assert_eq!(text(&claims, "ath"), hash);
        assert_eq!(request.headers()["authorization"], "DPoP bound");
        Ok(reply(200, &[], "{}"))
    })
}

#[tokio::test]
async fn tokens_can_be_bound_to_a_key() {
    let transport = binding();
    let settings = ClientCredentials::new("id", "s").dpop().expect("a key");
    let client = client(settings, &transport, &clock());
    client.users().list().ids(vec!["a".to_owned()]).send().await.expect_err("no list");
    client.users().create(types::User::new("n")).send().await.expect("200");
    let places: Vec<String> = transport.sent().iter().map(|request| request.uri().path().to_owned()).collect();
    let expected = ["/oauth2/v1/token", "/oauth2/v1/token", "/api/v1/users", "/api/v1/users", "/api/v1/users"];
    assert_eq!(places, expected, "each nonce is asked for once");
}

#[tokio::test]
async fn a_nonce_is_asked_for_once() {
    let transport = MemoryTransport::new(|request| match request.uri().path() {
        "/oauth2/v1/token" => Ok(reply(200, &[], r#"{"access_token":"t","token_type":"DPoP"}"#)),
        _ => Ok(reply(401, &[("dpop-nonce", &format!("{:?}", SystemTime::now()))], "")),
    });
    let key = SigningKey::jwk(RSA).expect("a key");
    let client = client(ClientCredentials::new("id", "s").dpop_with(key), &transport, &clock());
    let error = client.users().get("x").send().await.expect_err("401");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let calls = transport.sent().iter().filter(|request| !request.uri().path().ends_with("token")).count();
    assert_eq!(calls, 3, "once for the nonce, once for a fresh token");
}

#[tokio::test]
async fn a_token_that_is_not_bound_is_not_used() {
    let transport = granting();
    let client = client(ClientCredentials::new("id", "s").dpop().expect("a key"), &transport, &clock());
    assert_eq!(client.users().get("x").send().await.expect_err("no token").kind(), ErrorKind::Credentials);
    assert_eq!(transport.sent().len(), 1);
}

/// RFC 6749, section 7.1.
#[tokio::test]
async fn tokens_of_types_that_are_not_understood_are_not_used() {
    let granted = |kind: &str| {
        let body = format!(r#"{{"access_token":"t","expires_in":600{kind}}}"#);
        MemoryTransport::new(move |request| {
            let is_grant = request.uri().path() == "/oauth2/v1/token";
            Ok(reply(200, &[], if is_grant { &body } else { "{}" }))
        })
    };
    let plain = || ClientCredentials::new("id", "s");
    let bound = || plain().dpop().expect("a key");
    for (kind, as_plain, as_bound) in [
        ("", true, false),
        (r#","token_type":"Bearer""#, true, false),
        (r#","token_type":"bearer""#, true, false),
        (r#","token_type":"BEARER""#, true, false),
        (r#","token_type":"DPoP""#, false, true),
        (r#","token_type":"dpop""#, false, true),
        (r#","token_type":"mac""#, false, false),
        (r#","token_type":"N_A""#, false, false),
        (r#","token_type":"""#, false, false),
        (r#","token_type":null"#, false, false),
        (r#","token_type":["Bearer"]"#, false, false),
    ] {
        for (settings, is_used) in [(plain(), as_plain), (bound(), as_bound)] {
            let transport = granted(kind);
            let outcome = client(settings, &transport, &clock()).users().get("x").send().await;
            assert_eq!(outcome.as_ref().err().map(Error::kind), (!is_used).then_some(ErrorKind::Credentials), "{kind}");
            assert_eq!(transport.sent().len(), if is_used { 2 } else { 1 }, "{kind}");
        }
    }
}

fn answers(replies: Vec<(u16, &'static str)>) -> MemoryTransport {
    let left = Mutex::new(replies.into_iter());
    MemoryTransport::new(move |request| match request.uri().path() {
        "/oauth2/v1/token" => match left.lock().expect("no panic").next() {
            Some((0, _)) => Err(TransportError::not_sent("no connection")),
            Some((status, body)) => Ok(reply(status, &[], body)),
            None => panic!("one token too many"),
        },
        _ => Ok(reply(200, &[], "{}")),
    })
}

async fn used(client: &Client, transport: &MemoryTransport) -> Result<String, Error> {
    client.users().get("x").send().await?;
    let last = transport.sent().pop().expect("a request");
    Ok(last.headers()["authorization"].to_str().expect("text").to_owned())
}

#[tokio::test]
async fn tokens_are_fetched_ahead_and_kept_while_they_last() {
    let first = r#"{"access_token":"1","expires_in":"600"}"#;
    let transport = answers(vec![(200, first), (500, ""), (400, ""), (200, r#"{"access_token":"2"}"#)]);
    let clock = clock();
    let client = client(ClientCredentials::new("id", "s"), &transport, &clock);
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 1");
    clock.advance(Duration::from_secs(541));
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 1", "500, but the old one still works");
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 1", "not tried again at once");
    clock.advance(Duration::from_secs(10));
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 1", "400, but the old one still works");
    clock.advance(Duration::from_secs(49));
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 2", "its time is over");
    clock.advance(Duration::from_secs(86_400));
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 2", "it has no end");
}

#[tokio::test]
async fn asking_for_tokens_is_repeated() {
    let transport = answers(vec![(0, ""), (503, "<html>"), (200, r#"{"access_token":"1"}"#)]);
    let client = client(ClientCredentials::new("id", "s"), &transport, &clock());
    assert_eq!(used(&client, &transport).await.expect("200"), "Bearer 1");
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let odd = ["", "<html>", "{}", "[]", r#"{"access_token":1}"#, r#"{"access_token":""}"#];
    let replies = odd.map(|body| (200, body)).into_iter().chain([(401, r#"{"error":"invalid_client"}"#)]);
    for (status, body) in replies {
        let transport = answers(vec![(status, body)]);
        let client = client(ClientCredentials::new("id", "s").basic(), &transport, &clock());
        let error = client.users().create(types::User::new("n")).send().await.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Credentials, "{body}");
        assert_eq!((error.operation(), error.may_have_been_sent()), (Some("createUser"), false), "{body}");
        assert_eq!(error.code(), (status == 401).then_some("invalid_client"));
        assert_eq!(transport.sent().len(), 1);
    }
}

#[tokio::test]
async fn a_token_is_for_one_api() {
    let transport = MemoryTransport::new(|request| {
        let host = request.uri().host().expect("a host").to_owned();
        Ok(match request.uri().path() {
            "/oauth2/v1/token" => reply(200, &[], &format!(r#"{{"access_token":"of-{host}"}}"#)),
            _ if request.headers()["authorization"] == *format!("Bearer of-{host}") => reply(200, &[], "{}"),
            _ => panic!("a token of another API"),
        })
    });
    let credentials = Credentials::client_credentials(ClientCredentials::new("id", "s"));
    for base in ["https://a.example.com", "https://b.example.com", "https://a.example.com"] {
        at(base, &credentials, &transport, &clock()).users().get("x").send().await.expect("200");
    }
    assert_eq!(transport.sent().len(), 5, "clients of one API share a token");
}

#[test]
fn secrets_go_to_safe_places_only() {
    let build = |url: &str, loopback: bool| {
        let settings = ClientCredentials::new("id", "s").token_url(url);
        let builder = Client::builder("https://example.com").allow_http_loopback(loopback);
        builder.credentials(Credentials::client_credentials(settings)).build().map(|_| ())
    };
    for (url, loopback, is_taken) in [
        ("https://id.example.com/token", false, true),
        ("http://127.0.0.1:9/token", true, true),
        ("http://127.0.0.1:9/token", false, false),
        ("http://id.example.com/token", true, false),
        ("https://u:p@id.example.com/token", false, false),
        ("ftp://id.example.com/token", false, false),
        ("token", false, false),
    ] {
        let built = build(url, loopback);
        assert_eq!(built.is_ok(), is_taken, "{url} {loopback}");
        assert!(built.err().is_none_or(|error| error.kind() == ErrorKind::Credentials));
    }
}

#[tokio::test]
async fn one_of_many_fetches() {
    let transport = granting();
    let client = client(ClientCredentials::new("id", "s"), &transport, &clock());
    let calls: Vec<_> = (0..50).map(|id| tokio::spawn(client.users().get(id.to_string()).send())).collect();
    for call in calls {
        call.await.expect("no panic").expect("200");
    }
    assert_eq!(transport.sent().len(), 51);
}

#[tokio::test]
async fn retries_of_tokens_can_be_turned_off() {
    let transport = answers(vec![(503, "")]);
    let builder = Client::builder("https://example.com").transport(transport.clone()).clock(clock());
    let credentials = Credentials::client_credentials(ClientCredentials::new("id", "s"));
    let client = builder.credentials(credentials).retry(RetryPolicy::never()).build().expect("a client");
    assert_eq!(client.users().get("x").send().await.expect_err("503").kind(), ErrorKind::Credentials);
}
