//! Collections with several problems each: all of them are told in one run, each once.

use gatewright_generator::project::Role;
use gatewright_generator::read::postman;

use super::{collection, reading};

/// Items of a collection, and what is reported of them: codes with the text of their places, in this order.
type Row = (&'static str, &'static [&'static str]);

const ROWS: &[Row] = &[
    (
        r#"{"name": "A", "request": {"method": "G T", "header": [{"key": "Content-Type", "value": "json"}], "body": {"mode": "raw", "raw": "{1"}}}"#,
        &[r#"address "A""#, r#"method "G T""#, r#"media-type {"key": "Content-Type", "value": "json"}"#, "not-json 1"],
    ),
    (
        r#"{"name": "A", "request": {"url": "{{h}}/a/../b?{{c}}=1", "body": {"mode": "stream"}}, "response": [{"code": 0}]}"#,
        &[
            r#"path "{{h}}/a/../b?{{c}}=1""#,
            r#"parameter "{{h}}/a/../b?{{c}}=1""#,
            r#"body {"mode": "stream"}"#,
            r#"status {"code": 0}"#,
        ],
    ),
    (
        r#"{"name": "A", "request": {"url": "{{h}}/a?{{c}}=1", "method": "G T"}, "response": [{"code": 0, "body": "{1"}, {"code": 200, "body": "{2"}]}"#,
        &[
            r#"parameter "{{h}}/a?{{c}}=1""#,
            r#"method "G T""#,
            r#"status {"code": 0, "body": "{1"}"#,
            "not-json 1",
            "not-json 2",
        ],
    ),
    (
        r#"{"name": "A", "request": {"url": "{{h}}/a", "body": {"mode": "raw", "raw": "{'a': 1, 'a': 2, 'b': 1, 'b': 2}"}}}, {"name": "B"}"#,
        &["not-json 'a'", "not-json 'b'", r#"item {"name": "B"}"#],
    ),
];

#[test]
fn problems_of_a_collection() {
    for (items, expected) in ROWS {
        let reading::Read { sources, diagnostics, .. } =
            reading::read(postman::read, "doc", &collection("", items), Role::Document);
        let mut found: Vec<String> = Vec::new();
        for diagnostic in diagnostics.iter() {
            let span = diagnostic.span.unwrap();
            let place = &sources.get(span.source).text[span.start as usize..span.end as usize];
            found.push(format!("{} {place}", diagnostic.code.name.trim_start_matches("postman/")));
        }
        assert_eq!(found, *expected, "{items}");
    }
}
