//! Bodies and saved responses: types by example.

use expect_test::{Expect, expect};

use super::{collection, read, shown};

#[track_caller]
fn check(items: &str, expected: Expect) {
    expected.assert_eq(&shown(&read("doc", &collection("", items))));
}

/// One request with this body.
#[track_caller]
fn check_body(body: &str, expected: Expect) {
    check(
        &format!(r#"{{"name": "Send", "request": {{"method": "POST", "url": "{{{{u}}}}/a", "body": {body}}}}}"#),
        expected,
    );
}

/// Requests with these raw bodies.
#[track_caller]
fn check_raw(bodies: &[&str], expected: Expect) {
    let items: Vec<String> = bodies
        .iter()
        .map(|body| {
            let text = serde_json::Value::from(*body);
            format!(r#"{{"name": "Send", "request": {{"method": "POST", "url": "{{{{u}}}}/a", "body": {{"mode": "raw", "raw": {text}}}}}}}"#)
        })
        .collect();
    check(&items.join(","), expected);
}

#[test]
fn several_examples_are_one_type() {
    check_raw(
        &[
            r#"{"id": 1, "name": "a", "tags": [], "at": "2024-01-01T00:00:00Z", "password": "x", "more": null, "either": 1}"#,
            r#"{"name": null, "ratio": 1, "tags": ["x"], "address": {"city": "Oslo"}, "either": "1"}"#,
            r#"{"ratio": 1.5, "address": {"zip": "0150"}, "at": "2024-01-01T00:00:00.123+01:00"}"#,
        ],
        expect![[r#"
            at {u} u=?
            POST /a - in a
              > application/json <POST /a/request>
              < 2XX */* any
            <POST /a/request/address> = object
              city: string
              zip: string
            <POST /a/request> = object
              id: integer
              name: string?
              tags: [string]
              at: string:date-time
              password: string secret
              more: any
              either: any
              ratio: number
              address: <POST /a/request/address>
            entry Send: POST /a
            entry Send: POST /a
            entry Send: POST /a
        "#]],
    );
}

#[test]
fn json_as_people_write_it() {
    check_raw(
        &[
            r#"
// what is sent
{
  "id": {{id}}, /* or
  not */ "name": "{{name}}", "url": "http://x",
  "list": [1, 2, ],
  "count": {{count}},
}
"#,
            r#"{"count": 2, "id": {{ the-id }}}"#,
        ],
        expect![[r#"
            at {u} u=?
            POST /a - in a
              > application/json <POST /a/request>
              < 2XX */* any
            <POST /a/request> = object
              id: any
              name: string
              url: string
              list: [integer]
              count: integer
            entry Send: POST /a
            entry Send: POST /a
        "#]],
    );
}

#[test]
fn names_that_are_values_make_a_map() {
    check_raw(
        &[r#"{"{{userId}}": {"a": 1}, "7": {"a": 2}}"#, r#"{"2024-01-01": {"b": 1}}"#],
        expect![[r#"
            at {u} u=?
            POST /a - in a
              > application/json {<POST /a/request/value>}
              < 2XX */* any
            <POST /a/request/value> = object
              a: integer
              b: integer
            entry Send: POST /a
            entry Send: POST /a
        "#]],
    );
}

#[test]
fn broken_json_is_any_value_and_reported() {
    check_raw(
        &["{\"a\": 1", "{\"a\" 1 \"b\"}}"],
        expect![[r#"
        at {u} u=?
        POST /a - in a
          > application/json any
          < 2XX */* any
        entry Send: POST /a
        entry Send: POST /a
        warning[postman/not-json]: the body is no JSON
        warning[postman/not-json]: the body is no JSON
    "#]],
    );
}

#[test]
fn the_place_of_broken_json_is_exact() {
    let body = r#"{"mode": "raw", "raw": "{\n  \"id\": \"é\\\"\",\n  \"a\" 1\n}"}"#;
    let outcome =
        read("doc", &collection("", &format!(r#"{{"name": "A", "request": {{"url": "u/a", "body": {body}}}}}"#)));
    expect![[r#"
        warning[postman/not-json]: the body is no JSON
         --> doc:1:222
          |
        1 | raw", "raw": "{\n  \"id\": \"é\\\"\",\n  \"a\" 1\n}"}}}]}
          |                                                ^ expected `:` and the value of the key
          |
          = help: it may be anything; mend the example

    "#]]
    .assert_eq(&outcome.problems);
}

#[test]
fn text_xml_and_lines() {
    check_raw(
        &["<a/>", "hello", "{\"a\":1}\n{\"a\":2}", " ", "5"],
        expect![[r#"
        at {u} u=?
        POST /a - in a
          > application/xml string
          > text/plain string
          > application/x-ndjson string
          < 2XX */* any
        entry Send: POST /a
        entry Send: POST /a
        entry Send: POST /a
        entry Send: POST /a
        entry Send: POST /a
    "#]],
    );
}

#[test]
fn languages_and_headers_say_what_a_body_is() {
    check(
        r#"{"name": "A", "request": {"method": "PUT", "url": "{{u}}/a", "header": [{"key": "Content-Type", "value": "application/scim+json; charset=utf-8"}],
             "body": {"mode": "raw", "raw": "{\"a\": 1}"}}},
           {"name": "B", "request": {"method": "PUT", "url": "{{u}}/a", "body": {"mode": "raw", "raw": "{\"a\": 1}", "options": {"raw": {"language": "xml"}}}}},
           {"name": "C", "request": {"method": "PUT", "url": "{{u}}/b", "header": [{"key": "Content-Type", "value": "json"}],
             "body": {"mode": "raw", "raw": "[true]"}}}"#,
        expect![[r#"
            at {u} u=?
            PUT /a - in a
              > application/scim+json <PUT /a/request>
              > application/xml string
              < 2XX */* any
            PUT /b - in b
              > application/json [boolean]
              < 2XX */* any
            <PUT /a/request> = object
              a: integer
            entry A: PUT /a
            entry B: PUT /a
            warning[postman/media-type]: "json" is no media type
        "#]],
    );
}

#[test]
fn url_encoded_forms() {
    check_body(
        r#"{"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials", "description": "(Required) How."},
            {"key": "limit", "value": "5"}, {"key": "off", "value": "", "disabled": true}, {"key": "", "value": "x"}]}"#,
        expect![[r#"
            at {u} u=?
            POST /a - in a
              > application/x-www-form-urlencoded <POST /a/request>
              < 2XX */* any
            <POST /a/request> = object
              grant_type: string required
              limit: integer
              off: string
        "#]],
    );
}

#[test]
fn forms_of_parts_with_files() {
    check_body(
        r#"{"mode": "formdata", "formdata": [{"key": "file", "type": "file", "src": "/x"}, {"key": "files", "type": "file", "src": []},
            {"key": "files", "type": "file", "src": []}, {"key": "data", "value": "{}", "type": "text", "contentType": "application/json"}]}"#,
        expect![[r#"
            at {u} u=?
            POST /a - in a
              > multipart/form-data <POST /a/request>
                data: as application/json
              < 2XX */* any
            <POST /a/request> = object
              file: bytes
              files: [bytes]
              data: string
        "#]],
    );
}

#[test]
fn graphql_travels_as_json() {
    check_body(
        r#"{"mode": "graphql", "graphql": {"query": "query($id: ID!) { user(id: $id) { name } }", "variables": "{\n \"id\": \"1\"\n}"}}"#,
        expect![[r#"
            at {u} u=?
            POST /a - in a
              > application/json <POST /a/request>
              < 2XX */* any
            <POST /a/request/variables> = object
              id: string
            <POST /a/request> = object
              query: string required
              operationName: string
              variables: <POST /a/request/variables>
        "#]],
    );
}

#[test]
fn files_and_bodies_of_no_kind() {
    check(
        r#"{"name": "A", "request": {"method": "PUT", "url": "{{u}}/a", "body": {"mode": "file", "file": {"src": "x"}}}},
           {"name": "B", "request": {"method": "PUT", "url": "{{u}}/b", "body": {"mode": "stream", "stream": "x"}}},
           {"name": "C", "request": {"method": "PUT", "url": "{{u}}/c", "body": {"mode": "raw", "raw": ""}}},
           {"name": "D", "request": {"method": "PUT", "url": "{{u}}/d", "body": {}}},
           {"name": "E", "request": {"method": "PUT", "url": "{{u}}/e", "body": {"mode": "raw", "raw": "x", "disabled": true}}}"#,
        expect![[r#"
            at {u} u=?
            PUT /a - in a
              > application/octet-stream bytes
              < 2XX */* any
            PUT /b - in b
              < 2XX */* any
            PUT /c - in c
              < 2XX */* any
            PUT /d - in d
              < 2XX */* any
            PUT /e - in e
              < 2XX */* any
            warning[postman/body]: there are no bodies of the kind `stream`
        "#]],
    );
}

#[test]
fn saved_responses_by_status() {
    check(
        r#"{"name": "Get", "request": {"url": "{{u}}/a"}, "response": [
             {"name": "Found", "code": 200, "header": [{"key": "Content-Type", "value": "application/json"}, {"key": "ETag", "value": "1"}], "body": "{\"id\": 1}"},
             {"name": "Found too", "code": "200", "body": "{\"id\": 2, \"more\": [{}]}"},
             {"name": "Refused", "code": 403, "_postman_previewlanguage": "html", "body": "<p>"},
             {"name": "Gone", "code": 404, "body": null}, {"name": "No code", "body": "{}"}, null]},
           {"name": "Delete", "request": {"method": "DELETE", "url": "{{u}}/a"}, "response": [{"name": "Done", "code": 204, "header": null, "body": ""}]}"#,
        expect![[r#"
            at {u} u=?
            GET /a - in a
              < 200 application/json <GET /a/response 200>
                ETag: string
              < 403 text/html string
              < 404
            DELETE /a - in a
              < 204
            <GET /a/response 200> = object
              id: integer
              more: [{any}]
            warning[postman/status]: a saved response has no status
        "#]],
    );
}
