//! Serving on a socket, with limits on what strangers may hold, and an end that loses nothing. Knows no operation.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::socket::Socket;

/// Serves a service or a router on sockets.
///
/// `axum::serve` does as well, but waits for headers, and for peers who take no answer, for ever.
#[derive(Debug, Clone)]
#[must_use = "nothing is served before `until`"]
pub struct Serve<S> {
    service: S,
    header_time: Duration,
    header_size: usize,
    answer_time: Duration,
    connections: usize,
    grace: Duration,
}

impl<S> Serve<S>
where
    S: tower::Service<http::Request<Incoming>, Response = http::Response<Body>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    /// Serves this: a [`Service`](super::Service) or a [`Router`](super::Router).
    pub fn new(service: S) -> Self {
        Self {
            service,
            header_time: Duration::from_secs(30),
            header_size: 64 << 10,
            answer_time: Duration::from_secs(30),
            connections: 10_000,
            grace: Duration::from_secs(30),
        }
    }

    /// Longest time that the head of a request may take, and that a connection may idle; 30 seconds unless set.
    pub fn header_time(mut self, time: Duration) -> Self {
        self.header_time = time;
        self
    }

    /// Largest head of a request in octets; 64 KiB unless set, and 8 KiB at least.
    pub fn header_size(mut self, octets: usize) -> Self {
        self.header_size = octets.max(8 << 10);
        self
    }

    /// Longest time that a peer may take nothing of what is sent to him; 30 seconds unless set.
    pub fn answer_time(mut self, time: Duration) -> Self {
        self.answer_time = time;
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

    /// Accepts what waits in the system's queue, however many there are.
    fn drain(&self, listener: TcpListener, ending: &watch::Sender<bool>) {
        let Ok(listener) = listener.into_std() else { return };
        while let Ok((socket, _)) = listener.accept() {
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
        let answer = move |request| {
            let answer = has_host(&request).then(|| service.call(request));
            async move {
                match answer {
                    Some(answer) => answer.await,
                    None => Ok(without_host()),
                }
            }
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_time)
            .max_buf_size(self.header_size)
            .serve_connection(TokioIo::new(Socket::new(socket, self.answer_time)), service_fn(answer));
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

/// RFC 9112, section 3.2.
fn has_host(request: &http::Request<Incoming>) -> bool {
    request.version() != http::Version::HTTP_11 || request.headers().contains_key(http::header::HOST)
}

fn without_host() -> http::Response<Body> {
    let mut refusal = http::Response::new(Body::empty());
    *refusal.status_mut() = http::StatusCode::BAD_REQUEST;
    refusal
}

/// How long connections are read at the end, so that what has reached the system is seen before they are closed.
const LAST_LOOK: Duration = Duration::from_millis(20);

/// The next connection, when there is room for it; `None` when the system has none to give.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.ok()?;
    let (socket, _) = listener.accept().await.ok()?;
    Some((socket, permit))
}
