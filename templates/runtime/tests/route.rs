//! The path template of a row, taken apart.

use gatewright_runtime::arguments::encode;
use gatewright_runtime::{Arguments, Operation, Parameter, Piece, Value};

const ROW: Operation = Operation {
    path: "/users/{id}",
    parameters: &[Parameter::query("q"), Parameter::path("id"), Parameter::path("part"), Parameter::path("odd*")],
    ..Operation::PLAIN
};

/// The pieces of a route.
fn pieces(route: &'static str) -> Vec<Piece> {
    Operation { route, ..ROW }.pieces().collect()
}

#[test]
fn places_of_parameters_are_told_from_text() {
    use Piece::{Parameter, Rest, Text};
    assert_eq!(pieces("/users"), [Text("/users")]);
    assert_eq!(pieces("/users/{id}"), [Text("/users/"), Parameter(1)]);
    assert_eq!(pieces("/{id}.{part}/x"), [Text("/"), Parameter(1), Text("."), Parameter(2), Text("/x")]);
    assert_eq!(pieces("/files/{part*}"), [Text("/files/"), Rest(2)]);
    assert_eq!(pieces("{part}{id}"), [Parameter(2), Parameter(1)]);
    assert_eq!(pieces("/{odd*}/{odd**}"), [Text("/"), Parameter(3), Text("/"), Rest(3)]);
}

#[test]
fn doubled_braces_are_text() {
    let text = |route| pieces(route).into_iter().map(|piece| format!("{piece:?}")).collect::<String>();
    assert_eq!(text("/a/{{id}}/{id}"), r#"Text("/a/")Text("{")Text("id")Text("}")Text("/")Parameter(1)"#);
    assert_eq!(text("}}{{"), r#"Text("}")Text("{")"#);
}

#[test]
fn what_is_no_parameter_of_the_path_is_text() {
    assert_eq!(pieces("/{nobody}/{id}").last(), Some(&Piece::Parameter(1)));
    for route in ["/{", "/{nobody}", "/{q}", "/}", "/{id", "/{*}", "/{}", "/{id }"] {
        let text = pieces(route).into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            other => panic!("{route}: {other:?}"),
        });
        assert_eq!(text.collect::<String>(), route);
    }
}

#[test]
fn a_row_without_a_route_has_its_path() {
    assert_eq!(ROW.pieces().collect::<Vec<_>>(), [Piece::Text("/users/"), Piece::Parameter(1)]);
}

/// Two parameters in one segment, with a brace of the text between them.
static BRACED: Operation = Operation {
    path: "/{id}-}{part}",
    route: "/{id}-}}{part}",
    parameters: &[Parameter::path("id"), Parameter::path("part")],
    ..Operation::PLAIN
};

struct Braced([Option<String>; 2]);

impl Arguments for Braced {
    fn operation(&self) -> &'static Operation {
        &BRACED
    }

    fn view(&self, index: usize) -> Option<&dyn Value> {
        self.0.get(index).map(|value| value as &dyn Value)
    }
}

#[test]
fn a_brace_does_not_end_what_stands_between_parameters() {
    let arguments = Braced(["x-y", "z"].map(|text| Some(text.to_owned())));
    let encoded = encode(&arguments).expect("both are set");
    assert_eq!(encoded.path(), "/x%2Dy-}z");
}
