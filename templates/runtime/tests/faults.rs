//! Ten thousand calls to a server in the worst of moods, over real sockets: what is lost, what is doubled, and whether
//! the client says so.

use crate::sample;

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use gatewright_runtime as runtime;
use runtime::client::{BoxFuture, Clock, HttpTransport, RetryPolicy};
use runtime::{Error, ErrorKind};
use sample::Client;
use sample::types::User;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How long an attempt may take: the only waiting that is real.
const PATIENCE: Duration = Duration::from_millis(400);
const CLIENTS: usize = 20;
const CALLS: usize = 500;
/// What calls are named after that no client waits for to the end; two of each client, since that is waiting.
const TRYING: &str = "trying";

/// Time-outs pass as they are, delays between attempts at once.
struct Hasty;

impl Clock for Hasty {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(async move {
            if duration <= PATIENCE && duration > PATIENCE / 2 {
                tokio::time::sleep(duration).await;
            }
        })
    }

    fn random(&self) -> f64 {
        0.1
    }
}

/// What the server does with a request.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mood {
    /// Answers with this status and these headers; the body says back what came, unless there is one.
    Answers(u16, &'static str, Option<&'static str>),
    /// Hangs up before it has read the body.
    Deaf,
    /// Reads everything and hangs up.
    Mute,
    /// Hangs up in the midst of its answer.
    Cut,
    /// Answers what is no HTTP.
    Babbling,
    /// Answers when nobody waits any more.
    Slow,
}

