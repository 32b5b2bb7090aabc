use std::collections::BTreeSet;

use gatewright_generator::model::{Builder, Origin, Ref, Shape, TypeId};
use gatewright_generator::pass::recursion::{boxed, endless};
use gatewright_generator::project::Role;
use gatewright_generator::source::{SourceId, Span};

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

/// A model of aliases, each of which names the one at this place in this way.
fn aliases(targets: impl Iterator<Item = Option<usize>>, refer: fn(TypeId) -> Ref) -> BTreeSet<TypeId> {
    let targets: Vec<Option<usize>> = targets.collect();
    let mut builder = Builder::new("test");
    let origin = Origin::Stated(Span { source: SourceId(0), start: 0, end: 0 });
    let ids: Vec<TypeId> = (0..targets.len()).map(|at| builder.named(&format!("A{at}"), origin)).collect();
    for (id, target) in ids.iter().zip(targets) {
        let target = target.map_or_else(Ref::string, |at| refer(ids[at]));
        builder.define(*id, Shape::Alias(target), "", origin).expect("a new type");
    }
    endless(&builder.finish())
}

#[test]
fn aliases_of_nothing_but_each_other() {
    let named = |targets: &[Option<usize>]| {
        let found = aliases(targets.iter().copied(), Ref::Named);
        found.iter().map(|id| id.0).collect::<Vec<_>>()
    };
    assert_eq!(named(&[Some(0)]), [0]);
    assert_eq!(named(&[Some(1), Some(2), Some(1)]), [1, 2]);
    assert_eq!(named(&[Some(1), Some(2), None]), [0; 0]);
    let nullable = aliases([Some(1), Some(0), Some(0)].into_iter(), |id| Ref::Nullable(Box::new(Ref::Named(id))));
    assert_eq!(nullable.len(), 2);
}

/// Followed one by one for every alias, these would take hours.
#[test]
fn long_chains_of_aliases() {
    const LONG: usize = 200_000;
    let chain = (0..LONG).map(|at| (at + 1 < LONG).then_some(at + 1));
    assert_eq!(aliases(chain, Ref::Named).len(), 0);
    assert_eq!(aliases((0..LONG).map(|at| Some((at + 1) % LONG)), Ref::Named).len(), LONG);
}
