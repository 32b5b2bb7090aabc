//! The operations of the group `users`.

use super::{runtime, types};

/// `GET /api/v1/users`
pub static LIST_USERS: runtime::Operation = runtime::Operation {
    id: "listUsers",
    group: "users",
    method: "GET",
    path: "/api/v1/users",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[
        runtime::Parameter::query("limit"),
        runtime::Parameter::query("after"),
        runtime::Parameter::query("ids"),
    ],
    body: None,
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(200), &["application/json"])],
    security: Some(&[
        runtime::SecurityRequirement::permissions(&["okta.users.read"]),
        runtime::SecurityRequirement::permissions(&["okta.users.manage"]),
    ]),
    paging: Some(runtime::Paging { style: runtime::PagingStyle::Link { cursor: Some("after") }, items: "" }),
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`LIST_USERS`].
#[derive(Clone, Default, PartialEq)]
pub struct ListUsers {
    /// How many.
    pub limit: Option<i32>,
    /// Where to go on.
    pub after: Option<String>,
    /// Only these.
    pub ids: Option<Vec<String>>,
}

runtime::arguments! {
    ListUsers of LIST_USERS {
        0 limit,
        1 after,
        2 ids,
    }
}

/// `POST /api/v1/users`
pub static CREATE_USER: runtime::Operation = runtime::Operation {
    id: "createUser",
    group: "users",
    method: "POST",
    path: "/api/v1/users",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[runtime::Parameter::query("activate")],
    body: Some(runtime::BodySpec::required(&["application/json"])),
    responses: &[
        runtime::ResponseSpec::new(runtime::Status::Code(201), &["application/json"]),
        runtime::ResponseSpec::new(runtime::Status::Code(400), &["application/json"]),
    ],
    security: Some(&[runtime::SecurityRequirement::permissions(&["okta.users.manage"])]),
    paging: None,
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`CREATE_USER`].
#[derive(Clone, Default, PartialEq)]
pub struct CreateUser {
    /// Whether to activate the user at once.
    pub activate: Option<bool>,
    /// What is sent.
    pub body: Option<types::User>,
}

runtime::arguments! {
    CreateUser of CREATE_USER {
        0 activate,
        1 body,
    }
}

/// `GET /api/v1/users/{userId}`
pub static GET_USER: runtime::Operation = runtime::Operation {
    id: "getUser",
    group: "users",
    method: "GET",
    path: "/api/v1/users/{userId}",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[runtime::Parameter::path("userId"), runtime::Parameter::query("expand")],
    body: None,
    responses: &[
        runtime::ResponseSpec::new(runtime::Status::Code(200), &["application/json"]),
        runtime::ResponseSpec::new(runtime::Status::Code(404), &["application/json"]),
    ],
    security: Some(&[runtime::SecurityRequirement::permissions(&["okta.users.read"])]),
    paging: None,
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`GET_USER`].
#[derive(Clone, Default, PartialEq)]
pub struct GetUser {
    /// Who.
    pub user_id: Option<String>,
    /// What else to include.
    pub expand: Option<String>,
}

runtime::arguments! {
    GetUser of GET_USER {
        0 user_id,
        1 expand,
    }
}

/// `PUT /api/v1/users/{userId}`
pub static REPLACE_USER: runtime::Operation = runtime::Operation {
    id: "replaceUser",
    group: "users",
    method: "PUT",
    path: "/api/v1/users/{userId}",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[runtime::Parameter::path("userId"), runtime::Parameter::header("If-Match")],
    body: Some(runtime::BodySpec::required(&["application/json"])),
    responses: &[
        runtime::ResponseSpec::new(runtime::Status::Code(200), &["application/json"]),
        runtime::ResponseSpec::new(runtime::Status::Code(202), &[]),
        runtime::ResponseSpec::new(runtime::Status::Range(4), &["application/json"]),
    ],
    security: Some(&[runtime::SecurityRequirement::permissions(&["okta.users.manage"])]),
    paging: None,
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`REPLACE_USER`].
#[derive(Clone, Default, PartialEq)]
pub struct ReplaceUser {
    /// Who.
    pub user_id: Option<String>,
    /// Only when the user is still this one.
    pub if_match: Option<String>,
    /// What is sent.
    pub body: Option<types::User>,
}

