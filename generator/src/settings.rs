//! `specs/apis.yaml`: which documents make up which API, and what is allowed.
//!
//! ```yaml
//! apis:
//!   okta:                            # short name: becomes a module and a feature
//!     documents:                     # published, in this order; paths are relative to this file
//!       - okta/okta-management.lap
//!       - path: okta/page.txt        # a page that describes one operation without naming it
//!         operation: PUT /things/{id}
//!     supplements:                   # OpenAPI fragments that state what the documents left out
//!       - okta/supplement.yaml
//!     allow:                         # errors that count as warnings
//!       - merge/contradiction
//! limits:                            # where documents may hold more, or less, than usual
//!   types: 200000
//! runtime: ../templates/runtime      # from the generated crate; or a version, such as "0.1"
//! ```

use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::limits::Limits;
use crate::project::Role;
use crate::read::StatedOperation;
use crate::read::node::{self, Member, Node, Value};
use crate::source::{SourceId, Span};

/// What the codes of this module mean.
pub static CODES: &[&Code] = &[&SHAPE, &UNKNOWN_KEY, &NAME, &OPERATION];

static SHAPE: Code = Code {
    name: "settings/shape",
    page: "A part of the settings has another shape than it must have.\n\n\
           For example `documents: okta.lap` where a list is expected. The label says what is expected.",
};

static UNKNOWN_KEY: Code = Code {
    name: "settings/unknown-key",
    page: "The settings have a key that means nothing, such as `docs:` for `documents:`.\n\n\
           It is an error rather than a warning, because a misspelt key would silently change what is generated.",
};

/// An API has a name that cannot be a module.
pub static NAME: Code = Code {
    name: "settings/name",
    page: "The short name of an API is not usable as a module and a feature name.\n\n\
           It starts with a lower-case letter and goes on with lower-case letters, digits and single hyphens: `ibm-verify`. \
           Words of Rust (`type`), features that every generated crate has (`client`) and the crate that it uses \
           (`gatewright-runtime`) are taken.",
};

static OPERATION: Code = Code {
    name: "settings/operation",
    page: "The operation that the settings state for a document is not a method and a path.\n\n\
           Write `PUT /v1.0/apiclients/{clientId}`.",
};

/// What the settings say.
#[derive(Debug, Default)]
pub struct Settings {
    /// In the order of the file.
    pub apis: Vec<Api>,
    /// Limits that differ from the usual ones.
    pub limits: Vec<(String, u64)>,
    /// Where the generated crate finds the runtime: a path from that crate, or a requirement of its version.
    pub runtime: Option<String>,
}

/// One API.
#[derive(Debug)]
pub struct Api {
    /// Short name.
    pub name: String,
    /// Documents, then supplements.
    pub documents: Vec<Document>,
    /// Codes of errors that count as warnings.
    pub allow: Vec<String>,
}

/// One document.
#[derive(Debug)]
pub struct Document {
    /// Relative to the settings file.
    pub path: PathBuf,
    /// Published or supplement.
    pub role: Role,
    /// The operation that it describes without naming it.
    pub operation: Option<StatedOperation>,
    /// Where the settings name it.
    pub span: Span,
}

/// Reads the settings.
pub fn read(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Settings {
    let mut settings = Settings::default();
    let Some(root) = node::read(source, text, diagnostics) else {
        return settings;
    };
    for Member { key, key_span, value } in members(&root, "a map with the key `apis`", diagnostics) {
        match key.as_str() {
            "apis" => {
                for member in members(value, "a map from the short name of an API to its documents", diagnostics) {
                    settings.apis.extend(api(member, diagnostics));
                }
            }
            "limits" => settings.limits = limits(value, diagnostics),
            "runtime" => settings.runtime = string(value, "a path or a version", diagnostics).map(str::to_owned),
            _ => unknown_key(key, *key_span, "`apis`, `limits` or `runtime`", diagnostics),
        }
    }
    settings
}

fn limits(value: &Node, diagnostics: &mut Diagnostics) -> Vec<(String, u64)> {
    let mut limits = Vec::new();
    for Member { key, key_span, value } in members(value, "a map from the name of a limit to a number", diagnostics) {
        let Some(number) = value.as_u64() else {
            wrong_shape(value, "a whole number", diagnostics);
            continue;
        };
        match Limits::default().set(key, number) {
            Ok(()) => limits.push((key.clone(), number)),
            Err(why) => diagnostics.push(
                Diagnostic::error(&UNKNOWN_KEY, *key_span, why).label("expected the name of a limit and its value"),
            ),
        }
    }
    limits
}

fn api(member: &Member, diagnostics: &mut Diagnostics) -> Option<Api> {
    let Member { key: name, key_span: span, value } = member;
    if let Err(expected) = check_name(name) {
        let message = format!("`{name}` cannot be the short name of an API");
        diagnostics.push(Diagnostic::error(&NAME, *span, message).label(expected));
        return None;
    }
    let mut api = Api { name: name.clone(), documents: Vec::new(), allow: Vec::new() };
    let mut supplements = Vec::new();
    for Member { key, key_span, value } in members(value, "a map with the key `documents`", diagnostics) {
        match key.as_str() {
            "documents" => api.documents = documents(value, Role::Document, diagnostics),
            "supplements" => supplements = documents(value, Role::Supplement, diagnostics),
            "allow" => {
                let codes = items(value, "a list of codes", diagnostics);
                api.allow = codes.filter_map(|item| string(item, "a code", diagnostics)).map(str::to_owned).collect();
            }
            _ => unknown_key(key, *key_span, "`documents`, `supplements` or `allow`", diagnostics),
        }
    }
    api.documents.append(&mut supplements);
    if value.get("documents").is_none() && matches!(value.value, Value::Map(_)) {
        let message = format!("`{}` has no documents", api.name);
        diagnostics.push(Diagnostic::error(&SHAPE, *span, message).label("expected a list `documents` below it"));
    }
    Some(api)
}

/// What a generated crate has besides its APIs: modules, features and the crates that it uses.
#[rustfmt::skip]
const TAKEN: &[&str] = &[
    // A word of Rust since 2024.
    "gen",
    // Modules, and crates that every crate can see.
    "catalogue", "operations", "permissions", "schemas", "types", "alloc", "core", "proc-macro", "runtime", "std", "test", "tests",
    // Features, and those that may come.
    "blocking", "client", "codec", "default", "example-tests", "jwt", "serde", "server", "sources", "stream", "test-util", "tracing",
    // The one dependency.
    "gatewright-runtime",
];

/// Whether a text can be the short name of an API: a feature as it stands, and a module when hyphens become underscores.
///
/// # Errors
/// What is expected instead.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.split('-').all(is_word) {
        return Err("expected a lower-case letter, then lower-case letters, digits and single hyphens");
    }
    if TAKEN.contains(&name) || syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err() {
        return Err(
            "expected a name that is not a Rust keyword, and not that of a feature or dependency of the generated crate",
        );
    }
    Ok(())
}

