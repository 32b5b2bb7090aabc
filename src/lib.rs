//! Typed clients, server stubs and permissions for the admin APIs of identity vendors, generated from what the vendors
//! publish. Each API is a module behind a feature of its name: [`okta`], [`auth0`], [`ibm_verify`], [`oracle_idcs`].
//!
//! This crate re-exports the checked-in crate `gatewright-apis`. With the feature `build-time` the same code is generated
//! from `specs/` while building instead.
#![forbid(unsafe_code)]

#[cfg(not(feature = "build-time"))]
pub use gatewright_apis::*;

#[cfg(feature = "build-time")]
include!(concat!(env!("OUT_DIR"), "/gatewright.rs"));
#[cfg(feature = "build-time")]
pub use apis::*;

/// The examples of the generated crate's first page compile.
#[cfg(doctest)]
#[doc = include_str!("../generated/README.md")]
struct Guide;

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
