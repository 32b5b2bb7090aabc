//! The runtime as emitted code sees it: with the macros, which only a crate that holds the runtime can use.

pub use gatewright_runtime::*;

#[path = "../../src/emitted.rs"]
#[allow(unused_macros, unused_imports, reason = "the sample does not have something of every sort")]
mod emitted;

#[allow(unused_imports, reason = "the sample does not have something of every sort")]
pub(crate) use emitted::*;
