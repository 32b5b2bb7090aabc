//! IBM Verify and Oracle IDCS with their supplements, written as OpenAPI, say what the facts say.

use crate::facts;
use crate::shipped;

use std::collections::{BTreeMap, BTreeSet};

use gatewright_generator::emit::openapi;
use gatewright_generator::pipeline::Step;
use serde_json::Value;

/// An API as an OpenAPI document.
fn document(api: &str) -> Value {
    openapi::document(&shipped::model(api, Step::Check))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn names<'a>(values: impl IntoIterator<Item = &'a Value>) -> BTreeSet<String> {
    values.into_iter().map(|value| text(value).to_owned()).collect()
}

/// What a reference refers to.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(pointer) => resolved(document, document.pointer(pointer.trim_start_matches('#')).expect("a component")),
        None => schema,
    }
}

struct Differences<'a> {
    document: &'a Value,
    facts: &'a Value,
    found: Vec<String>,
}

impl<'a> Differences<'a> {
    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, line: &str, what: &str, fact: T, written: T) {
        if fact != written {
            self.found.push(format!("{line}: {what}: {fact:?}, not {written:?}"));
        }
    }

    /// Whether a schema is the type of a fact. Named types are compared where they are described.
    fn ty(&mut self, line: &str, fact: &Value, written: &'a Value) {
        let schema = resolved(self.document, written);
        match fact {
            Value::String(name) if name.starts_with('#') => {
                let named = name.trim_start_matches('#');
                self.compare(line, "type", named, text(&written["$ref"]).rsplit('/').next().unwrap_or_default());
            }
            Value::String(kind) => {
                let (kind, format) = kind.split_once('(').unwrap_or((kind, ""));
                self.compare(line, "type", kind, text(&schema["type"]));
                if !format.is_empty() {
                    self.compare(line, "format", format.trim_end_matches(')'), text(&schema["format"]));
                }
            }
            Value::Array(list) => {
                self.compare(line, "type", "array", text(&schema["type"]));
                self.ty(&format!("{line}[]"), &list[0], &schema["items"]);
            }
            Value::Object(map) if map.contains_key("enum") => {
                self.compare(line, "values", names(items(&fact["enum"])), names(items(&schema["enum"])));
            }
            _ => self.object(line, fact, schema),
        }
    }

    /// Whether an object has exactly the fields of a fact.
    fn object(&mut self, line: &str, fact: &Value, schema: &'a Value) {
        let mut required = BTreeSet::new();
        let mut known = BTreeSet::new();
        for (marked, ty) in members(&fact["fields"]) {
            let name = marked.trim_end_matches(['!', '~', '^']);
            let field = &schema["properties"][name];
            if marked.contains('!') {
                required.insert(name.to_owned());
            }
            known.insert(name.to_owned());
            self.compare(line, name, marked.contains('~'), field["readOnly"] == true);
            self.ty(&format!("{line}.{name}"), ty, field);
        }
        self.compare(line, "fields", known, members(&schema["properties"]).map(|(name, _)| name.to_owned()).collect());
        self.compare(line, "required", required, names(items(&schema["required"])));
        if fact["map"].is_object() {
            self.ty(&format!("{line}.*"), &fact["map"], &schema["additionalProperties"]);
        }
    }

    /// One call of IBM's.
    fn operation(&mut self, fact: &Value) {
        let line = text(&fact["op"]);
        let (method, path) = line.split_once(' ').expect("method and path");
        let written = &self.document["paths"][path][method.to_ascii_lowercase()];
        self.compare(line, "operation id", text(&fact["operationId"]), text(&written["operationId"]));
        let parameters = |operation: &Value| {
            let one =
                |one: &Value| (text(&one["name"]).to_owned(), text(&one["in"]).to_owned(), one["required"] == true);
            items(&operation["parameters"]).iter().map(one).collect::<BTreeSet<_>>()
        };
        // In OpenAPI the `Authorization` header is said by `security` alone.
        let mut stated = parameters(fact);
        stated.retain(|(name, ..)| name != "Authorization");
        self.compare(line, "parameters", stated, parameters(written));
        self.contents(line, &fact["body"], &written["requestBody"]["content"]);
        let statuses = |value: &Value| members(value).map(|(status, _)| status.to_owned()).collect::<BTreeSet<_>>();
        self.compare(line, "statuses", statuses(&fact["responses"]), statuses(&written["responses"]));
        for (status, contents) in members(&fact["responses"]) {
            // The facts know no body of what is got; the vendor's notes do.
            if method != "GET" || status != "200" {
                self.contents(&format!("{line} {status}"), contents, &written["responses"][status]["content"]);
            }
        }
    }

    fn contents(&mut self, line: &str, facts: &Value, written: &'a Value) {
        let media = |value: &Value| members(value).map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>();
        self.compare(line, "media types", media(facts), media(written));
        for (name, fact) in members(facts) {
            self.ty(&format!("{line} {name}"), fact, &written[name]["schema"]);
        }
    }

    /// Whether a schema has at least what a sample shows.
    fn sample(&mut self, line: &str, sample: &Value, schema: &'a Value) {
        let schema = resolved(self.document, schema);
        match (sample, text(&schema["type"])) {
            (_, "") => {}
            (Value::Object(_), "object") => {
                for (name, value) in members(sample) {
                    match schema["properties"].get(name) {
                        Some(field) => self.sample(&format!("{line}.{name}"), value, field),
                        None => self.found.push(format!("{line}: no member `{name}`")),
                    }
                }
            }
            (Value::Array(list), "array") => {
                list.iter().for_each(|item| self.sample(&format!("{line}[]"), item, &schema["items"]));
            }
            (kind, written) => {
                let known = [("str", "string"), ("int", "integer"), ("bool", "boolean")];
                let kind = known.iter().find(|(short, _)| *short == text(kind)).map(|(_, kind)| *kind);
                self.compare(line, "kind", kind.unwrap_or(written), written);
            }
        }
    }

    /// One name of Oracle's catalogue.
    fn entry(&mut self, fact: &Value, entries: &BTreeMap<(String, String), &Value>) {
        let name = text(&fact["name"]);
        for place in items(&fact["places"]) {
            let Some(entry) = entries.get(&(text(place).to_owned(), name.to_owned())) else {
                self.found.push(format!("{name}: no entry at {place}"));
                continue;
            };
            let Some(path) = fact["path"].as_str() else {
                self.compare(name, "unresolved", true, entry["reason"].is_string());
                continue;
            };
            let line = format!("{} {path}", text(&fact["method"]));
            self.compare(name, "operation", line.as_str(), text(&entry["operation"]));
            let presets: BTreeSet<String> = members(&entry["presets"]).map(|(name, _)| name.to_owned()).collect();
            self.compare(name, "presets", names(items(&fact["query"])), presets);
        }
        if let Some(path) = fact["path"].as_str() {
            let operation = &self.document["paths"][path][text(&fact["method"]).to_ascii_lowercase()];
            self.request(name, fact, operation);
        }
    }

    fn request(&mut self, name: &str, fact: &Value, operation: &'a Value) {
        let is_query = |parameter: &&Value| parameter["in"] == "query";
        let query = names(items(&operation["parameters"]).iter().filter(is_query).map(|parameter| &parameter["name"]));
        let missing: Vec<_> = names(items(&fact["query"])).difference(&query).cloned().collect();
        self.compare(name, "query parameters that are missing", Vec::new(), missing);
        let media_type = match (fact["contentType"].as_str(), fact["bodyMode"].as_str()) {
            (Some(media_type), _) => Some(media_type),
            (None, Some("urlencoded")) => Some("application/x-www-form-urlencoded"),
            (None, _) => None,
        };
        let Some(media_type) = media_type else { return };
        let content = &operation["requestBody"]["content"][media_type];
        self.compare(name, media_type, true, content.is_object());
        self.sample(name, &fact["body"], &content["schema"]);
        let fields = resolved(self.document, &content["schema"]);
        for field in items(&fact["form"]) {
            self.compare(name, text(field), true, fields["properties"][text(field)].is_object());
        }
    }

    fn finish(self) {
        assert!(self.found.is_empty(), "{} differences:\n{}", self.found.len(), self.found.join("\n"));
    }
}

