//! Oracle: the users of SCIM.

use gatewright::oracle_idcs::PROFILE;
use gatewright::oracle_idcs::operations::users as operations;
use gatewright::oracle_idcs::server::Server;
use gatewright::oracle_idcs::server::users::{self, Users};
use gatewright::oracle_idcs::types::User;
use gatewright::runtime::{Failure, Json, Request, Response, Window};

use super::shelf::{Shelf, fits, merged};
use super::{Named, tokens};

struct Domain {
    users: Shelf<User>,
}

/// The service.
pub fn service() -> Named {
    let server = Server::new().users(Domain { users: Shelf::new("") });
    ("oracle-idcs", server.authenticator(tokens(&PROFILE, [])).into_service())
}

fn missing(id: &str) -> Response {
    Failure::new(format!("Resource {id} of type User not found.")).into_response(404)
}

fn invalid(message: &str) -> Response {
    Failure::new(message).into_response(400)
}

/// A copy with this id.
fn named(user: &User, id: &str) -> Option<User> {
    merged(&Json::of(user), &Json::object([("id", Json::from(id))])).to().ok()
}

impl Users for Domain {
    async fn list_users(&self, request: Request<operations::ListUsers>) -> users::ListUsersResponse {
        let window = match Window::of(&request.arguments, 50, 1000) {
            Ok(window) => window,
            Err(failure) => return users::ListUsersResponse::Other(failure.into_response(400)),
        };
        let mut found = Vec::new();
        for user in self.users.open().all() {
            match request.filter.as_deref().map_or(Some(true), |filter| fits(&Json::of(user), filter)) {
                Some(true) => found.push(user.clone()),
                Some(false) => {}
                None => return users::ListUsersResponse::Other(invalid("The filter is not understood.")),
            }
        }
        window.page(found.into_iter()).into()
    }

    async fn create_user(&self, request: Request<operations::CreateUser>) -> users::CreateUserResponse {
        let Some(user) = &request.body else {
            return users::CreateUserResponse::Other(invalid("There is no user."));
        };
        self.users.add(|id| named(user, id).unwrap_or_else(|| user.clone())).into()
    }

    async fn get_user(&self, request: Request<operations::GetUser>) -> users::GetUserResponse {
        let id = request.userid.as_deref().unwrap_or_default();
        match self.users.open().get(id) {
            Some(user) => user.clone().into(),
            None => users::GetUserResponse::Other(missing(id)),
        }
    }

    async fn put_user(&self, request: Request<operations::PutUser>) -> users::PutUserResponse {
        let id = request.userid.as_deref().unwrap_or_default();
        let changed = request.body.as_ref().and_then(|body| named(body, id));
        match (self.users.open().get(id), changed) {
            (Some(user), Some(changed)) => {
                user.clone_from(&changed);
                changed.into()
            }
            (Some(_), None) => users::PutUserResponse::Other(invalid("The user does not fit.")),
            (None, _) => users::PutUserResponse::Other(missing(id)),
        }
    }

    /// `add` and `replace` of whole members; with `remove` a member goes.
    async fn patch_user(&self, request: Request<operations::PatchUser>) -> users::PatchUserResponse {
        let id = request.userid.as_deref().unwrap_or_default();
        let patch = request.body.as_ref().map_or_else(Json::null, |body| Json::of(body));
        let mut shelf = self.users.open();
        let Some(user) = shelf.get(id) else { return users::PatchUserResponse::Other(missing(id)) };
        let mut changed = Json::of(user);
        for operation in patch.get("Operations").and_then(|list| list.items()).unwrap_or_default() {
            match patched(&changed, &operation) {
                Some(next) => changed = next,
                None => return users::PatchUserResponse::Other(invalid("The operation is not understood.")),
            }
        }
        match changed.to::<User>() {
            Ok(changed) => {
                user.clone_from(&changed);
                changed.into()
            }
            Err(_) => users::PatchUserResponse::Other(invalid("The user does not fit.")),
        }
    }

    async fn delete_user(&self, request: Request<operations::DeleteUser>) -> users::DeleteUserResponse {
        let id = request.userid.as_deref().unwrap_or_default();
        match self.users.open().remove(id) {
            Some(_) => users::DeleteUserResponse::NoContent,
            None => users::DeleteUserResponse::Other(missing(id)),
        }
    }
}

fn patched(user: &Json, operation: &Json) -> Option<Json> {
    let path = operation.get("path").and_then(|path| path.as_str());
    let value = operation.get("value");
    match (operation.get("op")?.as_str()?.to_lowercase().as_str(), path, value) {
        ("add" | "replace", Some(path), Some(value)) => {
            let members: Vec<&str> = path.split('.').collect();
            let change = members.iter().rev().fold(value, |value, name| Json::object([(*name, value)]));
            Some(merged(user, &change))
        }
        ("add" | "replace", None, Some(value)) => Some(merged(user, &value)),
        ("remove", Some(path), _) => {
            let kept = user.members()?.into_iter().filter(|(name, _)| *name != path).collect::<Vec<_>>();
            Some(Json::object(kept.iter().map(|(name, value)| (name.as_str(), value.clone()))))
        }
        _ => None,
    }
}
