//! A model in a few lines of text, so that tests can show the whole of what they mean.

use std::fmt::Write as _;

use gatewright_generator::model::{
    Bounds, Constraints, Encoding, EnumKind, Model, Operation, Parameter, PermissionId, Ref, Rest, SchemeRequirement,
    Security, SecurityRequirement, Shape, Status, Tag, TypeId, TypeName, Unlisted, text_of,
};

/// Every type, a line each with its members below.
pub fn types(model: &Model) -> String {
    let mut text = String::new();
    for ty in &model.types {
        let _ = writeln!(text, "{} = {}", name(&ty.name), shape(model, &ty.shape));
    }
    text
}

/// Every operation, with its parameters, body and responses below.
pub fn operations(model: &Model) -> String {
    model.operations.iter().map(|operation| one(model, operation)).collect()
}

fn one(model: &Model, operation: &Operation) -> String {
    let mut text = String::new();
    let id = operation.id.as_deref().unwrap_or("-");
    let group = &model.group(operation.group).wire;
    let webhook = if operation.webhook { ", a webhook" } else { "" };
    let _ = writeln!(text, "{} {} {id} in {group}{webhook}", operation.method.0, operation.path.wire);
    for server in &operation.servers {
        let _ = writeln!(text, "  at {}", server.url);
    }
    for each in &operation.parameters {
        let _ = writeln!(text, "  {:?} {:?} {}", each.location, each.style, parameter(model, each));
    }
    for content in operation.body.iter().flat_map(|body| &body.contents) {
        let _ = writeln!(text, "  > {} {}", content.media_type, used(model, &content.ty));
        content.encodings.iter().for_each(|field| text.push_str(&encoding(field)));
    }
    for response in &operation.responses {
        let status = match response.status {
            Status::Code(code) => code.to_string(),
            Status::Range(hundred) => format!("{hundred}XX"),
            Status::Default => "default".to_owned(),
        };
        let contents: Vec<String> = response
            .contents
            .iter()
            .map(|content| format!(" {} {}", content.media_type, used(model, &content.ty)))
            .collect();
        let _ = writeln!(text, "  < {status}{}", contents.join(","));
        for header in &response.headers {
            let _ = writeln!(text, "    {}", parameter(model, header));
        }
    }
    if let Some(security) = &operation.security {
        let _ = writeln!(text, "  by {}", demands(model, security));
    }
    text
}

fn encoding(encoding: &Encoding) -> String {
    let mut text = format!("    {}:", encoding.field);
    if let Some((style, explode)) = encoding.written() {
        let _ = write!(text, " {style:?}{}", if explode { " explode" } else { "" });
    }
    if encoding.allow_reserved {
        text.push_str(" reserved");
    }
    if let Some(media_type) = &encoding.media_type {
        let _ = write!(text, " as {media_type}");
    }
    for header in &encoding.headers {
        let _ = write!(text, " with {}: {}", header.wire, header.text().as_deref().unwrap_or("?"));
    }
    text.push('\n');
    text
}

fn parameter(model: &Model, parameter: &Parameter) -> String {
    let mut text = format!("{}: {}", parameter.wire, used(model, &parameter.ty));
    for (is, word) in [
        (parameter.required, "required"),
        (parameter.explode, "explode"),
        (parameter.allow_reserved, "reserved"),
        (parameter.deprecated, "deprecated"),
    ] {
        if is {
            let _ = write!(text, " {word}");
        }
    }
    if let Some(default) = &parameter.default {
        let _ = write!(text, " = {default}");
    }
    if let Some(example) = &parameter.example {
        let _ = write!(text, " e.g. {example}");
    }
    text
}

fn demands(model: &Model, security: &Security) -> String {
    let name = |id: &PermissionId| model.permission(*id).wire.clone();
    let names = |permissions: &[PermissionId]| permissions.iter().map(name).collect::<Vec<_>>();
    let requirement = |requirement: &SecurityRequirement| {
        let of_scheme = |one: &SchemeRequirement| {
            let scheme = model.schemes[one.scheme.0 as usize].wire.clone();
            [vec![scheme], names(&one.permissions)].concat().join(" ")
        };
        let schemes = requirement.schemes.iter().map(of_scheme);
        let all: Vec<String> = schemes.chain(names(&requirement.permissions)).collect();
        format!("({})", all.join(" + "))
    };
    let requirements: Vec<String> = security.requirements.iter().map(requirement).collect();
    format!("[{}]", requirements.join(" or "))
}

fn name(name: &TypeName) -> String {
    match name {
        TypeName::Named(wire) => wire.clone(),
        TypeName::Anonymous { context, title } => {
            let title = title.as_ref().map(|title| format!(" ({title})")).unwrap_or_default();
            format!("<{}>{title}", context.join("/"))
        }
    }
}

