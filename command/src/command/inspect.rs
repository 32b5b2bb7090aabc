//! `inspect`: what documents contain, and what was inferred.

use gatewright_generator::inspect;
use gatewright_generator::pipeline::Step;

use super::{Stop, print, print_table, read, subject};
use crate::{Grading, Inspect};

pub fn run(arguments: &Inspect, grading: &Grading) -> Result<(), Stop> {
    let work = read(&subject(&arguments.subject, grading), Step::Check, grading)?;
    let more = inspect::More { operations: arguments.operations, inferred: arguments.inferred };
    for model in &work.models {
        let report = inspect::report(model, &work.diagnostics);
        if arguments.json {
            print(&format!("{:#}\n", report.json(&work.project.sources)))?;
        } else {
            print_table(&report.table(&work.project.sources, &more))?;
        }
    }
    Ok(())
}
