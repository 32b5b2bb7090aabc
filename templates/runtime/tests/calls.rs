//! Calls: the sample's client against the sample's server over a real socket, and the client alone against replies of
//! every sort.

use crate::sample;

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use gatewright_runtime as runtime;
use runtime::client::{ManualClock, MemoryTransport, RetryPolicy, TransportError};
use runtime::{Bytes, CallOptions, Credentials, ErrorKind, Failure, Principal, Reply, Request, StaticTokens};
use sample::operations::users as operations;
use sample::server::Server;
use sample::server::users::{self, Users};
use sample::types::{Logo, User};
use sample::{Client, client};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const CANARY: &str = "canary-00f1e2d3";

/// The server's side of most tests: says back what it got.
struct Echo;

impl Users for Echo {
    async fn list_users(&self, request: Request<operations::ListUsers>) -> users::ListUsersResponse {
        let ids = request.ids.clone().unwrap_or_default();
        ids.into_iter().map(User::new).collect::<Vec<_>>().into()
    }

    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        match &request.body {
            Some(user) => user.clone().into(),
            None => users::CreateUserResponse::BadRequest(Failure::new("no user").cause("body")),
        }
    }

    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        match request.user_id.as_deref() {
            Some("nobody") => users::GetUserResponse::NotFound(Failure::new("Not found")),
            Some("panic") => panic!("on purpose"),
            Some(id) => User::new(id).into(),
            None => unreachable!("required"),
        }
    }

    async fn replace_user(&self, request: Request<operations::ReplaceUser>) -> users::ReplaceUserResponse {
        match request.if_match.as_deref() {
            Some("later") => users::ReplaceUserResponse::Accepted,
            Some(_) => users::ReplaceUserResponse::ClientError(412, Failure::new("changed")),
            None => request.body.clone().unwrap_or_default().into(),
        }
    }

    async fn upload_logo(&self, request: Request<operations::UploadLogo>) -> users::UploadLogoResponse {
        let logo = request.body.clone().unwrap_or_default();
        let location = format!(
            "/logos/{}/{}",
            logo.file.and_then(|file| file.size()).unwrap_or_default(),
            logo.caption.unwrap_or_default()
        );
        users::UploadLogoResponse::Created { location: Some(location) }
    }

    async fn add_certificate(&self, request: Request<operations::AddCertificate>) -> users::AddCertificateResponse {
        match &request.body {
            Some(operations::AddCertificateBody::Pkcs10(bytes)) if bytes.as_ref() == [0, 255, 1] => ().into(),
            other => panic!("{other:?}"),
        }
    }
}

async fn serve(server: Server) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, server.into_router()).await });
    address
}

fn connect(address: SocketAddr, credentials: Credentials) -> Client {
    let builder = Client::builder(format!("http://{address}")).allow_http_loopback(true);
    builder.credentials(credentials).retry(RetryPolicy::never()).build().expect("a client")
}

async fn open() -> Client {
    let server = Server::new().users(Echo).configure(runtime::ServerBuilder::open_to_anybody);
    connect(serve(server).await, Credentials::none())
}

#[tokio::test]
async fn every_kind_of_call_reaches_its_handler() {
    let client = open().await;
    let users = client.users();
    assert_eq!(users.get("a/b %2e.").send().await.expect("200").name.as_deref(), Some("a/b %2e."));
    let listed = users.list().ids(vec!["a,b".to_owned(), "c&d".to_owned()]).send().await.expect("200");
    assert_eq!(listed.iter().map(|user| user.name.as_deref().unwrap_or_default()).collect::<Vec<_>>(), ["a,b", "c&d"]);
    let mut user = User::new("n");
    user.extra.insert("shoe", 45_i64);
    assert_eq!(users.create(user.clone()).activate(true).send().await.expect("201"), user);
    let replaced = users.replace("x", user.clone()).send().await.expect("200");
    assert_eq!(replaced, client::users::ReplaceUserReply::Ok(user.clone()));
    let later = users.replace("x", user.clone()).if_match("later").send().await.expect("202");
    assert_eq!(later, client::users::ReplaceUserReply::Accepted);
    let logo = Logo { file: Some(b"\r\n--gatewright".into()), caption: Some("ü".into()), ..Logo::default() };
    let uploaded = users.upload_logo("x", logo).send().await.expect("201");
    assert_eq!(uploaded.location.as_deref(), Some("/logos/14/ü"));
    let pkcs10 = operations::AddCertificateBody::Pkcs10(Bytes::from_static(&[0, 255, 1]));
    users.add_certificate("x", pkcs10).send().await.expect("204");
    let raw: Reply = users.get("x").send_raw().await.expect("a reply");
    assert!(raw.request_id().is_some());
}

