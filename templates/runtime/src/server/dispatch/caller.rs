//! Who calls an operation, whether they may, and how often they did. Knows no handler.

use http::request::Parts;

use super::{Dispatcher, Known};
use crate::failure::Failure;
use crate::operation::Operation;
use crate::server::answer::Response;
use crate::server::authentication::{ApiKeys, Principal, Proof, Verdict, authorization, verdict};
use crate::server::challenge;
use crate::server::rate::Allowance;

/// Who calls.
pub(super) struct Identified {
    pub(super) principal: Option<Principal>,
    /// Why they may not call after all.
    pub(super) refusal: Option<Response>,
}

impl Dispatcher {
    /// Who calls, and whether they may: the first one whom an authenticator knows and who may; several together where the
    /// documents ask for several proofs. Operations that anybody may call need nobody; all others are closed without an
    /// authenticator.
    pub(super) async fn caller(
        &self,
        parts: &Parts,
        operation: &Operation,
        known: &mut Known,
    ) -> Result<Identified, Response> {
        let is_open = self.open || operation.is_open();
        self.refuse_failing(parts, is_open, known)?;
        let mut proofs = Vec::new();
        let mut found = Verdict::Unauthenticated;
        for by in &self.authenticators {
            let Some(principal) = by.authenticate(parts).await else { continue };
            if is_open {
                return Ok(Identified { principal: Some(principal), refusal: None });
            }
            proofs.push(Proof { by: &**by, principal });
            found = verdict(self.profile, operation, &proofs);
            if matches!(found, Verdict::Granted(_)) {
                break;
            }
        }
        match found {
            Verdict::Granted(at) => Ok(Identified { principal: taken(proofs, at), refusal: None }),
            Verdict::Forbidden { at, needed } => {
                let by = proofs.get(at).map(|proof| proof.by);
                let refusal = challenge::forbidden(self.profile, parts, by, needed);
                Ok(Identified { principal: taken(proofs, at), refusal: Some(refusal) })
            }
            Verdict::Unauthenticated => {
                // Whoever has proven something has not guessed.
                if proofs.is_empty() {
                    self.count_failure(parts, is_open);
                }
                match is_open {
                    true => Ok(Identified { principal: None, refusal: None }),
                    false => Err(self.unauthorized(parts, operation, !proofs.is_empty())),
                }
            }
        }
    }

    fn unauthorized(&self, parts: &Parts, operation: &Operation, is_known: bool) -> Response {
        challenge::unauthorized(self.profile, &self.authenticators, parts, operation, is_known)
    }

    /// Refuses a caller who calls too often.
    pub(super) fn refuse_frequent(
        &self,
        principal: Option<&Principal>,
        parts: &Parts,
        known: &mut Known,
    ) -> Result<(), Response> {
        let Some(rate_limit) = &self.rate_limit else { return Ok(()) };
        let allowance = rate_limit.take(principal, parts);
        self.told(allowance, known, "The caller has made too many calls.")
    }

    /// Refuses who has failed too often to prove who they are, before another credential is looked at.
    fn refuse_failing(&self, parts: &Parts, is_open: bool, known: &mut Known) -> Result<(), Response> {
        let failed = self.rate_limit.as_ref().and_then(|limit| limit.failed(parts));
        match failed.filter(|_| self.may_fail(parts, is_open)) {
            Some(allowance) => self.told(allowance, known, "Too many credentials were missing or wrong."),
            None => Ok(()),
        }
    }

    /// Counts credentials that nobody knows.
    fn count_failure(&self, parts: &Parts, is_open: bool) {
        if let Some(limit) = self.rate_limit.as_ref().filter(|_| self.may_fail(parts, is_open)) {
            limit.fail(parts);
        }
    }

    /// Whether it matters if anybody knows the caller: where somebody must, and where credentials are sent all the same.
    fn may_fail(&self, parts: &Parts, is_open: bool) -> bool {
        !is_open
            || authorization(parts).is_some()
            || self.profile.schemes.iter().any(|one| ApiKeys::is_sent(one, parts))
    }

    fn told(&self, allowance: Allowance, known: &mut Known, message: &str) -> Result<(), Response> {
        allowance.tell(self.profile, &mut known.allowance);
        if allowance.is_allowed { Ok(()) } else { Err(Failure::new(message).into_response(429)) }
    }
}

fn taken(mut proofs: Vec<Proof<'_>>, at: usize) -> Option<Principal> {
    (at < proofs.len()).then(|| proofs.swap_remove(at).principal)
}
