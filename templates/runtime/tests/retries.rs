//! When calls are tried again, and after how long: a table.

use crate::sample;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use gatewright_runtime as runtime;
use http::HeaderMap;
use runtime::client::{ManualClock, MemoryTransport, RetryPolicy};
use runtime::{Credentials, ErrorKind};
use sample::Client;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// One case a line: whether the call may be repeated, the attempt, the status, the headers of the reply, and after `->`
/// the delay in milliseconds before the next attempt, or `stop`. The reply is received at 784111777 by the clock of this
/// machine; by the server's `Date`, `D` is the same second, `E` an hour before it, `L` an hour after it. Chance says 0.5.
const TABLE: &str = "
    # Which statuses are worth it.
    yes 1 408                             -> 250
    yes 1 429                             -> 250
    yes 1 502                             -> 250
    yes 1 503                             -> 250
    yes 1 504                             -> 250
    yes 1 200                             -> stop
    yes 1 304                             -> stop
    yes 1 400                             -> stop
    yes 1 401                             -> stop
    yes 1 404                             -> stop
    yes 1 409                             -> stop
    yes 1 425                             -> stop
    yes 1 500                             -> stop
    yes 1 501                             -> stop
    yes 1 599                             -> stop
    # What must not be done twice is repeated only where it was refused.
    no  1 429                             -> 250
    no  2 429                             -> 500
    no  1 408                             -> stop
    no  1 502                             -> stop
    no  1 503                             -> stop
    no  1 503 Retry-After=1               -> stop
    no  1 504                             -> stop
    # Three attempts, each delay below twice the last.
    yes 2 503                             -> 500
    yes 3 503                             -> stop
    yes 3 429 Retry-After=1               -> stop
    # The server's word counts, whatever chance says.
    yes 1 503 Retry-After=7               -> 7000
    yes 1 503 Retry-After=0               -> 0
    no  1 429 Retry-After=7               -> 7000
    yes 1 503 Retry-After=60              -> 60000
    yes 1 503 Retry-After=61              -> stop
    yes 1 503 Retry-After=86400           -> stop
    yes 1 503 Retry-After=18446744073709551615 -> stop
    # What it says may be nonsense.
    yes 1 503 Retry-After=-5              -> 250
    yes 1 503 Retry-After=soon            -> 250
    yes 1 503 Retry-After=1.5             -> 250
    yes 1 503 Retry-After=                -> 250
    yes 1 503 Retry-After=99999999999999999999999 -> 250
    # Dates, by the server's own clock.
    yes 1 503 D Retry-After=Sun,_06_Nov_1994_08:49:40_GMT -> 3000
    yes 1 503 E Retry-After=Sun,_06_Nov_1994_07:49:40_GMT -> 3000
    yes 1 503 L Retry-After=Sun,_06_Nov_1994_09:49:40_GMT -> 3000
    yes 1 503 D Retry-After=Sun,_06_Nov_1994_08:49:30_GMT -> 0
    yes 1 503 D Retry-After=Sun,_06_Nov_1904_08:49:30_GMT -> 250
    yes 1 503 D Retry-After=Fri,_31_Dec_9999_23:59:59_GMT -> stop
    yes 1 503 D Retry-After=Sun,_99_Nov_1994_08:49:40_GMT -> 250
    yes 1 503 D Retry-After=Sun,_06_Nov_1994_99:99:99_GMT -> 250
    yes 1 503 D Retry-After=Sun,_06_Nov_1994_08:49:40_EST -> 250
    # A day that there is not, a weekday that it was not, and a leap second are no dates.
    yes 1 503 D Retry-After=Thu,_31_Nov_1994_08:49:40_GMT -> 250
    yes 1 503 D Retry-After=Mon,_06_Nov_1994_08:49:40_GMT -> 250
    yes 1 503 D Retry-After=Sun,_06_Nov_1994_08:49:60_GMT -> 250
    yes 1 503 Date=Mon,_06_Nov_1994_07:49:37_GMT Retry-After=Sun,_06_Nov_1994_08:49:40_GMT -> 3000
    yes 1 503 D Retry-After=,             -> 250
    # The two old ways of writing dates; years of two digits are those from 1970 to 2069.
    yes 1 503 D Retry-After=Sunday,_06-Nov-94_08:49:40_GMT -> 3000
    yes 1 503 D Retry-After=Sunday,_06-Nov-94_08:49:30_GMT -> 0
    yes 1 503 D Retry-After=Thursday,_06-Jan-05_08:49:40_GMT -> stop
    yes 1 503 D Retry-After=Wednesday,_06-Nov-69_08:49:40_GMT -> stop
    yes 1 503 D Retry-After=Friday,_06-Nov-70_08:49:40_GMT -> 0
    yes 1 503 D Retry-After=Sunday,_06-Nov-1994_08:49:40_GMT -> 250
    yes 1 503 D Retry-After=Sunday,_06-Nov-94_08:49:40_EST -> 250
    yes 1 503 D Retry-After=Sun_Nov__6_08:49:40_1994 -> 3000
    yes 1 503 D Retry-After=Wed_Nov_16_08:49:40_1994 -> stop
    yes 1 503 D Retry-After=Sun_Nov__6_24:49:40_1994 -> 250
    yes 1 503 D Retry-After=Sun_Nov__6_08:49:40_GMT_1994 -> 250
    yes 1 503 Date=Sunday,_06-Nov-94_08:49:30_GMT Retry-After=Sun_Nov__6_08:49:40_1994 -> 10000
    # The vendor's reset, a second later so that it is over; it counts for 429 only.
    yes 1 429 D X-Rate-Limit-Reset=784111779 -> 3000
    yes 1 429 E X-Rate-Limit-Reset=784108179 -> 3000
    yes 1 429 L X-Rate-Limit-Reset=784115379 -> 3000
    yes 1 429   X-Rate-Limit-Reset=784111778 -> 2000
    yes 1 429 Date=yesterday X-Rate-Limit-Reset=784111778 -> 2000
    yes 1 429 D X-Rate-Limit-Reset=784111778.9 -> 2000
    yes 1 429 D X-Rate-Limit-Reset=784111777 -> 1000
    yes 1 429 D X-Rate-Limit-Reset=784111700 -> 1000
    yes 1 429 D X-Rate-Limit-Reset=0      -> 1000
    yes 1 429 D X-Rate-Limit-Reset=784119999 -> stop
    yes 1 429 D X-Rate-Limit-Reset=784111779000 -> stop
    yes 1 429 D X-Rate-Limit-Reset=18446744073709551615 -> stop
    yes 1 429 D X-Rate-Limit-Reset=nan    -> 250
    yes 1 429 D X-Rate-Limit-Reset=-1     -> 250
    yes 1 429 D X-Rate-Limit-Reset=       -> 250
    yes 1 503 D X-Rate-Limit-Reset=784111779 -> 250
    yes 1 503 D X-Rate-Limit-Reset=784119999 -> 250
    yes 1 429 Retry-After=7 X-Rate-Limit-Reset=784119999 -> 7000
    yes 1 429 D Retry-After=soon X-Rate-Limit-Reset=784111779 -> 3000
