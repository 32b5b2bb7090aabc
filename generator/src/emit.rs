//! The finished model into files. An emitter only reads the model and the names; it cannot fail and knows no spans.

pub mod catalogue;
pub mod client;
pub mod manifest;
pub mod openapi;
pub mod operations;
pub mod permissions;
pub mod round_trip;
pub mod runtime;
pub mod rust;
pub mod server;
pub mod types;
