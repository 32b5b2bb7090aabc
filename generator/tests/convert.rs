//! What `convert` writes is OpenAPI 3.1, and reading it back gives the same model.

use crate::reading;
use crate::shipped;

use gatewright_generator::diag::{self, Diagnostics};
use gatewright_generator::emit::{lap, openapi};
use gatewright_generator::model::Model;
use gatewright_generator::pass;
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::{Project, Role};
use gatewright_generator::read;
use gatewright_generator::source::Sources;
use serde_json::Value;

const APIS: &[&str] = &["okta", "auth0", "ibm-verify", "oracle-idcs"];

/// The JSON Schemas of OpenAPI 3.1, by file name.
fn schema(name: &str) -> Value {
    let path = shipped::workspace().join("../shared/corpus/openapi-schema").join(name);
    let text = std::fs::read_to_string(&path).expect("the folder ../shared");
    serde_yaml::from_str(&text).expect("a schema")
}

fn id(schema: &Value) -> &str {
    schema["$id"].as_str().expect("an id")
}

fn checked(models: &[(String, Model)]) {
    let files = ["schema.yaml", "dialect.yaml", "meta.yaml", "schema-base.yaml"].map(schema);
    let [structure, dialect, meta, base] = files;
    let registry = jsonschema::Registry::new()
        .extend([&structure, &dialect, &meta].map(|schema| (id(schema).to_owned(), schema.clone())))
        .expect("schemas")
        .prepare()
        .expect("a registry");
    let validator = jsonschema::options().with_registry(&registry).build(&base).expect("a validator");
    for (name, model) in models {
        let document = openapi::document(model);
        let problems: Vec<_> = validator
            .iter_errors(&document)
            .take(20)
            .map(|error| {
                format!("{}: {}", error.instance_path(), error.to_string().chars().take(200).collect::<String>())
            })
            .collect();
        assert!(problems.is_empty(), "{name}:\n{}", problems.join("\n"));
    }
}

#[test]
#[ignore = "needs ../shared"]
fn documents_are_valid() {
    checked(&APIS.iter().map(|api| ((*api).to_owned(), shipped::model(api, Step::Check))).collect::<Vec<_>>());
}

/// Documents of others, read from OpenAPI and LAP.
#[test]
#[ignore = "needs ../shared"]
fn documents_of_others_are_valid() {
    let corpus = shipped::workspace().join("../shared/corpus");
    let names = ["openapi/petstore.yaml", "openapi/notion.yaml", "openapi/resend.yaml", "lap/discord-com-discord.lap"];
    let mut models = Vec::new();
    for name in names {
        let path = corpus.join(name);
        let mut diagnostics = Diagnostics::default();
        let mut project = Project::default();
        project.add_documents("api", &[path], &mut diagnostics);
        let model = pipeline::model(&project.sources, &project.apis[0], Step::Check, &mut diagnostics);
        models.push((name.to_owned(), model.unwrap_or_else(|| panic!("{name} is refused"))));
    }
    checked(&models);
}

/// Reads what was written and writes it again.
fn again(text: &str) -> Value {
    let (model, diagnostics, sources) = finished(text);
    assert!(diagnostics.is_empty(), "{}", diag::render(&sources, &diagnostics, false));
    openapi::document(&model)
}

fn finished(text: &str) -> (Model, Diagnostics, Sources) {
    let read = reading::read(read::openapi::read, "openapi.json", text, Role::Document);
    let (mut model, mut diagnostics) = (read.model, read.diagnostics);
    pass::run(&mut model, &gatewright_generator::limits::Limits::default(), |_| false, &mut diagnostics);
    (model, diagnostics, read.sources)
}

fn differences(place: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                differences(&format!("{place}/{key}"), value, other.get(key).unwrap_or(&Value::Null), found);
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                differences(&format!("{place}/{key}"), &Value::Null, value, found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (at, (one, other)) in one.iter().zip(other).enumerate() {
                differences(&format!("{place}/{at}"), one, other, found);
            }
        }
        _ if one != other => {
            let short = |value: &Value| value.to_string().chars().take(100).collect::<String>();
            found.push(format!("{place}: {} is now {}", short(one), short(other)));
        }
        _ => {}
    }
}

