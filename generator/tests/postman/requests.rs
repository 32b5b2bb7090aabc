//! Folders, addresses, parameters, authentication and entries.

use expect_test::{Expect, expect};

use super::{collection, read, shown};

#[track_caller]
fn check(beside: &str, items: &str, expected: Expect) {
    expected.assert_eq(&shown(&read("doc", &collection(beside, items))));
}

#[test]
fn folders_are_groups_without_their_numbers() {
    check(
        "",
        r#"{"name": "1. Users", "description": "About users.", "item": [
             {"name": "Admin", "item": [{"name": "Step 2: List users", "request": "https://a.example.com/users"}]}]},
           {"name": "Ping", "request": {"url": "https://a.example.com/v1/ping"}}"#,
        expect![[r#"
            at https://a.example.com
            GET /users - in Users
              < 2XX */* any
            GET /v1/ping - in ping
              < 2XX */* any
        "#]],
    );
}

#[test]
fn a_folder_around_everything_is_no_group() {
    check(
        "",
        r#"{"name": "API", "item": [
             {"name": "Users", "item": [{"name": "List", "request": {"url": "{{HOST}}/users"}}]},
             {"name": "Ping", "request": {"url": "{{HOST}}/ping"}}]}"#,
        expect![[r#"
            at {HOST} HOST=?
            GET /users - in Users
              < 2XX */* any
            GET /ping - in API
              < 2XX */* any
        "#]],
    );
}

