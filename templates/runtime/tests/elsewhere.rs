//! Operations with addresses of their own: where their calls go, and where they do not go unasked.

use gatewright_runtime as runtime;
use runtime::client::{ClientBuilder, Core, MemoryTransport};
use runtime::profile::Server;
use runtime::{Arguments, Credentials, Error, Operation, Profile, Reply};

/// Nothing but an operation.
struct Bare(&'static Operation);

impl Arguments for Bare {
    fn operation(&self) -> &'static Operation {
        self.0
    }
}

const fn at(url: &'static str) -> Server {
    Server { url, variables: &[] }
}

/// Sends a call of an operation that has these servers, and shows where it went.
async fn sent(
    api: &'static [Server],
    own: &'static [Server],
    set: impl FnOnce(ClientBuilder<Core>) -> ClientBuilder<Core>,
    base: &str,
) -> Result<String, Error> {
    let profile = Box::leak(Box::new(Profile { api: "sample", servers: api, ..Profile::PLAIN }));
    let operation = Box::leak(Box::new(Operation { path: "/files", servers: own, ..Operation::PLAIN }));
    let transport = MemoryTransport::json(200, "{}");
    let builder = ClientBuilder::new(profile, base.to_owned()).transport(transport.clone());
    let core: Core = set(builder.credentials(Credentials::token("t")).allow_http_loopback(true)).build()?;
    let outcome = core.call().send::<Reply>(&Bare(operation)).await;
    let sent = transport.sent();
    assert_eq!(sent.len(), usize::from(outcome.is_ok()), "what fails was not sent");
    outcome.map(|_| sent.iter().map(|request| request.uri().to_string()).collect())
}

const API: &[Server] = &[at("https://api.example.com/2.0")];
const UPLOAD: &[Server] = &[at("https://upload.example.com/api/2.0/")];

#[tokio::test]
async fn they_go_where_the_documents_say_when_that_is_permitted() {
    let permitted = |builder: ClientBuilder<Core>| builder.also_at("https://upload.example.com/api/2.0");
    let sent = sent(API, UPLOAD, permitted, "https://api.example.com/2.0/").await;
    assert_eq!(sent.expect("a reply"), "https://upload.example.com/api/2.0/files");
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_meant_it_to_go() {
    let error = sent(API, UPLOAD, |builder| builder, "https://api.example.com/2.0").await.expect_err("not permitted");
    let message = "the documents send this call to `https://upload.example.com/api/2.0/`, not to the base address; permit \
                   it by `also_at`";
    assert!(error.to_string().contains(message), "{error}");
    let other = |builder: ClientBuilder<Core>| builder.also_at("https://elsewhere.example.com/api/2.0");
    assert!(sent(API, UPLOAD, other, "https://api.example.com/2.0").await.is_err());
}

#[tokio::test]
async fn with_a_base_address_of_ones_own_all_calls_go_there() {
    for base in ["http://127.0.0.1:8080", "https://gateway.example.org/box"] {
        let all = sent(API, UPLOAD, |builder| builder, base).await;
        assert_eq!(all.expect("a reply"), format!("{base}/files"));
    }
    let permitted = |builder: ClientBuilder<Core>| builder.also_at("https://upload.example.com/api/2.0");
    let some = sent(API, UPLOAD, permitted, "https://gateway.example.org").await;
    assert_eq!(some.expect("a reply"), "https://upload.example.com/api/2.0/files");
}

#[tokio::test]
async fn what_is_on_the_same_host_needs_no_permission() {
    let base = "https://api.example.com/2.0";
    for (own, goes) in [
        ([at("https://api.example.com")], "https://api.example.com/files"),
        ([at("/3.0")], "https://api.example.com/3.0/files"),
        ([at("https://API.example.com:443/a/")], "https://api.example.com/a/files"),
    ] {
        let sent = sent(API, Box::leak(Box::new(own)), |builder| builder, base).await;
        assert_eq!(sent.expect("a reply"), goes);
    }
}

const SITES: &[Server] = &[Server {
    url: "https://{subdomain}.{site}",
    variables: &[("subdomain", Some("api")), ("site", Some("example.com"))],
}];
const INTAKE: &[Server] = &[Server {
    url: "https://{subdomain}.{site}",
    variables: &[("subdomain", Some("intake")), ("site", Some("example.com"))],
}];

#[tokio::test]
async fn variables_are_those_of_the_servers() {
    let both = |builder: ClientBuilder<Core>| {
        builder.variable("site", "example.eu").also_at("https://events.example.eu").also_at("https://intake.example.eu")
    };
    let sent_to = sent(SITES, INTAKE, both, "https://{subdomain}.{site}").await;
    assert_eq!(sent_to.expect("a reply"), "https://intake.example.eu/files", "the one that the variables name");
    let one = |builder: ClientBuilder<Core>| builder.also_at("https://take-in.example.eu");
    let sent_to = sent(SITES, INTAKE, one, "https://api.example.eu").await;
    assert_eq!(sent_to.expect("a reply"), "https://take-in.example.eu/files", "any that fits");
    assert!(sent(SITES, INTAKE, |builder| builder, "https://api.example.eu").await.is_err());
}

#[tokio::test]
async fn a_server_that_is_a_mere_variable_is_not_the_documents_address() {
    const ANY: &[Server] = &[Server { url: "https://{host}", variables: &[("host", None)] }];
    let sent = sent(ANY, UPLOAD, |builder| builder, "https://gateway.example.org").await;
    assert_eq!(sent.expect("a reply"), "https://gateway.example.org/files");
}

#[test]
fn only_safe_addresses_can_be_permitted() {
    static PROFILE: Profile = Profile { servers: API, ..Profile::PLAIN };
    for unsafe_one in ["http://upload.example.com", "https://user@upload.example.com", "upload", "https://{unset}"] {
        let builder = ClientBuilder::<Core>::new(&PROFILE, "https://api.example.com/2.0".to_owned());
        assert!(builder.also_at(unsafe_one).build().is_err(), "{unsafe_one}");
    }
}
