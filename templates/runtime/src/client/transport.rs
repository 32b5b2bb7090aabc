//! How requests leave the process.

use std::error::Error as StdError;
use std::fmt;

use http::{Request, Response, StatusCode};
use url::Url;

use super::{Body, BoxFuture, address, cause};
use crate::operation::Operation;
use crate::profile::Profile;
use crate::wire::Bytes;

/// Sends one request and returns one reply, whole. Follows no redirects, adds no headers that tell where one comes
/// from, and repeats nothing.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>>;

    /// The same, told what the request is for. Clients call this one; few transports want to know.
    fn send_for(
        &self,
        purpose: &Purpose<'_>,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let _ = purpose;
        self.send(request)
    }
}

/// What a request is for, beside what travels.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Purpose<'a> {
    /// The profile of the API.
    pub profile: &'static Profile,
    /// The row of the operation; `None` for requests for tokens, and for calls that the documents do not have.
    pub operation: Option<&'static Operation>,
    /// The path of the base address, below which the paths of operations begin; without a slash at its end. Of the
    /// operation's own address where it goes there.
    pub base_path: &'a str,
    /// That address itself, if the request has one.
    pub(super) base: Option<&'a Url>,
}

/// Why there is no whole reply.
#[derive(Debug)]
pub struct TransportError {
    pub(super) message: &'static str,
    pub(super) sent: bool,
    pub(super) timeout: bool,
    pub(super) permanent: bool,
    pub(super) status: Option<StatusCode>,
    pub(super) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// The request certainly did not arrive.
    #[must_use]
    pub fn not_sent(message: &'static str) -> Self {
        Self { message, sent: false, timeout: false, permanent: false, status: None, source: None }
    }

    /// The request may have arrived.
    #[must_use]
    pub fn may_have_been_sent(message: &'static str) -> Self {
        Self { sent: true, ..Self::not_sent(message) }
    }

    /// Nobody waits any longer; the request may have arrived.
    pub(super) fn late() -> Self {
        Self::may_have_been_sent("time was up").timeout()
    }

    /// The same, because time was up.
    #[must_use]
    pub fn timeout(mut self) -> Self {
        self.timeout = true;
        self
    }

    /// The same, because of something that would be so again: the call is not repeated.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.permanent = true;
        self
    }

    /// The request arrived, and the reply is longer than is taken of any.
    pub(super) fn too_long(status: StatusCode) -> Self {
        Self::may_have_been_sent("the reply is too long").status(status).permanent()
    }

    /// The same, after the head of a reply with this status.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// The same, with what lies behind it.
    #[must_use]
    pub fn source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// Sends by HTTP/1.1 over TLS.
#[derive(Debug, Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    limit: usize,
}

impl HttpTransport {
    /// A transport that takes replies of up to so many octets.
    ///
    /// # Errors
    /// When no connection can be secured on this machine.
    pub fn new(limit: usize) -> Result<Self, TransportError> {
        Self::built(plain(), limit)
    }

    /// The same past all proxies that the environment names. What is not encrypted is for this machine alone, and must
    /// not be handed to a proxy.
    ///
    /// # Errors
    /// As [`HttpTransport::new`].
    pub fn direct(limit: usize) -> Result<Self, TransportError> {
        Self::built(plain().no_proxy(), limit)
    }

    fn built(builder: reqwest::ClientBuilder, limit: usize) -> Result<Self, TransportError> {
        let built = builder.build();
        built.map(|client| Self { client, limit }).map_err(|error| unsent("connections cannot be secured", error))
    }

    /// A transport over a client of one's own, which must not follow redirects.
    #[must_use]
    pub fn with_client(client: reqwest::Client, limit: usize) -> Self {
        Self { client, limit }
    }

    fn execute(&self, url: Option<Url>, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let (client, limit) = (self.client.clone(), self.limit);
        let request = url.map(|url| of_reqwest(url, request));
        Box::pin(async move {
            let request = request.ok_or_else(|| TransportError::not_sent("the request is unusable"))?;
            let reply = client.execute(request).await.map_err(failed)?;
            read(reply, limit).await
        })
    }
}

fn plain() -> reqwest::ClientBuilder {
    // None at most, so that no request is kept in case of one.
    let never = reqwest::retry::never().max_retries_per_request(0);
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).referer(false).retry(never)
}

fn unsent(message: &'static str, error: reqwest::Error) -> TransportError {
    TransportError::not_sent(message).source(error.without_url())
}

impl Transport for HttpTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        self.execute(address::url(request.uri()), request)
    }

    fn send_for(
        &self,
        purpose: &Purpose<'_>,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Bytes>, TransportError>> {
        let uri = request.uri();
        let at_base = purpose.base.and_then(|base| address::url_at(base, uri));
        self.execute(at_base.or_else(|| address::url(uri)), request)
    }
}

fn failed(error: reqwest::Error) -> TransportError {
    let (timeout, permanent) = (error.is_timeout(), cause::is_permanent(&error));
    let failure = if error.is_connect() || error.is_builder() {
        unsent("no connection", error)
    } else {
        TransportError::may_have_been_sent("the connection broke").source(error.without_url())
    };
    let failure = if permanent { failure.permanent() } else { failure };
    if timeout { failure.timeout() } else { failure }
}

/// The same request; the conversion that reqwest has writes the address piece by piece.
fn of_reqwest(url: Url, request: Request<Body>) -> reqwest::Request {
    let (head, body) = request.into_parts();
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(body.into());
    request
}

/// How much is set aside for a reply because it says that it is so long.
const AT_ONCE: usize = 1 << 20;

async fn read(mut reply: reqwest::Response, limit: usize) -> Result<Response<Bytes>, TransportError> {
    let status = reply.status();
    let headers = std::mem::take(reply.headers_mut());
    let announced = reply.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    if announced > limit {
        return Err(TransportError::too_long(status));
    }
    let (mut first, mut body) = (Bytes::new(), Vec::new());
    loop {
        match reply.chunk().await {
            Ok(Some(chunk)) if first.len().max(body.len()) + chunk.len() > limit => {
                return Err(TransportError::too_long(status));
            }
            Ok(Some(chunk)) if first.is_empty() => first = chunk,
            Ok(Some(chunk)) => {
                if body.is_empty() {
                    body.reserve(announced.min(AT_ONCE).max(first.len() + chunk.len()));
                    body.extend_from_slice(&first);
                }
                body.extend_from_slice(&chunk);
            }
            Ok(None) => break,
            Err(error) => {
                let broken = TransportError::may_have_been_sent("the reply broke off").status(status);
                let broken = if cause::is_permanent(&error) { broken.permanent() } else { broken };
                return Err(broken.source(error.without_url()));
            }
        }
    }
    let mut response = Response::new(if body.is_empty() { first } else { Bytes::from(body) });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}
