//! The same API as LAP and as OpenAPI: both models agree on methods, paths and names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gatewright_generator::diag::{Diagnostics, render};
use gatewright_generator::emit::lap;
use gatewright_generator::model::{Location, Model, Operation, Ref, Shape, TypeId};
use gatewright_generator::pipeline::{self, Step};
use gatewright_generator::project::Project;

/// The model of a public document, after the passes that supply what is left out.
fn model(name: &str) -> Model {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus").join(name);
    let mut diagnostics = Diagnostics::default();
    let mut project = Project::default();
    project.add_documents("things", &[path], &mut diagnostics);
    let model = pipeline::model(&project.sources, &project.apis[0], Step::Complete, &mut diagnostics);
    model.unwrap_or_else(|| panic!("{}", render(&project.sources, &diagnostics, false)))
}

/// Operations by method and path shape; with the path of the base address where that is part of the paths elsewhere.
fn routes<'m>(model: &'m Model, base: &str) -> BTreeMap<String, &'m Operation> {
    let route = |operation: &Operation| format!("{} {base}{}", operation.method.0, operation.path.shape());
    model.operations.iter().map(|operation| (route(operation), operation)).collect()
}

/// The names of what travels in the query and as headers.
fn names(operation: &Operation) -> BTreeSet<String> {
    let outside = operation.parameters.iter().filter(|parameter| parameter.location != Location::Path);
    outside.map(|parameter| parameter.wire.to_lowercase()).collect()
}

/// Names of members that bodies have, as far down as LAP lists them.
fn members(model: &Model, operation: &Operation) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let mut open: Vec<TypeId> = Vec::new();
    contents.for_each(|content| content.ty.visit(&mut |id| open.push(id)));
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &model.ty(id).shape {
            Shape::Object(object) => found.extend(object.fields.iter().map(|field| field.wire.to_lowercase())),
            Shape::Choice(choice) => choice.cases.iter().for_each(|case| case.ty.visit(&mut |id| open.push(id))),
            Shape::Alias(Ref::Named(id)) => open.push(*id),
            _ => {}
        }
    }
    found
}

/// Two editions of one API, of which each has operations that the other lacks: those of both agree, but for
/// parameters that one edition has more.
#[test]
#[ignore = "needs ../shared"]
fn editions_of_one_api_agree() {
    for (lap, openapi, base, shared) in [
        ("lap/twitter-com-x-api-v2.lap", "openapi/twitter.yaml", "", 78),
        ("lap/launchdarkly-com-launchdarkly.lap", "openapi/launchdarkly.yaml", "/api/v2", 70),
    ] {
        let (one, other) = (model(lap), model(openapi));
        let (one, other) = (routes(&one, ""), routes(&other, base));
        let both: Vec<_> = one.iter().filter_map(|(route, one)| Some((route, *one, *other.get(route)?))).collect();
        let (mut same, mut all) = (0, 0);
        for (route, one, other) in &both {
            assert_eq!(one.path.placeholders().count(), other.path.placeholders().count(), "{route}");
            let (one, other) = (names(one), names(other));
            same += other.intersection(&one).count();
            all += other.len();
        }
        eprintln!("{lap}: {} operations of both, {same} of {all} parameters", both.len());
        assert!(both.len() >= shared, "{lap}: only {} operations are of both", both.len());
        assert!(same * 100 >= all * 75, "{lap}: only {same} of {all} parameters are of both");
    }
}

/// Whether LAP cannot list a parameter: it has no name, or a type that cannot be told from the comment before it.
fn cannot_be_listed(operation: &Operation, name: &str) -> bool {
    let mut found = name.is_empty();
    let parameters = operation.parameters.iter().filter(|parameter| parameter.wire.eq_ignore_ascii_case(name));
    parameters.for_each(|parameter| parameter.ty.visit(&mut |_| found = true));
    found
}

/// What an OpenAPI document says and LAP can say is the same when it is printed as LAP and read again.
#[test]
#[ignore = "needs ../shared"]
fn documents_in_both_forms_agree() {
    for name in [
        "asana.yaml",
        "box.yaml",
        "digitalocean.yaml",
        "hetzner.yaml",
        "launchdarkly.yaml",
        "notion.yaml",
        "openai-core.yaml",
        "petstore.yaml",
        "resend.yaml",
        "twitter.yaml",
    ] {
        let stated = model(&format!("openapi/{name}"));
        let printed = lap::text(&stated);
        let (printed, sources, diagnostics) = super::read(&printed);
        assert!(!diagnostics.has_errors(), "{name}: {}", render(&sources, &diagnostics, false));
        assert_eq!(stated.operations.len(), printed.operations.len(), "{name}");
        // LAP has no line for the only group.
        let has_groups = stated.operations.iter().any(|one| one.group != stated.operations[0].group);
        for (one, other) in stated.operations.iter().zip(&printed.operations) {
            let line = format!("{name}: {} {}", one.method.0, one.path.wire);
            assert_eq!(line, format!("{name}: {} {}", other.method.0, other.path.wire));
            if has_groups {
                assert_eq!(stated.group(one.group).wire, printed.group(other.group).wire, "{line}");
            }
            let listed: BTreeSet<String> = names(other).union(&members(&printed, other)).cloned().collect();
            let is_told = |name: &String| !cannot_be_listed(one, name);
            let lost: Vec<_> = names(one).into_iter().filter(|name| !listed.contains(name)).filter(is_told).collect();
            assert!(lost.is_empty(), "{line}: {lost:?} are lost");
        }
    }
}
