//! `@auth`: ways to prove who one is, with ` | ` between alternatives and ` + ` between those that are needed together.

use super::Reader;
use crate::model::{Location, Scheme, SchemeKind, SchemeRequirement, Security, SecurityRequirement};

impl Reader<'_, '_> {
    /// The alternatives that an `@auth` line lists. `None` means that anybody may call.
    pub(super) fn security_of(&mut self, text: &str) -> Security {
        let origin = self.places.stated(text);
        let is_said = |text: &&str| !text.is_empty() && !text.eq_ignore_ascii_case("none");
        let alternatives = text.split(" | ").map(str::trim).filter(is_said);
        let requirements = alternatives.map(|alternative| self.requirement(alternative)).collect();
        Security::new(requirements, origin)
    }

    fn requirement(&mut self, text: &str) -> SecurityRequirement {
        let mut requirement = SecurityRequirement::default();
        for wire in text.split(" + ").map(str::trim).filter(|wire| !wire.is_empty()) {
            let origin = self.places.stated(wire);
            let (kind, discovery) = kind(wire);
            let scheme = self.model.scheme(Scheme { discovery, ..Scheme::new(wire, kind, origin) });
            requirement.schemes.push(SchemeRequirement { scheme, permissions: Vec::new() });
        }
        requirement
    }
}

/// `ApiKey NAME in PLACE`, `OAuth2`, `Bearer`, `Bearer SCHEME`, or the name of an HTTP scheme.
fn kind(wire: &str) -> (SchemeKind, Option<String>) {
    let (word, rest) = wire.split_once(' ').unwrap_or((wire, ""));
    let kind = match word.to_ascii_lowercase().as_str() {
        "apikey" => api_key(rest),
        "oauth2" | "oauth" => SchemeKind::OAuth2,
        "openidconnect" => return (SchemeKind::OpenIdConnect, Some(rest.to_owned())),
        "mutualtls" => SchemeKind::MutualTls,
        "bearer" => bearer(rest),
        "http" => SchemeKind::http(rest),
        "aws" => SchemeKind::http("AWS4-HMAC-SHA256"),
        other => SchemeKind::http(other),
    };
    (kind, None)
}

/// `NAME in PLACE`
fn api_key(text: &str) -> SchemeKind {
    let (name, place) = text.rsplit_once(" in ").unwrap_or((text, "header"));
    let location = match place {
        "query" => Location::Query,
        "cookie" => Location::Cookie,
        "path" => Location::Path,
        _ => Location::Header,
    };
    SchemeKind::Key { location, name: name.to_owned() }
}

/// `Bearer token` and `Bearer bearer` are bearer tokens; `Bearer basic` is how LAP writes other HTTP schemes.
fn bearer(text: &str) -> SchemeKind {
    match text.to_ascii_lowercase().as_str() {
        scheme @ ("basic" | "digest" | "hoba" | "mutual" | "negotiate") => SchemeKind::http(scheme),
        _ => SchemeKind::http("bearer"),
    }
}
