//! Every Rust name, once. The only module that spells; knows no text of documents beyond the names in them, no tokens
//! and no files.
//!
//! Names are deterministic, free of collisions in their namespace, and stay the same when something unrelated is
//! added: a collision is resolved by more context, not by counting.

mod choose;
mod homes;
mod members;
mod namespaces;
mod operations;
mod places;
mod reserved;
mod resources;
mod status;
mod tenancy;
mod types;
mod urns;
mod words;

use crate::model::{Content, GroupId, Model, OperationId, PermissionId, TypeId};

/// All names of one API.
#[derive(Debug, Clone, Default)]
pub struct Names {
    types: Vec<TypeNames>,
    groups: Vec<GroupNames>,
    operations: Vec<OperationNames>,
    permissions: Vec<String>,
    offerings: Vec<(String, String)>,
}

/// What belongs to one type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct TypeNames {
    name: String,
    module: String,
    /// Fields of an object, values of an enum, cases of a choice.
    members: Vec<String>,
    /// Setters of the fields of an object.
    setters: Vec<String>,
}

/// What belongs to one group of operations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupNames {
    /// The file under `operations/`, `client/`, `server/` and `types/`: `users`.
    pub module: String,
    /// The client's handle and the server's trait: `Users`.
    pub handle: String,
    /// The client's method that returns the handle, and the server's that takes an implementation: `users`.
    pub method: String,
}

/// What belongs to one operation. Unique in its group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationNames {
    /// What the documents call it, or else what it is called here: `list_users`. Unique in the API.
    pub id: String,
    /// The row of the operation table: `LIST_USERS`.
    pub constant: String,
    /// The struct of arguments: `ListUsers`.
    pub arguments: String,
    /// The client's builder: `ListUsers`.
    pub builder: String,
    /// The method of the client's handle: `list`.
    pub method: String,
    /// The method of the server's trait: `list_users`.
    pub trait_method: String,
    /// What a handler answers with: `ListUsersResponse`.
    pub response: String,
    /// What the client returns where no plain type will do: `ListUsersReply`.
    pub reply: String,
    /// The enum of bodies by media type: `ListUsersBody`.
    pub body: String,
    /// The fields and setters of the parameters.
    parameters: Vec<String>,
    answers: Vec<AnswerNames>,
}

/// What belongs to one response of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct AnswerNames {
    /// The variant for its status: `Ok`, `NotFound`, `ClientError` for 4XX, `Default`.
    status: String,
    /// Variants for its media types: `Json`, `Form`, `Pkcs10`.
    media: Vec<String>,
    /// Fields for its headers: `Location` is `location`. None is `body`.
    headers: Vec<String>,
}

impl OperationNames {
    /// The variant for a response by its status, and by its media types, in their order.
    #[must_use]
    pub fn answer(&self, response: usize) -> (&str, &[String]) {
        self.answers.get(response).map_or(("", &[]), |names| (&names.status, &names.media))
    }

    /// The fields for the headers of a response, in their order.
    #[must_use]
    pub fn headers(&self, response: usize) -> &[String] {
        self.answers.get(response).map_or(&[], |names| &names.headers)
    }
}

impl Names {
    /// Names everything in the model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let groups = operations::groups(&model.groups);
        let operations = operations::operations(model, &groups);
        let types = types::types(model, &groups, &operations);
        let permissions = members::permissions(&model.permissions);
        let offerings = members::offerings(&model.permissions);
        Self { types, groups, operations, permissions, offerings }
    }

    /// The type's name; unique in the API whatever the case.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &str {
        self.types.get(id.0 as usize).map_or("", |ty| &ty.name)
    }

    /// The file under `types/` that the type lives in: the module of the group that alone uses it, else `shared`.
    #[must_use]
    pub fn ty_module(&self, id: TypeId) -> &str {
        self.types.get(id.0 as usize).map_or("", |ty| &ty.module)
    }

    /// A field of an object type.
    #[must_use]
    pub fn field(&self, id: TypeId, index: usize) -> &str {
        self.member(id, index)
    }

    /// The setter of a field: named like the field unless that would hide a method that every struct has.
    #[must_use]
    pub fn setter(&self, id: TypeId, index: usize) -> &str {
        self.types.get(id.0 as usize).and_then(|ty| ty.setters.get(index)).map_or("", String::as_str)
    }

    /// A value of an enum type, or a case of a choice.
    #[must_use]
    pub fn variant(&self, id: TypeId, index: usize) -> &str {
        self.member(id, index)
    }

    fn member(&self, id: TypeId, index: usize) -> &str {
        self.types.get(id.0 as usize).and_then(|ty| ty.members.get(index)).map_or("", String::as_str)
    }

    /// The names of an operation.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.0 as usize]
    }

    /// The field and the setter of a parameter.
    #[must_use]
    pub fn parameter(&self, id: OperationId, index: usize) -> &str {
        self.operations
            .get(id.0 as usize)
            .and_then(|operation| operation.parameters.get(index))
            .map_or("", String::as_str)
    }

    /// The names of a group.
    #[must_use]
    pub fn group(&self, id: GroupId) -> &GroupNames {
        &self.groups[id.0 as usize]
    }

    /// The variant of a permission.
    #[must_use]
    pub fn permission(&self, id: PermissionId) -> &str {
        self.permissions.get(id.0 as usize).map_or("", String::as_str)
    }

    /// The offerings that permissions name, as written and as variants, in the order of the documents.
    #[must_use]
    pub fn offerings(&self) -> &[(String, String)] {
        &self.offerings
    }

    /// The variant of an offering.
    #[must_use]
    pub fn offering(&self, wire: &str) -> Option<&str> {
        self.offerings.iter().find(|(known, _)| known == wire).map(|(_, name)| name.as_str())
    }
}

/// Variants for bodies in several media types: `Json`, `Form`, `Pkcs10`; in the order of `contents`.
#[must_use]
pub fn media(contents: &[Content]) -> Vec<String> {
    members::media(contents)
}

/// A word for a media type: `Form`, `Pkcs10`.
#[must_use]
pub fn medium(media_type: &str) -> String {
    members::medium(media_type)
}

/// The structs of sets of headers, in their order: `EtagHeaders`, `RateLimitAndExpiresAfterHeaders`. What would be called
/// alike is numbered.
#[must_use]
pub fn headers(sets: &[Vec<&str>]) -> Vec<String> {
    members::sets_of_headers(sets)
}

/// The module of an API: `ibm-verify` is `ibm_verify`.
#[must_use]
pub fn module(api: &str) -> String {
    words::Words::of(api).snake()
}

/// The feature of an API: `ibm-verify`.
#[must_use]
pub fn feature(api: &str) -> String {
    module(api).replace('_', "-")
}
