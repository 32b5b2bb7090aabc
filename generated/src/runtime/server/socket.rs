//! A socket whose peer must take what is sent to it, and not too slowly. Knows no HTTP.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// What is asked of peers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// How long a peer may take nothing; as long, it may be slower than the rate.
    pub(super) patience: Duration,
    /// How many octets a second it must take on average; 0 where any pace will do.
    pub(super) rate: u64,
}

/// Breaks when the peer takes nothing for too long, or too little: one who asks for much and reads slowly would keep its
/// place, and the answer in memory, for ever.
pub(super) struct Socket<S> {
    stream: S,
    pace: Pace,
    /// There while the peer takes nothing.
    waiting: Option<Waiting>,
    window: Window,
}

struct Waiting {
    since: Instant,
    end: Pin<Box<Sleep>>,
}

/// What the peer took since its pace was looked at, and how long it was waited for. Time in which there was nothing to
/// take does not count.
#[derive(Default)]
struct Window {
    taken: u64,
    waited: Duration,
}

impl Window {
    /// Whether the peer, after all that waiting, took less than it must; then a new window begins.
    fn was_slow(&mut self, pace: Pace) -> bool {
        if self.waited < pace.patience {
            return false;
        }
        let least = u128::from(pace.rate) * self.waited.as_millis() / 1_000;
        u128::from(std::mem::take(self).taken) < least
    }
}

impl<S> Socket<S> {
    pub(super) fn new(stream: S, pace: Pace) -> Self {
        Self { stream, pace, waiting: None, window: Window::default() }
    }

    /// What came of sending, or that it took too long.
    fn patiently(&mut self, context: &mut Context<'_>, sent: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        let Poll::Ready(result) = sent else { return self.wait(context) };
        let taken = result?;
        if let Some(waiting) = self.waiting.take() {
            self.window.waited += waiting.since.elapsed();
        }
        if self.window.waited > Duration::ZERO {
            self.window.taken += taken as u64;
        }
        if self.window.was_slow(self.pace) { Poll::Ready(Err(late())) } else { Poll::Ready(Ok(taken)) }
    }

    fn wait(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let patience = self.pace.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Waiting { since: Instant::now(), end: Box::pin(tokio::time::sleep(patience)) });
        waiting.end.as_mut().poll(context).map(|()| Err(late()))
    }
}

fn late() -> io::Error {
    io::ErrorKind::TimedOut.into()
}

impl<S: AsyncRead + Unpin> AsyncRead for Socket<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Socket<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, octets);
        self.patiently(context, sent)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, octets);
        self.patiently(context, sent)
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
