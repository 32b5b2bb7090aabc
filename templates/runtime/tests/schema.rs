//! What breaks the rules of a schema, where, and what the rule is called.

use gatewright_runtime::schema::{Check, Definitions, Format, ReadOnly, SchemaId, Schemas};

/// Schemas that others name.
const NAMED: &[(&str, &str)] = &[
    ("name", r#"{"type": "string", "minLength": 1, "maxLength": 5}"#),
    (
        "user",
        r#"{
            "type": "object",
            "properties": {
                "name": {"$ref": "name"},
                "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150},
                "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
                "email": {"type": "string", "format": "email"},
                "status": {"type": "string", "enum": ["ACTIVE", "LOCKED"]},
                "tags": {"type": "array", "items": {"$ref": "name"}, "minItems": 1, "maxItems": 3, "uniqueItems": true},
                "id": {"type": "string", "readOnly": true},
                "manager": {"$ref": "user"}
            },
            "required": ["name", "id"],
            "additionalProperties": false
        }"#,
    ),
    (
        "cat",
        r#"{
            "type": "object",
            "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
            "required": ["kind", "lives"]
        }"#,
    ),
    (
        "dog",
        r#"{"type": "object", "properties": {"kind": {"type": "string"}, "good": {"type": "boolean"}}, "required": ["kind"]}"#,
    ),
];

const NAME: &str = r#"{"$ref": "name"}"#;
const USER: &str = r#"{"$ref": "user"}"#;

/// The schema in a text, which may name those above and these.
fn read(text: &'static str, named: &[(&'static str, &'static str)]) -> (Schemas, SchemaId) {
    let mut definitions = Definitions::default();
    for (name, text) in NAMED.iter().chain(named) {
        definitions.add(*name, text);
    }
    let schema = definitions.read(text).unwrap_or_else(|problem| panic!("{}", problem.0));
    (definitions.into_schemas(), schema)
}

/// Every violation as `pointer: message`.
fn refusals_of(check: Check, (schemas, schema): &(Schemas, SchemaId), text: &str) -> Vec<String> {
    let found = check.text(text.as_bytes(), schemas, *schema);
    found.into_iter().map(|refusal| format!("{}: {}", refusal.pointer, refusal.message)).collect()
}

fn refusals(check: Check, schema: &'static str, text: &str) -> Vec<String> {
    refusals_of(check, &read(schema, &[]), text)
}

#[track_caller]
fn check(schema: &'static str, text: &str, expected: &[&str]) {
    assert_eq!(refusals(Check::REQUEST, schema, text), expected, "{text}");
}

