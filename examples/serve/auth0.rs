//! Auth0: connections.

use gatewright::auth0::PROFILE;
use gatewright::auth0::operations::connections as operations;
use gatewright::auth0::server::Server;
use gatewright::auth0::server::connections::{Connections, CreateConnectionResponse};
use gatewright::auth0::types::CreateConnectionResponseContent;
use gatewright::runtime::{Failure, Json, Request};

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

impl Connections for Tenant {
    async fn create_connection(&self, request: Request<operations::CreateConnection>) -> CreateConnectionResponse {
        let connection = request.body.as_ref().map(|body| Json::of(body).to::<CreateConnectionResponseContent>());
        let Some(Ok(mut connection)) = connection else {
            return CreateConnectionResponse::BadRequest(Failure::new("The payload does not fit."));
        };
        if self.connections.open().all().any(|known| known.name == connection.name) {
            let message = "A connection with the same name already exists";
            return CreateConnectionResponse::Conflict(Failure::new(message));
        }
        let connection = self.connections.add(|id| {
            connection.id = Some(id.to_owned());
            connection
        });
        connection.into()
    }
}