const FINE: Mood = Mood::Answers(200, "", None);
const MOODS: &[Mood] = &[
    FINE,
    FINE,
    Mood::Deaf,
    FINE,
    Mood::Mute,
    Mood::Cut,
    FINE,
    Mood::Answers(429, "retry-after: 0\r\n", Some("")),
    Mood::Answers(429, "retry-after: 1\r\n", Some("<html>slow down</html>")),
    FINE,
    Mood::Answers(429, "x-rate-limit-reset: 99999999999\r\n", Some("{}")),
    Mood::Answers(503, "retry-after: soon\r\n", Some("<html>")),
    Mood::Answers(500, "", Some("{\"errorCode\":")),
    FINE,
    Mood::Answers(502, "", None),
    Mood::Answers(200, "content-type: text/html\r\n", Some("<html>welcome</html>")),
    Mood::Answers(200, "", Some("")),
    Mood::Answers(200, "", Some(r#"{"name":7,"status":"NEVER_HEARD_OF","password":null}"#)),
    FINE,
    Mood::Babbling,
    Mood::Answers(307, "location: http://ELSEWHERE/\r\n", Some("")),
    Mood::Answers(302, "location: http://ELSEWHERE/\r\n", Some("")),
    FINE,
];

/// Requests that the server read whole and did not refuse by 429, by what they are about.
type Ledger = Arc<Mutex<BTreeMap<String, usize>>>;

struct Fake {
    ledger: Ledger,
    count: AtomicUsize,
    elsewhere: SocketAddr,
}

impl Fake {
    async fn serve(self: Arc<Self>, mut socket: TcpStream) {
        let mut held = Vec::new();
        while let Some(head) = until(&mut socket, &mut held, |held| find(held, b"\r\n\r\n").map(|at| at + 4)).await {
            let head = String::from_utf8_lossy(&head).into_owned();
            let number = self.count.fetch_add(1, Ordering::Relaxed);
            let mood = MOODS[number * 7 % MOODS.len()];
            if mood == Mood::Deaf {
                return;
            }
            let length =
                head.to_ascii_lowercase().split("content-length: ").nth(1).map_or(0, |rest| {
                    rest.split("\r\n").next().and_then(|length| length.parse().ok()).unwrap_or_default()
                });
            let Some(body) = until(&mut socket, &mut held, |held| (held.len() >= length).then_some(length)).await
            else {
                return;
            };
            let asked = String::from_utf8_lossy(&body);
            let mood = if head.contains(TRYING) || asked.contains(TRYING) { Mood::Slow } else { mood };
            if !matches!(mood, Mood::Answers(429, ..)) {
                let about = format!("{} {asked}", head.split(' ').next().unwrap_or_default());
                *self.ledger.lock().expect("no panic").entry(about).or_default() += 1;
            }
            if self.answer(&mut socket, mood, &body).await.is_none() {
                return;
            }
        }
    }

    async fn answer(&self, socket: &mut TcpStream, mood: Mood, body: &[u8]) -> Option<()> {
        let echo =
            if body.is_empty() { r#"{"name":"n"}"#.to_owned() } else { String::from_utf8_lossy(body).into_owned() };
        let reply = |status, headers: &str, body: &str| {
            let headers = headers.replace("ELSEWHERE", &self.elsewhere.to_string());
            format!("HTTP/1.1 {status} So\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
        };
        match mood {
            Mood::Answers(status, headers, body) => {
                let reply = reply(status, headers, body.unwrap_or(&echo));
                socket.write_all(reply.as_bytes()).await.ok()
            }
            Mood::Deaf | Mood::Mute => None,
            Mood::Cut => {
                let whole = reply(200, "", &echo);
                let _ = socket.write_all(&whole.as_bytes()[..whole.len() - 3]).await;
                None
            }
            Mood::Babbling => {
                let _ = socket.write_all(b"\0\0HELO 200 whatever\r\n\r\n").await;
                None
            }
            Mood::Slow => {
                tokio::time::sleep(PATIENCE * 2).await;
                None
            }
        }
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|part| part == what)
}

/// Reads until there is as much as wanted, and takes that.
async fn until(socket: &mut TcpStream, held: &mut Vec<u8>, whole: impl Fn(&[u8]) -> Option<usize>) -> Option<Vec<u8>> {
    loop {
        if let Some(length) = whole(held) {
            let rest = held.split_off(length);
            return Some(std::mem::replace(held, rest));
        }
        let mut part = [0; 2048];
        match socket.read(&mut part).await {
            Ok(count @ 1..) => held.extend_from_slice(&part[..count]),
            _ => return None,
        }
    }
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

fn client(address: SocketAddr, transport: HttpTransport) -> Client {
    let policy = RetryPolicy::default().delay(Duration::from_millis(1), Duration::from_millis(1));
    let builder = Client::builder(format!("http://{address}")).allow_http_loopback(true);
    let builder = builder.transport(transport);
    builder.clock(Hasty).timeout(PATIENCE).retry(policy).build().expect("a client")
}

/// How calls ended, by operation and kind of error.
type Tally = HashMap<(String, Option<ErrorKind>), usize>;

struct Court {
    ledger: Ledger,
    tally: Tally,
}

impl Court {
    /// What may never be: a create that arrived twice, one that arrived in secret, one that is said to have arrived.
    fn judge(&mut self, operation: &str, name: &str, ended: Result<User, Error>) {
        let body = format!("POST {{\"name\":\"{name}\"}}");
        let arrived = self.ledger.lock().expect("no panic").get(&body).copied().unwrap_or_default();
        let kind = ended.as_ref().err().map(Error::kind);
        if operation == "createUser" {
            assert!(arrived <= 1, "{name} arrived {arrived} times");
            assert!(ended.is_err() || arrived == 1, "{name} is lost");
        }
        if let Err(error) = ended {
            assert!(error.may_have_been_sent() || arrived == 0, "{name} arrived in secret: {error}");
            assert_eq!(error.operation(), Some(operation));
            assert!(error.to_string().starts_with(operation), "{error}");
            assert!(error.status().is_some() || error.body().is_empty());
        }
        *self.tally.entry((operation.to_owned(), kind)).or_default() += 1;
    }
}

async fn calls(number: usize, client: Client, ledger: Ledger) -> Tally {
    let mut court = Court { ledger, tally: Tally::new() };
    for call in 0..CALLS {
        let tried = [100 + number % 4, 200 + (number + 2) % 4].contains(&call);
        let name = format!("{number}-{call}{}", if tried { TRYING } else { "" });
        let (users, user) = (client.users(), User::new(&*name));
        match call % 4 {
            0 | 1 => court.judge("createUser", &name, users.create(user).send().await),
            2 => court.judge("getUser", &name, users.get(&*name).send().await),
            _ => {
                let replaced = users.replace("x", user).send().await;
                court.judge("replaceUser", &name, replaced.map(|_| User::default()));
            }
        }
    }
    court.tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_create_is_lost_or_doubled() {
    let (nobody, elsewhere) = listen().await;
    let visits = Arc::new(AtomicUsize::new(0));
    let visited = Arc::clone(&visits);
    tokio::spawn(async move {
        while nobody.accept().await.is_ok() {
            visited.fetch_add(1, Ordering::Relaxed);
        }
    });
    let (listener, address) = listen().await;
    let fake = Arc::new(Fake { ledger: Ledger::default(), count: AtomicUsize::new(0), elsewhere });
    let ledger = Arc::clone(&fake.ledger);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(Arc::clone(&fake).serve(socket));
        }
    });
    let transport = HttpTransport::direct(1 << 20).expect("a transport");
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(calls(number, client(address, transport.clone()), Arc::clone(&ledger))))
        .collect();
    let mut tally = Tally::new();
    for task in tasks {
        for (key, count) in task.await.expect("no panic") {
            *tally.entry(key).or_default() += count;
        }
    }
    assert_eq!(tally.values().sum::<usize>(), CLIENTS * CALLS);
    let count = |operation: &str, kind| tally.get(&(operation.to_owned(), kind)).copied().unwrap_or_default();
    for operation in ["createUser", "getUser", "replaceUser"] {
        assert!(count(operation, None) > 0, "{tally:?}");
        for kind in [ErrorKind::Transport, ErrorKind::Timeout, ErrorKind::Server, ErrorKind::RateLimited] {
            assert!(count(operation, Some(kind)) > 0, "no {operation} ended as {kind:?}: {tally:?}");
        }
    }
    assert!(count("createUser", Some(ErrorKind::Redirect)) > 0, "redirects are told: {tally:?}");
    assert!(count("createUser", Some(ErrorKind::Decode)) > 0, "pages of HTML are told: {tally:?}");
    assert_eq!(visits.load(Ordering::Relaxed), 0, "a redirect to another host was followed");
}

#[tokio::test]
async fn what_finds_nobody_is_not_sent() {
    let (listener, address) = listen().await;
    drop(listener);
    let transport = HttpTransport::direct(1 << 20).expect("a transport");
    for _ in 0..10 {
        let error = client(address, transport.clone())
            .users()
            .create(User::new("n"))
            .send()
            .await
            .expect_err("nobody is there");
        assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Transport, false));
        assert!(std::error::Error::source(&error).is_some());
    }
}

