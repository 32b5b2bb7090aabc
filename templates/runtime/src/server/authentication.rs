//! Who calls, and what they may. Knows headers, not bodies: strangers' bodies are not read.

mod basic;
#[cfg(feature = "jwt")]
mod issuer;
#[cfg(feature = "jwt")]
mod jwk;
#[cfg(feature = "jwt")]
mod jwt;
mod keys;
#[cfg(feature = "jwt")]
mod object;
mod tokens;
mod unavailable;
mod verdict;

pub use basic::Basic;
#[cfg(feature = "jwt")]
pub use issuer::{KeySource, Keys};
#[cfg(feature = "jwt")]
pub use jwk::{KeyProblem, KeySet};
#[cfg(feature = "jwt")]
pub use jwt::JwtBearer;
pub use keys::ApiKeys;
pub use tokens::StaticTokens;
pub use unavailable::Unavailable;
pub(super) use verdict::{Proof, Verdict, can_be_met, verdict};

use std::collections::BTreeSet;
use std::sync::Arc;

use http::request::Parts;
use subtle::ConstantTimeEq as _;

use super::Boxed;
use crate::operation::{Operation, SecurityRequirement};
use crate::profile::Scheme;

/// Turns a request into the one who sent it.
pub trait Authenticator: Send + Sync + 'static {
    /// Who sent the request. Only its head is there: the body is not read for strangers.
    ///
    /// `Ok(None)` means that the credentials are missing or wrong, and counts against the caller
    /// ([`RateLimit::failures`](super::RateLimit::failures)).
    ///
    /// # Errors
    /// When it cannot tell whether they are right, because what it asks is out of reach.
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Result<Option<Principal>, Unavailable>>;

    /// What `WWW-Authenticate` asks for, such as `Bearer` or `Basic realm="okta"`.
    fn challenge(&self) -> Option<String> {
        None
    }

    /// Whether those whom it knows have proven who they are by this scheme of the documents. Name only what the
    /// credentials that it checks are: where it says `true`, they open every operation that asks for the scheme. What no
    /// authenticator proves stays closed ([`ServerBuilder::locked`](super::ServerBuilder::locked)).
    fn proves(&self, scheme: &Scheme) -> bool;
}

/// The one who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What they are called in logs.
    pub id: String,
    /// What they may; `None` when everything.
    permissions: Option<Arc<BTreeSet<String>>>,
    /// The only schemes by which they have proven who they are; `None` where all that their authenticator proves count.
    schemes: Option<Arc<BTreeSet<String>>>,
}

impl Principal {
    /// One who may do what these permissions allow.
    pub fn new(id: impl Into<String>, permissions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let permissions = permissions.into_iter().map(Into::into).collect();
        Self { id: id.into(), permissions: Some(Arc::new(permissions)), schemes: None }
    }

    /// One who has every permission. They prove who they are as everybody does: by what the documents ask for.
    pub fn superuser(id: impl Into<String>) -> Self {
        Self { id: id.into(), permissions: None, schemes: None }
    }

    /// The same, who has proven who they are by these schemes alone, of those that their authenticator proves: for
    /// authenticators that know several.
    #[must_use]
    pub fn proven_by(mut self, schemes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.schemes = Some(Arc::new(schemes.into_iter().map(Into::into).collect()));
        self
    }

    /// Whether they have a permission.
    #[must_use]
    pub fn has(&self, permission: &str) -> bool {
        self.permissions.as_ref().is_none_or(|permissions| permissions.contains(permission))
    }

    /// Whether they have all permissions of any one of an operation's requirements. By what they have proven who they are
    /// is not looked at; servers do.
    #[must_use]
    pub fn may_call(&self, operation: &Operation) -> bool {
        let requirements = operation.requirements();
        let has_all = |one: &SecurityRequirement| one.all_permissions().all(|permission| self.has(permission));
        requirements.is_empty() || requirements.iter().any(has_all)
    }
}

/// The `Authorization` header. Two of them are none: which one counts would be a guess.
pub(super) fn authorization(request: &Parts) -> Option<&str> {
    let mut values = request.headers.get_all(http::header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// What stands after a scheme, whose case does not matter; with or without a blank between, where `glued`.
pub(super) fn after_scheme<'a>(header: &'a str, scheme: &str, glued: bool) -> Option<&'a str> {
    let head = header.get(..scheme.len())?;
    let rest = header.get(scheme.len()..)?;
    let fits = head.eq_ignore_ascii_case(scheme) && (glued || rest.starts_with(' '));
    fits.then(|| rest.trim_start_matches(' '))
}

/// Whether secrets are the same. How long it takes says nothing of what they are, but whether they are as long.
fn equal(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
