//! Signed tokens (RFC 7515): what signs them, and how they are put together. Keys may be elsewhere, as in a KMS.

use std::error::Error as StdError;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::ErrorKind;
use super::{BoxFuture, Error};
use crate::wire::Json;

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// RSA with PKCS #1 v1.5 and SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

impl Algorithm {
    /// As it is called in tokens.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }
}

/// What a signer returns.
pub type Signed = Result<Vec<u8>, Box<dyn StdError + Send + Sync>>;

/// Signs with a private key that may be elsewhere. [`SigningKey`](super::SigningKey) is one with the key in memory.
pub trait Signer: Send + Sync + 'static {
    /// How it signs.
    fn algorithm(&self) -> Algorithm;

    /// The id under which the server knows the key.
    fn key_id(&self) -> Option<&str> {
        None
    }

    /// The public key as a JWK; only DPoP needs it.
    fn public_key(&self) -> Option<Json> {
        None
    }

    /// Signs octets, which are hashed as part of it. Of ECDSA both forms are taken: 64 octets, and the DER that most
    /// services return.
    fn sign(&self, message: Vec<u8>) -> BoxFuture<Signed>;
}

/// Why something is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyError(pub(super) &'static str);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for KeyError {}

/// A signed token with these members of its header and these claims.
pub(super) async fn token(
    signer: &dyn Signer,
    header: Vec<(&str, Json)>,
    claims: Vec<(&str, Json)>,
) -> Result<String, Error> {
    let algorithm = signer.algorithm();
    let header = Json::object(header.into_iter().chain([("alg", Json::from(algorithm.name()))]));
    let claims = Json::object(claims);
    let mut token = format!("{}.{}", base64url(header.as_text()), base64url(claims.as_text()));
    let failed = |source| Error::new(ErrorKind::Credentials, "the key did not sign").because(source);
    let signature = signer.sign(token.clone().into_bytes()).await.map_err(failed)?;
    let signature = match algorithm {
        Algorithm::Es256 if signature.len() != 64 => der::fixed(&signature)
            .ok_or_else(|| Error::new(ErrorKind::Credentials, "the key returned no signature of ECDSA on P-256"))?,
        _ => signature,
    };
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

pub(super) fn base64url(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

/// A text that nobody else has and nobody can guess, for `jti`.
pub(super) fn unique() -> Result<String, Error> {
    let mut octets = [0; 16];
    aws_lc_rs::rand::fill(&mut octets).map_err(|_| Error::new(ErrorKind::Credentials, "there is no chance"))?;
    Ok(base64url(octets))
}

/// As much of DER as keys and signatures need: a sequence of integers.
pub(super) mod der {
    /// A signature `SEQUENCE { r, s }` as 64 octets.
    pub(in crate::client) fn fixed(signature: &[u8]) -> Option<Vec<u8>> {
        let [r, s] = integers(signature)?;
        let mut out = vec![0; 32_usize.checked_sub(r.len())?];
        out.extend_from_slice(r);
        out.resize(64_usize.checked_sub(s.len())?, 0);
        out.extend_from_slice(s);
        (out.len() == 64).then_some(out)
    }

    /// Both numbers of a sequence of two, without leading zeros.
    pub(in crate::client) fn integers(der: &[u8]) -> Option<[&[u8]; 2]> {
        let (sequence, rest) = element(der, 0x30)?;
        let (first, second) = element(sequence, 0x02)?;
        let (second, more) = element(second, 0x02)?;
        (rest.is_empty() && more.is_empty()).then(|| [plain(first), plain(second)])
    }

    fn plain(mut number: &[u8]) -> &[u8] {
        while let [0, rest @ ..] = number {
            number = rest;
        }
        number
    }

    /// The content of the element with this tag, and what follows it.
    fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
        let (found, rest) = der.split_first()?;
        let (length, rest) = rest.split_first()?;
        let (length, rest) = match length {
            0..=127 => (usize::from(*length), rest),
            129..=130 => {
                let (length, rest) = rest.split_at_checked(usize::from(length & 127))?;
                (length.iter().fold(0, |sum, octet| sum * 256 + usize::from(*octet)), rest)
            }
            _ => return None,
        };
        (*found == tag).then(|| rest.split_at_checked(length))?
    }
}
