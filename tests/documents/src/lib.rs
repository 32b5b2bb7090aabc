//! What is generated from documents with everything that is odd; the tests call and serve every operation.

// A crate may be as strict with itself as it likes: emitted code is not meant.
#![deny(clippy::all, clippy::nursery, clippy::pedantic)]
#![deny(missing_debug_implementations, missing_docs, unreachable_pub, unused_qualifications)]

include!(concat!(env!("OUT_DIR"), "/gatewright.rs"));

pub use apis::*;