/// How often a server is asked that always answers this and hangs up, and why the call failed.
async fn asked(answer: Vec<u8>) -> (usize, Error) {
    let (listener, address) = listen().await;
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut held = Vec::new();
            if until(&mut socket, &mut held, |held| find(held, b"\r\n\r\n").map(|at| at + 4)).await.is_some() {
                counted.fetch_add(1, Ordering::Relaxed);
                let _ = socket.write_all(&answer).await;
            }
        }
    });
    let transport = HttpTransport::direct(1_000).expect("a transport");
    let error = client(address, transport).users().get("a").send().await.expect_err("no reply");
    (count.load(Ordering::Relaxed), error)
}

#[tokio::test]
async fn what_would_fail_alike_is_tried_once() {
    let announced = "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n".to_owned();
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    for (answer, problem) in [
        (announced.clone(), "the reply is too long"),
        (format!("{announced}{}", "a".repeat(2_000)), "the reply is too long"),
        (format!("{chunked}7d0\r\n{}\r\n0\r\n\r\n", "a".repeat(2_000)), "the reply is too long"),
        ("SSH-2.0-OpenSSH_9.9\r\n\r\n".to_owned(), "the connection broke"),
        ("HTTP/1.1 200 OK\r\na b: c\r\n\r\n".to_owned(), "the connection broke"),
        (format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: 1\r\n".repeat(2_000)), "the connection broke"),
        (format!("{chunked}zz\r\n"), "the reply broke off"),
    ] {
        let (count, error) = asked(answer.clone().into_bytes()).await;
        assert!(error.to_string().ends_with(problem), "{answer:.60}: {error}");
        assert_eq!((count, error.may_have_been_sent()), (1, true), "{answer:.60}: {error:?}");
    }
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-", "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\na"] {
        let (count, error) = asked(answer.as_bytes().to_vec()).await;
        assert_eq!(count, 3, "that may have been chance: {answer:?}: {error:?}");
    }
}
