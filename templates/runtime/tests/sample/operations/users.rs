//! The operations of the group `users`.

use super::{runtime, types};

/// `GET /api/v1/users`
pub static LIST_USERS: runtime::Operation = runtime::Operation {
    id: "listUsers",
    group: "users",
    method: "GET",
    path: "/api/v1/users",
    pieces: &[runtime::Piece::Text("/api/v1/users")],
    parameters: &[
        runtime::Parameter::query("limit"),
        runtime::Parameter::query("after"),
        runtime::Parameter::query("ids"),
    ],
    body: None,
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(200), &["application/json"])],
    permissions: &[&["okta.users.read"], &["okta.users.manage"]],
    secured: true,
    paging: Some(runtime::Paging { style: runtime::PagingStyle::Link { cursor: Some("after") }, items: "" }),
    deprecated: false,
};

/// Arguments of [`LIST_USERS`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListUsers {
    /// How many.
    pub limit: ::std::option::Option<i32>,
    /// Where to go on.
    pub after: ::std::option::Option<::std::string::String>,
    /// Only these.
    pub ids: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
}

impl runtime::Arguments for ListUsers {
    fn operation(&self) -> &'static runtime::Operation {
        &LIST_USERS
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.limit),
            1 => ::std::option::Option::Some(&mut self.after),
            2 => ::std::option::Option::Some(&mut self.ids),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.limit),
            1 => ::std::option::Option::Some(&self.after),
            2 => ::std::option::Option::Some(&self.ids),
            _ => ::std::option::Option::None,
        }
    }
}

/// `POST /api/v1/users`
pub static CREATE_USER: runtime::Operation = runtime::Operation {
    id: "createUser",
    group: "users",
    method: "POST",
    path: "/api/v1/users",
    pieces: &[runtime::Piece::Text("/api/v1/users")],
    parameters: &[runtime::Parameter::query("activate")],
    body: Some(runtime::BodySpec::required(&["application/json"])),
    responses: &[
        runtime::ResponseSpec::new(runtime::Status::Code(201), &["application/json"]),
        runtime::ResponseSpec::new(runtime::Status::Code(400), &["application/json"]),
    ],
    permissions: &[&["okta.users.manage"]],
    secured: true,
    paging: None,
    deprecated: false,
};

/// Arguments of [`CREATE_USER`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CreateUser {
    /// Whether to activate the user at once.
    pub activate: ::std::option::Option<bool>,
    /// What is sent.
    pub body: ::std::option::Option<types::User>,
}

impl runtime::Arguments for CreateUser {
    fn operation(&self) -> &'static runtime::Operation {
        &CREATE_USER
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.activate),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.activate),
            _ => ::std::option::Option::None,
        }
    }

    fn body(&self) -> ::std::option::Option<(usize, &dyn runtime::Value)> {
        ::std::option::Option::Some((0, &self.body))
    }

    fn body_slot(&mut self, _media: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        ::std::option::Option::Some(&mut self.body)
    }
}

/// `GET /api/v1/users/{userId}`
pub static GET_USER: runtime::Operation = runtime::Operation {
    id: "getUser",
    group: "users",
    method: "GET",
    path: "/api/v1/users/{userId}",
    pieces: &[runtime::Piece::Text("/api/v1/users/"), runtime::Piece::Parameter(0)],
    parameters: &[runtime::Parameter::path("userId"), runtime::Parameter::query("expand")],
    body: None,
    responses: &[
        runtime::ResponseSpec::new(runtime::Status::Code(200), &["application/json"]),
        runtime::ResponseSpec::new(runtime::Status::Code(404), &["application/json"]),
    ],
    permissions: &[&["okta.users.read"]],
    secured: true,
    paging: None,
    deprecated: false,
};

/// Arguments of [`GET_USER`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GetUser {
    /// Who.
    pub user_id: ::std::option::Option<::std::string::String>,
    /// What else to include.
    pub expand: ::std::option::Option<::std::string::String>,
}

