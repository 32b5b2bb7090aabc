//! Types and their uses as schemas.

use serde_json::json;

use super::components::Components;
use super::{Members, add, add_text, add_true, list};
use crate::model::{
    Bounds, Choice, Constraints, Enum, EnumValue, Field, Json, Model, Object, Parameter, Place, Ref, Rest, Scalar,
    ScalarKind, Shape, Tag, Tuple, Type, TypeName, Unlisted, text_of,
};

/// All types that stand under `components`, by key.
pub(super) fn components(model: &Model, components: &Components) -> Members {
    let schemas = Schemas { model, components };
    components.iter().map(|(id, key)| (key.to_owned(), Json::Object(schemas.described(model.ty(id), key)))).collect()
}

/// A use of a type.
pub(super) fn of(model: &Model, components: &Components, ty: &Ref) -> Members {
    Schemas { model, components }.of(ty)
}

/// The type of a parameter or header, with its default.
pub(super) fn of_parameter(model: &Model, components: &Components, parameter: &Parameter) -> Json {
    let mut schema = of(model, components, &parameter.ty);
    components.exact.refine(components, &mut schema, parameter.schema);
    add(&mut schema, "default", parameter.default.clone());
    Json::Object(schema)
}

struct Schemas<'a> {
    model: &'a Model,
    components: &'a Components<'a>,
}

impl Schemas<'_> {
    fn described(&self, ty: &Type, key: &str) -> Members {
        let mut schema = Members::new();
        if let TypeName::Named(name) = &ty.name
            && name != key
        {
            add_text(&mut schema, "x-gatewright-name", name);
        }
        add_text(&mut schema, "description", &ty.docs);
        schema.extend(self.shape(&ty.shape));
        add_true(&mut schema, "deprecated", ty.deprecated);
        add(&mut schema, "examples", list(ty.examples.iter().map(|example| example.value.clone())));
        schema
    }

    fn shape(&self, shape: &Shape) -> Members {
        match shape {
            Shape::Object(object) => self.object(object),
            Shape::Tuple(tuple) => self.tuple(tuple),
            Shape::Choice(choice) => self.choice(choice),
            Shape::Enum(values) => enumeration(values),
            Shape::Alias(target) => self.alias(target),
            Shape::Undefined => Members::new(),
        }
    }

    /// Another name for a component is a schema of its own, which a discriminator can point at.
    fn alias(&self, target: &Ref) -> Members {
        let target = self.of(target);
        if target.contains_key("$ref") { members(json!({ "allOf": [target] })) } else { target }
    }

    fn of(&self, ty: &Ref) -> Members {
        match ty {
            Ref::Scalar(scalar) => self::scalar(scalar),
            Ref::Named(id) => match self.components.reference(*id) {
                Some(reference) => members(json!({ "$ref": reference })),
                None => self.described(self.model.ty(*id), ""),
            },
            Ref::List { item, count, unique } => self.list(item, *count, *unique),
            Ref::Map { value, count } => self.map(value, *count),
            Ref::Nullable(inner) => nullable(self.of(inner)),
            Ref::Any => Members::new(),
        }
    }

    fn list(&self, item: &Ref, count: Bounds, unique: bool) -> Members {
        let mut schema = members(json!({"type": "array", "items": self.of(item)}));
        bounds(&mut schema, count, "minItems", "maxItems");
        add_true(&mut schema, "uniqueItems", unique);
        schema
    }

    fn tuple(&self, tuple: &Tuple) -> Members {
        let place = |place: &Place| {
            let mut schema = self.of(&place.ty);
            add_text(&mut schema, "title", place.name.as_deref().unwrap_or_default());
            if !place.docs.is_empty() {
                schema.insert("description".to_owned(), place.docs.as_str().into());
            }
            Json::Object(schema)
        };
        let mut schema = members(json!({"type": "array"}));
        add(&mut schema, "prefixItems", list(tuple.places.iter().map(place)));
        match &tuple.rest {
            Rest::Ignored => {}
            Rest::Refused => add(&mut schema, "items", Some(Json::Bool(false))),
            Rest::Kept(rest) => add(&mut schema, "items", Some(Json::Object(self.of(rest)))),
        }
        bounds(&mut schema, tuple.count, "minItems", "maxItems");
        schema
    }

    fn map(&self, value: &Ref, count: Bounds) -> Members {
        let mut schema = members(json!({"type": "object", "additionalProperties": self.of(value)}));
        bounds(&mut schema, count, "minProperties", "maxProperties");
        schema
    }

    fn object(&self, object: &Object) -> Members {
        let mut schema = members(json!({"type": "object"}));
        let required = object.fields.iter().filter(|field| field.required);
        add(&mut schema, "required", list(required.map(|field| field.wire.as_str().into())));
        let properties = object.fields.iter().map(|field| (field.wire.clone(), Json::Object(self.field(field))));
        add(&mut schema, "properties", super::some(properties.collect()));
        match &object.rest {
            Rest::Ignored => {}
            Rest::Refused => add(&mut schema, "additionalProperties", Some(Json::Bool(false))),
            Rest::Kept(rest) => add(&mut schema, "additionalProperties", Some(Json::Object(self.of(rest)))),
        }
        bounds(&mut schema, object.count, "minProperties", "maxProperties");
        schema
    }

    fn field(&self, field: &Field) -> Members {
        let mut schema = self.of(&field.ty);
        if !field.docs.is_empty() {
            schema.insert("description".to_owned(), field.docs.as_str().into());
        }
        add(&mut schema, "default", field.default.clone());
        add_true(&mut schema, "readOnly", field.read_only);
        add_true(&mut schema, "writeOnly", field.write_only);
        add_true(&mut schema, "deprecated", field.deprecated);
        add_true(&mut schema, "x-gatewright-secret", field.secret);
        schema
    }

    fn choice(&self, choice: &Choice) -> Members {
        let cases: Vec<Json> = choice
            .cases
            .iter()
            .map(|case| {
                let mut schema = self.of(&case.ty);
                add_text(&mut schema, "description", &case.docs);
                Json::Object(schema)
            })
            .collect();
        match &choice.tag {
            Tag::Probed if choice.exclusive => members(json!({ "oneOf": cases })),
            Tag::Probed => members(json!({ "anyOf": cases })),
            Tag::Member(name) => {
                let mut mapping = Members::new();
                for case in &choice.cases {
                    let Ref::Named(id) = &case.ty else { continue };
                    let Some(reference) = self.components.reference(*id) else { continue };
                    mapping.extend(case.tags.iter().map(|tag| (text_of(tag).into_owned(), reference.as_str().into())));
                }
                let mut discriminator = members(json!({"propertyName": name, "mapping": mapping}));
                add(&mut discriminator, self.components.version.default_mapping(), self.default_of(choice));
                members(json!({"oneOf": cases, "discriminator": discriminator}))
            }
        }
    }
}

