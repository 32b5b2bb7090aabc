//! An operation and the function that answers it.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::HeaderMap;

use super::Boxed;
use super::answer::{IntoReply, Response};
use super::authentication::Principal;
use super::checks::Rules;
use super::request::Request;
use crate::arguments::{Arguments, Received, Violation};
use crate::operation::Operation;

/// Reads arguments and starts the handler, or says what is wrong with the request.
type Handler =
    dyn Fn(&Received<'_>, Option<Principal>, &Rules) -> Result<Boxed<'static, Response>, Vec<Violation>> + Send + Sync;

/// An operation and the function that answers it.
pub struct Route {
    operation: &'static Operation,
    handler: Box<Handler>,
}

impl Route {
    /// What it answers.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    pub(super) fn call(
        &self,
        received: &Received<'_>,
        principal: Option<Principal>,
        rules: &Rules,
    ) -> Result<Boxed<'static, Response>, Vec<Violation>> {
        (self.handler)(received, principal, rules)
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Route").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// A method of a service that answers one operation: `T::list_users`. The answer borrows the service.
pub trait Method<'a, T, A, R>: Copy + Send + Sync + 'static {
    /// The answer to come.
    type Answer: Future<Output = R> + Send + 'a;
    /// Starts to answer.
    fn start(self, service: &'a T, request: Request<A>) -> Self::Answer;
}

impl<'a, T, A, R, F, M> Method<'a, T, A, R> for M
where
    T: 'a,
    F: Future<Output = R> + Send + 'a,
    M: Fn(&'a T, Request<A>) -> F + Copy + Send + Sync + 'static,
{
    type Answer = F;

    fn start(self, service: &'a T, request: Request<A>) -> F {
        self(service, request)
    }
}

/// A route: the method with which `service` answers an operation. Methods are taken by name and not wrapped in closures,
/// because a closure and a future per operation are what compiling a large server would mostly be.
pub fn route<T, A, R, M>(operation: &'static Operation, service: &Arc<T>, method: M) -> Route
where
    T: Send + Sync + 'static,
    A: Arguments + Default + 'static,
    R: IntoReply + 'static,
    M: for<'a> Method<'a, T, A, R>,
{
    let service = Arc::clone(service);
    let handler = move |received: &Received<'_>, principal: Option<Principal>, rules: &Rules| {
        let mut arguments = A::default();
        rules.decode(&mut arguments, received)?;
        let headers: HeaderMap = received.headers.clone();
        let request = Request { arguments, principal, headers };
        let service = Arc::clone(&service);
        Ok(Box::pin(async move { method.start(&service, request).await.into_reply() }) as Boxed<'static, Response>)
    };
    Route { operation, handler: Box::new(handler) }
}

/// What methods do that nobody wrote: they answer 501.
pub fn not_implemented<A, R: IntoReply>(_request: Request<A>) -> NotImplemented<R> {
    NotImplemented(PhantomData)
}

/// The answer to come of a method that nobody wrote. It can be sent between threads whatever `R` holds, and says so without
/// being asked about every member of every answer, as `Ready<R>` is: that was a tenth of what checking a crate cost.
#[derive(Debug)]
pub struct NotImplemented<R>(PhantomData<fn() -> R>);

impl<R: IntoReply> Future for NotImplemented<R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<R> {
        Poll::Ready(R::other(Response::not_implemented()))
    }
}
