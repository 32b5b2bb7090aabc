//! Oracle, written as OpenAPI, has every member of the bodies that samples show, of the same kind.

use gatewright_generator::emit::openapi;
use serde_json::Value;

use super::view::{View, of_written};
use super::{facts, items, model, text};

/// What a body of the facts has and the document has not.
fn differences(document: &Value, place: &str, fact: &Value, schemas: &[&Value], found: &mut Vec<String>) {
    let mut view = View::default();
    schemas.iter().for_each(|schema| view.and(of_written(document, schema)));
    if view.kind.is_none() && view.branches.is_empty() {
        return;
    }
    match fact {
        Value::Object(members) => {
            for (name, fact) in members {
                let place = format!("{place}/{name}");
                match view.members.get(name.as_str()) {
                    Some(member) => differences(document, &place, fact, &member.schemas, found),
                    None => found.push(format!("{place}: is absent")),
                }
            }
        }
        Value::Array(list) => match (list.first(), view.items) {
            (Some(fact), Some(item)) => differences(document, &format!("{place}[]"), fact, &[item], found),
            (Some(_), None) => found.push(format!("{place}: is no list")),
            (None, _) => {}
        },
        word => {
            let kind = match text(word) {
                "str" => "string",
                "int" => "integer",
                "bool" => "boolean",
                _ => return,
            };
            // What a few texts are known of may be any.
            let kinds: Vec<_> = match view.branches.as_slice() {
                [] => vec![view.kind],
                several => several.iter().map(|branch| of_written(document, branch).kind).collect(),
            };
            if kinds.iter().any(|known| *known != Some(kind)) {
                found.push(format!("{place}: {kind}, not {kinds:?}"));
            }
        }
    }
}

/// A path without the names of its placeholders.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
#[ignore = "needs ../shared"]
fn bodies_of_oracle_are_as_samples_show_them() {
    let facts = facts::facts("oracle-idcs.json");
    let document = openapi::document(&model("oracle-idcs"));
    let paths = document["paths"].as_object().expect("paths");
    let (mut checked, mut found) = (0, Vec::new());
    for fact in items(&facts["operations"]).iter().filter(|fact| fact["body"].is_object()) {
        let (path, method) = (shape(text(&fact["path"])), text(&fact["method"]).to_ascii_lowercase());
        let written = paths.iter().find(|(known, _)| shape(known) == path).map(|(_, item)| &item[&method]);
        let contents = written.and_then(|operation| operation["requestBody"]["content"].as_object());
        let place = format!("{} {path}", fact["method"]);
        for content in contents.unwrap_or_else(|| panic!("{place} has no body")).values() {
            checked += 1;
            differences(&document, &place, &fact["body"], &[&content["schema"]], &mut found);
        }
    }
    assert!(checked > 130, "only {checked} bodies were compared");
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}
