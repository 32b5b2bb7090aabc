//! Private keys in memory.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::BoxFuture;
use super::signer::{Algorithm, KeyError, Signed, Signer, base64url, der};
use crate::wire::Json;

/// A private key in memory: RSA of 2048 bits or more (RS256), or P-256 (ES256). Cheap to clone.
#[derive(Clone)]
pub struct SigningKey {
    pair: Arc<Pair>,
    id: Option<String>,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

impl SigningKey {
    /// A key as PEM: PKCS #8 (`PRIVATE KEY`), `RSA PRIVATE KEY` or `EC PRIVATE KEY`, without a password.
    ///
    /// # Errors
    /// When there is no such key in the text.
    pub fn pem(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.split("-----BEGIN ").skip(1).filter_map(|part| part.split_once("-----"));
        let (label, rest) =
            parts.find(|(label, _)| label.ends_with("PRIVATE KEY")).ok_or(KeyError("the text has no private key"))?;
        if label.contains("ENCRYPTED") || rest.contains("Proc-Type:") {
            return Err(KeyError("the key is encrypted; decrypt it first"));
        }
        let body = rest.split("-----END").next().unwrap_or_default();
        let body: Zeroizing<String> = Zeroizing::new(body.split_ascii_whitespace().collect());
        let octets = STANDARD.decode(&*body).map_err(|_| KeyError("the key is not base64"))?;
        Self::der(&Zeroizing::new(octets))
    }

    /// A key as DER: PKCS #8, PKCS #1 or SEC 1.
    ///
    /// # Errors
    /// When it is no such key.
    pub fn der(octets: &[u8]) -> Result<Self, KeyError> {
        let rsa = || RsaKeyPair::from_pkcs8(octets).or_else(|_| RsaKeyPair::from_der(octets)).map(Pair::Rsa);
        let ec = || EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, octets).map(Pair::Ec);
        let pair = rsa().or_else(|_| ec());
        pair.map_err(|_| KeyError("neither an RSA key nor a key on P-256, or its parts do not fit")).and_then(Self::of)
    }

    /// A key as a JWK (RFC 7517); its `kid` is taken.
    ///
    /// # Errors
    /// When it is no private key of RSA with all its numbers, or of P-256.
    pub fn jwk(text: &str) -> Result<Self, KeyError> {
        let json = Json::parse(text).map_err(|_| KeyError("the key is not JSON"))?;
        let member = |name: &str| json.get(name).and_then(|value| value.as_str());
        let octets = |name: &str| {
            let text = Zeroizing::new(member(name).ok_or(KeyError("the key lacks a number; is it the private one?"))?);
            let octets = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
            octets.map(Zeroizing::new).map_err(|_| KeyError("a number of the key is not base64url"))
        };
        let pair = match (member("kty").as_deref(), member("crv").as_deref()) {
            (Some("RSA"), _) => RsaKeyPair::from_components(&KeyPairComponents {
                public_key: PublicKeyComponents { n: octets("n")?, e: octets("e")? },
                d: octets("d")?,
                p: octets("p")?,
                q: octets("q")?,
                dP: octets("dp")?,
                dQ: octets("dq")?,
                qInv: octets("qi")?,
            })
            .map(Pair::Rsa),
            (Some("EC"), Some("P-256")) => {
                let point = [&[4], &**octets("x")?, &**octets("y")?].concat();
                let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
                EcdsaKeyPair::from_private_key_and_public_key(algorithm, &octets("d")?, &point).map(Pair::Ec)
            }
            _ => return Err(KeyError("neither an RSA key nor a key on P-256")),
        };
        let key = pair.map_err(|_| KeyError("the numbers of the key do not fit")).and_then(Self::of)?;
        Ok(Self { id: member("kid"), ..key })
    }

    /// A new key on P-256.
    ///
    /// # Errors
    /// When this machine has no chance to offer.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
        pair.map_err(|_| KeyError("no key can be made")).and_then(|pair| Self::of(Pair::Ec(pair)))
    }

    /// The id under which the server knows the key.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn of(pair: Pair) -> Result<Self, KeyError> {
        match &pair {
            Pair::Rsa(pair) if pair.public_modulus_len() < 256 => Err(KeyError("RSA keys need at least 2048 bits")),
            _ => Ok(Self { pair: Arc::new(pair), id: None }),
        }
    }
}

impl Pair {
    fn sign(&self, message: &[u8]) -> Signed {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signature)?;
                Ok(signature)
            }
            Self::Ec(pair) => Ok(pair.sign(&random, message)?.as_ref().to_vec()),
        }
    }

    fn public(&self) -> Option<Json> {
        let octets = |octets: &[u8]| Json::from(base64url(octets));
        match self {
            Self::Rsa(pair) => {
                let [n, e] = der::integers(pair.public_key().as_ref())?;
                Some(Json::object([("e", octets(e)), ("kty", Json::from("RSA")), ("n", octets(n))]))
            }
            Self::Ec(pair) => {
                let (x, y) = pair.public_key().as_ref().get(1..)?.split_at_checked(32)?;
                let (kty, crv) = (Json::from("EC"), Json::from("P-256"));
                Some(Json::object([("crv", crv), ("kty", kty), ("x", octets(x)), ("y", octets(y))]))
            }
        }
    }
}

impl Signer for SigningKey {
    fn algorithm(&self) -> Algorithm {
        match &*self.pair {
            Pair::Rsa(_) => Algorithm::Rs256,
            Pair::Ec(_) => Algorithm::Es256,
        }
    }

    fn key_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn public_key(&self) -> Option<Json> {
        self.pair.public()
    }

    fn sign(&self, message: Vec<u8>) -> BoxFuture<Signed> {
        let signed = self.pair.sign(&message);
        Box::pin(async move { signed })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("algorithm", &self.algorithm()).field("id", &self.id).finish_non_exhaustive()
    }
}
