//! Request bodies and responses.

use serde_json::json;

use super::components::Components;
use super::{Members, add, add_text, add_true, operation, schema, some};
use crate::model::{Body, Content, Encoding, Example, Json, Model, PartHeader, Response};

pub(super) fn request(model: &Model, components: &Components, body: &Body) -> Json {
    let mut members = Members::new();
    add_text(&mut members, "description", &body.docs);
    members.insert("content".into(), Json::Object(contents(model, components, &body.contents)));
    add_true(&mut members, "required", body.required);
    Json::Object(members)
}

/// By status; nothing where the documents name none, which OpenAPI 3.1 permits.
pub(super) fn responses(model: &Model, components: &Components, responses: &[Response]) -> Option<Json> {
    let mut members = Members::new();
    for response in responses {
        members.entry(response.status.to_string()).or_insert_with(|| one(model, components, response));
    }
    some(members)
}

fn one(model: &Model, components: &Components, response: &Response) -> Json {
    let mut members = Members::new();
    members.insert("description".into(), response.docs.as_str().into());
    let headers = response.headers.iter().map(|header| {
        let mut described = operation::described(model, components, header);
        add_true(&mut described, "required", header.required);
        (header.wire.clone(), Json::Object(described))
    });
    add(&mut members, "headers", some(headers.collect()));
    add(&mut members, "content", some(contents(model, components, &response.contents)));
    add(&mut members, "x-gatewright-error-type", response.error_type.as_deref().map(Json::from));
    Json::Object(members)
}

fn contents(model: &Model, components: &Components, contents: &[Content]) -> Members {
    let content = |content: &Content| {
        let mut members = Members::new();
        let mut schema = schema::of(model, components, &content.ty);
        components.exact.refine(components, &mut schema, content.schema);
        add(&mut members, if content.per_item { "itemSchema" } else { "schema" }, some(schema));
        let fitting = content.examples.iter().filter(|example| model.misfit(&content.ty, &example.value).is_none());
        examples(&mut members, &fitting.collect::<Vec<_>>());
        let encodings = content.encodings.iter().map(|part| (part.field.clone(), encoding(part)));
        add(&mut members, "encoding", some(encodings.collect()));
        (content.media_type.clone(), Json::Object(members))
    };
    contents.iter().map(content).collect()
}

fn encoding(encoding: &Encoding) -> Json {
    let mut members = Members::new();
    add(&mut members, "contentType", encoding.media_type.as_deref().map(Json::from));
    let headers = encoding.headers.iter().map(|header| (header.wire.clone(), part_header(header)));
    add(&mut members, "headers", some(headers.collect()));
    if let Some(style) = encoding.style {
        operation::add_style(&mut members, style, None);
    }
    add(&mut members, "explode", encoding.explode.map(Json::Bool));
    add_true(&mut members, "allowReserved", encoding.allow_reserved);
    Json::Object(members)
}

fn part_header(header: &PartHeader) -> Json {
    let mut members = Members::new();
    add_text(&mut members, "description", &header.docs);
    add_true(&mut members, "required", header.required);
    let usual = || header.value.as_ref().map_or(json!({"type": "string"}), |value| json!({"default": value}));
    members.insert("schema".into(), header.schema.clone().unwrap_or_else(usual));
    Json::Object(members)
}

/// A single example without a name stands alone; others are numbered where they have none. Those that other documents have
/// made wrong are not printed, since tools take them for requests that are accepted.
fn examples(members: &mut Members, examples: &[&Example]) {
    match examples {
        [] => {}
        [Example { name: None, value, .. }] => add(members, "example", Some(value.clone())),
        _ => {
            let named = examples.iter().enumerate().map(|(index, example)| {
                let name = example.name.clone().unwrap_or_else(|| format!("example{}", index + 1));
                (name, json!({"value": example.value}))
            });
            members.insert("examples".into(), Json::Object(named.collect()));
        }
    }
}
