//! What stands at a place of a document: a map of keywords, a schema, parts by names that the author chose, or data. The
//! one table of this; whoever walks over a whole document asks it.

use super::version::Version;

/// What a value is for the place where it stands. A list is as its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Place {
    /// A map of keywords: the document, an operation, a parameter. Also the top of a file that may be a schema.
    Object,
    /// Objects by name: responses by status, headers by name.
    Objects,
    /// A schema.
    Schema,
    /// A list of schemas that are alternatives or parts of one.
    Branches,
    /// Schemas by name.
    Schemas,
    /// The `mapping` of a discriminator: schemas by the values that select them.
    Mapping,
    /// Security requirements: lists of permissions by scheme.
    Requirements,
    /// Scopes of OAuth 2.0: descriptions by name, which may be null.
    Scopes,
    /// Any value, in which no key is a keyword.
    Data,
}

/// Keywords, and what their values are. Others have maps of keywords or scalars.
const KEYWORDS: &[(Place, &[&str])] = &[
    (
        Place::Schema,
        &[
            "schema",
            "itemSchema",
            "items",
            "prefixItems",
            "additionalItems",
            "additionalProperties",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contains",
            "contentSchema",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
        ],
    ),
    (Place::Branches, &["allOf", "anyOf", "oneOf"]),
    (
        Place::Schemas,
        &["properties", "patternProperties", "$defs", "definitions", "schemas", "dependencies", "dependentSchemas"],
    ),
    (
        Place::Objects,
        &[
            "callbacks",
            "content",
            "encoding",
            "examples",
            "headers",
            "links",
            "mediaTypes",
            "parameters",
            "pathItems",
            "paths",
            "requestBodies",
            "responses",
            "securityDefinitions",
            "securitySchemes",
            "variables",
            "webhooks",
            "x-gatewright-operations",
            "x-gatewright-responses",
            "x-webhooks",
        ],
    ),
    (Place::Mapping, &["mapping"]),
    (Place::Requirements, &["security"]),
    (Place::Scopes, &["scopes"]),
    (Place::Data, &["const", "dataValue", "default", "enum", "example", "value"]),
];

impl Place {
    /// What the value of a key is in a map that stands here.
    pub(in super::super) fn member(self, key: &str, version: Version) -> Self {
        match self {
            Self::Objects => Self::Object,
            Self::Schemas => Self::Schema,
            Self::Scopes => Self::Data,
            Self::Mapping | Self::Requirements | Self::Data => self,
            // `type: null` means the type of null.
            Self::Schema if matches!(key, "examples" | "type") => Self::Data,
            // The examples of a response in Swagger 2.0 are values by media type.
            Self::Object if key == "examples" && version == Version::V2 => Self::Data,
            Self::Object | Self::Schema | Self::Branches => of_keyword(key),
        }
    }

    /// What an item of a list is that stands here.
    pub(in super::super) fn item(self) -> Self {
        match self {
            Self::Branches => Self::Schema,
            // The parameters of an operation are a list, and those of the components have names.
            Self::Objects => Self::Object,
            other => other,
        }
    }
}

fn of_keyword(key: &str) -> Place {
    let known = KEYWORDS.iter().find(|(_, keys)| keys.contains(&key)).map(|(place, _)| *place);
    known.unwrap_or(if key.starts_with("x-") { Place::Data } else { Place::Object })
}
