//! No text makes the reader panic, and what it reads can be printed and read again.

use gatewright_generator::emit::lap;
use proptest::prelude::*;

use super::{file, read, show};

/// Texts made of the pieces of the grammar.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b c", ": ", ", ", " # ", "=", "(", ")", "/", "[", "]", "{", "}", "map", "map<", ">", "str", "int", "any",
        "User", "?", "!", "404", "2XX", "default", "1", "null", "é", " ", "\"", "<b>", "x: str", "y: [int]", "@", ",",
        ":",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn directive() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "@required {",
        "@optional {",
        "@returns(200) {",
        "@returns(",
        "@errors {",
        "@body ",
        "@auth ",
        "@type A {",
        "@example_request ",
        "@endpoint ",
        "@toc ",
        "@",
    ])
}

proptest! {
    #[test]
    fn no_line_is_too_odd(directive in directive(), text in pieces(), close in prop::sample::select(vec!["", "}"])) {
        let _ = read(&file(&format!("POST /a/{{b}}\n{directive}{text}{close}")));
    }

    #[test]
    fn no_file_is_too_odd(text in "\\PC{0,80}") {
        let _ = read(&text);
        let _ = read(&format!("@lap v0.3\n{text}"));
    }

    #[test]
    fn what_is_read_can_be_printed_and_read_again(directive in directive(), text in pieces()) {
        let (model, _, diagnostics) = read(&file(&format!("POST /a/{{b}}\n{directive}{text}}}")));
        if diagnostics.has_errors() {
            return Ok(());
        }
        let printed = lap::text(&model);
        let (again, _, _) = read(&printed);
        prop_assert_eq!(show::model(&model), show::model(&again), "{}", printed);
    }
}
