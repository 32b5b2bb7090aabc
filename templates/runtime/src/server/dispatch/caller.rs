//! Who calls an operation, whether they may, and how often they did. Knows no handler.

use http::request::Parts;

use super::{Dispatcher, Known};
use crate::failure::Failure;
use crate::operation::Operation;
use crate::profile::Scheme;
use crate::server::answer::Response;
use crate::server::authentication::{
    ApiKeys, Authenticator, Principal, Proof, Unavailable, Verdict, authorization, verdict,
};
use crate::server::challenge;
use crate::server::rate::Allowance;

/// Who calls.
pub(super) struct Identified {
    pub(super) principal: Option<Principal>,
    /// Why they may not call after all.
    pub(super) refusal: Option<Response>,
}

/// What the authenticators say of a request.
struct Evidence<'a> {
    proofs: Vec<Proof<'a>>,
    /// Those that cannot tell who sent it.
    unsure: Vec<(&'a dyn Authenticator, Unavailable)>,
    verdict: Verdict,
}

impl Dispatcher {
    /// Who calls, and whether they may: the first one whom an authenticator knows and who may; several together where the
    /// documents ask for several proofs. Operations that anybody may call need nobody; all others are closed without an
    /// authenticator, and while the one that counts cannot tell who calls.
    pub(super) async fn caller(
        &self,
        parts: &Parts,
        operation: &Operation,
        known: &mut Known<'_>,
    ) -> Result<Identified, Response> {
        let is_open = self.open || operation.is_open();
        self.refuse_failing(parts, is_open, known)?;
        let evidence = self.evidence(parts, operation, is_open).await;
        if evidence.verdict == Verdict::Unauthenticated {
            self.count_failure(parts, is_open, &evidence);
        }
        if !is_open {
            self.refuse_unsure(operation, &evidence)?;
        }
        let Evidence { proofs, verdict, .. } = evidence;
        match verdict {
            Verdict::Granted(at) => Ok(Identified { principal: taken(proofs, at), refusal: None }),
            Verdict::Forbidden { at, needed } => {
                let by = proofs.get(at).map(|proof| proof.by);
                let refusal = challenge::forbidden(self.profile, parts, by, needed);
                Ok(Identified { principal: taken(proofs, at), refusal: Some(refusal) })
            }
            Verdict::Unauthenticated if is_open => Ok(Identified { principal: None, refusal: None }),
            Verdict::Unauthenticated => Err(self.unauthorized(parts, operation, !proofs.is_empty())),
        }
    }

    /// What the authenticators say of a request, in turn, until one has let its caller in.
    async fn evidence(&self, parts: &Parts, operation: &Operation, is_open: bool) -> Evidence<'_> {
        let mut evidence = Evidence { proofs: Vec::new(), unsure: Vec::new(), verdict: Verdict::Unauthenticated };
        for by in &self.authenticators {
            match by.authenticate(parts).await {
                Ok(Some(principal)) => evidence.proofs.push(Proof { by: &**by, principal }),
                Ok(None) => continue,
                Err(unavailable) => {
                    evidence.unsure.push((&**by, unavailable));
                    continue;
                }
            }
            evidence.verdict = match is_open {
                true => Verdict::Granted(0),
                false => verdict(self.profile, operation, &evidence.proofs),
            };
            if matches!(evidence.verdict, Verdict::Granted(_)) {
                break;
            }
        }
        evidence
    }

    /// Refuses whom an authenticator might have let in that cannot tell who they are.
    fn refuse_unsure(&self, operation: &Operation, evidence: &Evidence<'_>) -> Result<(), Response> {
        if matches!(evidence.verdict, Verdict::Granted(_)) {
            return Ok(());
        }
        let helpful = evidence.unsure.iter().filter(|(by, _)| challenge::helps(self.profile, *by, operation));
        let soonest = helpful.map(|(_, unavailable)| *unavailable).min_by_key(|one| one.seconds().unwrap_or(u64::MAX));
        soonest.map_or(Ok(()), |unavailable| Err(challenge::unavailable(unavailable)))
    }

    fn unauthorized(&self, parts: &Parts, operation: &Operation, is_known: bool) -> Response {
        challenge::unauthorized(self.profile, &self.authenticators, parts, operation, is_known)
    }

    /// Refuses a caller who calls too often.
    pub(super) fn refuse_frequent(
        &self,
        principal: Option<&Principal>,
        parts: &Parts,
        known: &mut Known<'_>,
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

    /// Counts credentials that nobody knows. Whoever has proven something has not guessed, and neither has somebody whose
    /// credentials could not be looked at; other keys that they send are guesses all the same.
    fn count_failure(&self, parts: &Parts, is_open: bool, evidence: &Evidence<'_>) {
        let Evidence { proofs, unsure, .. } = evidence;
        let is_guess =
            |scheme: &Scheme| ApiKeys::is_sent(scheme, parts) && !unsure.iter().any(|(by, _)| by.proves(scheme));
        let is_failure = match unsure.is_empty() {
            true => self.may_fail(parts, is_open),
            false => self.profile.schemes.iter().any(is_guess),
        };
        if let Some(limit) = self.rate_limit.as_ref().filter(|_| proofs.is_empty() && is_failure) {
            limit.fail(parts);
        }
    }

    /// Whether it matters if anybody knows the caller: where somebody must, and where credentials are sent all the same.
    fn may_fail(&self, parts: &Parts, is_open: bool) -> bool {
        !is_open
            || authorization(parts).is_some()
            || self.profile.schemes.iter().any(|one| ApiKeys::is_sent(one, parts))
    }

    fn told(&self, allowance: Allowance, known: &mut Known<'_>, message: &str) -> Result<(), Response> {
        allowance.tell(self.profile, &mut known.allowance);
        if allowance.is_allowed { Ok(()) } else { Err(Failure::new(message).into_response(429)) }
    }
}

fn taken(mut proofs: Vec<Proof<'_>>, at: usize) -> Option<Principal> {
    (at < proofs.len()).then(|| proofs.swap_remove(at).principal)
}