";

const RECEIVED: u64 = 784_111_777;

fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(RECEIVED)
}

fn header(headers: &mut HeaderMap, word: &str) {
    let (name, value) = match word {
        "D" => ("date", "Sun,_06_Nov_1994_08:49:37_GMT"),
        "E" => ("date", "Sun,_06_Nov_1994_07:49:37_GMT"),
        "L" => ("date", "Sun,_06_Nov_1994_09:49:37_GMT"),
        _ => word.split_once('=').expect("a name and a value"),
    };
    let name = http::HeaderName::from_bytes(name.as_bytes()).expect("a name");
    headers.insert(name, value.replace('_', " ").parse().expect("a value"));
}

#[test]
fn every_line_of_the_table_holds() {
    for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (case, decision) = line.split_once(" -> ").expect("an arrow");
        let mut words = case.split_whitespace();
        let mut word = || words.next().expect("a word");
        let idempotent = word() == "yes";
        let attempt = word().parse().expect("an attempt");
        let status = word().parse().expect("a status");
        let mut headers = HeaderMap::new();
        words.for_each(|word| header(&mut headers, word));
        let told = (&sample::PROFILE, &headers, now());
        let delay = RetryPolicy::default().after_reply((idempotent, attempt, 0.5), status, told);
        let expected = (decision != "stop").then(|| Duration::from_millis(decision.parse().expect("milliseconds")));
        assert_eq!(delay, expected, "{line}");
    }
}

