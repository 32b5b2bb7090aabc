//! Proof that a generated client and a generated server understand each other: every operation is called over a real
//! socket, and what arrives on each side is compared with what the other side sent.
//!
//! The emitted tests give one [`Case`] an operation, which samples arguments, calls the builder as a user would, and
//! tells the [`Stage`] what came back; and a server whose handlers tell the stage what they got.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use http::header::AUTHORIZATION;
use http::request::Parts;
use tower::ServiceExt as _;

use crate::arguments::{Arguments, encode};
use crate::operation::{Fixed, Location, Operation};
use crate::profile::Scheme;
use crate::server::{self, Authenticator, Principal, ServerBuilder, Service};
use crate::wire::{self, Direction, Place, Sampler, Text, Value};

/// A future of the test's own.
pub type Boxed = std::pin::Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// One operation of a client `C`: samples arguments, sends the call, and tells the stage what was returned.
pub struct Case<C: 'static> {
    /// What is called.
    pub operation: &'static Operation,
    /// Calls it.
    pub call: fn(&C, Arc<Stage>) -> Boxed,
}

/// Where both sides meet: it makes the samples and remembers who sent and got what.
#[derive(Debug, Default)]
pub struct Stage {
    seen: Mutex<BTreeMap<&'static str, Seen>>,
}

/// What is known about one operation.
#[derive(Debug, Default, Clone)]
struct Seen {
    sent: Option<Request>,
    arrived: Option<Request>,
    got: Option<Vec<String>>,
    arguments: Option<Vec<String>>,
    replied: Option<String>,
    returned: Option<String>,
}

/// A request as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Option<(String, Vec<u8>)>,
}

/// Knows the token of the tests, and proves by it whatever a document asks for: what travels is tried here, and not who may
/// call.
#[derive(Debug)]
pub struct Tester(pub &'static str);

impl Authenticator for Tester {
    fn authenticate<'a>(
        &'a self,
        request: &'a Parts,
    ) -> server::Boxed<'a, Result<Option<Principal>, server::Unavailable>> {
        let mut headers = request.headers.get_all(AUTHORIZATION).iter().filter_map(|value| value.to_str().ok());
        let is_known = headers.any(|header| header.ends_with(self.0));
        Box::pin(std::future::ready(Ok(is_known.then(|| Principal::superuser("tester")))))
    }

    fn proves(&self, _scheme: &Scheme) -> bool {
        true
    }
}

