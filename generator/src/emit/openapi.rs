//! The model as an OpenAPI document, 3.1 unless it needs 3.2: wire names untouched, all constraints kept. Knows no Rust and
//! no names but those of the documents.
//!
//! What OpenAPI has no word for is written as `x-gatewright-*`, which the OpenAPI reader understands:
//! - document: `-profile`, `-permissions` (descriptions and offerings), `-entries` (named requests of a catalogue);
//! - path item: `-operations` (by method, where OpenAPI has no key for the method);
//! - operation: `-paging`, `-permissions` (sets of which any one is enough, without a security scheme);
//! - security requirement: `-permissions` (needed beside its schemes, and named at none of them);
//! - parameter: `-rest` (takes the rest of the path), `-style` and `-allow-reserved` (that OpenAPI 3.1 has not there);
//!   encoding: `-style`; response: `-error-type`;
//! - discriminator: `-default` (which is `defaultMapping` in OpenAPI 3.2);
//! - schema: `-secret`, and `-name` where a component key cannot hold the name.

mod body;
mod components;
mod exact;
mod operation;
mod schema;
mod security;
mod vendor;

use serde_json::{Map, json};

use crate::model::{Json, Model, OperationId, Server};
use components::Components;

/// A JSON object under construction; members stay in the order in which they were added.
type Members = Map<String, Json>;

/// The whole model as one document.
#[must_use]
pub fn document(model: &Model) -> Json {
    let components = Components::of(model);
    let mut document = Members::new();
    document.insert("openapi".into(), components.version.number().into());
    document.insert("info".into(), info(model));
    add(&mut document, "servers", servers(&model.servers));
    add(
        &mut document,
        "tags",
        list(model.groups.iter().map(|group| with_docs(json!({"name": group.wire}), &group.docs))),
    );
    let operations = |webhooks| {
        let operations = (0..).map(OperationId).zip(&model.operations);
        operations.filter(move |(_, operation)| operation.webhook == webhooks)
    };
    document.insert("paths".into(), operation::paths(model, &components, operations(false)).into());
    add(&mut document, "webhooks", some(operation::paths(model, &components, operations(true))));
    add(&mut document, "components", components_of(model, &components));
    add(&mut document, "x-gatewright-profile", model.profile.as_ref().map(vendor::profile));
    add(&mut document, "x-gatewright-permissions", vendor::permissions(model));
    add(&mut document, "x-gatewright-entries", list(model.entries.iter().map(|entry| vendor::entry(model, entry))));
    Json::Object(document)
}

/// A version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    V3_1,
    V3_2,
}

impl Version {
    /// The oldest one that, with what is written as `x-gatewright-*`, can say everything that the model does.
    fn of(model: &Model) -> Self {
        let contents = model.operations.iter().flat_map(|operation| {
            let body = operation.body.iter().flat_map(|body| &body.contents);
            body.chain(operation.responses.iter().flat_map(|response| &response.contents))
        });
        if contents.into_iter().any(|content| content.per_item) { Self::V3_2 } else { Self::V3_1 }
    }

    fn number(self) -> &'static str {
        match self {
            Self::V3_1 => "3.1.0",
            Self::V3_2 => "3.2.0",
        }
    }

    /// What says at a discriminator which alternative values without a listed tag are.
    fn default_mapping(self) -> &'static str {
        match self {
            Self::V3_1 => "x-gatewright-default",
            Self::V3_2 => "defaultMapping",
        }
    }
}

/// The document as text: JSON, indented, with a line break at the end.
#[must_use]
pub fn text(model: &Model) -> String {
    format!("{:#}\n", document(model))
}

fn info(model: &Model) -> Json {
    let title = if model.title.is_empty() { &model.name } else { &model.title };
    let mut info = Members::new();
    info.insert("title".into(), title.as_str().into());
    add_text(&mut info, "description", &model.docs);
    info.insert("version".into(), model.version.as_deref().unwrap_or("0").into());
    Json::Object(info)
}

/// Addresses, best first.
fn servers(servers: &[Server]) -> Option<Json> {
    list(servers.iter().map(server))
}

fn server(server: &Server) -> Json {
    let mut variables = Members::new();
    for variable in &server.variables {
        let mut about = Members::new();
        add(&mut about, "enum", list(variable.values.iter().map(|value| value.as_str().into())));
        let default = variable.default.as_deref().or(variable.values.first().map(String::as_str));
        about.insert("default".into(), default.unwrap_or_default().into());
        add_text(&mut about, "description", &variable.docs);
        variables.insert(variable.wire.clone(), Json::Object(about));
    }
    let mut members = Members::new();
    members.insert("url".into(), server.url.as_str().into());
    add_text(&mut members, "description", &server.docs);
    add(&mut members, "variables", some(variables));
    Json::Object(members)
}

fn components_of(model: &Model, components: &Components) -> Option<Json> {
    let mut members = Members::new();
    let mut schemas = schema::components(model, components);
    components.exact.refine_components(components, &mut schemas);
    add(&mut members, "schemas", some(schemas));
    add(&mut members, "securitySchemes", some(security::schemes(model)));
    some(members)
}

/// Adds a member, if there is one.
fn add(members: &mut Members, name: &str, value: Option<Json>) {
    if let Some(value) = value {
        members.insert(name.to_owned(), value);
    }
}

fn add_text(members: &mut Members, name: &str, text: &str) {
    add(members, name, (!text.is_empty()).then(|| text.into()));
}

fn add_true(members: &mut Members, name: &str, is_true: bool) {
    add(members, name, is_true.then_some(Json::Bool(true)));
}

/// A list, unless it is empty.
fn list(items: impl Iterator<Item = Json>) -> Option<Json> {
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then_some(Json::Array(items))
}

/// An object, unless it is empty.
fn some(members: Members) -> Option<Json> {
    (!members.is_empty()).then_some(Json::Object(members))
}

fn with_docs(mut value: Json, docs: &str) -> Json {
    if let Json::Object(members) = &mut value {
        add_text(members, "description", docs);
    }
    value
}