fn named(model: &Model, id: TypeId) -> String {
    name(&model.ty(id).name)
}

fn shape(model: &Model, shape: &Shape) -> String {
    match shape {
        Shape::Object(object) => {
            let mut text = format!("object{}", bounds(object.count));
            match &object.rest {
                Rest::Ignored => {}
                Rest::Refused => text.push_str(" closed"),
                Rest::Kept(value) => {
                    let _ = write!(text, " rest {}", used(model, value));
                }
            }
            for field in &object.fields {
                let _ = write!(text, "\n  {}: {}", field.wire, used(model, &field.ty));
                let flags = [
                    (field.required, "required"),
                    (field.read_only, "read-only"),
                    (field.write_only, "write-only"),
                    (field.secret, "secret"),
                    (field.deprecated, "deprecated"),
                ];
                for (_, word) in flags.into_iter().filter(|(is, _)| *is) {
                    let _ = write!(text, " {word}");
                }
                if let Some(default) = &field.default {
                    let _ = write!(text, " = {default}");
                }
            }
            text
        }
        Shape::Tuple(tuple) => {
            let mut text = format!("tuple{}", bounds(tuple.count));
            match &tuple.rest {
                Rest::Ignored => {}
                Rest::Refused => text.push_str(" closed"),
                Rest::Kept(value) => {
                    let _ = write!(text, " rest {}", used(model, value));
                }
            }
            for place in &tuple.places {
                let name = place.name.as_ref().map(|name| format!("({name}) ")).unwrap_or_default();
                let _ = write!(text, "\n  {name}{}", used(model, &place.ty));
            }
            text
        }
        Shape::Choice(choice) => {
            let mut text = match &choice.tag {
                Tag::Member(member) => format!("choice by {member}"),
                Tag::Probed => "choice".to_owned(),
            };
            for case in &choice.cases {
                let tags: Vec<String> = case.tags.iter().map(|tag| text_of(tag).into_owned()).collect();
                let _ = write!(text, "\n  {} {}", tags.join("|"), used(model, &case.ty));
            }
            match &choice.unlisted {
                Unlisted::Unknown => {}
                Unlisted::Base { ty, tags } => {
                    let tags: Vec<String> = tags.iter().map(|tag| text_of(tag).into_owned()).collect();
                    let _ = write!(text, "\n  others {} {}", tags.join("|"), used(model, ty));
                }
                Unlisted::Case(at) => {
                    let _ = write!(text, "\n  others as the case {at}");
                }
            }
            text
        }
        Shape::Enum(list) => {
            let value = |value: &gatewright_generator::model::EnumValue| match &value.title {
                Some(title) => format!("{}({title})", value.wire),
                None => value.wire.clone(),
            };
            let kind = if list.kind == EnumKind::Integer { "integer enum" } else { "enum" };
            format!("{kind} {}", list.values.iter().map(value).collect::<Vec<_>>().join(" "))
        }
        Shape::Alias(target) => format!("alias {}", used(model, target)),
        Shape::Undefined => "undefined".to_owned(),
    }
}

fn used(model: &Model, used_as: &Ref) -> String {
    match used_as {
        Ref::Scalar(scalar) => {
            let kind = format!("{:?}", scalar.kind).to_lowercase();
            let format = scalar.format.as_ref().map(|format| format!(":{}", format.as_str())).unwrap_or_default();
            format!("{kind}{format}{}", constraints(&scalar.constraints))
        }
        Ref::Named(id) => named(model, *id),
        Ref::List { item, count, unique } => {
            format!("[{}]{}{}", used(model, item), bounds(*count), if *unique { " unique" } else { "" })
        }
        Ref::Map { value, count } => format!("{{{}}}{}", used(model, value), bounds(*count)),
        Ref::Nullable(inner) => format!("{}?", used(model, inner)),
        Ref::Any => "any".to_owned(),
    }
}

fn bounds(bounds: Bounds) -> String {
    let part = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
    if bounds == Bounds::default() { String::new() } else { format!("({}..{})", part(bounds.min), part(bounds.max)) }
}

fn constraints(constraints: &Constraints) -> String {
    let mut text = bounds(constraints.length);
    let numbers = [
        (">=", &constraints.minimum),
        ("<=", &constraints.maximum),
        (">", &constraints.exclusive_minimum),
        ("<", &constraints.exclusive_maximum),
        ("%", &constraints.multiple_of),
    ];
    for (sign, number) in numbers {
        if let Some(number) = number {
            let _ = write!(text, "{sign}{number}");
        }
    }
    if let Some(pattern) = &constraints.pattern {
        let _ = write!(text, "~{pattern}");
    }
    if !constraints.values.is_empty() {
        let values: Vec<String> = constraints.values.iter().map(ToString::to_string).collect();
        let _ = write!(text, "|{}", values.join("|"));
    }
    text
}
