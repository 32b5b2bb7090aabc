//! `generate`: a stand-alone crate from documents.

use gatewright_generator::Builder;
use gatewright_generator::diag::counted;
use gatewright_generator::pipeline::Step;

use super::{Stop, read, stop};
use crate::{Generate, Grading};

pub fn run(arguments: &Generate, grading: &Grading) -> Result<(), Stop> {
    let start = grading.grade(Builder::new().crate_name(&arguments.name));
    let builder = arguments.documents.iter().fold(start, |builder, path| builder.document(&arguments.name, path));
    let work = read(&builder, Step::Check, grading)?;
    let tree = builder.emit(&work.project, &work.models);
    tree.write(&arguments.out).map_err(|error| stop(&error))?;
    let operations = work.models.iter().map(|model| model.operations.len()).sum();
    eprintln!(
        "{}: {} with {} in {}",
        arguments.out.display(),
        arguments.name,
        counted(operations, "operation"),
        counted(tree.iter().count(), "file")
    );
    Ok(())
}
