//! Pages and items as streams of `futures`, for those who combine them.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::pages::{Items, Pages};
use super::{BoxFuture, Error, FromReply};
use crate::wire::Value;

/// What [`Pages::stream`] and [`Items::stream`] return. It ends after the first error of a page.
#[must_use = "streams do nothing unless they are polled"]
pub struct Following<W: Follow> {
    state: State<W>,
}

/// What had a next value, and the value.
pub type Step<W, T> = BoxFuture<(W, Option<Result<T, Error>>)>;

enum State<W: Follow> {
    Idle(W),
    Busy(Step<W, W::Output>),
    Over,
}

/// Something that has a next value.
pub trait Follow: Sized + Send + 'static {
    /// What it has.
    type Output;

    /// The next value, and what has the values after it.
    fn follow(self) -> Step<Self, Self::Output>;
}

impl<T: FromReply + 'static, I: Value + 'static> Follow for Pages<T, I> {
    type Output = T;

    fn follow(mut self) -> Step<Self, T> {
        Box::pin(async move {
            let next = self.next().await;
            (self, next)
        })
    }
}

impl<I: Value + 'static> Follow for Items<I> {
    type Output = I;

    fn follow(mut self) -> Step<Self, I> {
        Box::pin(async move {
            let next = self.next().await;
            (self, next)
        })
    }
}

impl<T: FromReply + 'static, I: Value + 'static> Pages<T, I> {
    /// The pages as a stream.
    pub fn stream(self) -> Following<Self> {
        Following { state: State::Idle(self) }
    }
}

impl<I: Value + 'static> Items<I> {
    /// The items as a stream.
    pub fn stream(self) -> Following<Self> {
        Following { state: State::Idle(self) }
    }
}

impl<W: Follow + Unpin> Stream for Following<W> {
    type Item = Result<W::Output, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut busy = match std::mem::replace(&mut self.state, State::Over) {
            State::Idle(walk) => walk.follow(),
            State::Busy(busy) => busy,
            State::Over => return Poll::Ready(None),
        };
        match busy.as_mut().poll(context) {
            Poll::Pending => {
                self.state = State::Busy(busy);
                Poll::Pending
            }
            Poll::Ready((walk, next)) => {
                if next.is_some() {
                    self.state = State::Idle(walk);
                }
                Poll::Ready(next)
            }
        }
    }
}

impl<W: Follow> std::fmt::Debug for Following<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Following")
    }
}