#[tokio::test]
async fn failures_travel_in_the_vendors_shape() {
    let client = open().await;
    let missing = client.users().get("nobody").send().await.expect_err("404");
    assert_eq!((missing.kind(), missing.code()), (ErrorKind::NotFound, Some("E0000007")));
    assert!(missing.request_id().is_some());
    assert_eq!(missing.message(), Some("Not found"));
    let unfinished = client.users().delete("x").send().await.expect_err("501");
    assert_eq!(unfinished.status().map(|status| status.as_u16()), Some(501));
    assert_eq!(unfinished.code(), Some("E0000060"));
    let panicked = client.users().get("panic").send().await.expect_err("500");
    assert_eq!(panicked.kind(), ErrorKind::Server);
    let changed = client.users().replace("x", User::new("n")).if_match("y").send().await.expect_err("412");
    assert_eq!(changed.kind(), ErrorKind::Conflict);
    let wrong: Reply = client
        .request("POST", "/api/v1/users?activate=maybe")
        .body("application/json", "{\"name\":1}")
        .send()
        .await
        .expect("a reply");
    let text = String::from_utf8_lossy(wrong.body()).into_owned();
    assert_eq!(wrong.status().as_u16(), 400, "{text}");
    assert!(text.contains("query activate") && text.contains("/name"), "{text}");
    let method: Reply = client.request("PATCH", "/api/v1/users").send().await.expect("a reply");
    assert_eq!((method.status().as_u16(), method.header("allow").is_some()), (405, true));
}

#[tokio::test]
async fn callers_need_a_token_with_a_permission() {
    let tokens =
        StaticTokens::new(sample::PROFILE.token_prefixes).token(CANARY, Principal::new("reader", ["okta.users.read"]));
    let address = serve(Server::new().users(Echo).authenticator(tokens)).await;
    let reader = connect(address, Credentials::token(CANARY));
    reader.users().get("x").send().await.expect("may read");
    let refused = reader.users().create(User::new("n")).send().await.expect_err("may not write");
    assert_eq!(refused.kind(), ErrorKind::Forbidden);
    let stranger = connect(address, Credentials::none()).users().get("x").send().await.expect_err("no token");
    assert_eq!(stranger.kind(), ErrorKind::Unauthorized);
    let joined = connect(address, Credentials::header("Authorization", format!("SSWS{CANARY}")));
    joined.users().get("x").send().await.expect("no blank after SSWS");
    let deny = serve(Server::new().users(Echo)).await;
    let denied = connect(deny, Credentials::token(CANARY)).users().get("x").send().await.expect_err("no authenticator");
    assert_eq!(denied.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn nothing_dangerous_is_sent() {
    let transport = MemoryTransport::json(200, "{}");
    let client = memory(&transport);
    for id in ["", ".", ".."] {
        let error = client.users().get(id).send().await.expect_err(id);
        assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Invalid, false), "{id:?}");
    }
    let smuggled = client.users().delete("x").prefer("a\r\nX-Admin: 1").send().await.expect_err("control characters");
    assert_eq!(smuggled.kind(), ErrorKind::Invalid);
    let incomplete = client.users().create(User::default()).send().await.expect_err("no name");
    assert!(incomplete.to_string().contains("/name"), "{incomplete}");
    for path in ["x", "/a/../b", "/%2e%2e/b", "/a b", "/a\\b", "/a#b"] {
        client.request("GET", path).send::<Reply>().await.expect_err(path);
    }
    assert_eq!(transport.sent().len(), 0);
    for base in ["http://example.com", "http://127.0.0.1", "https://u:p@example.com", "ftp://x", "https://x/?a=b"] {
        Client::new(base, Credentials::none()).expect_err(base);
    }
    for domain in ["evil.com/", "a@b", "a?b", "a#b", "", "a b"] {
        let built = Client::builder("https://{yourDomain}").variable("yourDomain", domain).build();
        built.map(|_| ()).expect_err(domain);
    }
}

fn memory(transport: &MemoryTransport) -> Client {
    timed(transport, &ManualClock::new(SystemTime::UNIX_EPOCH, 0.5))
}

fn timed(transport: &MemoryTransport, clock: &ManualClock) -> Client {
    let builder = Client::builder("https://example.com").transport(transport.clone()).clock(clock.clone());
    builder.credentials(Credentials::token(CANARY)).build().expect("a client")
}

fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> http::Response<Bytes> {
    let mut reply = http::Response::builder().status(status);
    for (name, value) in headers {
        reply = reply.header(*name, *value);
    }
    reply.body(Bytes::from(body.to_owned())).expect("a reply")
}

#[tokio::test]
async fn odd_replies_are_errors_with_their_status() {
    let html = "<html>502</html>";
    let cases: &[(u16, &str, ErrorKind)] = &[
        (400, "", ErrorKind::BadRequest),
        (404, html, ErrorKind::NotFound),
        (500, "{\"errorCode\":", ErrorKind::Server),
        (500, "[[[[[[", ErrorKind::Server),
        (418, "null", ErrorKind::Status),
        (302, "", ErrorKind::Redirect),
        (200, "", ErrorKind::Decode),
        (200, html, ErrorKind::Decode),
        (200, "{\"name\":\"x\"", ErrorKind::Decode),
        (200, "\u{0}", ErrorKind::Decode),
        (200, "[]", ErrorKind::Decode),
    ];
    for &(status, body, kind) in cases {
        let transport = MemoryTransport::new(move |_| Ok(reply(status, &[("Location", "https://evil.com/")], body)));
        let error = memory(&transport).users().get("x").send().await.expect_err(body);
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (kind, Some(status)), "{body}");
        assert_eq!(error.operation(), Some("getUser"));
        assert_eq!(error.body().as_ref(), body.as_bytes());
    }
}

#[tokio::test]
async fn odd_replies_say_what_is_odd_about_them() {
    let cases: &[(u16, &str, &str, &str, &str)] = &[
        (302, "Location", "https://evil.com/?token=s", "", "302 Found: a redirect to https://evil.com is not followed"),
        (200, "Content-Encoding", "gzip", "\u{1f}", "200 the body is compressed (gzip), which nobody asked for"),
        (200, "Content-Type", "text/html", "<html>", "200 the body (text/html) cannot be read"),
        (200, "Content-Type", "application/json", "<html>", "200 body: expected a value"),
        (500, "X", "y", r#"{"errorCode":""}"#, "500 Internal Server Error"),
    ];
    for &(status, name, value, body, expected) in cases {
        let transport = MemoryTransport::new(move |_| Ok(reply(status, &[(name, value)], body)));
        let error = memory(&transport).users().get("x").send().await.expect_err(expected);
        assert_eq!(error.to_string(), format!("getUser: {expected}"));
    }
}

#[tokio::test]
async fn replies_become_errors_unless_they_are_successes() {
    let (found, missing) = (MemoryTransport::json(200, r#"{"name":"n"}"#), MemoryTransport::json(404, "{}"));
    let reply = memory(&found).users().get("x").send_raw().await.expect("a reply").success().expect("200");
    assert_eq!(reply.decode::<User>().expect("a user").name.as_deref(), Some("n"));
    let error = memory(&missing).users().get("x").send_raw().await.expect("a reply").success().expect_err("404");
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NotFound, Some("getUser")));
}

#[tokio::test]
async fn secrets_are_shown_nowhere() {
    let echo = format!("{{\"errorCode\":\"{CANARY} x\",\"errorSummary\":\"{CANARY}\"}}");
    let transport = MemoryTransport::new(move |_| Ok(reply(400, &[], &echo)));
    let client = memory(&transport);
    let mut user = User::new("n");
    user.password = Some(CANARY.into());
    let call = client.users().create(user);
    let shown = format!("{client:?} {call:?}");
    let error = call.send().await.expect_err("400");
    let options = CallOptions::new().header("X-Key", CANARY);
    let sent = transport.sent();
    let headers = sent.first().map(http::Request::headers);
    let shown = format!("{shown} {error} {error:?} {options:?} {headers:?} {:?}", Credentials::token(CANARY));
    assert!(!shown.contains(CANARY), "{shown}");
    assert!(sent.iter().all(|request| request.headers()["authorization"] == format!("SSWS {CANARY}").as_str()));
}

#[tokio::test]
async fn retries_wait_and_say_so() {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000), 0.5);
    let transport = MemoryTransport::new(|request| {
        Ok(match request.headers().get("X-Okta-Retry-Count").map(http::HeaderValue::as_bytes) {
            None => reply(429, &[("X-Okta-Request-Id", "r1"), ("X-Rate-Limit-Reset", "1002")], ""),
            Some(b"1") => reply(503, &[], ""),
            _ => reply(200, &[], r#"{"name":"n"}"#),
        })
    });
    timed(&transport, &clock).users().get("x").send().await.expect("the third attempt");
    assert_eq!(clock.sleeps(), [Duration::from_secs(3), Duration::from_millis(500)]);
    let sent = transport.sent();
    assert_eq!(sent[1].headers()["X-Okta-Retry-For"], "r1");
    assert_eq!(sent[2].headers()["X-Okta-Retry-Count"], "2");
}

