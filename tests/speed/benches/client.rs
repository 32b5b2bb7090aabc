//! The client beside one written by hand with serde's derive, for five calls: the time and the allocations of a call. Once
//! over loopback, where the other is reqwest by hand and the server answers the same octets without looking or allocating
//! much, on the same thread; and once in memory, where both hand their requests to a transport that has the replies ready.
//!
//! ```sh
//! cargo bench -p speed --bench client
//! ```

use std::net::SocketAddr;

use gatewright_apis::okta::{self, types};
use gatewright_apis::runtime::client::{Body, BoxFuture, ClientBuilder, Transport, TransportError};
use gatewright_apis::runtime::{Bytes, Credentials, Value, wire};
use http::{Method, Request, Response, StatusCode};
use serde::de::DeserializeOwned;
use speed::derived::known;
use speed::race::Race;
use speed::{server, users};
use tokio::runtime::{Builder, Runtime};

const BASE: &str = "https://example.okta.com";

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap_or_else(|error| panic!("{error}"));
    let (user, list) = (users::user(1000, false), users::list(20, false));
    let address = runtime.block_on(server::start(&user, &list));
    let builder = okta::Client::builder(format!("http://{address}")).allow_http_loopback(true);
    races(&runtime, "over loopback", &client(builder), &Written(Loopback::new(address)));
    let ready = Ready { one: Bytes::from(user), list: Bytes::from(list) };
    let builder = okta::Client::builder(BASE).transport(ready.clone());
    races(&runtime, "in memory", &client(builder), &Written(ready));
}

fn client(builder: ClientBuilder<okta::Client>) -> okta::Client {
    let builder = builder.credentials(Credentials::token("token")).user_agent("speed");
    builder.build().unwrap_or_else(|error| panic!("{error}"))
}

fn races(runtime: &Runtime, how: &str, ours: &okta::Client, theirs: &Written<impl Exchange>) {
    let user: known::User = derived(&users::user(1000, false));
    let known = known::User { profile: user.profile, credentials: user.credentials, ..Default::default() };
    let body = serde_json::to_string(&known).unwrap_or_else(|error| panic!("{error}"));
    let create: types::CreateUserRequest = read(&body);
    let update: types::UpdateUserRequest = read(&body);
    let title = |what: &str| format!("{what} {how}");

    race(runtime, &title("list 20 users"), || ours.users().list().limit(20).send(), || theirs.list(20));
    race(runtime, &title("get a user"), || ours.users().get("00u1").send(), || theirs.get("00u1"));
    race(
        runtime,
        &title("create a user"),
        || ours.users().create(create.clone()).activate(true).send(),
        || theirs.create(known.clone()),
    );
    race(
        runtime,
        &title("replace a user"),
        || ours.users().replace("00u1", update.clone()).send(),
        || theirs.replace("00u1", known.clone()),
    );
    race(runtime, &title("delete a user"), || ours.users().delete("00u1").send(), || theirs.delete("00u1"));
}

/// Awaits both ways in turns; each call must succeed.
fn race<A, B, F, G, E, H>(runtime: &Runtime, title: &str, ours: impl Fn() -> F, theirs: impl Fn() -> G)
where
    F: IntoFuture<Output = Result<A, E>>,
    G: Future<Output = Result<B, H>>,
    E: std::fmt::Display,
    H: std::fmt::Display,
{
    let ours = || runtime.block_on(async { ours().await }).unwrap_or_else(|error| panic!("{error}"));
    let theirs = || runtime.block_on(theirs()).unwrap_or_else(|error| panic!("{error}"));
    Race::default().way("written by hand", theirs).way("generated", ours).run(title);
}

fn read<T: Value>(text: &str) -> T {
    wire::read(text.as_bytes(), wire::Mode::Lenient).unwrap_or_else(|error| panic!("{error}"))
}

fn derived<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// A client as one would write it for these five calls, over what exchanges a request for the octets of a reply.
struct Written<E>(E);

trait Exchange {
    type Error: std::fmt::Display;

    async fn exchange(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Result<Bytes, Self::Error>;
}

impl<E: Exchange> Written<E> {
    async fn list(&self, limit: u32) -> Result<Vec<known::User>, E::Error> {
        self.call(Method::GET, &format!("/api/v1/users?limit={limit}"), None).await
    }

    async fn get(&self, id: &str) -> Result<known::User, E::Error> {
        self.call(Method::GET, &format!("/api/v1/users/{id}"), None).await
    }

    async fn create(&self, user: known::User) -> Result<known::User, E::Error> {
        self.call(Method::POST, "/api/v1/users?activate=true", Some(user)).await
    }

    async fn replace(&self, id: &str, user: known::User) -> Result<known::User, E::Error> {
        self.call(Method::PUT, &format!("/api/v1/users/{id}"), Some(user)).await
    }

    async fn delete(&self, id: &str) -> Result<(), E::Error> {
        self.0.exchange(Method::DELETE, &format!("/api/v1/users/{id}"), None).await.map(drop)
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<known::User>,
    ) -> Result<T, E::Error> {
        let body = body.map(|user| serde_json::to_vec(&user).unwrap_or_else(|error| panic!("{error}")));
        let reply = self.0.exchange(method, path, body).await?;
        Ok(serde_json::from_slice(&reply).unwrap_or_else(|error| panic!("{error}")))
    }
}

/// As the generated client asks, so that both send the same octets.
fn accept(method: &Method) -> &'static str {
    if method == Method::DELETE { "application/json, */*;q=0.5" } else { "application/json" }
}

/// By reqwest.
struct Loopback {
    client: reqwest::Client,
    base: String,
}

impl Loopback {
    fn new(address: SocketAddr) -> Self {
        let client = reqwest::Client::builder().timeout(std::time::Duration::from_secs(30)).no_proxy().build();
        Self { client: client.unwrap_or_else(|error| panic!("{error}")), base: format!("http://{address}") }
    }
}

impl Exchange for Loopback {
    type Error = reqwest::Error;

    async fn exchange(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Result<Bytes, reqwest::Error> {
        let accept = accept(&method);
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request =
            request.header("accept", accept).header("authorization", "SSWS token").header("user-agent", "speed");
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body),
            None => request,
        };
        request.send().await?.error_for_status()?.bytes().await
    }
}

/// Replies that are there without a server.
#[derive(Clone)]
struct Ready {
    one: Bytes,
    list: Bytes,
}

impl Transport for Ready {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let mut response = match *request.method() {
            Method::DELETE => Response::new(Bytes::new()),
            Method::GET if request.uri().query().is_some() => Response::new(self.list.clone()),
            _ => Response::new(self.one.clone()),
        };
        if response.body().is_empty() {
            *response.status_mut() = StatusCode::NO_CONTENT;
        } else {
            let json = http::HeaderValue::from_static("application/json");
            response.headers_mut().insert(http::header::CONTENT_TYPE, json);
        }
        Box::pin(std::future::ready(Ok(response)))
    }
}

impl Exchange for Ready {
    type Error = TransportError;

    async fn exchange(&self, method: Method, path: &str, body: Option<Vec<u8>>) -> Result<Bytes, TransportError> {
        let accept = accept(&method);
        let request = Request::builder().method(method).uri(format!("{BASE}{path}"));
        let request =
            request.header("accept", accept).header("authorization", "SSWS token").header("user-agent", "speed");
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(Body::from(Bytes::from(body))),
            None => request.body(Body::default()),
        };
        let response = self.send(request.unwrap_or_else(|error| panic!("{error}"))).await?;
        assert!(response.status().is_success(), "{}", response.status());
        Ok(response.into_body())
    }
}
