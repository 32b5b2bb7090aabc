//! The runtime as emitted code names it, and its sources where a crate brings them along.

use proc_macro2::TokenStream;
use quote::quote;

/// Where an emitted crate finds the runtime.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// It stands in the folder `runtime` of the emitted crate, which then depends on nothing that is not there or in the
    /// registry.
    #[default]
    Beside,
    /// It stands in a folder: the path from the emitted crate, with slashes.
    Path(String),
    /// It comes from the registry: a requirement of its version.
    Version(String),
}

/// How every emitted file names the runtime: from the crates that it depends on, so that no module hides it.
pub(super) fn import() -> TokenStream {
    quote! {
        use ::gatewright_runtime as runtime;
    }
}

impl Runtime {
    /// A path, or a requirement of a version: what begins with a digit or a comparison.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.starts_with(|first: char| first.is_ascii_digit() || "^~=<>*".contains(first)) {
            Self::Version(text.to_owned())
        } else {
            Self::Path(text.to_owned())
        }
    }

    /// The path to the runtime, if it has one.
    pub(super) fn path(&self) -> Option<&str> {
        match self {
            Self::Beside => Some(FOLDER),
            Self::Path(path) => Some(path),
            Self::Version(_) => None,
        }
    }

    /// The requirement of its version.
    pub(super) fn version(&self) -> &str {
        match self {
            Self::Beside | Self::Path(_) => gatewright_runtime::VERSION,
            Self::Version(version) => version,
        }
    }

    /// What has to stand in the emitted crate.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        match self {
            Self::Beside => {
                let files = gatewright_runtime::sources::FILES.iter();
                files.map(|(path, text)| (format!("{FOLDER}/{path}"), (*text).to_owned())).collect()
            }
            Self::Path(_) | Self::Version(_) => Vec::new(),
        }
    }
}

/// Where the runtime stands in a crate that brings it along.
const FOLDER: &str = "runtime";
