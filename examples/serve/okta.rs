//! Okta: users, groups, and who is in which.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use gatewright::okta::PROFILE;
use gatewright::okta::operations::groups as group_operations;
use gatewright::okta::operations::user_resources as resource_operations;
use gatewright::okta::operations::users as user_operations;
use gatewright::okta::server::Server;
use gatewright::okta::server::groups::{self, Groups};
use gatewright::okta::server::user_resources::{self, UserResources};
use gatewright::okta::server::users::{self, Users};
use gatewright::okta::types::{Group, GroupType, User, UserStatus};
use gatewright::runtime::{DateTime, Failure, Field, Json, Request, Response, Window};

use super::shelf::{Shelf, fits, merged};
use super::{Named, tokens};

/// What the organisation holds. Cheap to clone.
#[derive(Clone)]
struct Okta(Arc<Organisation>);

struct Organisation {
    users: Shelf<User>,
    groups: Shelf<Group>,
    /// Pairs of group and user.
    members: Mutex<BTreeSet<(String, String)>>,
}

/// The service.
pub fn service() -> Named {
    let okta =
        Okta(Arc::new(Organisation { users: Shelf::new("00u"), groups: Shelf::new("00g"), members: Mutex::default() }));
    let server = Server::new().users(okta.clone()).groups(okta.clone()).user_resources(okta);
    ("okta", server.authenticator(tokens(&PROFILE, ["okta.users.read", "okta.groups.read"])).into_service())
}

/// The vendor's words for an object that is not there.
fn missing(what: &str, id: &str) -> Failure {
    Failure::new(format!("Not found: Resource not found: {id} ({what})"))
}

/// The vendor's words for a value that is refused.
fn invalid(what: &str, cause: &str) -> Failure {
    Failure::new(format!("Api validation failed: {what}")).cause(format!("{what}: {cause}"))
}

fn bad_request(failure: Failure) -> Response {
    failure.into_response(400)
}

fn now() -> DateTime {
    DateTime::from(SystemTime::now())
}

fn login(user: &User) -> &str {
    user.profile.as_ref().and_then(|profile| profile.login.as_deref()).unwrap_or_default()
}

impl Okta {
    /// The id of the user who has this id or login.
    fn user(&self, id: &str) -> Result<User, Failure> {
        let users = self.0.users.open();
        let mut found = users.all().filter(|user| user.id.as_deref() == Some(id) || login(user) == id);
        found.next().cloned().ok_or_else(|| missing("User", id))
    }

    fn change_user(&self, id: &str, change: impl FnOnce(&User) -> Option<User>) -> Result<User, Failure> {
        let known = self.user(id)?;
        let id = known.id.clone().unwrap_or_default();
        let mut changed = change(&known).ok_or_else(|| invalid("profile", "The profile does not fit."))?;
        (changed.id, changed.status, changed.created) = (known.id, known.status, known.created);
        changed.credentials = None;
        changed.last_updated = Some(now());
        if let Some(place) = self.0.users.open().get(&id) {
            place.clone_from(&changed);
        }
        Ok(changed)
    }

    fn group(&self, id: &str) -> Result<Group, Failure> {
        self.0.groups.open().get(id).cloned().ok_or_else(|| missing("Group", id))
    }

