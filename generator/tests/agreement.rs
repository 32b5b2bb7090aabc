//! APIs with their supplements, written as OpenAPI, say what the facts say: Okta about every operation, Oracle about bodies.

mod bodies;
mod okta;
mod oracle;
mod view;

use crate::facts;
use crate::shipped;
use crate::validation::tables;

use std::collections::{BTreeMap, BTreeSet};

use gatewright_generator::diag::Diagnostics;
use gatewright_generator::emit::openapi;
use gatewright_generator::inspect::{self, Affects};
use gatewright_generator::model::{Model, OperationId};
use gatewright_generator::names::Names;
use gatewright_generator::pass;
use gatewright_generator::pipeline::Step;
use serde_json::Value;

fn model(api: &str) -> Model {
    shipped::model(api, Step::Check)
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Name, location and whether it is required, of every parameter.
fn parameters(operation: &Value) -> BTreeSet<(String, String, bool)> {
    let one = |parameter: &Value| {
        let place = text(&parameter["in"]);
        let required = parameter["required"] == true || place == "path";
        (text(&parameter["name"]).to_owned(), place.to_owned(), required)
    };
    items(&operation["parameters"]).iter().map(one).collect()
}

fn media_types(content: &Value) -> BTreeSet<String> {
    match content {
        Value::Array(list) => list.iter().map(|name| text(name).to_owned()).collect(),
        Value::Object(map) => map.keys().cloned().collect(),
        _ => BTreeSet::new(),
    }
}

/// What a schema of the facts is: `[User]`, `User`, `string`, or the kind of something without a name.
fn of_fact(schema: &Value) -> String {
    match schema {
        Value::Array(list) => format!("[{}]", list.first().map(of_fact).unwrap_or_default()),
        Value::String(name) => {
            let name = name.trim_start_matches('#').trim_end_matches('?');
            name.split('(').next().unwrap_or_default().to_owned()
        }
        Value::Object(map) if map.contains_key("oneOf") || map.contains_key("anyOf") => "choice".to_owned(),
        Value::Object(map) if map.contains_key("type") => of_fact(&map["type"]),
        Value::Object(_) => "object".to_owned(),
        _ => "nothing".to_owned(),
    }
}

/// The same of a schema that was written. A component that is named nowhere in the facts is what it looks like.
fn of_schema(document: &Value, schema: &Value, named: bool) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/components/schemas/");
        let described = &document["components"]["schemas"][name];
        return if named { name.to_owned() } else { of_schema(document, described, named) };
    }
    let some: Vec<&Value> = items(&schema["anyOf"]).iter().filter(|one| one["type"] != "null").collect();
    if let [some] = some.as_slice() {
        return of_schema(document, some, named);
    }
    if schema["oneOf"].is_array() || schema["anyOf"].is_array() {
        return "choice".to_owned();
    }
    match schema["type"].as_str() {
        Some("array") => format!("[{}]", of_schema(document, &schema["items"], named)),
        Some(kind) => kind.to_owned(),
        None if schema.is_null() => "nothing".to_owned(),
        None => "any".to_owned(),
    }
}

/// The JSON body among contents, else the first.
fn body(content: &Value) -> &Value {
    let of = |map| serde_json::Map::get(map, "application/json").or(map.values().next());
    content.as_object().and_then(of).unwrap_or(&Value::Null)
}

fn scopes(operation: &Value) -> BTreeSet<String> {
    let sets = items(&operation["security"]).iter().filter_map(Value::as_object).flat_map(|one| one.values());
    let sets = sets.chain(items(&operation["x-gatewright-permissions"]));
    sets.flat_map(items).map(|name| text(name).to_owned()).collect()
}

struct Differences<'a> {
    document: &'a Value,
    found: Vec<String>,
}

