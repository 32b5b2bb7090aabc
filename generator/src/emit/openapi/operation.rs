//! Paths and operations.

use std::collections::HashSet;

use serde_json::json;

use super::components::Components;
use super::{Members, add, add_text, add_true, body, list, schema, security, servers, vendor};
use crate::model::{Json, Location, Model, Operation, OperationId, Parameter, Path, Piece, Style};

/// The methods for which a path item has a key.
const METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"];

/// Operations by path, webhooks by name, in the order in which these stand first.
pub(super) fn paths<'m>(
    model: &Model,
    components: &Components,
    operations: impl Iterator<Item = (OperationId, &'m Operation)>,
) -> Members {
    let mut paths = Members::new();
    let operations: Vec<_> = operations.collect();
    let closed = operations.iter().filter(|(_, operation)| !is_open(&operation.path));
    let closed: HashSet<(String, &str)> =
        closed.map(|(_, operation)| (template(&operation.path), operation.method.0.as_str())).collect();
    for (id, operation) in operations {
        let described = Json::Object(members(model, components, operation));
        let mut template = template(&operation.path);
        if is_open(&operation.path) && closed.contains(&(template.clone(), operation.method.0.as_str())) {
            template = open_template(&operation.path);
        }
        let name = if operation.webhook { webhook_name(&template) } else { &template };
        let item = paths.entry(name).or_insert_with(|| json!({}));
        let method = operation.method.0.as_str();
        let slot = match METHODS.contains(&method) {
            true => &mut item[method.to_ascii_lowercase()],
            false => &mut item["x-gatewright-operations"][method],
        };
        // A path has one operation a method.
        if slot.is_null() || !model.shadowed.contains(&id) {
            *slot = described;
        }
    }
    paths
}

/// The name of a webhook. As its path it is read as it stands; a name alone is one segment, and no extension.
fn webhook_name(path: &str) -> &str {
    let is_name = |name: &&str| !name.contains('/') && !name.starts_with("x-");
    path.strip_prefix("/webhooks/").filter(is_name).unwrap_or(path)
}

/// The path with `{name}` for every placeholder; that it takes the rest is said at the parameter.
pub(super) fn template(path: &Path) -> String {
    written(path, "")
}

/// Whether a placeholder takes the rest of the path.
fn is_open(path: &Path) -> bool {
    path.pieces.iter().any(|piece| matches!(piece, Piece::Placeholder { rest: true, .. }))
}

/// The path with `{name+}` for such a placeholder, where the same path without it is another operation.
fn open_template(path: &Path) -> String {
    written(path, "+")
}

fn written(path: &Path, rest: &str) -> String {
    let pieces = path.pieces.iter().map(|piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Placeholder { name, rest: true } => format!("{{{name}{rest}}}"),
        Piece::Placeholder { name, .. } => format!("{{{name}}}"),
    });
    pieces.chain([marks(path).to_owned()]).collect()
}

/// What stands behind the placeholders of a path: a fixed query.
fn marks(path: &Path) -> &str {
    path.wire.get(path.template().len()..).unwrap_or_default()
}

fn members(model: &Model, components: &Components, operation: &Operation) -> Members {
    let mut members = Members::new();
    members.insert("tags".into(), json!([model.group(operation.group).wire]));
    add_text(&mut members, "summary", &operation.summary);
    add_text(&mut members, "description", &operation.docs);
    add(&mut members, "operationId", operation.id.as_deref().map(Json::from));
    let parameters = operation.parameters.iter().map(|parameter| one(model, components, operation, parameter));
    add(&mut members, "parameters", list(parameters));
    add(&mut members, "requestBody", operation.body.as_ref().map(|request| body::request(model, components, request)));
    add(&mut members, "responses", body::responses(model, components, &operation.responses));
    add_true(&mut members, "deprecated", operation.deprecated);
    add(&mut members, "servers", servers(&operation.servers));
    security::add_to(&mut members, model, operation.security.as_ref());
    add(&mut members, "x-gatewright-paging", operation.paging.as_ref().map(vendor::paging));
    members
}

fn one(model: &Model, components: &Components, operation: &Operation, parameter: &Parameter) -> Json {
    let mut members = Members::new();
    members.insert("name".into(), parameter.wire.as_str().into());
    members.insert("in".into(), parameter.location.word().into());
    let in_path = parameter.location == Location::Path;
    add_true(&mut members, "required", parameter.required || in_path);
    add_true(&mut members, "x-gatewright-rest", in_path && takes_rest(&operation.path, &parameter.wire));
    members.extend(described(model, components, parameter));
    Json::Object(members)
}

/// What parameters and headers have in common.
pub(super) fn described(model: &Model, components: &Components, parameter: &Parameter) -> Members {
    let mut members = Members::new();
    add_text(&mut members, "description", &parameter.docs);
    add_true(&mut members, "deprecated", parameter.deprecated);
    let schema = schema::of_parameter(model, components, parameter);
    let content = match parameter.style {
        Style::Json | Style::WholeJson => Some(json!({"application/json": {"schema": schema}})),
        Style::Pairs => Some(json!({"application/x-www-form-urlencoded": {"schema": schema}})),
        _ => None,
    };
    if parameter.style != parameter.location.usual_style().0 {
        add_style(&mut members, parameter.style, Some(parameter.location));
    }
    if let Some(content) = content {
        members.insert("content".into(), content);
        return members;
    }
    let explode = (parameter.explode != (parameter.style == Style::Form)).then_some(Json::Bool(parameter.explode));
    add(&mut members, "explode", explode);
    let is_query = parameter.location == Location::Query;
    let key = if is_query { "allowReserved" } else { "x-gatewright-allow-reserved" };
    add_true(&mut members, key, parameter.allow_reserved);
    members.insert("schema".into(), schema);
    add(&mut members, "example", parameter.example.clone());
    members
}

fn takes_rest(path: &Path, wire: &str) -> bool {
    path.pieces.iter().any(|piece| matches!(piece, Piece::Placeholder { name, rest: true } if name == wire))
}

/// A style by OpenAPI's word, or where OpenAPI has none in this place, or in forms, by one of Gatewright's own.
pub(super) fn add_style(members: &mut Members, style: Style, location: Option<Location>) {
    let (word, is_known) = match style {
        // What `content` says.
        Style::Json | Style::Pairs => return,
        Style::Simple => ("simple", true),
        Style::Label => ("label", true),
        Style::Matrix => ("matrix", true),
        Style::Form => ("form", true),
        Style::DeepObject => ("deepObject", true),
        Style::SpaceDelimited => ("spaceDelimited", !matches!(location, Some(Location::Path | Location::Header))),
        Style::PipeDelimited => ("pipeDelimited", !matches!(location, Some(Location::Path | Location::Header))),
        Style::TabDelimited => ("tabDelimited", false),
        Style::Whole => ("whole", false),
        Style::WholeJson => ("wholeJson", false),
    };
    members.insert(if is_known { "style" } else { "x-gatewright-style" }.into(), word.into());
}
