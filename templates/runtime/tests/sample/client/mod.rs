//! The client of the API.

use super::{PROFILE, operations, runtime, types};

pub mod users;

/// Calls the API. Cheap to clone; clones share connections, tokens and the retry budget.
#[derive(Debug, Clone)]
pub struct Client {
    core: runtime::Core,
}

impl Client {
    /// A client with everything else as by default.
    ///
    /// # Errors
    /// When the address is no https address.
    pub fn new(base: impl Into<String>, credentials: runtime::Credentials) -> Result<Self, runtime::Error> {
        Self::builder(base).credentials(credentials).build()
    }

    /// Settings of a client; the address may be one of the document's with variables in braces.
    pub fn builder(base: impl Into<String>) -> runtime::ClientBuilder<Self> {
        runtime::ClientBuilder::new(&PROFILE, base.into())
    }

    /// A call that the documents do not have; path below the base address, with its query.
    pub fn request(&self, method: &str, path: &str) -> runtime::RawCall {
        self.core.request(method, path)
    }

    /// The calls of the group `users`.
    #[must_use]
    pub fn users(&self) -> users::Users<'_> {
        users::Users::new(self)
    }
}

impl From<runtime::Core> for Client {
    fn from(core: runtime::Core) -> Self {
        Self { core }
    }
}
