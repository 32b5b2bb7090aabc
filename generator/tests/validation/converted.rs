//! What types cannot say: the server checks it, and the converted document says it.

use gatewright_generator::emit::openapi;
use serde_json::{Value as Json, json};

/// Values with what the server says of each, by the document itself and by what `convert` makes of it.
#[track_caller]
fn check(schema: Json, good: &[Json], bad: &[Json]) {
    let stated = super::document(schema);
    let model = super::model(&stated).expect("a model");
    let converted = openapi::document(&model).to_string();
    for text in [&stated, &converted] {
        let body = super::body(text).expect("a table");
        let document: Json = serde_json::from_str(text).expect("JSON");
        let judged = json!({"$ref": "#/components/schemas/Case", "components": document["components"]});
        let judge = jsonschema::validator_for(&judged).expect("a schema");
        for (values, valid) in [(good, true), (bad, false)] {
            for value in values {
                let found = body.check(&value.to_string());
                assert_eq!(found.is_empty(), valid, "{value}: {found:?}\n{text}");
                assert_eq!(judge.is_valid(value), valid, "{value} by {text}");
            }
        }
    }
}

#[test]
fn conditions() {
    check(
        json!({
            "type": "object",
            "properties": {"kind": {"type": "string"}, "a": {"type": "integer"}, "b": {"type": "integer"}},
            "not": {"required": ["a", "b"]},
            "if": {"properties": {"kind": {"const": "x"}}, "required": ["kind"]},
            "then": {"required": ["a"]},
            "else": {"required": ["b"]},
            "propertyNames": {"pattern": "^[a-z]+$"},
        }),
        &[json!({"kind": "x", "a": 1}), json!({"b": 1})],
        &[json!({"kind": "x", "b": 1}), json!({"a": 1, "b": 1}), json!({"b": 1, "B": 1}), json!({})],
    );
}

#[test]
fn one_of_several_members() {
    check(
        json!({
            "type": "object",
            "properties": {"email": {"type": "string"}, "phone": {"type": "string"}},
            "anyOf": [{"required": ["email"]}, {"required": ["phone"]}],
            "dependentRequired": {"phone": ["code"]},
        }),
        &[json!({"email": "a"}), json!({"phone": "1", "code": 1})],
        &[json!({}), json!({"phone": "1"})],
    );
}

#[test]
fn inside_of_members_and_what_is_inherited() {
    check(
        json!({
            "type": "object",
            "properties": {
                "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false},
                "tags": {"type": "array", "items": {"type": "string"}, "contains": {"const": "main"}},
                "map": {"type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": false},
                "none": {"allOf": [{"type": "string"}, {"not": {"enum": ["none"]}}]},
            },
        }),
        &[json!({"pair": ["a", 1], "tags": ["b", "main"], "map": {"x-1": 1}, "none": "some"})],
        &[
            json!({"pair": [1]}),
            json!({"pair": ["a", 1, 2]}),
            json!({"tags": ["b"]}),
            json!({"map": {"y": 1}}),
            json!({"map": {"x-1": "a"}}),
            json!({"none": "none"}),
        ],
    );
}

#[test]
fn exactly_one_alternative() {
    check(
        json!({"oneOf": [
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]},
        ]}),
        &[json!({"a": "1"}), json!({"b": "1"})],
        &[json!({"a": "1", "b": "2"}), json!({})],
    );
}

#[test]
fn values_that_no_reader_takes_are_not_compared() {
    let deep = |levels: usize| (0..levels).fold(json!(1), |value, _| json!([value]));
    for (levels, is_compared) in [(40, true), (140, false)] {
        let schema = json!({"properties": {"a": {"const": deep(levels)}, "b": {"maximum": 3}}});
        let body = super::body(&super::document(schema)).expect("a table");
        let refusals = |value: Json| body.check(&value.to_string()).len();
        assert_eq!(refusals(json!({"a": 1})) > 0, is_compared, "{levels} levels");
        assert_eq!(refusals(json!({"b": 4})), 1, "{levels} levels");
    }
}

#[test]
fn members_that_other_parts_describe() {
    let part = json!({"type": "object", "properties": {"a": {}, "b": {"type": "string"}}});
    let schema = json!({"allOf": [part], "unevaluatedProperties": false});
    let body = super::body(&super::document(schema)).expect("a table");
    for (value, is_refused) in [(json!({"a": 1, "b": "x"}), false), (json!({"c": 1}), true)] {
        assert_eq!(!body.check(&value.to_string()).is_empty(), is_refused, "{value}");
    }
}

#[test]
fn closed_parts_of_openapi_3_0_are_closed_together() {
    let part =
        |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}, "additionalProperties": false});
    let text = super::document(json!({"allOf": [part("id"), part("name")]})).replace("3.1.0", "3.0.3");
    let body = super::body(&text).expect("a table");
    let is_refused = |value: &str| !body.check(value).is_empty();
    assert!(!is_refused(r#"{"id": "1", "name": "a"}"#));
    assert!(is_refused(r#"{"id": "1", "other": "a"}"#));
    assert!(is_refused(r#"{"id": 1}"#));
}

#[test]
fn closed_parts_without_a_name_are_closed_together_too() {
    let part =
        |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}, "additionalProperties": false});
    let inner = json!({"allOf": [{"allOf": [part("id"), part("name")]}, part("age")]});
    let text = super::document(json!({"type": "object", "properties": {"inner": inner}})).replace("3.1.0", "3.0.3");
    let body = super::body(&text).expect("a table");
    let is_refused = |value: &str| !body.check(value).is_empty();
    assert!(!is_refused(r#"{"inner": {"id": "1", "name": "a", "age": "b"}}"#));
    assert!(is_refused(r#"{"inner": {"id": "1", "other": "a"}}"#));
    assert!(is_refused(r#"{"inner": {"id": 1}}"#));
}
