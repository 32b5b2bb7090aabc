//! A document whose names are the identifiers of the code that documents become: whatever that code defines, imports or
//! calls, something in the document has the same name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::model::Model;
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};

/// The identifiers of some source files.
pub fn of_code<'t>(files: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in files {
        let tokens: TokenStream = text.parse().expect("it is Rust");
        collect(tokens, &mut found);
    }
    found
}

fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The names of what the runtime makes public, and all identifiers of the macros that emitted code calls.
pub fn of_runtime() -> BTreeSet<String> {
    let mut names = Public::default();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        syn::visit::visit_file(&mut names, &syn::parse_file(&text).expect("it is Rust"));
        if path.ends_with("emitted.rs") {
            names.0.extend(of_code([text.as_str()].into_iter()));
        }
    }
    names.0
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Collects public names: items, methods, variants and members of traits.
#[derive(Default)]
struct Public(BTreeSet<String>);

impl Public {
    fn add(&mut self, name: &syn::Ident, visibility: &syn::Visibility) {
        if matches!(visibility, syn::Visibility::Public(_)) {
            self.0.insert(name.to_string());
        }
    }
}

impl<'a> syn::visit::Visit<'a> for Public {
    fn visit_item(&mut self, item: &'a syn::Item) {
        match item {
            syn::Item::Struct(item) => self.add(&item.ident, &item.vis),
            syn::Item::Enum(item) => {
                self.add(&item.ident, &item.vis);
                self.0.extend(item.variants.iter().map(|variant| variant.ident.to_string()));
            }
            syn::Item::Trait(item) => self.add(&item.ident, &item.vis),
            syn::Item::Type(item) => self.add(&item.ident, &item.vis),
            syn::Item::Fn(item) => self.add(&item.sig.ident, &item.vis),
            syn::Item::Mod(item) => self.add(&item.ident, &item.vis),
            syn::Item::Static(item) => self.add(&item.ident, &item.vis),
            syn::Item::Const(item) => self.add(&item.ident, &item.vis),
            _ => {}
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, method: &'a syn::ImplItemFn) {
        self.add(&method.sig.ident, &method.vis);
    }

    fn visit_trait_item_fn(&mut self, method: &'a syn::TraitItemFn) {
        self.0.insert(method.sig.ident.to_string());
    }
}

/// A document with every name as a tag, an operation, a parameter, a header, a schema, a member, a case and a value.
pub fn document(names: &BTreeSet<String>) -> Value {
    let next = names.iter().skip(1).chain(names.first());
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for (name, next) in names.iter().zip(next) {
        paths.insert(format!("/{name}/{{{next}}}"), json!({"post": operation(name, next)}));
        schemas.insert(name.clone(), schema(name, next));
    }
    let members: Map<String, Value> = names.iter().map(|name| (name.clone(), json!({"type": "string"}))).collect();
    schemas.insert("AllMembers".to_owned(), json!({"type": "object", "properties": members}));
    schemas.insert("AllValues".to_owned(), json!({"type": "string", "enum": names}));
    let cases: Vec<Value> = names.iter().take(40).map(|name| json!({"$ref": pointer(name)})).collect();
    schemas.insert("AllCases".to_owned(), json!({"oneOf": cases, "discriminator": {"propertyName": "tag"}}));
    let query = names.iter().map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}));
    paths.insert("/all".to_owned(), json!({"post": {
        "operationId": "all", "tags": ["all"], "parameters": query.collect::<Vec<_>>(),
        "requestBody": {"content": {"application/json": {"schema": {"$ref": pointer("AllMembers")}}}},
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": pointer("AllCases")}}}}},
    }}));
    let scopes: Map<String, Value> = names.iter().map(|name| (name.clone(), json!(""))).collect();
    json!({
        "openapi": "3.1.0", "info": {"title": "Every name", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"o": {"type": "oauth2", "flows": {"clientCredentials": {
                "tokenUrl": "https://api.example.com/token", "scopes": scopes,
            }}}},
        },
    })
}

fn pointer(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

fn schema(name: &str, next: &str) -> Value {
    json!({
        "type": "object", "required": ["tag"],
        "properties": {"tag": {"const": name}, name: {"type": "integer"}, next: {"type": "object", "properties": {name: {"type": "boolean"}}}},
    })
}

/// Tags and operations of one name are in different groups, so that each meets what the group defines.
fn operation(name: &str, next: &str) -> Value {
    json!({
        "operationId": name, "tags": [next],
        "parameters": [
            {"name": next, "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": name, "in": "query", "required": true, "schema": {"type": "string"}},
            {"name": next, "in": "query", "schema": {"type": "string"}},
        ],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": pointer(name)}}}},
        "responses": {
            "200": {"description": "", "headers": {name: {"schema": {"type": "string"}}}, "content": {"application/json": {"schema": {"$ref": pointer(next)}}}},
            "204": {"description": "", "headers": {next: {"schema": {"type": "string"}}}},
        },
    })
}

/// The model of a document.
pub fn model(document: &Value) -> Model {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("names.json");
    fs::write(&path, document.to_string()).expect("a document");
    let (mut diagnostics, mut project) = (Diagnostics::default(), Project::default());
    project.add_documents("names", &[path], &mut diagnostics);
    let model = pipeline::model(&project.sources, &project.apis[0], Step::Check, &mut diagnostics);
    model.unwrap_or_else(|| panic!("{:.2000}", render(&project.sources, &diagnostics, false)))
}
