//! The public test suite of JSON Schema, as far as OpenAPI documents can say what it says.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

/// Groups of which not every case is judged as the suite says, and why.
const UNSUPPORTED: &[(&str, &str, &str)] = &[
    ("defs", "validate definition against metaschema", REMOTE),
    ("format", "date format", ASSERTED),
    ("format", "date-time format", ASSERTED),
    ("format", "duration format", ASSERTED),
    ("format", "email format", ASSERTED),
    ("format", "hostname format", ASSERTED),
    ("format", "idn-email format", ASSERTED),
    ("format", "ipv4 format", ASSERTED),
    ("format", "ipv6 format", ASSERTED),
    ("format", "iri-reference format", ASSERTED),
    ("format", "json-pointer format", ASSERTED),
    ("format", "time format", ASSERTED),
    ("format", "uri format", ASSERTED),
    ("format", "uri-reference format", ASSERTED),
    ("format", "uuid format", ASSERTED),
    ("ref", "URN ref with nested pointer ref", BASE),
    ("ref", "remote ref, containing refs itself", REMOTE),
    ("ref", "ref creates new scope when adjacent to keywords", SCOPE),
];

/// Servers refuse what is not of a format; the suite takes formats for remarks.
const ASSERTED: &str = "formats are checked";
/// In an OpenAPI document references lead from its root.
const BASE: &str = "`$id` does not change where references lead from";
const REMOTE: &str = "nothing is read over the network";
const SCOPE: &str = "`unevaluatedProperties` sees all schemas that count for a value, also those around its own";

#[derive(Default)]
struct Score {
    cases: usize,
    right: usize,
    groups: usize,
    whole: usize,
}

#[test]
#[ignore = "needs ../shared"]
fn the_suite_of_json_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/json-schema-tests");
    let entries = std::fs::read_dir(&folder).expect("the folder ../shared");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut surprises = Vec::new();
    for file in files {
        let keyword = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let groups: Json = serde_json::from_str(&text).expect("JSON");
        let score = scores.entry(keyword.clone()).or_default();
        for group in groups.as_array().into_iter().flatten() {
            let name = group["description"].as_str().unwrap_or_default();
            let wrong = judge(group, score);
            let listed = UNSUPPORTED.iter().any(|(of, group, _)| *of == keyword && *group == name);
            match (listed, wrong.is_empty()) {
                (false, false) => surprises.push(format!("{keyword}: {name}: {}", wrong.join(", "))),
                (true, true) => surprises.push(format!("{keyword}: {name}: is supported by now")),
                _ => {}
            }
        }
    }
    for (keyword, score) in &scores {
        let Score { cases, right, groups, whole } = score;
        println!("{keyword}: {right} of {cases} cases, {whole} of {groups} groups");
    }
    let (right, cases) =
        scores.values().fold((0, 0), |(right, cases), score| (right + score.right, cases + score.cases));
    println!("all: {right} of {cases} cases");
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// The cases of a group that are judged in another way than the suite says.
fn judge(group: &Json, score: &mut Score) -> Vec<String> {
    let mut schema = group["schema"].clone();
    point(&mut schema);
    let body = super::body(&super::document(schema));
    let mut wrong = Vec::new();
    score.groups += 1;
    for case in group["tests"].as_array().into_iter().flatten() {
        score.cases += 1;
        let is_valid = case["valid"].as_bool() == Some(true);
        let judged = match &body {
            Ok(body) => Some(body.check(&case["data"].to_string()).is_empty()),
            Err(_) => None,
        };
        if judged == Some(is_valid) {
            score.right += 1;
        } else {
            let refused = body.as_ref().err().and_then(|text| text.lines().next()).unwrap_or_default();
            wrong.push(format!("{} {refused}", case["description"].as_str().unwrap_or_default()));
        }
    }
    score.whole += usize::from(wrong.is_empty());
    wrong
}

/// Makes pointers into the schema pointers into the document that it is put into.
fn point(schema: &mut Json) {
    match schema {
        Json::Array(items) => items.iter_mut().for_each(point),
        Json::Object(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(text) if key == "$ref" && (text == "#" || text.starts_with("#/")) => {
                        *value = Json::from(format!("#/components/schemas/Case{}", text.trim_start_matches('#')));
                    }
                    _ if matches!(key.as_str(), "const" | "enum") => {}
                    _ => point(value),
                }
            }
        }
        _ => {}
    }
}
