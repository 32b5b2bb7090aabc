//! Who may call: tokens of issuers, names with passwords, several ways at once, and how often.

use std::error::Error;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::sample;
use super::sample::operations::users as operations;
use super::sample::server::Server;
use super::sample::server::users::{self, Users};
use super::sample::types::User;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use aws_lc_rs::{hmac, rsa};
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use gatewright_runtime as runtime;
use runtime::profile::{Scheme, SchemeKind};
use runtime::{
    Authenticator as _, Basic, Json, JwtBearer, KeySet, KeySource, Keys, Location, Principal, Request, ServerBuilder,
    Service, StaticTokens,
};
use tower::ServiceExt as _;

/// Lists nobody.
pub(super) struct Empty;

impl Users for Empty {
    async fn list_users(&self, request: Request<operations::ListUsers>) -> users::ListUsersResponse {
        let name = request.principal.map_or_else(String::new, |principal| principal.id);
        vec![User::new(name)].into()
    }
}

/// The answer to `GET /api/v1/users` with this `Authorization`.
async fn answer(service: &Service, authorization: &str) -> http::Response<Body> {
    let request = http::Request::get("/api/v1/users").header("authorization", authorization);
    let request = request.body(Body::empty()).expect("a request");
    service.clone().oneshot(request).await.expect("an answer")
}

pub(super) async fn status(service: &Service, authorization: &str) -> u16 {
    answer(service, authorization).await.status().as_u16()
}

pub(super) const NOW: u64 = 1_800_000_000;

pub(super) fn clock() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

/// The keys of an issuer, with the document that shows their public halves.
pub(super) struct Issuer {
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
    ed: Ed25519KeyPair,
}

impl Issuer {
    pub(super) fn new() -> Self {
        Self {
            rsa: RsaKeyPair::generate(rsa::KeySize::Rsa2048).expect("a key"),
            ec: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"),
            ed: Ed25519KeyPair::generate().expect("a key"),
        }
    }

    /// In the public key's DER the modulus stands before the five octets of the exponent.
    fn modulus(&self) -> Vec<u8> {
        let der = self.rsa.public_key().as_ref();
        assert!(der.ends_with(&[2, 3, 1, 0, 1]), "an exponent of 65537");
        der[der.len() - 5 - 256..der.len() - 5].to_vec()
    }

