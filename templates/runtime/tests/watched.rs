//! What others see of calls: logs, hooks, texts of values and errors, other hosts. A secret is in none of them.

#[allow(dead_code, reason = "the sample is whole, whether or not a test calls all of it")]
mod sample;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use gatewright_runtime as runtime;
use runtime::client::{
    Attempt, ClientCredentials, ManualClock, MemoryTransport, Outcome, RetryPolicy, SigningKey, TransportError,
};
use runtime::{CallOptions, Credentials, Error, Reply, Secret};
use sample::Client;
use sample::types::{CallFactor, Factor, User};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span;

/// It is in every secret.
const CANARY: &str = "c4n4ry-00f1e2d3";

/// Everything that anybody logs in this process, at every level.
static LOG: Mutex<String> = Mutex::new(String::new());

struct Everything;

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

fn note(what: std::fmt::Arguments<'_>, fields: impl FnOnce(&mut Line<'_>)) {
    let mut log = LOG.lock().expect("no panic");
    let _ = write!(log, "{what}");
    fields(&mut Line(&mut log));
    log.push('\n');
}

impl tracing::Subscriber for Everything {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        note(format_args!("span {}", span.metadata().name()), |line| span.record(line));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        note(format_args!("record"), |line| values.record(line));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        note(format_args!("event"), |line| event.record(line));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        note(format_args!("log {} {}", record.target(), record.args()), |_| ());
    }

    fn flush(&self) {}
}

fn listen_to_everything() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        tracing::subscriber::set_global_default(Everything).expect("the only one");
        log::set_boxed_logger(Box::new(Everything)).expect("the only one");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// A server that answers every request by a function of its head, and what it was asked.
async fn serve(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    let (asked, answer) = (Arc::new(Mutex::new(Vec::new())), Arc::new(answer));
    let record = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = vec![0; 16 << 10];
            let length = socket.read(&mut request).await.unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let reply = answer(&request);
            record.lock().expect("no panic").push(request);
            let _ = socket.write_all(reply.as_bytes()).await;
        }
    });
    (address, asked)
}

fn reply(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} So\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}")
}