impl runtime::Arguments for GetUser {
    fn operation(&self) -> &'static runtime::Operation {
        &GET_USER
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.user_id),
            1 => ::std::option::Option::Some(&mut self.expand),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.user_id),
            1 => ::std::option::Option::Some(&self.expand),
            _ => ::std::option::Option::None,
        }
    }
}

/// `PUT /api/v1/users/{userId}`
pub static REPLACE_USER: runtime::Operation = runtime::Operation {
    id: "replaceUser",
    group: "users",
    method: "PUT",
    path: "/api/v1/users/{userId}",
    pieces: &[runtime::Piece::Text("/api/v1/users/"), runtime::Piece::Parameter(0)],
    parameters: &[runtime::Parameter::path("userId"), runtime::Parameter::header("If-Match")],
    body: Some(runtime::BodySpec::required(&["application/json"])),
    responses: &[
        runtime::ResponseSpec::new(runtime::Status::Code(200), &["application/json"]),
        runtime::ResponseSpec::new(runtime::Status::Code(202), &[]),
        runtime::ResponseSpec::new(runtime::Status::Range(4), &["application/json"]),
    ],
    permissions: &[&["okta.users.manage"]],
    secured: true,
    paging: None,
    deprecated: false,
};

/// Arguments of [`REPLACE_USER`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReplaceUser {
    /// Who.
    pub user_id: ::std::option::Option<::std::string::String>,
    /// Only when the user is still this one.
    pub if_match: ::std::option::Option<::std::string::String>,
    /// What is sent.
    pub body: ::std::option::Option<types::User>,
}

impl runtime::Arguments for ReplaceUser {
    fn operation(&self) -> &'static runtime::Operation {
        &REPLACE_USER
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.user_id),
            1 => ::std::option::Option::Some(&mut self.if_match),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.user_id),
            1 => ::std::option::Option::Some(&self.if_match),
            _ => ::std::option::Option::None,
        }
    }

    fn body(&self) -> ::std::option::Option<(usize, &dyn runtime::Value)> {
        ::std::option::Option::Some((0, &self.body))
    }

    fn body_slot(&mut self, _media: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        ::std::option::Option::Some(&mut self.body)
    }
}

/// `DELETE /api/v1/users/{userId}`
pub static DELETE_USER: runtime::Operation = runtime::Operation {
    id: "deleteUser",
    group: "users",
    method: "DELETE",
    path: "/api/v1/users/{userId}",
    pieces: &[runtime::Piece::Text("/api/v1/users/"), runtime::Piece::Parameter(0)],
    parameters: &[runtime::Parameter::path("userId"), runtime::Parameter::header("Prefer")],
    body: None,
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(204), &[])],
    permissions: &[&["okta.users.manage"]],
    secured: true,
    paging: None,
    deprecated: false,
};

/// Arguments of [`DELETE_USER`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeleteUser {
    /// Who.
    pub user_id: ::std::option::Option<::std::string::String>,
    /// `respond-async` does not wait.
    pub prefer: ::std::option::Option<::std::string::String>,
}

impl runtime::Arguments for DeleteUser {
    fn operation(&self) -> &'static runtime::Operation {
        &DELETE_USER
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.user_id),
            1 => ::std::option::Option::Some(&mut self.prefer),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.user_id),
            1 => ::std::option::Option::Some(&self.prefer),
            _ => ::std::option::Option::None,
        }
    }
}

/// `POST /api/v1/users/{userId}/logo`
pub static UPLOAD_LOGO: runtime::Operation = runtime::Operation {
    id: "uploadLogo",
    group: "users",
    method: "POST",
    path: "/api/v1/users/{userId}/logo",
    pieces: &[runtime::Piece::Text("/api/v1/users/"), runtime::Piece::Parameter(0), runtime::Piece::Text("/logo")],
    parameters: &[runtime::Parameter::path("userId")],
    body: Some(runtime::BodySpec::required(&["multipart/form-data"]).parts(&[("file", "image/png")])),
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(201), &[]).headers(&["Location"])],
    permissions: &[&["okta.users.manage"]],
    secured: true,
    paging: None,
    deprecated: false,
};

