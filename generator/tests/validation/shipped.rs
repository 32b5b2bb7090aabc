//! The shipped APIs: what their servers refuse, against another validator on the document that `convert` prints. What one
//! refuses and the other takes is a mistake of the tables or of the document.

use std::collections::BTreeSet;
use std::path::Path;

use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::emit::openapi;
use gatewright_generator::model::{Content, Model, Operation};
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;
use gatewright_generator::schemas::checks::plan;
use gatewright_runtime::schema::Check;
use serde_json::{Value as Json, json};

use super::samples::{changes, sample};
use super::tables::Tables;

fn model(api: &str) -> Model {
    let mut diagnostics = Diagnostics::default();
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/apis.yaml");
    let mut project = Project::default();
    project.add_settings(&settings, &[api.to_owned()], &mut diagnostics);
    let model = pipeline::model(&project.sources, &project.apis[0], Step::Check, &mut diagnostics);
    model.unwrap_or_else(|| panic!("{}", render(&project.sources, &diagnostics, false)))
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1").replace('%', "%25").replace('{', "%7B").replace('}', "%7D")
}

/// The pointers to the schemas of bodies and answers in the converted document, in the order of the plan.
fn pointers(operation: &Operation, document: &Json) -> (Vec<String>, Vec<Vec<String>>) {
    let path: String = operation.path.wire.clone();
    let method = operation.method.0.to_ascii_lowercase();
    let base = format!("#/paths/{}/{method}", escaped(&path));
    let content =
        |holder: &str, content: &Content| format!("{base}/{holder}/content/{}/schema", escaped(&content.media_type));
    let bodies = operation.body.iter().flat_map(|body| &body.contents).map(|body| content("requestBody", body));
    let responses = operation.responses.iter().map(|response| {
        use gatewright_generator::model::Status;
        let status = match response.status {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}XX"),
            Status::Default => "default".to_owned(),
        };
        response.contents.iter().map(|body| content(&format!("responses/{status}"), body)).collect()
    });
    let _ = document;
    (bodies.collect(), responses.collect())
}

/// What a discriminator means, and that nobody demands of an answer what only clients send, in words that JSON Schema has.
fn tell_apart(document: &mut Json) {
    match document {
        Json::Array(items) => items.iter_mut().for_each(tell_apart),
        Json::Object(members) => {
            members.values_mut().for_each(tell_apart);
            let is_sent = |name: &Json| members["properties"][name.as_str().unwrap_or_default()]["writeOnly"] == true;
            if let Some(required) = members.get("required").and_then(Json::as_array) {
                let required: Json = required.iter().filter(|name| !is_sent(name)).cloned().collect();
                members.insert("required".to_owned(), required);
            }
            let Some(discriminator) = members.get("discriminator").cloned() else { return };
            let Some(name) = discriminator["propertyName"].as_str() else { return };
            members.remove("oneOf");
            let mapping = discriminator["mapping"].as_object().cloned().unwrap_or_default();
            let tags: Vec<&String> = mapping.keys().collect();
            let cases = mapping.iter().map(|(tag, case)| {
                json!({"if": {"required": [name], "properties": {name: {"const": tag}}}, "then": {"$ref": case}})
            });
            let is_tag = json!({"type": "object", "required": [name], "properties": {name: {"enum": tags}}});
            members.insert("allOf".to_owned(), std::iter::once(is_tag.clone()).chain(cases).collect());
        }
        _ => {}
    }
}

#[derive(Default)]
struct Score {
    schemas: usize,
    sampled: usize,
    judged: usize,
    refused: usize,
    elsewhere: usize,
}

fn agrees(api: &str) {
    let model = model(api);
    let plan = plan(&model);
    let mut document = openapi::document(&model);
    tell_apart(&mut document);
    let registry = jsonschema::Registry::new().extend([("https://example.com/api".to_owned(), document.clone())]);
    let registry = registry.expect("a document").prepare().expect("a registry");
    let mut tables = Tables::new(&plan);
    let mut seen = BTreeSet::new();
    let mut score = Score::default();
    let mut problems: Vec<String> = Vec::new();
    for (operation, checks) in model.operations.iter().zip(&plan.operations) {
        let (bodies, responses) = pointers(operation, &document);
        let ids = checks.bodies.iter().chain(checks.responses.iter().flatten());
        for (id, pointer) in ids.zip(bodies.iter().chain(responses.iter().flatten())) {
            let Some(id) = id.filter(|id| seen.insert(*id)) else { continue };
            if document.pointer(&unescaped(pointer)).is_none() {
                continue;
            }
            score.schemas += 1;
            let reference = json!({"$ref": format!("https://example.com/api{pointer}")});
            let options = jsonschema::options().with_registry(&registry).should_validate_formats(true);
            let judge = options.build(&reference).unwrap_or_else(|error| panic!("{pointer}: {error}"));
            let table = tables.table(id);
            let Some(value) = sample(&plan.schemas, id, 0) else { continue };
            let first = tables.check(Check::RESPONSE, &value.to_string(), table);
            score.sampled += usize::from(first.is_empty());
            if !first.is_empty() {
                println!("{api} {pointer}: {first:?} {value}");
            }
            for (place, changed) in std::iter::once((String::new(), value.clone())).chain(changes(&value)) {
                score.judged += 1;
                let found = tables.check(Check::RESPONSE, &changed.to_string(), table);
                score.refused += usize::from(!found.is_empty());
                if found.is_empty() != judge.is_valid(&changed) && problems.len() < 40 {
                    let other = judge.iter_errors(&changed).next().map(|error| error.to_string());
                    problems.push(format!("{pointer} {place}: {found:?}, but {other:?}\n  {changed}"));
                }
                let is_near = |pointer: &str| pointer.starts_with(&place) || place.starts_with(pointer);
                if first.is_empty() && !found.is_empty() && !found.iter().any(|refusal| is_near(&refusal.pointer)) {
                    score.elsewhere += 1;
                }
            }
        }
    }
    let Score { schemas, sampled, judged, refused, elsewhere } = score;
    println!("{api}: {sampled} of {schemas} schemas sampled, {judged} values judged, {refused} refused");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(elsewhere, 0, "refusals point to the change");
    assert!(sampled * 10 >= schemas * 9, "{sampled} of {schemas}");
}

fn unescaped(pointer: &str) -> String {
    pointer.trim_start_matches('#').replace("%7B", "{").replace("%7D", "}").replace("%25", "%")
}

#[test]
fn auth0_agrees() {
    agrees("auth0");
}

#[test]
fn ibm_verify_agrees() {
    agrees("ibm-verify");
}

#[test]
fn oracle_idcs_agrees() {
    agrees("oracle-idcs");
}

#[test]
fn okta_agrees() {
    agrees("okta");
}
