//! What breaks the rules of a schema, where, and what the rule is called.

use gatewright_runtime::Tags;
use gatewright_runtime::schema::{
    Check, Count, Dependent, Format, Kinds, List, Logic, Number, Object, Pattern, Property, ReadOnly, Schema, Tagged,
};

/// Every violation as `pointer: message`.
fn refusals(check: Check, schema: &'static Schema, text: &str) -> Vec<String> {
    let found = check.text(text.as_bytes(), schema);
    found.into_iter().map(|refusal| format!("{}: {}", refusal.pointer, refusal.message)).collect()
}

#[track_caller]
fn check(schema: &'static Schema, text: &str, expected: &[&str]) {
    assert_eq!(refusals(Check::REQUEST, schema, text), expected, "{text}");
}

static NAME: Schema = Schema::STRING.length(1, 5);
static CODE: Pattern = Pattern::new("^[A-Z]{2}$");
static AGE: Schema = Schema::INTEGER.number(&Number { minimum: Some("0"), below: Some("150"), ..Number::ANY });
static USER: Schema = Schema::OBJECT.object(&Object {
    properties: &[
        Property::required("name", &NAME),
        Property::new("age", &AGE),
        Property::new("country", &Schema::STRING.pattern(&CODE)),
        Property::new("email", &Schema::STRING.format(Format::Email)),
        Property::new("status", &Schema::STRING.texts(&["ACTIVE", "LOCKED"])),
        Property::new(
            "tags",
            &Schema::LIST.list(&List { items: Some(&NAME), count: Count::new(1, 3), unique: true, ..List::ANY }),
        ),
        Property::required("id", &Schema::STRING).read_only(),
        Property::new("manager", &USER),
    ],
    rest: Some(&Schema::NOTHING),
    ..Object::ANY
});

