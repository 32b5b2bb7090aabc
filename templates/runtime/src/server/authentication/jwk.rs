//! The keys that tokens are signed with, as a JWKS document lists them (RFC 7517), and the check of a signature, which is
//! aws-lc-rs' work. Knows neither claims nor where documents come from.

use std::error::Error;

use aws_lc_rs::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::object::Object;
use crate::wire::Json;

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

/// The parts of a token that a signature is about.
#[derive(Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) algorithm: &'a str,
    pub(super) key: Option<&'a str>,
    pub(super) message: &'a [u8],
    pub(super) signature: &'a [u8],
}

/// How many keys are tried for a token: it may name none of them, and anybody can send such tokens.
const MOST_KEYS: usize = 16;

impl KeySet {
    /// The keys of a document. Keys for other purposes than checking signatures are left out, and so are keys that say
    /// in a way that cannot be understood what they are for.
    ///
    /// # Errors
    /// When it is no JWKS document, or has no key that can be used.
    pub fn parse(document: &str) -> Result<Self, KeyProblem> {
        let json = Json::parse(document).map_err(|error| KeyProblem(format!("the keys are not JSON: {error}")))?;
        let keys = Object::of(&json).and_then(|json| json.get("keys")?.items());
        let keys = keys.ok_or_else(|| KeyProblem("the document has no list `keys`".to_owned()))?;
        let keys: Vec<Key> = keys.iter().filter_map(|key| Key::read(&Object::of(key)?)).collect();
        if keys.is_empty() { Err(KeyProblem("no key can check signatures".to_owned())) } else { Ok(Self { keys }) }
    }

    /// Whether there is a key of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.keys.iter().any(|key| key.id.as_deref() == Some(id))
    }

    /// Whether any of the keys that a token may mean has signed it: those of its key id, or all where it names none.
    pub(super) fn verify(&self, token: Signed<'_>) -> bool {
        let meant = self.keys.iter().filter(|key| token.key.is_none() || key.id.as_deref() == token.key);
        let mut verifiers = meant.filter_map(|key| key.verifier(token.algorithm)).take(MOST_KEYS);
        verifiers.any(|verifier| verifier.verifies(token.message, token.signature))
    }
}

impl Key {
    fn read(json: &Object) -> Option<Self> {
        let (id, algorithm) = (json.optional_text("kid").ok()?, json.optional_text("alg").ok()?);
        let purpose = json.optional_text("use").ok()?;
        let operations = json.optional_texts("key_ops").ok()?;
        let verifies = |operations: Vec<String>| operations.iter().any(|operation| operation == "verify");
        let is_for_signatures = purpose.is_none_or(|purpose| purpose == "sig") && operations.is_none_or(verifies);
        let material = is_for_signatures.then(|| Material::read(json)).flatten()?;
        Some(Self { id, algorithm, material })
    }

    /// How it checks signatures of this algorithm, if it may.
    fn verifier(&self, algorithm: &str) -> Option<Verifier<'_>> {
        if self.algorithm.as_deref().is_some_and(|only| only != algorithm) {
            return None;
        }
        match &self.material {
            Material::Rsa { n, e } => Some(Verifier::Rsa(rsa(algorithm)?, RsaPublicKeyComponents { n, e })),
            Material::Point(curve, point) => Some(Verifier::Point(UnparsedPublicKey::new(curve.by(algorithm)?, point))),
        }
    }
}

impl Material {
    fn read(json: &Object) -> Option<Self> {
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(json.text(name)?).ok();
        match json.text("kty")?.as_str() {
            "RSA" => Some(Self::Rsa { n: bytes("n")?, e: bytes("e")? }),
            "EC" => {
                let (curve, size) = match json.text("crv")?.as_str() {
                    "P-256" => (Curve::P256, 32),
                    "P-384" => (Curve::P384, 48),
                    "P-521" => (Curve::P521, 66),
                    _ => return None,
                };
                let (x, y) = (bytes("x")?, bytes("y")?);
                (x.len() == size && y.len() == size).then(|| Self::Point(curve, [&[4], &*x, &*y].concat()))
            }
            "OKP" if json.text("crv")? == "Ed25519" => Some(Self::Point(Curve::Ed25519, bytes("x")?)),
            _ => None,
        }
    }
}

/// A key with the algorithm that it is to check.
enum Verifier<'a> {
    Rsa(&'static RsaParameters, RsaPublicKeyComponents<&'a Vec<u8>>),
    Point(UnparsedPublicKey<&'a Vec<u8>>),
}

impl Verifier<'_> {
    fn verifies(&self, message: &[u8], signed: &[u8]) -> bool {
        match self {
            Self::Rsa(parameters, key) => key.verify(parameters, message, signed).is_ok(),
            Self::Point(key) => key.verify(message, signed).is_ok(),
        }
    }
}

/// Whether there are keys at all that check signatures of this algorithm.
pub(super) fn is_known(algorithm: &str) -> bool {
    let curves = [Curve::P256, Curve::P384, Curve::P521, Curve::Ed25519];
    rsa(algorithm).is_some() || curves.iter().any(|curve| curve.by(algorithm).is_some())
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

impl Curve {
    fn by(self, algorithm: &str) -> Option<&'static dyn VerificationAlgorithm> {
        Some(match (algorithm, self) {
            ("ES256", Self::P256) => &signature::ECDSA_P256_SHA256_FIXED,
            ("ES384", Self::P384) => &signature::ECDSA_P384_SHA384_FIXED,
            ("ES512", Self::P521) => &signature::ECDSA_P521_SHA512_FIXED,
            ("EdDSA" | "Ed25519", Self::Ed25519) => &signature::ED25519,
            _ => return None,
        })
    }
}
