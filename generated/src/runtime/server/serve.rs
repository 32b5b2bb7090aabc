//! Serving on a socket, with limits on what strangers may hold, and an end that loses nothing. Knows no operation.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use http::StatusCode;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::refusal::{Ask, Refusal, Refusing, Turn};
use super::socket::{Pace, Socket};

/// Serves a service or a router on sockets. Services find the address of the peer among the extensions of a request, as
/// axum's `ConnectInfo<SocketAddr>`.
///
/// `axum::serve` does as well, but waits for headers, and for peers who take no answer, for ever.
///
/// What is refused before it is a request (a head that is none, 400, or is too large, 414 and 431) is answered by the service,
/// as everything else: in the vendor's shape. Two things are not answered at all: heads that take too long to arrive, and
/// what speaks another protocol, such as HTTP/2 without TLS; their connections are closed.
#[derive(Debug, Clone)]
#[must_use = "nothing is served before `until`"]
pub struct Serve<S> {
    service: S,
    header_time: Duration,
    header_size: usize,
    pace: Pace,
    connections: usize,
    grace: Duration,
}

impl<S> Serve<S>
where
    S: tower::Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send,
{
    /// Serves this: a [`Service`](super::Service) or a [`Router`](super::Router).
    pub fn new(service: S) -> Self {
        Self {
            service,
            header_time: Duration::from_secs(30),
            header_size: 64 << 10,
            pace: Pace { patience: Duration::from_secs(30), rate: 4 << 10 },
            connections: 10_000,
            grace: Duration::from_secs(30),
        }
    }

    /// Longest time that the head of a request may take, and that a connection may idle; 30 seconds unless set.
    pub fn header_time(mut self, time: Duration) -> Self {
        self.header_time = time;
        self
    }

    /// Largest head of a request in octets; 64 KiB unless set, and 8 KiB at least. Blanks around values do not count, and
    /// there may be a hundred headers at most. What is larger is 431.
    pub fn header_size(mut self, octets: usize) -> Self {
        self.header_size = octets.max(8 << 10);
        self
    }

    /// Longest time that a peer may take nothing of what is sent to it; 30 seconds unless set.
    pub fn answer_time(mut self, time: Duration) -> Self {
        self.pace.patience = time;
        self
    }

    /// How many octets a second a peer must take on average while it is waited for; 4 KiB unless set, and 0 for any pace.
    /// The average counts after every [`answer_time`](Self::answer_time) of waiting, so that answers which are taken in less
    /// may be taken at any pace, and so may all that fits into the buffers of the system.
    pub fn answer_rate(mut self, octets_a_second: u64) -> Self {
        self.pace.rate = octets_a_second;
        self
    }

    /// How many connections there may be at once; others wait. 10,000 unless set.
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// How long requests that are being answered at the end may take; 30 seconds unless set.
    pub fn grace(mut self, time: Duration) -> Self {
        self.grace = time;
        self
    }

    /// Serves until `end` is there. Then it accepts what has knocked already and nothing more, answers every request that
    /// has arrived, and returns; what takes longer than the grace is cut off.
    pub async fn until(self, listener: TcpListener, end: impl Future<Output = ()>) {
        let (ending, _) = watch::channel(false);
        let room = Arc::new(Semaphore::new(self.connections));
        let mut end = pin!(end);
        loop {
            let accepted = tokio::select! {
                biased;
                () = &mut end => break,
                accepted = accept(&listener, &room) => accepted,
            };
            match accepted {
                Some((socket, permit)) => self.spawn(socket, Some(permit), ending.subscribe()),
                // Out of sockets: others must be closed first.
                None => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        self.drain(listener, &ending);
        ending.send_replace(true);
        ending.closed().await;
    }

    /// Accepts what waits in the system's queue, and no more than can wait there.
    fn drain(&self, listener: TcpListener, ending: &watch::Sender<bool>) {
        let Ok(listener) = listener.into_std() else { return };
        for _ in 0..QUEUE {
            let Ok((socket, _)) = listener.accept() else { return };
            if socket.set_nonblocking(true).is_ok()
                && let Ok(socket) = TcpStream::from_std(socket)
            {
                self.spawn(socket, None, ending.subscribe());
            }
        }
    }

    /// Serves a connection, which holds `ending` as long as it lives.
    fn spawn(&self, socket: TcpStream, permit: Option<OwnedSemaphorePermit>, mut ending: watch::Receiver<bool>) {
        let _ = socket.set_nodelay(true);
        let service = TowerToHyperService::new(self.service.clone());
        let peer = socket.peer_addr().ok().map(ConnectInfo);
        let (turn, most) = (Turn::default(), self.header_size);
        let answer = {
            let (service, turn) = (service.clone(), turn.clone());
            move |request: http::Request<Incoming>| {
                turn.begin();
                let mut request = match refused(&request, most) {
                    Some(refusal) => refusal.request(),
                    None => request.map(Body::new),
                };
                if let Some(peer) = peer {
                    request.extensions_mut().insert(peer);
                }
                let (answer, turn) = (service.call(request), turn.clone());
                async move { answer.await.map(|answer| turn.watch(answer)) }
            }
        };
        let socket = Refusing::new(Socket::new(socket, self.pace), turn, ask(service));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_time)
            .max_buf_size(self.header_size)
            .serve_connection(TokioIo::new(socket), service_fn(answer));
        let grace = self.grace;
        tokio::spawn(async move {
            let _permit = permit;
            let mut connection = pin!(connection);
            let mut last_look = pin!(async {
                let _ = ending.wait_for(|is_ending| *is_ending).await;
                tokio::time::sleep(LAST_LOOK).await;
            });
            // What a peer does wrong on its own connection is its own affair.
            tokio::select! {
                biased;
                _ = &mut connection => return,
                () = &mut last_look => {}
            }
            connection.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(grace, connection).await;
        });
    }
}

/// Why a request is none: its head is too large, or it has no host (RFC 9112, section 3.2).
fn refused(request: &http::Request<Incoming>, most: usize) -> Option<Refusal> {
    if head_size(request) > most {
        return Some(Refusal(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE));
    }
    let has_host = request.version() != http::Version::HTTP_11 || request.headers().contains_key(http::header::HOST);
    (!has_host).then_some(Refusal(StatusCode::BAD_REQUEST))
}

/// How many octets the head of a request has: its lines, and an empty one.
fn head_size(request: &http::Request<Incoming>) -> usize {
    let uri = request.uri();
    let authority = uri.authority().map_or(0, |authority| authority.as_str().len());
    let scheme = uri.scheme_str().map_or(0, |scheme| scheme.len() + "://".len());
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let line = request.method().as_str().len() + " ".len() + scheme + authority + path + " HTTP/1.1\r\n".len();
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + ": ".len() + value.len() + "\r\n".len());
    line + headers.sum::<usize>() + "\r\n".len()
}

/// Asks a service what to say of what is no request.
fn ask<S>(service: TowerToHyperService<S>) -> Ask
where
    S: tower::Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send,
{
    Arc::new(move |refusal| {
        let answer = service.call(refusal.request());
        Box::pin(async move {
            let Ok(answer) = answer.await;
            answer
        })
    })
}

/// How many connections can wait in a queue, by the default of Linux.
const QUEUE: usize = 4_096;

/// How long connections are read at the end, so that what has reached the system is seen before they are closed.
const LAST_LOOK: Duration = Duration::from_millis(20);

/// The next connection, when there is room for it; `None` when the system has none to give.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    let (socket, _) = listener.accept().await.ok()?;
    Some((socket, permit))
}
