//! Tokens that are known beforehand.

use http::request::Parts;

use super::{Authenticator, Principal, Unavailable, after_scheme, authorization, equal};
use crate::profile::{Scheme, SchemeKind};
use crate::server::Boxed;
use crate::wire::Secret;

/// Tokens that are known beforehand, each with its owner. They are taken from `Authorization` after any one of the
/// prefixes, with or without a space between (Okta's own SDK for Python sends `SSWS` without one).
#[derive(Debug, Clone)]
#[must_use]
pub struct StaticTokens {
    prefixes: Vec<String>,
    owners: Vec<(Secret, Principal)>,
    /// The schemes that its tokens prove; all that take tokens when nothing is said.
    schemes: Option<Vec<String>>,
}

impl StaticTokens {
    /// No tokens yet; with the prefixes of a vendor's profile.
    pub fn new(prefixes: &[&str]) -> Self {
        Self { prefixes: prefixes.iter().map(|&prefix| prefix.to_owned()).collect(), owners: Vec::new(), schemes: None }
    }

    /// Adds a token.
    pub fn token(mut self, token: impl Into<Secret>, owner: Principal) -> Self {
        self.owners.push((token.into(), owner));
        self
    }

    /// Its tokens prove these schemes of the documents and no others, where several take tokens. Without it they prove
    /// every scheme that takes a token.
    pub fn proves_only(mut self, schemes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.schemes = Some(schemes.into_iter().map(Into::into).collect());
        self
    }

    fn owner(&self, header: &str) -> Option<&Principal> {
        let mut candidates = self.prefixes.iter().filter_map(|prefix| after_scheme(header, prefix, true));
        candidates.find_map(|token| {
            let known = self.owners.iter().filter(|(known, _)| !known.expose().is_empty());
            let mut found = known.filter(|(known, _)| equal(known.expose().as_bytes(), token.as_bytes()));
            found.next().map(|(_, owner)| owner)
        })
    }
}

impl Authenticator for StaticTokens {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Result<Option<Principal>, Unavailable>> {
        let owner = authorization(request).and_then(|header| self.owner(header)).cloned();
        Box::pin(std::future::ready(Ok(owner)))
    }

    fn challenge(&self) -> Option<String> {
        self.prefixes.first().cloned()
    }

    fn proves(&self, scheme: &Scheme) -> bool {
        if let Some(schemes) = &self.schemes {
            return schemes.iter().any(|name| name == scheme.name);
        }
        let has = |word: &str| self.prefixes.iter().any(|prefix| prefix.eq_ignore_ascii_case(word));
        scheme.is_token() || matches!(scheme.kind, SchemeKind::Http(word) if has(word))
    }
}
