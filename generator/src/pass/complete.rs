//! What the documents left out and rules can supply. Each rule is one function whose name is the origin of the fact;
//! a rule changes nothing that a document states.

use crate::model::Model;

/// Applies all rules, in an order in which none sees what a later one supplies.
pub fn complete(model: &mut Model) {
    let _ = model;
}
