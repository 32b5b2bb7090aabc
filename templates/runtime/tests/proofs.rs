//! What a client says of who calls, and what it says when it cannot: credentials that no header can carry, headers of a
//! call's own, proofs that are late, and tokens that nobody gets.

use crate::sample;

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use gatewright_runtime as runtime;
use http::{Request, Response};
use runtime::client::{
    Body, BoxFuture, ClientCredentials, Fake, ManualClock, MemoryTransport, RetryPolicy, Transport, TransportError,
};
use runtime::{Bytes, CallOptions, Credentials, Error, ErrorKind, Secret};
use sample::Client;

fn client(credentials: Credentials, transport: &MemoryTransport) -> Client {
    let builder = Client::builder("https://example.com").transport(transport.clone());
    builder.credentials(credentials).build().expect("a client")
}

async fn refused(credentials: Credentials) -> String {
    let transport = MemoryTransport::json(200, "{}");
    let error = client(credentials, &transport).users().get("x").send().await.expect_err("not sent");
    assert_eq!((error.kind(), transport.sent().len()), (ErrorKind::Credentials, 0));
    error.to_string()
}

#[tokio::test]
async fn what_no_header_carries_is_told() {
    let empty = "getUser: the token or key is empty";
    assert_eq!(refused(Credentials::token("")).await, empty);
    assert_eq!(refused(Credentials::header("X-API-Key", "")).await, empty);
    assert_eq!(refused(Credentials::closure(|| async { Ok::<_, Error>("".into()) })).await, empty);
    let odd = "getUser: the credentials begin or end with a blank, or have characters that no header can carry";
    assert_eq!(refused(Credentials::token("t\n")).await, odd);
    assert_eq!(refused(Credentials::header("X-API-Key", "a\r\nX-Admin: 1")).await, odd);
    let colon = "getUser: the user name has a colon, at which HTTP Basic ends it";
    assert_eq!(refused(Credentials::basic("a:b", "c")).await, colon);
    let control = "getUser: the user name or the password has control characters";
    assert_eq!(refused(Credentials::basic("a", "b\n")).await, control);
}

/// A call may be somebody else's; nobody asks for a token then.
#[tokio::test]
async fn headers_of_a_call_come_before_credentials() {
    let transport = MemoryTransport::json(200, "{}");
    let fetched = Credentials::client_credentials(ClientCredentials::new("id", "s"));
    let closure = Credentials::closure(|| async { Ok::<_, Error>("other".into()) });
    for credentials in [Credentials::token("other"), fetched, closure] {
        let options = CallOptions::new().header("Authorization", "Bearer own");
        client(credentials, &transport).users().get("x").options(options).send().await.expect("200");
    }
    let key = Credentials::header("X-API-Key", "other").and(Credentials::bearer("stays"));
    let options = CallOptions::new().header("x-api-key", "own");
    client(key, &transport).users().get("x").options(options).send().await.expect("200");
    let sent = transport.sent();
    let header = |request: &Request<Bytes>, name: &str| request.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(sent.len(), 4);
    assert!(sent.iter().take(3).all(|request| header(request, "authorization") == "Bearer own"));
    assert_eq!(
        (header(&sent[3], "x-api-key"), header(&sent[3], "authorization")),
        ("own".into(), "Bearer stays".into())
    );
}

/// Servers repeat queries in the links that they make.
#[tokio::test]
async fn keys_stand_once_in_queries_and_never_in_cursors() {
    let transport = MemoryTransport::new(|request| {
        let target = request.uri().path_and_query().expect("a path").as_str();
        let next = format!("<{target}&after=1>; rel=\"next\"");
        let (status, name, value) = match target.matches('&').count() {
            0 => (307, "Location", format!("{target}&moved=1")),
            1 => (200, "Link", next),
            _ => (200, "X", String::new()),
        };
        let reply = Response::builder().status(status).header(name, value).body(Bytes::from_static(b"[]"));
        Ok(reply.expect("a reply"))
    });
    let key = Credentials::none().and(Credentials::query("api key", "canary"));
    let mut pages = client(key, &transport).users().list().pages();
    pages.try_next().await.expect("a page").expect("a page");
    assert_eq!(pages.cursor().as_deref(), Some("/api/v1/users?moved=1&after=1"));
    pages.try_next().await.expect("a page").expect("a page");
    let sent = transport.sent();
    let queries: Vec<_> = sent.iter().filter_map(|request| request.uri().query()).collect();
    assert_eq!(queries, ["api%20key=canary", "moved=1&api%20key=canary", "moved=1&after=1&api%20key=canary"]);
}

#[tokio::test]
async fn where_a_request_ends_is_not_for_calls_to_say() {
    let transport = MemoryTransport::json(200, "{}");
    for name in ["Content-Length", "transfer-encoding"] {
        let call = client(Credentials::none(), &transport).users().get("x");
        let error = call.options(CallOptions::new().header(name, "1")).send().await.expect_err(name);
        assert_eq!((error.kind(), transport.sent().len()), (ErrorKind::Invalid, 0), "{name}");
    }
}

#[tokio::test]
async fn proofs_take_no_longer_than_attempts() {
    let credentials = Credentials::closure(|| async {
        std::future::pending::<()>().await;
        Ok::<_, Error>(Secret::new("never"))
    });
    let fake = Fake::new();
    let builder = Client::builder("https://example.com").fake(&fake).credentials(credentials);
    let client = builder.timeout(Duration::from_secs(5)).build().expect("a client");
    let error = client.users().get("x").send().await.expect_err("late");
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Timeout, false));
    assert!(fake.asked().is_empty());
}

/// Answers requests for tokens with 503, when everybody else has had a turn.
#[derive(Clone)]
struct Slow(MemoryTransport);

impl Transport for Slow {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let sending = self.0.send(request);
        Box::pin(async move {
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            sending.await
        })
    }
}

#[tokio::test]
async fn who_waits_for_a_token_that_nobody_gets_fails_with_the_others() {
    let transport = MemoryTransport::json(503, r#"{"error":"temporarily_unavailable"}"#);
    let builder = Client::builder("https://example.com").transport(Slow(transport.clone()));
    let builder = builder.credentials(Credentials::client_credentials(ClientCredentials::new("id", "s")));
    let client = builder.retry(RetryPolicy::never()).build().expect("a client");
    for round in 1..=2 {
        let calls: Vec<_> = (0..50).map(|id| tokio::spawn(client.users().get(id.to_string()).send())).collect();
        for call in calls {
            let error = call.await.expect("no panic").expect_err("no token");
            assert_eq!((error.kind(), error.code()), (ErrorKind::Credentials, Some("temporarily_unavailable")));
        }
        assert_eq!(transport.sent().len(), round, "who comes later asks again");
    }
}

/// Those who only see `Debug` (`main` that returns an error) learn why there is no connection.
#[tokio::test]
async fn debug_tells_what_lies_at_the_bottom() {
    let builder = Client::builder("http://127.0.0.1:1").allow_http_loopback(true).retry(RetryPolicy::never());
    let client = builder.build().expect("a client");
    let error = client.users().get("x").send().await.expect_err("refused");
    assert!(format!("{error:?}").contains("refused"), "{error:?}");
    assert!(error.clone().source().is_some(), "clones keep their source");
    // What others' errors show is not known.
    let secret = || TransportError::not_sent("no connection").source("canary");
    let transport = MemoryTransport::new(move |_| Err(secret()));
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH, 0.5);
    let builder = Client::builder("https://example.com").transport(transport).clock(clock);
    let error = builder.build().expect("a client").users().get("x").send().await.expect_err("refused");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
}
