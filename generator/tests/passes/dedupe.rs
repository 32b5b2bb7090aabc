use gatewright_generator::model::{Shape, TypeName};
use gatewright_generator::pass::dedupe::dedupe;
use gatewright_generator::project::Role;

use super::{of_lap, of_openapi};

fn count(endpoints: &str) -> (usize, usize) {
    let mut model = of_lap(endpoints);
    let before = model.types.len();
    dedupe(&mut model);
    (before, model.types.len())
}

#[test]
fn equal_shapes_are_one() {
    let endpoint = |path| format!("@endpoint GET {path}\n@returns(200) {{id: str, links: map{{self: any}}}}\n\n");
    assert_eq!(count(&[endpoint("/a"), endpoint("/b"), endpoint("/c")].concat()), (6, 2));
}

#[test]
fn order_of_members_does_not_matter() {
    let text = "@endpoint GET /a\n@returns(200) {a: str, b: int}\n\n@endpoint GET /b\n@returns(200) {b: int, a: str}";
    assert_eq!(count(text), (2, 1));
}

#[test]
fn what_differs_stays() {
    let text = "@endpoint GET /a\n@returns(200) {a: str}\n\n@endpoint GET /b\n@returns(200) {a: int}";
    assert_eq!(count(text), (2, 2));
}

#[test]
fn equal_lists_of_values_are_one() {
    let text = "@endpoint GET /a\n@optional {x: str(p/q), y: str(p/q), z: str(q/p)}\n@returns(204)";
    assert_eq!(count(text), (3, 2));
}

/// A type that nothing uses any more never stands for another one.
#[test]
fn unused_types_go_first() {
    let mut model = of_lap("@endpoint GET /a\n@returns(200) {a: str}\n\n@endpoint GET /b\n@returns(200) {a: str}");
    model.operations.remove(0);
    dedupe(&mut model);
    let places: Vec<String> = model.types.iter().map(|ty| format!("{:?}", ty.name)).collect();
    assert_eq!(places.len(), 1);
    assert!(places[0].contains("GET /b"), "{places:?}");
}

/// What a type says about one place only is dropped; what its members say is gathered.
#[test]
fn prose_is_gathered() {
    let mut model = of_lap(
        "@endpoint POST /a\n@required {a: str}\n@returns(204)\n\n@endpoint POST /b\n@required {a: str # The a.}\n@returns(204)",
    );
    dedupe(&mut model);
    let Shape::Object(object) = &model.types[0].shape else { panic!("an object") };
    assert_eq!((model.types.len(), object.fields[0].docs.as_str()), (1, "The a."));
}

/// The place of a shape is the first of the shortest, so that operations added later rename nothing.
#[test]
fn first_place_names() {
    let first = "@endpoint GET /a\n@returns(200) {id: str}\n\n";
    let mut model = of_lap(&format!("{first}@endpoint GET /b\n@returns(200) {{id: str}}"));
    dedupe(&mut model);
    let TypeName::Anonymous { context, .. } = &model.types[0].name else { panic!("a shape without a name") };
    assert_eq!(context.first().map(String::as_str), Some("GET /a"));
}

/// The values of a default are compared, not how they are written.
#[test]
fn equal_defaults_are_equal_in_any_order() {
    let of_default = |default: &str| {
        let schema = format!(
            "{{type: object, properties: {{a: {{type: object, additionalProperties: true, default: {default}}}}}}}"
        );
        let content = format!("{{description: d, content: {{application/json: {{schema: {schema}}}}}}}");
        format!("{{get: {{responses: {{'200': {content}}}}}}}")
    };
    let count = |one: &str, other: &str| {
        let paths = format!("paths:\n  /a: {}\n  /b: {}\n", of_default(one), of_default(other));
        let mut model = of_openapi(&paths, Role::Document);
        dedupe(&mut model);
        model.types.len()
    };
    assert_eq!(count("{x: 1, y: [2]}", "{y: [2], x: 1}"), 1);
    assert_eq!(count("{x: 1, y: [2]}", "{x: 1, y: [3]}"), 2);
}
