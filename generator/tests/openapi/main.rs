//! OpenAPI documents into the model.

mod attacks;
mod operations;
mod schemas;
mod sketch;

use std::path::{Path, PathBuf};

use gatewright_generator::diag::{Diagnostics, Severity, render};
use gatewright_generator::model::{Builder, Model, Shape};
use gatewright_generator::read::{Document, openapi};
use gatewright_generator::source::Sources;

struct Outcome {
    model: Model,
    undefined: usize,
    problems: String,
    errors: usize,
    warnings: usize,
}

fn read(name: &str, text: &str) -> Outcome {
    read_as(name, text, false)
}

fn read_as(name: &str, text: &str, supplement: bool) -> Outcome {
    let mut sources = Sources::default();
    let id = sources.add(name, text);
    let mut diagnostics = Diagnostics::default();
    let mut builder = Builder::new("test");
    let document = Document { id, text: &sources.get(id).text, operation: None, supplement };
    openapi::read(document, &mut builder, &mut diagnostics);
    diagnostics.sort();
    let (model, undefined) = builder.finish();
    let (errors, warnings) = diagnostics.counts();
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.span.is_some()), "every problem has a place");
    let _ = Severity::Error;
    Outcome { model, undefined: undefined.len(), problems: render(&sources, &diagnostics, false), errors, warnings }
}

fn shared(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path)
}

/// The files of a folder of samples, sorted; none, visibly, where it is absent.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else {
        eprintln!("skipped: no {}", path.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

#[test]
fn auth0() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../specs/auth0/auth0-create-connection.md");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(openapi::detect(&text));
    let outcome = read("auth0.md", &text);
    assert_eq!(outcome.problems, "");
    let model = outcome.model;
    assert_eq!(model.operations.len(), 1);
    let named = model.types.iter().filter(|ty| matches!(ty.name, gatewright_generator::model::TypeName::Named(_)));
    assert_eq!(named.count(), 71);
    assert!(model.types.iter().all(|ty| ty.shape != Shape::Undefined));
    println!("{} permissions", model.permissions.len());
    println!("{:#?}", model.operations[0].security);
}

#[test]
fn corpus() {
    for path in files(&shared("corpus/openapi")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let start = std::time::Instant::now();
        let outcome = read(&name, &text);
        let model = &outcome.model;
        println!(
            "{name}: {} operations, {} types, {} undefined, {} permissions, {} errors, {} warnings, {:?}",
            model.operations.len(),
            model.types.len(),
            outcome.undefined,
            model.permissions.len(),
            outcome.errors,
            outcome.warnings,
            start.elapsed()
        );
        std::fs::write(format!("/tmp/openapi-{name}.txt"), &outcome.problems).unwrap();
        std::fs::write(format!("/tmp/sketch-{name}.txt"), sketch::types(model) + &sketch::operations(model)).unwrap();
    }
}

#[test]
fn specification_samples() {
    for path in files(&shared("corpus/openapi-3.1/pass")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = read(&name, &text);
        println!(
            "{name}: {} operations, {} types {}",
            outcome.model.operations.len(),
            outcome.model.types.len(),
            outcome.problems
        );
    }
    for path in files(&shared("corpus/openapi-3.1/fail")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = read(&name, &text);
        println!("FAIL {name}: {}", outcome.problems);
    }
}