#[tokio::test]
async fn creates_are_repeated_only_when_they_did_not_arrive() {
    let count = |transport: MemoryTransport, options: CallOptions| async move {
        let call = memory(&transport).users().create(User::new("n")).options(options);
        let error = call.send().await.expect_err("fails");
        (transport.sent().len(), error.may_have_been_sent())
    };
    let unsent = || MemoryTransport::new(|_| Err(TransportError::not_sent("refused")));
    let broken = || MemoryTransport::new(|_| Err(TransportError::may_have_been_sent("reset")));
    assert_eq!(count(unsent(), CallOptions::new()).await, (3, false));
    assert_eq!(count(broken(), CallOptions::new()).await, (1, true));
    assert_eq!(count(broken(), CallOptions::new().idempotency_key("k")).await, (3, true));
    assert_eq!(count(MemoryTransport::json(503, ""), CallOptions::new()).await, (1, true));
    assert_eq!(count(unsent(), CallOptions::new().retry(RetryPolicy::never())).await, (1, false));
}

#[tokio::test]
async fn a_client_stops_asking_a_server_in_trouble() {
    let transport = MemoryTransport::json(503, "");
    let client = memory(&transport);
    for _ in 0..100 {
        client.users().get("x").send().await.expect_err("503");
    }
    assert_eq!(transport.sent().len(), 100 + 20);
}

/// Answers `/api/v1/users` with one page per cursor: (cursor, names, Link).
fn paged(pages: &'static [(&'static str, &'static str, &'static str)]) -> MemoryTransport {
    MemoryTransport::new(|request| {
        let query = request.uri().query().unwrap_or_default();
        let page =
            pages.iter().find(|(cursor, _, _)| query.contains(cursor) && (!cursor.is_empty() || query.is_empty()));
        let (_, body, link) = page.expect("a known page");
        Ok(reply(200, &[("Link", "<https://example.com/self>; rel=\"self\""), ("Link", link)], body))
    })
}

