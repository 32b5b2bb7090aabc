//! `convert`: the model in another format.

use gatewright_generator::emit;
use gatewright_generator::model::Model;
use gatewright_generator::pipeline::Step;

use super::{Stop, print, read, subject};
use crate::{Convert, Grading, Target};

pub fn run(arguments: &Convert, grading: &Grading) -> Result<(), Stop> {
    let (last, text): (Step, fn(&Model) -> String) = match arguments.to {
        Target::Openapi => (Step::Check, emit::openapi::text),
        Target::Lap => (Step::Merge, emit::lap::text),
    };
    let work = read(&subject(&arguments.subject, grading), last, grading)?;
    for model in &work.models {
        print(&text(model))?;
    }
    Ok(())
}
