//! `convert`: the model in another format.

use gatewright_generator::diag::{self, counted};
use gatewright_generator::model::Model;
use gatewright_generator::pipeline::Step;
use gatewright_generator::{Builder, convert, emit};

use super::{Stop, Work, print, read, subject};
use crate::{Convert, Grading, Target};

pub fn run(arguments: &Convert, grading: &Grading) -> Result<(), Stop> {
    let last = match arguments.to {
        Target::Openapi => Step::Check,
        Target::Lap => Step::Merge,
    };
    let work = read(&subject(&arguments.subject, grading), last, grading)?;
    for model in &work.models {
        let text = match arguments.to {
            Target::Openapi => emit::openapi::text(model),
            Target::Lap => lap(model, &work, grading)?,
        };
        print(&text)?;
    }
    Ok(())
}

/// The text, if what it loses is no more than a warning.
fn lap(model: &Model, work: &Work, grading: &Grading) -> Result<String, Stop> {
    let (text, mut losses) = convert::lap(model, &work.project.limits);
    let finished = grading.grade(Builder::new()).finish(&mut losses);
    eprint!("{}", diag::render(&work.project.sources, &losses, grading.colour()));
    finished.map_err(|errors| {
        eprintln!("gatewright: {}; nothing was written", counted(errors, "error"));
        Stop
    })?;
    Ok(text)
}
