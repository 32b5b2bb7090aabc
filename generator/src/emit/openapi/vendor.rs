//! What OpenAPI has no word for: paging, permissions with offerings, catalogue entries, the vendor's dress.

use serde_json::json;

use super::{Members, add, add_text, list, some};
use crate::model::{Entry, Json, Model, Paging, PagingStyle, Permission, Profile, Target};

pub(super) fn paging(paging: &Paging) -> Json {
    let mut members = match &paging.style {
        PagingStyle::Link { cursor } => members(json!({"style": "link", "cursor": cursor})),
        PagingStyle::Next { next, cursor, size } => {
            members(json!({"style": "next", "next": next, "cursor": cursor, "size": size}))
        }
        PagingStyle::Page { page, size, first, total } => {
            members(json!({"style": "page", "page": page, "size": size, "first": first, "total": total}))
        }
        PagingStyle::Offset { start, size, first, total } => {
            members(json!({"style": "offset", "start": start, "size": size, "first": first, "total": total}))
        }
        PagingStyle::Cursor { cursor, next, size } => {
            members(json!({"style": "cursor", "cursor": cursor, "next": next, "size": size}))
        }
    };
    add_text(&mut members, "items", &paging.items);
    Json::Object(members)
}

/// The members that are not null.
fn members(value: Json) -> Members {
    match value {
        Json::Object(members) => members.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Members::new(),
    }
}

/// All permissions: OpenAPI knows scopes of flows only.
pub(super) fn permissions(model: &Model) -> Option<Json> {
    list(model.permissions.iter().map(permission))
}

fn permission(permission: &Permission) -> Json {
    let mut members = Members::new();
    members.insert("name".into(), permission.wire.as_str().into());
    add_text(&mut members, "description", &permission.docs);
    add(&mut members, "offerings", list(permission.offerings.iter().map(|offering| offering.as_str().into())));
    add(&mut members, "exception", permission.exception.as_deref().map(Json::from));
    Json::Object(members)
}

pub(super) fn entry(model: &Model, entry: &Entry) -> Json {
    let mut members = Members::new();
    members.insert("name".into(), entry.wire.as_str().into());
    members.insert("place".into(), json!(entry.place));
    match &entry.target {
        Target::Operation { operation, presets } => {
            if let Some(operation) = model.operations.get(operation.0 as usize) {
                let line = format!("{} {}", operation.method.0, super::operation::template(&operation.path));
                members.insert("operation".into(), line.into());
            }
            let presets = presets.iter().map(|(name, value)| (name.clone(), json!(value)));
            add(&mut members, "presets", some(presets.collect()));
        }
        Target::Unresolved { reason } => {
            members.insert("reason".into(), reason.as_str().into());
        }
    }
    Json::Object(members)
}

pub(super) fn profile(profile: &Profile) -> Json {
    let codes = profile.error_codes.iter().map(|(status, code)| (status.to_string(), code.as_str().into()));
    let rate_limit = profile.rate_limit.as_ref();
    let rate_limit =
        rate_limit.map(|(limit, remaining, reset)| json!({"limit": limit, "remaining": remaining, "reset": reset}));
    let prefixes = profile.token_prefixes.iter().map(|prefix| prefix.as_str().into());
    let mut members = Members::new();
    add(&mut members, "error", profile.error.clone());
    add(&mut members, "errorCodes", some(codes.collect()));
    add(&mut members, "requestId", profile.request_id.as_deref().map(Json::from));
    add(&mut members, "rateLimit", rate_limit);
    add(&mut members, "tokenPrefixes", list(prefixes));
    add(&mut members, "tokenPath", profile.token_path.as_deref().map(Json::from));
    add(&mut members, "audience", profile.audience.as_deref().map(Json::from));
    add(&mut members, "scope", profile.scope.as_deref().map(Json::from));
    add(&mut members, "assertionAudience", profile.assertion_audience.as_deref().map(Json::from));
    add(&mut members, "retryHeaders", profile.retry_headers.as_deref().map(Json::from));
    Json::Object(members)
}
