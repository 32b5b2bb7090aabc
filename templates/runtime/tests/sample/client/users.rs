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
        ListUsers { call: self.client.core.call(), arguments: ::std::default::Default::default() }
    }

    /// Creates a user.
    ///
    /// `POST /api/v1/users`. Needs `okta.users.manage`.
    pub fn create(&self, body: impl ::std::convert::Into<types::User>) -> CreateUser {
        CreateUser {
            call: self.client.core.call(),
            arguments: operations::users::CreateUser {
                body: ::std::option::Option::Some(body.into()),
                ..::std::default::Default::default()
            },
        }
    }

    /// Reads a user.
    ///
    /// `GET /api/v1/users/{userId}`. Needs `okta.users.read`.
    pub fn get(&self, user_id: impl ::std::convert::Into<::std::string::String>) -> GetUser {
        GetUser {
            call: self.client.core.call(),
            arguments: operations::users::GetUser {
                user_id: ::std::option::Option::Some(user_id.into()),
                ..::std::default::Default::default()
            },
        }
    }

    /// Replaces a user.
    ///
    /// `PUT /api/v1/users/{userId}`. Needs `okta.users.manage`.
    pub fn replace(
        &self,
        user_id: impl ::std::convert::Into<::std::string::String>,
        body: impl ::std::convert::Into<types::User>,
    ) -> ReplaceUser {
        ReplaceUser {
            call: self.client.core.call(),
            arguments: operations::users::ReplaceUser {
                user_id: ::std::option::Option::Some(user_id.into()),
                body: ::std::option::Option::Some(body.into()),
                ..::std::default::Default::default()
            },
        }
    }

    /// Deletes a user.
    ///
    /// `DELETE /api/v1/users/{userId}`. Needs `okta.users.manage`.
    pub fn delete(&self, user_id: impl ::std::convert::Into<::std::string::String>) -> DeleteUser {
        DeleteUser {
            call: self.client.core.call(),
            arguments: operations::users::DeleteUser {
                user_id: ::std::option::Option::Some(user_id.into()),
                ..::std::default::Default::default()
            },
        }
    }

    /// Sets a logo.
    ///
    /// `POST /api/v1/users/{userId}/logo`. Needs `okta.users.manage`.
    pub fn upload_logo(
        &self,
        user_id: impl ::std::convert::Into<::std::string::String>,
        body: impl ::std::convert::Into<types::Logo>,
    ) -> UploadLogo {
        UploadLogo {
            call: self.client.core.call(),
            arguments: operations::users::UploadLogo {
                user_id: ::std::option::Option::Some(user_id.into()),
                body: ::std::option::Option::Some(body.into()),
            },
        }
    }

    /// Adds a certificate.
    ///
    /// `POST /api/v1/users/{userId}/certificates`. Needs `okta.users.manage`.
    pub fn add_certificate(
        &self,
        user_id: impl ::std::convert::Into<::std::string::String>,
        body: impl ::std::convert::Into<operations::users::AddCertificateBody>,
    ) -> AddCertificate {
        AddCertificate {
            call: self.client.core.call(),
            arguments: operations::users::AddCertificate {
                user_id: ::std::option::Option::Some(user_id.into()),
                body: ::std::option::Option::Some(body.into()),
            },
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
    pub fn limit(mut self, limit: impl ::std::convert::Into<i32>) -> Self {
        self.arguments.limit = ::std::option::Option::Some(limit.into());
        self
    }

    /// Where to go on.
    pub fn after(mut self, after: impl ::std::convert::Into<::std::string::String>) -> Self {
        self.arguments.after = ::std::option::Option::Some(after.into());
        self
    }

    /// Only these.
    pub fn ids(mut self, ids: impl ::std::convert::Into<::std::vec::Vec<::std::string::String>>) -> Self {
        self.arguments.ids = ::std::option::Option::Some(ids.into());
        self
    }

    /// What is different for this call.
    pub fn options(mut self, options: runtime::CallOptions) -> Self {
        self.call = self.call.options(options);
        self
    }

    /// Sends the call and reads the reply.
    pub fn send(self) -> runtime::Pending<::std::vec::Vec<types::User>> {
        self.call.send(&self.arguments)
    }

    /// Sends the call and returns the reply as received.
    pub fn send_raw(self) -> runtime::Pending<runtime::Reply> {
        self.call.send(&self.arguments)
    }

    /// Page after page, each as [`Self::send`] returns it; `.items()` goes through the items.
    pub fn pages(self) -> runtime::Pages<::std::vec::Vec<types::User>, types::User> {
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
    pub fn activate(mut self, activate: impl ::std::convert::Into<bool>) -> Self {
        self.arguments.activate = ::std::option::Option::Some(activate.into());
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
    pub fn expand(mut self, expand: impl ::std::convert::Into<::std::string::String>) -> Self {
        self.arguments.expand = ::std::option::Option::Some(expand.into());
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
    pub fn if_match(mut self, if_match: impl ::std::convert::Into<::std::string::String>) -> Self {
        self.arguments.if_match = ::std::option::Option::Some(if_match.into());
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
    fn from_reply(reply: runtime::Reply) -> ::std::result::Result<Self, runtime::Error> {
        match reply.documented() {
            ::std::option::Option::Some(0) => ::std::result::Result::Ok(Self::Ok(reply.decode()?)),
            ::std::option::Option::Some(1) => ::std::result::Result::Ok(Self::Accepted),
            _ => ::std::result::Result::Err(reply.unexpected()),
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
    pub fn prefer(mut self, prefer: impl ::std::convert::Into<::std::string::String>) -> Self {
        self.arguments.prefer = ::std::option::Option::Some(prefer.into());
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
    pub location: ::std::option::Option<::std::string::String>,
}

impl runtime::FromReply for UploadLogoReply {
    fn from_reply(reply: runtime::Reply) -> ::std::result::Result<Self, runtime::Error> {
        ::std::result::Result::Ok(Self { location: reply.header_value("Location") })
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
