//! Who may call. Proofs are compared by how they travel, permissions by name.

use std::collections::BTreeSet;

use super::Differ;
use super::rules::SECURITY;
use super::site::Site;
use crate::model::{Alternative, Model, SchemeKind, Security};

/// Everything that one alternative asks for.
type Needs = BTreeSet<String>;

impl Differ<'_> {
    pub(super) fn security(&mut self, old: Option<&Security>, new: Option<&Security>, site: &Site) {
        let (was, is) = (needs(self.old, old), needs(self.new, new));
        let place = |security: Option<&Security>| security.map(|security| security.origin.span());
        let is_met = |by: &Needs, alternatives: &[Needs]| alternatives.iter().any(|needs| needs.is_subset(by));
        let clients = was.iter().any(|had| !is_met(had, &is));
        let servers = is.iter().any(|has| !is_met(has, &was));
        if clients || servers {
            let site = site.part("who may call", place(old).or(site.old), place(new).or(site.new));
            self.change(
                &SECURITY,
                &site,
                format!("needed {}; needs {} now", shown(&was), shown(&is)),
                (clients, servers),
            );
        }
    }
}

/// The alternatives of an operation; where nothing is asked for, one that asks for nothing.
fn needs(model: &Model, security: Option<&Security>) -> Vec<Needs> {
    let alternatives = security.map(|security| security.alternatives.as_slice()).unwrap_or_default();
    if alternatives.is_empty() {
        return vec![Needs::new()];
    }
    alternatives.iter().map(|alternative| asked(model, alternative)).collect()
}

fn asked(model: &Model, alternative: &Alternative) -> Needs {
    let schemes = alternative.schemes.iter().filter_map(|id| model.schemes.get(id.0 as usize));
    let permissions = alternative.permissions.iter().map(|id| model.permission(*id).wire.clone());
    schemes.map(|scheme| proof(&scheme.kind)).chain(permissions).collect()
}

/// How a proof travels: all tokens alike, whoever issues them.
fn proof(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => "a bearer token".to_owned(),
        SchemeKind::Http(scheme) if scheme == "bearer" => "a bearer token".to_owned(),
        SchemeKind::Http(scheme) => format!("`{scheme}` credentials"),
        SchemeKind::MutualTls => "a certificate".to_owned(),
        SchemeKind::ApiKey { location, name } => format!("a key in the {} `{name}`", location.word()),
    }
}

/// `a bearer token with users:read, or nothing`
fn shown(alternatives: &[Needs]) -> String {
    const SHOWN: usize = 4;
    let one = |needs: &Needs| {
        if needs.is_empty() { "nothing".to_owned() } else { needs.iter().cloned().collect::<Vec<_>>().join(" with ") }
    };
    let mut text = alternatives.iter().take(SHOWN).map(one).collect::<Vec<_>>().join(", or ");
    if alternatives.len() > SHOWN {
        text.push_str(&format!(", or {} others", alternatives.len() - SHOWN));
    }
    text
}
