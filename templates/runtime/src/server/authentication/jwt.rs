//! Tokens that an issuer signed (RFC 7519), checked without asking it, as RFC 8725 recommends.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::request::Parts;

use super::issuer::{Clock, Keys};
use super::jwk::{Signed, is_known};
use super::object::Object;
use super::{Authenticator, Principal, Unavailable, after_scheme, authorization};
use crate::profile::Scheme;
use crate::server::Boxed;
use crate::wire::Json;

/// Longer tokens are not looked at.
const LONGEST: usize = 16 * 1024;

/// Claims of ID tokens, which tell a client who has signed in (OpenID Connect Core, sections 2 and 3.3.2.11) and open
/// nothing. Issuers have no reason to put them into access tokens.
const ID_TOKEN_CLAIMS: [&str; 3] = ["nonce", "at_hash", "c_hash"];

/// Tokens in `Authorization: Bearer` that an issuer signed for this server. The algorithm is one of those that go with
/// the issuer's key: never `none`, and never a shared secret.
///
/// What is signed for other ends is refused where it can be told: by `typ`, which may be absent, `JWT` or `at+jwt`, and
/// by the claims `nonce`, `at_hash` and `c_hash` of ID tokens, unless `typ` is `at+jwt`. An ID token without them looks
/// like an access token, so that the audience should be one that no client has as its id. Issuers that follow RFC 9068
/// name their access tokens: [`Self::require_access_token_type`] demands it.
///
/// The key is the one that `kid` names. For a token without `kid` the keys of its algorithm are tried in the order of
/// the issuer's document, at most sixteen of them.
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
    requires_access_token_type: bool,
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
            requires_access_token_type: false,
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

    /// Takes only tokens that call themselves access tokens, by `at+jwt` as their `typ` (RFC 9068, section 4).
    pub fn require_access_token_type(mut self) -> Self {
        self.requires_access_token_type = true;
        self
    }

    /// Takes the time from here, not from this machine.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// Who sent the token. What it says is read before its signature is checked, and believed afterwards: a token of another
    /// issuer, or one that has expired, is wrong whatever keys there are, and has none fetched.
    async fn owner(&self, token: &str) -> Result<Option<Principal>, Unavailable> {
        let Some(token) = Token::read(token) else { return Ok(None) };
        let Some(principal) = self.principal(&token, (self.now)()) else { return Ok(None) };
        Ok(self.keys.verify(token.signed(), &self.now).await?.then_some(principal))
    }

    /// Whom the token names, if it is for this server and for this time.
    fn principal(&self, Token { header, claims, .. }: &Token<'_>, now: SystemTime) -> Option<Principal> {
        let is_for_clients = !header.is_access_token && ID_TOKEN_CLAIMS.iter().any(|claim| claims.contains(claim));
        if is_for_clients || (self.requires_access_token_type && !header.is_access_token) {
            return None;
        }
        let now = now.duration_since(UNIX_EPOCH).ok()?.as_secs_f64();
        let leeway = self.leeway.as_secs_f64();
        let is_alive = claims.number("exp")? + leeway > now;
        let has_begun = !claims.contains("nbf") || claims.number("nbf")? - leeway <= now;
        let is_issued = claims.text("iss")? == self.issuer;
        let is_meant = audiences(claims)?.iter().any(|audience| self.audiences.contains(audience));
        if !(is_alive && has_begun && is_issued && is_meant) {
            return None;
        }
        let name = |claim: &&str| claims.text(claim).filter(|name| !name.trim().is_empty());
        let id = ["sub", "client_id", "cid", "azp"].iter().find_map(name)?;
        let permissions: BTreeSet<String> = self.claims.iter().flat_map(|claim| permissions(claims, claim)).collect();
        Some(Principal::new(id, permissions))
    }
}

/// A token in its parts.
struct Token<'a> {
    header: Header,
    claims: Object,
    message: &'a str,
    signature: Vec<u8>,
}

impl<'a> Token<'a> {
    fn read(token: &'a str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.').filter(|_| token.len() <= LONGEST)?;
        let (header, claims) = message.split_once('.').filter(|(_, claims)| !claims.contains('.'))?;
        let header = Header::read(&part(header)?).filter(|header| is_known(&header.algorithm))?;
        Some(Self { header, claims: part(claims)?, message, signature: URL_SAFE_NO_PAD.decode(signature).ok()? })
    }

    fn signed(&self) -> Signed<'_> {
        let Header { algorithm, key, .. } = &self.header;
        let (message, signature) = (self.message.as_bytes(), self.signature.as_slice());
        Signed { algorithm, key: key.as_deref(), message, signature }
    }
}

/// What a token says of how it is to be read.
struct Header {
    algorithm: String,
    key: Option<String>,
    /// Whether it calls itself an access token; many issuers do not.
    is_access_token: bool,
}

impl Header {
    /// `None` for tokens that must not be read as any other: `{"crit":["exp"]}`, `{"b64":false}`, `{"kid":7}`,
    /// `{"typ":"logout+jwt"}` (RFC 7515, section 4.1.11; RFC 7797; RFC 8725, section 3.11).
    fn read(header: &Object) -> Option<Self> {
        if header.contains("crit") || header.contains("b64") {
            return None;
        }
        let is_access_token = match header.optional_text("typ").ok()? {
            None => false,
            Some(typ) if is_media_type(&typ, "jwt") => false,
            Some(typ) if is_media_type(&typ, "at+jwt") => true,
            Some(_) => return None,
        };
        Some(Self { algorithm: header.text("alg")?, key: header.optional_text("kid").ok()?, is_access_token })
    }
}

/// Media types are written in any case, and below `application/` without it (RFC 7515, section 4.1.9).
fn is_media_type(typ: &str, subtype: &str) -> bool {
    let typ = typ.to_ascii_lowercase();
    typ.strip_prefix("application/").unwrap_or(&typ) == subtype
}

/// Reads a part of a token.
fn part(text: &str) -> Option<Object> {
    Object::of(&Json::parse_bytes(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?)
}

/// Whom a token is for: `"a"`, or `["a", "b"]` (RFC 7519, section 4.1.3).
fn audiences(claims: &Object) -> Option<Vec<String>> {
    claims.text("aud").map(|audience| vec![audience]).or_else(|| claims.optional_texts("aud").ok().flatten())
}

/// Permissions: `["a", "b"]`, or `"a b"` (RFC 8693, section 4.2).
fn permissions(claims: &Object, name: &str) -> Vec<String> {
    let Some(value) = claims.get(name) else { return Vec::new() };
    match (value.as_str(), value.items()) {
        (Some(text), _) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        (None, Some(items)) => items.iter().filter_map(Json::as_str).collect(),
        (None, None) => Vec::new(),
    }
}

impl Authenticator for JwtBearer {
    fn authenticate<'a>(&'a self, request: &'a Parts) -> Boxed<'a, Result<Option<Principal>, Unavailable>> {
        let token = authorization(request).and_then(|header| after_scheme(header, "Bearer", false));
        Box::pin(async move {
            match token {
                Some(token) => self.owner(token).await,
                None => Ok(None),
            }
        })
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
