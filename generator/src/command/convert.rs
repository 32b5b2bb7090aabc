//! `convert`: the model in another format.

use gatewright_generator::emit;
use gatewright_generator::pipeline::Step;

use super::{Stop, print, read, subject};
use crate::{Convert, Grading, Target};

pub fn run(arguments: &Convert, grading: &Grading) -> Result<(), Stop> {
    let work = read(&subject(&arguments.subject, grading), Step::Check, grading)?;
    for model in &work.models {
        let text = match arguments.to {
            Target::Openapi => format!("{:#}\n", emit::openapi::document(model)),
        };
        print(&text)?;
    }
    Ok(())
}
