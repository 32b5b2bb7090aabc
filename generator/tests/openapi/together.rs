//! Documents with several problems each: all of them are told in one run, each once, and none because of another.

use super::read;

/// A document, and what is reported of it: codes with their places, in this order.
type Row = (&'static str, &'static [&'static str]);

/// Where rows stand in a whole document, and what their places begin with.
struct Frame {
    before: &'static str,
    indent: &'static str,
    place: &'static str,
}

const DOCUMENT: Frame = Frame { before: "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n", indent: "", place: "#/" };
const SCHEMAS: Frame = Frame {
    before: "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents:\n  schemas:\n",
    indent: "    ",
    place: "#/components/schemas/",
};
/// What stands beside a `$ref` has no meaning there.
const OLD_SCHEMAS: Frame =
    Frame { before: "openapi: 3.0.3\ninfo: {title: T, version: '1'}\ncomponents:\n  schemas:\n", ..SCHEMAS };
const OPERATION: Frame = Frame {
    before: "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a/{id}:\n",
    indent: "    ",
    place: "#/paths/~1a~1{id}/",
};
const SWAGGER: Frame = Frame { before: "swagger: '2.0'\ninfo: {title: T, version: '1'}\n", indent: "", place: "#/" };

#[track_caller]
fn check(frame: &Frame, rows: &[Row]) {
    for (row, expected) in rows {
        let lines: String = row.lines().map(|line| format!("{}{line}\n", frame.indent)).collect();
        let problems = read("doc", &format!("{}{lines}", frame.before)).problems;
        let found: Vec<String> = problems.lines().filter_map(|line| code_and_place(line, frame.place)).collect();
        assert_eq!(found, *expected, "{row}");
    }
}

/// ``error[openapi/unknown-type]: … (`#/a/b`)`` as `unknown-type a/b`.
fn code_and_place(line: &str, start: &str) -> Option<String> {
    let (_, rest) = line.strip_prefix("error[").or(line.strip_prefix("warning["))?.split_once('/')?;
    let (code, message) = rest.split_once("]: ")?;
    let (_, place) = message.rsplit_once("(`")?;
    let place = place.trim_end_matches("`)");
    Some(format!("{code} {}", place.strip_prefix(start).unwrap_or(place)))
}

#[test]
fn beside_and_below_a_reference() {
    let rows: &[Row] = &[
        ("A: {$ref: '#/no', type: text}", &["unresolved-reference A/$ref", "unknown-type A/type"]),
        (
            "A: {$ref: '#/no', type: [text, numbr]}",
            &["unresolved-reference A/$ref", "unknown-type A/type/0", "unknown-type A/type/1"],
        ),
        (
            "A: {$ref: '#/no', properties: {a: {type: text}, b: {$ref: '#/no', type: strin}}}",
            &[
                "unresolved-reference A/$ref",
                "unknown-type A/properties/a/type",
                "unresolved-reference A/properties/b/$ref",
                "unknown-type A/properties/b/type",
            ],
        ),
        (
            "A: {$ref: '#/no', type: string, properties: {a: {type: text}}}",
            &["unresolved-reference A/$ref", "unknown-type A/properties/a/type"],
        ),
        ("A: {$ref: '#/no', enum: a}", &["unresolved-reference A/$ref", "wrong-kind A/enum"]),
        (
            "A: {$ref: '#/no', properties: [a], required: [b]}",
            &["unresolved-reference A/$ref", "wrong-kind A/properties"],
        ),
        (
            "A: {$ref: '#/no', items: {type: text}, additionalProperties: {type: text}}",
            &["unresolved-reference A/$ref", "unknown-type A/items/type", "unknown-type A/additionalProperties/type"],
        ),
        (
            "A: {$ref: '#/no', allOf: {}, oneOf: {}, anyOf: 5, prefixItems: {}}",
            &[
                "unresolved-reference A/$ref",
                "wrong-kind A/allOf",
                "wrong-kind A/oneOf",
                "wrong-kind A/anyOf",
                "wrong-kind A/prefixItems",
            ],
        ),
        (
            "A: {$ref: '#/no', allOf: [{type: text}, {$ref: '#/no'}], oneOf: [5, {type: text}]}",
            &[
                "unresolved-reference A/$ref",
                "unknown-type A/allOf/0/type",
                "unresolved-reference A/allOf/1/$ref",
                "not-a-schema A/oneOf/0",
                "unknown-type A/oneOf/1/type",
            ],
        ),
        ("A: {$ref: 5, type: text}", &["wrong-kind A/$ref", "unknown-type A/type"]),
        ("A: {$ref: 'no.yaml', type: text}", &["external-reference A/$ref", "unknown-type A/type"]),
        ("A: {$ref: 'https://example.com/a', type: text}", &["external-reference A/$ref", "unknown-type A/type"]),
        (
            "A: {properties: {a: {$ref: '#/no', type: text}, b: {type: text}}, required: [c]}",
            &[
                "unresolved-reference A/properties/a/$ref",
                "unknown-type A/properties/a/type",
                "unknown-type A/properties/b/type",
                "required-unknown A/required/0",
            ],
        ),
        (
            "A: {type: array, items: {$ref: '#/no', type: text, enum: 5}}",
            &["unresolved-reference A/items/$ref", "unknown-type A/items/type", "wrong-kind A/items/enum"],
        ),
    ];
    check(&SCHEMAS, rows);
}

#[test]
fn beside_a_reference_of_3_0() {
    let rows: &[Row] = &[(
        "A: {$ref: '#/no', type: text, items: 5}\nB: {type: string, properties: {a: {type: text}}}",
        &["unresolved-reference A/$ref", "unknown-type B/properties/a/type"],
    )];
    check(&OLD_SCHEMAS, rows);
}

#[test]
fn references_in_a_circle() {
    let rows: &[Row] = &[
        (
            "A: {$ref: '#/components/schemas/A', type: text}\nB: {$ref: '#/components/schemas/A'}\nC: {properties: {a: {$ref: '#/components/schemas/B'}, b: 5}}",
            &["reference-cycle A/$ref", "unknown-type A/type", "not-a-schema C/properties/b"],
        ),
        (
            "A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/C'}\nC: {$ref: '#/components/schemas/A'}\nD: {oneOf: [{$ref: '#/components/schemas/B'}, {type: text}]}",
            &["reference-cycle A/$ref", "unknown-type D/oneOf/1/type"],
        ),
        (
            "A: {allOf: [{$ref: '#/components/schemas/B'}]}\nB: {allOf: [{$ref: '#/components/schemas/A'}], type: text}\nC: {allOf: [{$ref: '#/components/schemas/A'}, {type: text}]}",
            &["reference-cycle A/allOf/0/$ref", "unknown-type B/type", "unknown-type C/allOf/1/type"],
        ),
    ];
    check(&SCHEMAS, rows);
}

#[test]
fn wrong_keywords_together() {
    let rows: &[Row] = &[
        (
            "A: {type: text, enum: a, properties: {b: {type: text, items: 5}}}",
            &[
                "unknown-type A/type",
                "wrong-kind A/enum",
                "unknown-type A/properties/b/type",
                "not-a-schema A/properties/b/items",
            ],
        ),
        (
            "A: {type: array, items: {type: text, enum: 5}, properties: {a: {$ref: '#/no'}}}",
            &["unknown-type A/items/type", "wrong-kind A/items/enum", "unresolved-reference A/properties/a/$ref"],
        ),
        (
            "A: {type: string, properties: {a: {type: text}}, items: {type: text}}",
            &["unknown-type A/properties/a/type", "unknown-type A/items/type"],
        ),
        (
            "A: {type: string, enum: [a], properties: {a: {type: text}}, items: {$ref: '#/no'}}",
            &["unknown-type A/properties/a/type", "unresolved-reference A/items/$ref"],
        ),
        (
            "A: {type: text, allOf: [{$ref: '#/no'}, {type: text}, 5]}",
            &[
                "unknown-type A/type",
                "unresolved-reference A/allOf/0/$ref",
                "unknown-type A/allOf/1/type",
                "not-a-schema A/allOf/2",
            ],
        ),
        (
            "A: {allOf: [{$ref: '#/no'}, {type: object, required: [a]}], properties: {b: 5}}",
            &["unresolved-reference A/allOf/0/$ref", "not-a-schema A/properties/b"],
        ),
        ("A: {properties: 5, required: [a], type: text}", &["wrong-kind A/properties", "unknown-type A/type"]),
        (
            "A: {patternProperties: {a: {type: text}, b: {$ref: '#/no'}}}",
            &[
                "pattern-properties A/patternProperties",
                "unknown-type A/patternProperties/a/type",
                "unresolved-reference A/patternProperties/b/$ref",
            ],
        ),
        (
            "A: {type: text, not: {}, if: {}, properties: []}",
            &["unknown-type A/type", "keyword-left-out A/not", "keyword-left-out A/if", "wrong-kind A/properties"],
        ),
        (
            "A: {properties: {a: {$ref: '#/components/schemas/B/properties/b'}}}\nB: {$ref: '#/no'}",
            &["unresolved-reference B/$ref"],
        ),
    ];
    check(&SCHEMAS, rows);
}

#[test]
fn branches_with_a_discriminator() {
    let rows: &[Row] = &[
        (
            "A: {oneOf: [{$ref: '#/no'}, {type: object}, {type: array}], discriminator: {propertyName: k}}",
            &[
                "unresolved-reference A/oneOf/0/$ref",
                "discriminator-without-value A/oneOf/1",
                "discriminator-without-value A/oneOf/2",
            ],
        ),
        (
            "A: {oneOf: [{$ref: '#/no'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {b: Nope, c: B}}}\nB: {properties: {k: {type: text}}}",
            &[
                "unresolved-reference A/oneOf/0/$ref",
                "discriminator-mapping A/discriminator/mapping/b",
                "unknown-type B/properties/k/type",
            ],
        ),
        (
            "A: {oneOf: [{type: object}, {type: array}], discriminator: {propertyName: k}}",
            &["discriminator-without-value A/oneOf/0", "discriminator-without-value A/oneOf/1"],
        ),
    ];
    check(&SCHEMAS, rows);
}

#[test]
fn parameters() {
    let rows: &[Row] = &[
        (
            "get: {parameters: [{$ref: '#/no'}, {name: a, in: url, schema: {type: text}}]}",
            &[
                "unresolved-reference get/parameters/0/$ref",
                "parameter get/parameters/1/in",
                "unknown-type get/parameters/1/schema/type",
            ],
        ),
        (
            "get: {parameters: [{name: id, in: url, schema: {type: text}, required: 5}]}",
            &[
                "parameter get/parameters/0/in",
                "unknown-type get/parameters/0/schema/type",
                "wrong-kind get/parameters/0/required",
            ],
        ),
        (
            "get: {parameters: [{name: [id], in: path, schema: {$ref: '#/no'}, style: form}]}",
            &[
                "wrong-kind get/parameters/0/name",
                "unresolved-reference get/parameters/0/schema/$ref",
                "parameter get/parameters/0/style",
            ],
        ),
        (
            "get: {parameters: [{in: url, schema: {$ref: '#/no'}}, {schema: {type: text}}]}",
            &[
                "parameter get/parameters/0",
                "parameter get/parameters/0/in",
                "unresolved-reference get/parameters/0/schema/$ref",
                "parameter get/parameters/1",
                "unknown-type get/parameters/1/schema/type",
            ],
        ),
        (
            "get: {parameters: [{in: url, content: {a/b: {schema: {type: text}}}}, 5]}",
            &[
                "parameter get/parameters/0",
                "parameter get/parameters/0/in",
                "unknown-type get/parameters/0/content/a~1b/schema/type",
                "parameter get/parameters/1",
            ],
        ),
        (
            "get: {parameters: [{name: a, in: query, schema: {type: text}}, {in: query, schema: 5}]}",
            &[
                "parameter-not-in-path #/paths/~1a~1{id}",
                "unknown-type get/parameters/0/schema/type",
                "parameter get/parameters/1",
                "not-a-schema get/parameters/1/schema",
            ],
        ),
        (
            "get: {parameters: [{name: id, in: path}, {name: id, in: path, schema: {type: text}, deprecated: 5}]}",
            &[
                "parameter get/parameters/1/name",
                "unknown-type get/parameters/1/schema/type",
                "wrong-kind get/parameters/1/deprecated",
            ],
        ),
        ("get: {parameters: 5, responses: 5}", &["wrong-kind get/parameters", "wrong-kind get/responses"]),
        (
            "parameters: [{$ref: '#/no'}]\nget: {parameters: [{name: id, in: path, content: 5}]}\nput: {parameters: [{name: b, in: query, style: no, schema: {$ref: '#/no', type: text}}]}",
            &[
                "unresolved-reference parameters/0/$ref",
                "wrong-kind get/parameters/0/content",
                "parameter put/parameters/0/style",
                "unresolved-reference put/parameters/0/schema/$ref",
                "unknown-type put/parameters/0/schema/type",
            ],
        ),
    ];
    check(&OPERATION, rows);
}

#[test]
fn bodies_and_responses() {
    let rows: &[Row] = &[
        (
            "parameters: [{name: id, in: path}]\nget: {requestBody: {$ref: '#/no'}, responses: {200: {$ref: '#/no'}, ok: {$ref: '#/no'}}}",
            &[
                "unresolved-reference get/requestBody/$ref",
                "unresolved-reference get/responses/200/$ref",
                "status get/responses/ok",
                "unresolved-reference get/responses/ok/$ref",
            ],
        ),
        (
            "parameters: [{name: id, in: path}]\nget: {requestBody: {content: {json: {schema: {type: text}}}, required: 5}}",
            &[
                "media-type get/requestBody/content/json",
                "unknown-type get/requestBody/content/json/schema/type",
                "wrong-kind get/requestBody/required",
            ],
        ),
        (
            "parameters: [{name: id, in: path}]\nget: {requestBody: {content: 5, required: 5}, responses: {200: {content: {a: 5}}, 201: 5}}",
            &[
                "wrong-kind get/requestBody/content",
                "wrong-kind get/requestBody/required",
                "media-type get/responses/200/content/a",
                "wrong-kind get/responses/201",
            ],
        ),
        (
            "parameters: [{name: id, in: path}]\nget: {responses: {x: {content: {json: {schema: {$ref: '#/no'}}}}, 200: {content: {a/b: {schema: {type: text}}}}}}",
            &[
                "status get/responses/x",
                "media-type get/responses/x/content/json",
                "unresolved-reference get/responses/x/content/json/schema/$ref",
                "unknown-type get/responses/200/content/a~1b/schema/type",
            ],
        ),
        (
            "parameters: [{name: id, in: path}]\nget: {security: [{a: []}, 5]}\nput: 5\npots: {}",
            &[
                "unknown-security-scheme get/security/0/a",
                "wrong-kind get/security/1",
                "wrong-kind put",
                "unknown-key pots",
            ],
        ),
    ];
    check(&OPERATION, rows);
}

#[test]
fn whole_documents() {
    let rows: &[Row] = &[
        (
            "paths: {/a: {get: {responses: {200: {$ref: '#/components/responses/Usr'}}}}}\ncomponents: {responses: {User: {content: {a/b: {schema: {type: text}}}}}}",
            &[
                "unresolved-reference paths/~1a/get/responses/200/$ref",
                "unknown-type components/responses/User/content/a~1b/schema/type",
            ],
        ),
        (
            "components: {requestBodies: {A: {content: {json: {schema: {type: text}}}}, B: {}}, headers: {H: {schema: {type: text}}}}",
            &[
                "media-type components/requestBodies/A/content/json",
                "unknown-type components/requestBodies/A/content/json/schema/type",
                "empty-content components/requestBodies/B",
                "unknown-type components/headers/H/schema/type",
            ],
        ),
        (
            "components: {parameters: {A: {name: a, in: url, schema: {type: text}}, B: {$ref: '#/no'}, C: {name: a, in: query, content: {x: {schema: {type: text}}}}}}",
            &[
                "parameter components/parameters/A/in",
                "unknown-type components/parameters/A/schema/type",
                "unresolved-reference components/parameters/B/$ref",
                "unknown-type components/parameters/C/content/x/schema/type",
            ],
        ),
        (
            "components: {parameters: {A: {$ref: '#/components/parameters/B'}, B: {$ref: '#/components/parameters/A'}}}\npaths: {/a: {get: {parameters: [{$ref: '#/components/parameters/A'}], requestBody: {}}}}",
            &["reference-cycle components/parameters/A/$ref", "empty-content paths/~1a/get/requestBody"],
        ),
        (
            "components: {securitySchemes: {a: {$ref: '#/no'}, b: {type: [x]}, c: {type: apiKey}, d: {type: apiKey, in: [x], name: [x]}}}\nsecurity: [{a: []}, {b: []}, {z: []}]\npaths: {/a: {get: {}}, /b: {get: {}}}",
            &[
                "unresolved-reference components/securitySchemes/a/$ref",
                "wrong-kind components/securitySchemes/b/type",
                "security-scheme components/securitySchemes/c",
                "security-scheme components/securitySchemes/c",
                "wrong-kind components/securitySchemes/d/in",
                "wrong-kind components/securitySchemes/d/name",
                "unknown-security-scheme security/2/z",
            ],
        ),
        (
            "components: {securitySchemes: {a: {type: http}, b: {type: x}, c: {type: http, scheme: [x]}}}",
            &[
                "security-scheme components/securitySchemes/a",
                "security-scheme components/securitySchemes/b",
                "wrong-kind components/securitySchemes/c/scheme",
            ],
        ),
        (
            "components: {securitySchemes: [], schemas: [], responses: 5}\nsecurity: [{a: []}]\npaths: {/a: {get: {responses: {200: {$ref: '#/components/responses/A'}, 201: {content: {a/b: {schema: {$ref: '#/components/schemas/A'}}}}}}}}",
            &[
                "wrong-kind components/securitySchemes",
                "wrong-kind components/schemas",
                "wrong-kind components/responses",
            ],
        ),
        (
            "servers: [{variables: {v: {default: [a]}}}, {url: a, variables: {w: {enum: 5, default: a}, x: {enum: [a], default: b}}}]\npaths: {/a: 5, /b: {$ref: '#/no'}}",
            &[
                "missing servers/0",
                "wrong-kind servers/0/variables/v/default",
                "wrong-kind servers/1/variables/w/enum",
                "server-variable servers/1/variables/x",
                "wrong-kind paths/~1a",
                "unresolved-reference paths/~1b/$ref",
            ],
        ),
        (
            "x-gatewright-entries: [{operation: GET /no}, {name: [a]}]\nx-gatewright-permissions: [{offerings: 5}, {name: [a]}]\npaths: {}",
            &[
                "gatewright-extension x-gatewright-entries/0",
                "gatewright-extension x-gatewright-entries/0",
                "gatewright-extension x-gatewright-entries/1",
                "wrong-kind x-gatewright-entries/1/name",
                "gatewright-extension x-gatewright-permissions/0",
                "wrong-kind x-gatewright-permissions/0/offerings",
                "wrong-kind x-gatewright-permissions/1/name",
            ],
        ),
    ];
    check(&DOCUMENT, rows);
}

#[test]
fn swagger_2() {
    let rows: &[Row] = &[
        (
            "paths: {/a: {get: {parameters: [{name: a, in: url, type: text}, {in: query, type: text}, {name: c, in: query, type: array, items: {type: text}}]}}}",
            &[
                "parameter paths/~1a/get/parameters/0/in",
                "unknown-type paths/~1a/get/parameters/0/type",
                "parameter paths/~1a/get/parameters/1",
                "unknown-type paths/~1a/get/parameters/1/type",
                "unknown-type paths/~1a/get/parameters/2/items/type",
            ],
        ),
        (
            "paths: {/a: {get: {parameters: [{name: b, in: body, schema: {$ref: '#/no'}}], responses: {x: {schema: {type: text}}, 200: {schema: {$ref: '#/no'}}}}}}",
            &[
                "unresolved-reference paths/~1a/get/parameters/0/schema/$ref",
                "status paths/~1a/get/responses/x",
                "unknown-type paths/~1a/get/responses/x/schema/type",
                "unresolved-reference paths/~1a/get/responses/200/schema/$ref",
            ],
        ),
        (
            "paths: {}\nparameters: {A: {name: p, in: body, schema: {type: text}}, B: {name: q, in: query, type: text}}\nresponses: {R: {schema: {type: text}}}",
            &[
                "unknown-type parameters/A/schema/type",
                "unknown-type parameters/B/type",
                "unknown-type responses/R/schema/type",
            ],
        ),
        (
            "paths: {}\ndefinitions: {A: {type: text, properties: 5}}\nsecurityDefinitions: {a: {type: 5}, b: {type: apiKey}}",
            &[
                "unknown-type definitions/A/type",
                "wrong-kind definitions/A/properties",
                "security-scheme securityDefinitions/a",
                "security-scheme securityDefinitions/b",
                "security-scheme securityDefinitions/b",
            ],
        ),
    ];
    check(&SWAGGER, rows);
}
