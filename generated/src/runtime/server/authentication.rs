//! Who calls, and what he may. Knows headers, not bodies: strangers' bodies are not read.

mod basic;
#[cfg(feature = "jwt")]
mod jwk;
#[cfg(feature = "jwt")]
mod jwt;
mod tokens;

pub use basic::Basic;
#[cfg(feature = "jwt")]
pub use jwk::{KeyProblem, KeySet, KeySource, Keys};
#[cfg(feature = "jwt")]
pub use jwt::JwtBearer;
pub use tokens::StaticTokens;

use std::collections::BTreeSet;
use std::sync::Arc;

use http::request::Parts;

use super::super::operation::Operation;
use super::Boxed;

/// Turns a request into the one who sent it. `None` means that the credentials are missing or wrong.
pub trait Authenticator: Send + Sync + 'static {
    /// Who sent the request. Only its head is there: the body is not read for strangers.
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Option<Principal>>;

    /// What `WWW-Authenticate` asks for, such as `Bearer` or `Basic realm="okta"`.
    fn challenge(&self) -> Option<String> {
        None
    }
}

/// The one who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What he is called in logs.
    pub id: String,
    /// What he may; `None` when everything.
    permissions: Option<Arc<BTreeSet<String>>>,
}

impl Principal {
    /// One who may do what these permissions allow.
    pub fn new(id: impl Into<String>, permissions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let permissions = permissions.into_iter().map(Into::into).collect();
        Self { id: id.into(), permissions: Some(Arc::new(permissions)) }
    }

    /// One who may do everything.
    pub fn almighty(id: impl Into<String>) -> Self {
        Self { id: id.into(), permissions: None }
    }

    /// Whether he has a permission.
    #[must_use]
    pub fn has(&self, permission: &str) -> bool {
        self.permissions.as_ref().is_none_or(|permissions| permissions.contains(permission))
    }

    /// Whether he may call an operation: all permissions of any one of its sets.
    #[must_use]
    pub fn may_call(&self, operation: &Operation) -> bool {
        let sets = operation.permissions;
        sets.is_empty() || sets.iter().any(|set| set.iter().all(|permission| self.has(permission)))
    }
}

/// The `Authorization` header. Two of them are none: which one counts would be a guess.
fn authorization(request: &Parts) -> Option<&str> {
    let mut values = request.headers.get_all(http::header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// What stands after a scheme, whose case does not matter; with or without a blank between, where `glued`.
fn after_scheme<'a>(header: &'a str, scheme: &str, glued: bool) -> Option<&'a str> {
    let head = header.get(..scheme.len())?;
    let rest = header.get(scheme.len()..)?;
    let fits = head.eq_ignore_ascii_case(scheme) && (glued || rest.starts_with(' '));
    fits.then(|| rest.trim_start_matches(' '))
}

/// Comparison that takes as long whether the first or the last octet differs.
fn equal(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |sum, (left, right)| sum | (left ^ right)) == 0
}
