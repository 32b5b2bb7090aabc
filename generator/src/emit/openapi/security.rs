//! Security schemes, and who may call an operation.

use serde_json::json;

use super::components::legal;
use super::{Members, add, add_text};
use crate::model::{
    Flow, Json, Location, Model, PermissionId, Scheme, SchemeKind, SchemeRequirement, Security, SecurityRequirement,
};

pub(super) fn schemes(model: &Model) -> Members {
    model.schemes.iter().map(|one| (legal(&one.wire), Json::Object(scheme(model, one)))).collect()
}

fn scheme(model: &Model, scheme: &Scheme) -> Members {
    let mut members = Members::new();
    let mut kind = |name: &str| members.insert("type".to_owned(), name.into());
    match &scheme.kind {
        SchemeKind::Key { location, name } => {
            kind("apiKey");
            // OpenAPI has no key in the path.
            let place = if *location == Location::Path { Location::Query } else { *location };
            members.insert("in".into(), place.word().into());
            members.insert("name".into(), name.as_str().into());
            let in_path = (*location == Location::Path).then(|| "path".into());
            add(&mut members, "x-gatewright-in", in_path);
        }
        SchemeKind::Http(name) => {
            kind("http");
            members.insert("scheme".into(), name.as_str().into());
        }
        SchemeKind::OAuth2 => {
            kind("oauth2");
            members.insert("flows".into(), Json::Object(scheme.flows.iter().map(|one| flow(model, one)).collect()));
        }
        SchemeKind::OpenIdConnect => {
            kind("openIdConnect");
            let url = scheme.discovery.as_deref().unwrap_or_default();
            members.insert("openIdConnectUrl".into(), url.into());
        }
        SchemeKind::MutualTls => {
            kind("mutualTLS");
        }
    }
    add_text(&mut members, "description", &scheme.docs);
    members
}

/// Flows that OpenAPI 3.1 does not know get a key that it leaves to others.
fn flow(model: &Model, flow: &Flow) -> (String, Json) {
    let known = matches!(flow.kind.as_str(), "implicit" | "password" | "clientCredentials" | "authorizationCode");
    let needs_authorization = matches!(flow.kind.as_str(), "implicit" | "authorizationCode");
    let needs_token = known && flow.kind != "implicit";
    let mut members = Members::new();
    let mut url = |name: &str, url: &Option<String>, needed: bool| {
        add(&mut members, name, url.as_deref().or(needed.then_some("/")).map(Json::from));
    };
    url("authorizationUrl", &flow.authorization_url, needs_authorization);
    url("tokenUrl", &flow.token_url, needs_token);
    url("refreshUrl", &flow.refresh_url, false);
    let scopes = flow.scopes.iter().map(|scope| model.permission(*scope));
    let scopes = scopes.map(|scope| (scope.wire.clone(), scope.docs.as_str().into()));
    members.insert("scopes".into(), Json::Object(scopes.collect()));
    (if known { flow.kind.clone() } else { format!("x-gatewright-{}", flow.kind) }, Json::Object(members))
}

/// Adds who may call, if the documents say so.
pub(super) fn add_to(members: &mut Members, model: &Model, security: Option<&Security>) {
    let Some(security) = security else { return };
    let is_of_schemes = |one: &&SecurityRequirement| !one.schemes.is_empty() || one.permissions.is_empty();
    let (with, without): (Vec<_>, Vec<_>) = security.requirements.iter().partition(is_of_schemes);
    if !with.is_empty() || without.is_empty() {
        members.insert("security".into(), with.into_iter().map(|one| requirement(model, one)).collect());
    }
    let sets = without.into_iter().map(|one| json!(names(model, &one.permissions)));
    add(members, "x-gatewright-permissions", super::list(sets));
}

/// Every scheme with its own permissions; OpenAPI has no word for those that stand with none.
fn requirement(model: &Model, requirement: &SecurityRequirement) -> Json {
    let of_scheme =
        |one: &SchemeRequirement| Some((legal(&model.scheme(one.scheme)?.wire), json!(names(model, &one.permissions))));
    let mut members: Members = requirement.schemes.iter().filter_map(of_scheme).collect();
    if !requirement.permissions.is_empty() {
        members.insert("x-gatewright-permissions".into(), json!(names(model, &requirement.permissions)));
    }
    Json::Object(members)
}

fn names<'a>(model: &'a Model, permissions: &[PermissionId]) -> Vec<&'a str> {
    permissions.iter().map(|id| model.permission(*id).wire.as_str()).collect()
}
