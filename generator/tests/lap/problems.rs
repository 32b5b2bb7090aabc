//! What is refused, what is warned about, and how it is told.

use expect_test::{Expect, expect};
use gatewright_generator::diag::render;

use super::{file, read};

/// The problems of a file with this one call.
fn check(lines: &str, expected: Expect) {
    check_file(&file(lines), expected);
}

fn check_file(text: &str, expected: Expect) {
    let (_, sources, diagnostics) = read(text);
    expected.assert_eq(&render(&sources, &diagnostics, false));
}

#[test]
fn other_version() {
    check_file(
        "@lap v9.9\n@api T\n@endpoints 0\n@end\n",
        expect![[r#"
        error[lap/version]: version `v9.9` of LAP is not known
         --> test.lap:1:6
          |
        1 | @lap v9.9
          |      ^^^^ expected `@lap v0.3`
          |
          = help: only version v0.3 of the format can be read

    "#]],
    );
}

#[test]
fn no_lap_at_all() {
    check_file(
        "openapi: 3.1.0\n",
        expect![[r#"
            error[lap/version]: the file does not say that it is LAP
             --> test.lap:1:1
              |
            1 | openapi: 3.1.0
              | ^^^^^^^^^^^^^^ expected `@lap v0.3`
              |
              = help: only version v0.3 of the format can be read

        "#]],
    );
}

#[test]
fn nothing_at_all() {
    check_file(
        "",
        expect![[r#"
            error[lap/version]: the file does not say that it is LAP
             --> test.lap:1:1
              |
            1 |
              | ^ expected `@lap v0.3`
              |
              = help: only version v0.3 of the format can be read

        "#]],
    );
}

#[test]
fn fewer_calls_than_stated() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 5\n@toc a(5)\n@group a\n@endpoint GET /x\n@endgroup\n@end\n",
        expect![[r#"
            error[lap/endpoint-count]: the file has 1 endpoint, not 5
             --> test.lap:3:12
              |
            3 | @endpoints 5
              |            ^ stated here
              |
              = help: if the file was cut off, get all of it; if it was edited, correct the number

            error[lap/group-count]: group `a` has 1 endpoint, not 5
             --> test.lap:4:8
              |
            4 | @toc a(5)
              |        ^ stated here
              |
              = help: if the file was cut off, get all of it; if it was edited, correct the table of contents

        "#]],
    );
}

#[test]
fn group_outside_the_table_of_contents() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 1\n@toc a(0)\n@group b\n@endpoint GET /x\n@endgroup\n@end\n",
        expect![[r#"
            error[lap/group-count]: group `b` is not in the table of contents
             --> test.lap:5:8
              |
            5 | @group b
              |        ^
              |
              = help: add it to `@toc`, with its number of endpoints

        "#]],
    );
}

#[test]
fn cut_off() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 1\n@group a\n@endpoint GET /x\n@desc Li",
        expect![[r#"
        error[lap/missing-end]: the file has no `@end`
         --> test.lap:6:9
          |
        6 | @desc Li
          |         ^ expected `@end` after this
          |
          = help: the file was cut off; get all of it

    "#]],
    );
}

#[test]
fn unknown_directive() {
    check(
        "GET /x\n@rate_limit 100/min\n@returns(200) OK",
        expect![[r#"
        warning[lap/unknown-directive]: `@rate_limit` is no directive of LAP
         --> test.lap:5:1
          |
        5 | @rate_limit 100/min
          | ^^^^^^^^^^^ this line is skipped

    "#]],
    );
}

#[test]
fn text_without_a_directive() {
    check(
        "GET /x\n@desc List users,\noldest first",
        expect![[r#"
        warning[lap/stray-text]: this line is no directive
         --> test.lap:6:1
          |
        6 | oldest first
          | ^^^^^^^^^^^^ a directive such as `@desc` was expected
          |
          = help: put the text in the line that it belongs to; there are no continued lines in LAP

    "#]],
    );
}

#[test]
fn line_of_a_call_before_the_first_call() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 0\n@returns(200) OK\n@end\n@desc x\n",
        expect![[r#"
        error[lap/misplaced-directive]: `@returns` cannot stand here
         --> test.lap:4:1
          |
        4 | @returns(200) OK
          | ^^^^^^^^ this belongs below an `@endpoint`
          |
          = help: move the line, or restore what is missing before it

        error[lap/misplaced-directive]: `@desc` cannot stand here
         --> test.lap:6:1
          |
        6 | @desc x
          | ^^^^^ nothing may follow `@end`
          |
          = help: move the line, or restore what is missing before it

    "#]],
    );
}

#[test]
fn said_twice() {
    check(
        "GET /x\n@desc One\n@desc Two",
        expect![[r#"
        warning[lap/repeated-directive]: `@desc` is said twice
         --> test.lap:6:1
          |
        6 | @desc Two
          | ^^^^^ this one is skipped
          |
          = help: remove one of the two lines

    "#]],
    );
}

#[test]
fn group_without_end() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 1\n@group a\n@endpoint GET /x\n@group b\n@endgroup\n@end\n",
        expect![[r#"
        warning[lap/unclosed-group]: a group has no `@endgroup`
         --> test.lap:6:1
          |
        6 | @group b
          | ^^^^^^ `@endgroup` was expected before this

    "#]],
    );
}

#[test]
fn call_without_path() {
    check(
        "GET\n@desc x",
        expect![[r#"
            error[lap/syntax]: `@endpoint` ends too early
             --> test.lap:4:14
              |
            4 | @endpoint GET
              |              ^ expected a space and the path

        "#]],
    );
}

#[test]
fn unknown_type_word() {
    check(
        "GET /x\n@optional {age: integer, name: str}",
        expect![[r#"
        error[lap/unknown-type]: `integer` is no type
         --> test.lap:5:17
          |
        5 | @optional {age: integer, name: str}
          |                 ^^^^^^^ expected a type word or a name with a capital

    "#]],
    );
}

#[test]
fn unknown_type_word_within() {
    check(
        "GET /x\n@optional {who: map{age: [integer]}}",
        expect![[r#"
        error[lap/unknown-type]: `integer` is no type
         --> test.lap:5:27
          |
        5 | @optional {who: map{age: [integer]}}
          |                           ^^^^^^^ expected a type word or a name with a capital

    "#]],
    );
}

#[test]
fn list_without_close() {
    check(
        "GET /x\n@optional {ids: [str, name: str}",
        expect![[r#"
        error[lap/syntax]: `@optional` goes wrong at `, name: str`
         --> test.lap:5:21
          |
        5 | @optional {ids: [str, name: str}
          |                     ^^^^^^^^^^^ expected `]`, the end of the list

    "#]],
    );
}

#[test]
fn map_without_close() {
    check(
        "GET /x\n@optional {a: map{b: str # x}",
        expect![[r#"
        error[lap/syntax]: `@optional` goes wrong at ` # x`
         --> test.lap:5:25
          |
        5 | @optional {a: map{b: str # x}
          |                         ^^^^ expected the end of the type

    "#]],
    );
}

#[test]
fn parenthesis_without_close() {
    check(
        "GET /x\n@optional {a: str(b # x}",
        expect![[r#"
        error[lap/syntax]: `@optional` goes wrong at `(b # x`
         --> test.lap:5:18
          |
        5 | @optional {a: str(b # x}
          |                  ^^^^^^ expected a `)` that closes this parenthesis

    "#]],
    );
}

#[test]
fn list_of_parameters_without_close() {
    check(
        "GET /x\n@required {a: str, b: {c: str",
        expect![[r#"
        error[lap/syntax]: `@required` ends too early
         --> test.lap:5:30
          |
        5 | @required {a: str, b: {c: str
          |                              ^ expected `}`, the end of the list

    "#]],
    );
}

#[test]
fn name_without_type() {
    check(
        "GET /x\n@optional {name}",
        expect![[r#"
        error[lap/syntax]: `@optional` goes wrong at `name`
         --> test.lap:5:12
          |
        5 | @optional {name}
          |            ^^^^ expected a name, `: ` and a type

    "#]],
    );
}

#[test]
fn nullable_parameter() {
    check(
        "GET /x\n@optional {name: str?}",
        expect![[r#"
        error[lap/syntax]: `@optional` goes wrong at `?`
         --> test.lap:5:21
          |
        5 | @optional {name: str?}
          |                     ^ expected the end of the type

    "#]],
    );
}

#[test]
fn comma_without_parameter() {
    check(
        "GET /x\n@optional {name: str, }",
        expect![[r#"
        error[lap/syntax]: `@optional` goes wrong at `, `
         --> test.lap:5:21
          |
        5 | @optional {name: str, }
          |                     ^^ expected `, ` and another parameter, or `}`

    "#]],
    );
}

#[test]
fn directive_in_a_list() {
    check(
        "GET /x\n@optional {n: int=0;x!(), s: str=\"}, @endpoint: str=x}",
        expect![[r#"
        error[lap/directive-as-name]: `@endpoint` is a directive, not a parameter
         --> test.lap:5:38
          |
        5 | @optional {n: int=0;x!(), s: str="}, @endpoint: str=x}
          |                                      ^^^^^^^^^ expected a line of its own
          |
          = help: restore the line break before it

    "#]],
    );
}

#[test]
fn parameter_twice() {
    check(
        "GET /x\n@optional {a: str, a: int}",
        expect![[r#"
        warning[lap/duplicate-parameter]: parameter `a` is there twice
         --> test.lap:5:20
          |
        5 | @optional {a: str, a: int}
          |                    ^ this one is left out
          |
          = help: remove the one that is wrong

    "#]],
    );
}

#[test]
fn returned_field_twice() {
    check(
        "GET /x\n@returns(200) {a: str, a: int}",
        expect![[r#"
        warning[lap/duplicate-field]: field `a` is there twice
         --> test.lap:5:24
          |
        5 | @returns(200) {a: str, a: int}
          |                        ^ this one is left out
          |
          = help: remove the one that is wrong

    "#]],
    );
}

#[test]
fn fields_that_do_not_fit() {
    check(
        "GET /x\n@returns(200) {id: integer}",
        expect![[r#"
            warning[lap/fields-as-text]: these fields cannot be read
             --> test.lap:5:20
              |
            5 | @returns(200) {id: integer}
              |                    ^^^^^^^ the fields stop to fit the grammar here, so all of them are taken for a description
              |
              = help: write `{name: TYPE, name: TYPE}` with the type words of LAP

        "#]],
    );
}

#[test]
fn statuses() {
    check(
        "GET /x\n@returns(99999)\n@returns(200) A\n@returns(200) B\n@errors {404: A, 404: B}",
        expect![[r#"
            error[lap/status]: `99999` is no status
             --> test.lap:5:10
              |
            5 | @returns(99999)
              |          ^^^^^ expected `200`, `4XX` or `default`

            warning[lap/duplicate-status]: status `200` is there twice
             --> test.lap:7:10
              |
            7 | @returns(200) B
              |          ^^^ left out
              |
             ::: test.lap:6:10
              |
            6 | @returns(200) A
              |          --- this counts
              |
              = help: remove one of the two

            warning[lap/duplicate-status]: status `404` is there twice
             --> test.lap:8:18
              |
            8 | @errors {404: A, 404: B}
              |                  ^^^ left out
              |
             ::: test.lap:8:10
              |
            8 | @errors {404: A, 404: B}
              |          ------ this counts
              |
              = help: remove one of the two

        "#]],
    );
}

#[test]
fn error_without_status() {
    check(
        "GET /x\n@errors {0: x, 401: y}",
        expect![[r#"
        error[lap/syntax]: `@errors` goes wrong at `0: x, 401: y`
         --> test.lap:5:10
          |
        5 | @errors {0: x, 401: y}
          |          ^^^^^^^^^^^^ expected a status: `404`, `4XX` or `default`

    "#]],
    );
}

#[test]
fn example_that_is_no_json() {
    check(
        "POST /x\n@example_request {name: \"Ada\"}",
        expect![[r#"
            warning[lap/example]: the example is no JSON: key must be a string
             --> test.lap:5:19
              |
            5 | @example_request {name: "Ada"}
              |                   ^^^^^^^^^^^^ stops to be JSON here
              |
              = help: write the example as JSON in one line

        "#]],
    );
}

#[test]
fn type_twice() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 0\n@type A {b: B}\n@type B {a: A}\n@type A {x: str}\n@end\n",
        expect![[r#"
            error[lap/duplicate-type]: type `A` is defined twice
             --> test.lap:6:7
              |
            6 | @type A {x: str}
              |       ^ defined again here
              |
             ::: test.lap:4:7
              |
            4 | @type A {b: B}
              |       - first defined here
              |
              = help: rename or remove one of the two

        "#]],
    );
}

#[test]
fn call_twice() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 3\n@endpoint GET /x\n@auth Bearer\n@endpoint GET /x\n@auth Bearer\n@endpoint GET \
         /x\n@auth None\n@end\n",
        expect![[r#"
            warning[lap/duplicate-endpoint]: `GET /x` is there 3 times
             --> test.lap:6:11
              |
            6 | @endpoint GET /x
              |           ^^^^^^ each is kept as a call of its own
              |
             ::: test.lap:4:11
              |
            4 | @endpoint GET /x
              |           ------ the first is here
              |
              = help: remove the one that is wrong, or tell them apart in a supplement

            error[lap/duplicate-endpoint]: `GET /x` is there twice
             --> test.lap:8:11
              |
            8 | @endpoint GET /x
              |           ^^^^^^ the two disagree on who may call
              |
             ::: test.lap:4:11
              |
            4 | @endpoint GET /x
              |           ------ the first is here
              |
              = help: remove the one that is wrong, or tell them apart in a supplement

        "#]],
    );
}

#[test]
fn all_problems_of_a_file_in_one_run() {
    check_file(
        "@lap v0.3\n@api T\n@endpoints 2\n@endpoint GET /x\n@required {a: foo}\n@endpoint GET /y\n@optional {b: [str}\n",
        expect![[r#"
            error[lap/unknown-type]: `foo` is no type
             --> test.lap:5:15
              |
            5 | @required {a: foo}
              |               ^^^ expected a type word or a name with a capital

            error[lap/syntax]: `@optional` ends too early
             --> test.lap:7:19
              |
            7 | @optional {b: [str}
              |                   ^ expected `]`, the end of the list

            error[lap/missing-end]: the file has no `@end`
             --> test.lap:7:20
              |
            7 | @optional {b: [str}
              |                    ^ expected `@end` after this
              |
              = help: the file was cut off; get all of it

        "#]],
    );
}
