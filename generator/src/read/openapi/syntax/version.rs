//! Which edition of OpenAPI a document is written in. Knows nothing else of documents.

use crate::diag::{Code, Diagnostic};
use crate::read::node::Node;

pub(in super::super) static VERSION: Code = Code {
    name: "openapi/version",
    page: "The document does not say which version of OpenAPI it is written in, or says one that cannot be \
           read.\n\n    openapi: 4.0.0\n\nVersions 3.0, 3.1 and 3.2 and Swagger 2.0 can be read.",
};

/// The editions of OpenAPI, as far as they read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0: a dialect of its own of JSON Schema.
    V30,
    /// OpenAPI 3.1: JSON Schema 2020-12.
    V31,
    /// OpenAPI 3.2: as 3.1, with more methods.
    V32,
}

/// The version that a document says it is written in.
pub(in super::super) fn stated(root: &Node) -> Result<Version, Box<Diagnostic>> {
    let stated = root.get("openapi").or_else(|| root.get("swagger"));
    let Some(stated) = stated else {
        let problem = Diagnostic::error(&VERSION, root.span, "the document does not say its version of OpenAPI");
        return Err(Box::new(problem.label("expected `openapi: 3.1.0`, or another version, in this map")));
    };
    let text = stated.as_written().unwrap_or_default();
    let starts = |prefix: &str| text == prefix || text.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
    match text {
        _ if root.get("openapi").is_none() && starts("2") => Ok(Version::V2),
        _ if starts("3.0") => Ok(Version::V30),
        _ if starts("3.1") => Ok(Version::V31),
        _ if starts("3.2") => Ok(Version::V32),
        _ => {
            let message = format!("`{text}` is no version of OpenAPI that can be read");
            Err(Box::new(
                Diagnostic::error(&VERSION, stated.span, message).label("expected 3.0, 3.1, 3.2 or Swagger 2.0"),
            ))
        }
    }
}
