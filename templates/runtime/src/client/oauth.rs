//! What a client says about itself to get tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4).

use std::fmt;
#[cfg(feature = "jwt")]
use std::sync::Arc;

#[cfg(feature = "jwt")]
use super::signer::{self, Signer};
use crate::wire::Secret;

/// What a client needs to fetch tokens.
#[derive(Clone)]
#[must_use]
pub struct ClientCredentials {
    pub(super) id: String,
    pub(super) proof: ClientProof,
    pub(super) scope: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) token_url: Option<String>,
    #[cfg(feature = "jwt")]
    pub(super) assertion_audience: Option<String>,
    #[cfg(feature = "jwt")]
    pub(super) dpop: Option<Arc<dyn Signer>>,
}

/// How the token endpoint knows the client.
#[derive(Clone)]
pub(super) enum ClientProof {
    /// By a secret in the form.
    Form(Secret),
    /// By a secret in the header `Authorization`.
    Basic(Secret),
    /// By a token that the client signs (RFC 7523).
    #[cfg(feature = "jwt")]
    Signed(Arc<dyn Signer>),
}

impl ClientCredentials {
    /// A client with a secret, which travels in the form.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::with(id.into(), ClientProof::Form(secret.into()))
    }

    /// A client with a key (`private_key_jwt`): it signs a short token for every request of tokens, and nothing secret
    /// travels.
    #[cfg(feature = "jwt")]
    pub fn signed(id: impl Into<String>, signer: impl Signer) -> Self {
        Self::with(id.into(), ClientProof::Signed(Arc::new(signer)))
    }

    fn with(id: String, proof: ClientProof) -> Self {
        Self {
            id,
            proof,
            scope: None,
            audience: None,
            token_url: None,
            #[cfg(feature = "jwt")]
            assertion_audience: None,
            #[cfg(feature = "jwt")]
            dpop: None,
        }
    }

    /// A secret travels in the header `Authorization`.
    pub fn basic(mut self) -> Self {
        if let ClientProof::Form(secret) = self.proof {
            self.proof = ClientProof::Basic(secret);
        }
        self
    }

    /// What to ask for, separated by blanks, in place of the vendor's own.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Whom the token is for, where the vendor's own rule does not fit.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Where tokens come from, where the vendor's own path does not fit. The proof of the client goes there, so it must
    /// be https, or this machine where the client permits it.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Whom signed proofs are for (`aud`), where the vendor's own rule does not fit; the token endpoint by default.
    #[cfg(feature = "jwt")]
    pub fn assertion_audience(mut self, audience: impl Into<String>) -> Self {
        self.assertion_audience = Some(audience.into());
        self
    }

    /// Binds tokens to a key (DPoP, RFC 9449), which is made now and never leaves the process; every request carries a
    /// proof of its own.
    ///
    /// # Errors
    /// When no key can be made.
    #[cfg(feature = "jwt")]
    pub fn dpop(self) -> Result<Self, signer::KeyError> {
        Ok(self.dpop_with(super::SigningKey::generate()?))
    }

    /// Binds tokens to this key.
    #[cfg(feature = "jwt")]
    pub fn dpop_with(mut self, signer: impl Signer) -> Self {
        self.dpop = Some(Arc::new(signer));
        self
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("id", &self.id).field("scope", &self.scope).finish_non_exhaustive()
    }
}