#[test]
#[ignore = "needs ../shared"]
fn ibm_verify_is_as_the_facts_say() {
    let facts = facts::facts("ibm-verify.json");
    let document = document("ibm-verify");
    let mut differences = Differences { document: &document, facts: &facts, found: Vec::new() };
    for fact in items(&facts["operations"]) {
        differences.operation(fact);
    }
    for (name, fact) in members(&differences.facts["schemas"]) {
        differences.ty(name, fact, &document["components"]["schemas"][name]);
    }
    let paths = members(&document["paths"]).flat_map(|(_, item)| members(item));
    assert_eq!(paths.count(), items(&facts["operations"]).len());
    differences.finish();
}

#[test]
#[ignore = "needs ../shared"]
fn oracle_idcs_is_as_the_facts_say() {
    let facts = facts::facts("oracle-idcs.json");
    let document = document("oracle-idcs");
    let entries = items(&document["x-gatewright-entries"]);
    assert_eq!(entries.len(), 662);
    let place = |entry: &Value| items(&entry["place"]).iter().map(text).collect::<Vec<_>>().join(" > ");
    let entries = entries.iter().map(|entry| ((place(entry), text(&entry["name"]).to_owned()), entry)).collect();
    let mut differences = Differences { document: &document, facts: &facts, found: Vec::new() };
    for fact in items(&facts["operations"]) {
        differences.entry(fact, &entries);
    }
    let paths = members(&document["paths"]).flat_map(|(_, item)| members(item));
    assert_eq!(paths.filter(|(key, _)| *key != "parameters").count(), 207);
    differences.finish();
}
