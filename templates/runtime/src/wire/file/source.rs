//! Sources of files: what can be read, and streams.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http_body::{Body, Frame};
use tokio::io::{AsyncRead, ReadBuf};

use super::File;
use crate::wire::Bytes;

/// How many octets are read at a time.
const PIECE: usize = 64 << 10;

impl File {
    /// A file that is read from what this function opens, for every attempt to send it:
    /// `File::reader(|| tokio::fs::File::open("dump.csv"))`.
    pub fn reader<R, F>(open: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = io::Result<R>> + Send + 'static,
        R: AsyncRead + Send + 'static,
    {
        Self::body(move || Reading::Opening(Box::pin(open())))
    }

    /// A file that can be read once. A call that has begun to send it is never repeated.
    pub fn reader_once<R: AsyncRead + Send + 'static>(reader: R) -> Self {
        Self::body_once(Reading::<R>::Open(Box::pin(reader)))
    }
}

/// A reader as a body.
enum Reading<R> {
    Opening(Pin<Box<dyn Future<Output = io::Result<R>> + Send>>),
    Open(Pin<Box<R>>),
    Done,
}

impl<R: AsyncRead> Body for Reading<R> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let read = loop {
            match &mut *self {
                Self::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(reader) => *self = Self::Open(Box::pin(reader)),
                    Err(error) => break Err(error),
                },
                Self::Open(reader) => break ready!(piece(reader.as_mut(), context)),
                Self::Done => return Poll::Ready(None),
            }
        };
        match read {
            Ok(piece) if !piece.is_empty() => Poll::Ready(Some(Ok(Frame::data(piece)))),
            end => {
                *self = Self::Done;
                Poll::Ready(end.err().map(Err))
            }
        }
    }
}

/// What can be read at once; nothing at the end.
fn piece(reader: Pin<&mut impl AsyncRead>, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
    let mut piece = vec![0; PIECE];
    let mut buffer = ReadBuf::new(&mut piece);
    ready!(reader.poll_read(context, &mut buffer))?;
    let length = buffer.filled().len();
    piece.truncate(length);
    Poll::Ready(Ok(Bytes::from(piece)))
}

#[cfg(feature = "stream")]
mod stream {
    use super::{Body, Bytes, Context, File, Frame, Pin, Poll};
    use crate::wire::Problem;
    use futures_core::Stream;

    impl File {
        /// A file that comes as a stream; the function is called for every attempt to send it.
        pub fn stream<S, E>(open: impl Fn() -> S + Send + Sync + 'static) -> Self
        where
            S: Stream<Item = Result<Bytes, E>> + Send + 'static,
            E: Into<Problem> + 'static,
        {
            Self::body(move || Streaming(Box::pin(open())))
        }

        /// A file that comes as a stream, once. A call that has begun to send it is never repeated.
        pub fn stream_once<S, E>(stream: S) -> Self
        where
            S: Stream<Item = Result<Bytes, E>> + Send + 'static,
            E: Into<Problem> + 'static,
        {
            Self::body_once(Streaming(Box::pin(stream)))
        }
    }

    /// A stream as a body.
    struct Streaming<S>(Pin<Box<S>>);

    impl<E, S: Stream<Item = Result<Bytes, E>>> Body for Streaming<S> {
        type Data = Bytes;
        type Error = E;

        fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, E>>> {
            self.0.as_mut().poll_next(context).map(|item| item.map(|item| item.map(Frame::data)))
        }
    }
}
