//! The passes: functions over the model, in the order in which they run. They see no text.

pub mod check;
pub mod complete;
pub mod dedupe;
pub mod merge;
