//! What was read, in figures: groups, operations, types, permissions, problems, and which facts rules inferred.

use crate::diag::Diagnostics;
use crate::model::{Json, Model};
use crate::source::Sources;

/// The answer to "what does Gatewright know of this API".
#[derive(Debug, Clone, Default)]
pub struct Report {}

/// Looks at a completed model and the problems found on the way.
#[must_use]
pub fn report(model: &Model, diagnostics: &Diagnostics) -> Report {
    let _ = (model, diagnostics);
    Report::default()
}

impl Report {
    /// A table for people; with `details` every inferred fact with its place.
    #[must_use]
    pub fn table(&self, sources: &Sources, details: bool) -> String {
        let _ = (self, sources, details);
        String::new()
    }

    /// The same for programs, always with details.
    #[must_use]
    pub fn json(&self, sources: &Sources) -> Json {
        let _ = (self, sources);
        Json::Null
    }
}
