//! Names and passwords: HTTP Basic (RFC 7617).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;

use super::{Authenticator, Principal, Unavailable, after_scheme, authorization, equal};
use crate::profile::{Scheme, SchemeKind};
use crate::server::Boxed;
use crate::wire::Secret;

/// Says who has this name and this password.
type Check = dyn Fn(&str, &Secret) -> Result<Option<Principal>, Unavailable> + Send + Sync;

/// Names and passwords in `Authorization: Basic`. Names of callers often are client ids.
#[must_use]
pub struct Basic {
    realm: String,
    accounts: Vec<(String, Secret, Principal)>,
    check: Option<Box<Check>>,
}

impl Basic {
    /// No accounts yet. The realm is what browsers show.
    pub fn new(realm: impl Into<String>) -> Self {
        Self { realm: realm.into(), accounts: Vec::new(), check: None }
    }

    /// Adds an account.
    pub fn account(mut self, name: impl Into<String>, password: impl Into<Secret>, owner: Principal) -> Self {
        self.accounts.push((name.into(), password.into(), owner));
        self
    }

    /// Asks `check` about names that no account has: for stores of hashed passwords. It fails where the store does.
    pub fn checked_by(
        mut self,
        check: impl Fn(&str, &Secret) -> Result<Option<Principal>, Unavailable> + Send + Sync + 'static,
    ) -> Self {
        self.check = Some(Box::new(check));
        self
    }

    fn owner(&self, name: &str, password: &Secret) -> Result<Option<Principal>, Unavailable> {
        let fits = |known: &Secret| equal(known.expose().as_bytes(), password.expose().as_bytes());
        match self.accounts.iter().find(|(known, ..)| known == name) {
            Some((_, known, owner)) => Ok(fits(known).then(|| owner.clone())),
            None => self.check.as_ref().map_or(Ok(None), |check| check(name, password)),
        }
    }
}

/// The name and the password of a request: everything after the first colon is password.
fn credentials(request: &Parts) -> Option<(String, Secret)> {
    let encoded = after_scheme(authorization(request)?, "Basic", false)?;
    let text = Secret::new(String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?);
    let (name, password) = text.expose().split_once(':')?;
    Some((name.to_owned(), Secret::new(password)))
}

impl Authenticator for Basic {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Result<Option<Principal>, Unavailable>> {
        let owner = credentials(request).map_or(Ok(None), |(name, password)| self.owner(&name, &password));
        Box::pin(std::future::ready(owner))
    }

    fn challenge(&self) -> Option<String> {
        let realm: String = self.realm.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
        Some(format!("Basic realm=\"{realm}\", charset=\"UTF-8\""))
    }

    fn proves(&self, scheme: &Scheme) -> bool {
        scheme.kind == SchemeKind::Http("basic")
    }
}

impl std::fmt::Debug for Basic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.accounts.iter().map(|(name, ..)| name.as_str()).collect();
        f.debug_struct("Basic").field("realm", &self.realm).field("accounts", &names).finish_non_exhaustive()
    }
}