runtime::arguments! {
    ReplaceUser of REPLACE_USER {
        0 user_id,
        1 if_match,
        2 body,
    }
}

/// `DELETE /api/v1/users/{userId}`
pub static DELETE_USER: runtime::Operation = runtime::Operation {
    id: "deleteUser",
    group: "users",
    method: "DELETE",
    path: "/api/v1/users/{userId}",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[runtime::Parameter::path("userId"), runtime::Parameter::header("Prefer")],
    body: None,
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(204), &[])],
    security: Some(&[runtime::SecurityRequirement::permissions(&["okta.users.manage"])]),
    paging: None,
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`DELETE_USER`].
#[derive(Clone, Default, PartialEq)]
pub struct DeleteUser {
    /// Who.
    pub user_id: Option<String>,
    /// `respond-async` does not wait.
    pub prefer: Option<String>,
}

runtime::arguments! {
    DeleteUser of DELETE_USER {
        0 user_id,
        1 prefer,
    }
}

/// `POST /api/v1/users/{userId}/logo`
pub static UPLOAD_LOGO: runtime::Operation = runtime::Operation {
    id: "uploadLogo",
    group: "users",
    method: "POST",
    path: "/api/v1/users/{userId}/logo",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[runtime::Parameter::path("userId")],
    body: Some(
        runtime::BodySpec::required(&["multipart/form-data"])
            .fields(&[runtime::Encoding::new("file").media("image/png")]),
    ),
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(201), &[]).headers(&["Location"])],
    security: Some(&[runtime::SecurityRequirement::permissions(&["okta.users.manage"])]),
    paging: None,
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`UPLOAD_LOGO`].
#[derive(Clone, Default, PartialEq)]
pub struct UploadLogo {
    /// Whose.
    pub user_id: Option<String>,
    /// What is sent.
    pub body: Option<types::Logo>,
}

runtime::arguments! {
    UploadLogo of UPLOAD_LOGO {
        0 user_id,
        1 body,
    }
}

/// `POST /api/v1/users/{userId}/certificates`
pub static ADD_CERTIFICATE: runtime::Operation = runtime::Operation {
    id: "addCertificate",
    group: "users",
    method: "POST",
    path: "/api/v1/users/{userId}/certificates",
    route: "",
    fixed: &[],
    servers: &[],
    parameters: &[runtime::Parameter::path("userId")],
    body: Some(runtime::BodySpec::required(&["application/json", "application/pkcs10"])),
    responses: &[runtime::ResponseSpec::new(runtime::Status::Code(204), &[])],
    security: Some(&[runtime::SecurityRequirement::permissions(&["okta.users.manage"])]),
    paging: None,
    deprecated: false,
    webhook: false,
    shadowed: false,
};

/// Arguments of [`ADD_CERTIFICATE`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddCertificate {
    /// Whose.
    pub user_id: Option<String>,
    /// What is sent.
    pub body: Option<AddCertificateBody>,
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

    fn slot(&mut self, index: usize) -> Option<&mut dyn runtime::Value> {
        match index {
            0 => Some(&mut self.user_id),
            _ => None,
        }
    }

    fn view(&self, index: usize) -> Option<&dyn runtime::Value> {
        match index {
            0 => Some(&self.user_id),
            _ => None,
        }
    }

    fn body(&self) -> Option<(usize, &dyn runtime::Value)> {
        match &self.body {
            Some(AddCertificateBody::Json(body)) => Some((0, body)),
            Some(AddCertificateBody::Pkcs10(body)) => Some((1, body)),
            None => None,
        }
    }

    fn body_slot(&mut self, media: usize) -> Option<&mut dyn runtime::Value> {
        self.body = Some(match media {
            0 => AddCertificateBody::Json(Default::default()),
            1 => AddCertificateBody::Pkcs10(Default::default()),
            _ => return None,
        });
        match &mut self.body {
            Some(AddCertificateBody::Json(body)) => Some(body),
            Some(AddCertificateBody::Pkcs10(body)) => Some(body),
            None => None,
        }
    }
}