impl Differences<'_> {
    /// Whether a body is of the type that the facts name, or of the kind that they describe.
    fn compare_types(&mut self, line: &str, what: &str, fact: &Value, content: &Value) {
        let fact = of_fact(fact);
        let named = !["choice", "object"].contains(&fact.trim_matches(['[', ']']));
        let written = of_schema(self.document, &body(content)["schema"], named);
        self.compare(line, what, fact, written);
    }

    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, line: &str, what: &str, fact: T, written: T) {
        if fact != written {
            self.found.push(format!("{line}: {what}: {fact:?}, not {written:?}"));
        }
    }

    fn operation(&mut self, line: &str, (fact, full): (&Value, &Value), written: &Value) {
        self.compare(line, "operation id", text(&fact["operationId"]), text(&written["operationId"]));
        self.compare(line, "parameters", parameters(fact), parameters(written));
        let (sent, body_written) = (&fact["body"], &written["requestBody"]);
        let media = (media_types(&sent["content"]), media_types(&body_written["content"]));
        self.compare(line, "body", media.0, media.1);
        self.compare(line, "body required", sent["required"] == true, body_written["required"] == true);
        if sent.is_object() && sent["schema"] != "inline" {
            self.compare_types(line, "body of", body(&full["body"]["content"]), &body_written["content"]);
        }
        self.responses(line, (&fact["responses"], &full["responses"]), &written["responses"]);
        let stated = items(&fact["scopes"]).iter().map(|name| text(name).to_owned()).collect();
        self.compare(line, "scopes", stated, scopes(written));
    }

    fn responses(&mut self, line: &str, (facts, full): (&Value, &Value), written: &Value) {
        let successes = |all: &Value| -> BTreeSet<String> {
            all.as_object().into_iter().flat_map(|map| map.keys()).filter(|key| key.starts_with('2')).cloned().collect()
        };
        self.compare(line, "statuses", successes(facts), successes(written));
        for status in successes(facts) {
            let (fact, written) = (&facts[&status], &written[&status]);
            let what = format!("response {status}");
            self.compare(line, &what, media_types(&fact["content"]), media_types(&written["content"]));
            self.compare_types(line, &what, body(&full[&status]["content"]), &written["content"]);
            // The media type of a body is not a header of its own.
            let headers = media_types(&fact["headers"]).into_iter().filter(|name| name != "Content-Type").collect();
            self.compare(line, &what, headers, media_types(&written["headers"]));
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn okta_is_as_the_facts_say() {
    let facts = facts::facts("okta.json");
    let full = facts::facts("okta-full.json");
    let document = openapi::document(&model("okta"));
    let mut differences = Differences { document: &document, found: Vec::new() };
    let operations = items(&facts["operations"]);
    assert_eq!(operations.len(), 705);
    for (fact, full) in operations.iter().zip(items(&full["operations"])) {
        let line = text(&fact["op"]);
        assert_eq!(line, text(&full["op"]));
        let (method, path) = line.split_once(' ').expect("method and path");
        let written = &document["paths"][path][method.to_ascii_lowercase()];
        differences.operation(line, (fact, full), written);
    }
    let found = differences.found;
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

/// What rules inferred and nobody stated since changes no request.
#[test]
fn nothing_inferred_changes_a_request() {
    let report = inspect::report(&model("okta"), &Diagnostics::default());
    let changes: Vec<_> = report.inferred.iter().filter(|fact| fact.affects == Affects::Request).collect();
    assert!(changes.is_empty(), "{changes:#?}");
}

/// The names of everything that an operation touches, by operation.
fn names(mut model: Model) -> BTreeMap<String, Vec<String>> {
    pass::run(&mut model, &gatewright_generator::limits::Limits::default(), |_| false, &mut Diagnostics::default());
    let names = Names::new(&model);
    let of = |(id, operation): (u32, &gatewright_generator::model::Operation)| {
        let own = names.operation(OperationId(id));
        let mut all = vec![names.group(operation.group).module.clone(), own.method.clone(), own.arguments.clone()];
        operation.refs().iter().for_each(|ty| ty.visit(&mut |id| all.push(names.ty(id).to_owned())));
        (format!("{} {}", operation.method.0, operation.path.wire), all)
    };
    (0..).zip(&model.operations).map(of).collect()
}

/// Whatever is added, what was there before is called what it was called before.
#[test]
fn an_operation_more_renames_nothing() {
    let merged = shipped::model("okta", Step::Merge);
    let all = names(merged.clone());
    for gone in (0..merged.operations.len()).step_by(71) {
        let mut without = merged.clone();
        without.operations.remove(gone);
        for (line, names) in names(without) {
            assert_eq!(Some(&names), all.get(&line), "{line}, without operation {gone}");
        }
    }
}
