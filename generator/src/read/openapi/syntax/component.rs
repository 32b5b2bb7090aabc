//! What stands under `components`, and references to it by name. Does not know what a component says.

/// What may stand under `components`.
pub(in super::super) const COMPONENTS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

pub(in super::super) const SCHEMAS: &str = "#/components/schemas/";

/// Whether a reference is to a schema with a name, and not to something in it.
pub(in super::super) fn names_a_schema(reference: &str) -> bool {
    reference.strip_prefix(SCHEMAS).is_some_and(|name| !name.contains('/'))
}
