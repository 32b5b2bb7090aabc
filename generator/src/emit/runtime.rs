//! The runtime, shipped as it is.

/// The files of the runtime under `src/runtime/`.
pub(super) fn files() -> Vec<(String, String)> {
    Vec::new()
}
