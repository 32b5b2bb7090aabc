//! Authentication blocks, and headers that prove who calls, as security schemes.

use super::address::Addressed;
use super::reader::Reader;
use super::syntax::pair::{Pair, headers};
use super::syntax::prose;
use super::syntax::variable::{Part, has_variable, parts, placeholder};
use crate::diag::Code;
use crate::model::{Flow, Location, Origin, PermissionId, Scheme, SchemeId, SchemeKind, SecurityRequirement};
use crate::read::node::Node;
use crate::source::Span;

pub(super) static AUTH: Code = Code {
    name: "postman/auth",
    page: "A collection authenticates in a way for which the generated client has no credentials of its own, such as a \
           signature over the request. The operations say so; the client must be given a signer or a \
           token.\n\n    \"auth\": {\"type\": \"awsv4\"}\n\nBearer tokens, Basic, API keys and OAuth 2.0 work as they are.",
};

/// The rule for requests whose header shows how they prove who calls.
const HEADER_SHOWS_AUTH: &str = "postman/header-shows-authentication";

/// What headers are called that carry a key.
const KEYS: &[&str] = &["api-key", "apikey", "api_key", "auth-token", "access-token", "auth-key"];

/// What a request demands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Demand {
    /// Nothing is said.
    Unsaid,
    /// Anybody may call.
    Nothing,
    /// This.
    These(SecurityRequirement, Origin),
}

