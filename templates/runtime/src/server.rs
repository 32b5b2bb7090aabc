//! Dispatch of requests to handlers, by the static table of operations. Knows no vendor and no value.
//!
//! Before a handler runs: the size limit, the route, authentication, the rate limit, the permission check, the media
//! types, and parsing, in this order. Everything that is refused is refused in the vendor's error shape.

mod answer;
mod authentication;
mod challenge;
mod checks;
mod cors;
mod dispatch;
mod dress;
mod library;
mod negotiation;
mod page;
mod rate;
mod refusal;
mod request;
mod route;
mod serve;
mod socket;
mod table;
mod watch;

pub use answer::{IntoReply, Response};
pub use authentication::{ApiKeys, Authenticator, Basic, Principal, StaticTokens, Unavailable};
#[cfg(feature = "jwt")]
pub use authentication::{JwtBearer, KeyProblem, KeySet, KeySource, Keys};
pub use axum::Router;
pub use checks::Checks;
pub use cors::Cors;
pub use library::Library;
pub use page::{Page, Window};
pub use rate::{Caller, RateLimit};
pub use request::Request;
pub use route::{Method, Route, not_implemented, route};
pub use serve::Serve;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};

use crate::operation::{Operation, SecurityRequirement};
use crate::profile::{Profile, Scheme};
use crate::schema::ReadOnly;
use crate::wire::Bytes;
use checks::Rules;
use dispatch::Dispatcher;
use table::Table;

/// A future that owns what it needs and may move between threads.
pub(super) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What an operation is answered with: a route, or 501.
struct Entry {
    operation: &'static Operation,
    route: Option<Route>,
    rules: Rules,
    told: Option<String>,
}

impl Entry {
    fn of(operation: &'static Operation, route: Option<Route>) -> Self {
        Self { operation, route, rules: Rules::default(), told: None }
    }
}

/// Settings of a server: what answers, who may call, and the limits.
#[must_use]
pub struct ServerBuilder {
    profile: &'static Profile,
    entries: Vec<Entry>,
    authenticators: Vec<Arc<dyn Authenticator>>,
    open: bool,
    base_path: String,
    public_url: Option<String>,
    limits: Limits,
    rate_limit: Option<RateLimit>,
    cors: Option<Cors>,
}

/// What a request may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    body: usize,
    body_time: Duration,
}

