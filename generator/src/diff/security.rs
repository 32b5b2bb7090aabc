//! Who may call. Proofs are compared by how they travel, permissions by name.

use std::collections::BTreeSet;

use super::Differ;
use super::rules::SECURITY;
use super::site::Site;
use crate::model::{Model, PermissionId, SchemeKind, Security, SecurityRequirement};

/// Something that a requirement asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Need {
    /// A proof that travels like this.
    Proof(String),
    /// A permission of who gives that proof; of who gives any, where none is named.
    Permission(Option<String>, String),
}

/// Everything that one requirement asks for.
type Needs = BTreeSet<Need>;

impl Differ<'_> {
    pub(super) fn security(&mut self, old: Option<&Security>, new: Option<&Security>, site: &Site) {
        let (was, is) = (needs(self.old, old), needs(self.new, new));
        let is_met = |by: &Needs, alternatives: &[Needs]| alternatives.iter().any(|needs| is_within(needs, by));
        let clients = was.iter().any(|had| !is_met(had, &is));
        let servers = is.iter().any(|has| !is_met(has, &was));
        let what = match (clients || servers, old.is_some(), new.is_some()) {
            (true, ..) => format!("needed {}; needs {} now", shown(&was), shown(&is)),
            (false, false, true) => "nothing was said; anybody may call now".to_owned(),
            (false, true, false) => "anybody could call; nothing is said now".to_owned(),
            (false, ..) => return,
        };
        let place = |security: Option<&Security>| security.map(|security| security.origin.span());
        let site = site.part("who may call", place(old).or(site.old), place(new).or(site.new));
        self.change(&SECURITY, &site, what, (clients, servers));
    }
}

/// Whether who has all of `other` has these, too.
fn is_within(needs: &Needs, other: &Needs) -> bool {
    needs.iter().all(|need| {
        let is_had = |had: &Need| match (need, had) {
            (Need::Permission(None, name), Need::Permission(_, other)) => name == other,
            _ => need == had,
        };
        other.iter().any(is_had)
    })
}

/// The requirements of an operation; where nothing is asked for, one that asks for nothing.
fn needs(model: &Model, security: Option<&Security>) -> Vec<Needs> {
    let requirements = security.map(|security| security.requirements.as_slice()).unwrap_or_default();
    if requirements.is_empty() {
        return vec![Needs::new()];
    }
    requirements.iter().map(|requirement| asked(model, requirement)).collect()
}

fn asked(model: &Model, requirement: &SecurityRequirement) -> Needs {
    let permission = |proof: Option<&String>, id: &PermissionId| {
        Need::Permission(proof.cloned(), model.permission(*id).wire.clone())
    };
    let mut needs: Needs = requirement.permissions.iter().map(|id| permission(None, id)).collect();
    for one in &requirement.schemes {
        let Some(proof) = model.scheme(one.scheme).map(|scheme| proof(&scheme.kind)) else { continue };
        needs.extend(one.permissions.iter().map(|id| permission(Some(&proof), id)));
        needs.insert(Need::Proof(proof));
    }
    needs
}

/// How a proof travels: all tokens alike, whoever issues them.
fn proof(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => "a bearer token".to_owned(),
        SchemeKind::Http(scheme) if scheme == "bearer" => "a bearer token".to_owned(),
        SchemeKind::Http(scheme) => format!("`{scheme}` credentials"),
        SchemeKind::MutualTls => "a certificate".to_owned(),
        SchemeKind::Key { location, name } => format!("a key in the {} `{name}`", location.word()),
    }
}

/// `a bearer token with users:read, or nothing`
fn shown(alternatives: &[Needs]) -> String {
    const SHOWN: usize = 4;
    let mut text = alternatives.iter().take(SHOWN).map(all_of).collect::<Vec<_>>().join(", or ");
    if alternatives.len() > SHOWN {
        text.push_str(&format!(", or {} others", alternatives.len() - SHOWN));
    }
    text
}

/// `a bearer token with users:read and a key in the header X-Key`
fn all_of(needs: &Needs) -> String {
    let proofs = needs.iter().filter_map(|need| match need {
        Need::Proof(proof) => Some(Some(proof)),
        Need::Permission(..) => None,
    });
    let parts = proofs.chain([None]).map(|proof| {
        let permissions = needs.iter().filter_map(|need| match need {
            Need::Permission(of, name) if of.as_ref() == proof => Some(name.as_str()),
            _ => None,
        });
        proof.map(String::as_str).into_iter().chain(permissions).collect::<Vec<_>>().join(" with ")
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(" and ") }
}
