//! The generated server: Okta's users, of whom there is always the same one.

use axum::Router;
use gatewright_apis::okta::operations::users as operations;
use gatewright_apis::okta::server::Server;
use gatewright_apis::okta::server::users::{self, Users};
use gatewright_apis::okta::types::User;
use gatewright_apis::runtime::{Json, Page, Principal, Request, ServerBuilder, StaticTokens};

/// What the server checks before a handler runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Checks {
    None,
    Permissions,
    All,
}

struct One(User);

impl Users for One {
    async fn list_users(&self, request: Request<operations::ListUsers>) -> users::ListUsersResponse {
        let count = usize::try_from(request.limit.unwrap_or_default()).unwrap_or_default();
        Page::new(vec![self.0.clone(); count]).into()
    }

    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        let mut user = self.0.clone();
        let profile = request.arguments.body.and_then(|body| body.profile);
        user.id = profile.map(|_| "00u1".to_owned());
        user.into()
    }

    async fn get_user(&self, _: Request<operations::GetUser>) -> users::GetUserResponse {
        let user = self.0.clone();
        let mut body = gatewright_apis::okta::types::UserGetSingleton::default();
        (body.id, body.profile) = (user.id, user.profile);
        users::GetUserResponse::Ok { body: Box::new(body), etag: None }
    }

    async fn replace_user(&self, request: Request<operations::ReplaceUser>) -> users::ReplaceUserResponse {
        let mut user = self.0.clone();
        let profile = request.arguments.body.and_then(|body| body.profile);
        user.id = profile.map(|_| "00u1".to_owned());
        user.into()
    }

    async fn delete_user(&self, _: Request<operations::DeleteUser>) -> users::DeleteUserResponse {
        ().into()
    }
}

/// The server.
pub fn router(user: &str, checks: Checks) -> Router {
    let mut user: User = Json::parse(user).and_then(|json| json.to()).unwrap_or_else(|error| panic!("{error}"));
    user.id = Some("00u1".to_owned());
    let permissions = ["okta.users.read", "okta.users.manage"];
    let tokens = StaticTokens::new(&["SSWS", "Bearer"]).token("token", Principal::new("load", permissions));
    let server = Server::new().users(One(user)).configure(|server| match checks {
        Checks::None => ServerBuilder::open_to_anybody(server).check_requests(false),
        Checks::Permissions => server.authenticator(tokens).check_requests(false),
        Checks::All => server.authenticator(tokens),
    });
    server.into_router()
}
