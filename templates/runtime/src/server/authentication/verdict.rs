//! Whether what callers have proven lets them in. The documents list requirements: any one of them will do, with everything
//! that it asks for.

use super::{Authenticator, Principal};
use crate::operation::{Operation, SchemeRequirement, SecurityRequirement};
use crate::profile::Profile;

/// Somebody whom an authenticator knows.
pub(in crate::server) struct Proof<'a> {
    pub(in crate::server) by: &'a dyn Authenticator,
    pub(in crate::server) principal: Principal,
}

/// The result of authorizing a request. Callers are told by the index of their proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Verdict {
    /// This one may call.
    Granted(usize),
    /// This one has proven what is asked for, and lacks a permission.
    Forbidden {
        at: usize,
        /// The permissions of which at least one is missing.
        needed: &'static [&'static str],
    },
    /// Something else must be proven.
    Unauthenticated,
}

/// What these proofs come to for an operation. Where the documents are silent, any proof will do.
///
/// A proof may stand for several alternatives, as a token does where a document asks for `bearer`, or for `oauth` with
/// `users.read`. It is held to the one that names permissions: that it is of the other scheme is not known, and an
/// alternative that names none does not mean that its callers need none.
pub(in crate::server) fn verdict(profile: &Profile, operation: &Operation, proofs: &[Proof<'_>]) -> Verdict {
    let Some(requirements) = operation.security.filter(|_| !proofs.is_empty()) else {
        return if proofs.is_empty() { Verdict::Unauthenticated } else { Verdict::Granted(0) };
    };
    let mut refusal = None;
    let (mut held, mut free) = (Vec::new(), Vec::new());
    for requirement in requirements {
        let is_one_scheme = requirement.schemes.len() == 1;
        let is_bare = is_one_scheme && requirement.all_permissions().next().is_none();
        match met(profile, requirement, proofs) {
            Verdict::Granted(at) if is_bare => free.push(at),
            granted @ Verdict::Granted(_) => return granted,
            forbidden @ Verdict::Forbidden { at, .. } => {
                held.extend(is_one_scheme.then_some(at));
                refusal = refusal.or(Some(forbidden));
            }
            Verdict::Unauthenticated => {}
        }
    }
    let free = free.into_iter().find(|at| !held.contains(at)).map(Verdict::Granted);
    free.or(refusal).unwrap_or(Verdict::Unauthenticated)
}

/// What the proofs come to for one requirement. Whose permissions were asked for is the one who calls; where none were, the
/// one whom the first authenticator knows.
fn met(profile: &Profile, requirement: &SecurityRequirement, proofs: &[Proof<'_>]) -> Verdict {
    let of_schemes = requirement.schemes.iter().map(|one| (one.1, of_scheme(profile, *one, proofs)));
    let of_any = Some(requirement.permissions).filter(|all| !all.is_empty() || requirement.schemes.is_empty());
    let of_any = of_any.map(|all| (all, with_all(all, (0..proofs.len()).rev(), proofs)));
    let mut callers = Vec::new();
    let mut refusal = None;
    for (permissions, verdict) in of_schemes.chain(of_any) {
        match verdict {
            Verdict::Granted(at) => callers.push((permissions.is_empty(), at)),
            Verdict::Forbidden { .. } => refusal = refusal.or(Some(verdict)),
            Verdict::Unauthenticated => return verdict,
        }
    }
    let granted = callers.into_iter().min().map_or(Verdict::Unauthenticated, |(_, at)| Verdict::Granted(at));
    refusal.unwrap_or(granted)
}

/// Who proves a scheme and has its permissions.
fn of_scheme(profile: &Profile, (scheme, permissions): SchemeRequirement, proofs: &[Proof<'_>]) -> Verdict {
    let proving = (0..proofs.len()).filter(|at| proofs.get(*at).is_some_and(|one| proves(profile, scheme, one)));
    with_all(permissions, proving, proofs)
}

/// The first of these proofs whose owner has all of the permissions.
fn with_all(
    permissions: &'static [&'static str],
    proving: impl Iterator<Item = usize>,
    proofs: &[Proof<'_>],
) -> Verdict {
    let mut refusal = Verdict::Unauthenticated;
    for at in proving {
        let Some(proof) = proofs.get(at) else { continue };
        if permissions.iter().all(|permission| proof.principal.has(permission)) {
            return Verdict::Granted(at);
        }
        if refusal == Verdict::Unauthenticated {
            refusal = Verdict::Forbidden { at, needed: permissions };
        }
    }
    refusal
}

fn proves(profile: &Profile, name: &str, proof: &Proof<'_>) -> bool {
    let is_meant = proof.principal.schemes.as_ref().is_none_or(|schemes| schemes.contains(name));
    is_meant && profile.scheme(name).is_some_and(|scheme| proof.by.proves(scheme))
}

/// Whether some caller could meet a requirement with what these authenticators prove.
pub(in crate::server) fn can_be_met<'a>(
    profile: &Profile,
    requirement: &SecurityRequirement,
    authenticators: impl Iterator<Item = &'a dyn Authenticator> + Clone,
) -> bool {
    let is_proven = |(scheme, _): &SchemeRequirement| {
        profile.scheme(scheme).is_some_and(|scheme| authenticators.clone().any(|by| by.proves(scheme)))
    };
    authenticators.clone().next().is_some() && requirement.schemes.iter().all(is_proven)
}
