//! The client's half: from arguments to a typed reply. All control flow of calls is here, once; emitted code only
//! names operations and types.

mod address;
#[cfg(feature = "jwt")]
mod assertion;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod call;
mod cause;
mod clock;
mod credentials;
#[cfg(feature = "jwt")]
mod dpop;
mod elsewhere;
mod error;
mod execute;
#[cfg(feature = "test-util")]
mod fake;
mod grant;
mod headers;
#[cfg(feature = "jwt")]
mod key;
mod link;
#[cfg(feature = "test-util")]
mod manual_clock;
#[cfg(feature = "test-util")]
mod memory;
mod oauth;
mod observe;
mod options;
mod pages;
mod reply;
mod retry;
#[cfg(feature = "jwt")]
mod signer;
#[cfg(feature = "stream")]
mod stream;
mod token_request;
mod transport;
mod typed;

pub use body::Body;
pub use builder::ClientBuilder;
pub use call::{Call, Pending, RawCall};
pub use clock::{Clock, SystemClock};
pub use credentials::{Authorize, Credentials};
pub use error::{Error, ErrorKind};
#[cfg(feature = "test-util")]
pub use fake::{Answer, Asked, AskedFor, Fake, IntoAnswer, On};
pub use headers::{DescribesHeaders, FromHeaders};
#[cfg(feature = "jwt")]
pub use key::SigningKey;
#[cfg(feature = "test-util")]
pub use manual_clock::ManualClock;
#[cfg(feature = "test-util")]
pub use memory::MemoryTransport;
pub use oauth::ClientCredentials;
pub use observe::{Attempt, Observer, Outcome};
pub use options::CallOptions;
pub use pages::{Items, Pages};
pub use reply::{FromReply, RateLimit, Reply};
pub use retry::RetryPolicy;
#[cfg(feature = "jwt")]
pub use signer::{Algorithm, KeyError, Signed, Signer};
#[cfg(feature = "stream")]
pub use stream::{Follow, Following, Step};
pub use transport::{HttpTransport, Purpose, Transport, TransportError};
pub use typed::{CallType, TypedCall};

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::operation::Operation;
use crate::profile::Profile;

/// A future in a box: what object-safe traits return.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// What all calls of a client share. Cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Shared>);

struct Shared {
    profile: &'static Profile,
    base: address::Address,
    elsewhere: elsewhere::Elsewhere,
    credentials: Credentials,
    grant: Option<Arc<grant::Grant>>,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    options: CallOptions,
    tokens: retry::Tokens,
    user_agent: http::HeaderValue,
    limit: usize,
    observers: observe::Observers,
}

impl Core {
    /// A call with this client's settings.
    pub fn call(&self) -> Call {
        Call::new(self.clone())
    }

    /// Where the calls of an operation go; the base address for those that the documents do not have.
    fn address(&self, operation: Option<&'static Operation>) -> Result<Cow<'_, address::Address>, Error> {
        let Some(operation) = operation else { return Ok(Cow::Borrowed(&self.0.base)) };
        self.0.elsewhere.of(&self.0.base, operation).map_err(|problem| Error::invalid(problem).of(Some(operation)))
    }

    /// Sends what goes to this address.
    fn send(
        &self,
        operation: Option<&'static Operation>,
        address: &address::Address,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<crate::wire::Bytes>, TransportError>> {
        let base = Some(address.url());
        let purpose = Purpose { profile: self.0.profile, operation, base_path: address.path(), base };
        self.0.transport.send_for(&purpose, request)
    }

    /// A call that the documents do not have; path below the base address, with its query.
    pub fn request(&self, method: &str, path: &str) -> RawCall {
        RawCall::new(self.clone(), method, path)
    }
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core").field("base", &self.0.base.url().as_str()).finish_non_exhaustive()
    }
}
