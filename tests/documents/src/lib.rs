//! What is generated from documents with everything that is odd; the tests call and serve every operation.

include!(concat!(env!("OUT_DIR"), "/gatewright.rs"));

pub use apis::*;
