//! What handlers are called with.

use std::ops::Deref;

use http::HeaderMap;

use super::authentication::Principal;

/// A request whose arguments were read and found right. It derefs to the arguments.
#[derive(Debug, Clone)]
pub struct Request<A> {
    /// The arguments.
    pub arguments: A,
    /// Who calls; `None` where anybody may.
    pub principal: Option<Principal>,
    /// All headers as received. They hold the caller's credentials: do not print them.
    pub headers: HeaderMap,
}

impl<A> Deref for Request<A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.arguments
    }
}
