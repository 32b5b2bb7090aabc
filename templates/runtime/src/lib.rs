//! What generated clients and servers share, written once by hand: values as they travel, calls, and their dispatch.
//! It knows no vendor; vendors differ by data.

pub mod wire;

pub use wire::*;