#[test]
fn delays_are_spread_below_a_ceiling_that_doubles() {
    let policy = RetryPolicy::default().attempts(100);
    let headers = HeaderMap::new();
    let delay = |attempt, random| {
        let told = (&sample::PROFILE, &headers, now());
        policy.after_reply((true, attempt, random), 503, told).expect("another attempt").as_millis()
    };
    assert_eq!([0.0, 0.25, 0.5, 0.999].map(|random| delay(1, random)), [0, 125, 250, 499]);
    assert_eq!(
        [1, 2, 3, 6, 7, 50, 99].map(|attempt| delay(attempt, 0.5)),
        [250, 500, 1_000, 8_000, 10_000, 10_000, 10_000]
    );
    for odd in [f64::NAN, f64::INFINITY, -1.0, 2.0] {
        assert!(delay(1, odd) <= 500, "{odd}");
    }
}

fn answering(status: u16, headers: &'static [(&'static str, &'static str)]) -> MemoryTransport {
    MemoryTransport::new(move |_| {
        let mut reply = http::Response::builder().status(status);
        for (name, value) in headers {
            reply = reply.header(*name, *value);
        }
        Ok(reply.body(runtime::Bytes::new()).expect("a reply"))
    })
}

async fn fails(transport: &MemoryTransport, policy: RetryPolicy) -> (runtime::Error, Vec<Duration>) {
    let clock = ManualClock::new(now(), 0.5);
    let builder = Client::builder("https://example.com").transport(transport.clone()).clock(clock.clone());
    let client = builder.retry(policy).build().expect("a client");
    (client.users().get("x").send().await.expect_err("fails"), clock.sleeps())
}

#[tokio::test]
async fn a_longer_wait_than_the_budget_fails_at_once_and_says_until_when() {
    let transport = answering(429, &[("Retry-After", "61")]);
    let (error, sleeps) = fails(&transport, RetryPolicy::default()).await;
    assert_eq!((error.kind(), sleeps.len()), (ErrorKind::RateLimited, 0));
    assert_eq!(error.retry_at(), Some(now() + Duration::from_secs(61)));
    let (error, _) =
        fails(&answering(429, &[("X-Rate-Limit-Reset", "18446744073709551615")]), RetryPolicy::default()).await;
    assert_eq!(error.retry_at(), None, "a time that no clock has");
    let (error, _) = fails(&answering(503, &[("X-Rate-Limit-Reset", "784119999")]), RetryPolicy::never()).await;
    assert_eq!(error.retry_at(), None, "the window has nothing to do with it");
}

#[tokio::test]
async fn the_budget_counts_all_waiting() {
    let transport = answering(503, &[("Retry-After", "25")]);
    let (_, sleeps) = fails(&transport, RetryPolicy::default().attempts(9)).await;
    assert_eq!(sleeps, [Duration::from_secs(25); 2]);
}

/// A server over TLS with a certificate that nobody has vouched for: how many connections it got.
async fn untrusted() -> (u16, Arc<AtomicUsize>) {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("keys/localhost.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("keys/localhost-key.pem")).expect("a key");
    let settings = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key);
    let acceptor = TlsAcceptor::from(Arc::new(settings.expect("a key for the certificate")));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let port = listener.local_addr().expect("an address").port();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let shaken = acceptor.accept(stream).await;
            assert!(shaken.is_err(), "nothing is sent to whom nobody has vouched for");
        }
    });
    (port, accepted)
}

#[tokio::test]
async fn a_refused_certificate_is_not_tried_again() {
    let (port, accepted) = untrusted().await;
    let builder = Client::builder(format!("https://localhost:{port}"));
    let client = builder.credentials(Credentials::bearer("secret")).build().expect("a client");
    let error = client.users().get("x").send().await.expect_err("not trusted");
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Transport, false));
    assert_eq!(accepted.load(Ordering::Relaxed), 1, "it would be the same again");
    let shown = format!("{error:?}");
    assert!(shown.contains("no connection") && shown.contains("certificate"), "{shown}");
}
