//! Paths that are written in an odd way, as requests on the wire.

use axum::body::Body;
use gatewright_documents::apis::odd_places::operations::boxes::{ReadHinge, ReadLarge, ReadLength};
use gatewright_documents::apis::odd_places::operations::labels::ReadLabelById;
use gatewright_documents::apis::odd_places::server::Server;
use gatewright_documents::apis::odd_places::server::boxes::{
    Boxes, ReadHingeResponse, ReadLargeResponse, ReadLengthResponse,
};
use gatewright_documents::apis::odd_places::server::labels::{Labels, ReadLabelByIdResponse};
use gatewright_documents::apis::runtime::{Request, Response};
use tower::ServiceExt;

/// Says which operation was called, and with what.
#[derive(Clone)]
struct Shelf;

fn said(operation: &str, values: &[&Option<String>]) -> Response {
    let values = values.iter().map(|value| value.as_deref().unwrap_or("nothing"));
    let text: Vec<&str> = std::iter::once(operation).chain(values).collect();
    Response::new(200).header("x-said", &text.join(" "))
}

impl Boxes for Shelf {
    async fn read_hinge(&self, request: Request<ReadHinge>) -> ReadHingeResponse {
        ReadHingeResponse::Other(said("hinge", &[&request.box_id, &request.id, &request.id2]))
    }

    async fn read_large(&self, request: Request<ReadLarge>) -> ReadLargeResponse {
        ReadLargeResponse::Other(said("large", &[&request.id]))
    }

    async fn read_length(&self, request: Request<ReadLength>) -> ReadLengthResponse {
        ReadLengthResponse::Other(said("length", &[&request.id]))
    }
}

impl Labels for Shelf {
    async fn read_label_by_id(&self, request: Request<ReadLabelById>) -> ReadLabelByIdResponse {
        ReadLabelByIdResponse::Other(said("label", &[&request.box_id, &request.label_id]))
    }
}

/// What the server says to a request, or the status without it.
async fn answer(path: &str) -> String {
    let server =
        Server::new().boxes(Shelf).labels(Shelf).configure(|builder| builder.check_answers(false).open_to_anybody());
    let request = http::Request::get(path).body(Body::empty()).expect("a request");
    let answer = server.into_service().oneshot(request).await.expect("an answer");
    let said = answer.headers().get("x-said").and_then(|value| value.to_str().ok()).map(str::to_owned);
    said.unwrap_or_else(|| answer.status().as_u16().to_string())
}

#[tokio::test]
async fn placeholders_of_one_name_take_values_of_their_own() {
    assert_eq!(answer("/boxes/b/lids/l/hinges/h").await, "hinge b l h");
}

#[tokio::test]
async fn literals_are_found_however_they_are_escaped() {
    for path in ["/gro%C3%9Fe%20kisten/7", "/gro%c3%9fe%20kisten/7", "/gro\u{df}e%20kist%65n/7"] {
        assert_eq!(answer(path).await, "large 7", "{path}");
    }
    for path in ["/h%C3%B6he-7/l%C3%A4nge", "/h%c3%b6he%2d7/l%c3%a4nge", "/h\u{f6}he-7/l\u{e4}nge"] {
        assert_eq!(answer(path).await, "length 7", "{path}");
    }
    assert_eq!(answer("/gro%C3%9Ee%20kisten/7").await, "404");
    assert_eq!(answer("/h%C3%B6he-/l%C3%A4nge").await, "404");
}

#[tokio::test]
async fn of_paths_that_no_request_tells_apart_the_first_answers() {
    assert_eq!(answer("/boxes/b/labels/0f8fad5b-d9cb-469f-a165-70867728950e").await.split(' ').next(), Some("label"));
}
