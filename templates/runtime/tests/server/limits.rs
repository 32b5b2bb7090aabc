//! How often one may call, who is counted together, and how often one may fail to prove who one is.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use axum::extract::ConnectInfo;
use gatewright_runtime as runtime;
use runtime::profile::{RateLimitHeaders, Scheme, SchemeKind};
use runtime::{
    Operation, Principal, Profile, RateLimit, SecurityRequirement, Serve, ServerBuilder, Service, StaticTokens,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};

use super::{Answer, ask};

static PROFILE: Profile = Profile {
    api: "limits",
    schemes: &[Scheme { name: "token", kind: SchemeKind::OAuth2 }],
    rate_limit: Some(RateLimitHeaders { limit: "x-limit", remaining: "x-remaining", reset: "x-reset" }),
    ..Profile::PLAIN
};

static TOKEN: &[SecurityRequirement] = &[SecurityRequirement::schemes(&[("token", &[])])];
static CLOSED: Operation = Operation { id: "closed", path: "/closed", security: Some(TOKEN), ..Operation::PLAIN };
static OPEN: Operation = Operation { id: "open", path: "/open", security: Some(&[]), ..Operation::PLAIN };
static ALL: &[&Operation] = &[&CLOSED, &OPEN];

const NOW: u64 = 1_800_000_000;
const MINUTE: Duration = Duration::from_secs(60);

/// A clock that is moved by hand, in milliseconds.
#[derive(Clone)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(NOW * 1000)))
    }

    fn on(&self, limit: RateLimit) -> RateLimit {
        let time = Arc::clone(&self.0);
        limit.clock(move || UNIX_EPOCH + Duration::from_millis(time.load(Ordering::Relaxed)))
    }

    fn pass(&self, milliseconds: u64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

fn service(limit: RateLimit) -> Service {
    let tokens = StaticTokens::new(&["Bearer"])
        .token("a", Principal::superuser("a"))
        .token("b", Principal::superuser("b"))
        .token("unnamed", Principal::superuser(""));
    ServerBuilder::new(&PROFILE, ALL).authenticator(tokens).rate_limit(limit).into_service()
}

/// Who calls: an address and headers (`name: value`, one a line).
#[derive(Clone, Copy, Default)]
struct From<'a> {
    address: Option<&'a str>,
    headers: &'a str,
}

fn token(token: &str) -> String {
    format!("authorization: Bearer {token}")
}

async fn call(service: &Service, path: &str, from: From<'_>) -> Answer {
    let mut request = http::Request::get(path);
    for (name, value) in from.headers.lines().filter_map(|line| line.split_once(": ")) {
        request = request.header(name.trim(), value);
    }
    if let Some(address) = from.address {
        let address: IpAddr = address.parse().expect("an address");
        request = request.extension(ConnectInfo(SocketAddr::from((address, 1))));
    }
    ask(service, request, "").await
}

/// The statuses of this many calls; what is let in is not implemented, so it answers 501.
async fn statuses(service: &Service, count: usize, path: &str, from: From<'_>) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(call(service, path, from).await.status);
    }
    statuses
}

#[tokio::test]
async fn callers_share_no_bucket_and_buckets_fill() {
    let clock = Clock::new();
    let service = service(clock.on(RateLimit::new(2, MINUTE)));
    let told = async |name: &str| {
        let headers = token(name);
        let answer = call(&service, "/closed", From { headers: &headers, address: None }).await;
        let number = |name: &str| answer.header(name).parse::<u64>().expect("a number");
        (answer.status, number("x-limit"), number("x-remaining"), number("x-reset") - NOW)
    };
    assert_eq!(told("a").await, (501, 2, 1, 30));
    assert_eq!(told("a").await, (501, 2, 0, 60));
    assert_eq!(told("a").await, (429, 2, 0, 30));
    assert_eq!(told("b").await, (501, 2, 1, 30), "another caller");
    clock.pass(29_000);
    assert_eq!(told("a").await, (429, 2, 0, 30));
    clock.pass(1_000);
    assert_eq!(told("a").await, (501, 2, 0, 90));
    clock.pass(86_400_000);
    assert_eq!(told("a").await.2, 1, "never more than full");
    let stranger = call(&service, "/closed", From::default()).await;
    assert_eq!((stranger.status, stranger.header("x-limit")), (401, ""), "strangers take nothing");
}

#[tokio::test]
async fn strangers_take_nothing_from_callers_with_a_name() {
    let service = service(RateLimit::new(2, MINUTE));
    assert_eq!(statuses(&service, 3, "/open", From::default()).await, [501, 501, 429]);
    let unnamed = token("unnamed");
    let unnamed = From { headers: &unnamed, address: None };
    assert_eq!(statuses(&service, 3, "/open", unnamed).await, [501, 501, 429], "an empty name is a name");
    let named = token("a");
    assert_eq!(statuses(&service, 2, "/open", From { headers: &named, address: None }).await, [501, 501]);
}

