//! Security schemes, and who may call an operation.

use serde_json::json;

use super::components::legal;
use super::{Members, add, add_text, some};
use crate::model::{Alternative, Flow, Json, Location, Model, Scheme, SchemeKind, Security};

pub(super) fn schemes(model: &Model) -> Members {
    model.schemes.iter().map(|one| (legal(&one.wire), Json::Object(scheme(model, one)))).collect()
}

fn scheme(model: &Model, scheme: &Scheme) -> Members {
    let mut members = Members::new();
    let mut kind = |name: &str| members.insert("type".to_owned(), name.into());
    match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
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
        SchemeKind::OAuth2(flows) => {
            kind("oauth2");
            members.insert("flows".into(), Json::Object(flows.iter().map(|one| flow(model, one)).collect()));
        }
        SchemeKind::OpenIdConnect(url) => {
            kind("openIdConnect");
            members.insert("openIdConnectUrl".into(), url.as_str().into());
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
    let (with, without): (Vec<_>, Vec<_>) = security
        .alternatives
        .iter()
        .partition(|alternative| !alternative.schemes.is_empty() || alternative.permissions.is_empty());
    if !with.is_empty() || without.is_empty() {
        members.insert("security".into(), with.into_iter().map(|one| requirement(model, one)).collect());
    }
    let sets = without.into_iter().map(|alternative| json!(permissions(model, alternative)));
    add(members, "x-gatewright-permissions", super::list(sets));
}

/// Permissions stand with the schemes that know scopes; where there are none, with the first.
fn requirement(model: &Model, alternative: &Alternative) -> Json {
    let schemes: Vec<&Scheme> = alternative.schemes.iter().filter_map(|id| model.schemes.get(id.0 as usize)).collect();
    let knows_scopes = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_));
    let any = schemes.iter().any(|scheme| knows_scopes(scheme));
    let requirement = schemes.iter().enumerate().map(|(index, scheme)| {
        let carries = if any { knows_scopes(scheme) } else { index == 0 };
        (legal(&scheme.wire), json!(if carries { permissions(model, alternative) } else { Vec::new() }))
    });
    some(requirement.collect()).unwrap_or_else(|| json!({}))
}

fn permissions<'a>(model: &'a Model, alternative: &Alternative) -> Vec<&'a str> {
    alternative.permissions.iter().map(|id| model.permission(*id).wire.as_str()).collect()
}
