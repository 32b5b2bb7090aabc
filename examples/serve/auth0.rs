//! Auth0: connections.

use gatewright::auth0::PROFILE;
use gatewright::auth0::operations::connections as operations;
use gatewright::auth0::server::Server;
use gatewright::auth0::server::connections::{Connections, CreateConnectionResponse};
use gatewright::auth0::types::{CreateConnectionResponseContent, Error};
use gatewright::runtime::{Json, Request};

use super::shelf::Shelf;
use super::{Named, tokens};

struct Tenant {
    connections: Shelf<CreateConnectionResponseContent>,
}

/// The service.
pub fn service() -> Named {
    let server = Server::new().connections(Tenant { connections: Shelf::new("con_") });
    ("auth0", server.authenticator(tokens(&PROFILE, ["read:connections"])).into_service())
}

fn error(status: u16, kind: &str, message: &str) -> Box<Error> {
    let text = Json::object([
        ("statusCode", Json::from(i64::from(status))),
        ("error", Json::from(kind)),
        ("message", Json::from(message)),
    ]);
    Box::new(text.to().unwrap_or_default())
}

impl Connections for Tenant {
    async fn create_connection(&self, request: Request<operations::CreateConnection>) -> CreateConnectionResponse {
        let connection = request.body.as_ref().map(|body| Json::of(body).to::<CreateConnectionResponseContent>());
        let Some(Ok(mut connection)) = connection else {
            return CreateConnectionResponse::BadRequest(error(400, "Bad Request", "The payload does not fit."));
        };
        if self.connections.open().all().any(|known| known.name == connection.name) {
            let message = "A connection with the same name already exists";
            return CreateConnectionResponse::Conflict(error(409, "Conflict", message));
        }
        let connection = self.connections.add(|id| {
            connection.id = Some(id.to_owned());
            connection
        });
        connection.into()
    }
}