impl Schemas<'_> {
    /// The alternative that values without a listed tag are.
    fn default_of(&self, choice: &Choice) -> Option<Json> {
        let Unlisted::Case(case) = choice.unlisted else { return None };
        match choice.cases.get(case)?.ty {
            Ref::Named(id) => self.components.reference(id).map(Json::from),
            _ => None,
        }
    }
}

/// The members of an object.
fn members(value: Json) -> Members {
    match value {
        Json::Object(members) => members,
        _ => Members::new(),
    }
}

/// The same schema, which also takes null.
fn nullable(mut schema: Members) -> Members {
    if schema.is_empty() {
        return schema;
    }
    match schema.get_mut("type") {
        Some(Json::String(kind)) if kind == "null" => schema,
        Some(Json::String(kind)) => {
            let kinds = json!([std::mem::take(kind), "null"]);
            schema.insert("type".to_owned(), kinds);
            if let Some(Json::Array(values)) = schema.get_mut("enum") {
                values.push(Json::Null);
            }
            schema
        }
        _ => members(json!({"anyOf": [schema, {"type": "null"}]})),
    }
}

fn enumeration(values: &Enum) -> Members {
    let mut schema = self::scalar(&values.listed());
    let mut texts = |name: &str, text: fn(&EnumValue) -> &str| {
        if values.values.iter().any(|value| !text(value).is_empty()) {
            add(&mut schema, name, list(values.values.iter().map(|value| text(value).into())));
        }
    };
    texts("x-enum-varnames", |value| value.title.as_deref().unwrap_or_default());
    texts("x-enum-descriptions", |value| &value.docs);
    if !values.open {
        return schema;
    }
    members(json!({"anyOf": [schema, self::scalar(&values.scalar())]}))
}

fn scalar(scalar: &Scalar) -> Members {
    let kind = match scalar.kind {
        ScalarKind::String | ScalarKind::Bytes => "string",
        ScalarKind::Integer => "integer",
        ScalarKind::Number => "number",
        ScalarKind::Boolean => "boolean",
        ScalarKind::Null => "null",
    };
    let mut schema = members(json!({ "type": kind }));
    let format = match (&scalar.format, scalar.kind) {
        (Some(format), _) => format.as_str(),
        (None, ScalarKind::Bytes) if scalar.constraints.encoding.is_none() => "binary",
        (None, _) => "",
    };
    add_text(&mut schema, "format", format);
    constraints(&mut schema, &scalar.constraints);
    schema
}

fn constraints(schema: &mut Members, constraints: &Constraints) {
    bounds(schema, constraints.length, "minLength", "maxLength");
    add(schema, "pattern", constraints.pattern.as_deref().map(Json::from));
    add(schema, "contentEncoding", constraints.encoding.as_deref().map(Json::from));
    add(schema, "contentMediaType", constraints.media_type.as_deref().map(Json::from));
    let numbers = [
        ("minimum", &constraints.minimum),
        ("maximum", &constraints.maximum),
        ("exclusiveMinimum", &constraints.exclusive_minimum),
        ("exclusiveMaximum", &constraints.exclusive_maximum),
        ("multipleOf", &constraints.multiple_of),
    ];
    for (name, number) in numbers {
        add(schema, name, number.clone().map(Json::Number));
    }
    add(schema, "enum", list(constraints.values.iter().cloned()));
}

fn bounds(schema: &mut Members, bounds: Bounds, min: &str, max: &str) {
    add(schema, min, bounds.min.map(Json::from));
    add(schema, max, bounds.max.map(Json::from));
}
