//! What the passes do, shown on small documents.

mod check;
mod complete;
mod dedupe;
mod merge;
mod recursion;

use crate::reading;

use gatewright_generator::diag;
use gatewright_generator::emit::openapi;
use gatewright_generator::model::Model;
use gatewright_generator::pass::merge::Part;
use gatewright_generator::project::Role;
use gatewright_generator::read::{lap, openapi as reader};
use serde_json::Value;

/// The model of LAP endpoints, without header and footer.
fn of_lap(endpoints: &str) -> Model {
    let count = endpoints.matches("@endpoint ").count();
    let text =
        format!("@lap v0.3\n@api T\n@endpoints {count}\n@toc g({count})\n@group g\n{endpoints}\n@endgroup\n@end\n");
    model(lap::read, &text, Role::Document)
}

/// The model of an OpenAPI document, without its first lines.
fn of_openapi(text: &str, role: Role) -> Model {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{text}");
    model(reader::read, &text, role)
}

fn model(reader: reading::Reader, text: &str, role: Role) -> Model {
    let read = reading::read(reader, "t", text, role);
    assert!(!read.diagnostics.has_errors(), "{}", diag::render(&read.sources, &read.diagnostics, false));
    read.model
}

fn part(model: Model, role: Role) -> Part {
    Part { model, role }
}

/// One operation of a model, as OpenAPI.
fn operation(model: &Model, method: &str, path: &str) -> Value {
    openapi::document(model)["paths"][path][method].clone()
}

/// `name in place` of every parameter, in order.
fn parameters(operation: &Value) -> Vec<String> {
    let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().map(|one| format!("{} in {}", one["name"], one["in"]).replace('"', "")).collect()
}

/// The JSON schema of what is sent, and of what is returned with 200 or 201.
fn body(operation: &Value) -> &Value {
    &operation["requestBody"]["content"]["application/json"]["schema"]
}

fn returned(operation: &Value) -> &Value {
    let response = operation["responses"].get("200").unwrap_or(&operation["responses"]["201"]);
    &response["content"]["application/json"]["schema"]
}

/// Names of the members of a schema.
fn members(schema: &Value) -> Vec<&str> {
    schema["properties"].as_object().into_iter().flat_map(|map| map.keys()).map(String::as_str).collect()
}