#[tokio::test]
async fn strangers_are_told_apart_by_their_address() {
    let service = service(RateLimit::new(1, MINUTE));
    let from = |address| From { address: Some(address), headers: "" };
    for (address, expected) in [
        ("192.0.2.1", 501),
        ("192.0.2.1", 429),
        ("::ffff:192.0.2.1", 429),
        ("192.0.2.2", 501),
        ("2001:db8::1", 501),
        ("2001:db8::ffff:2", 429),
        ("2001:db8:0:1::1", 501),
    ] {
        assert_eq!(call(&service, "/open", from(address)).await.status, expected, "{address}");
    }
    let headers = token("a");
    assert_eq!(
        call(&service, "/open", From { address: Some("192.0.2.1"), headers: &headers }).await.status,
        501,
        "a name counts, not from where"
    );
}

/// Over sockets: a peer at `127.0.0.2` is another than one at `127.0.0.1`.
#[tokio::test]
async fn peers_of_sockets_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(Serve::new(service(RateLimit::new(1, MINUTE))).until(listener, std::future::pending()));
    let status = async |from: &str| {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(format!("{from}:0").parse().expect("an address")).expect("a loopback address");
        let mut stream = socket.connect(address).await.expect("a connection");
        let request = b"GET /open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer.split(' ').nth(1).map(str::to_owned)
    };
    for (from, expected) in [("127.0.0.1", "501"), ("127.0.0.1", "429"), ("127.0.0.2", "501"), ("127.0.0.2", "429")] {
        assert_eq!(status(from).await.as_deref(), Some(expected), "{from}");
    }
}

#[tokio::test]
async fn proxies_say_from_where_a_request_comes() {
    let service = service(RateLimit::new(1, MINUTE).address_in("X-Forwarded-For"));
    for (headers, expected) in [
        ("x-forwarded-for: 192.0.2.1", 501),
        ("x-forwarded-for: 198.51.100.7, 192.0.2.1", 429),
        ("x-forwarded-for: 192.0.2.1:4711", 429),
        ("x-forwarded-for: 192.0.2.1\nx-forwarded-for: 192.0.2.2", 501),
        ("x-forwarded-for: [2001:db8::1]", 501),
        ("x-forwarded-for: [2001:db8::2]:80", 429),
        ("x-forwarded-for: unknown", 501),
        ("x-forwarded-for: ,", 429),
        ("", 429),
    ] {
        let status = call(&service, "/open", From { address: Some("10.0.0.1"), headers }).await.status;
        assert_eq!(status, expected, "{headers}");
    }
}

#[tokio::test]
async fn users_say_who_shares_a_bucket() {
    let tenant = |caller: &runtime::Caller<'_>| Some(caller.headers.get("tenant")?.to_str().ok()?.to_owned());
    let service = service(RateLimit::new(1, MINUTE).key(tenant));
    for (headers, expected) in [
        (format!("{}\ntenant: one", token("a")), 501),
        (format!("{}\ntenant: one", token("b")), 429),
        (format!("{}\ntenant: two", token("b")), 501),
        (token("a"), 501),
        (token("a"), 429),
        ("tenant: one".to_owned(), 501),
    ] {
        let status = call(&service, "/open", From { address: None, headers: &headers }).await.status;
        assert_eq!(status, expected, "{headers}");
    }
}

/// Who guesses is stopped before a right guess is seen; from elsewhere everything goes on.
#[tokio::test]
async fn guesses_are_limited() {
    let clock = Clock::new();
    let service = service(clock.on(RateLimit::new(100, MINUTE).failures(3, MINUTE)));
    let (wrong, right) = (token("wrong"), token("a"));
    let guess = From { address: Some("192.0.2.1"), headers: &wrong };
    let lucky = From { headers: &right, ..guess };
    assert_eq!(statuses(&service, 2, "/closed", lucky).await, [501, 501], "success is no failure");
    assert_eq!(statuses(&service, 4, "/closed", guess).await, [401, 401, 401, 429]);
    let refused = call(&service, "/closed", lucky).await;
    assert_eq!((refused.status, refused.header("x-limit"), refused.header("x-remaining")), (429, "3", "0"));
    assert_eq!(refused.header("x-reset"), (NOW + 20).to_string());
    let elsewhere = From { address: Some("192.0.2.2"), ..lucky };
    assert_eq!(call(&service, "/closed", elsewhere).await.status, 501);
    let stranger = From { headers: "", ..guess };
    assert_eq!(call(&service, "/open", stranger).await.status, 501, "nothing is guessed");
    assert_eq!(call(&service, "/open", lucky).await.status, 429, "what anybody may call tells nothing either");
    clock.pass(20_000);
    assert_eq!(call(&service, "/closed", lucky).await.status, 501);
}

