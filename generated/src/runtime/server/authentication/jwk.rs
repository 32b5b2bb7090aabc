//! The keys that tokens are signed with: a JWKS document (RFC 7517), fixed or fetched, and the check of a signature.
//! Knows no claims.

use std::error::Error;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use aws_lc_rs::signature::{
    self, EcdsaVerificationAlgorithm, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::super::wire::Json;
use super::super::Boxed;

/// Fetches a JWKS document: from the issuer, or from wherever it is kept.
pub trait KeySource: Send + Sync + 'static {
    /// The text of the document as it is now.
    fn fetch(&self) -> Boxed<'_, Result<String, Box<dyn Error + Send + Sync>>>;
}

/// What is wrong with a JWKS document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyProblem(String);

impl std::fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for KeyProblem {}

/// Public keys that signatures can be checked with.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: Vec<Key>,
}

#[derive(Debug, Clone)]
struct Key {
    id: Option<String>,
    /// The one algorithm that the document allows, where it names one.
    algorithm: Option<String>,
    material: Material,
}

/// What kind of key it is decides about the algorithms; shared secrets are no kind of key here, so that nobody can sign
/// with a public key as if it were one.
#[derive(Debug, Clone)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point, with the algorithm that goes with its curve.
    Point(Curve, Vec<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Curve {
    P256,
    P384,
    P521,
    Ed25519,
}

impl KeySet {
    /// The keys of a document. Keys for other purposes than checking signatures are left out.
    ///
    /// # Errors
    /// When it is no JWKS document, or has no key that can be used.
    pub fn parse(document: &str) -> Result<Self, KeyProblem> {
        let json = Json::parse(document).map_err(|error| KeyProblem(format!("the keys are not JSON: {error}")))?;
        let keys = json.get("keys").and_then(|keys| keys.items());
        let keys = keys.ok_or_else(|| KeyProblem("the document has no list `keys`".to_owned()))?;
        let keys: Vec<Key> = keys.iter().filter_map(Key::read).collect();
        if keys.is_empty() { Err(KeyProblem("no key can check signatures".to_owned())) } else { Ok(Self { keys }) }
    }

    /// The keys that a token may mean: those of its key id, or all where it names none.
    fn of(&self, id: Option<&str>) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| id.is_none() || key.id.as_deref() == id)
    }
}

impl Key {
    fn read(json: &Json) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(|value| value.as_str());
        let octets = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        let operations = json.get("key_ops").and_then(|value| value.items());
        let verifies = |operations: &Vec<Json>| operations.iter().any(|one| one.as_str().as_deref() == Some("verify"));
        if text("use").is_some_and(|purpose| purpose != "sig") || operations.is_some_and(|all| !verifies(&all)) {
            return None;
        }
        let material = match text("kty")?.as_str() {
            "RSA" => Material::Rsa { n: octets("n")?, e: octets("e")? },
            "EC" => {
                let (curve, size) = match text("crv")?.as_str() {
                    "P-256" => (Curve::P256, 32),
                    "P-384" => (Curve::P384, 48),
                    "P-521" => (Curve::P521, 66),
                    _ => return None,
                };
                let (x, y) = (octets("x")?, octets("y")?);
                (x.len() == size && y.len() == size).then(|| Material::Point(curve, [&[4], &*x, &*y].concat()))?
            }
            "OKP" if text("crv")? == "Ed25519" => Material::Point(Curve::Ed25519, octets("x")?),
            _ => return None,
        };
        Some(Self { id: text("kid"), algorithm: text("alg"), material })
    }

    fn verifies(&self, algorithm: &str, message: &[u8], signed: &[u8]) -> bool {
        if self.algorithm.as_deref().is_some_and(|only| only != algorithm) {
            return false;
        }
        match &self.material {
            Material::Rsa { n, e } => rsa(algorithm)
                .is_some_and(|parameters| RsaPublicKeyComponents { n, e }.verify(parameters, message, signed).is_ok()),
            Material::Point(Curve::Ed25519, point) => {
                matches!(algorithm, "EdDSA" | "Ed25519")
                    && UnparsedPublicKey::new(&signature::ED25519, point).verify(message, signed).is_ok()
            }
            Material::Point(curve, point) => ecdsa(algorithm, *curve)
                .is_some_and(|algorithm| UnparsedPublicKey::new(algorithm, point).verify(message, signed).is_ok()),
        }
    }
}

