//! Settings of a client.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::clock::{Clock, SystemClock};
use super::elsewhere::Elsewhere;
use super::observe::{Observer, Observers};
use super::transport::{HttpTransport, Transport};
use super::{CallOptions, Core, Credentials, Error, RetryPolicy, Shared, address, retry};
use crate::profile::Profile;

/// Settings of a client of type `C`. No async runtime is needed before the first call.
#[must_use]
pub struct ClientBuilder<C> {
    profile: &'static Profile,
    base: String,
    variables: Vec<(String, String)>,
    elsewhere: Vec<String>,
    loopback: bool,
    credentials: Credentials,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    options: CallOptions,
    user_agent: String,
    limit: usize,
    observers: Observers,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Core>> ClientBuilder<C> {
    /// Settings by default: no credentials, half a minute per attempt, three attempts.
    pub fn new(profile: &'static Profile, base: String) -> Self {
        Self {
            profile,
            base,
            variables: Vec::new(),
            elsewhere: Vec::new(),
            loopback: false,
            credentials: Credentials::none(),
            transport: None,
            clock: Arc::new(SystemClock),
            options: CallOptions::new().timeout(Duration::from_secs(30)).retry(RetryPolicy::default()),
            user_agent: format!("gatewright/{}", profile.api),
            limit: 64 << 20,
            observers: Observers::default(),
            client: PhantomData,
        }
    }

    /// Sets a variable in braces of the base address.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Permits calls to go to this address too, if they are of operations for which the documents name it in place of
    /// the API's; an https address, perhaps with variables in braces.
    ///
    /// Without it such a call fails before it is sent, so that no secret goes where nobody meant it to go. It need not
    /// be permitted on the host of the base address. With a base address that is not one of the documents', of a gateway
    /// or a test, all calls go there except those that are permitted to go elsewhere.
    pub fn also_at(mut self, address: impl Into<String>) -> Self {
        self.elsewhere.push(address.into());
        self
    }

    /// How the client proves who it is.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Permits `http` to this very machine; for tests. Everything else is always `https`.
    pub fn allow_http_loopback(mut self, allow: bool) -> Self {
        self.loopback = allow;
        self
    }

    /// Sends requests by other means.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes time and chance from elsewhere.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Asks this fake instead of a server, by the fake's clock.
    #[cfg(feature = "test-util")]
    pub fn fake(self, fake: &super::Fake) -> Self {
        self.transport(fake.clone()).clock(fake.clock().clone())
    }

    /// How long an attempt may take, and before it a closure or another proof of who calls.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options = self.options.timeout(timeout);
        self
    }

    /// When and how often calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options = self.options.retry(policy);
        self
    }

    /// What every call has in addition; calls may differ.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options.or(&self.options);
        self
    }

    /// Tells somebody of every attempt: a closure `|attempt, outcome|`, or an [`Observer`]. There may be several.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observers.add(observer);
        self
    }

    /// The `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// How many octets a reply may have.
    pub fn reply_limit(mut self, octets: usize) -> Self {
        self.limit = octets;
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the base address or one of the others is not usable, or no connection can be secured on this machine.
    pub fn build(self) -> Result<C, Error> {
        let (profile, variables) = (self.profile, self.variables);
        let address =
            |at: &String| address::base(profile.servers, at, &variables, self.loopback).map_err(Error::invalid);
        let base = address(&self.base)?;
        let permitted = self.elsewhere.iter().map(address).collect::<Result<_, _>>()?;
        let elsewhere = Elsewhere::new(profile, &base, variables, permitted);
        let grant = self.credentials.grant(profile, base.url(), self.loopback)?;
        let user_agent = crate::arguments::header_value(&self.user_agent)
            .ok_or_else(|| Error::invalid("the user agent has characters that no header can carry"))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let plain = base.url().scheme() == "http" || grant.as_ref().is_some_and(|grant| grant.is_plain());
                let transport = if plain { HttpTransport::direct(self.limit) } else { HttpTransport::new(self.limit) };
                Arc::new(transport.map_err(Error::transport)?)
            }
        };
        Ok(C::from(Core(Arc::new(Shared {
            profile,
            base,
            elsewhere,
            credentials: self.credentials.ready(profile),
            grant,
            transport,
            clock: self.clock,
            options: self.options,
            tokens: retry::Tokens::default(),
            user_agent,
            limit: self.limit,
            observers: self.observers,
        }))))
    }
}

impl<C> std::fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").field("api", &self.profile.api).finish_non_exhaustive()
    }
}
