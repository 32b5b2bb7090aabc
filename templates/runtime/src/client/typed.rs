//! A call with its arguments.

use std::fmt;
use std::marker::PhantomData;

use super::pages::Pages;
use super::{Call, CallOptions, Core, FromReply, Pending, Reply};
use crate::arguments::Arguments;
use crate::wire::Value;

/// A call that is ready to be sent: the arguments `A` of an operation, which returns `T`, page by page of `I` where
/// pages follow each other. Every operation has a name of its own for it, with the setters of its arguments.
#[must_use = "nothing is sent before `send`"]
pub struct TypedCall<A, T, I = ()> {
    pub(super) call: Call,
    /// What the operation is called with.
    pub arguments: A,
    returns: PhantomData<fn() -> (T, I)>,
}

impl<A: Arguments, T: FromReply, I> TypedCall<A, T, I> {
    /// A call of the operation whose arguments these are.
    pub fn new(core: &Core, arguments: A) -> Self {
        Self { call: core.call(), arguments, returns: PhantomData }
    }

    /// What is different for this call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Says what is sent, such as `image/png` where the operation takes `image/*`. Unsaid, octets are sent as
    /// `application/octet-stream`. What the operation does not take fails the call before it is sent.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.call.content_type = Some(media_type.into());
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> Pending<T> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> Pending<Reply> {
        self.call.send(&self.arguments)
    }
}

impl<A: Arguments, T: FromReply, I: Value> TypedCall<A, T, I> {
    /// Page after page, each as [`Self::send`] returns it; `.items()` goes through the items.
    pub fn pages(self) -> Pages<T, I> {
        self.call.pages(&self.arguments)
    }
}

impl<A: Clone, T, I> Clone for TypedCall<A, T, I> {
    fn clone(&self) -> Self {
        Self { call: self.call.clone(), arguments: self.arguments.clone(), returns: PhantomData }
    }
}

impl<A: fmt::Debug, T, I> fmt::Debug for TypedCall<A, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedCall").field("arguments", &self.arguments).finish_non_exhaustive()
    }
}

/// A call that tells by its type what it is called with and what it returns.
pub trait CallType {
    /// What the operation is called with.
    type Arguments: Arguments + Default + 'static;
    /// What [`TypedCall::send`] returns.
    type Returns: 'static;
}

impl<A: Arguments + Default + 'static, T: 'static, I> CallType for TypedCall<A, T, I> {
    type Arguments = A;
    type Returns = T;
}