#[test]
fn reading_back_loses_nothing() {
    let mut all = Vec::new();
    for api in APIS {
        let model = shipped::model(api, Step::Check);
        let mut found = Vec::new();
        differences(api, &openapi::document(&model), &again(&openapi::text(&model)), &mut found);
        all.extend(found);
    }
    assert!(
        all.is_empty(),
        "{} differences:\n{}",
        all.len(),
        all.iter().take(150).cloned().collect::<Vec<_>>().join("\n")
    );
}

/// What an operation returns, as it is written.
fn returned(schema: &Value, schemas: &Value) -> Value {
    let answer = serde_json::json!({"description": "ok", "content": {"application/json": {"schema": schema}}});
    let text = serde_json::json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": answer}}}},
        "components": {"schemas": schemas},
    });
    let (model, _, _) = finished(&text.to_string());
    openapi::document(&model)["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"].clone()
}

#[test]
fn a_condition_that_holds_itself_is_left_out() {
    let own = "#/paths/~1a/get/responses/200/content/application~1json/schema";
    let schema =
        serde_json::json!({"type": "object", "minProperties": 1, "not": {"additionalProperties": {"$ref": own}}});
    let written = returned(&schema, &serde_json::json!({}));
    assert_eq!((&written["minProperties"], &written["not"]), (&Value::from(1), &Value::Null));
}

#[test]
fn what_is_inherited_on_many_ways_is_said_once() {
    let level = |at: usize| {
        let next = serde_json::json!({"$ref": format!("#/components/schemas/L{}", at + 1)});
        (format!("L{at}"), serde_json::json!({"allOf": vec![next; 2]}))
    };
    let mut levels: serde_json::Map<String, Value> = (0..5).map(level).collect();
    levels.insert("L5".to_owned(), serde_json::json!({"type": "object", "not": {"required": ["q"]}}));
    let schema = serde_json::json!({"allOf": [{"$ref": "#/components/schemas/L0"}, {"minProperties": 1}]});
    let written = returned(&schema, &Value::Object(levels));
    assert_eq!((&written["not"], &written["allOf"]), (&serde_json::json!({"required": ["q"]}), &Value::Null));
}

/// Every scheme has its own scopes, and permissions that stand with none stay so.
#[test]
fn security_requirements_are_kept() {
    let text = "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /both: {get: {tags: [a], security: [{oauth: [read], key: [list], other: []}, {certificate: []}], responses: {}}}
  /beside: {get: {tags: [a], security: [{key: [], x-gatewright-permissions: [read]}], responses: {}}}
  /any: {get: {tags: [a], x-gatewright-permissions: [[read], [list, write]], responses: {}}}
  /public: {get: {tags: [a], security: [], responses: {}}}
  /optional: {get: {tags: [a], security: [{}, {key: []}], responses: {}}}
  /silent: {get: {tags: [a], responses: {}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {read: Reads., write: Writes.}}}}
    other: {type: openIdConnect, openIdConnectUrl: /o}
    certificate: {type: mutualTLS}
