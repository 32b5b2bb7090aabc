//! What the lines of a call mean.

use expect_test::{Expect, expect};

use super::{file, read, show};

/// A file with this one call.
fn check(lines: &str, expected: Expect) {
    check_file(&file(lines), expected);
}

fn check_file(text: &str, expected: Expect) {
    let (model, sources, diagnostics) = read(text);
    let problems = gatewright_generator::diag::render(&sources, &diagnostics, false);
    expected.assert_eq(&format!("{}{problems}", show::model(&model)));
}

#[test]
fn placeholders_are_path_parameters() {
    check(
        "GET /users/{userId}/roles/{roleId}\n@required {roleId: int # Which}",
        expect![[r#"
        GET /users/{userId}/roles/{roleId} [default] 
          path userId!: string (lap/placeholder-is-path)
          path roleId!: integer (lap/placeholder-is-path) # "Which"
    "#]],
    );
}

#[test]
fn placeholder_within_a_segment() {
    check(
        "GET /files/{name}.{ext}:export\n@returns(200) {url: str}",
        expect![[r#"
        GET /files/{name}.{ext}:export [default] 
          path name!: string (lap/placeholder-is-path)
          path ext!: string (lap/placeholder-is-path)
          200 {url: string}
    "#]],
    );
}

#[test]
fn placeholder_for_the_rest() {
    check(
        "GET /{Bucket}/{Key+}",
        expect![[r#"
        GET /{Bucket}/{Key+} [default] 
          path Bucket!: string (lap/placeholder-is-path)
          path Key!: string (lap/placeholder-is-path)
    "#]],
    );
}

#[test]
fn placeholder_in_two_braces() {
    check(
        "GET /{{server}}/api",
        expect![[r#"
        GET /{{server}}/api [default] 
          path server!: string (lap/placeholder-is-path)
    "#]],
    );
}

#[test]
fn query_in_the_path() {
    check(
        "POST /users/{id}?operation=suspend\n@required {ids: [str]}",
        expect![[r#"
        POST /users/{id}?operation=suspend [default] 
          path id!: string (lap/placeholder-is-path)
          body! application/json {ids!: [string]}
    "#]],
    );
}

#[test]
fn optional_name_of_a_placeholder_is_a_field() {
    check(
        "POST /pools/{poolId}\n@optional {poolId: str # Pool of the settings, name: str}",
        expect![[r#"
        POST /pools/{poolId} [default] 
          path poolId!: string (lap/placeholder-is-path)
          body application/json {poolId: string # "Pool of the settings", name: string}
    "#]],
    );
}

#[test]
fn optional_name_of_a_placeholder_of_a_call_without_body() {
    check(
        "GET /keys/{id}\n@optional {id: str # Which}",
        expect![[r#"
            GET /keys/{id} [default] 
              path id!: string (lap/optional-placeholder-is-path) # "Which"
        "#]],
    );
}

#[test]
fn example_shows_a_field_named_like_a_placeholder() {
    check(
        "PUT /vars/{name}\n@required {name: str}\n@example_request {\"name\":\"a\"}",
        expect![[r#"
        PUT /vars/{name} [default] 
          path name!: string (lap/placeholder-is-path)
          body! application/json {name!: string}
            example {"name":"a"}
    "#]],
    );
}

#[test]
fn listed_twice_travels_in_path_and_body() {
    check(
        "PATCH /drives/{id}\n@required {id: str # Which, id: str # New}",
        expect![[r#"
        PATCH /drives/{id} [default] 
          path id!: string (lap/listed-twice) # "Which"
          body! application/json {id!: string # "New"}
    "#]],
    );
}

#[test]
fn listed_twice_travels_in_query_and_body() {
    check(
        "POST /functions\n@optional {slug: str, name: str, slug: str # Body}",
        expect![[r#"
        POST /functions [default] 
          query slug: string (lap/listed-twice)
          body application/json {name: string, slug: string # "Body"}
    "#]],
    );
}

#[test]
fn listed_as_required_and_as_optional() {
    check(
        "PUT /flags\n@required {slug: str # Of the flag}\n@optional {slug: str # Of the team}",
        expect![[r#"
        PUT /flags [default] 
          query slug: string (lap/listed-twice) # "Of the team"
          body! application/json {slug!: string # "Of the flag"}
    "#]],
    );
}

#[test]
fn names_of_headers() {
    check(
        "POST /x\n@optional {If-Match: str, x-request-id: str, Authorization: str, api-version: str, X-Y: map}",
        expect![[r#"
            POST /x [default] 
              header If-Match: string (lap/header-like-name)
              header x-request-id: string (lap/header-like-name)
              header Authorization: string (lap/header-like-name)
              body application/json {api-version: string, X-Y: map<any>}
        "#]],
    );
}

#[test]
fn common_fields() {
    check_file(
        "@lap v0.3\n@api Test\n@common_fields {api-version: any # Version, tenant: str # Who, X-Trace: str}\n@endpoints 2\n\
         @endpoint GET /{tenant}/a\n@endpoint POST /b\n@required {name: str, tenant: int # Own}\n@end\n",
        expect![[r#"
            GET /{tenant}/a [default] 
              path tenant!: string (lap/placeholder-is-path) # "Who"
              query api-version: any (lap/common-field-is-query) # "Version"
              header X-Trace: string (lap/header-like-name)
            POST /b [default] 
              query api-version: any (lap/common-field-is-query) # "Version"
              header X-Trace: string (lap/header-like-name)
              body! application/json {name!: string, tenant!: integer # "Own"}
        "#]],
    );
}

#[test]
fn body_of_fields() {
    check(
        "POST /users\n@required {name: str # Full name, tags: [str(uri)]}\n@optional {address: map{street!: str, zip: map{a: \
         int}}, admin: bool=False, level: int(int32)(1/2/3)=2}",
        expect![[r#"
            POST /users [default] 
              body! application/json {name!: string # "Full name", tags!: [string(uri)], address: {street!: string, zip: {a: integer}}, admin: boolean = false, level: integer(int32)(1/2/3) = 2}
        "#]],
    );
}

#[test]
fn body_of_a_named_type() {
    check_file(
        "@lap v0.3\n@api Test\n@endpoints 1\n@type User {id!: str, manager: User?, tags: [str]}\n@endpoint POST /users\n@body -> \
         User\n@optional {dry: bool}\n@end\n",
        expect![[r#"
            POST /users [default] 
              query dry: boolean (lap/body-is-stated)
              body! application/json User
            User = {id!: string, manager: User?, tags: [string]}
        "#]],
    );
}

#[test]
fn body_of_an_undefined_type() {
    check(
        "POST /users\n@required {user: User, others: [Other]}",
        expect![[r#"
        POST /users [default] 
          body! application/json {user!: User, others!: [Other]}
        User = undefined
        Other = undefined
    "#]],
    );
}

#[test]
fn example_proves_a_body() {
    check(
        "POST /x\n@example_request {\"a\":1}",
        expect![[r#"
        POST /x [default] 
          body! application/json any
            example {"a":1}
    "#]],
    );
}

#[test]
fn example_array_proves_a_list() {
    check(
        "POST /x\n@optional {dry: bool}\n@example_request [{\"op\":\"add\"}]",
        expect![[r#"
        POST /x [default] 
          query dry: boolean (lap/body-is-stated)
          body! application/json [any]
            example [{"op":"add"}]
    "#]],
    );
}

#[test]
fn example_array_of_bodies() {
    check(
        "POST /claims\n@optional {name: str}\n@example_request [{\"name\":\"a\"}]",
        expect![[r#"
        POST /claims [default] 
          body! application/json {name: string}
            example [{"name":"a"}]
    "#]],
    );
}

#[test]
fn files_are_form_parts() {
    check(
        "POST /logo\n@required {file: file}",
        expect![[r#"
        POST /logo [default] 
          body! multipart/form-data {file!: bytes}
    "#]],
    );
}

#[test]
fn returned_fields() {
    check(
        "GET /x\n@returns(200) {id: str, at: str(date-time)?, of: map?{a: [map{b: int?}], c: any?}, list: [str]?, t: \
         map<str,map<str,int>>?} # Success: yes, {really}\n@returns(204)\n@returns(2XX) Fine",
        expect![[r#"
            GET /x [default] 
              200 {id: string, at: string(date-time)?, of: {a: [{b: integer?}], c: any?}?, list: [string]?, t: map<map<integer>>?} # "Success: yes, {really}"
              204
              2XX # "Fine"
        "#]],
    );
}

#[test]
fn returned_map_with_a_second_type() {
    check(
        "GET /x\n@returns(200) {tags: map<str, str>?: any, id: str}",
        expect![[r#"
        GET /x [default] 
          200 {tags: map<string>?, id: string}
    "#]],
    );
}

#[test]
fn errors_in_all_forms() {
    check(
        "GET /x\n@errors {400: Bad, with 1, 2 reasons: many, 401, 404:NotFound, 409:Conflict: Already there, 4XX: Other, \
         default: Any}",
        expect![[r#"
            GET /x [default] 
              400 # "Bad, with 1, 2 reasons: many"
              401
              404:NotFound
              409:Conflict # "Already there"
              4XX # "Other"
              default # "Any"
        "#]],
    );
}

#[test]
fn call_without_returns() {
    check(
        "POST /extend\n@desc Extend",
        expect![[r#"
        POST /extend [default] Extend
    "#]],
    );
}

#[test]
fn markup_in_values() {
    check(
        "GET /x\n@required {type: str(<x-lifecycle class=\"ea\"></x-lifecycle> DEVICE/ACCESS/RISK) # Which}",
        expect![[r#"
            GET /x [default] 
              query type!: enum(DEVICE/ACCESS/RISK) (lap/method-decides-query) # "Which"
        "#]],
    );
}

#[test]
fn signs_as_values() {
    check(
        "GET /x\n@required {op: str(</<=/>/>=/=)=>=}",
        expect![[r#"
        GET /x [default] 
          query op!: enum(</<=/>/>=/=) (lap/method-decides-query) = ">="
    "#]],
    );
}

#[test]
fn values_that_hold_slashes() {
    check(
        "GET /x\n@optional {a: str(text/csv/text/html), b: str(/v1/chat//v1/embeddings//v1/chat/all), c: \
         str(aix/ppc/android/arm/android/arm/v5)=aix}",
        expect![[r#"
            GET /x [default] 
              query a: enum(text/csv/text/html) (lap/method-decides-query)
              query b: enum(/v1/chat//v1/embeddings//v1/chat/all) (lap/method-decides-query)
              query c: string(aix/ppc/android/arm/android/arm/v5) (lap/method-decides-query) = "aix"
        "#]],
    );
}

#[test]
fn values_of_numbers_and_truth() {
    check(
        "GET /x\n@optional {n: num(0/1), b: bool(true/false)=true, i: int(301/302)=307, a: any(x/1)=x}",
        expect![[r#"
        GET /x [default] 
          query n: number(0/1) (lap/method-decides-query)
          query b: boolean(true/false) (lap/method-decides-query) = true
          query i: integer(301/302) (lap/method-decides-query) # "Default: 307"
          query a: enum(x/1) (lap/method-decides-query) = "x"
    "#]],
    );
}

#[test]
fn values_of_a_list() {
    check(
        "GET /x\n@optional {grants: [str](a/b)}",
        expect![[r#"
        GET /x [default] 
          query grants: [enum(a/b)] (lap/method-decides-query)
    "#]],
    );
}

#[test]
fn format_that_is_no_default() {
    check(
        "GET /x\n@optional {used: str(boolean)}",
        expect![[r#"
        GET /x [default] 
          query used: string(boolean) (lap/method-decides-query)
    "#]],
    );
}

#[test]
fn null_is_no_default_of_text() {
    check(
        "GET /x\n@optional {a: str=null # Colour, b: str=None, c: int=null}",
        expect![[r#"
        GET /x [default] 
          query a: string (lap/method-decides-query) # "Colour\n\nDefault: null"
          query b: string (lap/method-decides-query) # "Default: None"
          query c: integer (lap/method-decides-query) # "Default: null"
    "#]],
    );
}

#[test]
fn prose_is_no_default_of_a_date() {
    check(
        "GET /x\n@optional {a: str(date-time)=Assigned # When, b: str(date-time)=2020-01-31T00:00:00Z}",
        expect![[r#"
        GET /x [default] 
          query a: string(date-time) (lap/method-decides-query) # "When\n\nDefault: Assigned"
          query b: string(date-time) (lap/method-decides-query) = "2020-01-31T00:00:00Z"
    "#]],
    );
}

#[test]
fn prose_is_no_default_of_a_described_format() {
    check(
        "GET /x\n@optional {since: str(ISO 8601 timestamp)=7 days prior to until # Bound}",
        expect![[r#"
        GET /x [default] 
          query since: string(iso 8601 timestamp) (lap/method-decides-query) # "Bound\n\nDefault: 7 days prior to until"
    "#]],
    );
}

#[test]
fn empty_text_is_a_default_of_text() {
    check(
        "GET /x\n@optional {expand: str=, q: str}",
        expect![[r#"
        GET /x [default] 
          query expand: string (lap/method-decides-query) = ""
          query q: string (lap/method-decides-query)
    "#]],
    );
}

#[test]
fn value_that_is_not_listed_is_no_default() {
    check(
        "GET /x\n@optional {a: str(x/y)=z}",
        expect![[r#"
        GET /x [default] 
          query a: enum(x/y) (lap/method-decides-query) # "Default: z"
    "#]],
    );
}

#[test]
fn lists_and_objects_as_defaults() {
    check(
        "GET /x\n@optional {a: [str]=[\"x\"], b: [str]=['x', 'y'], c: map={}}",
        expect![[r#"
        GET /x [default] 
          query a: [string] (lap/method-decides-query) = ["x"]
          query b: [string] (lap/method-decides-query) # "Default: ['x', 'y']"
          query c: map<any> (lap/method-decides-query) = {}
    "#]],
    );
}

#[test]
fn all_type_words() {
    check(
        "GET /x\n@optional {a: float, b: bytes, c: file, d: object, e: array, f: null, g: num, h: map, i: any}",
        expect![[r#"
            GET /x [default] 
              query a: number (lap/method-decides-query)
              query b: bytes (lap/method-decides-query)
              query c: bytes (lap/method-decides-query)
              query d: map<any> (lap/method-decides-query)
              query e: [any] (lap/method-decides-query)
              query f: null (lap/method-decides-query)
              query g: number (lap/method-decides-query)
              query h: map<any> (lap/method-decides-query)
              query i: any (lap/method-decides-query)
        "#]],
    );
}

#[test]
fn groups_may_be_opened_again() {
    check_file(
        "@lap v0.3\n@api Test\n@endpoints 3\n@toc a(2), b(1)\n@group a\n@endpoint GET /1\n@endgroup\n@group b\n@endpoint GET \
         /2\n@endgroup\n@group a\n@endpoint GET /3\n@endgroup\n@end\n",
        expect![[r#"
            GET /1 [a] 
            GET /2 [b] 
            GET /3 [a] 
        "#]],
    );
}

#[test]
fn bare_calls_belong_to_the_only_group() {
    check_file(
        "@lap v0.3\n@api Test\n@endpoints 1\n@toc users(1)\n@endpoint GET /1\n@end\n",
        expect![[r#"
        GET /1 [users] 
    "#]],
    );
}

#[test]
fn carriage_returns() {
    check_file(
        "@lap v0.3\r\n@api Test\r\n@endpoints 1\r\n@endpoint GET /1\r\n@desc Text\r\n\r\n@end\r\n",
        expect![[r#"
        GET /1 [default] Text
    "#]],
    );
}

#[test]
fn security() {
    let text = "@lap v0.3\n@api Test\n@auth ApiKey X-Key in header | Bearer bearer | OAuth2 | Bearer basic\n@endpoints \
                2\n@endpoint GET /1\n@auth None\n@endpoint GET /2\n@end\n";
    let (model, _, diagnostics) = read(text);
    assert!(diagnostics.is_empty());
    let alternatives: Vec<_> = model
        .operations
        .iter()
        .map(|operation| operation.security.as_ref().map(|one| one.requirements.len()))
        .collect();
    assert_eq!(alternatives, [Some(0), Some(4)]);
    let kinds: Vec<_> = model.schemes.iter().map(|scheme| format!("{:?}", scheme.kind)).collect();
    expect![[r#"
        Key { location: Header, name: "X-Key" }
        Http("bearer")
        OAuth2
        Http("basic")"#]]
    .assert_eq(&kinds.join("\n"));
}