fn documents(value: &Node, role: Role, diagnostics: &mut Diagnostics) -> Vec<Document> {
    let mut documents = Vec::new();
    for item in items(value, "a list of documents", diagnostics) {
        documents.extend(document(item, role, diagnostics));
    }
    documents
}

/// `path`, or `{path: …, operation: METHOD /path}`.
fn document(node: &Node, role: Role, diagnostics: &mut Diagnostics) -> Option<Document> {
    if let Value::String(path) = &node.value {
        return Some(Document { path: path.as_str().into(), role, operation: None, span: node.span });
    }
    let (mut path, mut operation) = (None, None);
    for Member { key, key_span, value } in members(node, "a path, or a map with the key `path`", diagnostics) {
        match key.as_str() {
            "path" => path = string(value, "a path", diagnostics).map(PathBuf::from),
            "operation" => operation = stated_operation(value, diagnostics),
            _ => unknown_key(key, *key_span, "`path` or `operation`", diagnostics),
        }
    }
    let Some(path) = path else {
        diagnostics
            .push(Diagnostic::error(&SHAPE, node.span, "a document without a path").label("expected the key `path`"));
        return None;
    };
    Some(Document { path, role, operation, span: node.span })
}

fn stated_operation(node: &Node, diagnostics: &mut Diagnostics) -> Option<StatedOperation> {
    let text = string(node, "a method and a path", diagnostics)?;
    let parts = text.split_once(' ').map(|(method, path)| (method.trim(), path.trim()));
    match parts {
        Some((method, path)) if path.starts_with('/') && method.chars().all(|c| c.is_ascii_alphabetic()) => {
            Some(StatedOperation { method: method.to_ascii_uppercase(), path: path.to_owned(), span: node.span })
        }
        _ => {
            let message = format!("`{text}` is not a method and a path");
            diagnostics.push(
                Diagnostic::error(&OPERATION, node.span, message).label("expected, for example, `PUT /things/{id}`"),
            );
            None
        }
    }
}

fn members<'a>(node: &'a Node, expected: &str, diagnostics: &mut Diagnostics) -> std::slice::Iter<'a, Member> {
    if !matches!(node.value, Value::Map(_)) {
        wrong_shape(node, expected, diagnostics);
    }
    node.members()
}

fn items<'a>(node: &'a Node, expected: &str, diagnostics: &mut Diagnostics) -> std::slice::Iter<'a, Node> {
    if !matches!(node.value, Value::List(_)) {
        wrong_shape(node, expected, diagnostics);
    }
    node.items()
}

fn string<'a>(node: &'a Node, expected: &str, diagnostics: &mut Diagnostics) -> Option<&'a str> {
    if let Value::String(text) = &node.value {
        return Some(text);
    }
    wrong_shape(node, expected, diagnostics);
    None
}

fn wrong_shape(node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
    let message = format!("{} where {expected} must stand", node.kind());
    diagnostics.push(Diagnostic::error(&SHAPE, node.span, message).label(format!("expected {expected}")));
}

fn unknown_key(key: &str, span: Span, expected: &str, diagnostics: &mut Diagnostics) {
    let message = format!("the settings have no key `{key}` here");
    diagnostics.push(Diagnostic::error(&UNKNOWN_KEY, span, message).label(format!("expected {expected}")));
}
