//! What is refused before a handler runs, in which order, and in whose words.

use axum::body::Body;
use gatewright_runtime as runtime;
use runtime::{Principal, Request, Service, StaticTokens};

use super::sample::operations::users as operations;
use super::sample::server::Server;
use super::sample::server::users::{self, Users};
use super::sample::types::User;
use super::{Answer, ask};

struct Echo;

impl Users for Echo {
    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        request.body.clone().unwrap_or_default().into()
    }

    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        match request.user_id.as_deref() {
            Some("panic") => panic!("secret of the server"),
            Some("incomplete") => User::default().into(),
            id => User::new(id.unwrap_or_default()).into(),
        }
    }
}

fn service() -> Service {
    let tokens = StaticTokens::new(&["SSWS"])
        .token("all", Principal::superuser("all"))
        .token("reader", Principal::new("reader", ["okta.users.read"]));
    let server = Server::new().users(Echo).authenticator(tokens);
    server.configure(|server| server.body_limit(1000)).into_service()
}

/// Sends a request with these headers (`name: value`, one a line).
async fn send(line: &str, headers: &str, body: impl Into<Body>) -> Answer {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    let mut request = http::Request::builder().method(method).uri(path);
    for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
        request = request.header(name.trim(), value);
    }
    ask(&service(), request, body).await
}

/// A body that breaks off.
struct Failing<E>(Option<E>);

impl<E: std::error::Error + Unpin> http_body::Body for Failing<E> {
    type Data = runtime::Bytes;
    type Error = E;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, E>>> {
        std::task::Poll::Ready(self.0.take().map(Err))
    }
}