impl Stage {
    /// Arguments with every parameter and the body set. They are remembered as what the client sends.
    pub fn arguments<A: Arguments + Default>(&self) -> A {
        let mut arguments = A::default();
        let operation = arguments.operation();
        let seed = seed(operation);
        // A webhook is sent by the API itself, as its responses are.
        let direction = if operation.webhook { Direction::Response } else { Direction::Request };
        let mut anywhere = Sampler::new(seed).toward(direction);
        let mut narrow = Sampler::new(seed).toward(direction).within(Place::Header);
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let escaped = matches!(parameter.location, Location::Path | Location::Query);
            let is_open = |fixed: &Fixed| fixed.value.is_none() && fixed.name == parameter.name;
            if let Some(slot) = arguments.slot(index) {
                if operation.fixed.iter().any(is_open) {
                    telling(operation).fill(slot);
                } else if escaped {
                    anywhere.fill(slot)
                } else {
                    narrow.fill(slot)
                }
            }
        }
        if let Some(slot) = arguments.body_slot(0) {
            anywhere.fill(slot);
        }
        self.note(operation, |seen| {
            seen.arguments = Some(listed(&arguments));
            seen.sent = expected(&arguments);
        });
        arguments
    }

    /// The arguments that a handler got.
    pub fn received(&self, arguments: &dyn Arguments) {
        self.note(arguments.operation(), |seen| seen.got = Some(listed(arguments)));
    }

    /// What a handler replies with. It is remembered as what the server sends.
    pub fn reply<T: Value>(&self, operation: &'static Operation) -> T {
        self.replied(operation, Place::Anywhere)
    }

    /// The header that a handler replies with. It is remembered as what the server sends.
    pub fn reply_header<T: Value>(&self, operation: &'static Operation) -> T {
        self.replied(operation, Place::Header)
    }

    fn replied<T: Value>(&self, operation: &'static Operation, place: Place) -> T {
        let mut value = T::blank();
        let sampler = Sampler::new(seed(operation).wrapping_add(500));
        sampler.toward(Direction::Response).within(place).fill(&mut value);
        self.note(operation, |seen| seen.replied = Some(wire::write(&value)));
        value
    }

    /// Sends a call and remembers what it returned, as text.
    pub fn returns<T, E>(
        self: Arc<Self>,
        operation: &'static Operation,
        call: impl Future<Output = Result<T, E>> + Send + 'static,
        text: fn(&T) -> String,
    ) -> Boxed
    where
        T: 'static,
        E: std::error::Error + 'static,
    {
        Box::pin(async move {
            let returned = call.await.map_err(|error| told(&error))?;
            self.note(operation, |seen| seen.returned = Some(text(&returned)));
            Ok(())
        })
    }

    fn note(&self, operation: &'static Operation, note: impl FnOnce(&mut Seen)) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        note(seen.entry(operation.id).or_default());
    }

    /// What is wrong about an operation that was called.
    fn verdict(&self, operation: &'static Operation) -> Result<(), String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.get(operation.id).cloned().unwrap_or_default();
        let arrived = seen.arrived.as_ref().ok_or("no request arrived")?;
        let sent = seen.sent.as_ref().ok_or("the arguments cannot be sent")?;
        same("method", &sent.method, &arrived.method)?;
        same("path", &sent.path, &arrived.path)?;
        same("query", &sent.query, &arrived.query)?;
        for (name, value) in &sent.headers {
            let found = arrived.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value);
            same(&format!("header {name}"), &Some(value), &found)?;
        }
        same("body", &readable(&sent.body), &readable(&arrived.body))?;
        same("arguments", &seen.arguments, &seen.got)?;
        same("reply", &seen.replied.unwrap_or_default(), &seen.returned.unwrap_or_default())
    }
}

/// An error with all its sources.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let sources = std::iter::successors(Some(error), |error| error.source());
    sources.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// A returned value as text.
pub fn json<T: Value>(value: &T) -> String {
    wire::write(value)
}

/// A returned list of one as the text of its item.
pub fn only<T: Value>(values: &Vec<T>) -> String {
    match values.as_slice() {
        [value] => json(value),
        _ => json(values),
    }
}

/// What calls return that return nothing.
pub fn nothing((): &()) -> String {
    String::new()
}

/// Tells a server by which values the operations of one path are known whose documents leave that open.
pub fn told_apart(builder: ServerBuilder, operations: &[&'static Operation]) -> ServerBuilder {
    let open = |operation: &Operation| operation.fixed.iter().any(|fixed| fixed.value.is_none());
    let same = |one: &Operation, other: &Operation| {
        (one.method, one.fixed) == (other.method, other.fixed) && one.pieces().eq(other.pieces()) && one.id != other.id
    };
    let open: Vec<&'static Operation> = operations.iter().copied().filter(|operation| open(operation)).collect();
    let shared = open.iter().filter(|one| open.iter().any(|other| same(one, other)));
    shared.fold(builder, |builder, operation| {
        let mut value = String::new();
        telling(operation).fill(&mut value);
        builder.told_apart(operation, value)
    })
}

/// Samples of what tells an operation from others of its path.
fn telling(operation: &Operation) -> Sampler {
    Sampler::new(hash(operation)).toward(Direction::Request).within(Place::Header)
}

/// Different values for different operations, the same in every run.
fn seed(operation: &Operation) -> u32 {
    hash(operation) % 100_000
}

fn hash(operation: &Operation) -> u32 {
    operation.id.bytes().fold(7, |hash: u32, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)))
}

/// All arguments as text, one line each.
fn listed(arguments: &dyn Arguments) -> Vec<String> {
    let operation = arguments.operation();
    let mut lines = Vec::new();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let text = arguments.view(index).map_or(Text::Absent, |value| value.text());
        lines.push(format!("{:?} {}: {text:?}", parameter.location, parameter.name));
    }
    if let Some((media, body)) = arguments.body() {
        lines.push(format!("body {media}: {}", wire::write(body)));
    }
    lines
}