#[test]
fn addresses_in_all_forms_are_one_server() {
    check(
        r#""variable": [{"key": "baseUrl", "value": "https://{{domain}}.example.com/api/"}, {"key": "domain", "value": "acme"}],"#,
        r#"{"name": "A", "request": "{{baseUrl}}/a"},
           {"name": "B", "request": {"url": {"raw": "{{baseUrl}}/b?x=1#top"}}},
           {"name": "C", "request": {"url": {"raw": "ignored", "host": ["{{baseUrl}}"], "path": ["c", ":id.json", {"value": "d d"}]}}},
           {"name": "D", "request": {"url": {"host": "{{baseUrl}}", "path": "/d/{{user id}}/{x}/device={{name}}"}}},
           {"name": "E", "request": {"url": {"host": ["{{baseUrl}}"], "path": ["e?y=2"]}}},
           {"name": "F", "request": "{{baseUrl}}f"},
           {"name": "G", "request": "{{baseUrl}}"}"#,
        expect![[r#"
            at https://{domain}.example.com/api domain=acme
            GET /a - in a
              < 2XX */* any
            GET /b - in b
              Query Form x: string explode e.g. "1"
              < 2XX */* any
            GET /c/{id}.json/d%20d - in c
              Path Simple id: string required
              < 2XX */* any
            GET /d/{user_id}/{x}/device={name} - in d
              Path Simple user_id: string required
              Path Simple x: string required
              Path Simple name: string required
              < 2XX */* any
            GET /e - in e
              Query Form y: string explode e.g. "2"
              < 2XX */* any
            GET /f - in f
              < 2XX */* any
            GET / - in root
              < 2XX */* any
        "#]],
    );
}

#[test]
fn pieces_of_hosts_are_server_variables() {
    check(
        r#""variable": [{"key": "PORT", "value": 8080}],"#,
        r#"{"name": "A", "request": {"url": {"raw": "x", "protocol": "{{PROTOCOL}}", "host": ["{{IP}}"], "port": "{{PORT}}", "path": ["a"]}}}"#,
        expect![[r#"
            at {PROTOCOL}://{IP}:{PORT} PROTOCOL=? IP=? PORT=8080
            GET /a - in a
              < 2XX */* any
        "#]],
    );
}

#[test]
fn hosts_that_differ_in_their_path_only() {
    check(
        r#""variable": [{"key": "v1", "value": "https://a.example.com/v1"}, {"key": "v2", "value": "https://a.example.com/v2"}],"#,
        r#"{"name": "A", "request": "{{v1}}/a"}, {"name": "B", "request": "{{v2}}/a"}"#,
        expect![[r#"
            at https://a.example.com
            GET /v1/a - in a
              < 2XX */* any
            GET /v2/a - in a
              < 2XX */* any
        "#]],
    );
}

#[test]
fn another_host_is_reported() {
    check(
        "",
        r#"{"name": "A", "request": "api.example.com/a"}, {"name": "B", "request": "api.example.com/b"},
           {"name": "C", "request": "login.example.com/token"}"#,
        expect![[r#"
            at https://api.example.com
            GET /a - in a
              < 2XX */* any
            GET /b - in b
              < 2XX */* any
            GET /token - in token
              at https://login.example.com
              < 2XX */* any
            warning[postman/other-address]: a request goes to `login.example.com`, others elsewhere
        "#]],
    );
}

#[test]
fn hosts_that_may_be_the_same_are_not_told_apart() {
    check(
        "",
        r#"{"name": "A", "request": "{{api}}/a"}, {"name": "B", "request": "{{api}}/b"}, {"name": "C", "request": "{{url}}/c"},
           {"name": "D", "request": "https://a.example.com/a"}, {"name": "E", "request": "https://{{of}}.example.com/e"}"#,
        expect![[r#"
            at {api} api=?
            at {url} url=?
            GET /a - in a
              < 2XX */* any
            GET /b - in b
              < 2XX */* any
            GET /c - in c
              < 2XX */* any
            GET /e - in e
              at https://{of}.example.com
              < 2XX */* any
            entry A: GET /a
            entry D: GET /a
            warning[postman/other-address]: a request goes to `{{url}}`, others elsewhere
            warning[postman/other-address]: a request goes to `https://a.example.com`, others elsewhere
            warning[postman/other-address]: a request goes to `https://{{of}}.example.com`, others elsewhere
        "#]],
    );
}

#[test]
fn an_address_in_full_is_the_one_that_a_variable_holds() {
    check(
        r#""variable": [{"key": "api", "value": "https://api.example.com/v1"}],"#,
        r#"{"name": "A", "request": "{{api}}/a"}, {"name": "B", "request": "https://api.example.com/v1/b"},
           {"name": "C", "request": "https://login.example.com/token"}"#,
        expect![[r#"
            at https://api.example.com
            GET /v1/a - in a
              < 2XX */* any
            GET /v1/b - in b
              < 2XX */* any
            GET /token - in token
              at https://login.example.com
              < 2XX */* any
            warning[postman/other-address]: a request goes to `https://login.example.com`, others elsewhere
        "#]],
    );
}

#[test]
fn requests_without_an_address_stay_names() {
    check(
        "",
        r#"{"name": "A", "request": {"method": "GET", "url": null}}, {"name": "B", "request": {"method": "GET"}},
           {"name": "C", "request": ""}, {"name": "D"}, {"name": "E", "request": "https://a.example.com/x/../y"}"#,
        expect![[r#"
            entry A: the collection shows no address for it
            entry B: the collection shows no address for it
            entry C: the collection shows no address for it
            warning[postman/address]: `A` has no address
            warning[postman/address]: `B` has no address
            warning[postman/address]: `C` has no address
            warning[postman/item]: an item that is neither a folder nor a request
            warning[postman/path]: the path of `E` has a segment `.` or `..`
        "#]],
    );
}

#[test]
fn one_request_under_many_names_is_one_operation() {
    check(
        "",
        r#"{"name": "Users", "item": [
             {"name": "Index", "request": {"method": "POST", "url": "{{u}}/c/{{name}}/docs"}},
             {"name": "Upsert", "request": {"method": "post", "url": "{{u}}/c/:other/docs?action=upsert&id={{id}}"}}]}"#,
        expect![[r#"
            at {u} u=?
            POST /c/{name}/docs - in Users
              Path Simple name: string required
              Query Form action: string explode e.g. "upsert"
              Query Form id: string explode
              < 2XX */* any
            entry Users > Index: POST /c/{name}/docs
            entry Users > Upsert: POST /c/{name}/docs action=upsert id=?
        "#]],
    );
}

#[test]
fn parameters_with_their_descriptions_and_examples() {
    check(
        r#""variable": [{"key": "limit", "value": "5", "description": "Most."}],"#,
        r#"{"name": "A", "request": {"url": {"host": ["{{u}}"], "path": [":id", ":id"],
             "query": [{"key": "page", "value": "1"}, {"key": "limit", "value": "{{limit}}"}, {"key": "id", "value": "007"},
                       {"key": "all", "value": "true"}, {"key": "tag", "value": "a"}, {"key": "tag", "value": "b"},
                       {"key": "q", "value": null, "description": {"content": "(Required) What to find."}},
                       {"key": "off", "value": "x", "disabled": true}, {"key": null, "value": null}, {"key": "{{k}}", "value": "1"}],
             "variable": [{"key": "id", "value": "u1", "description": "Whose."}]},
             "header": [{"key": "X-Trace", "value": "1", "description": "A trace."}, {"key": "x-trace", "value": "2"},
                        {"key": "Accept", "value": "*/*"}, {"key": "X-Off", "value": "", "disabled": true}]}},
           {"name": "B", "request": {"method": "PUT", "url": "{{u}}/b", "header": "X-Line: 1\nContent-Type: text/plain\nno header"}}"#,
        expect![[r#"
            at {u} u=?
            GET /{id}/{id_2} - in root
              Path Simple id: string required e.g. "u1"
              Path Simple id_2: string required e.g. "u1"
              Query Form page: integer explode e.g. 1
              Query Form limit: integer explode e.g. 5
              Query Form id: string explode e.g. "007"
              Query Form all: boolean explode e.g. true
              Query Form tag: [string] explode e.g. ["a"]
              Query Form q: string required explode
              Query Form off: string explode e.g. "x"
              Header Simple X-Trace: string e.g. "1"
              Header Simple X-Off: string
              < 2XX */* any
            PUT /b - in b
              Header Simple X-Line: string e.g. "1"
              < 2XX */* any
            warning[postman/parameter]: the parameter `{{k}}` has a variable in its name
        "#]],
    );
}

#[test]
fn authentication_is_inherited_and_merged() {
    check(
        r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{t}}"}]},"#,
        r#"{"name": "A", "request": "{{u}}/a"},
           {"name": "F", "auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "in", "value": "query"}]},
            "item": [{"name": "B", "request": {"url": "{{u}}/b", "auth": null}},
                     {"name": "C", "request": {"url": "{{u}}/c", "auth": {"type": "basic", "basic": {"username": "x"}}}}]},
           {"name": "D", "request": {"url": "{{u}}/d", "auth": {"type": "noauth"}}},
           {"name": "A again", "request": {"url": "{{u}}/a", "auth": {"type": "noauth"}}},
           {"name": "E", "request": {"url": "{{u}}/e", "auth": {"type": "oauth2", "oauth2": [
             {"key": "grant_type", "value": "client_credentials"}, {"key": "scope", "value": "read write read"},
             {"key": "accessTokenUrl", "value": "{{host}}/token"}]}}},
           {"name": "G", "request": {"url": "{{u}}/g", "auth": {"type": "awsv4", "awsv4": []}}}"#,
        expect![[r#"
            at {u} u=?
            scheme bearer Http("bearer")
            scheme X-Key Key { location: Query, name: "X-Key" }
            scheme basic Http("basic")
            scheme oauth2 OAuth2 Flow { kind: "clientCredentials", token_url: Some("{host}/token"), authorization_url: None, refresh_url: None, scopes: [PermissionId(0), PermissionId(1)] }
            scheme awsv4 Http("aws4-hmac-sha256")
            GET /a - in a
              < 2XX */* any
              by [(bearer)]
            GET /b - in F
              < 2XX */* any
              by [(X-Key)]
            GET /c - in F
              < 2XX */* any
              by [(basic)]
            GET /d - in d
              < 2XX */* any
              by []
            GET /e - in e
              < 2XX */* any
              by [(oauth2 read write)]
            GET /g - in g
              < 2XX */* any
              by [(awsv4)]
            entry A: GET /a
            entry A again: GET /a
            warning[postman/other-auth]: the same request also stands with authentication
            warning[postman/auth]: requests prove who calls by `awsv4`
        "#]],
    );
}

#[test]
fn headers_show_authentication_where_nothing_states_it() {
    check(
        "",
        r#"{"name": "A", "request": {"url": "{{u}}/a", "header": [{"key": "Authorization", "value": "Bearer {{t}}"}]}},
           {"name": "B", "request": {"url": "{{u}}/b", "header": [{"key": "authorization", "value": "SSWS {{t}}"}]}},
           {"name": "C", "request": {"url": "{{u}}/c", "header": [{"key": "X-ACME-API-KEY", "value": "{{t}}"}]}}"#,
        expect![[r#"
            at {u} u=?
            scheme bearer Http("bearer")
            scheme Authorization Key { location: Header, name: "Authorization" }
            scheme X-ACME-API-KEY Key { location: Header, name: "X-ACME-API-KEY" }
            GET /a - in a
              < 2XX */* any
              by [(bearer)]
            GET /b - in b
              < 2XX */* any
              by [(Authorization)]
            GET /c - in c
              < 2XX */* any
              by [(X-ACME-API-KEY)]
        "#]],
    );
}

#[test]
fn scripts_are_noted_once() {
    check(
        r#""event": [{"listen": "test", "script": {"exec": [""]}}],"#,
        r#"{"name": "A", "event": [{"listen": "test", "script": {"exec": ["pm.test()"]}}, {"listen": "prerequest", "script": {"exec": "x"}}],
            "request": "{{u}}/a"}"#,
        expect![[r#"
            at {u} u=?
            GET /a - in a
              < 2XX */* any
            warning[postman/scripts]: the collection has 2 scripts, which are not read
        "#]],
    );
}

#[test]
fn odd_methods() {
    check(
        "",
        r#"{"name": "A", "request": {"method": "PURGE", "url": "{{u}}/a"}}, {"name": "B", "request": {"method": "GET ALL", "url": "{{u}}/b"}},
           {"name": "C", "request": {"method": null, "url": "{{u}}/c"}}"#,
        expect![[r#"
            at {u} u=?
            PURGE /a - in a
              < 2XX */* any
            GET /b - in b
              < 2XX */* any
            GET /c - in c
              < 2XX */* any
            warning[postman/method]: no method of HTTP looks like that
        "#]],
    );
}

#[test]
fn exports_of_another_kind() {
    for text in [
        r#"{"id": "1", "name": "Old", "requests": [], "_postman_id": "1"}"#,
        r#"{"id": "1", "values": [], "_postman_exported_at": "2020"}"#,
    ] {
        let outcome = read("doc", text);
        assert!(outcome.problems.contains("postman/version"), "{}", outcome.problems);
    }
}

#[test]
fn what_the_api_of_postman_wraps() {
    let inner = collection("", r#"{"name": "A", "request": "https://a.example.com/a"}"#);
    let outcome = read("doc", &format!(r#"{{"collection": {inner}}}"#));
    assert_eq!(outcome.model.operations.len(), 1, "{}", outcome.problems);
}

#[test]
fn addresses_with_an_empty_protocol() {
    check(
        "",
        r#"{"name": "A", "request": {"url": {"raw": "{{host}}/a", "protocol": "", "host": ["{{host}}"], "path": ["a"]}}},
           {"name": "B", "request": "{{host}}/b"}"#,
        expect![[r#"
            at {host} host=?
            GET /a - in a
              < 2XX */* any
            GET /b - in b
              < 2XX */* any
        "#]],
    );
}
