//! Security schemes, and what an operation demands of its caller. Scopes are permissions.

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Flow, Location, Permission, PermissionId, Scheme, SchemeId, SchemeKind, SchemeRequirement, Security,
    SecurityRequirement,
};
use crate::read::node::{Member, Node};

pub(super) static UNKNOWN_SCHEME: Code = Code {
    name: "openapi/unknown-security-scheme",
    page: "An operation demands a security scheme that the document does not describe, so that it is taken for \
           a bearer token; its scopes count as they are.\n\n    security: [{oauth: []}]\n\nDescribe it under `components/securitySchemes`, or correct the name.",
};
pub(super) static SCHEME: Code = Code {
    name: "openapi/security-scheme",
    page: "A security scheme is of a type that there is not, or lacks what its type needs. It is taken for a bearer \
           token.\n\n    type: apiKey\n\nTypes are apiKey (with `name` and `in`), http (with `scheme`), oauth2 (with \
           `flows`), openIdConnect (with `openIdConnectUrl`) and mutualTLS.",
};

impl<'d> Reader<'d, '_> {
    /// The schemes under `components`.
    pub(super) fn security_schemes(&mut self, components: &'d Node) {
        for member in self.map(components, "securitySchemes").map(Node::members).into_iter().flatten() {
            let Some(node) = self.follow(&member.value) else {
                // Operations may demand it all the same.
                self.scheme(member, &member.value, bearer(), Vec::new());
                continue;
            };
            let kind = self.scheme_kind(member, node);
            let flows = if kind == SchemeKind::OAuth2 { self.flows(node) } else { Vec::new() };
            self.scheme(member, node, kind, flows);
        }
    }

    pub(super) fn scheme(
        &mut self,
        member: &'d Member,
        node: &'d Node,
        kind: SchemeKind,
        flows: Vec<Flow>,
    ) -> SchemeId {
        let docs = self.text(node, "description").unwrap_or_default().to_owned();
        let is_described = kind == SchemeKind::OpenIdConnect;
        let discovery = is_described.then(|| self.text(node, "openIdConnectUrl").unwrap_or_default().to_owned());
        let origin = self.origin(member.key_span);
        self.model.scheme(Scheme { flows, discovery, docs, ..Scheme::new(&member.key, kind, origin) })
    }

    fn scheme_kind(&mut self, member: &'d Member, node: &'d Node) -> SchemeKind {
        let stated = self.text(node, "type");
        if stated.is_none() && node.get("type").is_some() {
            return bearer();
        }
        match stated {
            Some("apiKey") => self.api_key(member, node),
            Some("http") => match self.demanded_text(member, node, "scheme") {
                Some(scheme) => SchemeKind::http(scheme),
                None => bearer(),
            },
            Some("oauth2") => SchemeKind::OAuth2,
            Some("openIdConnect") => SchemeKind::OpenIdConnect,
            Some("mutualTLS") => SchemeKind::MutualTls,
            _ => self.unusable_scheme(member, "the type is none that there is"),
        }
    }

    pub(super) fn unusable_scheme(&mut self, member: &'d Member, why: &str) -> SchemeKind {
        let message = format!("the security scheme `{}` cannot be used: {why}", member.key);
        self.warn(&SCHEME, member.key_span, message, "taken for a bearer token");
        bearer()
    }

    /// The text that a scheme must have; reported when it has none.
    fn demanded_text(&mut self, member: &'d Member, node: &'d Node, key: &str) -> Option<&'d str> {
        if node.get(key).is_none() {
            self.unusable_scheme(member, &format!("`{key}` is missing"));
        }
        self.text(node, key)
    }

    pub(super) fn api_key(&mut self, member: &'d Member, node: &'d Node) -> SchemeKind {
        let location = self.key_location(member, node);
        let name = self.demanded_text(member, node, "name");
        match (location, name) {
            (Some(location), Some(name)) => SchemeKind::Key { location, name: name.to_owned() },
            _ => bearer(),
        }
    }

    fn key_location(&mut self, member: &'d Member, node: &'d Node) -> Option<Location> {
        match self.text(node, "in") {
            Some("header") => Some(Location::Header),
            Some("query") => Some(Location::Query),
            Some("cookie") => Some(Location::Cookie),
            None if node.get("in").is_some() => None,
            _ => {
                self.unusable_scheme(member, "`in` is not header, query or cookie");
                None
            }
        }
    }

    fn flows(&mut self, node: &'d Node) -> Vec<Flow> {
        let members = self.map(node, "flows").map(Node::members).into_iter().flatten();
        members
            .filter_map(|member| match member.key.strip_prefix("x-gatewright-") {
                None if member.key.starts_with("x-") => None,
                own => Some((own.unwrap_or(&member.key), &member.value)),
            })
            .map(|(kind, node)| self.flow(kind, node))
            .collect()
    }

    pub(super) fn flow(&mut self, kind: &str, node: &'d Node) -> Flow {
        let mut url = |key: &str| self.text(node, key).map(str::to_owned);
        let token_url = url("tokenUrl");
        let authorization_url = url("authorizationUrl").or_else(|| url("deviceAuthorizationUrl"));
        let refresh_url = url("refreshUrl");
        let scopes = self.map(node, "scopes").map(Node::members).into_iter().flatten();
        let scopes = scopes.filter(|member| !member.key.starts_with("x-")).map(|member| self.scope(member)).collect();
        Flow { kind: kind.to_owned(), token_url, authorization_url, refresh_url, scopes }
    }

    fn scope(&mut self, member: &'d Member) -> PermissionId {
        let origin = self.origin(member.key_span);
        self.model.permission(Permission {
            wire: member.key.clone(),
            docs: member.value.as_str().unwrap_or_default().to_owned(),
            offerings: Vec::new(),
            exception: None,
            origin,
        })
    }

    /// What an operation demands: its own list, or that of the whole document.
    pub(super) fn security(&mut self, operation: &'d Node) -> Option<Security> {
        let own = operation.get("security");
        let node = own.or_else(|| self.root.get("security"))?;
        let Some(list) = node.as_list() else {
            self.expected(node, "a list", "security");
            return None;
        };
        let requirements = list.iter().map(|requirement| self.requirement(requirement)).collect();
        Some(Security { shared: own.is_none(), ..Security::new(requirements, self.origin(node.span)) })
    }

    /// One item of such a list: schemes with scopes. All of them are needed.
    fn requirement(&mut self, node: &'d Node) -> SecurityRequirement {
        let mut requirement = SecurityRequirement::default();
        if node.as_map().is_none() {
            self.expected(node, "a map", "security");
        }
        for member in node.members() {
            let permissions = self.scopes(&member.value);
            match self.required_scheme(member) {
                Some(scheme) => requirement.schemes.push(SchemeRequirement { scheme, permissions }),
                None => requirement.permissions.extend(permissions),
            }
        }
        requirement
    }

    /// The scheme that a member of a requirement names; none where it names permissions only.
    fn required_scheme(&mut self, member: &'d Member) -> Option<SchemeId> {
        if member.key == "x-gatewright-permissions" {
            return None;
        }
        let known = self.model.scheme_named(&member.key);
        if known.is_some() {
            return known;
        }
        if self.supplement {
            // With permissions, a supplement says only these; without, it means a scheme that a document describes.
            let is_named = member.value.items().len() == 0;
            return is_named.then(|| self.scheme(member, &member.value, SchemeKind::OAuth2, Vec::new()));
        }
        if self.lists_schemes() {
            self.unknown_scheme(member);
        }
        Some(self.scheme(member, &member.value, bearer(), Vec::new()))
    }

    /// The permissions that a list names, each once.
    fn scopes(&mut self, node: &'d Node) -> Vec<PermissionId> {
        let mut permissions = Vec::new();
        for scope in node.items() {
            let Some(name) = scope.as_written() else { continue };
            let origin = self.origin(scope.span);
            let permission = self.model.permission_named(name, origin);
            if !permissions.contains(&permission) {
                permissions.push(permission);
            }
        }
        permissions
    }

    fn unknown_scheme(&mut self, member: &'d Member) {
        let message = format!("the security scheme `{}` is not described", member.key);
        let problem = Diagnostic::warning(&UNKNOWN_SCHEME, member.key_span, message);
        self.report(problem.label("taken for a bearer token").help("describe it under `securitySchemes`"));
    }

    /// Whether the schemes that the document describes can be known; what they stand in may be of the wrong kind.
    fn lists_schemes(&self) -> bool {
        let components = self.root.get("components");
        let schemes = components.and_then(|components| components.get("securitySchemes"));
        let definitions = self.root.get("securityDefinitions");
        [components, schemes, definitions].into_iter().flatten().all(|holder| holder.as_map().is_some())
    }
}

/// What a scheme that cannot be used is taken for.
fn bearer() -> SchemeKind {
    SchemeKind::http("bearer")
}
