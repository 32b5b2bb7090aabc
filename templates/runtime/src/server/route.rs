//! An operation and the function that answers it.

use std::sync::Arc;

use http::HeaderMap;

use super::super::arguments::{Arguments, Received, Violation};
use super::super::operation::Operation;
use super::Boxed;
use super::answer::{IntoReply, Response};
use super::authentication::Principal;
use super::checks::Rules;
use super::request::Request;

/// Reads arguments and starts the handler, or says what is wrong with the request.
type Handler =
    dyn Fn(&Received<'_>, Option<Principal>, Rules) -> Result<Boxed<'static, Response>, Vec<Violation>> + Send + Sync;

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
        rules: Rules,
    ) -> Result<Boxed<'static, Response>, Vec<Violation>> {
        (self.handler)(received, principal, rules)
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Route").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// A route: how `service` answers an operation.
pub fn route<T, A, R, F>(
    operation: &'static Operation,
    service: &Arc<T>,
    handle: impl Fn(Arc<T>, Request<A>) -> F + Send + Sync + 'static,
) -> Route
where
    T: Send + Sync + 'static,
    A: Arguments + Default + 'static,
    R: IntoReply + 'static,
    F: Future<Output = R> + Send + 'static,
{
    let service = Arc::clone(service);
    let handler = move |received: &Received<'_>, principal: Option<Principal>, rules: Rules| {
        let mut arguments = A::default();
        rules.decode(&mut arguments, received)?;
        let headers: HeaderMap = received.headers.clone();
        let answer = handle(Arc::clone(&service), Request { arguments, principal, headers });
        Ok(Box::pin(async move { answer.await.into_reply() }) as Boxed<'static, Response>)
    };
    Route { operation, handler: Box::new(handler) }
}
