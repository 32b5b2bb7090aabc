//! The one error of a client. It says what happened and what may be done about it, and shows no token, query or body.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::StatusCode;

use super::TransportError;
use crate::arguments::Violation;
use crate::operation::Operation;
use crate::wire::{self, Bytes, Mode, ReadError, Value};

/// How much of a body an error keeps.
const KEPT: usize = 64 << 10;

/// Why a call has no result. `Debug` shows the cause of a broken connection, too.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    problem: String,
    status: Option<StatusCode>,
    code: Option<String>,
    message: Option<String>,
    causes: Vec<String>,
    request_id: Option<String>,
    retry_at: Option<SystemTime>,
    location: Option<String>,
    sent: bool,
    body: Bytes,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What sort of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call cannot be sent as it is: something required is not set, or cannot travel.
    Invalid,
    /// There is no token to send.
    Credentials,
    /// There is no connection, or it broke.
    Transport,
    /// Time was up.
    Timeout,
    /// 3XX but 304: the server redirects where a client does not follow by itself. [`Error::location`] says where.
    Redirect,
    /// 400 and 422: the server refused what was sent.
    BadRequest,
    /// 401: the server does not know the caller.
    Unauthorized,
    /// 403: the caller may not.
    Forbidden,
    /// 404 and 410.
    NotFound,
    /// 409 and 412: the resource is not as the caller thought.
    Conflict,
    /// 429: too many calls.
    RateLimited,
    /// 5XX.
    Server,
    /// Any other status that is no success.
    Status,
    /// A success whose body cannot be read.
    Decode,
    /// Pages that do not follow each other.
    Paging,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, problem: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            problem: problem.into(),
            status: None,
            code: None,
            message: None,
            causes: Vec::new(),
            request_id: None,
            retry_at: None,
            location: None,
            sent: false,
            body: Bytes::new(),
            source: None,
        }))
    }

    pub(super) fn invalid(problem: impl Into<String>) -> Self {
        Self::new(ErrorKind::Invalid, problem)
    }

    pub(super) fn violations(violations: Vec<Violation>) -> Self {
        let causes: Vec<String> = violations.iter().map(ToString::to_string).collect();
        let mut error = Self::invalid(causes.join("; "));
        error.0.causes = causes;
        error
    }

    pub(super) fn transport(failure: TransportError) -> Self {
        let kind = if failure.timeout { ErrorKind::Timeout } else { ErrorKind::Transport };
        let mut error = Self::new(kind, failure.message);
        error.0.sent = failure.sent;
        error.0.status = failure.status;
        error.0.source = failure.source.map(Arc::from);
        error
    }

    pub(super) fn status_of(status: StatusCode) -> Self {
        let kind = match status.as_u16() {
            300..=303 | 305..=399 => ErrorKind::Redirect,
            400 | 422 => ErrorKind::BadRequest,
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 | 410 => ErrorKind::NotFound,
            409 | 412 => ErrorKind::Conflict,
            429 => ErrorKind::RateLimited,
            500..=599 => ErrorKind::Server,
            _ => ErrorKind::Status,
        };
        let mut error = Self::new(kind, status.canonical_reason().unwrap_or("unknown status"));
        error.0.status = Some(status);
        error.0.sent = true;
        error
    }

    pub(super) fn decode(status: StatusCode, problem: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Decode, problem);
        error.0.status = Some(status);
        error.0.sent = true;
        error
    }

    /// The same, with more to say.
    pub(super) fn but(mut self, more: &str) -> Self {
        self.0.problem = format!("{}: {more}", self.0.problem);
        self
    }

    pub(super) fn of(mut self, operation: Option<&'static Operation>) -> Self {
        self.0.operation = self.0.operation.or(operation.map(|operation| operation.id));
        self
    }

    pub(super) fn told(mut self, failure: crate::failure::Failure) -> Self {
        self.0.code = failure.code;
        self.0.message = Some(failure.message).filter(|message| !message.is_empty());
        self.0.causes = failure.causes;
        self
    }

    pub(super) fn reply(mut self, body: &Bytes, request_id: Option<String>, retry_at: Option<SystemTime>) -> Self {
        self.0.body = body.slice(..body.len().min(KEPT));
        self.0.request_id = request_id;
        self.0.retry_at = retry_at;
        self
    }

    pub(super) fn to(mut self, location: &str) -> Self {
        self.0.location = Some(location.to_owned());
        self
    }

    pub(super) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    pub(super) fn maybe_sent(mut self, sent: bool) -> Self {
        self.0.sent |= sent;
        self
    }

    /// What sort of thing happened.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation, as the documents call it.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.0.operation
    }

    /// The status of the reply, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The vendor's code: what to decide by.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The vendor's sentence. It may repeat what was sent, so `Display` does not show it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The vendor's sentences about what exactly; or what is wrong with the call, if it was not sent.
    #[must_use]
    pub fn causes(&self) -> &[String] {
        &self.0.causes
    }

    /// The vendor's id of the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// When the vendor will listen again, by the clock of this machine.
    #[must_use]
    pub fn retry_at(&self) -> Option<SystemTime> {
        self.0.retry_at
    }

    /// Where a redirect leads that was not followed, as a whole address. It may hold secrets, so `Display` shows its origin
    /// only.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// Whether the server may have got the request. `false` is certain.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent
    }

    /// The body of the reply, up to 64 KiB.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// The body of the reply as a value.
    ///
    /// # Errors
    /// When it is not one.
    pub fn body_as<T: Value>(&self) -> Result<T, ReadError> {
        wire::read(&self.0.body, Mode::Lenient)
    }
}

impl Error {
    /// What lies at the bottom of a failure of the connection. Of other sources nobody knows what they show.
    fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        let mut cause = StdError::source(self)?;
        if let Some(failure) = cause.downcast_ref::<TransportError>() {
            cause = StdError::source(failure)?;
        }
        cause.downcast_ref::<reqwest::Error>()?;
        while let Some(below) = cause.source() {
            cause = below;
        }
        Some(cause)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        if let Some(status) = self.0.status {
            write!(f, "{} ", status.as_u16())?;
        }
        f.write_str(&self.0.problem)?;
        if let Some(code) = self.0.code.as_deref().filter(|code| is_code(code)) {
            write!(f, ", code {code}")?;
        }
        if let Some(id) = self.0.request_id.as_deref().filter(|id| is_code(id)) {
            write!(f, ", request {id}")?;
        }
        Ok(())
    }
}

/// What a vendor sends as a code may be anything; only short words are shown.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:-/".contains(&byte))
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self}", self.0.kind)?;
        if let Some(cause) = self.cause() {
            write!(f, ": {cause}")?;
        }
        let sent = if self.0.sent { "may have been sent" } else { "not sent" };
        write!(f, "; {sent})")
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
