//! Credentials that nobody can check at the moment: what callers are told, and what is held against them.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gatewright_runtime as runtime;
use http::request::Parts;
use runtime::profile::{Scheme, SchemeKind};
use runtime::{
    ApiKeys, Authenticator, Basic, Location, Operation, Principal, Profile, RateLimit, SecurityRequirement,
    ServerBuilder, Service, StaticTokens, Unavailable,
};

use super::{Answer, ask};

static PROFILE: Profile = Profile {
    api: "unavailable",
    schemes: &[
        Scheme { name: "token", kind: SchemeKind::OAuth2 },
        Scheme { name: "key", kind: SchemeKind::Key { location: Location::Header, name: "X-API-Key" } },
        Scheme { name: "basic", kind: SchemeKind::Http("basic") },
    ],
    ..Profile::PLAIN
};

const TOKEN: SecurityRequirement = SecurityRequirement::schemes(&[("token", &["read"])]);
const KEY: SecurityRequirement = SecurityRequirement::schemes(&[("key", &["read"])]);

static BY_TOKEN: Operation = Operation { id: "byToken", path: "/token", security: Some(&[TOKEN]), ..Operation::PLAIN };
static BY_KEY: Operation = Operation { id: "byKey", path: "/key", security: Some(&[KEY]), ..Operation::PLAIN };
static BY_EITHER: Operation =
    Operation { id: "byEither", path: "/either", security: Some(&[TOKEN, KEY]), ..Operation::PLAIN };
static SILENT: Operation = Operation { id: "silent", path: "/silent", ..Operation::PLAIN };
static OPEN: Operation = Operation { id: "open", path: "/open", security: Some(&[]), ..Operation::PLAIN };
static ALL: &[&Operation] = &[&BY_TOKEN, &BY_KEY, &BY_EITHER, &SILENT, &OPEN];

/// Asks a store, which may be away, who has a token.
struct Store {
    is_away: Arc<AtomicBool>,
    tokens: StaticTokens,
}

impl Authenticator for Store {
    fn authenticate<'a>(
        &'a self,
        request: &'a Parts,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Principal>, Unavailable>> + Send + 'a>> {
        let is_asked = request.headers.contains_key("authorization");
        match is_asked && self.is_away.load(Ordering::Relaxed) {
            true => Box::pin(std::future::ready(Err(Unavailable::new().retry_after(Duration::from_millis(6_500))))),
            false => self.tokens.authenticate(request),
        }
    }

    fn proves(&self, scheme: &Scheme) -> bool {
        self.tokens.proves(scheme)
    }
}

struct Trial {
    service: Service,
    is_away: Arc<AtomicBool>,
}

impl Trial {
    fn new() -> Self {
        let is_away = Arc::new(AtomicBool::new(true));
        let tokens = StaticTokens::new(&["Bearer"]).token("t", Principal::new("alice", ["read"]));
        let keys = ApiKeys::header("X-API-Key")
            .key("k", Principal::new("keeper", ["read"]))
            .key("poor", Principal::new("visitor", [""; 0]));
        let builder = ServerBuilder::new(&PROFILE, ALL)
            .authenticator(Store { is_away: Arc::clone(&is_away), tokens })
            .authenticator(keys)
            .rate_limit(RateLimit::new(100, Duration::from_secs(60)).failures(2, Duration::from_secs(60)));
        Self { service: builder.into_service(), is_away }
    }

    /// Headers are `name: value`, one a line. What is let in is not implemented, so it answers 501.
    async fn answer(&self, path: &str, headers: &str) -> Answer {
        let mut request = http::Request::get(path);
        for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
            request = request.header(name.trim(), value);
        }
        let peer = axum::extract::ConnectInfo(std::net::SocketAddr::from(([192, 0, 2, 1], 1)));
        ask(&self.service, request.extension(peer), "").await
    }
}

#[tokio::test]
async fn who_cannot_be_told_is_answered_503() {
    let trial = Trial::new();
    let answer = trial.answer("/token", "authorization: Bearer t").await;
    assert_eq!((answer.status, answer.header("retry-after"), answer.header("www-authenticate")), (503, "7", ""));
    let body = r#"{"title":"Service Unavailable","status":503,"detail":"Credentials cannot be checked at the moment.","errors":[]}"#;
    assert_eq!(answer.body, body);
}

#[tokio::test]
async fn what_cannot_be_told_matters_where_it_is_asked_for() {
    let trial = Trial::new();
    for (path, headers, expected) in [
        ("/either", "authorization: Bearer t\nx-api-key: k", 501),
        ("/either", "authorization: Bearer t\nx-api-key: poor", 503),
        ("/key", "authorization: Bearer t\nx-api-key: k", 501),
        ("/key", "authorization: Bearer t\nx-api-key: poor", 403),
        ("/key", "authorization: Bearer t", 401),
        ("/silent", "authorization: Bearer t", 503),
        ("/silent", "", 401),
        ("/open", "authorization: Bearer t", 501),
    ] {
        assert_eq!(trial.answer(path, headers).await.status, expected, "{path} with {headers}");
    }
}

/// Callers with a right token are not locked out when the store is back, whatever they tried meanwhile.
#[tokio::test]
async fn what_cannot_be_told_is_no_failure() {
    let trial = Trial::new();
    for path in ["/token", "/either", "/silent", "/token", "/open", "/open"] {
        trial.answer(path, "authorization: Bearer t").await;
    }
    trial.is_away.store(false, Ordering::Relaxed);
    assert_eq!(trial.answer("/token", "authorization: Bearer t").await.status, 501);
    for expected in [401, 401, 429] {
        assert_eq!(trial.answer("/token", "authorization: Bearer wrong").await.status, expected);
    }
}

/// A token that nobody can check is no way around the limit for keys.
#[tokio::test]
async fn other_credentials_stay_guesses() {
    let trial = Trial::new();
    for (key, expected) in [("a", 503), ("b", 503), ("k", 429)] {
        let headers = format!("authorization: Bearer t\nx-api-key: {key}");
        assert_eq!(trial.answer("/either", &headers).await.status, expected, "{key}");
    }
}

#[tokio::test]
async fn a_store_of_passwords_may_be_away() {
    let basic = Basic::new("realm")
        .account("known", "p", Principal::superuser("known"))
        .checked_by(|_, _| Err(Unavailable::new()));
    let service = ServerBuilder::new(&PROFILE, ALL).authenticator(basic).into_service();
    for (pair, expected) in [("known:p", 501), ("known:wrong", 401), ("other:p", 503)] {
        let header = format!("Basic {}", STANDARD.encode(pair));
        let answer = ask(&service, http::Request::get("/silent").header("authorization", header), "").await;
        assert_eq!((answer.status, answer.header("retry-after")), (expected, ""), "{pair}");
    }
}
