//! What a server refuses: documents through reader, model and tables, against other judges.

mod converted;
mod samples;
mod shipped;
mod suite;
pub mod tables;

use crate::reading;

use gatewright_generator::diag::render;
use gatewright_generator::model::Model;
use gatewright_generator::pass;
use gatewright_generator::project::Role;
use gatewright_generator::read::openapi;
use gatewright_generator::schemas::checks::{Plan, plan};
use gatewright_runtime::schema::{Check, Refusal, SchemaId};
use serde_json::{Value as Json, json};

/// The model of an OpenAPI document, after all passes.
fn model(text: &str) -> Result<Model, String> {
    let read = reading::read(openapi::read, "test.json", text, Role::Document);
    let (mut model, mut diagnostics) = (read.model, read.diagnostics);
    pass::run(&mut model, &gatewright_generator::limits::Limits::default(), |_| false, &mut diagnostics);
    if diagnostics.has_errors() { Err(render(&read.sources, &diagnostics, false)) } else { Ok(model) }
}

/// A document with one operation whose body is `#/components/schemas/Case`.
fn document(schema: Json) -> String {
    let body = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Case"}}}});
    let operation = json!({"requestBody": body, "responses": {"204": {"description": "Done"}}});
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/cases": {"post": operation}},
        "components": {"schemas": {"Case": schema}},
    });
    document.to_string()
}

/// The table of the only body of a document.
struct Body {
    tables: tables::Tables,
    table: SchemaId,
}

impl Body {
    /// What is wrong with a value that a client sends.
    fn check(&self, value: &str) -> Vec<Refusal> {
        self.tables.check(Check::REQUEST, value, self.table)
    }
}

fn body(text: &str) -> Result<Body, String> {
    let plan: Plan = plan(&model(text)?);
    let id = plan.operations.first().and_then(|checks| checks.bodies.first().copied().flatten());
    let mut tables = tables::Tables::new(&plan);
    let table = id.map_or(SchemaId::ANY, |id| tables.table(id));
    Ok(Body { tables, table })
}
