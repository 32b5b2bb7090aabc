//! What a request carries: octets in memory, or such that are read while they are sent.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use http_body::{Frame, SizeHint};

use super::TransportError;
use crate::body::{Content, Piece};
use crate::wire::{Bytes, Octets, Problem};

/// What a request carries. A [`http_body::Body`] of which most are in memory.
pub struct Body(State);

enum State {
    Whole(Bytes),
    Pieces(Pieces),
}

/// A body piece by piece.
struct Pieces {
    pieces: Arc<[Piece]>,
    next: usize,
    /// The file that is being read, and how many octets it still has if it said how many. The mutex is never locked: it
    /// makes what can only be sent something that can also be shared.
    open: Mutex<Option<(Octets, Option<u64>)>>,
    size: Option<u64>,
}

impl Body {
    /// What this content is, from its first octet on.
    pub(super) fn of(content: &Content) -> Self {
        Self(match content {
            Content::Whole(bytes) => State::Whole(bytes.clone()),
            Content::Pieces(pieces) => {
                let (pieces, size) = (Arc::clone(pieces), content.size());
                State::Pieces(Pieces { pieces, next: 0, open: Mutex::new(None), size })
            }
        })
    }

    /// All octets, if they are in memory.
    #[must_use]
    pub fn whole(&self) -> Option<&Bytes> {
        match &self.0 {
            State::Whole(bytes) => Some(bytes),
            State::Pieces(_) => None,
        }
    }

    /// Reads all octets into memory.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        let mut pieces = match self.0 {
            State::Whole(bytes) => return Ok(bytes),
            State::Pieces(pieces) => pieces,
        };
        let mut all = Vec::new();
        while let Some(piece) = poll_fn(|context| pieces.poll(context)).await {
            let piece = piece.map_err(|problem| {
                TransportError::may_have_been_sent("what is to be sent cannot be read").source(problem)
            })?;
            all.extend_from_slice(&piece);
        }
        Ok(Bytes::from(all))
    }
}

impl Pieces {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Problem>>> {
        loop {
            let open = self.open.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some((octets, left)) = open {
                match ready!(octets.as_mut().poll_frame(context)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(piece) if !piece.is_empty() => return Poll::Ready(Some(counted(left, piece))),
                        _ => {}
                    },
                    Some(Err(problem)) => return Poll::Ready(Some(Err(problem))),
                    None if left.is_some_and(|left| left > 0) => {
                        *open = None;
                        return Poll::Ready(Some(Err("a file ended before its length".into())));
                    }
                    None => *open = None,
                }
                continue;
            }
            let Some(piece) = self.pieces.get(self.next) else { return Poll::Ready(None) };
            self.next += 1;
            match piece {
                Piece::Octets(bytes) if bytes.is_empty() => {}
                Piece::Octets(bytes) => return Poll::Ready(Some(Ok(bytes.clone()))),
                Piece::File(file) => match file.open() {
                    Some(octets) => *open = Some((octets, file.size())),
                    None => return Poll::Ready(Some(Err("a file can be read only once, and was".into()))),
                },
            }
        }
    }
}

/// A piece, unless the file is longer than it said.
fn counted(left: &mut Option<u64>, piece: Bytes) -> Result<Bytes, Problem> {
    if let Some(left) = left {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        *left = left.checked_sub(length).ok_or("a file goes on beyond its length")?;
    }
    Ok(piece)
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Problem;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Problem>>> {
        let piece = match &mut self.0 {
            State::Whole(bytes) if bytes.is_empty() => None,
            State::Whole(bytes) => Some(Ok(std::mem::take(bytes))),
            State::Pieces(pieces) => ready!(pieces.poll(context)),
        };
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.whole().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        let size = match &self.0 {
            State::Whole(bytes) => u64::try_from(bytes.len()).ok(),
            State::Pieces(pieces) => pieces.size,
        };
        size.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(State::Whole(bytes))
    }
}

impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.0 {
            State::Whole(bytes) => Self::from(bytes),
            pieces @ State::Pieces(_) => Self::wrap(Body(pieces)),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = http_body::Body::size_hint(self).exact();
        f.debug_struct("Body").field("octets", &size).finish_non_exhaustive()
    }
}
