//! Who calls, and what he may.

use std::collections::BTreeSet;

use http::request::Parts;

use super::super::operation::Operation;
use super::super::wire::Secret;
use super::Boxed;

/// Turns a request into the one who sent it. `None` means that the credentials are missing or wrong.
pub trait Authenticator: Send + Sync + 'static {
    /// Who sent the request. Only its head is there: the body is not read for strangers.
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Option<Principal>>;
}

/// The one who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What he is called in logs.
    pub id: String,
    /// What he may; `None` when everything.
    permissions: Option<BTreeSet<String>>,
}

impl Principal {
    /// One who may do what these permissions allow.
    pub fn new(id: impl Into<String>, permissions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { id: id.into(), permissions: Some(permissions.into_iter().map(Into::into).collect()) }
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

/// Tokens that are known beforehand, each with its owner. They are taken from `Authorization` after any one of the
/// prefixes, with or without a space between (Okta's own SDK for Python sends `SSWS` without one).
#[derive(Debug, Clone)]
#[must_use]
pub struct StaticTokens {
    prefixes: Vec<String>,
    owners: Vec<(Secret, Principal)>,
}

impl StaticTokens {
    /// No tokens yet; with the prefixes of a vendor's profile.
    pub fn new(prefixes: &[&str]) -> Self {
        Self { prefixes: prefixes.iter().map(|&prefix| prefix.to_owned()).collect(), owners: Vec::new() }
    }

    /// Adds a token.
    pub fn token(mut self, token: impl Into<Secret>, owner: Principal) -> Self {
        self.owners.push((token.into(), owner));
        self
    }

    /// The tokens that a header may mean: the text after each prefix that fits.
    fn candidates<'a>(&self, header: &'a str) -> impl Iterator<Item = &'a str> {
        self.prefixes.iter().filter_map(move |prefix| {
            let head = header.get(..prefix.len())?;
            head.eq_ignore_ascii_case(prefix).then(|| header.get(prefix.len()..).unwrap_or_default().trim_start())
        })
    }

    fn owner(&self, header: &str) -> Option<&Principal> {
        self.candidates(header).find_map(|token| {
            let found = self.owners.iter().find(|(known, _)| equal(known.expose().as_bytes(), token.as_bytes()));
            found.map(|(_, owner)| owner)
        })
    }
}

/// Comparison that takes as long whether the first or the last octet differs.
fn equal(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |sum, (left, right)| sum | (left ^ right)) == 0
}

impl Authenticator for StaticTokens {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Option<Principal>> {
        let header = request.headers.get(http::header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let owner = header.and_then(|header| self.owner(header)).cloned();
        Box::pin(std::future::ready(owner))
    }
}