    fn change_members<R>(&self, change: impl FnOnce(&mut BTreeSet<(String, String)>) -> R) -> R {
        change(&mut self.0.members.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Users for Okta {
    async fn list_users(&self, request: Request<user_operations::ListUsers>) -> users::ListUsersResponse {
        let window = match Window::of(&request.arguments, 200, 200) {
            Ok(window) => window,
            Err(failure) => return users::ListUsersResponse::Other(bad_request(failure)),
        };
        let mut found = Vec::new();
        for user in self.0.users.open().all() {
            let json = Json::of(user);
            let filters = [request.search.as_deref(), request.filter.as_deref()];
            let fits = filters.into_iter().flatten().try_fold(true, |all, filter| Some(all & fits(&json, filter)?));
            match fits {
                Some(true) => found.push(user.clone()),
                Some(false) => {}
                None => return users::ListUsersResponse::Other(bad_request(invalid("search", "Invalid criteria."))),
            }
        }
        if let Some(q) = &request.q {
            found.retain(|user| Json::of(user).as_text().to_lowercase().contains(&q.to_lowercase()));
        }
        window.page(found.into_iter()).into()
    }

    async fn create_user(&self, request: Request<user_operations::CreateUser>) -> users::CreateUserResponse {
        let Some(body) = &request.body else {
            return users::CreateUserResponse::BadRequest(invalid("body", "There is none."));
        };
        let Ok(mut user) = Json::of(body).to::<User>() else {
            return users::CreateUserResponse::BadRequest(invalid("profile", "The profile does not fit."));
        };
        if login(&user).is_empty() {
            return users::CreateUserResponse::BadRequest(invalid("login", "The field cannot be left blank"));
        }
        if self.user(login(&user)).is_ok() {
            let cause = "An object with this field already exists in the current organization";
            return users::CreateUserResponse::BadRequest(invalid("login", cause));
        }
        user.credentials = None;
        let status = if request.activate == Some(false) { UserStatus::Staged } else { UserStatus::Active };
        let user = self.0.users.add(|id| {
            let time = now();
            user.id = Some(id.to_owned());
            user.status = Some(status);
            user.created = Some(time.clone());
            user.last_updated = Some(time.clone());
            user.status_changed = Field::Value(time);
            user
        });
        let id = user.id.clone().unwrap_or_default();
        let groups = body.group_ids.iter().flatten().map(|group| (group.clone(), id.clone()));
        self.change_members(|members| members.extend(groups));
        user.into()
    }

    async fn get_user(&self, request: Request<user_operations::GetUser>) -> users::GetUserResponse {
        let id = request.id.as_deref().unwrap_or_default();
        let user = self.user(id).map(|user| Json::of(&user).to().map(Box::new));
        match user {
            Ok(Ok(body)) => users::GetUserResponse::Ok { body, etag: None },
            Ok(Err(_)) => users::GetUserResponse::NotFound(missing("User", id)),
            Err(failure) => users::GetUserResponse::NotFound(failure),
        }
    }

    async fn update_user(&self, request: Request<user_operations::UpdateUser>) -> users::UpdateUserResponse {
        let id = request.id.as_deref().unwrap_or_default();
        let change = request.body.as_ref().map_or_else(Json::null, |body| Json::of(body));
        let changed = self.change_user(id, |user| merged(&Json::of(user), &change).to().ok());
        changed.map_or_else(users::UpdateUserResponse::NotFound, Into::into)
    }

    async fn replace_user(&self, request: Request<user_operations::ReplaceUser>) -> users::ReplaceUserResponse {
        let id = request.id.as_deref().unwrap_or_default();
        let body = request.body.as_ref().map_or_else(Json::null, |body| Json::of(body));
        let changed = self.change_user(id, |_| body.to().ok());
        changed.map_or_else(users::ReplaceUserResponse::NotFound, Into::into)
    }

    /// The first time a user is deactivated, the second time removed.
    async fn delete_user(&self, request: Request<user_operations::DeleteUser>) -> users::DeleteUserResponse {
        let user = match self.user(request.id.as_deref().unwrap_or_default()) {
            Ok(user) => user,
            Err(failure) => return users::DeleteUserResponse::NotFound(failure),
        };
        let id = user.id.unwrap_or_default();
        let mut users = self.0.users.open();
        if user.status == Some(UserStatus::Deprovisioned) {
            users.remove(&id);
            self.change_members(|members| members.retain(|(_, member)| *member != id));
        } else if let Some(user) = users.get(&id) {
            user.status = Some(UserStatus::Deprovisioned);
            user.status_changed = Field::Value(now());
        }
        users::DeleteUserResponse::NoContent
    }
}

impl Groups for Okta {
    async fn list_groups(&self, request: Request<group_operations::ListGroups>) -> groups::ListGroupsResponse {
        match Window::of(&request.arguments, 200, 10_000) {
            Ok(window) => window.page(self.0.groups.open().all().cloned()).into(),
            Err(failure) => groups::ListGroupsResponse::Other(bad_request(failure)),
        }
    }

    async fn add_group(&self, request: Request<group_operations::AddGroup>) -> groups::AddGroupResponse {
        let group = request.body.as_ref().and_then(|body| Json::of(body).to::<Group>().ok());
        let Some(mut group) = group else {
            return groups::AddGroupResponse::BadRequest(invalid("profile", "The profile does not fit."));
        };
        let group = self.0.groups.add(|id| {
            let time = now();
            group.id = Some(id.to_owned());
            group.created = Some(time.clone());
            group.last_updated = Some(time.clone());
            group.last_membership_updated = Some(time);
            group.type_ = Some(GroupType::OktaGroup);
            group.object_class = Some(vec!["okta:user_group".to_owned()]);
            group
        });
        group.into()
    }

    async fn get_group(&self, request: Request<group_operations::GetGroup>) -> groups::GetGroupResponse {
        let group = self.group(request.group_id.as_deref().unwrap_or_default());
        group.map_or_else(groups::GetGroupResponse::NotFound, Into::into)
    }

    async fn replace_group(&self, request: Request<group_operations::ReplaceGroup>) -> groups::ReplaceGroupResponse {
        let id = request.group_id.as_deref().unwrap_or_default();
        let body = request.body.as_ref().and_then(|body| Json::of(body).to::<Group>().ok());
        let mut groups = self.0.groups.open();
        let Some(group) = groups.get(id) else { return groups::ReplaceGroupResponse::NotFound(missing("Group", id)) };
        group.profile = body.and_then(|body| body.profile);
        group.last_updated = Some(now());
        group.clone().into()
    }

    async fn delete_group(&self, request: Request<group_operations::DeleteGroup>) -> groups::DeleteGroupResponse {
        let id = request.group_id.as_deref().unwrap_or_default();
        if self.0.groups.open().remove(id).is_none() {
            return groups::DeleteGroupResponse::NotFound(missing("Group", id));
        }
        self.change_members(|members| members.retain(|(group, _)| group != id));
        groups::DeleteGroupResponse::NoContent
    }

    async fn list_group_users(
        &self,
        request: Request<group_operations::ListGroupUsers>,
    ) -> groups::ListGroupUsersResponse {
        let id = request.group_id.as_deref().unwrap_or_default();
        if let Err(failure) = self.group(id) {
            return groups::ListGroupUsersResponse::NotFound(failure);
        }
        let window = match Window::of(&request.arguments, 1000, 1000) {
            Ok(window) => window,
            Err(failure) => return groups::ListGroupUsersResponse::Other(bad_request(failure)),
        };
        let users = self.0.users.open();
        let is_in = |user: &&User| {
            let pair = (id.to_owned(), user.id.clone().unwrap_or_default());
            self.change_members(|members| members.contains(&pair))
        };
        let members: Vec<User> = users.all().filter(is_in).cloned().collect();
        window.page(members.into_iter()).into()
    }

    async fn assign_user_to_group(
        &self,
        request: Request<group_operations::AssignUserToGroup>,
    ) -> groups::AssignUserToGroupResponse {
        let group = self.group(request.group_id.as_deref().unwrap_or_default());
        let user = self.user(request.user_id.as_deref().unwrap_or_default());
        match group.and_then(|group| Ok((group.id.unwrap_or_default(), user?.id.unwrap_or_default()))) {
            Ok(pair) => {
                self.change_members(|members| members.insert(pair));
                groups::AssignUserToGroupResponse::NoContent
            }
            Err(failure) => groups::AssignUserToGroupResponse::NotFound(failure),
        }
    }

    async fn unassign_user_from_group(
        &self,
        request: Request<group_operations::UnassignUserFromGroup>,
    ) -> groups::UnassignUserFromGroupResponse {
        let group = self.group(request.group_id.as_deref().unwrap_or_default());
        let user = self.user(request.user_id.as_deref().unwrap_or_default());
        match group.and_then(|group| Ok((group.id.unwrap_or_default(), user?.id.unwrap_or_default()))) {
            Ok(pair) => {
                self.change_members(|members| members.remove(&pair));
                groups::UnassignUserFromGroupResponse::NoContent
            }
            Err(failure) => groups::UnassignUserFromGroupResponse::NotFound(failure),
        }
    }
}

impl UserResources for Okta {
    async fn list_user_groups(
        &self,
        request: Request<resource_operations::ListUserGroups>,
    ) -> user_resources::ListUserGroupsResponse {
        let user = match self.user(request.id.as_deref().unwrap_or_default()) {
            Ok(user) => user.id.unwrap_or_default(),
            Err(failure) => return user_resources::ListUserGroupsResponse::NotFound(failure),
        };
        let is_in = |group: &&Group| {
            let pair = (group.id.clone().unwrap_or_default(), user.clone());
            self.change_members(|members| members.contains(&pair))
        };
        self.0.groups.open().all().filter(is_in).cloned().collect::<Vec<_>>().into()
    }
}
