//! What generated clients and servers share, written once by hand: values as they travel, calls, and their dispatch.
//! It knows no vendor; vendors differ by data.

pub mod arguments;
pub mod body;
pub mod catalogue;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "test-util")]
pub mod compatibility;
#[allow(unused_macros, unused_imports, reason = "not every API has something of every sort")]
mod emitted;
#[cfg(feature = "example-tests")]
pub mod examples;
pub mod failure;
#[doc(hidden)]
pub mod least;
#[cfg(any(feature = "server", all(feature = "client", feature = "test-util")))]
mod literal;
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
mod style;
#[cfg(any(feature = "server", all(feature = "client", feature = "test-util")))]
mod template;
pub mod wire;

pub use arguments::{Arguments, Violation};
#[cfg(feature = "client")]
pub use client::{
    Call, CallOptions, ClientBuilder, Core, Credentials, Error, ErrorKind, FromReply, Items, Pages, Pending, RawCall,
    Reply, TypedCall,
};
#[allow(unused_imports, reason = "not every API has something of every sort")]
pub(crate) use emitted::*;
pub use failure::Failure;
pub use operation::{
    BodySpec, Encoding, Fixed, Location, Operation, Paging, PagingStyle, Parameter, Piece, Pieces, ResponseSpec,
    SchemeRequirement, SecurityRequirement, Status, Style,
};
pub use profile::Profile;
#[cfg(feature = "server")]
pub use server::{
    ApiKeys, Authenticator, Basic, Caller, Checks, Cors, IntoReply, Library, Page, Principal, RateLimit, Request,
    Response, Route, Router, Serve, ServerBuilder, Service, StaticTokens, Window, not_implemented, route,
};
#[cfg(all(feature = "server", feature = "jwt"))]
pub use server::{JwtBearer, KeyProblem, KeySet, KeySource, Keys};
pub use wire::*;
