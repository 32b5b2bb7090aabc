//! The keys of an issuer over time: what serves while they are fetched, and what becomes of fetches that go wrong.

use std::error::Error;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::callers::{Empty, Issuer, NOW, claims, status};
use super::sample::server::Server;
use gatewright_runtime as runtime;
use runtime::{JwtBearer, KeySource, Keys, Serve, Service};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What a source does when it is asked; asked more often, it fails.
#[derive(Clone)]
enum Step {
    /// Answers after a while.
    Document(String, Duration),
    Fail,
    Hang,
    Panic,
}

#[derive(Clone)]
struct Script {
    steps: Arc<Mutex<Vec<Step>>>,
    asked: Arc<AtomicUsize>,
}

impl KeySource for Script {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<String, Box<dyn Error + Send + Sync>>> + Send + '_>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut steps = self.steps.lock().expect("no panic");
        let step = if steps.is_empty() { Step::Fail } else { steps.remove(0) };
        drop(steps);
        Box::pin(async {
            match step {
                Step::Document(text, after) => {
                    tokio::time::sleep(after).await;
                    Ok(text)
                }
                Step::Fail => Err("the issuer is away".into()),
                Step::Hang => std::future::pending().await,
                Step::Panic => panic!("the source has a fault"),
            }
        })
    }
}

/// A service whose keys come by a script, and the time that it believes in.
struct Trial {
    service: Service,
    asked: Arc<AtomicUsize>,
    time: Arc<AtomicU64>,
}

impl Trial {
    fn new(steps: Vec<Step>) -> Self {
        Self::with(steps, |keys| keys)
    }

    fn with(steps: Vec<Step>, set: impl FnOnce(Keys) -> Keys) -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let source = Script { steps: Arc::new(Mutex::new(steps)), asked: Arc::clone(&asked) };
        let time = Arc::new(AtomicU64::new(NOW));
        let now = Arc::clone(&time);
        let bearer = JwtBearer::new(set(Keys::fetched(source)), "https://id.example.com", "api")
            .leeway(Duration::from_secs(1_000_000))
            .clock(move || UNIX_EPOCH + Duration::from_secs(now.load(Ordering::Relaxed)));
        Self { service: Server::new().users(Empty).authenticator(bearer).into_service(), asked, time }
    }

    async fn status(&self, token: &str) -> u16 {
        status(&self.service, &format!("Bearer {token}")).await
    }

    /// Asks in a task of its own.
    fn spawn(&self, token: &str) -> tokio::task::JoinHandle<u16> {
        let (service, header) = (self.service.clone(), format!("Bearer {token}"));
        tokio::spawn(async move { status(&service, &header).await })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    fn pass(&self, seconds: u64) {
        self.time.fetch_add(seconds, Ordering::Relaxed);
    }
}

fn at_once(issuer: &Issuer) -> Step {
    Step::Document(issuer.document(), Duration::ZERO)
}

fn slowly(issuer: &Issuer) -> Step {
    Step::Document(issuer.document(), Duration::from_secs(3))
}

