//! The same five operations as one would write them by hand: axum's extractors, serde's derive, a token table.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Json, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderName, StatusCode};
use serde::Deserialize;

use super::derived::known::User;

#[derive(Clone)]
struct Server {
    user: User,
    tokens: Arc<HashMap<String, Vec<&'static str>>>,
}

/// Who calls, and what he may.
struct Caller(Vec<&'static str>);

impl FromRequestParts<Server> for Caller {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, StatusCode> {
        let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
        let token = header.and_then(|header| header.strip_prefix("Bearer ")).ok_or(StatusCode::UNAUTHORIZED)?;
        server.tokens.get(token).cloned().map(Self).ok_or(StatusCode::UNAUTHORIZED)
    }
}

impl Caller {
    fn may(&self, permission: &str) -> Result<(), StatusCode> {
        if self.0.contains(&permission) { Ok(()) } else { Err(StatusCode::FORBIDDEN) }
    }
}

const ID: HeaderName = HeaderName::from_static("x-okta-request-id");

#[derive(Deserialize)]
struct Listing {
    limit: Option<usize>,
}

async fn list(
    State(server): State<Server>,
    caller: Caller,
    Query(listing): Query<Listing>,
) -> Result<Response, StatusCode> {
    caller.may("okta.users.read")?;
    let count = listing.limit.unwrap_or_default();
    let link = format!("<http://localhost/api/v1/users?limit={count}>; rel=\"self\"");
    let users = vec![server.user; count];
    Ok(([(ID, "0000000000000001".to_owned()), (http::header::LINK, link)], Json(users)).into_response())
}

#[derive(Deserialize)]
struct Creation {
    activate: Option<bool>,
}

async fn create(
    State(server): State<Server>,
    caller: Caller,
    Query(creation): Query<Creation>,
    Json(user): Json<User>,
) -> Result<Response, StatusCode> {
    caller.may("okta.users.manage")?;
    let _ = creation.activate;
    let id = user.profile.map(|_| "00u1".to_owned());
    Ok(([(ID, "0000000000000001")], Json(User { id, ..server.user })).into_response())
}

async fn retrieve(
    State(server): State<Server>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, StatusCode> {
    caller.may("okta.users.read")?;
    let _ = id;
    Ok(([(ID, "0000000000000001")], Json(server.user)).into_response())
}

async fn replace(
    State(server): State<Server>,
    caller: Caller,
    Path(id): Path<String>,
    Json(user): Json<User>,
) -> Result<Response, StatusCode> {
    caller.may("okta.users.manage")?;
    let id = user.profile.map(|_| id);
    Ok(([(ID, "0000000000000001")], Json(User { id, ..server.user })).into_response())
}

async fn delete(caller: Caller, Path(id): Path<String>) -> Result<Response, StatusCode> {
    caller.may("okta.users.manage")?;
    let _ = id;
    Ok((StatusCode::NO_CONTENT, [(ID, "0000000000000001")]).into_response())
}

/// The server.
pub fn router(user: &str) -> Router {
    let Json(mut user) = Json::<User>::from_bytes(user.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    user.id = Some("00u1".to_owned());
    let tokens = HashMap::from([("token".to_owned(), vec!["okta.users.read", "okta.users.manage"])]);
    Router::new()
        .route("/api/v1/users", get(list).post(create))
        .route("/api/v1/users/{id}", get(retrieve).put(replace).delete(delete))
        .with_state(Server { user, tokens: Arc::new(tokens) })
}