/// Keys of fewer than 2048 bits are refused by all of these.
fn rsa(algorithm: &str) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        "RS256" => &signature::RSA_PKCS1_2048_8192_SHA256,
        "RS384" => &signature::RSA_PKCS1_2048_8192_SHA384,
        "RS512" => &signature::RSA_PKCS1_2048_8192_SHA512,
        "PS256" => &signature::RSA_PSS_2048_8192_SHA256,
        "PS384" => &signature::RSA_PSS_2048_8192_SHA384,
        "PS512" => &signature::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

fn ecdsa(algorithm: &str, curve: Curve) -> Option<&'static EcdsaVerificationAlgorithm> {
    Some(match (algorithm, curve) {
        ("ES256", Curve::P256) => &signature::ECDSA_P256_SHA256_FIXED,
        ("ES384", Curve::P384) => &signature::ECDSA_P384_SHA384_FIXED,
        ("ES512", Curve::P521) => &signature::ECDSA_P521_SHA512_FIXED,
        _ => return None,
    })
}

/// How long fetched keys are believed.
const FRESH: Duration = Duration::from_secs(3600);
/// How often a token with an unknown key, or a failure, may cause a fetch.
const PAUSE: Duration = Duration::from_secs(60);

/// The keys of an issuer, which change: keys that are unknown or old are fetched again, but never more often than once a
/// minute, whatever is sent.
pub struct Keys {
    source: Option<Box<dyn KeySource>>,
    held: RwLock<Held>,
    /// Held by the one who fetches.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Held {
    set: Arc<KeySet>,
    fetched: Option<SystemTime>,
    tried: Option<SystemTime>,
}

impl Keys {
    /// Keys that never change.
    #[must_use]
    pub fn fixed(set: KeySet) -> Self {
        Self {
            source: None,
            held: RwLock::new(Held { set: Arc::new(set), ..Held::default() }),
            fetching: tokio::sync::Mutex::default(),
        }
    }

    /// Keys that are fetched when they are first needed, and again when a token names an unknown one.
    #[must_use]
    pub fn fetched(source: impl KeySource) -> Self {
        Self { source: Some(Box::new(source)), ..Self::fixed(KeySet::default()) }
    }

    /// Whether any of the keys that a token may mean has signed the message.
    pub(super) async fn verify(&self, token: Signed<'_>, now: SystemTime) -> bool {
        let (set, is_old) = self.held(now);
        let set = if is_old || !token.is_known(&set) { self.refreshed(now, set).await } else { set };
        let mut keys = set.of(token.key).take(MOST_KEYS);
        keys.any(|key| key.verifies(token.algorithm, token.message, token.signature))
    }

    fn held(&self, now: SystemTime) -> (Arc<KeySet>, bool) {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        (Arc::clone(&held.set), self.source.is_some() && !is_within(held.fetched, now, FRESH))
    }

    /// The keys after a fetch, if there may be one now; without one, and after a failure, those that were there.
    async fn refreshed(&self, now: SystemTime, held: Arc<KeySet>) -> Arc<KeySet> {
        let Some(source) = &self.source else { return held };
        let _one_at_a_time = self.fetching.lock().await;
        {
            let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
            if is_within(held.tried, now, PAUSE) {
                return Arc::clone(&held.set);
            }
            held.tried = Some(now);
        }
        let fetched = source.fetch().await;
        let parsed = fetched.map_err(|error| error.to_string());
        match parsed.and_then(|text| KeySet::parse(&text).map_err(|problem| problem.to_string())) {
            Ok(set) => {
                let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
                held.set = Arc::new(set);
                held.fetched = Some(now);
                Arc::clone(&held.set)
            }
            Err(problem) => {
                #[cfg(feature = "tracing")]
                tracing::warn!(problem, "the keys of the issuer cannot be had");
                let _ = problem;
                held
            }
        }
    }
}

/// How many keys are tried for a token that does not say which one signed it.
const MOST_KEYS: usize = 16;

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("fetched", &self.source.is_some()).finish_non_exhaustive()
    }
}

fn is_within(since: Option<SystemTime>, now: SystemTime, duration: Duration) -> bool {
    since.is_some_and(|since| now.duration_since(since).is_ok_and(|age| age < duration))
}

/// The parts of a token that a signature is about.
#[derive(Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) algorithm: &'a str,
    pub(super) key: Option<&'a str>,
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
}

impl Signed<'_> {
    fn is_known(&self, set: &KeySet) -> bool {
        set.of(self.key).next().is_some()
    }
}