impl<'d> Reader<'d, '_> {
    /// What a request demands; the name of the header that proves who calls, where that is one of its own.
    pub(super) fn demand(&mut self, call: &Addressed<'d>) -> (Demand, Option<String>) {
        let headers = headers(call.call.request);
        let block = call.call.auth.filter(|auth| auth.as_map().is_some());
        let kind = block.and_then(|auth| auth.text("type")).unwrap_or_default();
        if let Some(auth) = block.filter(|_| kind != "noauth" && !kind.is_empty()) {
            let requirement = self.block(auth, kind, call.call.own_auth);
            return (Demand::These(requirement, self.origin(auth.span)), None);
        }
        match self.shown_in_headers(&headers) {
            Some((scheme, name, span)) => {
                let requirement = SecurityRequirement::scheme(scheme, Vec::new());
                (Demand::These(requirement, Origin::Inferred(HEADER_SHOWS_AUTH, span)), Some(name))
            }
            None if kind == "noauth" => (Demand::Nothing, None),
            None => (Demand::Unsaid, None),
        }
    }

    fn block(&mut self, auth: &'d Node, kind: &str, is_own: bool) -> SecurityRequirement {
        let details = auth.get(kind).unwrap_or(auth);
        let docs = prose::docs(auth);
        let span = auth.span;
        let mut permissions = Vec::new();
        let scheme = match kind {
            "bearer" | "jwt" => self.scheme("bearer", SchemeKind::http("bearer"), Vec::new(), docs, span),
            "basic" => self.scheme("basic", SchemeKind::http("basic"), Vec::new(), docs, span),
            "apikey" => self.api_key(details, docs, span),
            "oauth2" => {
                let flow = self.flow(details, span);
                if is_own {
                    permissions.clone_from(&flow.scopes);
                }
                self.scheme("oauth2", SchemeKind::OAuth2, vec![flow], docs, span)
            }
            other => self.other(other, docs, span),
        };
        SecurityRequirement::scheme(scheme, permissions)
    }

    fn api_key(&mut self, details: &'d Node, docs: String, span: Span) -> SchemeId {
        let name = attribute(details, "key").filter(|name| !has_variable(name)).unwrap_or("X-API-Key").to_owned();
        let location = if attribute(details, "in") == Some("query") { Location::Query } else { Location::Header };
        self.scheme(&name.clone(), SchemeKind::Key { location, name }, Vec::new(), docs, span)
    }

    fn other(&mut self, kind: &str, docs: String, span: Span) -> SchemeId {
        let is_token = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        let name: String = kind.chars().filter(|sign| is_token(*sign)).collect();
        let name = if name.is_empty() { "bearer".to_owned() } else { name };
        if self.model.scheme_named(&name).is_none() {
            let message = format!("requests prove who calls by `{kind}`");
            self.warn(&AUTH, span, message, "the client needs credentials for that");
        }
        let word = match name.as_str() {
            "oauth1" => "oauth",
            "awsv4" => "aws4-hmac-sha256",
            "asap" => "bearer",
            other => other,
        };
        self.scheme(&name, SchemeKind::http(word), Vec::new(), docs, span)
    }

    fn flow(&mut self, details: &'d Node, span: Span) -> Flow {
        let url = |key: &str| attribute(details, key).map(|text| self.resolved(text)).filter(|text| !text.is_empty());
        let (token_url, authorization_url, refresh_url) =
            (url("accessTokenUrl"), url("authUrl"), url("refreshTokenUrl"));
        let kind = match attribute(details, "grant_type").or(attribute(details, "grantType")) {
            Some(grant) if grant.starts_with("authorization_code") => "authorizationCode",
            Some("implicit") => "implicit",
            Some(grant) if grant.starts_with("password") => "password",
            Some("client_credentials") => "clientCredentials",
            _ if authorization_url.is_some() => "authorizationCode",
            _ => "clientCredentials",
        };
        let scopes = self.scopes(attribute(details, "scope").unwrap_or_default(), span);
        Flow { kind: kind.to_owned(), token_url, authorization_url, refresh_url, scopes }
    }

    fn scopes(&mut self, text: &str, span: Span) -> Vec<PermissionId> {
        let text = self.variables.expanded(text);
        let names = text.split([' ', ',', '\n']).filter(|name| !name.is_empty() && !has_variable(name));
        let names: Vec<&str> = names.collect();
        let origin = self.origin(span);
        let mut scopes: Vec<PermissionId> = Vec::new();
        for name in names {
            let id = self.model.permission_named(name, origin);
            if !scopes.contains(&id) {
                scopes.push(id);
            }
        }
        scopes
    }

    /// A text with what variables stand for, as far as the collection says.
    fn resolved(&self, text: &str) -> String {
        let shown = parts(text).into_iter().map(|part| match part {
            Part::Text(text) => text.to_owned(),
            Part::Variable(name) => match self.variables.value(name).filter(|value| !has_variable(value)) {
                Some(value) => value.to_owned(),
                None => format!("{{{}}}", placeholder(name)),
            },
        });
        shown.collect()
    }

    /// How headers prove who calls, where no block says it.
    fn shown_in_headers(&mut self, headers: &[Pair]) -> Option<(SchemeId, String, Span)> {
        let authorization = |pair: &&Pair| pair.enabled && pair.key.eq_ignore_ascii_case("authorization");
        if let Some(pair) = headers.iter().find(authorization) {
            let value = self.variables.expanded(pair.value.as_deref().unwrap_or_default()).trim();
            let word = value.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            let name = "authorization".to_owned();
            let id = match word.as_str() {
                "bearer" | "basic" | "digest" => self.inferred(&word, SchemeKind::http(&word), pair.span),
                _ => {
                    let kind = SchemeKind::Key { location: Location::Header, name: "Authorization".to_owned() };
                    self.inferred("Authorization", kind, pair.span)
                }
            };
            return Some((id, name, pair.span));
        }
        let carries_key = |pair: &&Pair| {
            let name = pair.key.to_ascii_lowercase();
            pair.enabled && KEYS.iter().any(|key| name == *key || name.ends_with(&format!("-{key}")))
        };
        let pair = headers.iter().find(carries_key)?;
        let kind = SchemeKind::Key { location: Location::Header, name: pair.key.clone() };
        let id = self.inferred(&pair.key.clone(), kind, pair.span);
        Some((id, pair.key.to_ascii_lowercase(), pair.span))
    }

    fn inferred(&mut self, name: &str, kind: SchemeKind, span: Span) -> SchemeId {
        let origin = Origin::Inferred(HEADER_SHOWS_AUTH, span);
        self.model.scheme(Scheme::new(name, kind, origin))
    }

    /// The scheme; the first of a name stays, because blocks differ in their values only.
    fn scheme(&mut self, name: &str, kind: SchemeKind, flows: Vec<Flow>, docs: String, span: Span) -> SchemeId {
        let origin = self.origin(span);
        self.model.scheme(Scheme { flows, docs, ..Scheme::new(name, kind, origin) })
    }
}

/// An attribute of a block: a pair in a list (v2.1), or a member (v2.0).
fn attribute<'d>(details: &'d Node, name: &str) -> Option<&'d str> {
    let text = match details.as_list() {
        Some(pairs) => pairs.iter().find(|pair| pair.text("key") == Some(name))?.get("value")?.as_written(),
        None => details.get(name)?.as_written(),
    };
    text.map(str::trim).filter(|text| !text.is_empty())
}