#[test]
fn what_fits_is_not_refused() {
    check(USER, r#"{"name": "Zoë", "age": 41.0, "country": "NL", "email": "z@example.com", "tags": ["a", "b"]}"#, &[]);
}

#[test]
fn all_violations_are_told_at_once() {
    let text = r#"{"age": 150, "country": "nl", "email": "z", "status": "GONE", "tags": [], "x": 1}"#;
    let expected = [
        "/age: must be less than 150",
        "/country: must match the pattern ^[A-Z]{2}$",
        "/email: must be an email address",
        "/status: must be one of the values that are listed",
        "/tags: must have at least 1 items",
        "/x: is not allowed here",
        "/name: is required",
    ];
    check(USER, text, &expected);
}

#[test]
fn pointers_lead_through_lists_and_recursion() {
    let text = r#"{"name": "a", "manager": {"name": "b", "tags": ["ok", "", "ok"], "manager": {"name": 5}}}"#;
    let expected = [
        "/manager/tags/2: must not stand in the list twice",
        "/manager/tags/1: must have at least 1 characters",
        "/manager/manager/name: must be a string, but is an integer",
    ];
    check(USER, text, &expected);
}

#[test]
fn a_pointer_escapes_the_name() {
    check(
        r#"{"type": "object", "additionalProperties": {"$ref": "name"}}"#,
        r#"{"a/b~c": ""}"#,
        &["/a~1b~0c: must have at least 1 characters"],
    );
}

#[test]
fn members_of_the_server_are_ignored_or_refused() {
    check(USER, r#"{"name": "a", "id": 5}"#, &[]);
    let refused = Check { read_only: ReadOnly::Refused, ..Check::REQUEST };
    let found = refusals(refused, USER, r#"{"name": "a", "id": 5}"#);
    assert_eq!(found, ["/id: is set by the server and must not be sent"]);
    assert_eq!(refusals(Check::RESPONSE, USER, r#"{"name": "a"}"#), ["/id: is required"]);
}

#[test]
fn lengths_count_characters() {
    check(NAME, r#""ééééé""#, &[]);
    check(NAME, r#""éééééé""#, &[": must have at most 5 characters"]);
    check(NAME, r#""\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00""#, &[]);
}

#[test]
fn half_a_surrogate_pair_is_one_violation() {
    check(
        USER,
        r#"{"name": "\ud800", "age": 200}"#,
        &["/name: expected a string without half a surrogate pair", "/age: must be less than 150"],
    );
}

#[test]
fn numbers_are_exact() {
    const CENTS: &str = r#"{"type": "number", "multipleOf": 0.01}"#;
    const BIG: &str = r#"{"type": "number", "minimum": -9007199254740993.5, "maximum": 9007199254740993}"#;
    const INTEGER: &str = r#"{"type": "integer"}"#;
    for good in ["19.99", "0", "-0.01", "1e300", "4.35", "1E-2", "0.0"] {
        check(CENTS, good, &[]);
    }
    for bad in ["0.001", "1e-3", "19.999"] {
        check(CENTS, bad, &[": must be a multiple of 0.01"]);
    }
    check(BIG, "9007199254740993", &[]);
    check(BIG, "9007199254740993.0000000000000000001", &[": must be at most 9007199254740993"]);
    check(BIG, "-9007199254740994", &[": must be at least -9007199254740993.5"]);
    check(BIG, "1e999999999999999999999", &[": must be at most 9007199254740993"]);
    check(INTEGER, "1e400", &[]);
    check(INTEGER, "1.5", &[": must be an integer, but is a number with a fraction"]);
    const WIDE: &str = r#"{"type": "integer", "format": "int32"}"#;
    check(WIDE, "2147483648", &[": must be a whole number from -2147483648 to 2147483647"]);
}

#[test]
fn distinct_items_are_told_by_what_they_say() {
    const SET: &str = r#"{"type": "array", "uniqueItems": true}"#;
    check(SET, r#"[1, "1", true, [1], {"a": 1}, null, 2]"#, &[]);
    check(SET, r#"[1, 1.0]"#, &["/1: must not stand in the list twice"]);
    check(SET, r#"[{"a": 1, "b": "\u0041"}, {"b": "A", "a": 10e-1}]"#, &["/1: must not stand in the list twice"]);
    let many: Vec<String> = (0..100_000).map(|number| number.to_string()).collect();
    check(SET, &format!("[{}]", many.join(",")), &[]);
}

#[test]
fn a_text_that_is_not_json_is_one_violation() {
    check(USER, r#"{"name": "a", "age": 01}"#, &[": expected `,` or `}`"]);
    check(USER, "", &[": expected a value"]);
    check(USER, r#"{"name": "a"} x"#, &[": expected the end of the text"]);
    let deep = "[".repeat(100_000);
    assert_eq!(refusals(Check::REQUEST, "true", &deep).len(), 1);
}

#[test]
fn violations_are_bounded() {
    const LETTERS: &str = r#"{"type": "array", "items": {"type": "string"}}"#;
    let text = format!("[{}1]", "1,".repeat(50_000));
    assert_eq!(refusals(Check::REQUEST, LETTERS, &text).len(), 100);
}

#[test]
fn alternatives_that_multiply_end() {
    let tree = r#"{"anyOf": [
        {"type": "object", "properties": {"a": {"$ref": "tree"}}},
        {"type": "object", "properties": {"a": {"$ref": "tree"}, "b": {"type": "string"}}, "required": ["b"]}
    ]}"#;
    let tree = read(r#"{"$ref": "tree"}"#, &[("tree", tree)]);
    let text = format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100));
    assert_eq!(refusals_of(Check::REQUEST, &tree, &text), [": is too much work to compare with its alternatives"]);
}

#[test]
fn schemas_that_never_end_are_refused() {
    let of = |text| refusals_of(Check::REQUEST, &read(r#"{"$ref": "it"}"#, &[("it", text)]), r#"{"a": 1}"#);
    assert_eq!(of(r#"{"anyOf": [{"$ref": "it"}]}"#), [": is described by schemas that never end"]);
    assert_eq!(of(r#"{"allOf": [{"$ref": "it"}]}"#), [""; 0]);
    assert_eq!(of(r#"{"$ref": "it"}"#), [""; 0]);
    let chain = r#"{"type": "object", "dependentSchemas": {"a": {"$ref": "it"}}}"#;
    assert_eq!(of(chain), [": is described by schemas that never end"]);
}

/// A name for a name is what that is, inside of itself as well.
#[test]
fn names_may_stand_for_others() {
    let named = [
        ("one", r#"{"$ref": "other"}"#),
        ("other", r#"{"type": "object", "properties": {"a": {"$ref": "one"}, "b": {"$ref": "other"}}}"#),
    ];
    for text in [r#"{"$ref": "one"}"#, r#"{"$ref": "other"}"#] {
        let schema = read(text, &named);
        assert_eq!(refusals_of(Check::REQUEST, &schema, r#"{"a": {"b": {"a": {}}}}"#), [""; 0]);
        let found = refusals_of(Check::REQUEST, &schema, r#"{"a": {"b": {"a": 1}}, "b": []}"#);
        let expected = ["/a/b/a: must be an object, but is an integer", "/b: must be an object, but is an array"];
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn data_that_looks_like_a_reference_is_data() {
    let schema = read(r#"{"enum": [{"$ref": "nothing"}]}"#, &[]);
    assert_eq!(refusals_of(Check::REQUEST, &schema, r#"{"$ref": "nothing"}"#), [""; 0]);
    assert_eq!(refusals_of(Check::REQUEST, &schema, "1").len(), 1);
}

#[test]
fn a_tag_says_which_rules_count() {
    const PET: &str = r#"{"discriminator": {
        "propertyName": "kind",
        "cases": {"cat": {"$ref": "cat"}, "dog": {"$ref": "dog"}, "puppy": {"$ref": "dog"}}
    }}"#;
    check(PET, r#"{"lives": 9, "kind": "cat"}"#, &[]);
    check(PET, r#"{"kind": "cat"}"#, &["/lives: is required"]);
    check(PET, r#"{"kind": "puppy", "good": 1}"#, &["/good: must be a boolean, but is an integer"]);
    check(PET, r#"{"kind": "cow"}"#, &["/kind: names none of the alternatives"]);
    check(PET, r#"{}"#, &["/kind: is required"]);
}

#[test]
fn the_only_alternative_of_a_kind_says_what_is_wrong() {
    const EITHER: &str = r#"{"anyOf": [{"type": "string"}, {"$ref": "cat"}]}"#;
    check(EITHER, r#""x""#, &[]);
    check(EITHER, r#"{"kind": "cat"}"#, &["/lives: is required"]);
    check(EITHER, "5", &[": must be a string or an object"]);
    const ONE: &str = r#"{"oneOf": [{"type": "integer"}, {"type": "number"}]}"#;
    check(ONE, "1.5", &[]);
    check(ONE, "1", &[": must be exactly one of the alternatives, but is several"]);
}

#[test]
fn schemas_that_hold_together_are_walked_together() {
    const BOTH: &str = r#"{
        "type": "object",
        "properties": {"id": {"$ref": "name"}},
        "unevaluatedProperties": false,
        "allOf": [
            {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
            {"$ref": "cat"}
        ]
    }"#;
    check(
        BOTH,
        r#"{"id": "toolong", "kind": "cat", "lives": 1, "more": 1}"#,
        &["/id: must have at most 5 characters", "/more: is not allowed here"],
    );
}

#[test]
fn null_where_it_may_be() {
    check(r#"{"type": ["string", "null"], "enum": ["A", null]}"#, "null", &[]);
    const TEXT: &str = r#"{"type": ["string", "null"]}"#;
    const MIXED: &str = r#"{"type": ["number", "boolean"]}"#;
    check(TEXT, "1", &[": must be null or a string, but is an integer"]);
    check(MIXED, "null", &[": must be a number or a boolean, but is null"]);
}

#[test]
fn formats() {
    let table: &[(Format, &[&str], &[&str])] = &[
        (
            Format::DateTime,
            &[
                "2024-02-29T12:30:00Z",
                "1998-12-31T23:59:60Z",
                "1985-04-12t23:20:50.52z",
                "2020-01-01T00:00:00.000+0000",
            ],
            &[
                "2023-02-29T12:30:00Z",
                "1998-12-31T22:59:60Z",
                "2024-02-29",
                "2024-02-29T24:00:00Z",
                "2024-02-29T12:30Z",
                "",
            ],
        ),
        (Format::Date, &["2024-02-29"], &["2024-2-9", "2024-13-01", "2024-02-30", "2024-02-29T", "٢٠٢٤-02-29"]),
        (Format::Time, &["12:30:00Z", "12:30:00.1+05:30"], &["12:30", "25:00:00Z", "12:30:00", "12:30:00.Z"]),
        (Format::Duration, &["P1Y2M3DT4H5M6S", "PT0.5S", "P4W", "P1D"], &["P", "PT", "1D", "P1H", "P1D2Y", "P1YT"]),
        (
            Format::Email,
            &["a@b", "joe.bloggs+x@example.com", "\"joe bloggs\"@example.com", "joe@[127.0.0.1]", "ü@exämple.de"],
            &["", "a", "@b", "a@", ".a@b", "a..b@c", "a b@c", "a@b..c", "a@-b", "a@[1]"],
        ),
        (Format::Hostname, &["a", "www.example.com", "xn--nxasmq6b.", "1.2"], &["", "-a", "a-", "a_b", "a..b", " a"]),
        (Format::Ipv4, &["192.168.0.1"], &["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4 "]),
        (Format::Ipv6, &["::1", "fe80::1:2", "::ffff:192.168.0.1"], &["1", ":::", "::1%eth0", "12345::"]),
        (
            Format::Uri,
            &[
                "https://a.example/b?c=%20#d",
                "urn:ietf:params:scim:api",
                "mailto:a@b",
                "http://[::1]/",
                "https://exämple/",
            ],
            &["a/b", "/a", "", "http://a b", "http://a/%zz", "1http://a", "http://{host}/"],
        ),
        (Format::UriReference, &["/a", "", "../b?c", "#d"], &["\\a", "a b", "%"]),
        (
            Format::Uuid,
            &["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
            &["2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "x"],
        ),
        (Format::Byte, &["", "YQ==", "YWI=", "YWJj", "YQ", "-_-_"], &["Y", "YQ=", "Y Q==", "YQ==="]),
        (Format::JsonPointer, &["", "/a~0b/~1"], &["a", "/~", "/~2"]),
    ];
    for (format, good, bad) in table {
        for text in *good {
            assert!(format.allows(text), "{text} is {}", format.name());
        }
        for text in *bad {
            assert!(!format.allows(text), "{text} is not {}", format.name());
        }
    }
}

/// Names are as long as who sends them likes, and stand in every pointer below them.
#[test]
fn refusals_are_short_whatever_is_sent() {
    const LISTS: &str = r#"{"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}"#;
    for name in ["ä", "/", "\\u0000"] {
        let text = format!("{{\"{}\":[{}1]}}", name.repeat(50_000), "1,".repeat(1_000));
        let found = refusals(Check::REQUEST, LISTS, &text);
        assert_eq!(found.len(), 100);
        assert!(found.iter().map(String::len).sum::<usize>() < 300_000, "{name}: {}", found[0].len());
    }
}

/// What is too long is told so, and not compared with a pattern: some take the longer the more there is.
#[test]
fn patterns_are_for_texts_of_the_right_length() {
    const SHORT: &str = r#"{"type": "string", "maxLength": 5, "pattern": "^never$"}"#;
    check(SHORT, "\"abcdef\"", &[": must have at most 5 characters"]);
    check(SHORT, "\"äöüäö\"", &[": must match the pattern ^never$"]);
}
