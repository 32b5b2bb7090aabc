//! A model as short text.

use std::fmt::Write as _;

use gatewright_generator::model::{Field, Model, Operation, Parameter, Ref, Response, Shape, Status, TypeName};

/// All operations and named types.
pub fn model(model: &Model) -> String {
    let mut text = String::new();
    for operation in &model.operations {
        operation_text(model, operation, &mut text);
    }
    for ty in &model.types {
        if let TypeName::Named(name) = &ty.name {
            let _ = writeln!(text, "{name} = {}", shape(model, &ty.shape));
        }
    }
    text
}

fn operation_text(model: &Model, operation: &Operation, text: &mut String) {
    let group = &model.group(operation.group).wire;
    let _ = writeln!(text, "{} {} [{group}] {}", operation.method.0, operation.path.wire, operation.summary);
    for parameter in &operation.parameters {
        let _ = writeln!(text, "  {}", parameter_text(model, parameter));
    }
    if let Some(body) = &operation.body {
        for content in &body.contents {
            let need = if body.required { "!" } else { "" };
            let _ = writeln!(text, "  body{need} {} {}", content.media_type, ty(model, &content.ty));
            for example in &content.examples {
                let _ = writeln!(text, "    example {}", example.value);
            }
        }
    }
    for response in &operation.responses {
        let _ = writeln!(text, "  {}", response_text(model, response));
    }
}

fn parameter_text(model: &Model, parameter: &Parameter) -> String {
    let mut text = format!("{:?} {}", parameter.location, parameter.wire).to_lowercase();
    text.truncate(text.len() - parameter.wire.len());
    let need = if parameter.required { "!" } else { "" };
    let rule = parameter.location_origin.rule().unwrap_or("stated");
    let _ = write!(text, "{}{need}: {} ({rule})", parameter.wire, ty(model, &parameter.ty));
    said(&mut text, parameter.default.as_ref(), &parameter.docs);
    text
}

fn said(text: &mut String, default: Option<&serde_json::Value>, docs: &str) {
    if let Some(default) = default {
        let _ = write!(text, " = {default}");
    }
    if !docs.is_empty() {
        let _ = write!(text, " # {docs:?}");
    }
}

fn response_text(model: &Model, response: &Response) -> String {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    };
    let error = response.error_type.as_ref().map(|error| format!(":{error}")).unwrap_or_default();
    let contents: String = response.contents.iter().map(|content| format!(" {}", ty(model, &content.ty))).collect();
    let docs = if response.docs.is_empty() { String::new() } else { format!(" # {:?}", response.docs) };
    format!("{status}{error}{contents}{docs}")
}

/// A use of a type; shapes without a name in place.
pub fn ty(model: &Model, reference: &Ref) -> String {
    match reference {
        Ref::Scalar(scalar) => {
            let format = scalar.format.as_ref().map(|format| format!("({})", format.as_str())).unwrap_or_default();
            let values: Vec<_> = scalar.constraints.values.iter().map(ToString::to_string).collect();
            let values = if values.is_empty() { String::new() } else { format!("({})", values.join("/")) };
            format!("{:?}{format}{values}", scalar.kind).to_lowercase()
        }
        Ref::Named(id) => match &model.ty(*id).name {
            TypeName::Named(name) => name.clone(),
            TypeName::Anonymous { .. } => shape(model, &model.ty(*id).shape),
        },
        Ref::List { item, .. } => format!("[{}]", ty(model, item)),
        Ref::Map { value, .. } => format!("map<{}>", ty(model, value)),
        Ref::Nullable(inner) => format!("{}?", ty(model, inner)),
        Ref::Any => "any".to_owned(),
    }
}

fn shape(model: &Model, shape: &Shape) -> String {
    match shape {
        Shape::Object(object) => {
            let fields: Vec<_> = object.fields.iter().map(|one| field(model, one)).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Shape::Enum(values) => {
            let values: Vec<_> = values.values.iter().map(|value| value.wire.as_str()).collect();
            format!("enum({})", values.join("/"))
        }
        Shape::Alias(reference) => ty(model, reference),
        Shape::Choice(_) => "choice".to_owned(),
        Shape::Tuple(_) => "tuple".to_owned(),
        Shape::Undefined => "undefined".to_owned(),
    }
}

fn field(model: &Model, field: &Field) -> String {
    let need = if field.required { "!" } else { "" };
    let mut text = format!("{}{need}: {}", field.wire, ty(model, &field.ty));
    said(&mut text, field.default.as_ref(), &field.docs);
    text
}