";
    let (model, diagnostics, sources) = finished(text);
    assert!(diagnostics.is_empty(), "{}", diag::render(&sources, &diagnostics, false));
    let document = openapi::document(&model);
    let said = |path: &str| {
        let operation = &document["paths"][path]["get"];
        [&operation["security"], &operation["x-gatewright-permissions"]].map(Value::to_string).join(" ")
    };
    assert_eq!(said("/both"), r#"[{"oauth":["read"],"key":["list"],"other":[]},{"certificate":[]}] null"#);
    assert_eq!(said("/beside"), r#"[{"key":[],"x-gatewright-permissions":["read"]}] null"#);
    assert_eq!(said("/any"), r#"null [["read"],["list","write"]]"#);
    assert_eq!([said("/public"), said("/silent")], ["[] null", "null null"]);
    assert_eq!(said("/optional"), r#"[{},{"key":[]}] null"#);
    checked(&[("test".to_owned(), model.clone())]);
    let mut found = Vec::new();
    differences("", &document, &again(&openapi::text(&model)), &mut found);
    assert_eq!(found, [""; 0]);
    let again = reading::read(read::lap::read, "t.lap", &lap::text(&model), Role::Document).model;
    let both = again.operations[0].security.as_ref().expect("said");
    assert_eq!(both.requirements.iter().map(|one| one.schemes.len()).collect::<Vec<_>>(), [3, 1], "LAP keeps schemes");
}

/// What the API sends, and what it takes elsewhere, in a document with no more than that.
#[test]
fn webhooks_and_servers_are_kept() {
    let text = "
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: 'https://a.example.com'}]
paths:
  /files:
    post:
      operationId: upload
      tags: [files]
      servers: [{url: 'https://{at}.example.com', variables: {at: {default: upload}}}]
      callbacks: {done: {'{$request.query.url}': {post: {responses: {'204': {description: ''}}}}}}
      responses: {'204': {description: ''}}
webhooks:
  lost: {put: {operationId: fileLost, responses: {'204': {description: ''}}}}
";
    let model = reading::read(read::openapi::read, "openapi.yaml", text, Role::Document).model;
    let document = openapi::document(&model);
    let upload = &document["paths"]["/files"]["post"];
    assert_eq!(upload["servers"][0]["variables"]["at"]["default"], "upload");
    assert_eq!(document["webhooks"]["lost"]["put"]["operationId"], "fileLost");
    assert_eq!(document["webhooks"]["/callbacks/done"]["post"]["operationId"], "done");
    assert_eq!(document["paths"].as_object().map(serde_json::Map::len), Some(1));
    checked(&[("test".to_owned(), model.clone())]);
    let mut found = Vec::new();
    differences("", &document, &again(&openapi::text(&model)), &mut found);
    assert_eq!(found, [""; 0]);
    assert_eq!(lap::text(&model).matches("\n@endpoint ").count(), 1, "LAP has no word for webhooks");
}

/// What webhooks are called may be no name, an extension, or a path.
#[test]
fn webhooks_of_odd_names_are_kept() {
    let names = ["''", "x y", "a/b", "/x", "/webhooks/a/c", "/webhooks/x-e", "'{v}'", ".."];
    let webhooks: String = names
        .iter()
        .map(|name| format!("  {name}: {{put: {{responses: {{'204': {{description: ''}}}}}}}}\n"))
        .collect();
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nwebhooks:\n{webhooks}");
    let model = reading::read(read::openapi::read, "openapi.yaml", &text, Role::Document).model;
    let document = openapi::document(&model);
    assert_eq!(document["webhooks"].as_object().map(serde_json::Map::len), Some(names.len()), "{document:#}");
    let mut found = Vec::new();
    differences("", &document, &again(&openapi::text(&model)), &mut found);
    assert_eq!(found, [""; 0]);
}

/// Styles, media types and headers of fields, reserved characters, whole queries, and the delimiters of Swagger 2.0.
#[test]
fn how_forms_and_queries_travel_is_kept() {
    for (name, expected) in [("forms.yaml", "wholeJson"), ("old-forms.yaml", "tabDelimited")] {
        let path = shipped::workspace().join("tests/documents/specs").join(name);
        let text = std::fs::read_to_string(path).expect("a document");
        let (model, _, _) = finished(&text);
        let document = openapi::document(&model);
        let written = openapi::text(&model);
        assert!(written.contains(&format!("\"x-gatewright-style\": \"{expected}\"")), "{name}");
        let mut found = Vec::new();
        differences(name, &document, &again(&written), &mut found);
        assert_eq!(found, [""; 0]);
        checked(&[(name.to_owned(), model)]);
    }
}

/// Alternatives of which some are listed and some are not are one enum as a type; as a schema, the list would be all.
#[test]
fn texts_beside_listed_ones_are_not_refused() {
    let open = serde_json::json!({"oneOf": [{"type": "string", "pattern": "^x"}, {"$ref": "#/components/schemas/A"}]});
    let a = serde_json::json!({"A": {"type": "string", "enum": ["a", "b"]}});
    assert_eq!(returned(&open, &a), open);
    let maybe = serde_json::json!({"anyOf": [{"type": "string", "pattern": "^x"}, {"type": "null"}]});
    assert_eq!(returned(&maybe, &a)["type"], serde_json::json!(["string", "null"]));
}

#[test]
fn numbers_beside_listed_ones_are_not_refused() {
    let open = serde_json::json!({"anyOf": [{"type": "integer", "minimum": 0}, {"$ref": "#/components/schemas/A"}]});
    let a = serde_json::json!({"A": {"type": "integer", "enum": [-1, 2], "x-enum-varnames": ["Never", "Soon"]}});
    assert_eq!(returned(&open, &a), open);
}

#[test]
fn items_by_place_are_not_those_behind_them() {
    let pair = serde_json::json!({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]});
    let returned = returned(&pair, &serde_json::json!({}));
    assert_eq!((&returned["prefixItems"], returned.get("items")), (&pair["prefixItems"], None));
}