/// Arguments of [`UPLOAD_LOGO`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UploadLogo {
    /// Whose.
    pub user_id: ::std::option::Option<::std::string::String>,
    /// What is sent.
    pub body: ::std::option::Option<types::Logo>,
}

impl runtime::Arguments for UploadLogo {
    fn operation(&self) -> &'static runtime::Operation {
        &UPLOAD_LOGO
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.user_id),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.user_id),
            _ => ::std::option::Option::None,
        }
    }

    fn body(&self) -> ::std::option::Option<(usize, &dyn runtime::Value)> {
        ::std::option::Option::Some((0, &self.body))
    }

    fn body_slot(&mut self, _media: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        ::std::option::Option::Some(&mut self.body)
    }
}

/// `POST /api/v1/users/{userId}/certificates`
pub static ADD_CERTIFICATE: runtime::Operation = runtime::Operation {
    id: "addCertificate",
    group: "users",
    method: "POST",
    path: "/api/v1/users/{userId}/certificates",
    pieces: &[
        runtime::Piece::Text("/api/v1/users/"),
        runtime::Piece::Parameter(0),
        runtime::Piece::Text("/certificates"),
    ],
    parameters: &[runtime::Parameter::path("userId")],
    body: Some(runtime::BodySpec::required(&["application/json", "application/pkcs10"])),
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(204), &[])],
    permissions: &[&["okta.users.manage"]],
    secured: true,
    paging: None,
    deprecated: false,
};

/// Arguments of [`ADD_CERTIFICATE`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddCertificate {
    /// Whose.
    pub user_id: ::std::option::Option<::std::string::String>,
    /// What is sent.
    pub body: ::std::option::Option<AddCertificateBody>,
}

/// What [`ADD_CERTIFICATE`] may carry, by media type.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum AddCertificateBody {
    /// `application/json`
    Json(types::User),
    /// `application/pkcs10`
    Pkcs10(runtime::Bytes),
}

impl runtime::Arguments for AddCertificate {
    fn operation(&self) -> &'static runtime::Operation {
        &ADD_CERTIFICATE
    }

    fn slot(&mut self, index: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&mut self.user_id),
            _ => ::std::option::Option::None,
        }
    }

    fn view(&self, index: usize) -> ::std::option::Option<&dyn runtime::Value> {
        match index {
            0 => ::std::option::Option::Some(&self.user_id),
            _ => ::std::option::Option::None,
        }
    }

    fn body(&self) -> ::std::option::Option<(usize, &dyn runtime::Value)> {
        match &self.body {
            ::std::option::Option::Some(AddCertificateBody::Json(body)) => ::std::option::Option::Some((0, body)),
            ::std::option::Option::Some(AddCertificateBody::Pkcs10(body)) => ::std::option::Option::Some((1, body)),
            ::std::option::Option::None => ::std::option::Option::None,
        }
    }

    fn body_slot(&mut self, media: usize) -> ::std::option::Option<&mut dyn runtime::Value> {
        self.body = ::std::option::Option::Some(match media {
            0 => AddCertificateBody::Json(::std::default::Default::default()),
            1 => AddCertificateBody::Pkcs10(::std::default::Default::default()),
            _ => return ::std::option::Option::None,
        });
        match &mut self.body {
            ::std::option::Option::Some(AddCertificateBody::Json(body)) => ::std::option::Option::Some(body),
            ::std::option::Option::Some(AddCertificateBody::Pkcs10(body)) => ::std::option::Option::Some(body),
            ::std::option::Option::None => ::std::option::Option::None,
        }
    }
}
