//! The passes: functions over the model, in the order in which they run. They see no text.
//!
//! 1. [`merge`]: the documents of one API become one model; contradictions are known.
//! 2. [`complete`]: what the documents left out and rules can supply is there, with the rule as its origin.
//! 3. [`dedupe`]: equal shapes are one type.
//! 4. [`check`]: what cannot be emitted is refused, by a name and with its place.
//!
//! [`recursion`] answers a question about the finished model and changes nothing.

pub mod check;
pub mod complete;
pub mod dedupe;
pub mod merge;
pub mod pattern;
pub mod recursion;

use crate::diag::{Code, Diagnostics};
use crate::limits::Limits;
use crate::model::Model;

/// What happens to a merged model, in order, before it is checked.
pub static STEPS: &[fn(&mut Model)] = &[complete::complete, dedupe::dedupe];

/// All steps over a merged model, then the check, which leaves out what costs a warning. `allowed` says which errors
/// count as warnings. The model may be emitted if there are no errors.
pub fn run(model: &mut Model, limits: &Limits, allowed: impl Fn(&Code) -> bool, diagnostics: &mut Diagnostics) {
    for step in STEPS {
        step(model);
    }
    check::leave_out(model, limits, allowed, diagnostics);
}
