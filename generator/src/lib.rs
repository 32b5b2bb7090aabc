//! Reads what identity vendors publish about their admin APIs and emits Rust.

pub mod diag;
pub mod emit;
pub mod inspect;
pub mod model;
pub mod names;
pub mod pass;
pub mod read;
pub mod settings;
pub mod source;
pub mod tree;