impl ServerBuilder {
    /// A server of these operations, all of which answer 501 until they have routes. It is mounted below the path of the
    /// first base address of the documents.
    pub fn new(profile: &'static Profile, operations: &[&'static Operation]) -> Self {
        let entries = operations.iter().map(|&operation| Entry::of(operation, None)).collect();
        Self {
            profile,
            entries,
            authenticators: Vec::new(),
            open: false,
            base_path: base_path(profile),
            public_url: None,
            limits: Limits { body: 1 << 20, body_time: Duration::from_secs(30) },
            rate_limit: None,
            cors: None,
        }
    }

    /// Answers operations. A later route for the same operation replaces an earlier one.
    pub fn routes(mut self, routes: Vec<Route>) -> Self {
        for route in routes {
            match self.entries.iter_mut().find(|entry| std::ptr::eq(entry.operation, route.operation())) {
                Some(entry) => entry.route = Some(route),
                None => {
                    let operation = route.operation();
                    self.entries.push(Entry::of(operation, Some(route)));
                }
            }
        }
        self
    }

    /// Says by which value requests for this operation are known, where its documents name the header or parameter that
    /// tells it from others of its path (a [`Fixed`](crate::operation::Fixed) without a value) and not the value. Nobody
    /// reaches such an operation before.
    pub fn told_apart(mut self, operation: &'static Operation, value: impl Into<String>) -> Self {
        if let Some(entry) = self.entries.iter_mut().find(|entry| std::ptr::eq(entry.operation, operation)) {
            entry.told = Some(value.into());
        }
        self
    }

    /// Says who calls, and what they may. Several are asked in turn, until what they know lets the caller in. What none of
    /// them proves stays closed: see [`ServerBuilder::locked`].
    pub fn authenticator(mut self, authenticator: impl Authenticator) -> Self {
        self.authenticators.push(Arc::new(authenticator));
        self
    }

    /// Operations that answer 401 to everybody: no authenticator, and no several together, prove all schemes of any one of
    /// their requirements. Without an authenticator these are all operations of which the documents do not say that
    /// anybody may call them, also those of which they say nothing at all. What a principal says it has proven
    /// ([`Principal::proven_by`]) is not known before.
    #[must_use]
    pub fn locked(&self) -> Vec<&'static Operation> {
        let operations = self.entries.iter().map(|entry| entry.operation);
        operations.filter(|operation| !(self.open || operation.is_open() || self.can_be_called(operation))).collect()
    }

    /// Whether the authenticators prove what an operation asks for.
    fn can_be_called(&self, operation: &Operation) -> bool {
        let authenticators = self.authenticators.iter().map(|one| &**one);
        let can_be_met =
            |one: &SecurityRequirement| authentication::can_be_met(self.profile, one, authenticators.clone());
        match operation.security {
            Some(requirements) => requirements.iter().any(can_be_met),
            None => !self.authenticators.is_empty(),
        }
    }

    /// Says at start-up which operations are closed, and for want of what.
    fn warn_of_locked(&self) {
        let locked = self.locked();
        if locked.is_empty() {
            return;
        }
        let named = |scheme: &Scheme| {
            let requirements = locked.iter().flat_map(|operation| operation.requirements());
            requirements.flat_map(|one| one.schemes).any(|(name, _)| *name == scheme.name)
        };
        let is_proven = |scheme: &Scheme| self.authenticators.iter().any(|one| one.proves(scheme));
        let missing = self.profile.schemes.iter().filter(|scheme| named(scheme) && !is_proven(scheme));
        let missing: Vec<&str> = missing.map(|scheme| scheme.name).collect();
        let why = match self.authenticators.is_empty() {
            true => "the server has no authenticator".to_owned(),
            false => format!("no authenticator proves {}", missing.join(", ")),
        };
        warn(self.profile.api, &locked, &why);
    }

    /// How often one may call, and fail to prove who one is. Without it, as often as one likes.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Which pages of other origins may call from a browser, such as those of test tools. Without it, none.
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// The address at which callers reach the server, such as `https://id.example.com`, for links to pages; without it
    /// the `Host` of the request and `http`.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into().trim_end_matches('/').to_owned());
        self
    }

    /// Lets anybody call everything, also what documents name a proof for: for tests, behind something that has checked
    /// already, or where documents leave out that nothing is asked for. Who proves who they are is still known to handlers.
    pub fn open_to_anybody(mut self) -> Self {
        self.open = true;
        self
    }

    /// The path below which the operations are mounted, such as `/api/v2`.
    pub fn base_path(mut self, path: impl Into<String>) -> Self {
        self.base_path = path.into().trim_end_matches('/').to_owned();
        self
    }

    /// Largest body in octets; 1 MiB unless set. What a body becomes in memory is limited with it, to about 32 times the
    /// length of the body and 16 MiB: a list of empty objects is refused where it would be more, and so is a form of empty
    /// fields; forms of several parts may have 1,000.
    pub fn body_limit(mut self, octets: usize) -> Self {
        self.limits.body = octets;
        self
    }

    /// Longest time that a body may take to arrive; 30 seconds unless set.
    pub fn body_time(mut self, time: Duration) -> Self {
        self.limits.body_time = time;
        self
    }

    /// What is checked of every operation, in the order in which they were given to [`ServerBuilder::new`].
    pub fn checks(mut self, checks: Arc<Checks>) -> Self {
        for (index, entry) in self.entries.iter_mut().enumerate() {
            entry.rules.checks = Some((Arc::clone(&checks), index));
        }
        self
    }

    /// What happens to members of requests that only servers send. They are ignored unless set: clients that read an
    /// object, change it and write it back whole send them, and the vendors' servers let them.
    pub fn read_only(mut self, policy: ReadOnly) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.rules.read_only = policy);
        self
    }

    /// Whether a value may not be several of the alternatives of which it must be exactly one (`oneOf`). Checked unless
    /// set; many documents say `oneOf` where they mean `anyOf`, and their servers take what is several.
    pub fn exclusive(mut self, exclusive: bool) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.rules.exclusive = exclusive);
        self
    }

    /// Whether requests are checked against what the documents demand of values. They are unless set; types are read
    /// strictly in any case. Without checks, members that only servers send are not looked for either.
    pub fn check_requests(mut self, check: bool) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.rules.requests = check);
        self
    }

    /// Whether the answers of handlers are checked, too: one that the documents forbid becomes 500, and the log says
    /// why. They are in debug builds unless set.
    pub fn check_answers(mut self, check: bool) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.rules.answers = check);
        self
    }

    /// What is told when an answer of a handler cannot be sent: the id of the request, and what is wrong. The caller
    /// learns the id alone. With the feature `tracing` there is an event, too.
    pub fn report(mut self, report: fn(id: &str, problem: &str)) -> Self {
        self.entries.iter_mut().for_each(|entry| entry.rules.report = Some(report));
        self
    }

    /// A tower service.
    #[must_use]
    pub fn into_service(self) -> Service {
        self.warn_of_locked();
        let table = Table::new(self.entries.iter().map(|entry| (entry.operation, entry.told.clone())));
        Service(Arc::new(Dispatcher::new(self, table)))
    }

    /// An axum router, to be served or merged into another: it answers whatever no other route does. A rate limit tells
    /// strangers apart where `axum::serve` gets `router.into_make_service_with_connect_info::<SocketAddr>()`.
    pub fn into_router(self) -> Router {
        Router::new().fallback_service(self.into_service())
    }
}

