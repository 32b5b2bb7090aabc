//! A server that takes webhooks: what the API sends is checked as what it answers.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use gatewright_documents::apis::runtime::Request;
use gatewright_documents::apis::webhooks::operations::webhooks::NewPet;
use gatewright_documents::apis::webhooks::server::Server;
use gatewright_documents::apis::webhooks::server::webhooks::{NewPetResponse, Webhooks};
use gatewright_documents::apis::webhooks::types::Pet;
use tower::ServiceExt;

/// Remembers the pets that it was told of.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Pet>>>);

impl Webhooks for Told {
    async fn new_pet(&self, request: Request<NewPet>) -> NewPetResponse {
        self.0.lock().expect("not poisoned").extend(request.body.clone());
        NewPetResponse::NoContent
    }
}

/// The status that a body gets, and the pets that the server was told of.
async fn told(body: &'static str) -> (u16, Vec<Pet>) {
    let told = Told::default();
    let service = Server::new().webhooks(told.clone()).into_service();
    let request = http::Request::post("/v1/webhooks/newPet").header("content-type", "application/json");
    let request = request.header("x-signature", "0123456789").body(Body::from(body)).expect("a request");
    let status = service.oneshot(request).await.expect("an answer").status().as_u16();
    let pets = told.0.lock().expect("not poisoned").clone();
    (status, pets)
}

#[tokio::test]
async fn what_only_the_api_sends_arrives() {
    let (status, pets) = told(r#"{"id": 7, "name": "Rex"}"#).await;
    assert_eq!(status, 204);
    assert_eq!(pets, [Pet { id: Some(7), ..Pet::new("Rex") }]);
}

#[tokio::test]
async fn what_the_api_must_send_is_demanded() {
    assert_eq!(told(r#"{"name": "Rex"}"#).await.0, 400, "no id");
    assert_eq!(told(r#"{"id": 7, "name": "Rex of the very long name"}"#).await.0, 400, "a long name");
}
