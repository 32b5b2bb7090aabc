//! What holds of every client unless it is told otherwise.

use crate::sample;

use std::time::Duration;

use gatewright_runtime as runtime;
use runtime::client::{Answer, Fake, RetryPolicy};
use runtime::{CallOptions, Credentials, Error, ErrorKind, Json, Reply, TypedCall};
use sample::Client;
use sample::operations::users as operations;
use sample::types::User;

type GetUser = TypedCall<operations::GetUser, User>;
type CreateUser = TypedCall<operations::CreateUser, User>;

fn client(fake: &Fake) -> Client {
    Client::builder("https://example.com").fake(fake).build().expect("a client")
}

#[test]
fn clients_are_built_without_a_runtime_and_shared_by_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn is_sent<T: Send + 'static>(_: &T) {}
    let client = Client::new("https://example.com", Credentials::token("t")).expect("a client");
    is_shared(&client);
    is_sent(&client.users().get("x").send());
    is_sent(&client.users().list().pages());
    is_sent(&client.users().list().pages().items());
    is_sent(&client.users().get("x").options(CallOptions::new()));
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error>();
}

/// How often a call with this method is sent, when it is always answered so.
async fn attempts(method: &str, answer: Answer) -> usize {
    let fake = Fake::new();
    fake.on_request(method, "/x", move |_| answer.clone());
    let reply = client(&fake).request(method, "/x").send::<Reply>().await;
    assert!(reply.map_or(true, |reply| !reply.is_success()));
    fake.asked().len()
}

#[tokio::test]
async fn methods_decide_what_is_repeated() {
    let repeated = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"].map(|method| (method, 3));
    let not_repeated = ["POST", "PATCH", "LOCK", "get"].map(|method| (method, 1));
    for (method, expected) in repeated.into_iter().chain(not_repeated) {
        for status in [408, 502, 503, 504] {
            assert_eq!(attempts(method, Answer::status(status)).await, expected, "{method} after {status}");
        }
        assert_eq!(attempts(method, Answer::broken()).await, expected, "{method} after a broken connection");
        assert_eq!(attempts(method, Answer::status(200).broken_off()).await, expected, "{method} after half a reply");
        let late = Answer::empty().after(Duration::from_secs(3600));
        let expected_late = if expected == 1 { 1 } else { 2 };
        assert_eq!(attempts(method, late).await, expected_late, "{method} after time-outs, within the budget");
        assert_eq!(attempts(method, Answer::status(429)).await, 3, "{method} after 429");
        assert_eq!(attempts(method, Answer::refused()).await, 3, "{method} without a connection");
        for status in [400, 401, 404, 409, 500, 501] {
            assert_eq!(attempts(method, Answer::status(status)).await, 1, "{method} after {status}");
        }
    }
}

#[tokio::test]
async fn attempts_take_half_a_minute_at_most() {
    let fake = Fake::new();
    fake.on::<CreateUser>().fails(Answer::of(&User::new("n")).after(Duration::from_secs(29)));
    client(&fake).users().create(User::new("n")).send().await.expect("in time");
    fake.on::<CreateUser>().fails(Answer::of(&User::new("n")).after(Duration::from_secs(31)));
    let error = client(&fake).users().create(User::new("n")).send().await.expect_err("too late");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("createUser")));
    assert!(error.may_have_been_sent());
}

#[tokio::test]
async fn replies_have_a_limit() {
    let fake = Fake::new();
    let text = "x".repeat(2_000);
    fake.on::<GetUser>().fails(Answer::of(&User::new(text.as_str())));
    let small = || Client::builder("https://example.com").retry(RetryPolicy::never()).reply_limit(1_000);
    let error = small().fake(&fake).build().expect("a client").users().get("x").send().await.expect_err("too long");
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Transport, Some(200)));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let router = axum::Router::new().fallback(|| async move { text });
    tokio::spawn(async move { axum::serve(listener, router).await });
    let builder = Client::builder(format!("http://{address}")).allow_http_loopback(true).reply_limit(1_000);
    let client = builder.retry(RetryPolicy::never()).build().expect("a client");
    let error = client.users().get("x").send().await.expect_err("too long");
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Transport, Some(200)));
    assert!(error.may_have_been_sent());
}

#[tokio::test]
async fn errors_keep_a_part_of_the_body() {
    let fake = Fake::new();
    fake.on::<GetUser>().fails(Answer::body("text/html", "x".repeat(100_000)).with_status(500));
    let error = client(&fake).users().get("x").send().await.expect_err("500");
    assert_eq!(error.body().len(), 64 << 10);
    fake.on::<GetUser>().fails(Answer::body("application/json", r#"{"name":"n","x":1}"#).with_status(418));
    let error = client(&fake).users().get("x").send().await.expect_err("418");
    assert_eq!(error.body_as::<User>().expect("a user").name.as_deref(), Some("n"));
    error.body_as::<Vec<Json>>().expect_err("no list");
}