/// What must arrive; a boundary of a multipart form is made anew for each request, so such bodies are not compared.
fn expected(arguments: &dyn Arguments) -> Option<Request> {
    let encoded = encode(arguments).ok()?;
    let headers = encoded.headers.iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Some(Request {
        method: encoded.method.to_owned(),
        path: encoded.path().to_owned(),
        query: encoded.query().to_owned(),
        headers: headers.collect(),
        body: encoded.body.map(|payload| {
            (payload.content_type, payload.content.whole().map_or_else(Vec::new, |bytes| bytes.to_vec()))
        }),
    })
}

/// A body in a form that can be printed and compared.
fn readable(body: &Option<(String, Vec<u8>)>) -> Option<(String, String)> {
    let (content_type, bytes) = body.as_ref()?;
    let essence = content_type.split(';').next().unwrap_or_default().to_owned();
    if essence.starts_with("multipart/") {
        return Some((essence, format!("{} octets", bytes.len())));
    }
    Some((essence, String::from_utf8_lossy(bytes).into_owned()))
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, sent: &T, arrived: &T) -> Result<(), String> {
    if sent == arrived { Ok(()) } else { Err(format!("{what} differs\n    sent    {sent:?}\n    arrived {arrived:?}")) }
}

/// Serves `service` on a loopback socket, calls every case with a client of its address, and compares.
///
/// # Panics
/// When anything differs: the message names every operation with what differs.
pub fn run<C: Send + 'static>(
    stage: &Arc<Stage>,
    cases: &[&[Case<C>]],
    service: Service,
    operations: &[&'static Operation],
    client: impl FnOnce(std::net::SocketAddr) -> C,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    let problems = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.unwrap_or_else(|error| panic!("no socket: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
        tokio::spawn(serve(listener, service, Arc::clone(stage), operations.to_vec()));
        let client = client(address);
        let mut problems = String::new();
        for case in cases.iter().copied().flatten() {
            let called = (case.call)(&client, Arc::clone(stage)).await;
            if let Err(problem) = called.and_then(|()| stage.verdict(case.operation)) {
                let Operation { id, method, path, .. } = case.operation;
                let _ = writeln!(problems, "{id} ({method} {path}): {problem}");
            }
        }
        problems
    });
    let called: usize = cases.iter().map(|cases| cases.len()).sum();
    assert!(problems.is_empty(), "{problems}");
    let served = operations.iter().filter(|operation| !operation.shadowed).count();
    assert_eq!(called, served, "not every operation has a case");
}

/// Serves, and tells the stage what arrives before the server sees it.
async fn serve(
    listener: tokio::net::TcpListener,
    service: Service,
    stage: Arc<Stage>,
    operations: Vec<&'static Operation>,
) {
    let spied = tower::service_fn(move |request: http::Request<Body>| {
        let (service, stage, operations) = (service.clone(), Arc::clone(&stage), operations.clone());
        async move {
            let (parts, body) = request.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
            let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            };
            let content_type = parts.headers.get("content-type").and_then(|value| value.to_str().ok());
            let arrived = Request {
                method: parts.method.to_string(),
                path: parts.uri.path().to_owned(),
                query: parts.uri.query().unwrap_or_default().to_owned(),
                headers: parts.headers.iter().map(header).collect(),
                body: (!bytes.is_empty()).then(|| (content_type.unwrap_or_default().to_owned(), bytes.to_vec())),
            };
            stage.arrived(&arrived, &operations);
            service.oneshot(http::Request::from_parts(parts, Body::from(bytes))).await
        }
    });
    let router = axum::Router::new().fallback_service(spied);
    let _ = axum::serve(listener, router).await;
}

impl Stage {
    /// Remembers a request for the operation that waits for it: cases are called one after the other, so it is the one
    /// that was sampled and has not arrived.
    fn arrived(&self, arrived: &Request, operations: &[&'static Operation]) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for operation in operations {
            if let Some(seen) = seen.get_mut(operation.id)
                && seen.arguments.is_some()
                && seen.arrived.is_none()
            {
                let mut arrived = arrived.clone();
                // The base path is the server's, not the operation's.
                if let Some(sent) = &seen.sent
                    && arrived.path.ends_with(&sent.path)
                {
                    arrived.path.clone_from(&sent.path);
                }
                seen.arrived = Some(arrived);
            }
        }
    }
}