fn everything_wrong(head: &str, elsewhere: SocketAddr) -> String {
    let line = head.lines().next().unwrap_or_default();
    let canary = format!("x-echo: {CANARY}\r\n");
    match line {
        _ if line.contains("token") && line.contains("dpop") => {
            reply(200, "", &format!(r#"{{"access_token":"{CANARY}","token_type":"DPoP","expires_in":600}}"#))
        }
        _ if line.contains("token") => reply(200, "", &format!(r#"{{"access_token":"{CANARY}"}}"#)),
        _ if line.contains("away") => reply(302, &format!("location: http://{elsewhere}/{CANARY}\r\n"), CANARY),
        _ if line.contains("bad") => {
            let body = format!(
                r#"{{"errorCode":"{CANARY} !","errorSummary":"{CANARY}","errorCauses":[{{"errorSummary":"{CANARY}"}}]}}"#
            );
            reply(400, &canary, &body)
        }
        _ if line.contains("cut") => reply(200, &canary, CANARY).replace("content-length: ", "content-length: 9"),
        _ if line.contains("html") => reply(500, &canary, &format!("<html>{CANARY}")),
        _ if line.contains("odd") => reply(200, &canary, &format!("{{\"name\":{{\"x\":\"{CANARY}\"")),
        _ if line.contains("denied") => reply(401, &canary, CANARY),
        _ if line.starts_with("GET /api/v1/users?") || line.starts_with("GET /api/v1/users ") => {
            reply(200, &format!("link: <http://{elsewhere}/{CANARY}>; rel=\"next\"\r\n"), "[]")
        }
        _ => reply(200, &canary, &format!(r#"{{"name":"n","password":"{CANARY}"}}"#)),
    }
}

fn chain(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        let _ = write!(text, " {source} {source:?}");
        next = source.source();
    }
    text
}

/// All ways of proving who one is, with the canary in each.
fn credentials(address: SocketAddr) -> Vec<Credentials> {
    let token = format!("http://{address}/token");
    let signer = || SigningKey::jwk(include_str!("keys/ec.jwk")).expect("a key");
    let oauth = |settings: ClientCredentials| {
        assert!(!format!("{settings:?}").contains(CANARY));
        Credentials::client_credentials(settings)
    };
    let dpop = ClientCredentials::new("id", CANARY).token_url(format!("{token}/dpop")).dpop().expect("a key");
    vec![
        Credentials::token(CANARY),
        Credentials::bearer(CANARY),
        Credentials::prefixed("Key", CANARY),
        Credentials::basic("user", CANARY),
        Credentials::header("X-Key", CANARY),
        Credentials::query("key", CANARY),
        Credentials::cookie("key", CANARY).and(Credentials::header("X-Key", CANARY)),
        Credentials::closure(|| async { Ok::<_, Error>(Secret::from(CANARY)) }),
        oauth(ClientCredentials::new("id", CANARY).token_url(&token)),
        oauth(ClientCredentials::new("id", CANARY).token_url(&token).basic()),
        oauth(ClientCredentials::signed("id", signer()).token_url(&token)),
        oauth(dpop),
    ]
}

fn secret_user() -> User {
    let mut user = User::new("n");
    user.password = Some(CANARY.into());
    user.manager = Some(Box::new(user.clone()));
    user.factors = Some(vec![Factor::Call(Box::new(CallFactor { phone: Some("1".into()), ..CallFactor::default() }))]);
    user
}

#[tokio::test]
async fn no_secret_is_seen_anywhere() {
    listen_to_everything();
    let (elsewhere, foreign) = serve(|_| reply(200, "", "{}")).await;
    let (address, asked) = serve(move |head| everything_wrong(head, elsewhere)).await;
    let mut shown = String::new();
    for credentials in credentials(address) {
        let builder = Client::builder(format!("http://{address}")).allow_http_loopback(true);
        let builder = builder.credentials(credentials.clone()).retry(RetryPolicy::never());
        let _ = write!(shown, "{credentials:?} {builder:?}");
        let client = builder.build().expect("a client");
        let _ = write!(shown, " {client:?} {:?}", client.users());
        let options = CallOptions::new().header("X-Secret", CANARY).idempotency_key(CANARY).if_match(CANARY);
        for id in ["away", "bad", "cut", "html", "odd", "denied"] {
            let call = client.users().get(id).options(options.clone());
            let _ = write!(shown, " {call:?} {options:?}");
            let error = call.send().await.expect_err(id);
            assert_eq!(error.operation(), Some("getUser"));
            shown.push_str(&chain(&error));
        }
        let call = client.users().create(secret_user()).options(options.clone());
        let _ = write!(shown, " {call:?} {:?}", secret_user());
        let created = call.send().await.expect("200");
        assert_eq!(created.password.as_ref().map(Secret::expose), Some(CANARY));
        let _ = write!(shown, " {created:?} {created:#?}");
        let raw: Reply = client.users().get("raw").send_raw().await.expect("200");
        let _ = write!(shown, " {raw:?} {:?}", raw.unexpected());
        let other = client.request("GET", &format!("/x?q={CANARY}")).query("p", CANARY).json(&CANARY.to_owned());
        let _ = write!(shown, " {other:?}");
        other.send::<Reply>().await.expect("200");
        let mut pages = client.users().list().pages();
        pages.next().await.expect("a page").expect("a page");
        let _ = write!(shown, " {pages:?}");
        shown.push_str(&chain(&pages.next().await.expect("an error").expect_err("elsewhere")));
    }
    let refused =
        Client::builder(format!("https://u:{CANARY}@example.com/")).build().map(|_| ()).expect_err("a password");
    shown.push_str(&chain(&refused));
    let _ = write!(shown, "{:?}", Client::builder(format!("https://u:{CANARY}@example.com/")));
    assert!(!shown.contains(CANARY), "{}", around(&shown));
    let log = LOG.lock().expect("no panic").clone();
    assert!(log.contains("operation=\"getUser\"") && log.contains("path=\"/api/v1/users/{userId}\""), "{log}");
    assert!(log.contains("log "), "what is below the client is heard too");
    assert!(!log.contains(CANARY), "{}", around(&log));
    assert!(!log.contains("eyJ"), "a token is in the log: {log}");
    assert!(foreign.lock().expect("no panic").is_empty(), "another host was asked");
    let asked = asked.lock().expect("no panic");
    assert!(asked.iter().filter(|request| request.contains(CANARY)).count() > 100, "the secrets did travel");
    assert!(!asked.iter().any(|request| request.to_ascii_lowercase().contains("\r\nreferer:")));
}

fn around(text: &str) -> &str {
    let at = text.find(CANARY).unwrap_or_default();
    text.get(at.saturating_sub(200)..(at + 100).min(text.len())).unwrap_or(text)
}

#[tokio::test]
async fn hooks_are_told_of_every_attempt() {
    let replies = AtomicUsize::new(0);
    let transport = MemoryTransport::new(move |_| {
        let reply = http::Response::builder().header("X-Okta-Request-Id", "r1");
        match replies.fetch_add(1, Ordering::Relaxed) {
            0 => Err(TransportError::not_sent("no connection")),
            1 => Ok(reply.status(503).body(runtime::Bytes::new()).expect("a reply")),
            _ => Ok(reply.body(runtime::Bytes::from_static(b"{}")).expect("a reply")),
        }
    });
    let told = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&told);
    let hook = move |attempt: &Attempt<'_>, outcome: &Outcome<'_>| {
        let line = format!(
            "{} {} {} {:?} {:?} {:?} {}",
            attempt.operation.map(|operation| operation.id).unwrap_or_default(),
            attempt.method,
            attempt.number,
            outcome.status.map(|status| status.as_u16()),
            outcome.problem,
            outcome.next_in.map(|delay| delay.as_millis()),
            outcome.request_id.unwrap_or("-"),
        );
        record.lock().expect("no panic").push(line);
    };
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000), 0.5);
    let builder = Client::builder("https://example.com").transport(transport).clock(clock);
    builder.observer(hook).build().expect("a client").users().get("x").send().await.expect("200");
    let expected = [
        "getUser GET 1 None Some(Transport) Some(250) -",
        "getUser GET 2 Some(503) None Some(500) r1",
        "getUser GET 3 Some(200) None None r1",
    ];
    assert_eq!(*told.lock().expect("no panic"), expected);
}