    pub(super) fn document(&self) -> String {
        let base64 = |octets: &[u8]| URL_SAFE_NO_PAD.encode(octets);
        let point = self.ec.public_key().as_ref();
        let (n, x, y) = (base64(&self.modulus()), base64(&point[1..33]), base64(&point[33..]));
        let ed = base64(self.ed.public_key().as_ref());
        let secret = base64(b"a shared secret that nobody may use");
        format!(
            r#"{{"keys":[{{"kty":"RSA","kid":"r","use":"sig","n":"{n}","e":"AQAB"}},
            {{"kty":"RSA","kid":"only-rs512","alg":"RS512","n":"{n}","e":"AQAB"}},
            {{"kty":"RSA","kid":"for-encryption","use":"enc","n":"{n}","e":"AQAB"}},
            {{"kty":"EC","kid":"e","crv":"P-256","x":"{x}","y":"{y}"}},
            {{"kty":"OKP","kid":"d","crv":"Ed25519","x":"{ed}"}},
            {{"kty":"oct","kid":"s","k":"{secret}"}},
            {{"kty":"strange","kid":"?"}}]}}"#
        )
    }

    /// The key for ES256 alone.
    pub(super) fn point(&self) -> String {
        point(&self.ec)
    }

    fn sign(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match algorithm {
            "RS256" | "PS256" => {
                let mut signature = vec![0; self.rsa.public_modulus_len()];
                let padding: &dyn aws_lc_rs::signature::RsaEncoding =
                    if algorithm == "RS256" { &RSA_PKCS1_SHA256 } else { &RSA_PSS_SHA256 };
                self.rsa.sign(padding, &random, message, &mut signature).expect("signed");
                signature
            }
            "ES256" => self.ec.sign(&random, message).expect("signed").as_ref().to_vec(),
            "EdDSA" => self.ed.sign(message).as_ref().to_vec(),
            other => panic!("no key for {other}"),
        }
    }

    /// A token whose header says one thing and whose signature may be another.
    pub(super) fn token(&self, header: &str, claims: &str, algorithm: &str) -> String {
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.sign(algorithm, message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The public half of a key for ES256.
pub(super) fn point(key: &EcdsaKeyPair) -> String {
    let point = key.public_key().as_ref();
    let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
    format!(r#"{{"kty":"EC","kid":"e","crv":"P-256","x":"{x}","y":"{y}"}}"#)
}

/// The claims of a good token, with some of them changed; `null` takes a claim out.
pub(super) fn claims(changes: &str) -> String {
    let good = r#"{"iss":"https://id.example.com","aud":"api","sub":"alice","scope":"openid okta.users.read"}"#;
    let mut members = Json::parse(good).expect("JSON").members().expect("an object");
    members.push(("exp".to_owned(), Json::from(i64::try_from(NOW + 60).expect("a time"))));
    for (name, value) in Json::parse(changes).expect("JSON").members().expect("an object") {
        members.retain(|(known, _)| *known != name);
        if !value.is_null() {
            members.push((name, value));
        }
    }
    Json::object(members.iter().map(|(name, value)| (name.as_str(), value.clone()))).as_text().to_owned()
}

pub(super) fn bearer(keys: Keys) -> JwtBearer {
    JwtBearer::new(keys, "https://id.example.com", "api").permissions_in("permissions").clock(clock)
}

pub(super) fn service(keys: Keys) -> Service {
    Server::new().users(Empty).authenticator(bearer(keys)).into_service()
}

pub(super) fn keys(document: &str) -> Keys {
    Keys::fixed(KeySet::parse(document).expect("keys"))
}

#[tokio::test]
async fn tokens_of_the_issuer_are_taken() {
    let issuer = Issuer::new();
    let service = service(keys(&issuer.document()));
    for (header, algorithm) in [
        (r#"{"alg":"RS256","kid":"r"}"#, "RS256"),
        (r#"{"alg":"PS256","kid":"r","typ":"at+jwt"}"#, "PS256"),
        (r#"{"alg":"ES256","kid":"e"}"#, "ES256"),
        (r#"{"alg":"EdDSA","kid":"d"}"#, "EdDSA"),
        (r#"{"alg":"ES256"}"#, "ES256"),
    ] {
        let token = issuer.token(header, &claims("{}"), algorithm);
        assert_eq!(status(&service, &format!("Bearer {token}")).await, 200, "{header}");
        assert_eq!(status(&service, &format!("bearer   {token}")).await, 200, "{header}");
    }
    for changes in [
        r#"{"aud":["other","api"]}"#,
        r#"{"scope":null,"scp":["okta.users.read"]}"#,
        r#"{"scope":null,"scp":"okta.users.read"}"#,
        r#"{"scope":["okta.users.read"]}"#,
        r#"{"scope":null,"permissions":["okta.users.read"]}"#,
        r#"{"exp":1799999975}"#,
        r#"{"exp":1800000000.5,"nbf":1800000020}"#,
        r#"{"sub":null,"cid":"a client"}"#,
    ] {
        let token = issuer.token(r#"{"alg":"ES256","kid":"e"}"#, &claims(changes), "ES256");
        assert_eq!(status(&service, &format!("Bearer {token}")).await, 200, "{changes}");
    }
    let powerless = issuer.token(r#"{"alg":"ES256","kid":"e"}"#, &claims(r#"{"scope":"okta.users.reads"}"#), "ES256");
    assert_eq!(status(&service, &format!("Bearer {powerless}")).await, 403);
}

#[test]
fn tokens_prove_the_schemes_that_are_told() {
    let scheme = |name, kind| Scheme { name, kind };
    let (token, other) = (scheme("token", SchemeKind::OAuth2), scheme("other", SchemeKind::Http("bearer")));
    let key = scheme("key", SchemeKind::Key { location: Location::Header, name: "X-Key" });
    let proves = |bearer: &JwtBearer| [&token, &other, &key].map(|scheme| bearer.proves(scheme));
    let document = Issuer::new().document();
    assert_eq!(proves(&bearer(keys(&document))), [true, true, false]);
    assert_eq!(proves(&bearer(keys(&document)).proves_only(["token"])), [true, false, false]);
    assert_eq!(proves(&bearer(keys(&document)).proves_only(["key"])), [false, false, true]);
}

#[tokio::test]
async fn tokens_that_prove_nothing_are_refused() {
    let issuer = Issuer::new();
    let service = service(keys(&issuer.document()));
    let good = issuer.token(r#"{"alg":"ES256","kid":"e"}"#, &claims("{}"), "ES256");
    let (message, _) = good.rsplit_once('.').expect("a signature");
    let hmac = |key: &[u8], header: &str| {
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims("{}")));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
    };
    let unsigned = |header: &str, end: &str| {
        format!("{}.{}{end}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims("{}")))
    };
    let mut tokens = vec![
        ("nothing", String::new()),
        ("no signature", unsigned(r#"{"alg":"none"}"#, ".")),
        ("no third part", unsigned(r#"{"alg":"none"}"#, "")),
        ("none in capitals", unsigned(r#"{"alg":"NONE","kid":"e"}"#, ".")),
        ("four parts", format!("{good}.x")),
        ("an empty signature", format!("{message}.")),
        ("padding", format!("{good}=")),
        ("a public key as secret", hmac(&issuer.modulus(), r#"{"alg":"HS256","kid":"r"}"#)),
        ("a public key's DER as secret", hmac(issuer.rsa.public_key().as_ref(), r#"{"alg":"HS256","kid":"r"}"#)),
        ("a listed secret", hmac(b"a shared secret that nobody may use", r#"{"alg":"HS256","kid":"s"}"#)),
        ("a listed secret, unnamed", hmac(b"a shared secret that nobody may use", r#"{"alg":"HS256"}"#)),
        ("too long", "a".repeat(20_000)),
    ];
    for (what, header, algorithm) in [
        ("another algorithm of the key", r#"{"alg":"RS384","kid":"r"}"#, "RS256"),
        ("an algorithm of another key", r#"{"alg":"ES256","kid":"r"}"#, "RS256"),
        ("an algorithm that the key may not have", r#"{"alg":"RS256","kid":"only-rs512"}"#, "RS256"),
        ("a key for other ends", r#"{"alg":"RS256","kid":"for-encryption"}"#, "RS256"),
        ("an unknown key", r#"{"alg":"RS256","kid":"nobody's"}"#, "RS256"),
        ("no algorithm", r#"{"kid":"r"}"#, "RS256"),
        ("two algorithms", r#"{"alg":"ES256","alg":"RS256","kid":"r"}"#, "RS256"),
        ("critical extensions", r#"{"alg":"RS256","kid":"r","crit":["x"],"x":1}"#, "RS256"),
        ("a header that is no object", r#"["RS256"]"#, "RS256"),
    ] {
        tokens.push((what, issuer.token(header, &claims("{}"), algorithm)));
    }
    for changes in [
        r#"{"iss":"https://id.example.com/"}"#,
        r#"{"iss":null}"#,
        r#"{"iss":["https://id.example.com"]}"#,
        r#"{"aud":"another"}"#,
        r#"{"aud":null}"#,
        r#"{"aud":"openid api"}"#,
        r#"{"exp":1799999969}"#,
        r#"{"exp":null}"#,
        r#"{"exp":"1800000060"}"#,
        r#"{"nbf":1800000031}"#,
        r#"{"nbf":"soon"}"#,
        r#"{"sub":null}"#,
    ] {
        tokens.push((changes, issuer.token(r#"{"alg":"ES256","kid":"e"}"#, &claims(changes), "ES256")));
    }
    let stranger = Issuer::new();
    tokens.push(("another's key", stranger.token(r#"{"alg":"ES256","kid":"e"}"#, &claims("{}"), "ES256")));
    let twice = claims("{}").replacen('{', r#"{"iss":"https://evil.example.com","#, 1);
    tokens.push(("a claim twice", issuer.token(r#"{"alg":"ES256","kid":"e"}"#, &twice, "ES256")));
    for (what, token) in &tokens {
        assert_eq!(status(&service, &format!("Bearer {token}")).await, 401, "{what}");
    }
    assert_eq!(status(&service, &format!("Bearer{good}")).await, 401, "no blank");
    assert_eq!(status(&service, &format!("Basic {good}")).await, 401, "another scheme");
}

#[test]
fn documents_without_keys_are_refused() {
    let twice = Issuer::new().document().replace(r#"{"keys":"#, r#"{"keys":[],"keys":"#);
    for document in
        ["", "[]", "{}", &twice, r#"{"keys":{}}"#, r#"{"keys":[]}"#, r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#]
    {
        KeySet::parse(document).map(|_| ()).expect_err(document);
    }
}

/// Documents that follow each other; after the last, failures.
#[derive(Clone, Default)]
struct Changing {
    documents: Arc<Mutex<Vec<String>>>,
    fetched: Arc<AtomicUsize>,
}

impl KeySource for Changing {
    fn fetch(
        &self,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<String, Box<dyn Error + Send + Sync>>> + Send + '_>> {
        self.fetched.fetch_add(1, Ordering::Relaxed);
        let next = self.documents.lock().expect("no panic").pop();
        Box::pin(async { next.ok_or_else(|| "the issuer is away".into()) })
    }
}

#[tokio::test]
async fn keys_are_fetched_when_they_change_and_not_at_will() {
    let (old, new) = (Issuer::new(), Issuer::new());
    let renamed = new.document().replace(r#""kid":"e""#, r#""kid":"e2""#);
    let source = Changing { documents: Arc::new(Mutex::new(vec![renamed, old.document()])), ..Changing::default() };
    let time = Arc::new(AtomicU64::new(NOW));
    let now = Arc::clone(&time);
    let bearer = JwtBearer::new(Keys::fetched(source.clone()), "https://id.example.com", "api")
        .leeway(Duration::from_secs(100_000))
        .clock(move || UNIX_EPOCH + Duration::from_secs(now.load(Ordering::Relaxed)));
    let service = Server::new().users(Empty).authenticator(bearer).into_service();
    let fetched = || source.fetched.load(Ordering::Relaxed);
    let of_old = format!("Bearer {}", old.token(r#"{"alg":"ES256","kid":"e"}"#, &claims("{}"), "ES256"));
    let of_new = format!("Bearer {}", new.token(r#"{"alg":"ES256","kid":"e2"}"#, &claims("{}"), "ES256"));
    assert_eq!((status(&service, &of_old).await, fetched()), (200, 1), "first need");
    assert_eq!((status(&service, &of_old).await, fetched()), (200, 1), "held");
    assert_eq!((status(&service, &of_new).await, fetched()), (401, 1), "unknown, but asked a moment ago");
    time.fetch_add(61, Ordering::Relaxed);
    assert_eq!((status(&service, &of_new).await, fetched()), (200, 2), "rotated");
    assert_eq!((status(&service, &of_old).await, fetched()), (401, 2), "gone");
    time.fetch_add(4000, Ordering::Relaxed);
    assert_eq!(status(&service, &of_new).await, 200, "old, but the issuer is away");
    for _ in 0..100 {
        status(&service, &of_old).await;
    }
    assert_eq!(fetched(), 3, "no storm");
}

#[tokio::test]
async fn names_come_with_passwords() {
    let basic = Basic::new("a \"realm\"\n")
        .account("client", "se:cret", Principal::new("client", ["okta.users.read"]))
        .checked_by(|name, password| {
            Ok((name == "other" && password.expose() == "x").then(|| Principal::superuser(name)))
        });
    assert!(!format!("{basic:?}").contains("se:cret"));
    let service = Server::new().users(Empty).authenticator(basic).into_service();
    let sent = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    for (authorization, expected) in [
        (sent("client:se:cret"), 200),
        (sent("client:se:cret").replace("Basic", "basic"), 200),
        (sent("other:x"), 200),
        (sent("client:secret"), 401),
        (sent("client:"), 401),
        (sent("client"), 401),
        (sent(":"), 401),
        (sent("nobody:se:cret"), 401),
        ("Basic".to_owned(), 401),
        ("Basic %%%".to_owned(), 401),
        (format!("Bearer {}", STANDARD.encode("client:se:cret")), 401),
    ] {
        assert_eq!(status(&service, &authorization).await, expected, "{authorization}");
    }
    let refusal = answer(&service, "").await;
    assert_eq!(refusal.headers()["www-authenticate"], "Basic realm=\"a realm\", charset=\"UTF-8\"");
}

#[tokio::test]
async fn several_ways_are_tried_in_turn() {
    let tokens =
        StaticTokens::new(&["SSWS"]).token("t", Principal::superuser("t")).token("", Principal::superuser("x"));
    let basic = Basic::new("r").account("a", "b", Principal::superuser("a"));
    let service = Server::new().users(Empty).authenticator(tokens).authenticator(basic).into_service();
    for (authorization, expected) in
        [("SSWS t", 200), ("SSWSt", 200), ("ssws t", 200), ("Basic YTpi", 200), ("Bearer t", 401), ("SSWS", 401)]
    {
        assert_eq!(status(&service, authorization).await, expected, "{authorization}");
    }
    let refusal = answer(&service, "SSWS x").await;
    let challenges: Vec<_> = refusal.headers().get_all("www-authenticate").iter().collect();
    assert_eq!(challenges, ["SSWS", "Basic realm=\"r\", charset=\"UTF-8\""]);
    let two = http::Request::get("/api/v1/users").header("authorization", "SSWS t").header("authorization", "SSWS t");
    let two = service.oneshot(two.body(Body::empty()).expect("a request")).await.expect("an answer");
    assert_eq!(two.status(), 401, "two headers are none");
}

/// RFC 6750, section 3.
#[tokio::test]
async fn who_sends_a_token_learns_what_is_wrong_with_it() {
    let tokens = StaticTokens::new(&["Bearer"]).token("poor", Principal::new("poor", ["other"]));
    let basic = Basic::new("r").account("a", "b", Principal::new("a", ["other"]));
    let service = Server::new().users(Empty).authenticator(tokens).authenticator(basic).into_service();
    let realm = format!("Bearer realm=\"{}\"", sample::PROFILE.api);
    for (authorization, code, expected) in [
        ("", 401, realm.clone()),
        ("Basic eDp5", 401, realm.clone()),
        ("Bearer wrong", 401, format!("{realm}, error=\"invalid_token\"")),
        ("bearer poor", 403, format!("{realm}, error=\"insufficient_scope\", scope=\"okta.users.read\"")),
        ("Basic YTpi", 403, String::new()),
    ] {
        let answer = answer(&service, authorization).await;
        let told = answer.headers().get("www-authenticate").map(|value| value.to_str().expect("text"));
        assert_eq!((answer.status().as_u16(), told.unwrap_or_default()), (code, expected.as_str()), "{authorization}");
    }
}

#[tokio::test]
async fn what_nobody_can_open_is_told() {
    let builder = || ServerBuilder::new(&sample::PROFILE, sample::operations::ALL);
    assert_eq!(builder().locked().len(), sample::operations::ALL.len());
    assert_eq!(builder().authenticator(StaticTokens::new(&["SSWS"])).locked().len(), 0, "any proof will do");
    assert_eq!(status(&builder().into_service(), "SSWS t").await, 401);
}
