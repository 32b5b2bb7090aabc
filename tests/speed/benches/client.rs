//! The client beside reqwest and serde's derive, for five calls over loopback: the time and the allocations of a call. The
//! server that both call answers the same octets without looking or allocating much, on the same thread.
//!
//! ```sh
//! cargo bench -p speed --bench client
//! ```

use std::net::SocketAddr;

use gatewright_apis::okta::{self, types};
use gatewright_apis::runtime::{Credentials, Value, wire};
use serde::Serialize;
use serde::de::DeserializeOwned;
use speed::derived::known;
use speed::race::Race;
use speed::{server, users};
use tokio::runtime::{Builder, Runtime};

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap_or_else(|error| panic!("{error}"));
    let address = runtime.block_on(server::start(&users::user(1000, false), &users::list(20, false)));
    let ours = generated(address);
    let theirs = Written::new(address);
    let user: known::User = derived(&users::user(1000, false));
    let known = known::User { profile: user.profile, credentials: user.credentials, ..Default::default() };
    let body = serde_json::to_string(&known).unwrap_or_else(|error| panic!("{error}"));
    let create: types::CreateUserRequest = read(&body);

    race(&runtime, "list 20 users", || ours.users().list().limit(20).send(), || theirs.list(20));
    race(&runtime, "get a user", || ours.users().get("00u1").send(), || theirs.get("00u1"));
    race(
        &runtime,
        "create a user",
        || ours.users().create(create.clone()).activate(true).send(),
        || theirs.create(known.clone()),
    );
    let update: types::UpdateUserRequest = read(&body);
    race(
        &runtime,
        "replace a user",
        || ours.users().replace("00u1", update.clone()).send(),
        || theirs.replace("00u1", known.clone()),
    );
    race(&runtime, "delete a user", || ours.users().delete("00u1").send(), || theirs.delete("00u1"));
}

/// Awaits both ways in turns; each call must succeed.
fn race<A, B, F, G, E>(runtime: &Runtime, title: &str, ours: impl Fn() -> F, theirs: impl Fn() -> G)
where
    F: IntoFuture<Output = Result<A, E>>,
    G: Future<Output = Result<B, reqwest::Error>>,
    E: std::fmt::Display,
{
    let ours = || runtime.block_on(async { ours().await }).unwrap_or_else(|error| panic!("{error}"));
    let theirs = || runtime.block_on(theirs()).unwrap_or_else(|error| panic!("{error}"));
    Race::default().way("reqwest and derive", theirs).way("generated", ours).run(title);
}

fn generated(address: SocketAddr) -> okta::Client {
    let builder = okta::Client::builder(format!("http://{address}")).credentials(Credentials::token("token"));
    builder.allow_http_loopback(true).build().unwrap_or_else(|error| panic!("{error}"))
}

fn read<T: Value>(text: &str) -> T {
    wire::read(text.as_bytes(), wire::Mode::Lenient).unwrap_or_else(|error| panic!("{error}"))
}

fn derived<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

/// A client as one would write it for these five calls.
struct Written {
    client: reqwest::Client,
    base: String,
}

impl Written {
    fn new(address: SocketAddr) -> Self {
        let client = reqwest::Client::builder().timeout(std::time::Duration::from_secs(30)).no_proxy().build();
        Self { client: client.unwrap_or_else(|error| panic!("{error}")), base: format!("http://{address}") }
    }

    async fn list(&self, limit: u32) -> Result<Vec<known::User>, reqwest::Error> {
        self.call(reqwest::Method::GET, &format!("/api/v1/users?limit={limit}")).await
    }

    async fn get(&self, id: &str) -> Result<known::User, reqwest::Error> {
        self.call(reqwest::Method::GET, &format!("/api/v1/users/{id}")).await
    }

    async fn create(&self, user: known::User) -> Result<known::User, reqwest::Error> {
        self.send(reqwest::Method::POST, "/api/v1/users?activate=true", &user).await
    }

    async fn replace(&self, id: &str, user: known::User) -> Result<known::User, reqwest::Error> {
        self.send(reqwest::Method::PUT, &format!("/api/v1/users/{id}"), &user).await
    }

    async fn delete(&self, id: &str) -> Result<(), reqwest::Error> {
        let request = self.request(reqwest::Method::DELETE, &format!("/api/v1/users/{id}"));
        request.send().await?.error_for_status().map(drop)
    }

    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        request.header("accept", "application/json").header("authorization", "SSWS token").header("user-agent", "speed")
    }

    async fn call<T: DeserializeOwned>(&self, method: reqwest::Method, path: &str) -> Result<T, reqwest::Error> {
        let reply = self.request(method, path).send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&reply.bytes().await?).unwrap_or_else(|error| panic!("{error}")))
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: reqwest::Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, reqwest::Error> {
        let body = serde_json::to_vec(body).unwrap_or_else(|error| panic!("{error}"));
        let request = self.request(method, path).header("content-type", "application/json").body(body);
        let reply = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&reply.bytes().await?).unwrap_or_else(|error| panic!("{error}")))
    }
}
