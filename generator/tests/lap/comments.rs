//! Where a comment ends.

use expect_test::{Expect, expect};

use super::show;

/// The parameters of `GET /x` with this list.
fn check(list: &str, expected: Expect) {
    let (model, sources, diagnostics) = super::read(&super::file(&format!("GET /x\n@optional {{{list}}}")));
    let problems = gatewright_generator::diag::render(&sources, &diagnostics, false);
    let text: String = show::model(&model).lines().skip(1).map(|line| format!("{}\n", line.trim())).collect();
    expected.assert_eq(&format!("{}{problems}", text.replace(" (lap/method-decides-query)", "")));
}

#[test]
fn comma_in_comment() {
    check(
        "a: str # one, two, b: int # three",
        expect![[r#"
        query a: string # "one, two"
        query b: integer # "three"
    "#]],
    );
}

#[test]
fn colon_in_comment() {
    check(
        "a: str # note: this, note: that, b: int",
        expect![[r#"
        query a: string # "note: this, note: that"
        query b: integer
    "#]],
    );
}

#[test]
fn braces_in_comment() {
    check(
        r#"a: str # like {"x": {"y": 1}}, b: int # or }"#,
        expect![[r#"
        query a: string # "like {\"x\": {\"y\": 1}}"
        query b: integer # "or }"
    "#]],
    );
}

#[test]
fn table_in_comment() {
    check(
        "a: str # | x | y: z | | --- | --- |, q: w | 1, 2 |, b: bool",
        expect![[r#"
        query a: string # "| x | y: z | | --- | --- |, q: w | 1, 2 |"
        query b: boolean
    "#]],
    );
}

#[test]
fn word_that_only_looks_like_a_type() {
    check(
        "a: str # first, b: string theory, c: int",
        expect![[r#"
        query a: string # "first, b: string theory"
        query c: integer
    "#]],
    );
}

#[test]
fn type_followed_by_prose() {
    check(
        "a: str # pairs, b: str and so on, c: int # last",
        expect![[r#"
        query a: string # "pairs, b: str and so on"
        query c: integer # "last"
    "#]],
    );
}

#[test]
fn chain_that_ends_in_prose() {
    check(
        "a: str # pairs, b: str, c: int, d is none, e: bool # real",
        expect![[r#"
        query a: string # "pairs, b: str, c: int, d is none"
        query e: boolean # "real"
    "#]],
    );
}

#[test]
fn chain_that_ends_the_list() {
    check(
        "a: str # pairs, b: str, c: int, d: [str]",
        expect![[r#"
        query a: string # "pairs"
        query b: string
        query c: integer
        query d: [string]
    "#]],
    );
}

#[test]
fn chain_that_meets_a_refused_one() {
    check(
        "a: str # x, b: str, c: str, d # y, c: str, d: int",
        expect![[r#"
        query a: string # "x, b: str, c: str, d # y"
        query c: string
        query d: integer
    "#]],
    );
}

#[test]
fn names_of_several_words_only_at_certain_places() {
    check(
        "first name: str, last name: str # text, middle name: str, b: int",
        expect![[r#"
        query first name: string
        query last name: string # "text, middle name: str"
        query b: integer
    "#]],
    );
}

#[test]
fn capitalised_type_only_at_certain_places() {
    check(
        "a: User, b: [User] # See, also: Users, c: int",
        expect![[r#"
        query a: User
        query b: [User] # "See, also: Users"
        query c: integer
        User = undefined
    "#]],
    );
}

#[test]
fn names_with_signs() {
    check(
        "$top: int # n, filter[name]: str # f, okta:ORN: str # o, x5t#S256: str # t, a~b*c/d+e: bool",
        expect![[r#"
        query $top: integer # "n"
        query filter[name]: string # "f"
        query okta:ORN: string # "o"
        query x5t#S256: string # "t"
        query a~b*c/d+e: boolean
    "#]],
    );
}

#[test]
fn default_with_commas() {
    check(
        "priority: int=Last / Lowest Priority, for example `1` # The order, status: any",
        expect![[r#"
        query priority: integer # "The order\n\nDefault: Last / Lowest Priority, for example `1`"
        query status: any
    "#]],
    );
}

#[test]
fn default_without_text() {
    check(
        "expand: str=, sortBy: str # s",
        expect![[r#"
        query expand: string = ""
        query sortBy: string # "s"
    "#]],
    );
}

#[test]
fn default_without_comment() {
    check(
        "a: int=1, b: int=2, c: str",
        expect![[r#"
        query a: integer = 1
        query b: integer = 2
        query c: string
    "#]],
    );
}

#[test]
fn format_with_parentheses() {
    check(
        "q: str(Text. At most 40 characters per keyword (before encoding)) # Filters, b: int",
        expect![[r#"
        query q: string(text. at most 40 characters per keyword (before encoding)) # "Filters"
        query b: integer
    "#]],
    );
}

#[test]
fn format_does_not_cross_a_comment() {
    check(
        "a: str # open (see, b: str(x # y), c: int",
        expect![[r#"
        query a: string # "open (see, b: str(x # y)"
        query c: integer
    "#]],
    );
}

#[test]
fn values_with_spaces() {
    check(
        "a: str(in progress/not started/n/a)=in progress # s",
        expect![[r#"
        query a: enum(in progress/not started/n/a) = "in progress" # "s"
    "#]],
    );
}

#[test]
fn empty_comment() {
    check(
        "a: str # , b: int # ",
        expect![[r#"
        query a: string
        query b: integer
    "#]],
    );
}

#[test]
fn nothing_listed() {
    check("", expect![[""]]);
}

#[test]
fn names_with_parentheses_slashes_and_dots() {
    check(
        "a: str # one, services.total(uuid): int # two, a/b: bool=true, x.y(z): str",
        expect![[r#"
            query a: string # "one"
            query services.total(uuid): integer # "two"
            query a/b: boolean = true
            query x.y(z): string
        "#]],
    );
}

#[test]
fn parentheses_that_belong_to_prose() {
    check(
        "a: str # (one, two): str, and (so on): int",
        expect![[r#"
        query a: string # "(one, two): str, and (so on): int"
    "#]],
    );
}
