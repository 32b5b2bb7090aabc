//! The Okta file, number by number.

use std::collections::{BTreeSet, HashSet};

use gatewright_generator::model::{Format, Location, Model, Origin, Parameter, Ref, Scalar, Shape, Status};

fn okta() -> Model {
    let text = include_str!("../../../specs/okta/okta-management.lap");
    let (model, sources, diagnostics) = super::read(text);
    assert!(diagnostics.is_empty(), "{}", gatewright_generator::diag::render(&sources, &diagnostics, false));
    model
}

fn parameters(model: &Model) -> impl Iterator<Item = &Parameter> {
    model.operations.iter().flat_map(|operation| &operation.parameters)
}

/// Docs, default and required of everything that the document lists for calls.
fn listed(model: &Model) -> Vec<(&str, bool, bool)> {
    let parameters = parameters(model)
        .filter(|parameter| matches!(parameter.origin, Origin::Stated(_)))
        .map(|parameter| (parameter.docs.as_str(), parameter.default.is_some(), parameter.required));
    let fields = model
        .operations
        .iter()
        .flat_map(|operation| operation.body.iter().flat_map(|body| &body.contents))
        .filter_map(|content| match &content.ty {
            Ref::Named(id) => match &model.ty(*id).shape {
                Shape::Object(object) => Some(&object.fields),
                _ => None,
            },
            _ => None,
        })
        .flatten()
        .map(|field| (field.docs.as_str(), field.default.is_some(), field.required));
    parameters.chain(fields).collect()
}

#[test]
fn header() {
    let model = okta();
    assert_eq!(model.title, "Okta Admin Management");
    assert_eq!(model.version.as_deref(), Some("5.1.0"));
    assert_eq!(model.servers[0].url, "https://subdomain.okta.com");
    assert_eq!(model.schemes.len(), 2);
}

#[test]
fn operations_by_method() {
    let model = okta();
    let count = |method: &str| model.operations.iter().filter(|operation| operation.method.is(method)).count();
    assert_eq!(model.operations.len(), 705);
    assert_eq!(["GET", "POST", "DELETE", "PUT", "PATCH"].map(count), [280, 221, 107, 87, 10]);
}

#[test]
fn ten_groups() {
    let model = okta();
    let counts: Vec<_> = (0..model.groups.len())
        .map(|at| {
            let in_it = model.operations.iter().filter(|operation| operation.group.0 as usize == at).count();
            (model.groups[at].wire.as_str(), in_it)
        })
        .collect();
    assert_eq!(
        counts,
        [
            (".well-known", 6),
            ("api", 654),
            ("attack-protection", 4),
            ("device-access", 4),
            ("integrations", 9),
            ("oauth2", 12),
            ("okta-personal-settings", 3),
            ("privileged-access", 5),
            ("security", 1),
            ("webauthn-registration", 7),
        ]
    );
}

#[test]
fn every_placeholder_is_a_path_parameter() {
    let model = okta();
    let mut placeholders = 0;
    for operation in &model.operations {
        let names: Vec<_> = operation.path.placeholders().collect();
        let path = operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
        assert_eq!(names, path.clone().map(|parameter| parameter.wire.as_str()).collect::<Vec<_>>());
        assert!(path.clone().all(|parameter| parameter.required));
        assert!(operation.parameters.iter().take(names.len()).all(|parameter| parameter.location == Location::Path));
        placeholders += names.len();
    }
    assert_eq!(placeholders, 788);
}

#[test]
fn undeclared_placeholders() {
    let model = okta();
    let inferred = parameters(&model).filter(|parameter| parameter.origin.rule() == Some("lap/placeholder-is-path"));
    // 773 names are not listed at all; three more are listed for a field of the body.
    assert_eq!(inferred.count(), 773 + 3);
}

#[test]
fn listed_parameters() {
    let model = okta();
    let required = listed(&model).iter().filter(|(_, _, required)| *required).count();
    // One optional parameter is a path parameter, and so required after all: `GET /api/v1/hook-keys/{id}`.
    assert_eq!((listed(&model).len(), required), (1120, 145 + 1));
}

#[test]
fn enums_and_distinct_lists() {
    let model = okta();
    let lists: Vec<Vec<&str>> = model
        .types
        .iter()
        .filter_map(|ty| match &ty.shape {
            Shape::Enum(values) => Some(values.values.iter().map(|value| value.wire.as_str()).collect()),
            _ => None,
        })
        .collect();
    assert_eq!((lists.len(), lists.iter().collect::<HashSet<_>>().len()), (117, 60));
}

#[test]
fn defaults_and_documentation() {
    let model = okta();
    let values = listed(&model).iter().filter(|(_, default, _)| *default).count();
    let texts: Vec<_> = listed(&model)
        .iter()
        .filter_map(|(docs, _, _)| docs.rsplit_once("\n\n").map_or(*docs, |(_, last)| last).strip_prefix("Default: "))
        .map(str::to_owned)
        .collect();
    let distinct: BTreeSet<_> = texts.iter().map(String::as_str).collect();
    assert_eq!(values + texts.len(), 130);
    assert_eq!(
        distinct.into_iter().collect::<Vec<_>>(),
        ["7 days prior to until", "Assigned", "Last / Lowest Priority, for example `1`", "current time", "null"]
    );
}

#[test]
fn date_times() {
    let model = okta();
    let mut count = 0;
    let mut visit = |reference: &Ref| count += date_times_in(reference);
    parameters(&model).for_each(|parameter| visit(&parameter.ty));
    for ty in &model.types {
        if let Shape::Object(object) = &ty.shape {
            object.fields.iter().for_each(|field| visit(&field.ty));
        }
    }
    assert_eq!(count, 494);
}

fn date_times_in(reference: &Ref) -> usize {
    match reference {
        Ref::Scalar(Scalar { format: Some(Format::DateTime), .. }) => 1,
        Ref::List { item, .. } => date_times_in(item),
        Ref::Map { value, .. } => date_times_in(value),
        Ref::Nullable(inner) => date_times_in(inner),
        _ => 0,
    }
}

#[test]
fn example_bodies() {
    let model = okta();
    let bodies = model.operations.iter().filter_map(|operation| operation.body.as_ref());
    let examples: Vec<_> = bodies.flat_map(|body| &body.contents).flat_map(|content| &content.examples).collect();
    let arrays = examples.iter().filter(|example| example.value.is_array()).count();
    assert_eq!((examples.len(), arrays), (151, 5));
}

#[test]
fn returns_and_errors() {
    let model = okta();
    let responses = || model.operations.iter().flat_map(|operation| &operation.responses);
    let good = |status: Status| matches!(status, Status::Code(200..=299));
    let returns = responses().filter(|response| good(response.status));
    let with_fields = returns.clone().filter(|response| !response.contents.is_empty()).count();
    assert_eq!((returns.count(), with_fields), (706, 377));
    assert_eq!(responses().filter(|response| !good(response.status)).count(), 2246);
}
