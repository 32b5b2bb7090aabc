//! OpenAPI documents into the model.

mod attacks;
mod choices;
mod files;
mod identities;
mod odd;
mod operations;
mod places;
mod samples;
mod schemas;
pub mod sketch;
mod together;

use crate::reading;

use std::path::{Path, PathBuf};

use gatewright_generator::diag::render;
use gatewright_generator::model::{Model, Shape};
use gatewright_generator::project::Role;
use gatewright_generator::read::openapi;

struct Outcome {
    model: Model,
    /// How many types are used and never described.
    undefined: usize,
    problems: String,
    errors: usize,
    warnings: usize,
}

fn read(name: &str, text: &str) -> Outcome {
    read_as(name, text, Role::Document)
}

fn read_as(name: &str, text: &str, role: Role) -> Outcome {
    let reading::Read { model, sources, diagnostics } = reading::read(openapi::read, name, text, role);
    let (errors, warnings) = diagnostics.counts();
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.span.is_some()), "every problem has a place");
    let known =
        |name: &str| openapi::CODES.iter().chain(gatewright_generator::read::node::CODES).any(|code| code.name == name);
    assert!(diagnostics.iter().all(|diagnostic| known(diagnostic.code.name)), "every code is listed");
    let undefined = model.types.iter().filter(|ty| ty.shape == Shape::Undefined).count();
    Outcome { model, undefined, problems: render(&sources, &diagnostics, false), errors, warnings }
}

fn shared(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path)
}

/// The files of a folder of samples, sorted; none, visibly, where it is absent.
fn files(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).expect("the folder ../shared");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}
