//! `dump`: the model after a step, for seeing a pass at work.

use super::{Stop, print, read, subject};
use crate::{Dump, Grading};

pub fn run(arguments: &Dump, grading: &Grading) -> Result<(), Stop> {
    let work = read(&subject(&arguments.subject, grading), arguments.after.into(), grading)?;
    for model in &work.models {
        print(&format!("{model:#?}\n"))?;
    }
    Ok(())
}
