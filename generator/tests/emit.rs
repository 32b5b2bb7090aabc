//! What is emitted: that it reads well, and that it compiles whatever the names are.

use crate::identifiers;
use crate::reading;
use crate::small;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gatewright_generator::diag::Diagnostics;
use gatewright_generator::emit::{Api, Options, Runtime, emit};
use gatewright_generator::limits::Limits;
use gatewright_generator::model::{Body, Bounds, Builder, Content, Enum, EnumValue, Field, Model, Ref, Shape};
use gatewright_generator::names::Names;
use gatewright_generator::pass;
use gatewright_generator::project::Role;
use gatewright_generator::read::openapi;
use gatewright_generator::watch::Watch;

/// The files of a crate for one model, with the runtime of this repository.
fn files(model: &Model, package: &str) -> BTreeMap<String, String> {
    files_with(model, package, Runtime::Path(concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/runtime").to_owned()))
}

fn files_with(model: &Model, package: &str, runtime: Runtime) -> BTreeMap<String, String> {
    let names = Names::new(model);
    let documents = vec![("a.yaml".to_owned(), "0".repeat(64))];
    let options = Options { package: package.to_owned(), runtime, ..Options::default() };
    let tree = emit(&[Api { model, names: &names, documents }], &options, &Watch::default());
    tree.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// A folder that all these tests share, so that what a crate depends on is built once.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("goldens")
}

/// Writes crates as one workspace, and leaves files alone that did not change.
fn write_workspace(folder: &Path, crates: &[(String, BTreeMap<String, String>)]) {
    let members: Vec<_> = crates.iter().map(|(name, _)| format!("{name:?}")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    write(&folder.join("Cargo.toml"), &manifest);
    for (name, files) in crates {
        fs::remove_dir_all(folder.join(name).join("src")).ok();
        for (path, text) in files {
            write(&folder.join(name).join(path), text);
        }
    }
}

fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|known| known == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

#[test]
fn hostile_models_compile_without_a_warning() {
    let crates: Vec<_> = small::hostile::all()
        .iter()
        .map(|model| (format!("golden-{}", model.name), files(model, &format!("golden-{}", model.name))))
        .collect();
    compile(&folder(), &crates);
}

/// What a crate brings along is all that it needs.
#[test]
#[ignore = "compiles for minutes; run with --include-ignored"]
fn a_crate_may_bring_its_runtime_along() {
    let model = &small::hostile::all()[0];
    compile(&folder().join("alone"), &[("alone".to_owned(), files_with(model, "alone", Runtime::Beside))]);
}

/// Compiles crates with all features, without an error and without a warning.
fn compile(folder: &Path, crates: &[(String, BTreeMap<String, String>)]) {
    write_workspace(folder, crates);
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), folder.join("Cargo.lock")).ok();
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--workspace", "--all-features", "--tests"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", self::folder().join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

/// Emitted code is as good as its names: whatever it defines or uses, a document may have the same name.
#[test]
#[ignore = "compiles for minutes; run with --include-ignored"]
fn documents_may_use_every_identifier_of_emitted_code() {
    let sample = identifiers::document(&["a", "B", "c_d"].map(str::to_owned).into());
    let emitted = files(&identifiers::model(&sample), "every-name");
    let emitted = emitted.iter().filter(|(path, _)| path.ends_with(".rs"));
    let mut names = identifiers::of_code(emitted.map(|(_, text)| text.as_str()));
    names.extend(identifiers::of_runtime());
    names.extend(["T", "service", "client", "server"].map(str::to_owned));
    let crates = [("every-name".to_owned(), files(&identifiers::model(&identifiers::document(&names)), "every-name"))];
    compile(&folder(), &crates);
}

#[test]
fn output_depends_on_input_alone() {
    for model in small::hostile::all() {
        assert!(files(&model, "same") == files(&model, "same"), "{}", model.name);
    }
}

/// Chains of calls that grow with a document exhaust the stack of who prints or compiles them.
#[test]
fn groups_are_as_many_as_they_like() {
    let mut builder = Builder::new("test");
    for at in 0..3_000 {
        let group = builder.group(&format!("g{at}"), "", small::ORIGIN);
        builder.operation(small::operation(group, None, "GET", &format!("/g{at}"), ""));
    }
    let files = files(&builder.finish(), "many");
    let test = files.get("tests/test/main.rs").expect("a test");
    assert!(test.contains("Server::g0,") && test.contains("Server::g2999,"), "{test:.2000}");
}

/// The types of a circle whose kind is listed as one value; others are permitted where the list is open.
fn circles(open: bool) -> String {
    let mut builder = Builder::new("test");
    let kind = builder.named("Kind", small::ORIGIN);
    let only = EnumValue { wire: "circle".to_owned(), title: None, docs: String::new() };
    builder.define(kind, Shape::Enum(Enum { open, ..Enum::of_strings(vec![only]) }), "", small::ORIGIN).ok();
    let circle = builder.named("Circle", small::ORIGIN);
    let mut shape = small::object(&["kind", "name", "kinds", "some"]);
    if let Shape::Object(object) = &mut shape {
        object.fields.iter_mut().for_each(|field: &mut Field| field.required = true);
        object.fields[0].ty = Ref::Named(kind);
        // What must hold something holds the only value; an empty list is a value of the other.
        let item = Box::new(Ref::Named(kind));
        let count = Bounds { min: Some(1), max: None };
        object.fields[2].ty = Ref::List { item: item.clone(), count, unique: false };
        object.fields[3].ty = Ref::List { item, count: Bounds::default(), unique: false };
    }
    builder.define(circle, shape, "", small::ORIGIN).ok();
    let group = builder.group("Circles", "", small::ORIGIN);
    let mut draw = small::operation(group, None, "POST", "/circles", "");
    let content = Content::new("application/json", Ref::Named(circle), small::ORIGIN);
    draw.body = Some(Body { required: true, contents: vec![content], docs: String::new(), origin: small::ORIGIN });
    builder.operation(draw);
    let files = files(&builder.finish(), "circles");
    files.iter().filter(|(path, _)| path.contains("types")).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn constructors_know_members_that_can_have_one_value_only() {
    let all = circles(false);
    let arguments = "pub fn new(name: impl Into<String>, some: impl Into<Vec<super::Kind>>) -> Self {";
    assert!(all.contains(arguments), "{all}");
    assert!(all.contains("kind: Some(super::Kind::Circle),"), "{all}");
    assert!(all.contains("kinds: Some(Vec::from([super::Kind::Circle])),"), "{all}");
    let open = circles(true);
    assert!(!open.contains("kind: Some(super::Kind::Circle),"), "another value is permitted: {open}");
}

#[test]
fn what_is_said_of_required_parameters_stands_with_the_call() {
    let document = serde_json::json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
        "paths": {"/m": {"get": {
            "operationId": "readIt", "tags": ["m"],
            "parameters": [
                {"name": "id", "in": "query", "required": true, "description": "Which one.\n\n```\nlet", "example": "a7", "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "description": "How many.", "example": 20, "schema": {"type": "integer"}},
            ],
            "responses": {"204": {"description": "done"}},
        }}},
    });
    let files = files(&identifiers::model(&document), "said");
    let client = &files["src/names/client/m.rs"];
    assert!(client.contains("/// - `id`: Which one."), "{client}");
    assert!(client.contains("For example `a7`."), "{client}");
    assert!(client.contains("For example `20`."), "{client}");
    assert!(files["src/names/operations/m.rs"].contains("Which one."));
}

/// The model of the reports of a shop: every operation answers pages of its own, with parts that are alike.
fn reports(operations: impl Iterator<Item = usize>) -> Model {
    let list = |at: usize| {
        format!(
            "  /report{at}: {{get: {{operationId: report{at}, parameters: [{{name: filter, in: query, schema: {{type: string, \
             enum: [a, b, c, d, e, f]}}}}], responses: {{'200': {{description: '', content: {{application/json: \
             {{schema: {{type: object, properties: {{owner: {{$ref: '#/components/schemas/Owner'}}, part{at}: {{type: \
             string}}, page: {{type: object, properties: {{first: {{type: integer}}, last: {{type: integer}}, next: \
             {{type: string}}}}}}}}}}}}}}}}}}}}}}\n"
        )
    };
    let paths: String = operations.map(list).collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Reports, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n    Owner: {{type: \
         object, required: [address], properties: {{address: {{type: object, properties: {{street: {{type: string}}, \
         city: {{type: string}}, zip: {{type: string}}}}}}, home: {{type: object, properties: {{street: {{type: \
         string}}, city: {{type: string}}, zip: {{type: string}}}}}}}}}}\n"
    );
    let mut read = reading::read(openapi::read, "reports.yaml", &text, Role::Document);
    assert!(!read.diagnostics.has_errors(), "{:?}", read.diagnostics.iter().next());
    pass::run(&mut read.model, &Limits::default(), |_| true, &mut Diagnostics::default());
    read.model
}

/// What the tables of schemas are called, module by module.
fn tables(model: &Model) -> BTreeSet<String> {
    let files = files(model, "reports");
    let texts = files.iter().filter(|(path, _)| path.contains("/schemas/"));
    let mut names = BTreeSet::new();
    for (path, text) in texts {
        let Some(json) = text.split_once("r#\"").and_then(|(_, rest)| Some(rest.rsplit_once("\"#")?.0)) else {
            continue;
        };
        let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
        names.extend(json["schemas"].as_object().expect("tables").keys().map(|name| format!("{path} {name}")));
    }
    names
}

#[test]
fn names_of_schemas_do_not_depend_on_how_many_there_are() {
    let all = tables(&reports(0..6));
    assert!(all.iter().any(|name| name.ends_with(" Owner/properties/address")), "{all:?}");
    for gone in 0..6 {
        let less = tables(&reports((0..6).filter(|at| *at != gone)));
        let lost: Vec<_> = all.difference(&less).collect();
        let new: Vec<_> = less.difference(&all).collect();
        let is_of_gone = |name: &&String| name.contains(&format!(" report{gone}/"));
        assert!(lost.iter().all(is_of_gone), "without {gone}: {lost:?}");
        // What the operation shared is called after the next that has it.
        assert!(new.len() <= lost.len(), "without {gone}: {new:?}");
    }
}
