//! Refuses what cannot be emitted, by name and with its place, so that emitters need not fail.

use crate::diag::{Code, Diagnostics};
use crate::model::Model;

/// All kinds of problems that the check can find.
pub static CODES: &[&Code] = &[];

/// Reports everything in the model that must not reach an emitter.
pub fn check(model: &Model, diagnostics: &mut Diagnostics) {
    let _ = (model, diagnostics);
}
