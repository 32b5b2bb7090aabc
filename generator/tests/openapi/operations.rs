//! Paths, parameters, bodies, responses and security into operations.

use expect_test::{Expect, expect};
use gatewright_generator::project::Role;

use super::{Outcome, read, sketch};

#[track_caller]
fn check(text: &str, expected: Expect) {
    let outcome = read("doc", text.trim_start());
    expected.assert_eq(&format!("{}{}", sketch::operations(&outcome.model), problems(&outcome)));
}

/// Paths of an otherwise empty document of OpenAPI 3.1.
#[track_caller]
fn check_paths(paths: &str, expected: Expect) {
    let lines: String = paths.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    check(&format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{lines}"), expected);
}

fn problems(outcome: &Outcome) -> String {
    outcome
        .problems
        .lines()
        .filter(|line| line.starts_with("error") || line.starts_with("warning"))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn forms_have_parts() {
    check_paths(
        r"
/a:
  post: {operationId: list, requestBody: {content: {multipart/form-data: {schema: {type: array, items: {type: string}}}}}, responses: {}}
  put: {operationId: anything, requestBody: {content: {multipart/form-data: {}}}, responses: {}}
",
        expect![[r#"
            POST /a list in a
              > multipart/form-data {any}
            PUT /a anything in a
              > multipart/form-data {any}
            warning[openapi/form-without-fields]: a form cannot be an array (`#/paths/~1a/post/requestBody/content/multipart~1form-data/schema`)
        "#]],
    );
}

#[test]
fn requests_of_any_method_are_not_generated() {
    check_paths(
        r"
/a:
  x-amazon-apigateway-any-method: {responses: {}}
",
        expect![[r#"
            warning[openapi/any-method]: requests of any method at `/a` are not generated (`#/paths/~1a/x-amazon-apigateway-any-method`)
        "#]],
    );
}

#[test]
fn booleans_in_words() {
    check_paths(
        r#"
/a:
  get: {deprecated: no, responses: {}, parameters: [{name: b, in: query, required: yes, schema: {type: string}}, {name: c, in: query, required: "true"}]}
"#,
        expect![[r#"
            GET /a - in a
              Query Form b: string required explode
              Query Form c: string required explode
            warning[openapi/wrong-kind]: `deprecated` is text, where OpenAPI has true or false (`#/paths/~1a/get/deprecated`)
            warning[openapi/wrong-kind]: `required` is text, where OpenAPI has true or false (`#/paths/~1a/get/parameters/0/required`)
            warning[openapi/wrong-kind]: `required` is text, where OpenAPI has true or false (`#/paths/~1a/get/parameters/1/required`)
        "#]],
    );
}

#[test]
fn parameters_of_all_places_and_styles() {
    check_paths(
        r"
/a/{id}/b/{other}:
  parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    - {name: shared, in: query, schema: {type: string}}
  get:
    operationId: get
    parameters:
      - {name: other, in: path, required: true, style: matrix, schema: {type: array, items: {type: string}}}
      - {name: shared, in: query, schema: {type: integer, default: 1}, example: 2}
      - {name: list, in: query, explode: false, schema: {type: array, items: {type: string}}}
      - {name: deep, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: string}}}}
      - {name: json, in: query, content: {application/json: {schema: {type: object}}}}
      - {name: X-Trace, in: header, required: true, deprecated: true, schema: {type: string}}
      - {name: session, in: cookie, schema: {type: string}}
      - {name: pipes, in: query, style: pipeDelimited, schema: {type: array, items: {type: integer}}}
    responses: {}
",
        expect![[r#"
            GET /a/{id}/b/{other} get in a
              Path Simple id: string required
              Path Matrix other: [string] required
              Query Form shared: integer explode = 1 e.g. 2
              Query Form list: [string]
              Query DeepObject deep: <get/deep> explode
              Query Json json: {any}
              Header Simple X-Trace: string required deprecated
              Cookie Form session: string explode
              Query PipeDelimited pipes: [integer]
        "#]],
    );
}

#[test]
fn parameters_that_cannot_be() {
    check_paths(
        r"
/a/{id}/{missing}:
  get:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: stray, in: path, required: true, schema: {type: string}}
      - {name: twice, in: query, schema: {type: string}}
      - {name: twice, in: query, schema: {type: string}}
      - {name: where, in: url, schema: {type: string}}
      - {in: query, schema: {type: string}}
      - {name: Accept, in: header, schema: {type: string}}
      - {name: style, in: header, style: form, schema: {type: string}}
      - {name: example, in: query, schema: {type: integer}, example: ten}
    responses: {}
",
        expect![[r#"
            GET /a/{id}/{missing} - in a
              Path Simple id: string required
              Path Simple missing: string required
              Query Form twice: string explode
              Header Simple style: string
              Query Form example: integer explode
            warning[openapi/parameter-not-in-path]: the placeholder `{missing}` has no parameter (`#/paths/~1a~1{id}~1{missing}`)
            warning[openapi/parameter-not-in-path]: the path has no placeholder `{stray}` (`#/paths/~1a~1{id}~1{missing}/get/parameters/1/name`)
            warning[openapi/parameter]: the parameter stands here twice (`#/paths/~1a~1{id}~1{missing}/get/parameters/3/name`)
            warning[openapi/parameter]: there is no place `url` (`#/paths/~1a~1{id}~1{missing}/get/parameters/4/in`)
            warning[openapi/parameter]: the parameter has no name or no place (`#/paths/~1a~1{id}~1{missing}/get/parameters/5`)
            warning[openapi/ignored-header]: `Accept` is not a parameter in OpenAPI (`#/paths/~1a~1{id}~1{missing}/get/parameters/6/name`)
            warning[openapi/parameter]: this style does not go with this place (`#/paths/~1a~1{id}~1{missing}/get/parameters/7/style`)
            warning[openapi/example-value]: the example of `example` is no value of its type (`#/paths/~1a~1{id}~1{missing}/get/parameters/8/example`)
        "#]],
    );
}

#[test]
fn paths_that_cannot_be() {
    check_paths(
        r#"
no-slash: {get: {responses: {}}}
/u/{id}/{id}: {get: {responses: {}}}
/u/{}: {get: {responses: {}}}
/u/{*rest}: {get: {responses: {}}}
'/x"y': {get: {responses: {}}}
/files/{path+}: {get: {responses: {}}}
/users/{id}.json: {get: {responses: {}}}
"#,
        expect![[r#"
            GET /no-slash - in no-slash
            GET /u/{id}/{id} - in u
              Path Simple id: string required
            GET /u/{} - in u
              Path Simple : string required
            GET /u/{*rest} - in u
              Path Simple *rest: string required
            GET /x"y - in x"y
            GET /files/{path+} - in files
              Path Simple path: string required
            GET /users/{id}.json - in users
              Path Simple id: string required
            warning[openapi/path-template]: `no-slash` is not written as paths are in OpenAPI (`#/paths/no-slash`)
            warning[openapi/parameter-not-in-path]: the placeholder `{id}` has no parameter (`#/paths/~1u~1{id}~1{id}`)
            warning[openapi/parameter-not-in-path]: the placeholder `{}` has no parameter (`#/paths/~1u~1{}`)
            warning[openapi/parameter-not-in-path]: the placeholder `{*rest}` has no parameter (`#/paths/~1u~1{*rest}`)
            warning[openapi/parameter-not-in-path]: the placeholder `{path}` has no parameter (`#/paths/~1files~1{path+}`)
            warning[openapi/parameter-not-in-path]: the placeholder `{id}` has no parameter (`#/paths/~1users~1{id}.json`)
        "#]],
    );
}

#[test]
fn bodies_and_responses() {
    check_paths(
        r"
/a:
  post:
    operationId: post
    requestBody:
      required: true
      content:
        application/json: {schema: {type: object, properties: {a: {type: string}}}}
        multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}
        application/octet-stream: {}
        text/plain: {}
        Application/Json; charset=utf-8: {}
        json: {}
    responses:
      200: {description: ok, content: {application/json: {schema: {type: array, items: {type: string}}}}}
      '204': {description: none}
      4XX: {description: no, headers: {Retry-After: {required: true, schema: {type: integer}}, Content-Type: {}}}
      default: {description: any, content: {'*/*': {schema: {type: object, properties: {code: {type: string}}}}}}
      '999': {description: no}
  get:
    requestBody: {}
    responses: {'200': {}}
",
        expect![[r#"
            POST /a post in a
              > application/json <post/request>
              > multipart/form-data <post/request/form-data>
              > application/octet-stream any
              > text/plain any
              > application/json; charset=utf-8 any
              < 200 application/json [string]
              < 204
              < 4XX
                Retry-After: integer required
              < default */* <post/response default>
            GET /a - in a
              < 200
            warning[openapi/media-type]: `json` is no media type (`#/paths/~1a/post/requestBody/content/json`)
            warning[openapi/status]: `999` is no status (`#/paths/~1a/post/responses/999`)
            warning[openapi/empty-content]: the request body has no usable content (`#/paths/~1a/get/requestBody`)
        "#]],
    );
}

#[test]
fn parameters_of_media_types_that_are_none() {
    check(
        r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json, charset=utf-8: {schema: {type: string}}
            Application/XML; charset = utf-8: {schema: {type: string}}
            text/csv; header: {schema: {type: string}}
            'text/plain; format=flowed;': {schema: {type: string}}
            a/b; c=d+e: {schema: {type: string}}
            application/json: {schema: {type: integer}}
",
        expect![[r#"
            GET /a - in a
              < 200 application/json string, application/xml string, text/csv string, text/plain; format=flowed; string, a/b; c=d+e string
            warning[openapi/media-type]: what follows `application/json` is no parameter of a media type (`#/paths/~1a/get/responses/200/content/application~1json, charset=utf-8`)
            warning[openapi/media-type]: what follows `application/xml` is no parameter of a media type (`#/paths/~1a/get/responses/200/content/Application~1XML; charset = utf-8`)
            warning[openapi/media-type]: what follows `text/csv` is no parameter of a media type (`#/paths/~1a/get/responses/200/content/text~1csv; header`)
            warning[openapi/media-type]: `application/json` is there twice (`#/paths/~1a/get/responses/200/content/application~1json`)
        "#]],
    );
}

#[test]
fn media_types_of_old_documents_that_are_none() {
    check(
        r"
swagger: '2.0'
info: {title: T, version: '1'}
produces: ['application/json, okta-version=1.0.0', json]
paths:
  /a: {get: {produces: [json], responses: {'200': {description: ok, schema: {type: string}}}}}
  /b: {get: {responses: {'200': {description: ok, schema: {type: string}}}}}
",
        expect![[r#"
            GET /a - in a
              < 200 application/json string
            GET /b - in b
              < 200 application/json string
            warning[openapi/media-type]: what follows `application/json` is no parameter of a media type (`#/produces/0`)
            warning[openapi/media-type]: `json` is no media type (`#/produces/1`)
            warning[openapi/media-type]: `json` is no media type (`#/paths/~1a/get/produces/0`)
        "#]],
    );
}

#[test]
fn components_by_reference() {
    check(
        r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /b/{id}:
    parameters: [{$ref: '#/components/parameters/Id'}]
    post:
      operationId: b
      requestBody: {$ref: '#/components/requestBodies/Body'}
      responses:
        '200': {$ref: '#/components/responses/Ok'}
        '201': {$ref: '#/paths/~1b~1%7Bid%7D/post/responses/200'}
        '404': {$ref: '#/components/responses/Gone'}
  /c:
    get:
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {$ref: '#/paths/~1d/get/responses/200/content/application~1json/schema'}
  /d:
    get:
      operationId: d
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, enum: [a, b]}}
  requestBodies:
    Body: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
  headers:
    Next: {schema: {type: string}}
  responses:
    Ok:
      description: ok
      headers: {Next: {$ref: '#/components/headers/Next'}}
      content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}
",
        expect![[r#"
            POST /b/{id} b in b
              Path Simple id: <Id/parameter> required
              > application/json <Body/request>
              < 200 application/json <Ok/response>
                Next: string
              < 201 application/json <Ok/response>
                Next: string
            GET /c - in c
              < 200 application/json <d/response 200>
            GET /d d in d
              < 200 application/json <d/response 200>
            error[openapi/unresolved-reference]: `#/components/responses/Gone` points to nothing (`#/paths/~1b~1{id}/post/responses/404/$ref`)
        "#]],
    );
}

#[test]
fn who_may_call() {
    check(
        r"
openapi: 3.1.0
info: {title: T, version: '1'}
security: [{key: []}]
paths:
  /inherited: {get: {responses: {}}}
  /public: {get: {security: [], responses: {}}}
  /optional: {get: {security: [{}, {key: []}], responses: {}}}
  /either: {get: {security: [{key: []}, {oauth: [read, write]}], responses: {}}}
  /both: {get: {security: [{key: [], oauth: [read]}], responses: {}}}
  /unknown: {get: {security: [{nope: [x]}], responses: {}}}
  /sets: {get: {x-gatewright-permissions: [a, [b, c]], responses: {}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, scopes: {read: Read., write: Write.}}}}
",
        expect![[r#"
            GET /inherited - in inherited
              by [(key)]
            GET /public - in public
              by []
            GET /optional - in optional
              by [() or (key)]
            GET /either - in either
              by [(key) or (oauth read write)]
            GET /both - in both
              by [(key + oauth read)]
            GET /unknown - in unknown
              by [(nope x)]
            GET /sets - in sets
              by [(a) or (b + c)]
            warning[openapi/unknown-security-scheme]: the security scheme `nope` is not described (`#/paths/~1unknown/get/security/0/nope`)
        "#]],
    );
}

#[test]
fn groups_and_ids() {
    check(
        r"
openapi: 3.1.0
info: {title: T, version: '1'}
tags: [{name: users, description: Users.}]
paths:
  /api/v1/things/{id}: {get: {operationId: same, responses: {}}, delete: {operationId: same, responses: {}}}
  /{id}: {get: {responses: {}}}
  /tagged: {get: {tags: [users, more], responses: {}}}
  /stated: {get: {tags: [users], x-gatewright-group: other, responses: {}}}
",
        expect![[r#"
            GET /api/v1/things/{id} same in things
              Path Simple id: string required
            DELETE /api/v1/things/{id} - in things
              Path Simple id: string required
            GET /{id} - in root
              Path Simple id: string required
            GET /tagged - in users
            GET /stated - in other
            warning[openapi/parameter-not-in-path]: the placeholder `{id}` has no parameter (`#/paths/~1api~1v1~1things~1{id}`)
            warning[openapi/duplicate-operation-id]: the operation id `same` stands for two operations (`#/paths/~1api~1v1~1things~1{id}/delete/operationId`)
            warning[openapi/parameter-not-in-path]: the placeholder `{id}` has no parameter (`#/paths/~1{id}`)
        "#]],
    );
}

#[test]
fn swagger_2() {
    check(
        r"
swagger: '2.0'
info: {title: T, version: '1'}
host: example.com
basePath: /v2
schemes: [http, https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  key: {type: apiKey, in: query, name: k}
  oauth: {type: oauth2, flow: application, tokenUrl: 'https://example.com/token', scopes: {read: Read.}}
security: [{key: []}]
parameters:
  Limit: {name: limit, in: query, type: integer, default: 10, maximum: 100}
paths:
  /pets:
    get:
      operationId: list
      parameters:
        - {$ref: '#/parameters/Limit'}
        - {name: ids, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: csv, in: query, type: array, items: {type: string}}
      responses:
        200: {description: ok, schema: {type: array, items: {$ref: '#/definitions/Pet'}}, headers: {X-Rate: {type: integer}}}
        default: {$ref: '#/responses/Error'}
    post:
      operationId: create
      parameters: [{name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}]
      security: [{oauth: [read]}]
      responses: {201: {description: ok}}
  /upload:
    post:
      operationId: upload
      parameters:
        - {name: file, in: formData, type: file, required: true}
        - {name: note, in: formData, type: string}
      responses: {200: {description: ok, schema: {type: file}}}
responses:
  Error: {description: no, schema: {$ref: '#/definitions/Error'}}
definitions:
  Pet: {type: object, properties: {name: {type: string}}}
  Error: {type: object, properties: {code: {type: string}}}
",
        expect![[r#"
            GET /pets list in pets
              Query Form limit: integer<=100 = 10
              Query Form ids: [string] explode
              Query Form csv: [string]
              < 200 application/json [Pet]
                X-Rate: integer
              < default application/json Error
              by [(key)]
            POST /pets create in pets
              > application/json Pet
              < 201
              by [(oauth read)]
            POST /upload upload in upload
              > multipart/form-data <upload/request>
              < 200 application/octet-stream bytes
              by [(key)]
        "#]],
    );
}

#[test]
fn supplements_state_what_they_state() {
    let text = r"
openapi: 3.1.0
paths:
  /users/{id}:
    get:
      operationId: getUser
      x-gatewright-group: users
      x-gatewright-paging: {style: link, cursor: after}
      parameters: [{name: after, in: query}]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}
    put: {security: [{oauth2: [users.manage]}]}
    x-gatewright-operations: {COPY: {x-gatewright-permissions: [users.manage, [a, b]]}}
  /files/{path}: {get: {parameters: [{name: path, in: path, x-gatewright-rest: true}], responses: {4XX: {x-gatewright-error-type: E}}}}
components:
  schemas:
    Extra: {type: object, properties: {user: {$ref: '#/components/schemas/User'}}}
x-gatewright-profile:
  error: {code: '{code}', message: '{message}'}
  errorCodes: {404: E7}
  requestId: X-Request-Id
  rateLimit: {limit: X-Limit, remaining: X-Remaining, reset: X-Reset}
  tokenPrefixes: [SSWS, Bearer]
  tokenPath: /oauth2/v1/token
x-gatewright-entries:
  - {name: Get one, place: [Users], operation: 'GET /users/{id}', presets: {after: null}}
  - {name: Other, place: [Users, More], reason: the page does not show it}
x-gatewright-permissions:
  - {name: users.manage, description: Manage users., offerings: [any, CIC], exception: not on Sundays}
";
    let outcome = super::read_as("doc", text, Role::Supplement);
    let expected = expect![[r#"
        GET /users/{id} getUser in users
          Path Simple id: string required
          Query Form after: any explode
          < 200 application/json User
        PUT /users/{id} - in 
          Path Simple id: string required
          by [(users.manage)]
        COPY /users/{id} - in 
          Path Simple id: string required
          by [(users.manage) or (a + b)]
        GET /files/{path+} - in 
          Path Simple path: any required
          < 4XX
        Extra = object
          user: User
        User = undefined
        (
            Some(
                Profile {
                    error: Some(
                        Object {
                            "code": String("{code}"),
                            "message": String("{message}"),
                        },
                    ),
                    error_codes: [
                        (
                            404,
                            "E7",
                        ),
                    ],
                    request_id: Some(
                        "X-Request-Id",
                    ),
                    rate_limit: Some(
                        (
                            "X-Limit",
                            "X-Remaining",
                            "X-Reset",
                        ),
                    ),
                    token_prefixes: [
                        "SSWS",
                        "Bearer",
                    ],
                    token_path: Some(
                        "/oauth2/v1/token",
                    ),
                    audience: None,
                    scope: None,
                    assertion_audience: None,
                    retry_headers: None,
                },
            ),
            Some(
                Permission {
                    wire: "users.manage",
                    docs: "Manage users.",
                    offerings: [
                        "any",
                        "CIC",
                    ],
                    exception: Some(
                        "not on Sundays",
                    ),
                    origin: Supplemented(
                        Span {
                            source: SourceId(
                                1,
                            ),
                            start: 1157,
                            end: 1255,
                        },
                    ),
                },
            ),
        )
        [
            (
                "Get one",
                [
                    "Users",
                ],
                Operation {
                    operation: OperationId(
                        0,
                    ),
                    presets: [
                        (
                            "after",
                            None,
                        ),
                    ],
                },
            ),
            (
                "Other",
                [
                    "Users",
                    "More",
                ],
                Unresolved {
                    reason: "the page does not show it",
                },
            ),
        ]
        [Link { cursor: Some("after") }]
    "#]];
    let model = &outcome.model;
    let seen = format!(
        "{}{}{:#?}\n{:#?}\n{:?}\n{}",
        sketch::operations(model),
        sketch::types(model),
        (&model.profile, model.permissions.first()),
        model.entries.iter().map(|entry| (&entry.wire, &entry.place, &entry.target)).collect::<Vec<_>>(),
        model.operations.iter().flat_map(|operation| &operation.paging).map(|paging| &paging.style).collect::<Vec<_>>(),
        problems(&outcome)
    );
    expected.assert_eq(&seen);
}

#[test]
fn extensions_that_mean_nothing() {
    check(
        r"
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a: {get: {x-gatewright-paging: {style: pages}, x-gatewright-permissions: [{a: b}], responses: {}}}
x-gatewright-profile: {colour: red, rateLimit: [one]}
x-gatewright-entries: [{place: []}, {name: A}, {name: B, operation: GET /b}]
",
        expect![[r#"
            GET /a - in a
            error[openapi/gatewright-extension]: this describes no paging (`#/paths/~1a/get/x-gatewright-paging`)
            error[openapi/gatewright-extension]: a permission is a name (`#/paths/~1a/get/x-gatewright-permissions/0`)
            warning[openapi/unknown-key]: `colour` has no meaning here (`#/x-gatewright-profile/colour`)
            error[openapi/gatewright-extension]: a rate limit is three headers (`#/x-gatewright-profile/rateLimit`)
            error[openapi/gatewright-extension]: an entry has a name (`#/x-gatewright-entries/0`)
            error[openapi/gatewright-extension]: the entry calls nothing (`#/x-gatewright-entries/0`)
            error[openapi/gatewright-extension]: the entry calls nothing (`#/x-gatewright-entries/1`)
            error[openapi/gatewright-extension]: the entry calls an operation that is not in this document (`#/x-gatewright-entries/2`)
        "#]],
    );
}

#[test]
fn odd_corners_of_swagger_2() {
    check(
        r"
swagger: '2.0'
info: {title: T, version: '1'}
basePath: /
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, type: integer, format: int64}]
    get:
      produces: [text/csv, application/json]
      parameters:
        - {name: tsv, in: query, type: array, items: {type: string, enum: [a, b]}, collectionFormat: tsv}
        - {name: nested, in: query, type: array, items: {type: array, items: {type: integer}, collectionFormat: pipes}}
        - {name: level, in: query, type: string, enum: [low, high], default: none}
        - {name: X-Key, in: header, type: string, required: true}
      responses: {200: {description: ok, schema: {type: object, properties: {a: {type: string}}}, examples: {application/json: {a: b}}}}
    put:
      consumes: [application/x-www-form-urlencoded]
      parameters: [{name: a, in: formData, type: string, required: true}, {name: b, in: formData, type: array, items: {type: string}, collectionFormat: multi}]
      responses: {default: {description: any}}
    post:
      parameters: [{name: body, in: body, schema: {type: string, format: binary}}]
      consumes: [application/octet-stream]
      responses: {}
",
        expect![[r#"
            GET /a/{id} - in a
              Path Simple id: integer:int64 required
              Query TabDelimited tsv: [<GET /a/{id}/tsv/item>]
              Query Form nested: [[integer]]
              Query Form level: <GET /a/{id}/level>
              Header Simple X-Key: string required
              < 200 text/csv <GET /a/{id}/response 200>, application/json <GET /a/{id}/response 200>
            PUT /a/{id} - in a
              Path Simple id: integer:int64 required
              > application/x-www-form-urlencoded <PUT /a/{id}/request>
              < default
            POST /a/{id} - in a
              Path Simple id: integer:int64 required
              > application/octet-stream bytes:binary
            warning[openapi/default-value]: the default of `level` is no value of its type (`#/paths/~1a~1{id}/get/parameters/2/default`)
        "#]],
    );
}

/// OpenAPI 3.2: a form that is the whole query is its fields, one by one; JSON and texts are the query as they are.
#[test]
fn the_whole_query_as_one_parameter() {
    check(
        r"
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /form:
    get:
      parameters: [{name: whole, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}}]
      responses: {'200': {description: ok}}
  /json:
    get:
      parameters: [{name: whole, in: querystring, content: {application/json: {schema: {type: object}}}}]
      responses: {'200': {description: ok}}
  /text:
    get:
      parameters: [{name: whole, in: querystring, content: {application/jsonpath: {schema: {type: string}}}}]
      responses: {'200': {description: ok}}
  /list:
    get:
      parameters: [{name: whole, in: querystring, content: {text/csv: {schema: {type: array, items: {type: string}}}}}]
      responses: {'200': {description: ok}}
",
        expect![[r#"
            GET /form - in form
              Query Form whole: <GET /form/whole> explode
              < 200
            GET /json - in json
              Query WholeJson whole: {any}
              < 200
            GET /text - in text
              Query Whole whole: string
              < 200
            GET /list - in list
              < 200
            warning[openapi/parameter]: the whole query is said by `content`, since OpenAPI 3.2 (`#/paths/~1list/get/parameters/0/in`)
        "#]],
    );
}

#[test]
fn placeholders_as_frameworks_write_them() {
    let paths = [
        ("/a/{id:[0-9]{3,}}/x", "id"),
        ("/b/{path:.*}", "path"),
        ("/c/{id?}", "id"),
        ("/d/{*path}", "path"),
        ("/e/{+path}", "path"),
        ("/f/{path...}", "path"),
        ("/g/:id/x", "id"),
        ("/h/<int:id>", "id"),
        ("/i/{id:int}", "id"),
        ("/j/{id}:undelete", "id"),
        ("/k/{a:b}", "a:b"),
        ("/l/{proxy+}", "proxy"),
        ("m/{id}", "id"),
        ("/n/{name=projects/*/members/**}:check", "name"),
        ("/o{/path*}", "path"),
        ("/p{/id}/x", "id"),
    ];
    let lines: String = paths
        .iter()
        .map(|(path, name)| {
            format!(
                "'{path}': {{get: {{parameters: [{{name: '{name}', in: path, required: true, \
                 schema: {{type: string}}}}], responses: {{}}}}}}\n"
            )
        })
        .collect();
    check_paths(
        &lines,
        expect![[r#"
            GET /a/{id}/x - in a
              Path Simple id: string required
            GET /b/{path+} - in b
              Path Simple path: string required
            GET /c/{id} - in c
              Path Simple id: string required
            GET /d/{path+} - in d
              Path Simple path: string required
            GET /e/{path+} - in e
              Path Simple path: string required
            GET /f/{path+} - in f
              Path Simple path: string required
            GET /g/{id}/x - in g
              Path Simple id: string required
            GET /h/{id} - in h
              Path Simple id: string required
            GET /i/{id} - in i
              Path Simple id: string required
            GET /j/{id}:undelete - in j
              Path Simple id: string required
            GET /k/{a:b} - in k
              Path Simple a:b: string required
            GET /l/{proxy+} - in l
              Path Simple proxy: string required
            GET /m/{id} - in m
              Path Simple id: string required
            GET /n/projects/{projectsId}/members/{membersId+}:check - in n
              Path Simple projectsId: string required
              Path Simple membersId: string required
            GET /o/{path+} - in o
              Path Simple path: string required
            GET /p/{id}/x - in p
              Path Simple id: string required
            warning[openapi/path-template]: `/a/{id:[0-9]{3,}}/x` is not written as paths are in OpenAPI (`#/paths/~1a~1{id:[0-9]{3,}}~1x`)
            warning[openapi/path-template]: `/b/{path:.*}` is not written as paths are in OpenAPI (`#/paths/~1b~1{path:.*}`)
            warning[openapi/path-template]: `/c/{id?}` is not written as paths are in OpenAPI (`#/paths/~1c~1{id?}`)
            warning[openapi/path-template]: `/d/{*path}` is not written as paths are in OpenAPI (`#/paths/~1d~1{*path}`)
            warning[openapi/path-template]: `/e/{+path}` is not written as paths are in OpenAPI (`#/paths/~1e~1{+path}`)
            warning[openapi/path-template]: `/f/{path...}` is not written as paths are in OpenAPI (`#/paths/~1f~1{path...}`)
            warning[openapi/path-template]: `/g/:id/x` is not written as paths are in OpenAPI (`#/paths/~1g~1:id~1x`)
            warning[openapi/path-template]: `/h/<int:id>` is not written as paths are in OpenAPI (`#/paths/~1h~1<int:id>`)
            warning[openapi/path-template]: `/i/{id:int}` is not written as paths are in OpenAPI (`#/paths/~1i~1{id:int}`)
            warning[openapi/path-template]: `m/{id}` is not written as paths are in OpenAPI (`#/paths/m~1{id}`)
            warning[openapi/path-template]: `/n/{name=projects/*/members/**}:check` is not written as paths are in OpenAPI (`#/paths/~1n~1{name=projects~1*~1members~1**}:check`)
            warning[openapi/path-template]: `/o{/path*}` is not written as paths are in OpenAPI (`#/paths/~1o{~1path*}`)
            warning[openapi/path-template]: `/p{/id}/x` is not written as paths are in OpenAPI (`#/paths/~1p{~1id}~1x`)
        "#]],
    );
}

#[test]
fn parameters_that_have_several_segments() {
    check_paths(
        r"
/v1/{name}:
  parameters:
    - {name: name, in: path, required: true, description: Whose., schema: {type: string, pattern: '^projects/[^/]+/projects/[^/]+$'}}
  get: {responses: {}}
/v1/{name_1}/all:
  get:
    parameters: [{name: name_1, in: path, required: true, schema: {type: string, pattern: 'a+/[0-9]'}}]
    responses: {}
/v1/of/{key}:
  get:
    parameters: [{name: key, in: path, required: true, schema: {type: string, pattern: '^[A-Za-z+/]+$'}}]
    responses: {}
",
        expect![[r#"
            GET /v1/projects/{projectsId}/projects/{projectsId1} - in projects
              Path Simple projectsId: string required
              Path Simple projectsId1: string required
            GET /v1/{name_1+}/all - in all
              Path Simple name_1: string~a+/[0-9] required
            GET /v1/of/{key} - in of
              Path Simple key: string~^[A-Za-z+/]+$ required
        "#]],
    );
}

#[test]
fn addresses_of_operations() {
    check(
        "
openapi: 3.0.0
info: {title: T, version: '1'}
servers: [{url: 'https://a.example.com/'}, {url: 'https://eu.example.com'}]
paths:
  /a:
    servers: [{url: 'https://a.example.com'}]
    get: {servers: [{url: 'https://b.example.com'}, {url: 'https://{c}.example.com', variables: {c: {default: c}}}]}
    put: {responses: {}}
    post: {servers: [], responses: {}}
    patch: {servers: [{description: no address}], responses: {}}
  /b:
    servers: [{url: /2.0}]
    get: {responses: {}}
    put: {servers: [{url: 'https://eu.example.com/'}], responses: {}}
",
        expect![[r#"
            GET /a - in a
              at https://b.example.com
              at https://{c}.example.com
            PUT /a - in a
            POST /a - in a
            PATCH /a - in a
            GET /b - in b
              at /2.0
            PUT /b - in b
            error[openapi/missing]: `url` is missing (`#/paths/~1a/patch/servers/0`)
        "#]],
    );
}

#[test]
fn addresses_of_operations_where_the_api_has_none() {
    check(
        "
openapi: 3.0.0
info: {title: T, version: '1'}
servers: [{url: /v1}]
paths:
  /a:
    servers: [{url: 'https://a.example.com'}]
    get: {responses: {}}
    put: {servers: [{url: /v1/}], responses: {}}
",
        expect![[r#"
            GET /a - in a
              at https://a.example.com
            PUT /a - in a
            warning[openapi/own-server]: this has an address of its own, and the API has none (`#/paths/~1a/servers/0`)
        "#]],
    );
}

#[test]
fn webhooks() {
    check(
        "
openapi: 3.1.0
info: {title: T, version: '1'}
security: [{key: []}]
paths: {/a: {get: {operationId: newPet, tags: [a], responses: {}}}}
webhooks:
  newPet: {post: {tags: [a], requestBody: {content: {text/plain: {schema: {type: string}}}}, responses: {'200': {description: ''}}}}
  pet/sold {now}:
    parameters: [{name: X-Kind, in: header, schema: {type: string}}]
    post: {operationId: sold, security: [{key: []}], responses: {}}
    put: {responses: {}}
  ..: {post: {responses: {}}}
  /sent/../away: {post: {responses: {}}}
  lost: {$ref: '#/components/pathItems/Lost'}
  x-of-the-vendor: 1
  wrong: 1
components:
  pathItems: {Lost: {get: {responses: {}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
",
        expect![[r#"
            GET /a newPet in a
              by [(key)]
            POST /webhooks/newPet - in webhooks, a webhook
              > text/plain string
              < 200
            POST /webhooks/pet-sold--now- sold in webhooks, a webhook
              Header Simple X-Kind: string
              by [(key)]
            PUT /webhooks/pet-sold--now- pet/sold {now} in webhooks, a webhook
              Header Simple X-Kind: string
            POST /webhooks/-- .. in webhooks, a webhook
            POST /sent/--/away /sent/../away in webhooks, a webhook
            GET /webhooks/lost lost in webhooks, a webhook
            error[openapi/wrong-kind]: `wrong` is a number, where OpenAPI has a map (`#/webhooks/wrong`)
        "#]],
    );
}

#[test]
fn callbacks() {
    check(
        "
openapi: 3.0.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: subscribe
      callbacks:
        event: {'{$request.body#/url}': {post: {requestBody: {content: {text/plain: {schema: {type: string}}}}, responses: {}}}}
        done: {$ref: '#/components/callbacks/Done'}
        x-note: 1
      responses: {}
  /b:
    post:
      callbacks:
        done: {$ref: '#/components/callbacks/Done'}
        event: {'{$request.query.url}': {post: {responses: {}}}, '{$request.query.other}': {post: {responses: {}}}}
        wrong: 1
      responses: {}
  /c: {get: {operationId: event, responses: {}}}
components:
  callbacks:
    Done: {'{$request.body#/url}': {post: {callbacks: {done: {$ref: '#/components/callbacks/Done'}}, responses: {}}}}
",
        expect![[r#"
            POST /a subscribe in a
            POST /b - in b
            GET /c event in c
            POST /callbacks/event - in webhooks, a webhook
              > text/plain string
            POST /callbacks/done done in webhooks, a webhook
            POST /callbacks/POST--b/event - in webhooks, a webhook
            POST /callbacks/POST--b/event/2 - in webhooks, a webhook
            error[openapi/wrong-kind]: `wrong` is a number, where OpenAPI has a map (`#/paths/~1b/post/callbacks/wrong`)
        "#]],
    );
}

/// Styles of fields mean something in URL-encoded forms, and since OpenAPI 3.1 in `multipart/form-data`.
#[test]
fn styles_of_fields() {
    let paths = r"
/form:
  post:
    requestBody:
      content:
        application/x-www-form-urlencoded:
          encoding: &encoding
            a: {style: deepObject, explode: true}
            b: {style: form, explode: false}
            c: {style: pipeDelimited}
            d: {style: spaceDelimited, explode: true}
            e: {contentType: text/plain}
            f: {allowReserved: true}
            g: {style: form}
            h: {style: matrix}
          schema: {type: object, properties: {a: {type: object}, b: {type: array, items: {type: string}}}}
        multipart/form-data:
          encoding: *encoding
          schema: {type: object, properties: {b: {type: array, items: {type: string}}}}
    responses: {}
";
    check_paths(
        paths,
        expect![[r#"
        POST /form - in form
          > application/x-www-form-urlencoded <POST /form/request>
            a: DeepObject explode
            b: Form
            c: PipeDelimited
            d: SpaceDelimited explode
            e: as text/plain
            f: Form explode reserved
            g: Form explode
            h:
          > multipart/form-data <POST /form/request/form-data>
            a: DeepObject explode
            b: Form
            c: PipeDelimited
            d: SpaceDelimited explode
            e: as text/plain
            f: Form explode reserved
            g: Form explode
            h:
        warning[openapi/form-style]: there is no such style of fields (`#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/h/style`)
    "#]],
    );
    let indented = paths.trim_end().replace('\n', "\n  ");
    check(
        &format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:{indented}\n"),
        expect![[r#"
        POST /form - in form
          > application/x-www-form-urlencoded <POST /form/request>
            a: DeepObject explode
            b: Form
            c: PipeDelimited
            d: SpaceDelimited explode
            e: as text/plain
            f: Form explode reserved
            g: Form explode
            h:
          > multipart/form-data <POST /form/request/form-data>
            a:
            b:
            c:
            d:
            e: as text/plain
            f:
            g:
            h:
        warning[openapi/form-style]: the style of `a` means nothing in `multipart/form-data` (`#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/a/style`)
        warning[openapi/form-style]: the style of `b` means nothing in `multipart/form-data` (`#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/b/style`)
        warning[openapi/form-style]: the style of `c` means nothing in `multipart/form-data` (`#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/c/style`)
        warning[openapi/form-style]: the style of `d` means nothing in `multipart/form-data` (`#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/d/style`)
        warning[openapi/form-style]: there is no such style of fields (`#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/encoding/h/style`)
    "#]],
    );
}

/// What is no media type costs itself alone.
#[test]
fn media_types_of_parts_that_are_none() {
    check_paths(
        r#"
/form:
  post:
    requestBody:
      content:
        multipart/form-data:
          encoding:
            a: {contentType: any}
            b: {contentType: 'json, IMAGE/PNG'}
            c: {contentType: text/plain;charset = utf-8}
            d: {contentType: 'image/png or image/jpeg'}
            e: {contentType: 'text/csv; header="a,b", image/*'}
            f: {contentType: ''}
          schema: {type: object, properties: {a: {type: string}}}
    responses: {}
"#,
        expect![[r#"
            POST /form - in form
              > multipart/form-data <POST /form/request>
                a:
                b: as image/png
                c: as text/plain
                d:
                e: as text/csv; header="a,b", image/*
                f:
            warning[openapi/media-type]: `any` is no media type (`#/paths/~1form/post/requestBody/content/multipart~1form-data/encoding/a/contentType`)
            warning[openapi/media-type]: `json` is no media type (`#/paths/~1form/post/requestBody/content/multipart~1form-data/encoding/b/contentType`)
            warning[openapi/media-type]: what follows `text/plain` is no parameter of a media type (`#/paths/~1form/post/requestBody/content/multipart~1form-data/encoding/c/contentType`)
            warning[openapi/media-type]: `image/png or image/jpeg` is no media type (`#/paths/~1form/post/requestBody/content/multipart~1form-data/encoding/d/contentType`)
        "#]],
    );
}

/// Headers of parts that have one value are sent; others are told.
#[test]
fn headers_of_parts() {
    check_paths(
        r"
/form:
  post:
    requestBody:
      content:
        multipart/form-data:
          encoding:
            a:
              contentType: image/png, image/jpeg
              headers:
                Content-Type: {schema: {type: string}}
                X-One: {schema: {const: 1}}
                X-Two: {schema: {type: string, default: two}}
                X-Four: {description: Whatever., schema: {type: string}}
                Content-Disposition: {schema: {const: x}}
          schema: {type: object, properties: {a: {type: string, format: binary}}}
    responses: {}
",
        expect![[r#"
            POST /form - in form
              > multipart/form-data <POST /form/request>
                a: as image/png, image/jpeg with X-One: 1 with X-Two: two with X-Four: ? with Content-Disposition: ?
            warning[openapi/part-header]: the header `X-Four` of a part is not sent (`#/paths/~1form/post/requestBody/content/multipart~1form-data/encoding/a/headers/X-Four`)
            warning[openapi/part-header]: the header `Content-Disposition` of a part is not sent (`#/paths/~1form/post/requestBody/content/multipart~1form-data/encoding/a/headers/Content-Disposition`)
        "#]],
    );
}

/// In Swagger 2.0 the items of a list stand in one text unless something else is said, in every place.
#[test]
fn collection_formats() {
    check(
        r"
swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a/{p}:
    get:
      parameters:
        - {name: p, in: path, required: true, type: array, items: {type: string}, collectionFormat: pipes}
        - {name: q, in: query, type: array, items: {type: string}, collectionFormat: tsv}
        - {name: r, in: query, type: array, items: {type: string}}
        - {name: h, in: header, type: array, items: {type: string}, collectionFormat: ssv}
      responses: {200: {description: ok}}
    post:
      consumes: [multipart/form-data, application/x-www-form-urlencoded]
      parameters:
        - {name: p, in: path, required: true, type: array, items: {type: string}, collectionFormat: tsv}
        - {name: unsaid, in: formData, type: array, items: {type: string}}
        - {name: csv, in: formData, type: array, items: {type: string}, collectionFormat: csv}
        - {name: ssv, in: formData, type: array, items: {type: string}, collectionFormat: ssv}
        - {name: tsv, in: formData, type: array, items: {type: string}, collectionFormat: tsv}
        - {name: pipes, in: formData, type: array, items: {type: string}, collectionFormat: pipes}
        - {name: multi, in: formData, type: array, items: {type: string}, collectionFormat: multi}
        - {name: odd, in: formData, type: array, items: {type: string}, collectionFormat: odd}
      responses: {200: {description: ok}}
",
        expect![[r#"
            GET /a/{p} - in a
              Path PipeDelimited p: [string] required
              Query TabDelimited q: [string]
              Query Form r: [string]
              Header SpaceDelimited h: [string]
              < 200
            POST /a/{p} - in a
              Path Simple p: [string] required
              > multipart/form-data <POST /a/{p}/request>
                unsaid: Form
                csv: Form
                ssv: SpaceDelimited
                tsv: TabDelimited
                pipes: PipeDelimited
                odd: Form
              > application/x-www-form-urlencoded <POST /a/{p}/request>
                unsaid: Form
                csv: Form
                ssv: SpaceDelimited
                tsv: TabDelimited
                pipes: PipeDelimited
                odd: Form
              < 200
            warning[openapi/parameter]: this style does not go with this place (`#/paths/~1a~1{p}/post/parameters/0/collectionFormat`)
            warning[openapi/form-style]: there is no such `collectionFormat` (`#/paths/~1a~1{p}/post/parameters/7/collectionFormat`)
        "#]],
    );
}

/// `allowReserved` means something in queries, and since OpenAPI 3.2 in paths and cookies.
#[test]
fn reserved_characters() {
    let document = |version: &str| {
        format!(
            "openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{'/a/{{p}}': {{get: {{parameters: [{{name: p, in: \
             path, required: true, allowReserved: true, schema: {{type: string}}}}, {{name: q, in: query, allowReserved: \
             true, schema: {{type: string}}}}, {{name: h, in: header, allowReserved: true, schema: {{type: string}}}}], \
             responses: {{}}}}}}}}\n"
        )
    };
    check(
        &document("3.1.0"),
        expect![[r#"
            GET /a/{p} - in a
              Path Simple p: string required
              Query Form q: string explode reserved
              Header Simple h: string
            warning[openapi/contradicting-keys]: `allowReserved` means something in queries, and since OpenAPI 3.2 in paths and cookies (`#/paths/~1a~1{p}/get/parameters/0/allowReserved`)
            warning[openapi/contradicting-keys]: `allowReserved` means something in queries, and since OpenAPI 3.2 in paths and cookies (`#/paths/~1a~1{p}/get/parameters/2/allowReserved`)
        "#]],
    );
    check(
        &document("3.2.0"),
        expect![[r#"
            GET /a/{p} - in a
              Path Simple p: string required reserved
              Query Form q: string explode reserved
              Header Simple h: string
            warning[openapi/contradicting-keys]: `allowReserved` means something in queries, and since OpenAPI 3.2 in paths and cookies (`#/paths/~1a~1{p}/get/parameters/2/allowReserved`)
        "#]],
    );
}
