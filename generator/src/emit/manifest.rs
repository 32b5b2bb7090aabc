//! The manifest and the README of a generated crate.

use super::{Api, Options};

/// `Cargo.toml` and `README.md`.
pub(super) fn files(apis: &[Api<'_>], options: &Options) -> Vec<(String, String)> {
    let _ = (apis, options);
    Vec::new()
}