impl std::fmt::Debug for ServerBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let answered = self.entries.iter().filter(|entry| entry.route.is_some()).count();
        f.debug_struct("ServerBuilder")
            .field("api", &self.profile.api)
            .field("operations", &self.entries.len())
            .field("answered", &answered)
            .field("base_path", &self.base_path)
            .finish_non_exhaustive()
    }
}

/// Says that operations are closed, with the first of them.
fn warn(api: &str, locked: &[&'static Operation], why: &str) {
    const NAMED: usize = 5;
    let count = locked.len();
    let mut operations: Vec<&str> = locked.iter().take(NAMED).map(|operation| operation.id).collect();
    if count > NAMED {
        operations.push("…");
    }
    let operations = operations.join(", ");
    #[cfg(feature = "tracing")]
    tracing::warn!(api, locked = count, operations, "operations answer 401 to everybody: {why}");
    #[cfg(not(feature = "tracing"))]
    eprintln!("{api}: {count} operations answer 401 to everybody: {why} ({operations})");
}

/// The path of the first base address, if it has no variables in it.
fn base_path(profile: &Profile) -> String {
    let url = profile.servers.first().map_or("", |server| server.url);
    let after_host = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| rest.split_at(at).1));
    let path = after_host.trim_end_matches('/');
    if path.contains('{') || !path.starts_with('/') { String::new() } else { path.to_owned() }
}

/// The server as a tower service. Cheap to clone.
#[derive(Clone)]
pub struct Service(Arc<Dispatcher>);

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

impl<B> tower::Service<http::Request<B>> for Service
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Boxed<'static, Result<http::Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let dispatcher = Arc::clone(&self.0);
        let (parts, body) = request.into_parts();
        let body = Body::new(body);
        Box::pin(async move { Ok(dispatcher.answer(parts, body).await) })
    }
}
