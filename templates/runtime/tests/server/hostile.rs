//! Peers that mean harm, over real sockets: every one gets a clear refusal, or loses its connection, and the server goes on.
//! Time stands still while anybody has anything to do, so that nothing waits and nothing is late.

use std::net::SocketAddr;
use std::time::Duration;

use gatewright_runtime as runtime;
use runtime::{Json, Request, Serve, ServerBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::sample::operations::users as operations;
use super::sample::server::Server;
use super::sample::server::users::{self, Users};
use super::sample::types::User;

struct Echo;

impl Users for Echo {
    async fn list_users(&self, request: Request<operations::ListUsers>) -> users::ListUsersResponse {
        let ids = request.ids.clone().unwrap_or_default();
        ids.into_iter().map(User::new).collect::<Vec<_>>().into()
    }

    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        request.body.clone().unwrap_or_default().into()
    }

    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        User::new(request.user_id.clone().unwrap_or_default()).into()
    }
}

const LIMIT: usize = 64 << 10;

async fn serve() -> SocketAddr {
    let limits = |server: ServerBuilder| server.open_to_anybody().body_limit(LIMIT);
    let service = Server::new().users(Echo).configure(limits).into_service();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let server = Serve::new(service).header_time(Duration::from_secs(30)).header_size(16 << 10);
    tokio::spawn(server.until(listener, std::future::pending()));
    address
}

