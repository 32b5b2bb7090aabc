//! The group `users` on the server's side.

use super::{operations, runtime, types};

/// Answers the calls of the group `users`.
pub trait Users: ::std::marker::Send + ::std::marker::Sync + 'static {
    /// `GET /api/v1/users`
    fn list_users(
        &self,
        request: runtime::Request<operations::users::ListUsers>,
    ) -> impl ::std::future::Future<Output = ListUsersResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }

    /// `POST /api/v1/users`
    fn create_user(
        &self,
        request: runtime::Request<operations::users::CreateUser>,
    ) -> impl ::std::future::Future<Output = CreateUserResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }

    /// `GET /api/v1/users/{userId}`
    fn get_user(
        &self,
        request: runtime::Request<operations::users::GetUser>,
    ) -> impl ::std::future::Future<Output = GetUserResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }

    /// `PUT /api/v1/users/{userId}`
    fn replace_user(
        &self,
        request: runtime::Request<operations::users::ReplaceUser>,
    ) -> impl ::std::future::Future<Output = ReplaceUserResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }

    /// `DELETE /api/v1/users/{userId}`
    fn delete_user(
        &self,
        request: runtime::Request<operations::users::DeleteUser>,
    ) -> impl ::std::future::Future<Output = DeleteUserResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }

    /// `POST /api/v1/users/{userId}/logo`
    fn upload_logo(
        &self,
        request: runtime::Request<operations::users::UploadLogo>,
    ) -> impl ::std::future::Future<Output = UploadLogoResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }

    /// `POST /api/v1/users/{userId}/certificates`
    fn add_certificate(
        &self,
        request: runtime::Request<operations::users::AddCertificate>,
    ) -> impl ::std::future::Future<Output = AddCertificateResponse> + ::std::marker::Send {
        runtime::not_implemented(request)
    }
}

/// The routes of the group, answered by `service`.
pub fn routes<T: Users>(service: ::std::sync::Arc<T>) -> Vec<runtime::Route> {
    ::std::vec![
        runtime::route(&operations::users::LIST_USERS, &service, T::list_users),
        runtime::route(&operations::users::CREATE_USER, &service, T::create_user),
        runtime::route(&operations::users::GET_USER, &service, T::get_user),
        runtime::route(&operations::users::REPLACE_USER, &service, T::replace_user),
        runtime::route(&operations::users::DELETE_USER, &service, T::delete_user),
        runtime::route(&operations::users::UPLOAD_LOGO, &service, T::upload_logo),
        runtime::route(&operations::users::ADD_CERTIFICATE, &service, T::add_certificate),
    ]
}

/// What `GET /api/v1/users` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum ListUsersResponse {
    /// 200
    Ok(Vec<types::User>),
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl From<Vec<types::User>> for ListUsersResponse {
    fn from(body: Vec<types::User>) -> Self {
        Self::Ok(body)
    }
}

impl From<runtime::Page<types::User>> for ListUsersResponse {
    fn from(page: runtime::Page<types::User>) -> Self {
        Self::Other(runtime::Response::page::<Vec<types::User>, _>(200, "application/json", page))
    }
}

impl runtime::IntoReply for ListUsersResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::Ok(body) => runtime::Response::new(200).body("application/json", &body),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}

/// What `POST /api/v1/users` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum CreateUserResponse {
    /// 201
    Created(types::User),
    /// 400
    BadRequest(runtime::Failure),
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl From<types::User> for CreateUserResponse {
    fn from(body: types::User) -> Self {
        Self::Created(body)
    }
}

impl runtime::IntoReply for CreateUserResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::Created(body) => runtime::Response::new(201).body("application/json", &body),
            Self::BadRequest(failure) => failure.into_response(400),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}

/// What `GET /api/v1/users/{userId}` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum GetUserResponse {
    /// 200
    Ok(types::User),
    /// 404
    NotFound(runtime::Failure),
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl From<types::User> for GetUserResponse {
    fn from(body: types::User) -> Self {
        Self::Ok(body)
    }
}

impl runtime::IntoReply for GetUserResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::Ok(body) => runtime::Response::new(200).body("application/json", &body),
            Self::NotFound(failure) => failure.into_response(404),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}

/// What `PUT /api/v1/users/{userId}` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReplaceUserResponse {
    /// 200
    Ok(types::User),
    /// 202
    Accepted,
    /// 4XX; the status is the first value.
    ClientError(u16, runtime::Failure),
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl From<types::User> for ReplaceUserResponse {
    fn from(body: types::User) -> Self {
        Self::Ok(body)
    }
}

impl runtime::IntoReply for ReplaceUserResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::Ok(body) => runtime::Response::new(200).body("application/json", &body),
            Self::Accepted => runtime::Response::new(202),
            Self::ClientError(status, failure) => failure.into_response(status),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}

/// What `DELETE /api/v1/users/{userId}` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeleteUserResponse {
    /// 204
    NoContent,
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl From<()> for DeleteUserResponse {
    fn from((): ()) -> Self {
        Self::NoContent
    }
}

impl runtime::IntoReply for DeleteUserResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::NoContent => runtime::Response::new(204),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}

/// What `POST /api/v1/users/{userId}/logo` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum UploadLogoResponse {
    /// 201; the documented headers are members, and the body is `body` if there is one.
    Created {
        /// `Location`
        location: Option<String>,
    },
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl runtime::IntoReply for UploadLogoResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::Created { location } => runtime::Response::new(201).header("Location", &location),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}

/// What `POST /api/v1/users/{userId}/certificates` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum AddCertificateResponse {
    /// 204
    NoContent,
    /// Something that the documents do not list.
    Other(runtime::Response),
}

impl From<()> for AddCertificateResponse {
    fn from((): ()) -> Self {
        Self::NoContent
    }
}

impl runtime::IntoReply for AddCertificateResponse {
    fn into_reply(self) -> runtime::Response {
        match self {
            Self::NoContent => runtime::Response::new(204),
            Self::Other(response) => response,
        }
    }

    fn other(response: runtime::Response) -> Self {
        Self::Other(response)
    }
}