#[test]
fn named_whole_numbers_are_kept() {
    let kept = serde_json::json!({
        "type": "integer", "enum": [-1, 2], "x-enum-varnames": ["Whenever", "Soon"], "x-enum-descriptions": ["", "Today."],
    });
    assert_eq!(returned(&kept, &serde_json::json!({})), kept);
}

#[test]
fn items_of_sequences_are_kept_apart_from_the_whole() {
    let item = serde_json::json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    let content = serde_json::json!({"application/jsonl": {"itemSchema": item}});
    let text = serde_json::json!({
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "ok", "content": content}}}}},
    });
    let (model, _, _) = finished(&text.to_string());
    let document = openapi::document(&model);
    assert_eq!(document["openapi"], "3.2.0");
    let written = &document["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/jsonl"];
    assert!(written.get("itemSchema").is_some() && written.get("schema").is_none(), "{written}");
}

/// OpenAPI 3.2 has a word for it, 3.1 has none; a document is 3.2 where something else needs that.
#[test]
fn alternatives_without_a_listed_tag_are_said_as_the_version_says_it() {
    let kind = |name: &str| serde_json::json!({"type": "object", "properties": {"kind": {"const": name}, "a": {}}});
    let pet = serde_json::json!({
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}, "defaultMapping": "Dog"},
    });
    let of_pets = serde_json::json!({"$ref": "#/components/schemas/Pet"});
    for (version, content, word) in [
        ("3.1.0", serde_json::json!({"application/json": {"schema": of_pets}}), "x-gatewright-default"),
        ("3.2.0", serde_json::json!({"application/jsonl": {"itemSchema": of_pets}}), "defaultMapping"),
    ] {
        let text = serde_json::json!({
            "openapi": "3.2.0",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": {"responses": {"200": {"description": "ok", "content": content}}}}},
            "components": {"schemas": {"Pet": pet, "Cat": kind("cat"), "Dog": kind("dog")}},
        });
        let (model, _, _) = finished(&text.to_string());
        let document = openapi::document(&model);
        assert_eq!(document["openapi"], version);
        let written = &document["components"]["schemas"]["Pet"]["discriminator"];
        assert_eq!(written[word], "#/components/schemas/Dog", "{written}");
        assert_eq!(written.as_object().map(serde_json::Map::len), Some(3), "{written}");
        let (read_back, _, _) = finished(&document.to_string());
        assert_eq!(openapi::document(&read_back)["components"], document["components"]);
    }
}

#[test]
fn what_strings_contain_is_kept() {
    for kept in [
        serde_json::json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
        serde_json::json!({"type": "string", "contentMediaType": "application/octet-stream"}),
        serde_json::json!({"type": "string", "contentEncoding": "base64url"}),
        serde_json::json!({"type": "string", "format": "binary"}),
    ] {
        assert_eq!(returned(&kept, &serde_json::json!({})), kept);
    }
}

/// Constants whose kind only the schema around them states are an enum, too, and no alternatives beside it.
#[test]
fn named_numbers_are_written_once() {
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {Rank: {type: integer, \
                oneOf: [{const: 1, title: First}, {const: 2, title: Second}]}}}\n";
    let mut model = reading::read(read::openapi::read, "openapi.yaml", text, Role::Document).model;
    pass::run(&mut model, &Default::default(), |_| true, &mut Diagnostics::default());
    let rank = &openapi::document(&model)["components"]["schemas"]["Rank"];
    let expected = serde_json::json!({"type": "integer", "enum": [1, 2], "x-enum-varnames": ["First", "Second"]});
    assert_eq!(rank, &expected);
}
