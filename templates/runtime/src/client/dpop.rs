//! Tokens that are bound to a key (DPoP, RFC 9449): every request carries a proof of its own.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use aws_lc_rs::digest;
use http::{HeaderMap, HeaderName, HeaderValue, Request};

use super::assertion::seconds;
use super::error::ErrorKind;
use super::signer::{self, Signer, base64url};
use super::{Body, Error};
use crate::wire::{Json, Secret};

static PROOF: HeaderName = HeaderName::from_static("dpop");
static NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// The last nonce of each server.
#[derive(Debug, Default)]
pub(super) struct Nonces(Mutex<Vec<(url::Origin, String)>>);

impl Nonces {
    /// Keeps the nonce of a reply; whether there is one that was not known.
    pub(super) fn take(&self, origin: &url::Origin, headers: &HeaderMap) -> bool {
        let Some(nonce) = headers.get(&NONCE).and_then(|nonce| nonce.to_str().ok()) else { return false };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.iter_mut().find(|(of, _)| of == origin) {
            Some((_, held)) if held == nonce => false,
            Some((_, held)) => {
                nonce.clone_into(held);
                true
            }
            None => {
                known.push((origin.clone(), nonce.to_owned()));
                true
            }
        }
    }

    fn of(&self, origin: &url::Origin) -> Option<String> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(of, _)| of == origin).map(|(_, nonce)| nonce.clone())
    }
}

/// What is needed for a proof.
pub(super) struct Proof<'a> {
    pub(super) signer: &'a dyn Signer,
    pub(super) nonces: &'a Nonces,
    pub(super) now: SystemTime,
}

impl Proof<'_> {
    /// Adds a proof for this request, and for this token where it carries one.
    pub(super) async fn bind(&self, request: &mut Request<Body>, token: Option<&Secret>) -> Result<(), Error> {
        let failed = |problem| Error::new(ErrorKind::Credentials, problem);
        let public = self.signer.public_key().ok_or_else(|| failed("the signer does not tell its public key"))?;
        let mut url =
            url::Url::parse(&request.uri().to_string()).map_err(|_| failed("the address has no proof of a key"))?;
        let nonce = self.nonces.of(&url.origin());
        url.set_query(None);
        url.set_fragment(None);
        let mut claims = vec![
            ("jti", Json::from(signer::unique()?)),
            ("htm", Json::from(request.method().as_str())),
            ("htu", Json::from(url.as_str())),
            ("iat", seconds(self.now)),
        ];
        claims.extend(nonce.map(|nonce| ("nonce", Json::from(nonce))));
        claims.extend(token.map(|token| ("ath", Json::from(hash(token.expose())))));
        let header = vec![("typ", Json::from("dpop+jwt")), ("jwk", public)];
        let proof = signer::token(self.signer, header, claims).await?;
        let mut value = HeaderValue::from_str(&proof).map_err(|_| failed("the proof cannot be a header"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(&PROOF, value);
        Ok(())
    }
}

fn hash(token: &str) -> String {
    base64url(digest::digest(&digest::SHA256, token.as_bytes()))
}
