//! Headers of replies, as their documents describe them.

use super::{Error, FromReply, Pending, Reply, TypedCall};
use crate::arguments::Arguments;

/// Headers that documents describe, each as a value of its type.
pub trait FromHeaders: Sized {
    /// Takes them from a reply. What is absent there, or not of its type, is none.
    fn from_headers(reply: &Reply) -> Self;
}

/// Arguments of an operation of whose replies the documents describe headers.
pub trait DescribesHeaders: Arguments {
    /// The headers.
    type Headers: FromHeaders;
}

impl Reply {
    /// The headers that the documents describe: `reply.read_headers::<client::headers::EtagHeaders>()`.
    #[must_use]
    pub fn read_headers<H: FromHeaders>(&self) -> H {
        H::from_headers(self)
    }
}

impl<A: DescribesHeaders, T: FromReply, I> TypedCall<A, T, I> {
    /// Sends the call and returns what [`Self::send`] does, and beside it the headers that the documents describe.
    pub fn send_with_headers(self) -> Pending<(T, A::Headers)> {
        self.call.send(&self.arguments)
    }
}

impl<T: FromReply, H: FromHeaders> FromReply for (T, H) {
    const ANY_STATUS: bool = T::ANY_STATUS;

    fn from_reply(reply: Reply) -> Result<Self, Error> {
        let headers = reply.read_headers();
        Ok((T::from_reply(reply)?, headers))
    }
}
