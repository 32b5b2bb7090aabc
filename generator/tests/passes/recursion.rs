use gatewright_generator::pass::recursion::boxed;
use gatewright_generator::project::Role;

use super::of_openapi;

/// Members, as `Type.index`, that are boxed.
fn check(schemas: &str, expected: &[&str]) {
    let model = of_openapi(&format!("components:\n  schemas:\n{schemas}"), Role::Document);
    let name = |id| match &model.ty(id).name {
        gatewright_generator::model::TypeName::Named(name) => name.clone(),
        gatewright_generator::model::TypeName::Anonymous { .. } => "?".to_owned(),
    };
    let found: Vec<_> = boxed(&model).into_iter().map(|(id, index)| format!("{}.{index}", name(id))).collect();
    assert_eq!(found, expected);
}

#[test]
fn itself() {
    check("    A: {type: object, properties: {x: {type: string}, a: {$ref: '#/components/schemas/A'}}}\n", &["A.1"]);
}

#[test]
fn through_another() {
    let text = "    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {$ref: '#/components/schemas/C'}}}\n    \
                B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}\n    \
                C: {type: object, properties: {x: {type: string}}}\n";
    check(text, &["A.0", "B.0"]);
}

#[test]
fn lists_and_maps_are_no_boxes() {
    let text = "    A: {type: object, properties: {a: {type: array, items: {$ref: '#/components/schemas/A'}}, \
                m: {type: object, additionalProperties: {$ref: '#/components/schemas/A'}}}}\n";
    check(text, &[]);
}
