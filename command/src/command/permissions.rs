//! `permissions`: what a program must be allowed, from the operations that it calls.

use std::io;
use std::path::Path;

use gatewright_generator::model::{Model, OperationId, SchemeId};
use gatewright_generator::names::Names;
use gatewright_generator::pipeline::Step;
use gatewright_generator::plan::{self, code};

use super::{Stop, print, print_table, read, subject};
use crate::{Grading, Permissions};

pub fn run(arguments: &Permissions, grading: &Grading) -> Result<(), Stop> {
    let work = read(&subject(&arguments.subject, grading), Step::Check, grading)?;
    let files = match &arguments.code {
        Some(folder) => Some(code::sources(folder).map_err(|error| unreadable(folder, &error))?),
        None => None,
    };
    for model in &work.models {
        let names = Names::new(model);
        let found = files.as_ref().map(|files| code::calls(model, &names, &work.project.all, files));
        let mut operations = named(model, &names, arguments)?;
        operations.extend(found.iter().flat_map(|found| &found.calls).map(|call| call.operation));
        let plan = plan::plan(model, &operations, &schemes(model, &arguments.by)?);
        if arguments.json {
            print(&format!("{:#}\n", plan.json(model, &names, found.as_ref())))?;
        } else {
            print_table(&plan.table(model, &names, found.as_ref()))?;
        }
    }
    Ok(())
}

/// The operations that the command line names; all when it names nothing.
fn named(model: &Model, names: &Names, arguments: &Permissions) -> Result<Vec<OperationId>, Stop> {
    if arguments.operations.is_empty() && arguments.code.is_none() {
        return Ok((0..model.operations.len() as u32).map(OperationId).collect());
    }
    let found = known(model, "operation", &arguments.operations, |name| plan::find(model, names, name))?;
    Ok(found.concat())
}

/// The security schemes that the command line names.
fn schemes(model: &Model, by: &[String]) -> Result<Vec<SchemeId>, Stop> {
    known(model, "security scheme", by, |name| plan::scheme(model, name))
}

/// What all of these names mean; those that mean nothing are reported together.
fn known<T>(
    model: &Model,
    what: &str,
    names: &[String],
    find: impl Fn(&str) -> Result<T, plan::Unknown>,
) -> Result<Vec<T>, Stop> {
    let (mut found, mut is_complete) = (Vec::new(), true);
    for name in names {
        match find(name) {
            Ok(one) => found.push(one),
            Err(unknown) => {
                is_complete = false;
                let near = match unknown.near.as_slice() {
                    [] => String::new(),
                    near => format!("; there are {}", near.join(", ")),
                };
                eprintln!("gatewright: {} has no {what} `{}`{near}", model.name, unknown.name);
            }
        }
    }
    if is_complete { Ok(found) } else { Err(Stop) }
}

fn unreadable(path: &Path, error: &io::Error) -> Stop {
    eprintln!("gatewright: cannot read the sources in {}: {error}", path.display());
    Stop
}
