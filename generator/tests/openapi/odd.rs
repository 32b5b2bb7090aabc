//! One odd place costs that place: what is left out, and what is said about it.

use expect_test::{Expect, expect};

use super::{read, sketch};

#[track_caller]
fn check(text: &str, expected: Expect) {
    let outcome = read("doc", text.trim_start());
    let problems: Vec<&str> =
        outcome.problems.lines().filter(|line| line.starts_with("error") || line.starts_with("warning")).collect();
    let model = format!("{}{}", sketch::operations(&outcome.model), sketch::types(&outcome.model));
    expected.assert_eq(&format!("{model}{}\n", problems.join("\n")));
}

/// Parts of a document, behind what every document must have.
#[track_caller]
fn check_parts(parts: &str, expected: Expect) {
    check(&format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{}", parts.trim_start()), expected);
}

#[test]
fn scopes_without_a_value_are_absent_and_a_scope_needs_no_description() {
    check_parts(
        r"
components:
  securitySchemes:
    a: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes:}}}
    b: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {read:}}}}
",
        expect![[r#"
            warning[openapi/null-value]: `scopes` has no value here (`#/components/securitySchemes/a/flows/clientCredentials/scopes`)
        "#]],
    );
}

#[test]
fn keywords_without_a_value_are_absent() {
    check_parts(
        r"
security:
paths:
  /a:
    get:
      tags:
      security:
      callbacks:
      requestBody:
      externalDocs:
      parameters: [{name: q, in: query, description:, schema:, examples:}]
      responses: {'200': {description: ok, headers:, links:, content: {application/json: {schema: {$ref: '#/components/schemas/A'}, examples:, encoding:}}}}
    post:
    servers:
components:
  parameters:
  securitySchemes:
  schemas:
    A: {type: object, required:, allOf:, properties: {x: {type: array, items:}, y: {type: object, additionalProperties:, not:}}}
",
        expect![[r#"
            GET /a - in a
              Query Form q: string explode
              < 200 application/json A
            A = object
              x: [any]
              y: {any}
            warning[openapi/null-value]: `security` has no value here, and in 1 more place (`#/security`)
            warning[openapi/null-value]: `tags` has no value here (`#/paths/~1a/get/tags`)
            warning[openapi/null-value]: `callbacks` has no value here (`#/paths/~1a/get/callbacks`)
            warning[openapi/null-value]: `requestBody` has no value here (`#/paths/~1a/get/requestBody`)
            warning[openapi/null-value]: `externalDocs` has no value here (`#/paths/~1a/get/externalDocs`)
            warning[openapi/null-value]: `description` has no value here (`#/paths/~1a/get/parameters/0/description`)
            warning[openapi/null-value]: `schema` has no value here (`#/paths/~1a/get/parameters/0/schema`)
            warning[openapi/null-value]: `examples` has no value here, and in 1 more place (`#/paths/~1a/get/parameters/0/examples`)
            warning[openapi/null-value]: `headers` has no value here (`#/paths/~1a/get/responses/200/headers`)
            warning[openapi/null-value]: `links` has no value here (`#/paths/~1a/get/responses/200/links`)
            warning[openapi/null-value]: `encoding` has no value here (`#/paths/~1a/get/responses/200/content/application~1json/encoding`)
            warning[openapi/null-value]: `post` has no value here (`#/paths/~1a/post`)
            warning[openapi/null-value]: `servers` has no value here (`#/paths/~1a/servers`)
            warning[openapi/null-value]: `parameters` has no value here (`#/components/parameters`)
            warning[openapi/null-value]: `securitySchemes` has no value here (`#/components/securitySchemes`)
            warning[openapi/null-value]: `required` has no value here (`#/components/schemas/A/required`)
            warning[openapi/null-value]: `allOf` has no value here (`#/components/schemas/A/allOf`)
            warning[openapi/null-value]: `items` has no value here (`#/components/schemas/A/properties/x/items`)
            warning[openapi/null-value]: `additionalProperties` has no value here (`#/components/schemas/A/properties/y/additionalProperties`)
            warning[openapi/null-value]: `not` has no value here (`#/components/schemas/A/properties/y/not`)
        "#]],
    );
}

#[test]
fn names_without_a_value_are_there_and_say_nothing() {
    check_parts(
        r"
paths:
  /a:
  /b:
    get: {responses: {'200':, '201': {description: ok, headers: {X-A:}, content: {application/json:}}}}
components:
  schemas: {A:, B: {properties: {x:}}}
",
        expect![[r#"
            GET /b - in b
              < 200
              < 201 application/json any
                X-A: string
            A = alias any
            B = object
              x: any
            warning[openapi/null-value]: `/a` has no value here (`#/paths/~1a`)
            warning[openapi/null-value]: `200` has no value here (`#/paths/~1b/get/responses/200`)
            warning[openapi/null-value]: `X-A` has no value here (`#/paths/~1b/get/responses/201/headers/X-A`)
            warning[openapi/null-value]: `application/json` has no value here (`#/paths/~1b/get/responses/201/content/application~1json`)
            warning[openapi/null-value]: `A` has no value here (`#/components/schemas/A`)
            warning[openapi/null-value]: `x` has no value here (`#/components/schemas/B/properties/x`)
        "#]],
    );
}

#[test]
fn items_without_a_value_are_absent() {
    check_parts(
        r"
servers: [null]
paths:
  /a: {get: {tags: [null, t], parameters: [null, {name: q, in: query}], responses: {}}}
components: {schemas: {A: {oneOf: [null, {type: string}]}, B: {type: array, prefixItems: [null, {type: string}]}}}
",
        expect![[r#"
            GET /a - in t
              Query Form q: string explode
            A = alias string
            B = tuple
              any
              string
            warning[openapi/null-value]: an item of `servers` has no value (`#/servers`)
            warning[openapi/null-value]: an item of `tags` has no value (`#/paths/~1a/get/tags`)
            warning[openapi/null-value]: an item of `parameters` has no value (`#/paths/~1a/get/parameters`)
            warning[openapi/null-value]: an item of `oneOf` has no value (`#/components/schemas/A/oneOf`)
            warning[openapi/null-value]: `prefixItems` has no value here (`#/components/schemas/B/prefixItems/0`)
        "#]],
    );
}

#[test]
fn null_stays_where_it_is_a_value() {
    check_parts(
        r"
paths: {}
components:
  schemas:
    A: {type: [string, null], default: null, example: null, enum: [a, null], examples: [null]}
    B: {type: object, properties: {x: {const: null}, y: {type: null}}, x-extension: null}
",
        expect![[r#"
            A = enum a
            B = object
              x: null
              y: null

        "#]],
    );
}

#[test]
fn schemes_without_a_value_still_demand() {
    check_parts(
        r"
paths: {/a: {get: {security: [{key:}], responses: {}}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
",
        expect![[r#"
            GET /a - in a
              by [(key)]
            warning[openapi/null-value]: `key` has no value here (`#/paths/~1a/get/security/0/key`)
        "#]],
    );
}

#[test]
fn the_last_of_two_values_counts() {
    check_parts(
        r"
paths:
  /a: {get: {operationId: one, operationId: two, responses: {}}}
",
        expect![[r#"
            GET /a two in a
            warning[yaml/duplicate-key]: the key `operationId` stands twice in one map
        "#]],
    );
}

#[test]
fn two_values_that_disagree_on_who_may_call_are_refused() {
    check_parts(
        r"
paths:
  /a:
    get: {security: [{key: []}], responses: {}}
    get: {security: [], responses: {}}
  /b: {get: {security: [], security: [{key: []}], responses: {}}}
  /c:
    get: {security: [], responses: {}}
    get: {security: [], responses: {'204': {description: same}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
",
        expect![[r#"
            GET /a - in a
              by []
            GET /b - in b
              by [(key)]
            GET /c - in c
              < 204
              by []
            warning[yaml/duplicate-key]: the key `get` stands twice in one map
            error[openapi/security-twice]: the key `get` stands twice, and the two disagree on who may call
            warning[yaml/duplicate-key]: the key `security` stands twice in one map
            error[openapi/security-twice]: the key `security` stands twice, and the two disagree on who may call
            warning[yaml/duplicate-key]: the key `get` stands twice in one map
        "#]],
    );
}

#[test]
fn two_values_are_compared_by_what_counts_for_the_operation() {
    check_parts(
        r"
security: [{key: []}]
paths:
  /a:
    get: {responses: {}}
    get: {security: [{key: []}], responses: {}}
  /b:
    get: {security: [{}], responses: {}}
    get: {security: [], responses: {}}
  /c:
    get: {responses: {}}
    get: {security: [], responses: {}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
",
        expect![[r#"
            GET /a - in a
              by [(key)]
            GET /b - in b
              by []
            GET /c - in c
              by []
            warning[yaml/duplicate-key]: the key `get` stands twice in one map
            warning[yaml/duplicate-key]: the key `get` stands twice in one map
            warning[yaml/duplicate-key]: the key `get` stands twice in one map
            error[openapi/security-twice]: the key `get` stands twice, and the two disagree on who may call
        "#]],
    );
}

#[test]
fn two_values_agree_where_nobody_must_be_known() {
    check_parts(
        r"
security: []
paths:
  /a:
    get: {responses: {}}
    get: {security: [], responses: {}}
",
        expect![[r#"
            GET /a - in a
              by []
            warning[yaml/duplicate-key]: the key `get` stands twice in one map
        "#]],
    );
}

#[test]
fn keywords_without_a_value_are_reported_up_to_a_number() {
    let keywords: String = (0..1_000).map(|at| format!("  k{at}: null\n")).collect();
    let found = read("nulls", &format!("openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\n{keywords}paths: {{}}\n"));
    assert_eq!(found.problems.matches("openapi/null-value").count(), 101, "{:.500}", found.problems);
    assert!(found.problems.contains("no value either: 900 more keywords"), "{:.500}", found.problems);
}

#[test]
fn bounds_that_json_does_not_have_are_absent() {
    check_parts(
        r"
paths: {}
components: {schemas: {A: {type: object, properties: {x: {type: number, minimum: -.inf, maximum: .nan, multipleOf: .Inf}}}}}
",
        expect![[r#"
            A = object
              x: number
            warning[yaml/not-a-number]: JSON has no `-.inf`
            warning[yaml/not-a-number]: JSON has no `.nan`
            warning[yaml/not-a-number]: JSON has no `.Inf`
        "#]],
    );
}

#[test]
fn keywords_without_a_value_in_swagger() {
    check(
        r"
swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a: {get: {parameters:, responses: {200: {description: ok, schema: {type: string}, examples: {application/json: null}}}}}
definitions:
",
        expect![[r#"
            GET /a - in a
              < 200 application/json string
            warning[openapi/null-value]: `parameters` has no value here (`#/paths/~1a/get/parameters`)
            warning[openapi/example-value]: the example of a response is no value of its type (`#/paths/~1a/get/responses/200/examples/application~1json`)
            warning[openapi/null-value]: `definitions` has no value here (`#/definitions`)
        "#]],
    );
}

#[test]
fn webhooks_that_stand_in_the_extension_as_well_are_read_once() {
    check_parts(
        r"
webhooks: {ping: {post: {operationId: ping, responses: {}}}}
x-webhooks: {ping: {post: {operationId: ping, responses: {}}}, pong: {post: {operationId: pong, responses: {}}}}
",
        expect![[r#"
            POST /webhooks/ping ping in webhooks, a webhook
            POST /webhooks/pong pong in webhooks, a webhook

        "#]],
    );
}