#[tokio::test]
async fn pages_follow_links_of_the_same_origin() {
    let transport = paged(&[
        (
            "",
            r#"[{"name":"a"},7,{"name":"b"}]"#,
            r#"<https://example.com/api/v1/users?after=1>; title="a,b"; rel="next""#,
        ),
        ("after=1", "[]", r#"</api/v1/users?after=2>; rel="next""#),
        ("after=2", r#"[{"name":"c"}]"#, r#"<https://example.com/x>; rel="prev""#),
    ]);
    let client = memory(&transport);
    let mut items = client.users().list().pages().items();
    let mut names = Vec::new();
    while let Some(item) = items.next().await {
        names.push(item.map_or_else(|_| "?".to_owned(), |user| user.name.unwrap_or_default()));
    }
    assert_eq!(names, ["a", "?", "b", "c"], "one bad item is told in its place");
    let mut pages = client.users().list().pages();
    assert_eq!(pages.try_next().await.expect("a page").map(|page| page.len()), Some(3));
    let cursor = pages.cursor().expect("more");
    let mut resumed = client.users().list().pages().resume(&cursor);
    assert_eq!(resumed.try_next().await.expect("a page").map(|page| page.len()), Some(0));
    assert_eq!(resumed.try_next().await.expect("a page").map(|page| page.len()), Some(1));
    assert!(resumed.try_next().await.expect("the end").is_none());
    for cursor in ["https://evil.com/", "//evil.com/", "x"] {
        client.users().list().pages().resume(cursor).try_next().await.expect_err(cursor);
    }
}

/// Three pages with an empty one among them, and four names.
fn four() -> MemoryTransport {
    paged(&[
        ("", r#"[{"name":"a"},{"name":"b"}]"#, r#"</api/v1/users?after=1>; rel="next""#),
        ("after=1", "[]", r#"</api/v1/users?after=2>; rel="next""#),
        ("after=2", r#"[{"name":"c"},{"name":"d"}]"#, ""),
    ])
}

#[tokio::test]
async fn items_go_on_anywhere() {
    let client = memory(&four());
    let items = || client.users().list().pages().items();
    for stop in 0..=4 {
        let mut before = items();
        let mut names = Vec::new();
        for _ in 0..stop {
            names.push(before.try_next().await.expect("an item").expect("an item").name.unwrap_or_default());
        }
        let mut after = match before.cursor() {
            Some(cursor) => items().resume(&cursor),
            None => before,
        };
        while let Some(user) = after.try_next().await.expect("an item") {
            names.push(user.name.unwrap_or_default());
        }
        assert_eq!(names, ["a", "b", "c", "d"], "stopped after {stop}");
    }
    for odd in ["", "7", "x/api/v1/users", "1//evil.com/", "99999999999999999999/api/v1/users", "1https://evil.com/"] {
        items().resume(odd).next().await.expect("an error").expect_err(odd);
    }
    assert!(items().resume("9/api/v1/users").try_next().await.expect("the next page").is_some());
}

#[tokio::test]
async fn a_page_that_failed_can_be_asked_for_again() {
    use std::future::Future as _;
    let broken = std::sync::atomic::AtomicBool::new(false);
    let whole = four();
    let transport = MemoryTransport::new(move |request| {
        if request.uri().query().is_some() && !broken.swap(true, std::sync::atomic::Ordering::Relaxed) {
            return Ok(reply(400, &[], ""));
        }
        let sent = runtime::client::Transport::send(&whole, request.clone().map(Into::into));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(sent).as_mut().poll(&mut context) {
            std::task::Poll::Ready(reply) => reply,
            std::task::Poll::Pending => unreachable!("memory does not wait"),
        }
    });
    let client = memory(&transport);
    let mut pages = client.users().list().pages();
    pages.try_next().await.expect("a page");
    pages.try_next().await.expect_err("400");
    assert!(pages.try_next().await.expect("an end").is_none(), "nobody goes round in circles");
    let cursor = pages.cursor().expect("the page that failed");
    let rest = client.users().list().pages().resume(&cursor).items().try_next().await.expect("an item");
    assert_eq!(rest.and_then(|user| user.name).as_deref(), Some("c"));
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    use futures_core::Stream as _;
    let client = memory(&four());
    let mut pages = client.users().list().pages().stream();
    let mut sizes = Vec::new();
    while let Some(page) = std::future::poll_fn(|context| std::pin::Pin::new(&mut pages).poll_next(context)).await {
        sizes.push(page.expect("a page").len());
    }
    assert_eq!(sizes, [2, 0, 2]);
    let mut items = client.users().list().pages().items().stream();
    let mut names = String::new();
    while let Some(user) = std::future::poll_fn(|context| std::pin::Pin::new(&mut items).poll_next(context)).await {
        names.push_str(&user.expect("an item").name.unwrap_or_default());
    }
    assert_eq!(names, "abcd");
}

#[tokio::test]
async fn pages_end_where_they_would_go_astray() {
    let elsewhere = paged(&[("", "[]", r#"<https://evil.com/api/v1/users?after=1>; rel="next""#)]);
    let circle = paged(&[
        ("", "[]", r#"</api/v1/users?after=1>; rel="next""#),
        ("after=1", r#"[{"name":"a"}]"#, r#"</api/v1/users?after=1>; rel="next""#),
    ]);
    for (transport, before) in [(elsewhere, 1), (circle, 2)] {
        let mut pages = memory(&transport).users().list().pages();
        for _ in 0..before {
            pages.next().await.expect("a page").expect("a page");
        }
        assert_eq!(pages.next().await.expect("an error").expect_err("astray").kind(), ErrorKind::Paging);
        assert!(pages.next().await.is_none());
        assert_eq!(transport.sent().len(), before);
    }
}

/// Logs always have a next page: there, one asks again later.
#[tokio::test]
async fn lists_that_go_on_end_and_say_where_they_will() {
    let transport = paged(&[
        ("", r#"[{"name":"a"}]"#, r#"</api/v1/users?after=1>; rel="next""#),
        ("after=1", "[]", r#"</api/v1/users?after=1>; rel="next""#),
    ]);
    let mut items = memory(&transport).users().list().pages().items();
    assert!(items.try_next().await.expect("an item").is_some());
    assert!(items.try_next().await.expect("the end").is_none());
    assert!(items.try_next().await.expect("the end").is_none());
    assert_eq!(items.cursor().as_deref(), Some("/api/v1/users?after=1"));
    assert_eq!(transport.sent().len(), 2);
}

/// RFC 8288, section 3: what stands in quotes is no relation, and of several relations the first counts.
#[tokio::test]
async fn links_are_read_by_the_rules() {
    for (link, is_next) in [
        (r#"</api/v1/users?after=1>; title="a; rel=next"; rel="prev""#, false),
        (r#"</api/v1/users?after=1>; title="a, b\", <x>; rel=next"; rel=prev"#, false),
        ("</api/v1/users?after=1>; rel=prev; rel=next", false),
        ("broken; rel=next", false),
        (r#"</api/v1/users?after=1>;rel="prev NEXT""#, true),
        (r#"</x,y>; rel=prev , </api/v1/users?after=1> ; title="\"" ; REL = next"#, true),
        ("<?after=1>; rel=next", true),
    ] {
        let transport = MemoryTransport::new(move |request| {
            let is_first = request.uri().query().is_none();
            Ok(reply(200, &[("Link", if is_first { link } else { "" })], "[]"))
        });
        let mut pages = memory(&transport).users().list().pages();
        while pages.try_next().await.expect("a page").is_some() {}
        assert_eq!(transport.sent().len(), 1 + usize::from(is_next), "{link}");
    }
}

/// A list of names, paged in any way, with two parameters.
#[derive(Clone, Default)]
struct Names {
    at: Option<String>,
    size: Option<i64>,
    operation: Option<&'static runtime::Operation>,
}

impl runtime::Arguments for Names {
    fn operation(&self) -> &'static runtime::Operation {
        self.operation.expect("set by the test")
    }

    fn view(&self, index: usize) -> Option<&dyn runtime::Value> {
        match index {
            0 => Some(&self.at),
            1 => Some(&self.size),
            _ => None,
        }
    }
}

static PARAMETERS: [runtime::Parameter; 2] = [runtime::Parameter::query("at"), runtime::Parameter::query("size")];

const fn names(style: runtime::PagingStyle) -> runtime::Operation {
    runtime::Operation {
        id: "names",
        group: "names",
        method: "GET",
        path: "/names",
        route: "",
        fixed: &[],
        servers: &[],
        parameters: &PARAMETERS,
        body: None,
        responses: &[],
        security: None,
        paging: Some(runtime::Paging { style, items: "/names" }),
        deprecated: false,
        webhook: false,
        shadowed: false,
    }
}

static BY_PAGE: runtime::Operation =
    names(runtime::PagingStyle::Page { page: "at", size: Some("size"), first: 0, total: Some("/total") });
static BY_OFFSET: runtime::Operation =
    names(runtime::PagingStyle::Offset { start: "at", size: Some("size"), first: 1, total: Some("/total") });
static BY_ADDRESS: runtime::Operation =
    names(runtime::PagingStyle::Next { next: "/links/next", cursor: Some("at"), size: Some("size") });
static BY_LINK: runtime::Operation = names(runtime::PagingStyle::Link { cursor: Some("at") });
static BY_CURSOR: runtime::Operation =
    names(runtime::PagingStyle::Cursor { cursor: "at", next: "/next", size: Some("size") });

#[tokio::test]
async fn pages_follow_numbers_and_cursors() {
    // (operation, page size, what the server says for each request, the query of each request)
    type Case = (&'static runtime::Operation, Option<i64>, &'static [&'static str], &'static [&'static str]);
    let cases: &[Case] = &[
        (
            &BY_PAGE,
            Some(2),
            &[r#"{"total":3,"names":["a","b"]}"#, r#"{"total":3,"names":["c"]}"#],
            &["size=2", "size=2&at=1"],
        ),
        (&BY_PAGE, None, &[r#"{"total":1,"names":["a"]}"#, r#"{"total":1,"names":[]}"#], &["", "at=1"]),
        (&BY_PAGE, Some(2), &[r#"{"names":["a"]}"#, r#"{"names":[]}"#], &["size=2", "size=2&at=1"]),
        (
            &BY_OFFSET,
            Some(2),
            &[r#"{"total":"3","names":["a","b"]}"#, r#"{"total":"3","names":["c"]}"#],
            &["size=2", "size=2&at=3"],
        ),
        (&BY_OFFSET, None, &[r#"{"total":9,"names":["a"]}"#, r#"{"total":9,"names":[]}"#], &["", "at=2"]),
        (&BY_CURSOR, None, &[r#"{"next":"x&y","names":[]}"#, r#"{"next":null,"names":["a"]}"#], &["", "at=x%26y"]),
        (&BY_CURSOR, None, &[r#"{"next":"","names":["a"]}"#], &[""]),
        (
            &BY_ADDRESS,
            None,
            &[r#"{"links":{"next":"?at=x%26y"},"names":["a"]}"#, r#"{"links":{"next":null},"names":["b"]}"#],
            &["", "at=x%26y"],
        ),
        (
            &BY_LINK,
            None,
            &[r#"{"_links":{"next":{"href":"/names?at=2"}},"names":["a"]}"#, r#"{"_links":{},"names":["b"]}"#],
            &["", "at=2"],
        ),
    ];
    for &(operation, size, pages, queries) in cases {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let transport = MemoryTransport::new(move |_| {
            let page = pages.get(count.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
            Ok(reply(200, &[], page.expect("no more requests than pages")))
        });
        let core: runtime::Core = runtime::ClientBuilder::new(&sample::PROFILE, "https://example.com".to_owned())
            .transport(transport.clone())
            .build()
            .expect("a client");
        let arguments = Names { size, operation: Some(operation), ..Names::default() };
        let mut items = core.call().pages::<runtime::Json, String>(&arguments).items();
        let mut found = 0;
        while let Some(item) = items.next().await {
            item.expect("a name");
            found += 1;
        }
        let sent: Vec<String> =
            transport.sent().iter().map(|request| request.uri().query().unwrap_or_default().to_owned()).collect();
        assert_eq!(sent, queries, "{pages:?}");
        let names = ["\"a\"", "\"b\"", "\"c\""];
        assert_eq!(found, names.iter().filter(|&&name| pages.concat().contains(name)).count(), "{pages:?}");
    }
}

/// Keys travel where the documents say, with others where one is not enough.
#[tokio::test]
async fn keys_travel_where_the_documents_say() {
    use runtime::profile::{Scheme, SchemeKind};
    const fn key(name: &'static str, location: runtime::Location) -> Scheme {
        Scheme { name, kind: SchemeKind::Key { location, name } }
    }
    static PROFILE: runtime::Profile = runtime::Profile {
        schemes: &[
            key("X-Key", runtime::Location::Header),
            key("api key", runtime::Location::Query),
            key("SID", runtime::Location::Cookie),
            Scheme { name: "oauth", kind: SchemeKind::OAuth2 },
            Scheme { name: "certificate", kind: SchemeKind::MutualTls },
        ],
        ..runtime::Profile::PLAIN
    };
    let sent = async |credentials: Credentials| {
        let transport = MemoryTransport::new(|_| Ok(reply(200, &[], "")));
        let builder = runtime::ClientBuilder::<runtime::Core>::new(&PROFILE, "https://example.com".to_owned());
        let core = builder.transport(transport.clone()).credentials(credentials).build().expect("a client");
        core.request("GET", "/x").send::<runtime::Reply>().await.map_err(|error| error.kind())?;
        let request = transport.sent().remove(0);
        let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
        let shown = ["x-key", "cookie", "authorization"].into_iter().filter_map(header).collect::<Vec<_>>().join(", ");
        Ok(format!("{} {shown}", request.uri().query().unwrap_or_default()))
    };
    let scheme = |name: &str| Credentials::scheme(name, "k;1");
    assert_eq!(sent(scheme("X-Key")).await, Ok(" k;1".to_owned()));
    assert_eq!(sent(scheme("api key")).await, Ok("api%20key=k%3B1 ".to_owned()));
    assert_eq!(sent(scheme("SID")).await, Ok(" SID=k%3B1".to_owned()));
    assert_eq!(sent(scheme("oauth")).await, Ok(" Bearer k;1".to_owned()));
    let all = scheme("X-Key").and(scheme("SID").and(Credentials::cookie("b", "2"))).and(Credentials::bearer("t"));
    assert_eq!(sent(all).await, Ok(" k;1, SID=k%3B1; b=2, Bearer t".to_owned()));
    for name in ["certificate", "unknown"] {
        assert_eq!(sent(scheme(name)).await, Err(runtime::ErrorKind::Credentials), "{name}");
    }
}

#[tokio::test]
async fn tokens_are_fetched_once_and_again_after_a_401() {
    let transport = MemoryTransport::new(|request| {
        let authorized = request.headers().get("authorization").is_some_and(|value| value == "Bearer second");
        let body = std::str::from_utf8(request.body()).unwrap_or_default();
        Ok(match (request.uri().path(), authorized) {
            ("/oauth2/v1/token", _) => {
                assert!(
                    body.contains("grant_type=client_credentials") && body.contains("client_secret=s%26"),
                    "{body}"
                );
                let token = if body.contains("scope=a") { "first" } else { "second" };
                reply(200, &[], &format!(r#"{{"access_token":"{token}","expires_in":600}}"#))
            }
            (_, true) => reply(200, &[], r#"{"name":"n"}"#),
            (_, false) => reply(401, &[], ""),
        })
    });
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH, 0.5);
    let with = |settings| {
        let builder = Client::builder("https://example.com").transport(transport.clone()).clock(clock.clone());
        builder.credentials(Credentials::client_credentials(settings)).build().expect("a client")
    };
    let fetched = || transport.sent().iter().filter(|request| request.uri().path().ends_with("token")).count();
    let client = with(runtime::client::ClientCredentials::new("id", "s&"));
    let (one, other) = tokio::join!(client.users().get("x").send(), client.users().get("y").send());
    one.expect("200");
    other.expect("200");
    assert_eq!(fetched(), 1);
    clock.advance(Duration::from_secs(541));
    client.users().get("x").send().await.expect("200");
    assert_eq!(fetched(), 2, "fetched again before the end");
    let refused = with(runtime::client::ClientCredentials::new("id", "s&").scope("a"));
    assert_eq!(refused.users().get("x").send().await.expect_err("401").kind(), ErrorKind::Unauthorized);
    assert_eq!(fetched(), 4, "once more after a 401, not twice");
}

#[tokio::test]
async fn hostile_requests_are_refused() {
    let server = Server::new().users(Echo).configure(runtime::ServerBuilder::open_to_anybody);
    let address = serve(server).await;
    let deep = "[".repeat(10_000);
    let cases: &[(&str, &str, &str, u16)] = &[
        ("GET", "/api/v1/users/%2e%2e", "", 404),
        ("GET", "/api/v1/users/a%00b", "", 404),
        ("GET", "/api/v1/users/%ff", "", 404),
        ("GET", "/api/v1/users/", "", 404),
        ("GET", "/api/v1/../v1/users", "", 404),
        ("GET", "/api/v1/users?limit=%ff", "", 400),
        ("HEAD", "/api/v1/users", "", 200),
        ("POST", "/api/v1/users", &deep, 400),
        ("POST", "/api/v1/users", "{\"name\":\"\u{1}\"}", 400),
        ("POST", "/api/v1/users", "", 400),
    ];
    for &(method, path, body, status) in cases {
        let mut socket = tokio::net::TcpStream::connect(address).await.expect("a connection");
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        let head = format!("{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        socket.write_all(format!("{head}{body}").as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.expect("an answer");
        let line = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
        assert!(line.contains(&format!(" {status} ")), "{method} {path} {:.20}: {line}", body);
    }
}

/// A server that answers every connection with these octets and closes it.
async fn crooked(answer: &'static [u8]) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.read(&mut [0; 4096]).await;
            let _ = socket.write_all(answer).await;
        }
    });
    address
}

#[tokio::test]
async fn broken_connections_are_told_apart() {
    let truncated = crooked(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"name\"").await;
    let error = connect(truncated, Credentials::none()).users().get("x").send().await.expect_err("truncated");
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Transport, Some(200)));
    assert!(error.may_have_been_sent());
    let dropped = connect(crooked(b"").await, Credentials::none()).users().get("x").send().await.expect_err("dropped");
    assert_eq!((dropped.kind(), dropped.may_have_been_sent()), (ErrorKind::Transport, true));
    let closed = SocketAddr::from(([127, 0, 0, 1], 1));
    let refused = connect(closed, Credentials::none()).users().get("x").send().await.expect_err("refused");
    assert_eq!((refused.kind(), refused.may_have_been_sent()), (ErrorKind::Transport, false));
    let silent = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = silent.local_addr().expect("an address");
    let options = CallOptions::new().timeout(Duration::from_millis(50));
    let call = connect(address, Credentials::none()).users().get("x").options(options);
    assert_eq!(call.send().await.expect_err("time is up").kind(), ErrorKind::Timeout);
}

#[test]
fn calls_can_be_waited_for_without_async() {
    let client = memory(&MemoryTransport::json(200, r#"{"name":"n"}"#));
    assert_eq!(client.users().get("x").send().wait().expect("200").name.as_deref(), Some("n"));
}

/// What comes after a value is not dropped in silence, whatever the reply says of itself.
#[tokio::test]
async fn replies_hold_one_value() {
    for media in ["application/json", "text/plain", "application/octet-stream"] {
        for body in ["{\"name\":\"a\"}\n{\"name\":\"b\"}\n", r#"{"name":"a"}zzz"#, r#"{"name":"a"},"#] {
            let transport = MemoryTransport::new(move |_| Ok(reply(200, &[("content-type", media)], body)));
            let error = memory(&transport).users().get("a").send().await.expect_err(body);
            assert_eq!(error.kind(), ErrorKind::Decode, "{media}: {error}");
        }
        let transport = MemoryTransport::new(move |_| Ok(reply(200, &[("content-type", media)], "{\"name\":\"a\"}\n")));
        let user = memory(&transport).users().get("a").send().await.expect(media);
        assert_eq!(user.name.as_deref(), Some("a"));
    }
}
