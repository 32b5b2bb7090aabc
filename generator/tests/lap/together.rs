//! Files with several problems each: all of them are told in one run, each once, and none because of another.

use super::{file, read};

/// The lines of a call, and what is reported of it: codes with line and column, in this order.
type Row = (&'static str, &'static [&'static str]);

#[track_caller]
fn check(rows: &[Row]) {
    for (lines, expected) in rows {
        let (_, sources, diagnostics) = read(&file(lines));
        let found: Vec<String> = diagnostics
            .iter()
            .map(|diagnostic| {
                let place = diagnostic.span.map(|span| sources.position(span).to_string()).unwrap_or_default();
                format!("{} {place}", diagnostic.code.name.trim_start_matches("lap/"))
            })
            .collect();
        assert_eq!(found, *expected, "{lines}");
    }
}

#[test]
fn lists() {
    check(&[
        ("GET /x\n@required {a: text, b: wrong, c: str}", &["unknown-type 5:15", "unknown-type 5:24"]),
        (
            "GET /x\n@required {a: [text], b: map{c: wrong, d: strin}, e: map<text, numbr>}",
            &["unknown-type 5:16", "unknown-type 5:33", "unknown-type 5:43", "unknown-type 5:58", "unknown-type 5:64"],
        ),
        ("GET /x\n@required {a: [str, b: int, c: text}", &["syntax 5:19", "unknown-type 5:32"]),
        ("GET /x\n@required {a: text, b: [str, c: int}", &["unknown-type 5:15", "syntax 5:28"]),
        (
            "GET /x\n@required {a: text, a: wrong, @returns: str}",
            &["unknown-type 5:15", "duplicate-parameter 5:21", "unknown-type 5:24", "directive-as-name 5:31"],
        ),
        ("GET /x\n@errors {40: no, 404: yes, 4: no, 500}\n@errors {404, x}", &["syntax 5:10", "duplicate-status 6:10"]),
    ]);
}

#[test]
fn types() {
    check(&[
        (
            "GET /x\n@type A {a: text, b: wrong}\n@type A {c: strin}",
            &["unknown-type 5:13", "unknown-type 5:22", "duplicate-type 6:7", "unknown-type 6:13"],
        ),
        (
            "GET /x\n@type A {a: text, b [int}\n@type B {b: str, b: text}",
            &["unknown-type 5:13", "syntax 5:19", "duplicate-field 6:18", "unknown-type 6:21"],
        ),
        ("GET /x\n@type A {a: text} x", &["unknown-type 5:13", "syntax 5:18"]),
        (
            "GET /x\n@type A {a: map{b: text, c: [wrong]}, d: map<text,wrong>, e: str?{f: text}}",
            &["unknown-type 5:20", "unknown-type 5:30", "unknown-type 5:46", "unknown-type 5:51", "unknown-type 5:70"],
        ),
    ]);
}

#[test]
fn answers() {
    check(&[
        (
            "GET /x\n@returns(200) {a: text, b: wrong}\n@returns(200) OK",
            &["fields-as-text 5:19", "fields-as-text 5:28", "duplicate-status 6:10"],
        ),
        (
            "GET /x\n@returns(9) {a: text}\n@returns(8) {a: str, a: str}",
            &["status 5:10", "fields-as-text 5:17", "status 6:10", "duplicate-field 6:22"],
        ),
    ]);
}

#[test]
fn calls_that_cannot_be_read() {
    check(&[
        (
            "GET\n@required {a: text, b: wrong}\n@returns(9) no\n@returns(200) {c: text}",
            &["syntax 4:14", "unknown-type 5:15", "unknown-type 5:24", "status 6:10", "fields-as-text 7:19"],
        ),
        (
            "GET\n@desc a\n@desc b\n@errors {1}\n@example_request {no}\n@optional {@returns: str}",
            &["syntax 4:14", "repeated-directive 6:1", "syntax 7:10", "example 8:19", "directive-as-name 9:12"],
        ),
        (
            "GET\n@auth Bearer\n@auth None\n@base https://example.com",
            &["syntax 4:14", "repeated-directive 6:1", "misplaced-directive 7:1"],
        ),
        (
            "GET\n@returns(200) OK\n@returns(200) OK\n@required {a: str, a: str}",
            &["syntax 4:14", "duplicate-status 6:10"],
        ),
    ]);
}
