//! The calls of the group `users`.

use super::{operations, runtime, types};

/// The calls of the group `users`.
#[derive(Debug, Clone, Copy)]
pub struct Users<'a> {
    client: &'a super::Client,
}

impl<'a> Users<'a> {
    pub(super) fn new(client: &'a super::Client) -> Self {
        Self { client }
    }

    /// Lists users.
    ///
    /// `GET /api/v1/users`. Needs `okta.users.read` or `okta.users.manage`. Paged.
    pub fn list(&self) -> ListUsers {
        ListUsers { call: self.client.core.call(), arguments: Default::default() }
    }

    /// Creates a user.
    ///
    /// `POST /api/v1/users`. Needs `okta.users.manage`.
    pub fn create(&self, body: impl Into<types::User>) -> CreateUser {
        CreateUser {
            call: self.client.core.call(),
            arguments: operations::users::CreateUser { body: Some(body.into()), ..Default::default() },
        }
    }

    /// Reads a user.
    ///
    /// `GET /api/v1/users/{userId}`. Needs `okta.users.read`.
    pub fn get(&self, user_id: impl Into<String>) -> GetUser {
        GetUser {
            call: self.client.core.call(),
            arguments: operations::users::GetUser { user_id: Some(user_id.into()), ..Default::default() },
        }
    }

    /// Replaces a user.
    ///
    /// `PUT /api/v1/users/{userId}`. Needs `okta.users.manage`.
    pub fn replace(&self, user_id: impl Into<String>, body: impl Into<types::User>) -> ReplaceUser {
        ReplaceUser {
            call: self.client.core.call(),
            arguments: operations::users::ReplaceUser {
                user_id: Some(user_id.into()),
                body: Some(body.into()),
                ..Default::default()
            },
        }
    }

    /// Deletes a user.
    ///
    /// `DELETE /api/v1/users/{userId}`. Needs `okta.users.manage`.
    pub fn delete(&self, user_id: impl Into<String>) -> DeleteUser {
        DeleteUser {
            call: self.client.core.call(),
            arguments: operations::users::DeleteUser { user_id: Some(user_id.into()), ..Default::default() },
        }
    }

    /// Sets a logo.
    ///
    /// `POST /api/v1/users/{userId}/logo`. Needs `okta.users.manage`.
    pub fn upload_logo(&self, user_id: impl Into<String>, body: impl Into<types::Logo>) -> UploadLogo {
        UploadLogo {
            call: self.client.core.call(),
            arguments: operations::users::UploadLogo { user_id: Some(user_id.into()), body: Some(body.into()) },
        }
    }

    /// Adds a certificate.
    ///
    /// `POST /api/v1/users/{userId}/certificates`. Needs `okta.users.manage`.
    pub fn add_certificate(
        &self,
        user_id: impl Into<String>,
        body: impl Into<operations::users::AddCertificateBody>,
    ) -> AddCertificate {
        AddCertificate {
            call: self.client.core.call(),
            arguments: operations::users::AddCertificate { user_id: Some(user_id.into()), body: Some(body.into()) },
        }
    }
}

/// A call of [`Users::list`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct ListUsers {
    call: runtime::Call,
    arguments: operations::users::ListUsers,
}

impl ListUsers {
    /// How many.
    pub fn limit(mut self, limit: impl Into<i32>) -> Self {
        self.arguments.limit = Some(limit.into());
        self
    }

    /// Where to go on.
    pub fn after(mut self, after: impl Into<String>) -> Self {
        self.arguments.after = Some(after.into());
        self
    }

    /// Only these.
    pub fn ids(mut self, ids: impl Into<Vec<String>>) -> Self {
        self.arguments.ids = Some(ids.into());
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<Vec<types::User>> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }

    /// Page after page, each as [`Self::send`] returns it; `.items()` goes through the items.
    pub fn pages(self) -> runtime::Pages<Vec<types::User>, types::User> {
        self.call.pages(&self.arguments)
    }
}

/// A call of [`Users::create`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct CreateUser {
    call: runtime::Call,
    arguments: operations::users::CreateUser,
}

impl CreateUser {
    /// Whether to activate the user at once.
    pub fn activate(mut self, activate: impl Into<bool>) -> Self {
        self.arguments.activate = Some(activate.into());
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<types::User> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }
}

/// A call of [`Users::get`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct GetUser {
    call: runtime::Call,
    arguments: operations::users::GetUser,
}

impl GetUser {
    /// What else to include.
    pub fn expand(mut self, expand: impl Into<String>) -> Self {
        self.arguments.expand = Some(expand.into());
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<types::User> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }
}

/// A call of [`Users::replace`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct ReplaceUser {
    call: runtime::Call,
    arguments: operations::users::ReplaceUser,
}

impl ReplaceUser {
    /// Only when the user is still this one.
    pub fn if_match(mut self, if_match: impl Into<String>) -> Self {
        self.arguments.if_match = Some(if_match.into());
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<ReplaceUserReply> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }
}

/// What [`Users::replace`] returns.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ReplaceUserReply {
    /// 200
    Ok(types::User),
    /// 202
    Accepted,
}

impl runtime::FromReply for ReplaceUserReply {
    fn from_reply(reply: runtime::Reply) -> Result<Self, runtime::Error> {
        match reply.listed() {
            Some((0, _)) => Result::Ok(Self::Ok(reply.decode()?)),
            Some((1, _)) => Result::Ok(Self::Accepted),
            _ => Result::Err(reply.unexpected()),
        }
    }
}

/// A call of [`Users::delete`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct DeleteUser {
    call: runtime::Call,
    arguments: operations::users::DeleteUser,
}

impl DeleteUser {
    /// `respond-async` does not wait.
    pub fn prefer(mut self, prefer: impl Into<String>) -> Self {
        self.arguments.prefer = Some(prefer.into());
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<()> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }
}

/// A call of [`Users::upload_logo`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct UploadLogo {
    call: runtime::Call,
    arguments: operations::users::UploadLogo,
}

impl UploadLogo {
    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<UploadLogoReply> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }
}

/// What [`Users::upload_logo`] returns.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct UploadLogoReply {
    /// `Location`
    pub location: Option<String>,
}

impl runtime::FromReply for UploadLogoReply {
    fn from_reply(reply: runtime::Reply) -> Result<Self, runtime::Error> {
        Result::Ok(Self { location: reply.header_value("Location") })
    }
}

/// A call of [`Users::add_certificate`].
#[must_use = "nothing is sent before `send`"]
#[derive(Debug, Clone)]
pub struct AddCertificate {
    call: runtime::Call,
    arguments: operations::users::AddCertificate,
}

impl AddCertificate {
    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<()> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }
}
