//! From what a document says of its callers to who is let in.

use axum::body::Body;
use gatewright_documents::apis::runtime::{ApiKeys, Principal, Service, StaticTokens};
use gatewright_documents::apis::security::operations::ALL;
use gatewright_documents::apis::security::permissions::least;
use gatewright_documents::apis::security::server::Server;
use gatewright_documents::apis::security::{Permission, operations};
use tower::ServiceExt;

fn service() -> Service {
    let keys = ApiKeys::header("X-API-Key")
        .key("plain", Principal::new("plain", [""; 0]))
        .key("auditor", Principal::new("auditor", ["audit", "read"]));
    let tokens = StaticTokens::new(&["Bearer"])
        .token("poor", Principal::new("poor", [""; 0]))
        .token("reader", Principal::new("reader", ["read"]))
        .token("god", Principal::superuser("god"));
    Server::new().authenticator(keys).authenticator(tokens).into_service()
}

/// What is let in is not implemented, so it answers 501.
#[tokio::test]
async fn documents_say_who_may_call() {
    let service = service();
    for (path, key, token, expected) in [
        ("/open", "", "", 501),
        ("/maybe", "", "", 501),
        ("/key", "plain", "", 501),
        ("/key", "", "god", 401),
        ("/tls", "plain", "god", 401),
        ("/both", "", "god", 401),
        ("/both", "plain", "reader", 501),
        ("/both", "auditor", "poor", 403),
        ("/either", "plain", "", 501),
        ("/either", "", "reader", 403),
        ("/roles", "plain", "god", 403),
        ("/beside", "plain", "poor", 403),
        ("/beside", "auditor", "", 501),
        ("/beside", "plain", "god", 501),
        ("/any", "auditor", "", 501),
        ("/any", "", "reader", 403),
    ] {
        let mut request = http::Request::get(path);
        if !key.is_empty() {
            request = request.header("x-api-key", key);
        }
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).expect("a request");
        let status = service.clone().oneshot(request).await.expect("an answer").status();
        assert_eq!(status, expected, "{path} with key {key:?} and token {token:?}");
    }
}

#[test]
fn what_nothing_proves_is_locked() {
    let keys = Server::new().authenticator(ApiKeys::header("X-API-Key"));
    let mut locked = Vec::new();
    let _server = keys.configure(|builder| {
        locked = builder.locked().iter().map(|operation| operation.id).collect();
        builder
    });
    assert_eq!(locked, ["both", "inQuery", "inCookie", "tls", "digest", "oidc", "unknown"]);
}

#[test]
fn a_key_of_which_nothing_is_said_saves_no_permission() {
    let of = |id: &str| ALL.iter().copied().find(|operation| operation.id == id).expect("an operation");
    assert_eq!(least(&[of("either")]).permissions, [Permission::Read, Permission::Write]);
    assert_eq!(least(&[of("byKey"), of("open"), of("maybe")]).permissions, []);
    assert_eq!(operations::ALL.iter().filter(|operation| operation.is_open()).count(), 2);
}