/// Layers before the server limit bodies, too; that they did is told by the type of the error, whatever it says.
#[tokio::test]
async fn a_body_that_a_layer_limits_is_too_large() {
    use http_body_util::{Full, Limited};
    const CREATE: &str = "POST /api/v1/users";
    let all = "authorization: SSWS all";
    let user = || Full::new(runtime::Bytes::from_static(br#"{"name":"a"}"#));
    let limited = |limit| Body::new(Limited::new(user(), limit));
    let within = Body::new(http_body_util::BodyExt::map_err(Limited::new(user(), 5), axum::Error::new));
    let broken = std::io::Error::other("length limit exceeded");
    for (body, status) in
        [(limited(5), 413), (limited(12), 201), (within, 413), (Body::new(Failing(Some(broken))), 400)]
    {
        let answer = send(CREATE, all, body).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(!answer.body.contains(" 1000 "), "not our limit: {}", answer.body);
    }
}

#[tokio::test]
async fn every_step_comes_in_its_place() {
    let all = "authorization: SSWS all";
    let large = "x".repeat(1001);
    // Each of these breaks the rule of its step and those of all later steps.
    let cases: &[(u16, &str, &str, &str)] = &[
        (413, "POST /nowhere", "content-length: 1001", ""),
        (404, "POST /nowhere", "", ""),
        (405, "PATCH /api/v1/users", "content-type: text/plain", "x"),
        (401, "POST /api/v1/users", "content-type: text/plain\naccept: image/png", "x"),
        (403, "POST /api/v1/users", "authorization: SSWS reader\ncontent-type: text/plain\naccept: image/png", "x"),
        (406, "POST /api/v1/users", "authorization: SSWS all\ncontent-type: text/plain\naccept: image/png", "x"),
        (415, "POST /api/v1/users", "authorization: SSWS all\ncontent-type: text/plain\ncontent-length: 1", "x"),
        (415, "POST /api/v1/users", "authorization: SSWS all\ncontent-type: text/plain", "x"),
        (413, "POST /api/v1/users", all, &large),
        (400, "POST /api/v1/users?activate=maybe", all, "{"),
        (501, "DELETE /api/v1/users/x", all, ""),
        (201, "POST /api/v1/users", all, r#"{"name":"a"}"#),
    ];
    for &(status, line, headers, body) in cases {
        let answer = send(line, headers, body.to_owned()).await;
        assert_eq!(answer.status, status, "{line} {headers}: {}", answer.body);
        assert_eq!(answer.header("x-okta-request-id").len(), 16, "{line}: every answer has an id");
        if status >= 400 {
            let summary = answer.json().get("errorSummary").and_then(|text| text.as_str()).unwrap_or_default();
            assert!(!summary.is_empty(), "{line}: {}", answer.body);
            assert_eq!(answer.header("content-type"), "application/json", "{line}");
        }
    }
}

/// What no code is known for has that of its class, or none.
#[tokio::test]
async fn every_refusal_has_a_code_that_means_something() {
    for (line, body, status, code) in [
        ("POST /api/v1/users", "x", 415, Some("E0000001")),
        ("GET /api/v1/nowhere", "", 404, Some("E0000007")),
        ("DELETE /api/v1/users/x", "", 501, Some("E0000060")),
        ("GET /api/v1/users/panic", "", 500, None),
    ] {
        let answer = send(line, "authorization: SSWS all\ncontent-type: text/plain", body).await;
        let told = answer.json().get("errorCode").and_then(|code| code.as_str());
        assert_eq!((answer.status, told.as_deref()), (status, code), "{line}");
    }
}

#[tokio::test]
async fn bodies_are_of_a_listed_media_type() {
    let json = r#"{"name":"a"}"#;
    let cases: &[(u16, &str, &[u8])] = &[
        (201, "content-type: application/json", json.as_bytes()),
        (201, "content-type: Application/JSON; charset=UTF-8", json.as_bytes()),
        (201, "content-type: application/json;charset=\"utf-8\"", json.as_bytes()),
        (201, "content-type: application/json\ncontent-encoding: identity", json.as_bytes()),
        (201, "", json.as_bytes()),
        (415, "content-type: application/json; charset=utf-16", json.as_bytes()),
        (415, "content-type: application/json; charset=iso-8859-1", json.as_bytes()),
        (415, "content-type: application/json\ncontent-encoding: gzip", json.as_bytes()),
        (415, "content-type: text/json+x", json.as_bytes()),
        (415, "content-type: application", json.as_bytes()),
        (415, "content-type: json", json.as_bytes()),
        (415, "content-type: application/json\ncontent-type: application/json", json.as_bytes()),
        (400, "content-type: application/json", b"{\"name\":\"\xff\"}"),
        (400, "content-type: application/json", b"\xfe\xff\0{\0}"),
        (400, "content-type: application/json", b"\xef\xbb\xbf{\"name\":1}"),
        // Without a body its media type does not matter, but this operation needs one.
        (400, "content-type: application/octet-stream", b""),
    ];
    for &(status, headers, body) in cases {
        let answer = send("POST /api/v1/users", &format!("authorization: SSWS all\n{headers}"), body.to_vec()).await;
        assert_eq!(answer.status, status, "{headers}: {}", answer.body);
    }
    let refused = send("POST /api/v1/users", "authorization: SSWS all\ncontent-type: text/plain", "x").await;
    assert_eq!(refused.header("accept"), "application/json");
}

#[tokio::test]
async fn answers_are_of_an_accepted_media_type() {
    for (status, accept) in [
        (200, "application/json"),
        (200, "*/*"),
        (200, "application/*"),
        (200, "text/html, application/json;q=0.1"),
        (200, "text/html, */*;q=0.1"),
        (200, ""),
        (406, "text/html"),
        (406, "application/json;q=0"),
        (406, "*/*, application/json;q=0.0"),
        (200, "*/*;q=0, application/json"),
        (406, "image/*, text/*"),
    ] {
        let answer = send("GET /api/v1/users/a", &format!("authorization: SSWS all\naccept: {accept}"), "").await;
        assert_eq!(answer.status, status, "{accept}: {}", answer.body);
    }
}

#[tokio::test]
async fn methods_are_answered_for_every_path() {
    let head = send("HEAD /api/v1/users/a", "authorization: SSWS all", "").await;
    let get = send("GET /api/v1/users/a", "authorization: SSWS all", "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    let options = send("OPTIONS /api/v1/users/a", "", "").await;
    assert_eq!((options.status, options.header("allow")), (204, "GET, PUT, DELETE, HEAD, OPTIONS"));
    let other = send("TRACE /api/v1/users/a/logo", "", "").await;
    assert_eq!((other.status, other.header("allow")), (405, "POST, OPTIONS"));
    assert_eq!(send("OPTIONS /nowhere", "", "").await.status, 404);
    assert_eq!(send("OPTIONS *", "", "").await.status, 204);
    assert_eq!(send("HEAD /api/v1/users/a", "", "").await.status, 401);
    assert_eq!(send("HEAD /api/v1/users/a/logo", "authorization: SSWS all", "").await.status, 405);
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let answer =
        send("POST /api/v1/users?activate=maybe", "authorization: SSWS all", r#"{"name":1,"name":2,"age":"x"}"#).await;
    let causes = answer.json().get("errorCauses").and_then(|causes| causes.items()).expect("causes");
    assert!(causes.len() > 1, "{}", answer.body);
    assert!(answer.body.contains("query activate") && answer.body.contains("body /"), "{}", answer.body);
}

#[tokio::test]
async fn faults_of_handlers_tell_nothing() {
    for path in ["GET /api/v1/users/panic", "GET /api/v1/users/incomplete"] {
        let answer = send(path, "authorization: SSWS all", "").await;
        assert_eq!(answer.status, 500, "{path}: {}", answer.body);
        let summary = answer.json().get("errorSummary").and_then(|text| text.as_str());
        assert_eq!(summary.as_deref(), Some("The server failed."), "{path}");
    }
    assert_eq!(send("GET /api/v1/users/a", "authorization: SSWS all", "").await.status, 200, "it goes on");
}
