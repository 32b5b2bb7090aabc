//! What generated clients and servers share, written once by hand: values as they travel, calls, and their dispatch.
//! It knows no vendor; vendors differ by data.

#[cfg(feature = "codec")]
pub mod arguments;
#[cfg(feature = "codec")]
pub mod body;
pub mod catalogue;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "test-util")]
pub mod compatibility;
mod emitted;
#[cfg(feature = "example-tests")]
pub mod examples;
#[cfg(feature = "codec")]
pub mod failure;
#[doc(hidden)]
pub mod least;
#[cfg(any(feature = "server", all(feature = "client", feature = "test-util")))]
mod literal;
pub mod media;
pub mod operation;
pub mod permissions;
pub mod profile;
#[cfg(all(feature = "test-util", feature = "server"))]
pub mod round_trip;
#[cfg(feature = "server")]
pub mod schema;
mod security;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "sources")]
#[doc(hidden)]
pub mod sources;
#[cfg(feature = "codec")]
mod style;
#[cfg(any(feature = "server", all(feature = "client", feature = "test-util")))]
mod template;
#[cfg(feature = "codec")]
pub mod wire;

#[cfg(feature = "serde")]
#[doc(hidden)]
pub use ::serde;
#[cfg(feature = "codec")]
pub use arguments::{Arguments, Violation};
#[cfg(feature = "client")]
pub use client::{
    Call, CallOptions, ClientBuilder, Core, Credentials, DescribesHeaders, Error, ErrorKind, FromHeaders, FromReply,
    Items, Pages, Pending, RawCall, Reply, TypedCall,
};
#[cfg(feature = "codec")]
pub use failure::Failure;
pub use operation::{
    BodySpec, Encoding, Fixed, Location, Operation, Paging, PagingStyle, Parameter, Piece, Pieces, ResponseSpec,
    SchemeRequirement, SecurityRequirement, Status, Style,
};
pub use profile::Profile;
#[cfg(feature = "server")]
pub use server::{
    ApiKeys, Authenticator, Basic, Caller, Checks, Cors, IntoReply, Library, Page, Principal, RateLimit, Request,
    Response, Route, Router, Serve, ServerBuilder, Service, StaticTokens, Unavailable, Window, not_implemented, route,
};
#[cfg(all(feature = "server", feature = "jwt"))]
pub use server::{JwtBearer, KeyProblem, KeySet, KeySource, Keys};
#[cfg(feature = "codec")]
pub use wire::*;

/// The version of this crate, which is that of the generator whose code it is for.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Stops the compilation of code that was generated for another version of this crate: the tables that it consists of would
/// be read in another way. Versions that differ in the last number fit each other.
#[doc(hidden)]
pub const fn needed(version: &str) {
    let (this, needed) = (VERSION.as_bytes(), version.as_bytes());
    let (mut at, mut dots) = (0, 0);
    while dots < 2 && at < this.len() && at < needed.len() {
        assert!(
            this[at] == needed[at],
            "this code was generated for another version of gatewright-runtime; generate it anew"
        );
        if this[at] == b'.' {
            dots += 1;
        }
        at += 1;
    }
}
