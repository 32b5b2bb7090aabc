//! Placeholder.

use crate::diag::{Code, Diagnostics};
use crate::model::Model;
use crate::project::Role;

/// What the codes of this pass mean.
pub static CODES: &[&Code] = &[];

/// The model of one document.
#[derive(Debug)]
pub struct Part {
    /// What it says.
    pub model: Model,
    /// Who says it.
    pub role: Role,
}

/// The documents of one API as one model.
///
/// # Panics
/// Without any document.
pub fn merge(parts: Vec<Part>, _diagnostics: &mut Diagnostics) -> Model {
    parts.into_iter().next().map(|part| part.model).unwrap_or_else(|| unreachable!("an API has documents"))
}
