//! No input makes the reader panic, or overflows its stack.

use proptest::prelude::*;

use super::{collection, read};

#[test]
fn members_of_any_kind_anywhere() {
    let odd = ["null", "1", "true", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "{\"key\": null}", "[{\"key\": 1}]"];
    let places = [r#""variable": X,"#, r#""auth": X,"#, r#""event": X,"#, r#""info": X,"#];
    for value in odd {
        for place in places {
            read("doc", &collection(&place.replace('X', value), r#"{"name": "A", "request": "{{u}}/a"}"#));
        }
        for item in [
            "X",
            r#"{"name": X, "request": X, "response": X}"#,
            r#"{"name": "A", "item": X}"#,
            r#"{"name": "A", "request": {"method": X, "url": X, "header": X, "body": X, "auth": X, "description": X}}"#,
            r#"{"request": {"url": {"raw": X, "host": X, "path": X, "query": X, "variable": X, "port": X, "protocol": X}}}"#,
            r#"{"request": {"url": "{{u}}/:id/a", "body": {"mode": "raw", "raw": X, "options": X}}, "response": [X, {"code": 200, "body": X, "header": X}]}"#,
            r#"{"request": {"url": "u/a", "body": {"mode": X, "urlencoded": X, "formdata": X, "graphql": X, "file": X}}}"#,
            r#"{"request": {"url": "u/a", "body": {"mode": "urlencoded", "urlencoded": X}, "auth": {"type": "apikey", "apikey": X}}}"#,
            r#"{"request": {"url": "u/a", "body": {"mode": "formdata", "formdata": X}, "auth": {"type": "oauth2", "oauth2": X}}}"#,
            r#"{"request": {"url": "u/a", "body": {"mode": "graphql", "graphql": X}, "auth": {"type": X}}}"#,
        ] {
            read("doc", &collection("", &item.replace('X', value)));
        }
    }
}

#[test]
fn deep_folders_and_bodies_are_refused_or_read() {
    let folders = format!("{}{}", r#"{"name": "F", "item": ["#.repeat(80), "]}".repeat(80));
    read("doc", &collection("", &folders));
    let folders = format!("{}{}", r#"{"item": ["#.repeat(50_000), "]}".repeat(50_000));
    assert!(read("doc", &collection("", &folders)).errors > 0);
    for depth in [150, 100_000] {
        let body = format!("{}1{}", "{\\\"a\\\": [".repeat(depth / 2), "]}".repeat(depth / 2));
        let request = format!(r#"{{"request": {{"url": "u/a", "body": {{"mode": "raw", "raw": "{body}"}}}}}}"#);
        read("doc", &collection("", &request));
    }
}

proptest! {
    #[test]
    fn addresses_and_bodies_of_any_text(text in "(\\{\\{|\\}\\}|[a-z{}:/?#&=.,%\\[\\]\"'\\\\ \n0-9é\u{1F600}]){0,60}") {
        let json = serde_json::Value::from(text.as_str());
        let item = format!(
            r#"{{"name": {json}, "request": {{"method": "POST", "url": {json}, "body": {{"mode": "raw", "raw": {json}}}}}, "response": [{{"code": 200, "body": {json}}}]}}"#
        );
        read("doc", &collection("", &item));
        let object = format!(r#"{{"name": "A", "request": {{"url": {{"host": ["{{{{u}}}}"], "path": [{json}], "query": [{{"key": {json}, "value": {json}}}]}}}}}}"#);
        read("doc", &collection(&format!(r#""variable": [{{"key": "u", "value": {json}}}],"#), &object));
    }
}
