//! Whether what callers have proven lets them in. The documents list the ways: any one of them will do, with everything
//! that it asks for.

use super::super::super::operation::Operation;
use super::super::super::profile::Profile;
use super::{Authenticator, Principal};

/// Somebody whom an authenticator knows.
pub(in super::super) struct Proof<'a> {
    pub(in super::super) by: &'a dyn Authenticator,
    pub(in super::super) principal: Principal,
}

/// What proofs come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Verdict {
    /// The one at this index may call.
    Granted(usize),
    /// What is asked for is proven, but a permission is missing.
    Powerless,
    /// Something else must be proven.
    Unproven,
}

/// What these proofs come to for an operation.
pub(in super::super) fn verdict(profile: &Profile, operation: &Operation, proofs: &[Proof<'_>]) -> Verdict {
    if proofs.is_empty() {
        return Verdict::Unproven;
    }
    let may_all = |proof: &Proof<'_>| proof.principal.permissions.is_none() && proof.principal.schemes.is_none();
    if let Some(at) = proofs.iter().position(may_all) {
        return Verdict::Granted(at);
    }
    let mut worst = Verdict::Unproven;
    let mut ways = operation.ways_in().peekable();
    if ways.peek().is_none() {
        return Verdict::Granted(0);
    }
    for (schemes, permissions) in ways {
        let Some(used) = used(profile, schemes, proofs) else { continue };
        let has = |permission: &&str| {
            used.iter().filter_map(|at| proofs.get(*at)).any(|proof| proof.principal.has(permission))
        };
        match used.first() {
            Some(first) if permissions.iter().all(has) => return Verdict::Granted(*first),
            _ => worst = Verdict::Powerless,
        }
    }
    worst
}

/// The proofs that these schemes need, one for each; none when one is missing. Where no scheme is named, any one does, the
/// latest first: earlier ones did not.
fn used(profile: &Profile, schemes: &[&str], proofs: &[Proof<'_>]) -> Option<Vec<usize>> {
    if schemes.is_empty() {
        return proofs.len().checked_sub(1).map(|last| vec![last]);
    }
    let found = schemes.iter().map(|name| proofs.iter().position(|proof| proves(profile, name, proof)));
    let mut used = found.collect::<Option<Vec<usize>>>()?;
    used.sort_unstable();
    used.dedup();
    Some(used)
}

fn proves(profile: &Profile, name: &str, proof: &Proof<'_>) -> bool {
    match &proof.principal.schemes {
        Some(schemes) => schemes.contains(name),
        None => profile.scheme(name).is_some_and(|scheme| proof.by.proves(scheme)),
    }
}
