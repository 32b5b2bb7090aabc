//! The server's side of the runtime: who may call, what is refused before a handler runs, pages, hostile peers, and the end.

mod callers;
mod cors;
mod ending;
mod hostile;
mod issuer;
mod limits;
mod pages;
mod requests;
mod schemes;
mod signed;
mod unavailable;

use crate::sample;
use axum::body::{Body, to_bytes};
use gatewright_runtime as runtime;
use runtime::{Json, Service};
use tower::ServiceExt as _;

/// An answer with its body.
struct Answer {
    status: u16,
    headers: http::HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn json(&self) -> Json {
        Json::parse(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// Asks a service without a socket.
async fn ask(service: &Service, request: http::request::Builder, body: impl Into<Body>) -> Answer {
    let request = request.body(body.into()).expect("a request");
    let (parts, body) = service.clone().oneshot(request).await.expect("an answer").into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let body = String::from_utf8(body.to_vec()).expect("text");
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}