/// A token of the issuer's key `e`, or of the same key by another name.
fn token(issuer: &Issuer, key: &str) -> String {
    issuer.token(&format!(r#"{{"alg":"ES256","kid":"{key}"}}"#), &claims("{}"), "ES256")
}

/// The document with the key `e` under another name.
fn renamed(issuer: &Issuer, key: &str) -> Step {
    Step::Document(issuer.document().replace(r#""kid":"e""#, &format!(r#""kid":"{key}""#)), Duration::ZERO)
}

/// Lets tasks run until they wait.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_fetch_survives_whoever_made_it_begin() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![slowly(&issuer)]);
    let impatient = tokio::time::timeout(Duration::from_millis(100), trial.status(&token(&issuer, "junk"))).await;
    impatient.expect_err("hung up");
    assert_eq!((trial.status(&token(&issuer, "e")).await, trial.asked()), (200, 1));
}

/// Over a socket: servers drop the request of a peer who hangs up.
#[tokio::test]
async fn strangers_who_hang_up_lock_nobody_out() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![Step::Document(issuer.document(), Duration::from_millis(300))]);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a socket");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(Serve::new(trial.service.clone()).until(listener, std::future::pending()));
    let ask = async |token: String| {
        let mut socket = TcpStream::connect(address).await.expect("a connection");
        let head = format!("GET /api/v1/users HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
        socket.write_all(head.as_bytes()).await.expect("sent");
        socket
    };
    let stranger = ask(token(&issuer, "junk")).await;
    while trial.asked() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(stranger);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut answer = [0; 12];
    ask(token(&issuer, "e")).await.read_exact(&mut answer).await.expect("an answer");
    assert_eq!((&answer, trial.asked()), (b"HTTP/1.1 200", 1));
}

#[tokio::test(start_paused = true)]
async fn all_who_wait_share_one_fetch() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![slowly(&issuer)]);
    let good = token(&issuer, "e");
    let callers: Vec<_> = (0..100).map(|_| trial.spawn(&good)).collect();
    for caller in callers {
        assert_eq!(caller.await.expect("no panic"), 200);
    }
    assert_eq!(trial.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn old_keys_serve_while_new_ones_are_fetched() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![at_once(&issuer), Step::Hang, Step::Hang]);
    let good = token(&issuer, "e");
    assert_eq!(trial.status(&good).await, 200);
    trial.pass(3_700);
    let begun = tokio::time::Instant::now();
    for _ in 0..10 {
        assert_eq!(trial.status(&good).await, 200);
    }
    assert_eq!(begun.elapsed(), Duration::ZERO, "nobody waits");
    settle().await;
    assert_eq!(trial.asked(), 2);
    tokio::time::sleep(Duration::from_secs(11)).await;
    trial.pass(11);
    assert_eq!(trial.status(&good).await, 200, "after the time limit");
    settle().await;
    assert_eq!(trial.asked(), 3, "tried again");
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_hangs_ends_at_the_limit() {
    let issuer = Issuer::new();
    let limit = Duration::from_secs(5);
    let trial = Trial::with(vec![Step::Hang, at_once(&issuer)], |keys| keys.fetch_timeout(limit));
    let good = token(&issuer, "e");
    let begun = tokio::time::Instant::now();
    assert_eq!(trial.status(&good).await, 503);
    assert_eq!(begun.elapsed(), limit);
    assert_eq!((trial.status(&good).await, trial.asked()), (503, 1), "a moment ago");
    trial.pass(2);
    assert_eq!((trial.status(&good).await, trial.asked()), (200, 2));
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_too_old_are_none() {
    let issuer = Issuer::new();
    let day = 24 * 60 * 60;
    let good = token(&issuer, "e");
    let trial = Trial::new(vec![at_once(&issuer), Step::Fail, Step::Hang, at_once(&issuer)]);
    assert_eq!(trial.status(&good).await, 200);
    trial.pass(day - 1);
    assert_eq!(trial.status(&good).await, 200);
    settle().await;
    trial.pass(2);
    assert_eq!((trial.status(&good).await, trial.asked()), (503, 3), "the source hangs");
    trial.pass(61);
    assert_eq!((trial.status(&good).await, trial.asked()), (200, 4), "the source is back");
    let trial = Trial::with(vec![at_once(&issuer)], |keys| keys.max_age(Duration::from_secs(300)));
    assert_eq!(trial.status(&good).await, 200);
    trial.pass(299);
    assert_eq!(trial.status(&good).await, 200);
    settle().await;
    assert_eq!(trial.asked(), 2, "new before they are too old, if the source has them");
    trial.pass(2);
    assert_eq!(trial.status(&good).await, 503);
}

#[tokio::test(start_paused = true)]
async fn unknown_keys_delay_nobody_and_cause_one_fetch_a_pause() {
    let (old, new) = (Issuer::new(), Issuer::new());
    let trial = Trial::new(vec![at_once(&old), slowly(&old), renamed(&new, "new")]);
    let (known, rotated) = (token(&old, "e"), token(&new, "new"));
    assert_eq!(trial.status(&known).await, 200);
    trial.pass(60);
    let junk: Vec<_> = (0..100).map(|number| trial.spawn(&token(&old, &format!("junk {number}")))).collect();
    settle().await;
    let begun = tokio::time::Instant::now();
    assert_eq!((trial.status(&known).await, trial.asked()), (200, 2));
    assert_eq!(begun.elapsed(), Duration::ZERO, "known keys do not wait for unknown ones");
    for caller in junk {
        assert_eq!(caller.await.expect("no panic"), 401);
    }
    trial.pass(59);
    assert_eq!((trial.status(&rotated).await, trial.asked()), (401, 2), "too soon");
    assert_eq!((trial.status(&token(&old, "junk")).await, trial.asked()), (401, 2));
    trial.pass(1);
    let junk: Vec<_> = (0..100).map(|number| trial.spawn(&token(&old, &format!("junk {number}")))).collect();
    settle().await;
    assert_eq!((trial.status(&rotated).await, trial.asked()), (200, 3), "as soon as the pause is over");
    for caller in junk {
        assert_eq!(caller.await.expect("no panic"), 401);
    }
}

#[tokio::test(start_paused = true)]
async fn failures_are_tried_again_ever_more_slowly() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![]);
    let good = token(&issuer, "e");
    assert_eq!((trial.status(&good).await, trial.asked()), (503, 1));
    for (number, pause) in (2..).zip([1, 2, 4, 8, 16, 32, 60, 60]) {
        trial.pass(pause - 1);
        assert_eq!((trial.status(&good).await, trial.asked()), (503, number - 1), "{pause} seconds are not over");
        trial.pass(1);
        assert_eq!((trial.status(&good).await, trial.asked()), (503, number), "{pause} seconds are over");
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_that_panics_has_failed() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![Step::Panic, at_once(&issuer)]);
    let good = token(&issuer, "e");
    assert_eq!((trial.status(&good).await, trial.asked()), (503, 1));
    assert_eq!((trial.status(&good).await, trial.asked()), (503, 1), "a moment ago");
    trial.pass(2);
    assert_eq!((trial.status(&good).await, trial.asked()), (200, 2));
}

