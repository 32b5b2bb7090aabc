//! The runtime as emitted code sees it.

pub use gatewright_runtime::*;
