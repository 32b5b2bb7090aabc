//! Postman collections into the model.

mod anything;
mod bodies;
mod corpus;
mod requests;
mod together;

use crate::openapi::sketch;
use crate::reading;

use std::path::PathBuf;

use gatewright_generator::diag::render;
use gatewright_generator::model::{Model, Shape, Target};
use gatewright_generator::project::Role;
use gatewright_generator::read::{Format, postman};

struct Outcome {
    model: Model,
    problems: String,
    errors: usize,
}

fn read(name: &str, text: &str) -> Outcome {
    let reading::Read { model, sources, diagnostics } = reading::read(postman::read, name, text, Role::Document);
    assert!(model.types.iter().all(|ty| ty.shape != Shape::Undefined), "no type is left undescribed");
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.span.is_some()), "every problem has a place");
    let known =
        |name: &str| postman::CODES.iter().chain(gatewright_generator::read::node::CODES).any(|code| code.name == name);
    assert!(diagnostics.iter().all(|diagnostic| known(diagnostic.code.name)), "every code is listed");
    let (errors, _) = diagnostics.counts();
    Outcome { model, problems: render(&sources, &diagnostics, false), errors }
}

/// A collection with these items, and these members beside them.
fn collection(beside: &str, items: &str) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let text = format!(r#"{{"info": {{"name": "T", "schema": "{schema}"}}, {beside} "item": [{items}]}}"#);
    assert_eq!(Format::of(&text).map(|format| format.name), Some("Postman collection"));
    text
}

/// Servers, schemes, operations, entries and problems, a line each.
fn shown(outcome: &Outcome) -> String {
    let model = &outcome.model;
    let servers = model.servers.iter().map(|server| {
        let variables = server.variables.iter();
        let variables: Vec<String> = variables
            .map(|variable| format!(" {}={}", variable.wire, variable.default.as_deref().unwrap_or("?")))
            .collect();
        format!("at {}{}\n", server.url, variables.concat())
    });
    let schemes = model.schemes.iter().map(|scheme| {
        let flows = scheme.flows.iter().map(|flow| format!(" {flow:?}")).collect::<String>();
        format!("scheme {} {:?}{flows}\n", scheme.wire, scheme.kind)
    });
    let entries = model.entries.iter().map(|entry| match &entry.target {
        Target::Operation { operation, presets } => {
            let operation = &model.operations[operation.0 as usize];
            let presets: Vec<String> =
                presets.iter().map(|(name, value)| format!(" {name}={}", value.as_deref().unwrap_or("?"))).collect();
            let line = format!("{} {}", operation.method.0, operation.path.wire);
            format!(
                "entry {}: {line}{}\n",
                [entry.place.as_slice(), std::slice::from_ref(&entry.wire)].concat().join(" > "),
                presets.concat()
            )
        }
        Target::Unresolved { reason } => format!("entry {}: {reason}\n", entry.wire),
    });
    servers
        .chain(schemes)
        .chain([sketch::operations(model), sketch::types(model)])
        .chain(entries)
        .chain([problems(outcome)])
        .collect()
}

fn problems(outcome: &Outcome) -> String {
    let is_head = |line: &&str| line.starts_with("error") || line.starts_with("warning");
    outcome.problems.lines().filter(is_head).map(|line| format!("{line}\n")).collect()
}

fn shared(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path)
}