/// Some issuers give their keys no names.
#[tokio::test(start_paused = true)]
async fn a_token_without_a_key_id_has_new_keys_fetched() {
    let (old, new) = (Issuer::new(), Issuer::new());
    let trial = Trial::new(vec![at_once(&old), at_once(&new)]);
    let unnamed = |issuer: &Issuer| issuer.token(r#"{"alg":"ES256"}"#, &claims("{}"), "ES256");
    assert_eq!((trial.status(&unnamed(&old)).await, trial.asked()), (200, 1));
    assert_eq!((trial.status(&unnamed(&new)).await, trial.asked()), (401, 1), "asked a moment ago");
    trial.pass(60);
    assert_eq!((trial.status(&unnamed(&new)).await, trial.asked()), (200, 2));
}

/// A server may be run by one runtime after the other; only tries that ended count for the pause.
#[test]
fn a_fetch_that_is_cut_off_is_made_again() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![Step::Hang, at_once(&issuer)]);
    let good = token(&issuer, "e");
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let first = runtime();
    first.block_on(async {
        tokio::time::timeout(Duration::from_millis(10), trial.status(&good)).await.expect_err("hangs");
    });
    drop(first);
    assert_eq!((runtime().block_on(trial.status(&good)), trial.asked()), (200, 2));
}

#[test]
fn outside_of_a_runtime_nothing_is_fetched() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![at_once(&issuer)]);
    let good = token(&issuer, "e");
    let status = pin!(trial.status(&good)).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!((status, trial.asked()), (Poll::Ready(503), 0));
}

/// What is wrong whatever the keys are stays wrong, and has none fetched.
#[tokio::test(start_paused = true)]
async fn tokens_that_no_key_could_mend_are_refused_while_the_source_fails() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![]);
    for (header, changes, algorithm) in [
        (r#"{"alg":"ES256","kid":"e"}"#, r#"{"iss":"https://other.example.com"}"#, "ES256"),
        (r#"{"alg":"ES256","kid":"e"}"#, r#"{"exp":1}"#, "ES256"),
        (r#"{"alg":"ES256","kid":"e"}"#, r#"{"aud":"other"}"#, "ES256"),
        (r#"{"alg":"ES256","kid":"e","typ":"logout+jwt"}"#, "{}", "ES256"),
        (r#"{"alg":"none","kid":"e"}"#, "{}", "ES256"),
        (r#"{"alg":"HS256","kid":"e"}"#, "{}", "ES256"),
    ] {
        let token = issuer.token(header, &claims(changes), algorithm);
        assert_eq!((trial.status(&token).await, trial.asked()), (401, 0), "{header} {changes}");
    }
    assert_eq!((trial.status("junk").await, trial.asked()), (401, 0));
    assert_eq!((trial.status(&token(&issuer, "e")).await, trial.asked()), (503, 1));
}

/// A key that is held decides, whatever the source does.
#[tokio::test(start_paused = true)]
async fn a_known_key_tells_who_has_not_signed_while_the_source_fails() {
    let (issuer, other) = (Issuer::new(), Issuer::new());
    let trial = Trial::new(vec![at_once(&issuer)]);
    assert_eq!(trial.status(&token(&issuer, "e")).await, 200);
    trial.pass(3_700);
    assert_eq!(trial.status(&token(&other, "e")).await, 401);
    assert_eq!(trial.status(&token(&issuer, "new")).await, 503);
    assert_eq!(trial.status(&token(&issuer, "e")).await, 200);
}

/// Time that goes back does not keep keys for ever.
#[tokio::test(start_paused = true)]
async fn keys_from_the_future_are_fetched_again() {
    let issuer = Issuer::new();
    let trial = Trial::new(vec![at_once(&issuer), at_once(&issuer)]);
    let good = token(&issuer, "e");
    assert_eq!(trial.status(&good).await, 200);
    let then: SystemTime = UNIX_EPOCH + Duration::from_secs(NOW - 100_000);
    trial.time.store(then.duration_since(UNIX_EPOCH).expect("later").as_secs(), Ordering::Relaxed);
    assert_eq!((trial.status(&good).await, trial.asked()), (200, 2));
}