/// Guesses where nobody must be known count as well, and nobody is stopped whose address is not known.
#[tokio::test]
async fn guesses_are_counted_wherever_they_are_made() {
    let (wrong, right) = (token("wrong"), token("a"));
    let limited = service(RateLimit::new(2, MINUTE));
    let guess = From { address: Some("192.0.2.1"), headers: &wrong };
    assert_eq!(statuses(&limited, 3, "/open", guess).await, [501, 501, 429]);
    assert_eq!(call(&limited, "/closed", From { headers: &right, ..guess }).await.status, 429);
    let nowhere = From { address: None, headers: &wrong };
    assert_eq!(statuses(&limited, 3, "/closed", nowhere).await, [401, 401, 401]);
    let unlimited = service(RateLimit::new(2, MINUTE).unlimited_failures());
    assert_eq!(statuses(&unlimited, 3, "/closed", guess).await, [401, 401, 401]);
}

/// A token that opens other operations is no guess, and guesses from everywhere stop nobody whose address has made none.
#[tokio::test]
async fn who_has_proven_something_has_not_guessed() {
    static KEY: &[SecurityRequirement] = &[SecurityRequirement::schemes(&[("key", &[])])];
    static KEYED: Operation = Operation { id: "keyed", path: "/keyed", security: Some(KEY), ..Operation::PLAIN };
    static BOTH: &[&Operation] = &[&CLOSED, &KEYED];
    let tokens = StaticTokens::new(&["Bearer"]).token("a", Principal::superuser("a"));
    let limit = RateLimit::new(100, MINUTE).failures(2, MINUTE);
    let service = ServerBuilder::new(&PROFILE, BOTH).authenticator(tokens).rate_limit(limit).into_service();
    let (wrong, right) = (token("wrong"), token("a"));
    let known = From { address: Some("192.0.2.1"), headers: &right };
    assert_eq!(statuses(&service, 4, "/keyed", known).await, [401; 4]);
    assert_eq!(call(&service, "/closed", known).await.status, 501);
    for number in 0..10_100_u32 {
        let address = IpAddr::from((0x0a00_0000 + number).to_be_bytes()).to_string();
        statuses(&service, 2, "/closed", From { address: Some(&address), headers: &wrong }).await;
    }
    let new = From { address: Some("198.51.100.1"), headers: &right };
    assert_eq!(call(&service, "/closed", new).await.status, 501);
}

/// A flood of strangers fills the memory, and is forgotten itself: who has used up all calls stays refused, and so does
/// who has a name.
#[tokio::test]
async fn floods_of_strangers_free_nobody() {
    let service = service(RateLimit::new(2, MINUTE));
    let address = |number: u32| IpAddr::from((0x0a00_0000 + number).to_be_bytes()).to_string();
    let exhausted = From { address: Some("192.0.2.1"), headers: "" };
    let headers = token("a");
    let named = From { address: None, headers: &headers };
    assert_eq!(statuses(&service, 3, "/open", exhausted).await, [501, 501, 429]);
    assert_eq!(statuses(&service, 3, "/closed", named).await, [501, 501, 429]);
    for number in 0..11_000 {
        let address = address(number);
        call(&service, "/open", From { address: Some(&address), headers: "" }).await;
    }
    assert_eq!(call(&service, "/open", exhausted).await.status, 429);
    assert_eq!(call(&service, "/closed", named).await.status, 429);
    let last = address(10_999);
    let last = From { address: Some(&last), headers: "" };
    assert_eq!(statuses(&service, 2, "/open", last).await, [501, 429], "who comes late is remembered");
}

/// Where all remembered strangers have used up their calls, the others share a bucket.
#[tokio::test]
async fn there_is_an_end_to_what_is_remembered() {
    let clock = Clock::new();
    let service = service(clock.on(RateLimit::new(1, MINUTE)));
    let address = |number: u32| IpAddr::from((0x0a00_0000 + number).to_be_bytes()).to_string();
    let status = async |number: u32| {
        let address = address(number);
        call(&service, "/open", From { address: Some(&address), headers: "" }).await.status
    };
    for number in 0..10_000 {
        assert_eq!(status(number).await, 501, "{number}");
    }
    assert_eq!([status(10_000).await, status(10_001).await, status(0).await], [501, 429, 429]);
    clock.pass(60_000);
    assert_eq!([status(10_001).await, status(10_002).await, status(0).await], [501, 501, 501]);
}