/// What comes back for octets. Sending may fail when the server has refused already.
async fn exchange(address: SocketAddr, request: &[u8]) -> String {
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    let _ = socket.write_all(request).await;
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

/// A whole request; the connection ends after it.
fn request(line: &str, headers: &str, body: &str) -> Vec<u8> {
    let headers: String = headers.lines().map(|header| format!("{header}\r\n")).collect();
    format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n{body}").into_bytes()
}

/// A request with a body of JSON.
fn post(body: &str) -> Vec<u8> {
    let headers = format!("content-type: application/json\ncontent-length: {}", body.len());
    request("POST /api/v1/users", &headers, body)
}

#[tokio::test(start_paused = true)]
async fn paths_mean_what_they_say() {
    let address = serve().await;
    for (line, expected) in [
        ("GET /api/v1/users/%2e%2e", 404),
        ("GET /api/v1/users/%2e", 404),
        ("GET /api/v1/users/a%2f%2e%2e%2fb", 404),
        ("GET /api/v1/users/a%00b", 404),
        ("GET /api/v1/users/%0d%0a", 404),
        ("GET /api/v1/users/%ff", 404),
        ("GET /api/v1/users/%c0%ae%c0%ae", 404),
        ("GET /api/v1/users/a%2fb", 200),
        ("GET /api/v1/users/%252e%252e", 200),
        ("GET /api/v1/users/", 404),
        ("GET /api/v1/../v1/users", 404),
        ("GET /api/v1/%2e%2e/v1/users", 404),
        ("GET //api/v1/users", 404),
        ("GET /API/v1/users", 404),
        ("GET /api%2fv1%2fusers", 404),
        ("GET /%61pi/v1/users", 200),
        ("GET /api/v1/users?limit=%ff", 400),
        ("GET /api/v1/users?limit=1&limit=2", 400),
        ("GET /api/v1/users\0", 400),
        ("GET api/v1/users", 400),
        ("GET  /api/v1/users", 400),
        ("\0 /api/v1/users", 400),
        ("GET http://other.example.com/api/v1/users", 200),
        ("CONNECT x:80", 404),
    ] {
        let answer = exchange(address, &request(line, "", "")).await;
        assert_eq!(status(&answer), expected, "{line:?}: {answer}");
    }
    let long = format!("GET /api/v1/users/{}", "a".repeat(20_000));
    assert!(matches!(status(&exchange(address, &request(&long, "", "")).await), 414 | 431), "a long path");
}

#[tokio::test(start_paused = true)]
async fn heads_have_limits() {
    let address = serve().await;
    let large = format!("x: {}", "a".repeat(20_000));
    let many: String = (0..200).map(|number| format!("x{number}: 1\n")).collect();
    for (headers, expected) in [
        (large.as_str(), 431),
        (many.as_str(), 431),
        ("content-length: x", 400),
        ("content-length: -1", 400),
        ("content-length: 1\ncontent-length: 2", 400),
        ("content-length: 99999999999999999999", 400),
        ("content-length: 1000000000000", 413),
        ("transfer-encoding: gzip", 400),
        ("transfer-encoding: gzip, chunked", 501),
        ("transfer-encoding: gzip\ntransfer-encoding: chunked", 501),
        ("a b: c", 400),
        (": c", 400),
        ("x: a\0b", 400),
    ] {
        let answer = exchange(address, &request("POST /api/v1/users", headers, "")).await;
        assert_eq!(status(&answer), expected, "{headers:.60}: {answer}");
    }
    assert_eq!(status(&exchange(address, b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n").await), 400, "TLS");
    assert_eq!(exchange(address, b"GET /api/v1/users HTTP/1.1\r\nhost: x\r\n").await, "", "the head takes too long");
}

/// A request with a head of so many octets.
fn headed(octets: usize) -> Vec<u8> {
    let start = "GET /api/v1/users/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: ";
    let filler = "a".repeat(octets - start.len() - "\r\n\r\n".len());
    format!("{start}{filler}\r\n\r\n").into_bytes()
}

#[tokio::test(start_paused = true)]
async fn heads_are_as_large_as_the_limit_and_no_larger() {
    let address = serve().await;
    for (octets, expected) in [(16 << 10, 200), ((16 << 10) + 1, 431), (20_000, 431), (100_000, 431)] {
        let answer = exchange(address, &headed(octets)).await;
        assert_eq!(status(&answer), expected, "{octets}: {answer}");
    }
    let head = headed(16 << 10);
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    for piece in head.chunks(1_000) {
        socket.write_all(piece).await.expect("sent");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer");
    assert_eq!(status(&answer), 200, "in pieces: {answer}");
}

/// The body of an answer, which is as long as its head says.
fn body_of(answer: &str) -> &str {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    assert_eq!(length, body.len().to_string(), "{answer}");
    body
}

/// The connection itself refuses what is no request, in the words of the service.
#[tokio::test(start_paused = true)]
async fn what_is_no_request_is_refused_in_the_vendors_shape() {
    let service = Server::new().users(Echo).configure(ServerBuilder::open_to_anybody).into_service();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let router = gatewright_runtime::Router::new().fallback_service(service);
    tokio::spawn(Serve::new(router).header_size(1 << 20).until(listener, std::future::pending()));
    let many: String = (0..200).map(|number| format!("x{number}: 1\r\n")).collect();
    for (request, expected) in [
        ("\0 / HTTP/1.1\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/7.1\r\nhost: x\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
        ("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n"), 431),
        (format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(70_000)), 414),
        (String::from_utf8(headed((1 << 20) + 1)).expect("text"), 431),
    ] {
        let answer = exchange(address, request.as_bytes()).await;
        assert_eq!(status(&answer), expected, "{request:.40}: {answer}");
        let body = Json::parse(body_of(&answer)).unwrap_or_else(|error| panic!("{request:.40}: {error} {answer}"));
        assert!(body.get("errorCode").is_some(), "{body}");
        assert_eq!(answer.matches("x-okta-request-id: ").count(), 1, "{answer}");
        assert_eq!(answer.matches("\ndate: ").count(), 1, "{answer}");
    }
    let two = "GET /api/v1/users/a HTTP/1.1\r\nhost: x\r\n\r\n\0\r\n\r\n";
    let answers = exchange(address, two.as_bytes()).await;
    assert_eq!((status(&answers), answers.matches("HTTP/1.1 ").count()), (200, 2), "{answers}");
    assert!(answers.contains("HTTP/1.1 400 ") && answers.matches("errorCode").count() == 1, "{answers}");
}

/// Whatever a handler sends is its own, also when it looks like a refusal.
#[tokio::test]
async fn what_a_handler_sends_is_never_replaced() {
    const WORDS: &str = "HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let answer = || async {
        let pieces = ["a", WORDS, WORDS];
        let (sender, body) = pieces_of_body();
        tokio::spawn(async move {
            for piece in pieces {
                tokio::time::sleep(Duration::from_millis(20)).await;
                let _ = sender.send(piece).await;
            }
        });
        body
    };
    let router = runtime::Router::new().route("/", axum::routing::get(answer));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(Serve::new(router).until(listener, std::future::pending()));
    let answer = exchange(address, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert_eq!(answer.matches(WORDS).count(), 2, "{answer}");
}

/// A body that arrives piece by piece.
fn pieces_of_body() -> (tokio::sync::mpsc::Sender<&'static str>, axum::body::Body) {
    struct Pieces(tokio::sync::mpsc::Receiver<&'static str>);

    impl axum::body::HttpBody for Pieces {
        type Data = runtime::wire::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
            let frame = |piece: &'static str| Ok(http_body::Frame::data(piece.into()));
            self.0.poll_recv(context).map(|piece| piece.map(frame))
        }
    }

    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    (sender, axum::body::Body::new(Pieces(receiver)))
}

/// RFC 9112, section 3.2.
#[tokio::test(start_paused = true)]
async fn requests_call_one_host() {
    let address = serve().await;
    for (version, hosts, expected) in [
        ("HTTP/1.1", "", 400),
        ("HTTP/1.1", "host: a\r\nhost: b\r\n", 400),
        ("HTTP/1.1", "host: a\r\nhost: a\r\n", 400),
        ("HTTP/1.1", "host: a b\r\n", 400),
        ("HTTP/1.1", "host: u@a\r\n", 400),
        ("HTTP/1.1", "host: a/b\r\n", 400),
        ("HTTP/1.1", "host: \r\n", 200),
        ("HTTP/1.1", "host: [::1]:80\r\n", 200),
        ("HTTP/1.0", "", 200),
    ] {
        let request = format!("GET /api/v1/users/a {version}\r\nconnection: close\r\n{hosts}\r\n");
        let answer = exchange(address, request.as_bytes()).await;
        assert_eq!(status(&answer), expected, "{version} {hosts:?}: {answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_have_limits() {
    let address = serve().await;
    let deep = format!("{{\"extra\":{}", "[".repeat(10_000));
    let closed = format!("{{\"name\":\"a\",\"extra\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let objects = "{\"a\":".repeat(10_000);
    let large = format!("{{\"name\":\"{}\"}}", "a".repeat(LIMIT));
    let number = format!("{{\"name\":\"a\",\"x\":{}}}", "9".repeat(60_000));
    for (body, expected) in [
        (r#"{"name":"a"}"#, 201),
        ("", 400),
        (deep.as_str(), 400),
        (closed.as_str(), 400),
        (objects.as_str(), 400),
        (large.as_str(), 413),
        (number.as_str(), 201),
        (r#"{"name":"a","name":"b"}"#, 400),
        (r#"{"name":"a"}{"name":"b"}"#, 400),
        (r#"{"name":"a",}"#, 400),
        (r#"{"name":"\ud800"}"#, 400),
        (r#"{"name":NaN}"#, 400),
        ("{\"name\":\"a\0b\"}", 400),
    ] {
        let answer = exchange(address, &post(body)).await;
        assert_eq!(status(&answer), expected, "{body:.60}: {answer}");
    }
    let chunked =
        |body: &str| request("POST /api/v1/users", "content-type: application/json\ntransfer-encoding: chunked", body);
    let endless = format!("10000\r\n{}\r\n", "a".repeat(0x10000)).repeat(3);
    for (body, expected) in [
        ("c\r\n{\"name\":\"a\"}\r\n0\r\n\r\n", 201),
        ("x\r\n{}\r\n0\r\n\r\n", 400),
        ("-1\r\n{}\r\n0\r\n\r\n", 400),
        ("fffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400),
        ("1\r\n{}\r\n0\r\n\r\n", 400),
        (endless.as_str(), 413),
        // Slow ones: the rest never comes.
        ("c\r\n{\"name\"", 408),
        ("", 408),
    ] {
        let answer = exchange(address, &chunked(body)).await;
        assert_eq!(status(&answer), expected, "{body:.60}: {answer}");
    }
    let slow = request("POST /api/v1/users", "content-type: application/json\ncontent-length: 12", "{\"na");
    assert_eq!(status(&exchange(address, &slow).await), 408, "slow");
    let both = "content-length: 12\ntransfer-encoding: chunked\ncontent-type: application/json";
    let smuggled = exchange(address, &request("POST /api/v1/users", both, "0\r\n\r\nGET / HT")).await;
    assert_eq!(smuggled.matches("HTTP/1.1 ").count(), 1, "one request, one answer: {smuggled}");
    assert_eq!(status(&exchange(address, &post(r#"{"name":"a"}"#)).await), 201, "the server goes on");
}

const MUCH: usize = 32 << 20;

struct Much;

impl Users for Much {
    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        let times = if request.user_id.as_deref() == Some("much") { MUCH } else { 1 };
        User::new("a".repeat(times)).into()
    }
}

/// A server with one place.
async fn serve_much() -> SocketAddr {
    let service = Server::new().users(Much).configure(ServerBuilder::open_to_anybody).into_service();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let server = Serve::new(service).answer_time(Duration::from_secs(30)).answer_rate(1 << 20).connections(1);
    tokio::spawn(server.until(listener, std::future::pending()));
    address
}

/// Who asks for much and reads nothing loses his place.
#[tokio::test(start_paused = true)]
async fn peers_who_take_no_answer_do_not_keep_others_out() {
    let address = serve_much().await;
    let mut greedy = TcpStream::connect(address).await.expect("a connection");
    greedy.write_all(&request("GET /api/v1/users/much", "", "")).await.expect("sent");
    let answer = exchange(address, &request("GET /api/v1/users/a", "", "")).await;
    assert_eq!(status(&answer), 200, "{answer}");
    let mut taken = Vec::new();
    let _ = greedy.read_to_end(&mut taken).await;
    assert!(taken.len() < MUCH, "it was cut off");
}

/// Takes so many octets every second, until there are no more or the connection breaks.
async fn taken_slowly(address: SocketAddr, path: &str, octets: usize) -> usize {
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    socket.write_all(&request(path, "", "")).await.expect("sent");
    let mut piece = vec![0; octets];
    let mut taken = 0;
    while let Ok(some @ 1..) = socket.read(&mut piece).await {
        taken += some;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    taken
}

/// A place is not held by taking a little of much every now and then.
#[tokio::test(start_paused = true)]
async fn peers_who_take_too_little_do_not_keep_their_place() {
    let address = serve_much().await;
    let before = tokio::time::Instant::now();
    let slow = tokio::spawn(async move { taken_slowly(address, "GET /api/v1/users/much", 200_000).await });
    let answer = exchange(address, &request("GET /api/v1/users/a", "", "")).await;
    assert_eq!(status(&answer), 200, "{answer}");
    assert!(before.elapsed() < Duration::from_secs(120), "{:?}", before.elapsed());
    assert!(slow.await.expect("no panic") < MUCH, "it was cut off");
    assert_eq!(taken_slowly(address, "GET /api/v1/users/a", 10).await, answer.len(), "little may be slow");
}

/// In time that passes: so much takes the system a while.
#[tokio::test]
async fn peers_who_take_all_get_all() {
    let answer = exchange(serve_much().await, &request("GET /api/v1/users/much", "", "")).await;
    assert!(answer.len() > MUCH);
}

/// Connections that say nothing hold their places only so long.
#[tokio::test(start_paused = true)]
async fn silent_peers_do_not_keep_others_out() {
    let service = Server::new().users(Echo).configure(ServerBuilder::open_to_anybody).into_service();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let server = Serve::new(service).header_time(Duration::from_secs(30)).connections(4);
    tokio::spawn(server.until(listener, std::future::pending()));
    let mut silent = Vec::new();
    for _ in 0..16 {
        silent.push(TcpStream::connect(address).await.expect("a connection"));
    }
    let answer = exchange(address, &request("GET /api/v1/users/a", "", "")).await;
    assert_eq!(status(&answer), 200, "{answer}");
}
