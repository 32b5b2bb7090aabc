//! The server of the API: a trait per group, every method of which answers 501 unless implemented.

use super::{PROFILE, operations, runtime, types};

pub mod users;

/// Collects implementations of groups and becomes a service. Operations of groups that nobody implements answer 501.
#[derive(Debug)]
#[must_use]
pub struct Server {
    builder: runtime::ServerBuilder,
}

impl Default for Server {
    fn default() -> Self {
        Self { builder: runtime::ServerBuilder::new(&PROFILE, operations::ALL) }
    }
}

impl Server {
    /// A server that implements nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the group `users`.
    pub fn users(mut self, service: impl users::Users) -> Self {
        self.builder = self.builder.routes(users::routes(::std::sync::Arc::new(service)));
        self
    }

    /// Says who calls, and what they may.
    pub fn authenticator(mut self, authenticator: impl runtime::Authenticator) -> Self {
        self.builder = self.builder.authenticator(authenticator);
        self
    }

    /// Changes what is the same for every API: limits, base path, checks.
    pub fn configure(
        mut self,
        change: impl ::std::ops::FnOnce(runtime::ServerBuilder) -> runtime::ServerBuilder,
    ) -> Self {
        self.builder = change(self.builder);
        self
    }

    /// A tower service.
    pub fn into_service(self) -> runtime::Service {
        self.builder.into_service()
    }

    /// An axum router, to be served or merged into another.
    pub fn into_router(self) -> runtime::Router {
        self.builder.into_router()
    }
}
