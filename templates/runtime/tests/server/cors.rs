//! Pages in browsers, got from other origins: which may call, and what they see of the answers.

use std::time::Duration;

use gatewright_runtime as runtime;
use runtime::{Cors, Principal, RateLimit, Request, ServerBuilder, Service, StaticTokens};

use super::sample::operations::users as operations;
use super::sample::server::Server;
use super::sample::server::users::{self, Users};
use super::sample::types::User;
use super::{Answer, ask};

struct Echo;

impl Users for Echo {
    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        User::new(request.user_id.clone().unwrap_or_default()).into()
    }
}

const HERE: &str = "https://tools.example.com";

fn service(cors: Option<Cors>) -> Service {
    let tokens = StaticTokens::new(&["SSWS"]).token("reader", Principal::new("reader", ["okta.users.read"]));
    let limits = |server: ServerBuilder| {
        let server = server.body_limit(10).rate_limit(RateLimit::new(1, Duration::from_secs(60)));
        match cors {
            Some(cors) => server.cors(cors),
            None => server,
        }
    };
    Server::new().users(Echo).authenticator(tokens).configure(limits).into_service()
}

async fn send(service: &Service, line: &str, headers: &str) -> Answer {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let mut request = http::Request::builder().method(method).uri(path);
    for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
        request = request.header(name.trim(), value);
    }
    ask(service, request, "").await
}

/// What a browser asks before it sends a request with a token.
fn preflight(origin: &str) -> String {
    format!(
        "origin: {origin}\naccess-control-request-method: PATCH\naccess-control-request-headers: authorization,content-type"
    )
}

#[tokio::test]
async fn preflights_are_answered_before_anybody_is_known() {
    for (cors, origin, credentials) in [
        (Cors::any(), "*", ""),
        (Cors::named([HERE]), HERE, ""),
        (Cors::named_with_credentials(["https://other.example.com", "https://tools.example.com/"]), HERE, "true"),
    ] {
        let service = service(Some(cors.max_age(Duration::from_secs(7))));
        for path in ["/api/v1/users/a", "/nowhere"] {
            let answer = send(&service, &format!("OPTIONS {path}"), &preflight(HERE)).await;
            assert_eq!((answer.status, answer.body.as_str()), (204, ""));
            assert_eq!(answer.header("access-control-allow-origin"), origin);
            assert_eq!(answer.header("access-control-allow-methods"), "PATCH");
            assert_eq!(answer.header("access-control-allow-headers"), "authorization,content-type");
            assert_eq!(answer.header("access-control-max-age"), "7");
            assert_eq!(answer.header("access-control-allow-credentials"), credentials);
        }
    }
}

#[tokio::test]
async fn every_answer_can_be_read_by_pages_that_may() {
    let service = service(Some(Cors::named([HERE])));
    let known = format!("origin: {HERE}\nauthorization: SSWS reader");
    for (status, line, headers) in [
        (200, "GET /api/v1/users/a", known.clone()),
        (429, "GET /api/v1/users/a", known.clone()),
        (401, "GET /api/v1/users/a", format!("origin: {HERE}")),
        (404, "GET /nowhere", known.clone()),
        (413, "POST /api/v1/users", format!("{known}\ncontent-length: 11")),
        (204, "OPTIONS /api/v1/users/a", known),
    ] {
        let answer = send(&service, line, &headers).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.body);
        assert_eq!(answer.header("access-control-allow-origin"), HERE, "{line}");
        assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "origin"), "{line}: {:?}", answer.headers);
        let exposed = answer.header("access-control-expose-headers");
        for name in ["link", "location", "retry-after", "x-okta-request-id", "x-rate-limit-reset"] {
            assert!(exposed.split(", ").any(|exposed| exposed == name), "{line}: {exposed}");
        }
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn others_may_not() {
    for origin in
        ["https://tools.example.com.evil.example", "http://tools.example.com", "null", "https://TOOLS.example.com"]
    {
        let service = service(Some(Cors::named_with_credentials([HERE])));
        for line in ["OPTIONS /api/v1/users/a", "GET /api/v1/users/a"] {
            let answer = send(&service, line, &format!("{}\nauthorization: SSWS reader", preflight(origin))).await;
            let told = answer.headers.keys().filter(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(told.count(), 0, "{origin} {line}: {:?}", answer.headers);
            assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "origin"), "{origin} {line}");
        }
    }
}

#[tokio::test]
async fn nothing_is_said_unless_it_is_switched_on() {
    let service = service(None);
    let answer = send(&service, "OPTIONS /api/v1/users/a", &preflight(HERE)).await;
    assert_eq!((answer.status, answer.header("allow")), (204, "GET, PUT, DELETE, HEAD, OPTIONS"));
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{:?}", answer.headers);
}
