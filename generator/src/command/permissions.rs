//! `permissions`: what a program must be allowed, from the operations that it calls.

use std::path::Path;
use std::{fs, io};

use gatewright_generator::model::{Model, OperationId, SchemeId};
use gatewright_generator::names::Names;
use gatewright_generator::pipeline::Step;
use gatewright_generator::plan::{self, code};

use super::{Stop, print, read, subject};
use crate::{Grading, Permissions};

pub fn run(arguments: &Permissions, grading: &Grading) -> Result<(), Stop> {
    let work = read(&subject(&arguments.subject, grading), Step::Check, grading)?;
    let files = match &arguments.code {
        Some(folder) => Some(sources(folder).map_err(|error| unreadable(folder, &error))?),
        None => None,
    };
    for model in &work.models {
        let names = Names::new(model);
        let found = files.as_ref().map(|files| code::calls(model, &names, &work.project.all, files));
        let mut operations = named(model, &names, arguments)?;
        operations.extend(found.iter().flat_map(|found| &found.calls).map(|call| call.operation));
        let plan = plan::plan(model, &operations, &schemes(model, &arguments.by)?);
        let text = if arguments.json {
            format!("{:#}\n", plan.json(model, &names, found.as_ref()))
        } else {
            plan.table(model, &names, found.as_ref())
        };
        print(&text)?;
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

/// The Rust files in a folder, or one file; sorted. Folders that build tools make are left out.
fn sources(path: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(path) = folders.pop() {
        if fs::metadata(&path)?.is_file() {
            files.push((path.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
            continue;
        }
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_folder = entry.file_type()?.is_dir();
            if is_folder && name != "target" && !name.starts_with('.') || !is_folder && name.ends_with(".rs") {
                folders.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn unreadable(path: &Path, error: &io::Error) -> Stop {
    eprintln!("gatewright: cannot read the sources in {}: {error}", path.display());
    Stop
}
