//! The keywords of schemas, by what they are: annotations, holders of other schemas, and those that types cannot express.
//! Knows no single schema.

use crate::diag::Code;
use crate::read::node::Node;

pub(in super::super) static LEFT_OUT: Code = Code {
    name: "openapi/keyword-left-out",
    page: "A keyword of JSON Schema has no counterpart in types, so that clients can send what it would refuse. Servers check \
           `not`, `if`, `contains`, `dependentRequired`, `dependentSchemas` and `propertyNames`; a few others, such as \
           `unevaluatedItems`, nobody checks.\n\n    not: {required: [secret]}\n\nNothing needs to be done unless the \
           check matters to you.",
};

/// Keywords that describe and do not constrain; `x-` extensions are others.
const ANNOTATIONS: &[&str] = &[
    "description",
    "summary",
    "title",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "nullable",
    "$comment",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$schema",
    "$defs",
    "definitions",
];

/// Whether a keyword describes and does not constrain.
pub(in super::super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// Keywords whose value is a schema; `items` of old was a list of them.
pub(in super::super) const SCHEMA: &[&str] =
    &["items", "additionalItems", "additionalProperties", "unevaluatedProperties"];

/// Keywords whose value is a list of schemas.
pub(in super::super) const SCHEMAS: &[&str] = &["allOf", "oneOf", "anyOf", "prefixItems"];

/// Keywords whose value is a map of schemas by name.
pub(in super::super) const BY_NAME: &[&str] = &["properties", "patternProperties"];

/// Keywords that types cannot express. `then` and `else` come with `if`.
pub(in super::super) const UNSUPPORTED: &[&str] = &[
    "not",
    "if",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "contentSchema",
    "$dynamicRef",
    "$recursiveRef",
    "unevaluatedItems",
];

/// Those that servers do not check either.
pub(in super::super) const NOWHERE: &[&str] = &["contentSchema", "$dynamicRef", "$recursiveRef", "unevaluatedItems"];

/// Whether the members that a schema describes can be known.
pub(in super::super) fn is_readable(schema: &Node) -> bool {
    let is_map = |key: &&str| schema.get(key).is_none_or(|value| value.is_null() || value.as_map().is_some());
    schema.as_map().is_some()
        && BY_NAME.iter().all(is_map)
        && schema.get("allOf").is_none_or(|all| all.as_list().is_some())
}
