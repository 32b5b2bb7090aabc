//! What a client or a server would notice between two documents.

use expect_test::{Expect, expect};
use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::diff::{self, Difference};
use gatewright_generator::model::{Builder, Model, Ref, Shape};
use gatewright_generator::pass;
use gatewright_generator::read::{Document, Format};
use gatewright_generator::source::Sources;

fn model(sources: &mut Sources, name: &str, text: &str) -> Model {
    let id = sources.add(name, text);
    let format = Format::of(text).expect("a known format");
    let mut diagnostics = Diagnostics::default();
    let mut builder = Builder::new("test");
    format.read(Document::alone(id, &sources.get(id).text), &mut builder, &mut diagnostics);
    let mut model = builder.finish();
    pass::run(&mut model, &gatewright_generator::limits::Limits::default(), |_| false, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", render(sources, &diagnostics, false));
    model
}

fn compare(old: &str, new: &str) -> (Sources, Difference) {
    let mut sources = Sources::default();
    let (old, new) = (model(&mut sources, "old", old.trim_start()), model(&mut sources, "new", new.trim_start()));
    let difference = diff::compare(&old, &new);
    for change in &difference.changes {
        assert!(change.old.is_some() || change.new.is_some(), "{change:?} has a place");
        assert!(diff::CODES.contains(&change.rule), "{} is listed", change.rule.name);
    }
    (sources, difference)
}

/// Two documents of OpenAPI with these paths and schemas.
#[track_caller]
fn check(old: &str, new: &str, expected: Expect) {
    let whole = |rest: &str| format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{}\n", rest.trim_matches('\n'));
    let (_, difference) = compare(&whole(old), &whole(new));
    expected.assert_eq(&lines(&difference));
}

/// Two documents with one operation that sends and returns this schema.
#[track_caller]
fn check_schema(old: &str, new: &str, expected: Expect) {
    let whole = |schema: &str| {
        format!(
            "paths: {{/a: {{put: {{requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/A'}}}}}}}}, responses: {{'200': {{description: '', content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}}}\ncomponents: {{schemas: {{A: {schema}}}}}"
        )
    };
    check(&whole(old), &whole(new), expected);
}

fn lines(difference: &Difference) -> String {
    let effect = |change: &diff::Change| match (change.breaks_clients, change.breaks_servers) {
        (true, true) => "both",
        (true, false) => "clients",
        (false, true) => "servers",
        (false, false) => "-",
    };
    let line = |change: &diff::Change| {
        format!("{} {} | {} | {} | {}\n", effect(change), change.rule.name, change.operation, change.place, change.what)
    };
    difference.changes.iter().map(line).collect()
}

#[test]
fn operations_come_and_go() {
    check(
        r#"paths: {"/a/{id}": {get: {operationId: a, responses: {}}}, /b: {get: {responses: {}}}}"#,
        r#"paths: {"/a/{other}": {get: {operationId: z, deprecated: true, responses: {}}}, /c: {get: {responses: {}}}}"#,
        expect![[r#"
            - diff/operation-id | GET /a/{id} |  | `a` is now `z`
            - diff/deprecated | GET /a/{id} |  | deprecated now
            clients diff/operation-removed | GET /b |  | removed
            servers diff/operation-added | GET /c |  | added
        "#]],
    );
}

#[test]
fn parameters_of_operations() {
    check(
        "paths: {/a: {get: {parameters: [{name: gone, in: query}, {name: must, in: query, required: true}, {name: moved, in: query}, \
         {name: X-A, in: header}, {name: limit, in: query, schema: {type: integer, default: 20, maximum: 100}}, \
         {name: ids, in: query, schema: {type: array, items: {type: string}}}, {name: one, in: query, schema: {type: string}}], responses: {}}}}",
        "paths: {/a: {get: {parameters: [{name: new, in: query}, {name: needed, in: query, required: true}, {name: moved, in: header}, \
         {name: x-a, in: header, required: true}, {name: limit, in: query, schema: {type: integer, default: 10, maximum: 50}}, \
         {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}, {name: one, in: query, explode: false, schema: {type: string}}], responses: {}}}}",
        expect![[r#"
            clients diff/parameter-removed | GET /a | query parameter gone | removed
            both diff/parameter-removed | GET /a | query parameter must | removed
            both diff/parameter-moved | GET /a | query parameter moved | in the query and now in the header
            clients diff/now-required | GET /a | header parameter X-A | required now
            clients diff/default | GET /a | query parameter limit | the default was `20` and is `10`
            clients diff/constraint | GET /a | query parameter limit | the maximum was `100` and is `50`
            both diff/parameter-style | GET /a | query parameter ids | written in another way
            - diff/parameter-added | GET /a | query parameter new | added
            clients diff/parameter-added | GET /a | query parameter needed | added, required
        "#]],
    );
}

#[test]
fn bodies_and_media_types() {
    check(
        "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {}}, text/plain: {}}}, responses: {}}, \
         put: {responses: {}}, patch: {requestBody: {required: true, content: {application/json: {}}}, responses: {}}}}",
        "paths: {/a: {post: {requestBody: {required: true, content: {application/json: {schema: {}}, text/csv: {}}}, responses: {}}, \
         put: {requestBody: {required: true, content: {application/json: {}}}, responses: {}}, patch: {responses: {}}}}",
        expect![[r#"
            clients diff/now-required | POST /a | body | required now
            clients diff/media-type-removed | POST /a | body, text/plain | removed
            servers diff/media-type-added | POST /a | body, text/csv | added
            clients diff/body-added | PUT /a | body | added, required
            both diff/body-removed | PATCH /a | body | removed
        "#]],
    );
}

#[test]
fn fields_of_forms_travel_in_another_way() {
    let form = |encoding: &str| {
        format!(
            "paths: {{/a: {{post: {{requestBody: {{content: {{multipart/form-data: {{schema: {{type: object, properties: {{ids: \
             {{type: array, items: {{type: string}}}}, file: {{type: string, format: binary}}}}}}, encoding: \
             {encoding}}}}}}}, responses: {{}}}}}}}}"
        )
    };
    check(
        &form("{ids: {style: form, explode: false}, file: {contentType: 'image/png, image/jpeg'}}"),
        &form("{ids: {style: form}, file: {contentType: image/png}}"),
        expect![[r#"
            clients diff/field-encoding | POST /a | body, multipart/form-data, file | of other media types
            both diff/field-encoding | POST /a | body, multipart/form-data, ids | written in another way
        "#]],
    );
    check(&form("{ids: {style: form, explode: true}, file: {contentType: image/png}}"), &form("{}"), expect![[""]]);
    check(
        &form("{file: {contentType: image/png}}"),
        &form("{file: {contentType: 'image/*'}}"),
        expect![[r#"
        servers diff/field-encoding | POST /a | body, multipart/form-data, file | of other media types
    "#]],
    );
}

#[test]
fn responses_by_status() {
    check(
        "paths: {/a: {get: {responses: {'200': {description: '', headers: {ETag: {}}, content: {application/json: {}}}, '202': {description: ''}, '404': {description: ''}}}}}",
        "paths: {/a: {get: {responses: {'2XX': {description: '', headers: {Link: {}}}, '201': {description: '', content: {text/plain: {}}}, '409': {description: ''}}}}}",
        expect![[r#"
            clients diff/response-body-removed | GET /a | response 200 | no body any more
            clients diff/header-removed | GET /a | response 200, header ETag | removed
            - diff/header-added | GET /a | response 200, header Link | added
            - diff/header-added | GET /a | response 202, header Link | added
            - diff/response-removed | GET /a | response 404 | removed
            - diff/response-added | GET /a | response 201 | added
            - diff/response-added | GET /a | response 409 | added
        "#]],
    );
}

#[test]
fn members_of_objects() {
    check_schema(
        "{type: object, required: [c, d], properties: {a: {type: string}, b: {type: string}, c: {type: string}, d: {type: string}}}",
        "{type: object, required: [b, d, f], properties: {b: {type: string}, c: {type: string}, d: {type: string}, e: {type: string}, f: {type: string}}}",
        expect![[r#"
            clients diff/field-removed | PUT /a | body, a | removed
            clients diff/now-required | PUT /a | body, b | required now
            servers diff/now-optional | PUT /a | body, c | optional now
            - diff/field-added | PUT /a | body, e | added
            clients diff/field-added | PUT /a | body, f | added, required
            clients diff/field-removed | PUT /a | response 200, a | removed
            servers diff/now-required | PUT /a | response 200, b | required now
            clients diff/now-optional | PUT /a | response 200, c | optional now
            - diff/field-added | PUT /a | response 200, e | added
            servers diff/field-added | PUT /a | response 200, f | added, required
        "#]],
    );
}

#[test]
fn members_that_only_one_side_sends() {
    check_schema(
        "{type: object, properties: {a: {type: string, readOnly: true}, b: {type: string, writeOnly: true}}}",
        "{type: object, properties: {c: {type: string}}}",
        expect![[r#"
            clients diff/field-removed | PUT /a | body, b | removed
            - diff/field-added | PUT /a | body, c | added
            clients diff/field-removed | PUT /a | response 200, a | removed
            - diff/field-added | PUT /a | response 200, c | added
        "#]],
    );
}

#[test]
fn closed_objects() {
    check_schema(
        "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
        "{type: object, additionalProperties: false, properties: {b: {type: string}}}",
        expect![[r#"
            clients diff/field-removed | PUT /a | body, a | removed
            servers diff/field-added | PUT /a | body, b | added
            clients diff/field-removed | PUT /a | response 200, a | removed
            - diff/field-added | PUT /a | response 200, b | added
        "#]],
    );
    check_schema(
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
        expect![[r#"
            clients diff/other-members | PUT /a | body | no other members are allowed any more
            servers diff/other-members | PUT /a | response 200 | no other members are allowed any more
        "#]],
    );
}

#[test]
fn values_of_enums() {
    check_schema(
        "{type: string, enum: [a, b]}",
        "{type: string, enum: [b, c]}",
        expect![[r#"
        clients diff/enum-value-removed | PUT /a | body | the value `a` was removed
        servers diff/enum-value-added | PUT /a | body | the value `c` was added
        servers diff/enum-value-removed | PUT /a | response 200 | the value `a` was removed
        clients diff/enum-value-added | PUT /a | response 200 | the value `c` was added
    "#]],
    );
    check_schema(
        "{type: string}",
        "{type: string, enum: [b, c]}",
        expect![[r#"
        clients diff/type | PUT /a | body | text is now one of several texts
        servers diff/type | PUT /a | response 200 | text is now one of several texts
    "#]],
    );
}

#[test]
fn types_and_null() {
    check_schema(
        "{type: object, properties: {a: {type: integer}}}",
        "{type: object, properties: {a: {type: number}}}",
        expect![[r#"
            servers diff/type | PUT /a | body, a | a whole number is now a number
            clients diff/type | PUT /a | response 200, a | a whole number is now a number
        "#]],
    );
    check_schema(
        "{type: object, properties: {a: {type: integer}}}",
        "{type: object, properties: {a: {type: string}}}",
        expect![[r#"
            both diff/type | PUT /a | body, a | a whole number is now text
            both diff/type | PUT /a | response 200, a | a whole number is now text
        "#]],
    );
    check_schema(
        "{type: object, properties: {a: {type: integer}}}",
        "{type: object, properties: {a: {type: [integer, 'null']}}}",
        expect![[r#"
            servers diff/nullable | PUT /a | body, a | may be null now
            clients diff/nullable | PUT /a | response 200, a | may be null now
        "#]],
    );
    check_schema(
        "{type: object, properties: {a: {}}}",
        "{type: object, properties: {a: {type: array, items: {}}}}",
        expect![[r#"
            clients diff/type | PUT /a | body, a | any value is now a list
            servers diff/type | PUT /a | response 200, a | any value is now a list
        "#]],
    );
}

#[test]
fn constraints_and_formats() {
    check_schema(
        "{type: object, properties: {a: {type: string, maxLength: 9, pattern: '^a'}, b: {type: array, maxItems: 2, items: {type: integer, minimum: 1}}, c: {type: string}}}",
        "{type: object, properties: {a: {type: string, maxLength: 5, pattern: '^b'}, b: {type: array, items: {type: integer, minimum: 0}}, c: {type: string, format: date-time}}}",
        expect![[r#"
            clients diff/constraint | PUT /a | body, a | the greatest length was `9` and is `5`
            both diff/constraint | PUT /a | body, a | the pattern was `^a` and is `^b`
            servers diff/constraint | PUT /a | body, b | the greatest number of items was `2` and is none
            servers diff/constraint | PUT /a | body, b[] | the minimum was `1` and is `0`
            clients diff/format | PUT /a | body, c | the format was any and is date-time
            servers diff/constraint | PUT /a | response 200, a | the greatest length was `9` and is `5`
            both diff/constraint | PUT /a | response 200, a | the pattern was `^a` and is `^b`
            clients diff/constraint | PUT /a | response 200, b | the greatest number of items was `2` and is none
            clients diff/constraint | PUT /a | response 200, b[] | the minimum was `1` and is `0`
            servers diff/format | PUT /a | response 200, c | the format was any and is date-time
        "#]],
    );
}

#[test]
fn choices_by_tag_and_by_look() {
    let tagged = |cases: &str| {
        let mapping: Vec<String> =
            cases.split(',').map(|case| format!("{case}: '#/components/schemas/{case}'")).collect();
        let refs: Vec<String> =
            cases.split(',').map(|case| format!("{{$ref: '#/components/schemas/{case}'}}")).collect();
        format!(
            "paths: {{/a: {{put: {{requestBody: {{required: true, content: {{application/json: {{schema: {{oneOf: [{}], discriminator: \
             {{propertyName: kind, mapping: {{{}}}}}}}}}}}}}, responses: {{}}}}}}}}\ncomponents: {{schemas: {{X: {{type: object, properties: \
             {{kind: {{type: string}}, x: {{type: string}}}}}}, Y: {{type: object, properties: {{kind: {{type: string}}, y: {{type: string}}}}}}, \
             Z: {{type: object, properties: {{kind: {{type: string}}, z: {{type: string}}}}}}}}}}",
            refs.join(", "),
            mapping.join(", ")
        )
    };
    check(
        &tagged("X,Y"),
        &tagged("Y,Z"),
        expect![[r#"
        clients diff/case-removed | PUT /a | body, X | removed
        servers diff/case-added | PUT /a | body, Z | added
    "#]],
    );
    check_schema(
        "{oneOf: [{type: string}, {type: integer}]}",
        "{oneOf: [{type: integer}, {type: string}, {type: boolean}]}",
        expect![[r#"
            servers diff/case-added | PUT /a | body | may be true or false now
            clients diff/case-added | PUT /a | response 200 | may be true or false now
        "#]],
    );
}

#[test]
fn items_behind_the_places_of_tuples() {
    let tuple = |items: &str| format!("{{type: array, prefixItems: [{{type: string}}, {{type: integer}}], {items}}}");
    check_schema(
        &tuple("items: false"),
        &tuple("items: {type: string}"),
        expect![[r#"
            servers diff/other-members | PUT /a | body | other items are allowed now
            clients diff/other-members | PUT /a | response 200 | other items are allowed now
        "#]],
    );
    check_schema(
        &tuple("items: {type: string}"),
        &tuple("items: {type: integer}"),
        expect![[r#"
            both diff/type | PUT /a | body, other items | text is now a whole number
            both diff/type | PUT /a | response 200, other items | text is now a whole number
        "#]],
    );
    check_schema(&tuple("items: {type: string}"), &tuple("items: {type: string}"), expect![[""]]);
}

#[test]
fn headers_of_parts() {
    let form = |headers: &str| {
        format!(
            "paths: {{/a: {{post: {{requestBody: {{content: {{multipart/form-data: {{schema: {{type: object, properties: {{z: \
             {{type: string}}}}}}, encoding: {{z: {{headers: {{{headers}}}}}}}}}}}}}, responses: {{}}}}}}}}"
        )
    };
    check(
        &form("X-A: {schema: {const: a}}, X-Gone: {required: true, schema: {const: a}}, X-B: {schema: {const: b}}"),
        &form("x-a: {schema: {const: b}}, X-New: {required: true, schema: {const: a}}, X-B: {schema: {enum: [b]}}"),
        expect![[r#"
            both diff/field-encoding | POST /a | body, multipart/form-data, z, header X-A | it was `"a"` and is `"b"`
            servers diff/field-encoding | POST /a | body, multipart/form-data, z, header X-Gone | removed
            clients diff/field-encoding | POST /a | body, multipart/form-data, z, header X-New | added, required
        "#]],
    );
    check(
        &form("X-A: {schema: {type: string, default: a}}, X-B: {schema: {type: string, default: b}}"),
        &form("X-A: {schema: {type: string, default: b}}"),
        expect![[r#"
            clients diff/default | POST /a | body, multipart/form-data, z, header X-A | the default was `"a"` and is `"b"`
            - diff/field-encoding | POST /a | body, multipart/form-data, z, header X-B | removed
        "#]],
    );
}

#[test]
fn what_a_value_with_another_tag_is() {
    let choice = |default: &str| {
        format!(
            "paths: {{/a: {{get: {{responses: {{'200': {{description: '', content: {{application/json: {{schema: {{oneOf: [{{$ref: \
             '#/components/schemas/B'}}, {{$ref: '#/components/schemas/C'}}], discriminator: {{propertyName: kind{default}}}}}}}}}}}}}}}}}}}\n\
             components: {{schemas: {{B: {{type: object, required: [kind], properties: {{kind: {{const: b}}}}}}, C: {{type: object, \
             required: [kind], properties: {{kind: {{const: c}}, c: {{type: string}}}}}}}}}}"
        )
    };
    let (none, first, second) = (choice(""), choice(", defaultMapping: B"), choice(", defaultMapping: C"));
    check(
        &first,
        &second,
        expect![[r#"
        both diff/default-case | GET /a | response 200, other tags | the type of `b` and now the type of `c`
    "#]],
    );
    check(
        &first,
        &none,
        expect![[r#"
        servers diff/default-case | GET /a | response 200, other tags | the type of `b` no longer
    "#]],
    );
    check(
        &none,
        &first,
        expect![[r#"
        clients diff/default-case | GET /a | response 200, other tags | the type of `b` now
    "#]],
    );
    check(&first, &first, expect![[""]]);
}

#[test]
fn types_that_hold_themselves_come_to_an_end() {
    check_schema(
        "{type: object, properties: {a: {type: string}, next: {$ref: '#/components/schemas/A'}}}",
        "{type: object, properties: {a: {type: integer}, next: {$ref: '#/components/schemas/A'}}}",
        expect![[r#"
            both diff/type | PUT /a | body, a | text is now a whole number
            both diff/type | PUT /a | response 200, a | text is now a whole number
        "#]],
    );
}

#[test]
fn names_of_types_do_not_matter() {
    check(
        "paths: {/a: {get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Old'}}}}}}}}\n\
         components: {schemas: {Old: {type: object, properties: {a: {type: string}}}}}",
        "paths: {/a: {get: {responses: {'200': {description: '', content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}}}",
        expect![""],
    );
}

#[test]
fn who_may_call() {
    let secured = |security: &str| {
        format!(
            "paths: {{/a: {{get: {{security: {security}, responses: {{}}}}}}}}\ncomponents: {{securitySchemes: {{oauth: {{type: oauth2, flows: \
             {{clientCredentials: {{tokenUrl: /t, scopes: {{r: Reads., w: Writes.}}}}}}}}, key: {{type: apiKey, in: header, name: X-Key}}}}}}"
        )
    };
    check(
        &secured("[{oauth: [r]}, {oauth: [w]}]"),
        &secured("[{oauth: [r]}]"),
        expect![[r#"
        clients diff/security | GET /a | who may call | needed a bearer token with r, or a bearer token with w; needs a bearer token with r now
    "#]],
    );
    check(
        &secured("[{oauth: [r]}]"),
        &secured("[{oauth: [r]}, {key: []}]"),
        expect![[r#"
        servers diff/security | GET /a | who may call | needed a bearer token with r; needs a bearer token with r, or a key in the header `X-Key` now
    "#]],
    );
    check(
        &secured("[{oauth: [r], key: []}]"),
        &secured("[{oauth: [], key: [r]}]"),
        expect![[r#"
        both diff/security | GET /a | who may call | needed a bearer token with r and a key in the header `X-Key`; needs a bearer token and a key in the header `X-Key` with r now
    "#]],
    );
    check(
        &secured("[{oauth: [r]}]"),
        &secured("[{oauth: [r]}]").replace("security: [{oauth: [r]}]", "x-gatewright-permissions: [r]"),
        expect![[r#"
        servers diff/security | GET /a | who may call | needed a bearer token with r; needs r now
    "#]],
    );
    check(
        &secured("[]").replace("security: [], ", ""),
        &secured("[]"),
        expect![[r#"
            - diff/security | GET /a | who may call | nothing was said; anybody may call now
        "#]],
    );
    check(
        &secured("[]"),
        &secured("[{key: []}]"),
        expect![[r#"
        clients diff/security | GET /a | who may call | needed nothing; needs a key in the header `X-Key` now
    "#]],
    );
}

#[test]
fn lap_and_openapi_of_one_api() {
    let lap = r"
@lap v0.3
@api Users
@base https://api.example.com/v1
@auth Bearer bearer
@endpoints 2

@group users
@endpoint GET /users
@desc List users
@optional {limit: int=20}
@returns(200) [{id: str, name: str}]

@endpoint POST /users
@desc Create a user
@required {name: str}
@returns(201) {id: str, name: str}
@endgroup

@end
";
    let openapi = r"
openapi: 3.0.3
info: {title: Users, version: '1'}
servers: [{url: 'https://api.example.com'}]
security: [{token: []}]
paths:
  /v1/users:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer, default: 20}}]
      responses: {'200': {description: '', content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/User'}}}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
      responses: {'201': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
  schemas: {User: {type: object, properties: {id: {type: string}, name: {type: string}, email: {type: string}}}}
";
    let (_, difference) = compare(lap, openapi);
    expect![[r#"
        - diff/address |  |  | `https://api.example.com/v1` is now `https://api.example.com`
        - diff/field-added | GET /users | response 200[], email | added
    "#]]
    .assert_eq(&lines(&difference));
}

/// What the API sends reaches its users as its answers do: a member less is missed by them, one more is not.
#[test]
fn webhooks_break_their_users() {
    let document = |members: &str| {
        format!(
            "servers: [{{url: 'https://a.example.com/v1'}}]\nwebhooks: {{a: {{post: {{requestBody: {{required: true, content: \
             {{application/json: {{schema: {{type: object, properties: {{{members}}}}}}}}}}}, responses: {{}}}}}}}}"
        )
    };
    check(
        &document("a: {type: string}, b: {type: string}"),
        &document("a: {type: integer}"),
        expect![[r#"
        both diff/type | POST /webhooks/a | body, a | text is now a whole number
        clients diff/field-removed | POST /webhooks/a | body, b | removed
    "#]],
    );
    check(
        &document("a: {type: string}"),
        &document("a: {type: string}, b: {type: string}"),
        expect![[r#"
        - diff/field-added | POST /webhooks/a | body, b | added
    "#]],
    );
    check(
        &document("a: {type: string}"),
        "paths: {}",
        expect![[r#"
        clients diff/operation-removed | POST /webhooks/a |  | removed
    "#]],
    );
}

#[test]
fn an_operation_goes_elsewhere() {
    let document = |own: &str| {
        format!("servers: [{{url: 'https://a.example.com'}}]\npaths: {{/a: {{get: {{{own}responses: {{}}}}}}}}")
    };
    let at = |host: &str| document(&format!("servers: [{{url: 'https://{host}.example.com'}}], "));
    check(
        &document(""),
        &at("b"),
        expect![[r#"
        - diff/address | GET /a | address | the address of the API is now `https://b.example.com`
    "#]],
    );
    check(
        &at("b"),
        &at("c"),
        expect![[r#"
        - diff/address | GET /a | address | `https://b.example.com` is now `https://c.example.com`
    "#]],
    );
    check(&at("b"), &at("b"), expect![[r#""#]]);
}

#[test]
fn places_in_both_documents() {
    let old = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get: {responses: {}}\n  /b:\n    get: {responses: {}}\n";
    let new =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get: {deprecated: true, responses: {}}\n";
    let (sources, difference) = compare(old, new);
    expect![[r#"
        GET /a
                          deprecated now
                          diff/deprecated (old:5:5 -> new:5:5)
        GET /b
          breaks clients  removed
                          diff/operation-removed (old:7:5 -> nowhere)
        2 changes: 1 breaking for clients, 0 for servers
    "#]]
    .assert_eq(&difference.table(&sources));
    expect![[r#"
        {
          "changes": [
            {
              "rule": "diff/deprecated",
              "operation": "GET /a",
              "place": "",
              "position": "neither",
              "what": "deprecated now",
              "breaksClients": false,
              "breaksServers": false,
              "old": "old:5:5",
              "new": "new:5:5"
            },
            {
              "rule": "diff/operation-removed",
              "operation": "GET /b",
              "place": "",
              "position": "neither",
              "what": "removed",
              "breaksClients": true,
              "breaksServers": false,
              "old": "old:7:5",
              "new": null
            }
          ],
          "breaksClients": 1,
          "breaksServers": 0
        }"#]]
    .assert_eq(&format!("{:#}", difference.json(&sources)));
}

#[test]
fn every_rule_has_a_page_with_its_reason() {
    for code in diff::CODES {
        assert!(code.name.starts_with("diff/") && code.page.contains("\n\n"), "{}", code.name);
    }
}

#[test]
fn a_long_chain_of_types_overflows_nothing() {
    let chain = |last: &str| {
        let schemas: String = (0..20_000)
            .map(|at| {
                format!(
                    "  S{at}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/S{}'}}}}}}\n",
                    at + 1
                )
            })
            .collect();
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'200': {{description: '', content: \
             {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}}}}}}}}}\ncomponents:\n schemas:\n{schemas}  S20000: {last}\n"
        )
    };
    let (_, difference) = compare(
        &chain("{type: object, properties: {a: {type: string}}}"),
        &chain("{type: object, properties: {a: {type: integer}}}"),
    );
    assert_eq!(difference.changes.len(), 1);
}

/// A document with these paths (the rest of the line of `paths`) and schemas.
fn document(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: https://a.example}}]\npaths:\n{paths}\
         components:\n  schemas:\n{schemas}"
    )
}

const GET: &str = "  /a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: \
                   '#/components/schemas/A'}}}}}}}\n";

/// Lists and maps that hold themselves, also where the two documents give names to other levels of them.
#[test]
fn names_that_lead_back_come_to_an_end() {
    let list = "    A: {type: array, items: {$ref: '#/components/schemas/A'}}\n";
    let map = "    A: {type: object, additionalProperties: {$ref: '#/components/schemas/A'}}\n";
    let twice = "    A: {type: array, items: {type: array, items: {$ref: '#/components/schemas/B'}}}\n    \
                 B: {type: array, items: {$ref: '#/components/schemas/A'}}\n";
    let object = "    A: {type: array, items: {$ref: '#/components/schemas/B'}}\n    \
                  B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}\n";
    for schemas in [list, map, twice, object] {
        let text = document(GET, schemas);
        assert_eq!(lines(&compare(&text, &text).1), "");
    }
    let [list, twice] = [list, twice].map(|schemas| document(GET, schemas));
    assert_eq!(lines(&compare(&list, &twice).1), "");
    // A finished model has no such aliases; whatever else compares two must not rely on it.
    let endless = |levels: usize| {
        let mut sources = Sources::default();
        let mut model = model(&mut sources, "a", &document(GET, "    A: {type: array, items: {type: string}}\n"));
        let mut ty = Ref::Named(gatewright_generator::model::TypeId(0));
        for _ in 0..levels {
            ty = Ref::List { item: Box::new(ty), count: Default::default(), unique: false };
        }
        model.types[0].shape = Shape::Alias(ty);
        model
    };
    let (one, two) = (endless(2), endless(3));
    assert!(diff::compare(&one, &two).changes.is_empty());
}

#[test]
fn operations_that_differ_in_a_slash_or_a_name_are_two() {
    let get = |path: &str| format!("  {path}: {{get: {{responses: {{'204': {{description: d}}}}}}}}\n");
    let both = document(&[get("/things"), get("/things/")].concat(), "    A: {}\n");
    assert_eq!(lines(&compare(&both, &both).1), "");
    let turned = document(&[get("/things/"), get("/things")].concat(), "    A: {}\n");
    assert_eq!(lines(&compare(&both, &turned).1), "");
    let [one, other] = ["/things", "/things/"].map(|path| document(&get(path), "    A: {}\n"));
    assert_eq!(lines(&compare(&one, &other).1), "", "many servers do not look at the slash");
}

#[test]
fn media_types_that_differ_in_parameters_are_two() {
    let versions = |first: &str, second: &str| {
        let content =
            |version: &str, schema: &str| format!("'application/a+json; version={version}': {{schema: {schema}}}");
        let contents = [content(first, "{type: string}"), content(second, "{type: integer}")].join(", ");
        let get = format!("  /a: {{get: {{responses: {{'200': {{description: d, content: {{{contents}}}}}}}}}}}\n");
        document(&get, "    A: {}\n")
    };
    let text = versions("1", "2");
    assert_eq!(lines(&compare(&text, &text).1), "");
    let turned = versions("2", "1");
    assert_ne!(lines(&compare(&text, &turned).1), "");
    assert_eq!(lines(&compare(&text, &text.replace("; version=1", ";VERSION=\"1\"")).1), "");
}

#[test]
fn bytes_are_bytes_however_they_are_described() {
    let of = |content: &str| {
        format!("paths: {{/a: {{get: {{responses: {{'200': {{description: '', content: {{{content}}}}}}}}}}}}}")
    };
    let ways = ["{}", "{schema: {}}", "{schema: {type: string}}", "{schema: {type: string, format: binary}}"];
    for way in ways {
        check(
            &of("image/png: {schema: {contentMediaType: image/png}}"),
            &of(&format!("image/png: {way}")),
            expect![""],
        );
    }
    check(
        &of("application/json: {schema: {type: string, contentEncoding: base64, contentMediaType: image/png}}"),
        &of("application/json: {schema: {type: string, contentEncoding: base64, contentMediaType: image/gif}}"),
        expect![[r#"
            - diff/format | GET /a | response 200 | the content media type was image/png and is image/gif
        "#]],
    );
}

/// `1` and `1.0` are one value, as a default, in a list and as what tells types apart.
#[test]
fn numbers_are_compared_by_value() {
    let one = |one: &str| {
        format!(
            "{{type: object, properties: {{a: {{const: {one}}}, b: {{type: number, enum: [{one}, 2.5]}}, c: {{type: \
             number, default: {one}, multipleOf: {one}}}}}}}"
        )
    };
    check_schema(&one("1"), &one("1.0"), expect![[""]]);
    check_schema(
        "{type: number, enum: [1]}",
        "{type: number, enum: [1.5]}",
        expect![[r#"
        clients diff/enum-value-removed | PUT /a | body | the value `1` was removed
        servers diff/enum-value-added | PUT /a | body | the value `1.5` was added
        servers diff/enum-value-removed | PUT /a | response 200 | the value `1` was removed
        clients diff/enum-value-added | PUT /a | response 200 | the value `1.5` was added
    "#]],
    );
    let tagged = |key: &str, one: &str| {
        format!(
            "{{oneOf: [{{$ref: '#/components/schemas/B'}}, {{$ref: '#/components/schemas/C'}}], discriminator: \
             {{propertyName: k, mapping: {{'{key}': '#/components/schemas/B', '2': '#/components/schemas/C'}}}}}}, B: {{type: \
             object, required: [k], properties: {{k: {{const: {one}}}}}}}, C: {{type: object, required: [k], properties: \
             {{k: {{const: 2}}, c: {{type: string}}}}}}"
        )
    };
    check_schema(&tagged("1", "1"), &tagged("1.0", "1.0"), expect![[""]]);
}

#[test]
fn names_of_whole_numbers_change_no_value() {
    check_schema(
        "{type: integer, enum: [1, 2]}",
        "{type: integer, enum: [1, 2], x-enum-varnames: [Low, High]}",
        expect![""],
    );
    check_schema(
        "{type: object, properties: {a: {type: integer, enum: [1, 2]}}}",
        "{type: object, properties: {a: {oneOf: [{const: 1, title: Low}, {const: 2, title: High}]}}}",
        expect![""],
    );
    check_schema(
        "{type: object, properties: {a: {type: integer, enum: [1, 2], x-enumNames: [Low, High]}}}",
        "{type: object, properties: {a: {type: integer, enum: [1, 3]}}}",
        expect![[r#"
            clients diff/enum-value-removed | PUT /a | body, a | the value `2` was removed
            servers diff/enum-value-added | PUT /a | body, a | the value `3` was added
            servers diff/enum-value-removed | PUT /a | response 200, a | the value `2` was removed
            clients diff/enum-value-added | PUT /a | response 200, a | the value `3` was added
        "#]],
    );
    check_schema(
        "{type: integer, enum: [1, 2]}",
        "{type: string, enum: ['1', '2']}",
        expect![[r#"
        both diff/type | PUT /a | body | a whole number is now text
        both diff/type | PUT /a | response 200 | a whole number is now text
    "#]],
    );
}

#[test]
fn items_of_a_sequence_are_not_the_whole() {
    let paths = |key: &str, schema: &str| {
        format!(
            "paths: {{/a: {{get: {{responses: {{'200': {{description: '', content: {{application/jsonl: {{{key}: {schema}}}}}}}}}}}}}}}"
        )
    };
    let object = "{type: object, properties: {a: {type: string}}}";
    check(&paths("itemSchema", object), &paths("itemSchema", object), expect![""]);
    check(
        &paths("schema", object),
        &paths("itemSchema", object),
        expect![[r#"
        both diff/type | GET /a | response 200, application/jsonl | the whole was described, each item is now
    "#]],
    );
    check(
        &paths("itemSchema", object),
        &paths("itemSchema", "{type: object, properties: {a: {type: integer}}}"),
        expect![[r#"
            both diff/type | GET /a | response 200, application/jsonl, a | text is now a whole number
        "#]],
    );
}

#[test]
fn conditions_that_types_cannot_say() {
    check_schema(
        "{type: object, properties: {a: {type: string}, list: {type: array, items: {type: string}}}}",
        "{type: object, not: {required: [secret]}, properties: {a: {type: string, not: {const: b}}, list: {type: array, \
         uniqueItems: true, items: {type: string}, contains: {const: x}}}}",
        expect![[r#"
            clients diff/condition | PUT /a | body | `not` is demanded now
            clients diff/condition | PUT /a | body, a | `not` is demanded now
            clients diff/condition | PUT /a | body, list | `uniqueItems` is demanded now
            clients diff/condition | PUT /a | body, list | `contains` is demanded now
            servers diff/condition | PUT /a | response 200 | `not` is demanded now
            servers diff/condition | PUT /a | response 200, a | `not` is demanded now
            servers diff/condition | PUT /a | response 200, list | `uniqueItems` is demanded now
            servers diff/condition | PUT /a | response 200, list | `contains` is demanded now
        "#]],
    );
    check_schema(
        "{type: object, if: {required: [a]}, then: {required: [b]}, propertyNames: {maxLength: 5}, dependentRequired: {a: [b]}, \
         patternProperties: {^x: {type: string}}}",
        "{type: object, if: {required: [a]}, then: {required: [c]}, propertyNames: {maxLength: 4}, \
         patternProperties: {^y: {type: string}}}",
        expect![[r#"
            both diff/condition | PUT /a | body | `patternProperties` demands something else now
            both diff/condition | PUT /a | body | `propertyNames` demands something else now
            servers diff/condition | PUT /a | body | `dependentRequired` is not demanded any more
            both diff/condition | PUT /a | body | `if` demands something else now
            both diff/condition | PUT /a | response 200 | `patternProperties` demands something else now
            both diff/condition | PUT /a | response 200 | `propertyNames` demands something else now
            clients diff/condition | PUT /a | response 200 | `dependentRequired` is not demanded any more
            both diff/condition | PUT /a | response 200 | `if` demands something else now
        "#]],
    );
}

#[test]
fn conditions_about_values_that_cannot_be_say_nothing() {
    check_schema(
        "{type: object, properties: {a: {type: string}}}",
        "{type: object, uniqueItems: true, properties: {a: {type: string, propertyNames: {maxLength: 5}}}}",
        expect![""],
    );
}

#[test]
fn conditions_that_say_the_same_are_the_same_wherever_they_stand() {
    check_schema(
        "{type: object, properties: {a: {not: {$ref: '#/components/schemas/A'}}, b: {contains: {const: x}, maxContains: 2}}}",
        "{allOf: [{type: object, properties: {a: {not: {$ref: '#/components/schemas/A'}}}}, {type: object, properties: {b: \
         {contains: {enum: [x]}, minContains: 1, maxContains: 2}}}]}",
        expect![""],
    );
}

/// Two documents of which the only operation takes the first of these schemas.
#[track_caller]
fn check_schemas(old: &[String], new: &[String], expected: Expect) {
    let whole = |schemas: &[String]| {
        let schemas: String = schemas.iter().enumerate().map(|(at, schema)| format!("    S{at}: {schema}\n")).collect();
        format!(
            "paths: {{/a: {{put: {{requestBody: {{content: {{application/json: {{schema: {{$ref: \
             '#/components/schemas/S0'}}}}}}}}, responses: {{'204': {{description: ''}}}}}}}}}}\ncomponents:\n  \
             schemas:\n{schemas}"
        )
    };
    check(&whole(old), &whole(new), expected);
}

/// However long the way through conditions of conditions is, it takes no stack.
#[test]
fn conditions_within_conditions_are_compared_so_deep_as_they_matter() {
    let chain = |last: &str| -> Vec<String> {
        let link = |at: usize| format!("{{not: {{$ref: '#/components/schemas/S{}'}}}}", at + 1);
        (0..8_000).map(link).chain([last.to_owned()]).collect()
    };
    check_schemas(&chain("{type: string}"), &chain("{type: string}"), expect![""]);
    let short = |last: &str| vec!["{not: {$ref: '#/components/schemas/S1'}}".to_owned(), last.to_owned()];
    check_schemas(
        &short("{type: string}"),
        &short("{type: number}"),
        expect![[r#"
            both diff/condition | PUT /a | body | `not` demands something else now
        "#]],
    );
}

#[test]
fn many_conditions_are_the_same_in_any_order() {
    let names = |names: &mut dyn Iterator<Item = usize>| {
        let parts: Vec<_> = names.map(|at| format!("{{not: {{required: [m{at}]}}}}")).collect();
        vec![format!("{{allOf: [{}]}}", parts.join(", "))]
    };
    let (forwards, backwards) = (names(&mut (0..1_000)), names(&mut (0..1_000).rev()));
    check_schemas(&forwards, &forwards, expect![""]);
    check_schemas(&forwards, &backwards, expect![""]);
}

/// Parameters in the path are the same by their place, whatever they are called.
#[test]
fn conditions_of_a_parameter_in_the_path() {
    let whole = |name: &str, schema: &str| {
        format!(
            "paths: {{'/a/{{{name}}}': {{get: {{parameters: [{{name: {name}, in: path, required: true, schema: \
             {schema}}}], responses: {{'204': {{description: ''}}}}}}}}}}"
        )
    };
    check(
        &whole("id", "{type: string}"),
        &whole("key", "{type: string, not: {const: me}}"),
        expect![[r#"
            clients diff/condition | GET /a/{id} | path parameter id | `not` is demanded now
        "#]],
    );
}
