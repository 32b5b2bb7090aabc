//! What the API can be asked: one static row per operation, and its arguments.

use super::{runtime, types};

pub mod users;

/// Every operation, in document order.
pub static ALL: &[&runtime::Operation] = &[
    &users::LIST_USERS,
    &users::CREATE_USER,
    &users::GET_USER,
    &users::REPLACE_USER,
    &users::DELETE_USER,
    &users::UPLOAD_LOGO,
    &users::ADD_CERTIFICATE,
];
