//! IBM Verify: API clients.

use gatewright::ibm_verify::PROFILE;
use gatewright::ibm_verify::operations::apiclients as operations;
use gatewright::ibm_verify::server::Server;
use gatewright::ibm_verify::server::apiclients::{self, Apiclients};
use gatewright::ibm_verify::types::{ApiClientConfig, ApiClientList, ErrorResponse};
use gatewright::runtime::{Failure, Json, Request, Secret};

use super::shelf::Shelf;
use super::{Named, tokens};

struct Verify {
    clients: Shelf<ApiClientConfig>,
}

/// The service.
pub fn service() -> Named {
    let server = Server::new().apiclients(Verify { clients: Shelf::new("") });
    ("ibm-verify", server.authenticator(tokens(&PROFILE, ["readAPIClients"])).into_service())
}

fn error(id: &str, description: &str) -> Box<ErrorResponse> {
    Box::new(ErrorResponse {
        message_id: Some(id.to_owned()),
        message_description: Some(description.to_owned()),
        ..ErrorResponse::default()
    })
}

/// One client without its secret, as lists show it.
fn listed(client: &ApiClientConfig) -> ApiClientConfig {
    let mut client = client.clone();
    client.client_secret = None;
    client
}

impl Apiclients for Verify {
    async fn create_api_client(
        &self,
        request: Request<operations::CreateApiClient>,
    ) -> apiclients::CreateApiClientResponse {
        let config = request.body.as_ref().and_then(|body| Json::of(body).to::<ApiClientConfig>().ok());
        let Some(mut config) = config else {
            return apiclients::CreateApiClientResponse::BadRequest(error("CSIAB3702E", "The request is not valid."));
        };
        let client = self.clients.add(|id| {
            config.id = Some(id.to_owned());
            config.client_id = Some(id.to_owned());
            config.client_secret = Some(Secret::new(format!("secret-of-{id}")));
            config.enabled = Some(config.enabled.unwrap_or(true));
            config
        });
        let location = Some(format!("/v1.0/apiclients/{}", client.client_id.unwrap_or_default()));
        apiclients::CreateApiClientResponse::Created { location }
    }

    async fn get_api_clients(&self, request: Request<operations::GetApiClients>) -> apiclients::GetApiClientsResponse {
        let asked = request.pagination.as_ref().map_or_else(Json::null, |pagination| Json::of(pagination));
        let number = |name: &str| asked.get(name).and_then(|value| value.as_i64()).filter(|number| *number > 0);
        let (limit, page) = (number("limit").unwrap_or(1000).min(1000), number("page").unwrap_or(1));
        let clients = self.clients.open();
        let skip = usize::try_from((page - 1).saturating_mul(limit)).unwrap_or(usize::MAX);
        let clients_of_page: Vec<_> =
            clients.all().skip(skip).take(usize::try_from(limit).unwrap_or(1000)).map(listed).collect();
        let list = ApiClientList {
            count: i64::try_from(clients_of_page.len()).ok(),
            limit: Some(limit),
            page: Some(page),
            total: i64::try_from(clients.all().len()).ok(),
            api_clients: Some(clients_of_page),
            ..ApiClientList::default()
        };
        list.into()
    }

    async fn get_api_client(&self, request: Request<operations::GetApiClient>) -> apiclients::GetApiClientResponse {
        match self.clients.open().get(request.client_id.as_deref().unwrap_or_default()) {
            Some(client) => client.clone().into(),
            None => apiclients::GetApiClientResponse::NotFound(Failure::new("There is no such client.")),
        }
    }

    /// Without a secret a new one is made.
    async fn update_api_client(
        &self,
        request: Request<operations::UpdateApiClient>,
    ) -> apiclients::UpdateApiClientResponse {
        let id = request.client_id.as_deref().unwrap_or_default();
        let Some(mut config) = request.body.clone() else {
            return apiclients::UpdateApiClientResponse::BadRequest(error("CSIAB3702E", "The request is not valid."));
        };
        match self.clients.open().get(id) {
            Some(client) => {
                config.id = Some(id.to_owned());
                config.client_id = Some(id.to_owned());
                config.client_secret =
                    Some(config.client_secret.unwrap_or_else(|| Secret::new(format!("new-secret-of-{id}"))));
                *client = config;
                apiclients::UpdateApiClientResponse::NoContent
            }
            None => apiclients::UpdateApiClientResponse::NotFound(Failure::new("There is no such client.")),
        }
    }

    /// What is not there is as good as deleted.
    async fn delete_api_client(
        &self,
        request: Request<operations::DeleteApiClient>,
    ) -> apiclients::DeleteApiClientResponse {
        self.clients.open().remove(request.client_id.as_deref().unwrap_or_default());
        apiclients::DeleteApiClientResponse::NoContent
    }
}
