//! What is refused before it is a request: heads that are none, or too long. The connection refuses them in words of its
//! own, which are replaced here by those of the service, so that callers get the vendor's errors from everything.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody, to_bytes};
use http::StatusCode;
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderName, TRANSFER_ENCODING};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::Boxed;
use super::answer::Response;
use crate::failure::Failure;
use crate::wire::Bytes;

/// Asks a service for its answer to something that is no request. It is an extension of a request that stands for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refusal(pub(super) StatusCode);

impl Refusal {
    /// The request that stands for it. No route has such a path, so that it comes through all routers.
    pub(super) fn request(self) -> http::Request<Body> {
        let mut request = http::Request::new(Body::empty());
        *request.uri_mut() = http::Uri::from_static("*");
        request.extensions_mut().insert(self);
        request
    }

    /// The answer to it.
    pub(super) fn response(self) -> Response {
        let message = match self.0 {
            StatusCode::URI_TOO_LONG => "The address is too long.",
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => "The head of the request is too large.",
            _ => "This is not a request of HTTP/1.1.",
        };
        Failure::new(message).into_response(self.0.as_u16())
    }
}

/// Whose words travel: shared by a connection and its socket.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn(Arc<AtomicU8>);

/// Nothing is being answered: what is sent now, the connection says by itself.
const IDLE: u8 = 0;
/// A request is being answered.
const ANSWERING: u8 = 1;
/// The answer has ended, and its last part is still to be sent.
const ENDING: u8 = 2;

impl Turn {
    /// A request has come.
    pub(super) fn begin(&self) {
        self.0.store(ANSWERING, Ordering::Release);
    }

    /// Notes when the last part of an answer is there.
    pub(super) fn watch(&self, answer: http::Response<Body>) -> http::Response<Body> {
        answer.map(|body| Body::new(Watched { body, _end: End(self.clone()) }))
    }

    fn is_idle(&self) -> bool {
        self.0.load(Ordering::Acquire) == IDLE
    }

    /// All that was to be sent was sent.
    fn sent_all(&self) {
        let _ = self.0.compare_exchange(ENDING, IDLE, Ordering::AcqRel, Ordering::Acquire);
    }
}

/// The body of an answer.
struct Watched {
    body: Body,
    _end: End,
}

struct End(Turn);

impl Drop for End {
    fn drop(&mut self) {
        self.0.0.store(ENDING, Ordering::Release);
    }
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Asks the service for an answer.
pub(super) type Ask = Arc<dyn Fn(Refusal) -> Boxed<'static, http::Response<Body>> + Send + Sync>;

/// A socket that says in the service's words what a connection refuses.
pub(super) struct Refusing<S> {
    stream: S,
    turn: Turn,
    ask: Ask,
    state: State,
}

enum State {
    /// What is sent is passed on.
    Passing,
    /// The service is asked what to say in place of so many octets.
    Asking(usize, Boxed<'static, Vec<u8>>),
    /// That is being sent.
    Saying(usize, io::Cursor<Vec<u8>>),
}

impl<S> Refusing<S> {
    pub(super) fn new(stream: S, turn: Turn, ask: Ask) -> Self {
        Self { stream, turn, ask, state: State::Passing }
    }

    /// Turns to the service when these octets are a refusal of the connection's own.
    fn look_at(&mut self, octets: &[u8]) {
        if let (State::Passing, true) = (&self.state, self.turn.is_idle())
            && let Some(status) = refused(octets)
        {
            let (answer, own) = ((self.ask)(Refusal(status)), octets.to_vec());
            self.state = State::Asking(octets.len(), Box::pin(instead(own, status, answer)));
        }
    }
}

impl<S: AsyncWrite + Unpin> Refusing<S> {
    /// Says what the service says. `None` when there is nothing to be said for it.
    fn poll_say(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<usize>>> {
        loop {
            match &mut self.state {
                State::Passing => return Poll::Ready(None),
                State::Asking(length, answer) => {
                    let words = ready!(answer.as_mut().poll(context));
                    self.state = State::Saying(*length, io::Cursor::new(words));
                }
                State::Saying(length, words) => {
                    let rest = words.get_ref().get(words.position() as usize..).unwrap_or_default();
                    if rest.is_empty() {
                        let length = *length;
                        self.state = State::Passing;
                        return Poll::Ready(Some(Ok(length)));
                    }
                    let sent = match ready!(Pin::new(&mut self.stream).poll_write(context, rest)) {
                        Ok(0) => return Poll::Ready(Some(Err(io::ErrorKind::WriteZero.into()))),
                        Ok(sent) => sent,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    words.set_position(words.position() + sent as u64);
                }
            }
        }
    }
}

/// The status of a refusal without a body. Only called where the connection speaks for itself.
fn refused(octets: &[u8]) -> Option<StatusCode> {
    let line = octets.strip_prefix(b"HTTP/1.1 ").or_else(|| octets.strip_prefix(b"HTTP/1.0 "))?;
    let status = StatusCode::from_bytes(line.get(..3)?).ok()?;
    (status.is_client_error() && octets.ends_with(b"\r\n\r\n")).then_some(status)
}

/// The answer of a service as it travels, in place of the connection's own; that one, where the service says something
/// else.
async fn instead(own: Vec<u8>, status: StatusCode, answer: Boxed<'static, http::Response<Body>>) -> Vec<u8> {
    let (head, body) = answer.await.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else { return own };
    if head.status != status {
        return own;
    }
    let mut words =
        format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for (name, value) in head.headers.iter().filter(|(name, _)| !is_of_connection(name)) {
        words.extend_from_slice(name.as_ref());
        words.extend_from_slice(b": ");
        words.extend_from_slice(value.as_bytes());
        words.extend_from_slice(b"\r\n");
    }
    words.extend(own.split_inclusive(|octet| *octet == b'\n').filter(|line| line.starts_with(b"date:")).flatten());
    words.extend_from_slice(b"\r\n");
    words.extend_from_slice(&body);
    words
}

/// More than any refusal needs.
const LONGEST: usize = 64 << 10;

fn is_of_connection(name: &HeaderName) -> bool {
    [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name)
}

impl<S: AsyncRead + Unpin> AsyncRead for Refusing<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Refusing<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[io::IoSlice::new(octets)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [only] = octets {
            self.look_at(only);
        }
        if let Some(said) = ready!(self.poll_say(context)) {
            return Poll::Ready(said);
        }
        let sent = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, octets))?;
        if sent == octets.iter().map(|octets| octets.len()).sum::<usize>() {
            self.turn.sent_all();
        }
        Poll::Ready(Ok(sent))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