#[test]
fn what_fits_is_not_refused() {
    check(&USER, r#"{"name": "Zoë", "age": 41.0, "country": "NL", "email": "z@example.com", "tags": ["a", "b"]}"#, &[]);
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
    check(&USER, text, &expected);
}

#[test]
fn pointers_lead_through_lists_and_recursion() {
    let text = r#"{"name": "a", "manager": {"name": "b", "tags": ["ok", "", "ok"], "manager": {"name": 5}}}"#;
    let expected = [
        "/manager/tags/2: must not stand in the list twice",
        "/manager/tags/1: must have at least 1 characters",
        "/manager/manager/name: must be a string, but is an integer",
    ];
    check(&USER, text, &expected);
}

#[test]
fn a_pointer_escapes_the_name() {
    static ANY: Schema = Schema::OBJECT.object(&Object { rest: Some(&NAME), ..Object::ANY });
    check(&ANY, r#"{"a/b~c": ""}"#, &["/a~1b~0c: must have at least 1 characters"]);
}

#[test]
fn members_of_the_server_are_ignored_or_refused() {
    check(&USER, r#"{"name": "a", "id": 5}"#, &[]);
    let refused = Check { read_only: ReadOnly::Refused, ..Check::REQUEST };
    let found = refusals(refused, &USER, r#"{"name": "a", "id": 5}"#);
    assert_eq!(found, ["/id: is set by the server and must not be sent"]);
    assert_eq!(refusals(Check::RESPONSE, &USER, r#"{"name": "a"}"#), ["/id: is required"]);
}

#[test]
fn lengths_count_characters() {
    check(&NAME, r#""ééééé""#, &[]);
    check(&NAME, r#""éééééé""#, &[": must have at most 5 characters"]);
    check(&NAME, r#""\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00""#, &[]);
}

#[test]
fn half_a_surrogate_pair_is_one_violation() {
    check(
        &USER,
        r#"{"name": "\ud800", "age": 200}"#,
        &["/name: expected a string without half a surrogate pair", "/age: must be less than 150"],
    );
}

#[test]
fn numbers_are_exact() {
    static CENTS: Schema = Schema::NUMBER.number(&Number { multiple_of: Some("0.01"), ..Number::ANY });
    static BIG: Schema = Schema::NUMBER.number(&Number {
        minimum: Some("-9007199254740993.5"),
        maximum: Some("9007199254740993"),
        ..Number::ANY
    });
    for good in ["19.99", "0", "-0.01", "1e300", "4.35", "1E-2", "0.0"] {
        check(&CENTS, good, &[]);
    }
    for bad in ["0.001", "1e-3", "19.999"] {
        check(&CENTS, bad, &[": must be a multiple of 0.01"]);
    }
    check(&BIG, "9007199254740993", &[]);
    check(&BIG, "9007199254740993.0000000000000000001", &[": must be at most 9007199254740993"]);
    check(&BIG, "-9007199254740994", &[": must be at least -9007199254740993.5"]);
    check(&BIG, "1e999999999999999999999", &[": must be at most 9007199254740993"]);
    check(&Schema::INTEGER, "1e400", &[]);
    check(&Schema::INTEGER, "1.5", &[": must be an integer, but is a number with a fraction"]);
    static WIDE: Schema = Schema::INTEGER.format(Format::Int32);
    check(&WIDE, "2147483648", &[": must be a whole number from -2147483648 to 2147483647"]);
}

#[test]
fn distinct_items_are_told_by_what_they_say() {
    static SET: Schema = Schema::LIST.list(&List { unique: true, ..List::ANY });
    check(&SET, r#"[1, "1", true, [1], {"a": 1}, null, 2]"#, &[]);
    check(&SET, r#"[1, 1.0]"#, &["/1: must not stand in the list twice"]);
    check(&SET, r#"[{"a": 1, "b": "\u0041"}, {"b": "A", "a": 10e-1}]"#, &["/1: must not stand in the list twice"]);
    let many: Vec<String> = (0..100_000).map(|number| number.to_string()).collect();
    check(&SET, &format!("[{}]", many.join(",")), &[]);
}

#[test]
fn a_text_that_is_not_json_is_one_violation() {
    check(&USER, r#"{"name": "a", "age": 01}"#, &[": expected `,` or `}`"]);
    check(&USER, "", &[": expected a value"]);
    check(&USER, r#"{"name": "a"} x"#, &[": expected the end of the text"]);
    let deep = "[".repeat(100_000);
    assert_eq!(refusals(Check::REQUEST, &Schema::ANY, &deep).len(), 1);
}

#[test]
fn violations_are_bounded() {
    static LETTERS: Schema = Schema::LIST.list(&List { items: Some(&Schema::STRING), ..List::ANY });
    let text = format!("[{}1]", "1,".repeat(50_000));
    assert_eq!(refusals(Check::REQUEST, &LETTERS, &text).len(), 100);
}

#[test]
fn alternatives_that_multiply_end() {
    static TREE: Schema = Schema::ANY.logic(&Logic { any: &[&[&LEFT, &RIGHT]], ..Logic::NONE });
    static LEFT: Schema = Schema::OBJECT.object(&Object { properties: &[Property::new("a", &TREE)], ..Object::ANY });
    static RIGHT: Schema = Schema::OBJECT.object(&Object {
        properties: &[Property::new("a", &TREE), Property::required("b", &Schema::STRING)],
        ..Object::ANY
    });
    let text = format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100));
    assert_eq!(refusals(Check::REQUEST, &TREE, &text), [": is too much work to compare with its alternatives"]);
}

#[test]
fn schemas_that_never_end_are_refused() {
    static ENDLESS: Schema = Schema::ANY.logic(&Logic { any: &[&[&ENDLESS]], ..Logic::NONE });
    static ROUND: Schema = Schema::ANY.logic(&Logic { all: &[&ROUND], ..Logic::NONE });
    static CHAIN: Schema = Schema::OBJECT
        .object(&Object { dependent: &[Dependent { name: "a", required: &[], schema: Some(&CHAIN) }], ..Object::ANY });
    assert_eq!(refusals(Check::REQUEST, &ENDLESS, "1").len(), 1);
    check(&ROUND, "1", &[]);
    check(&CHAIN, r#"{"a": 1}"#, &[": is described by schemas that never end"]);
}

static CAT: Schema = Schema::OBJECT.object(&Object {
    properties: &[Property::required("kind", &Schema::STRING), Property::required("lives", &Schema::INTEGER)],
    ..Object::ANY
});
static DOG: Schema = Schema::OBJECT.object(&Object {
    properties: &[Property::required("kind", &Schema::STRING), Property::new("good", &Schema::BOOLEAN)],
    ..Object::ANY
});

#[test]
fn a_tag_says_which_rules_count() {
    static PET: Schema = Schema::ANY.logic(&Logic {
        tagged: Some(&Tagged {
            member: "kind",
            cases: &[(Tags::Texts(&["cat"]), &CAT), (Tags::Texts(&["dog", "puppy"]), &DOG)],
            other: None,
        }),
        ..Logic::NONE
    });
    check(&PET, r#"{"lives": 9, "kind": "cat"}"#, &[]);
    check(&PET, r#"{"kind": "cat"}"#, &["/lives: is required"]);
    check(&PET, r#"{"kind": "puppy", "good": 1}"#, &["/good: must be a boolean, but is an integer"]);
    check(&PET, r#"{"kind": "cow"}"#, &["/kind: names none of the alternatives"]);
    check(&PET, r#"{}"#, &["/kind: is required"]);
}

#[test]
fn the_only_alternative_of_a_kind_says_what_is_wrong() {
    static EITHER: Schema = Schema::ANY.logic(&Logic { any: &[&[&Schema::STRING, &CAT]], ..Logic::NONE });
    check(&EITHER, r#""x""#, &[]);
    check(&EITHER, r#"{"kind": "cat"}"#, &["/lives: is required"]);
    check(&EITHER, "5", &[": must be a string or an object"]);
    static ONE: Schema = Schema::ANY.logic(&Logic { one: &[&[&Schema::INTEGER, &Schema::NUMBER]], ..Logic::NONE });
    check(&ONE, "1.5", &[]);
    check(&ONE, "1", &[": must be exactly one of the alternatives, but is several"]);
}

#[test]
fn schemas_that_hold_together_are_walked_together() {
    static BASE: Schema =
        Schema::OBJECT.object(&Object { properties: &[Property::required("id", &Schema::STRING)], ..Object::ANY });
    static BOTH: Schema = Schema::OBJECT
        .object(&Object {
            properties: &[Property::new("id", &NAME)],
            unevaluated: Some(&Schema::NOTHING),
            ..Object::ANY
        })
        .logic(&Logic { all: &[&BASE, &CAT], ..Logic::NONE });
    check(
        &BOTH,
        r#"{"id": "toolong", "kind": "cat", "lives": 1, "more": 1}"#,
        &["/id: must have at most 5 characters", "/more: is not allowed here"],
    );
}

#[test]
fn null_where_it_may_be() {
    static STATUS: Schema = Schema::STRING.texts(&["A"]).or_null();
    check(&STATUS, "null", &[]);
    static TEXT: Schema = Schema::STRING.or_null();
    static MIXED: Schema = Schema::of(Kinds::NUMBER.or(Kinds::BOOLEAN));
    check(&TEXT, "1", &[": must be null or a string, but is an integer"]);
    check(&MIXED, "null", &[": must be a number or a boolean, but is null"]);
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
    static LISTS: Schema = Schema::OBJECT.object(&Object {
        rest: Some(&Schema::LIST.list(&List { items: Some(&Schema::STRING), ..List::ANY })),
        ..Object::ANY
    });
    for name in ["ä", "/", "\\u0000"] {
        let text = format!("{{\"{}\":[{}1]}}", name.repeat(50_000), "1,".repeat(1_000));
        let found = refusals(Check::REQUEST, &LISTS, &text);
        assert_eq!(found.len(), 100);
        assert!(found.iter().map(String::len).sum::<usize>() < 300_000, "{name}: {}", found[0].len());
    }
}

/// What is too long is told so, and not compared with a pattern: some take the longer the more there is.
#[test]
fn patterns_are_for_texts_of_the_right_length() {
    static NEVER: Pattern = Pattern::new("^never$");
    static SHORT: Schema = Schema::STRING.length(0, 5).pattern(&NEVER);
    check(&SHORT, "\"abcdef\"", &[": must have at most 5 characters"]);
    check(&SHORT, "\"äöüäö\"", &[": must match the pattern ^never$"]);
}
