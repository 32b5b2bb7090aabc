//! What the rules alone get right about Okta, without its supplement.

use crate::facts;
use crate::reading;

use std::collections::BTreeMap;
use std::path::Path;

use gatewright_generator::model::{Location, Model, Operation, Ref, Shape, Status, Type};
use gatewright_generator::pass;
use gatewright_generator::project::Role;
use gatewright_generator::read::lap;
use serde_json::Value;

fn okta() -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/okta/okta-management.lap");
    let text = std::fs::read_to_string(path).expect("the document");
    let read = reading::read(lap::read, "okta.lap", &text, Role::Document);
    let (mut model, mut diagnostics) = (read.model, read.diagnostics);
    pass::run(&mut model, &gatewright_generator::limits::Limits::default(), |_| false, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    model
}

fn facts() -> BTreeMap<String, Value> {
    let facts = facts::facts("okta.json");
    let operations = facts["operations"].as_array().expect("operations").iter();
    operations.map(|operation| (operation["op"].as_str().expect("op").to_owned(), operation.clone())).collect()
}

fn line(operation: &Operation) -> String {
    format!("{} {}", operation.method.0, operation.path.wire)
}

/// Right and wrong answers; the wrong ones in words.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: Vec<String>,
}

impl Score {
    fn add(&mut self, is_right: bool, what: impl FnOnce() -> String) {
        if is_right { self.right += 1 } else { self.wrong.push(what()) }
    }

    fn share(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong.len()) as f64
    }

    fn at_least(&self, floor: f64) {
        eprintln!("{:.2} % of {}", self.share() * 100.0, self.right + self.wrong.len());
        assert!(self.share() >= floor, "{:.4}:\n{}", self.share(), self.wrong.join("\n"));
    }
}

/// Names and places of what the document lists for a call.
fn listed<'a>(model: &'a Model, operation: &'a Operation) -> Vec<(&'a str, Option<Location>)> {
    let stated = operation.parameters.iter().filter(|parameter| parameter.origin.rule().is_none());
    let parameters = stated.map(|parameter| (parameter.wire.as_str(), Some(parameter.location)));
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let body = body.filter(|content| content.origin.rule() != Some("complete/request-of-resource"));
    let fields = body.filter_map(|content| object(model, &content.ty)).flat_map(|ty| match &ty.shape {
        Shape::Object(object) => object.fields.iter().map(|field| (field.wire.as_str(), None)).collect::<Vec<_>>(),
        _ => Vec::new(),
    });
    parameters.chain(fields).collect()
}

fn object<'a>(model: &'a Model, ty: &Ref) -> Option<&'a Type> {
    match ty {
        Ref::Named(id) => Some(model.ty(*id)),
        _ => None,
    }
}

fn location(location: Option<Location>) -> &'static str {
    match location {
        Some(Location::Path) => "path",
        Some(Location::Query) => "query",
        Some(Location::Header) => "header",
        Some(Location::Cookie) => "cookie",
        None => "body",
    }
}

#[test]
#[ignore = "needs ../shared"]
fn parameters_of_okta_travel_where_they_should() {
    let facts = facts();
    let model = okta();
    let mut score = Score::default();
    for operation in &model.operations {
        let fact = &facts[&line(operation)];
        let known = |name: &str| {
            let all = fact["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
            all.iter().filter(|one| one["name"] == name).map(|one| one["in"].as_str().unwrap_or_default()).next()
        };
        for (name, place) in listed(&model, operation) {
            let truth = match known(name) {
                Some("path") if place.is_none() => "body",
                Some(place) => place,
                None if fact["body"].is_object() => "body",
                None => "nowhere",
            };
            score.add(location(place) == truth, || {
                format!("{} {name}: {}, not {truth}", line(operation), location(place))
            });
        }
    }
    score.at_least(0.98);
}

#[test]
#[ignore = "needs ../shared"]
fn lists_of_okta_are_lists() {
    let facts = facts();
    let model = okta();
    let mut lists = Score::default();
    let mut claims = Score::default();
    for operation in &model.operations {
        let fact = &facts[&line(operation)];
        for response in operation.responses.iter().filter(|response| response.status.is_success()) {
            let Status::Code(code) = response.status else { continue };
            let is_list = response.contents.first().is_some_and(|content| matches!(content.ty, Ref::List { .. }));
            let truth = fact["responses"][code.to_string()]["schema"].is_array();
            if truth {
                lists.add(is_list, || format!("{} is no list", line(operation)));
            } else if is_list {
                claims.add(false, || format!("{} is a list", line(operation)));
            }
        }
    }
    lists.at_least(0.93);
    assert!(claims.wrong.len() <= 2, "{}", claims.wrong.join("\n"));
}

/// What the rules say is sent or returned, is.
#[test]
#[ignore = "needs ../shared"]
fn bodies_of_okta_are_there() {
    let facts = facts();
    let model = okta();
    let (mut requests, mut responses) = (Score::default(), Score::default());
    for operation in &model.operations {
        let fact = &facts[&line(operation)];
        let sends = operation.body.is_some();
        requests.add(sends == fact["body"].is_object(), || format!("{} sends a body: {sends}", line(operation)));
        for response in operation.responses.iter().filter(|response| response.status.is_success()) {
            let Status::Code(code) = response.status else { continue };
            let truth = !fact["responses"][code.to_string()]["schema"].is_null();
            let returns = !response.contents.is_empty();
            let rule = response.contents.first().and_then(|content| content.origin.rule());
            responses.add(returns == truth, || format!("{} {code} returns: {returns} {rule:?}", line(operation)));
        }
    }
    requests.at_least(0.95);
    responses.at_least(0.93);
}

/// The document's own groups; the supplement sorts operations into others.
#[test]
fn groups_of_okta_without_its_supplement() {
    let model = okta();
    let groups: Vec<_> = model.groups.iter().map(|group| group.wire.as_str()).collect();
    let expected = [
        ".well-known",
        "api",
        "attack-protection",
        "device-access",
        "integrations",
        "oauth2",
        "okta-personal-settings",
        "privileged-access",
        "security",
        "webauthn-registration",
    ];
    assert_eq!(groups, expected);
}
