//! Tokens that an issuer signed (RFC 7519, RFC 9068), checked without asking it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::request::Parts;

use super::super::super::profile::Scheme;
use super::super::super::wire::Json;
use super::super::Boxed;
use super::issuer::{Clock, Keys};
use super::jwk::Signed;
use super::{Authenticator, Principal, after_scheme, authorization};

/// Longer tokens are not looked at.
const LONGEST: usize = 16 * 1024;

/// Tokens in `Authorization: Bearer` that an issuer signed for this server. The algorithm is one of those that go with
/// the issuer's key: never `none`, and never a shared secret.
#[must_use]
pub struct JwtBearer {
    keys: Keys,
    issuer: String,
    audiences: Vec<String>,
    leeway: Duration,
    /// Claims that hold permissions, as a list or separated by blanks.
    claims: Vec<String>,
    /// The schemes that its tokens prove; all that take tokens when nothing is said.
    schemes: Option<Vec<String>>,
    now: Clock,
}

impl JwtBearer {
    /// Takes tokens of this issuer for this audience. Permissions are the scopes in `scope` and `scp`.
    pub fn new(keys: Keys, issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            keys,
            issuer: issuer.into(),
            audiences: vec![audience.into()],
            leeway: Duration::from_secs(30),
            claims: vec!["scope".to_owned(), "scp".to_owned()],
            schemes: None,
            now: Arc::new(SystemTime::now),
        }
    }

    /// Takes tokens for this audience as well.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// How much the clock of the issuer may differ; 30 seconds unless set.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Takes permissions from this claim as well, such as `permissions` or `entitlements`.
    pub fn permissions_in(mut self, claim: impl Into<String>) -> Self {
        self.claims.push(claim.into());
        self
    }

    /// Its tokens prove these schemes of the documents and no others, where several take tokens. Without it they prove
    /// every scheme that takes a token.
    pub fn proves_only(mut self, schemes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.schemes = Some(schemes.into_iter().map(Into::into).collect());
        self
    }

    /// Takes the time from here, not from this machine.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    async fn owner(&self, token: &str) -> Option<Principal> {
        let (message, signature) = token.rsplit_once('.').filter(|_| token.len() <= LONGEST)?;
        let (header, claims) = message.split_once('.').filter(|(_, claims)| !claims.contains('.'))?;
        let header = part(header)?;
        if header.contains("crit") || header.contains("b64") {
            return None;
        }
        let (algorithm, key) = (header.text("alg")?, header.text("kid"));
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let (key, message, signature) = (key.as_deref(), message.as_bytes(), signature.as_slice());
        if !self.keys.verify(Signed { algorithm: &algorithm, key, message, signature }, &self.now).await {
            return None;
        }
        self.principal(&part(claims)?, (self.now)())
    }

    fn principal(&self, claims: &Part, now: SystemTime) -> Option<Principal> {
        let now = now.duration_since(UNIX_EPOCH).ok()?.as_secs_f64();
        let leeway = self.leeway.as_secs_f64();
        let is_alive = claims.number("exp")? + leeway > now;
        let has_begun = !claims.contains("nbf") || claims.number("nbf")? - leeway <= now;
        let is_issued = claims.text("iss")? == self.issuer;
        let is_meant = claims.texts("aud", false).iter().any(|audience| self.audiences.contains(audience));
        if !(is_alive && has_begun && is_issued && is_meant) {
            return None;
        }
        let id = ["sub", "client_id", "cid", "azp"].into_iter().find_map(|claim| claims.text(claim))?;
        let permissions: BTreeSet<String> = self.claims.iter().flat_map(|claim| claims.texts(claim, true)).collect();
        Some(Principal::new(id, permissions))
    }
}

/// The header or the claims of a token.
struct Part(Vec<(String, Json)>);

/// Reads a part of a token; one with two members of one name means nothing.
fn part(text: &str) -> Option<Part> {
    let members = Json::parse_bytes(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?.members()?;
    let names: BTreeSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    (names.len() == members.len()).then_some(Part(members))
}

impl Part {
    fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_str()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64().filter(|number| number.is_finite())
    }

    /// The texts of a list, or one text, which blanks may separate.
    fn texts(&self, name: &str, split: bool) -> Vec<String> {
        let Some(value) = self.get(name) else { return Vec::new() };
        match (value.as_str(), value.items()) {
            (Some(text), _) if split => text.split_ascii_whitespace().map(str::to_owned).collect(),
            (Some(text), _) => vec![text],
            (None, Some(items)) => items.iter().filter_map(Json::as_str).collect(),
            (None, None) => Vec::new(),
        }
    }
}

impl Authenticator for JwtBearer {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Option<Principal>> {
        Box::pin(async move { self.owner(after_scheme(authorization(request)?, "Bearer", false)?).await })
    }

    fn challenge(&self) -> Option<String> {
        Some("Bearer".to_owned())
    }

    fn proves(&self, scheme: &Scheme) -> bool {
        self.schemes.as_ref().map_or_else(|| scheme.is_token(), |names| names.iter().any(|name| name == scheme.name))
    }
}

impl std::fmt::Debug for JwtBearer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JwtBearer")
            .field("issuer", &self.issuer)
            .field("audiences", &self.audiences)
            .finish_non_exhaustive()
    }
}
