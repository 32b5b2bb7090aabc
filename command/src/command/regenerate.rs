//! `regenerate`: the checked-in crate from the documents of the settings.

use gatewright_generator::Builder;
use gatewright_generator::diag::counted;
use gatewright_generator::emit;
use gatewright_generator::pipeline::Step;
use gatewright_generator::tree::Tree;

use super::{Stop, print, read, stop};
use crate::{Grading, Regenerate};

pub fn run(arguments: &Regenerate, grading: &Grading) -> Result<(), Stop> {
    let builder = grading.grade(Builder::new().settings(&arguments.settings).only(&arguments.api));
    let work = read(&builder, Step::Check, grading)?;
    let mut tree = builder.emit(&work.project, &work.models);
    if !arguments.api.is_empty() {
        tree = with_the_others(tree, arguments)?;
    }
    if arguments.check { check(&tree, arguments) } else { write(&tree, arguments) }
}

/// The files of the APIs that were asked for, over what stands in the folder.
fn with_the_others(mut tree: Tree, arguments: &Regenerate) -> Result<Tree, Stop> {
    let asked = |path: &str| arguments.api.iter().any(|api| emit::belongs_to(api, path));
    let mut whole = Tree::read(&arguments.out).map_err(|error| stop(&error))?;
    whole.retain(|path| !asked(path));
    tree.retain(asked);
    whole.overlay(tree);
    Ok(whole.marked())
}

fn check(tree: &Tree, arguments: &Regenerate) -> Result<(), Stop> {
    let difference = tree.difference(&arguments.out).map_err(|error| stop(&error))?;
    if difference.is_empty() {
        eprintln!("{} is current", arguments.out.display());
        return Ok(());
    }
    let changes: String = difference.changes.iter().map(|change| format!("{change}\n")).collect();
    print(&changes)?;
    let differ = counted(difference.changes.len(), "file");
    eprintln!("gatewright: {differ} of {} not current; run `gatewright regenerate`", arguments.out.display());
    Err(Stop)
}

fn write(tree: &Tree, arguments: &Regenerate) -> Result<(), Stop> {
    let written = tree.write(&arguments.out).map_err(|error| stop(&error))?;
    let files = counted(tree.iter().count(), "file");
    let done = if written { "written" } else { "already current" };
    eprintln!("{}: {files}, {done}", arguments.out.display());
    Ok(())
}
