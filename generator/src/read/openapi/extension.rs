//! The few facts that OpenAPI has no word for, in extensions of Gatewright's own. They are general: no vendor is known
//! here. Supplements use them most, and `convert` writes them.
//!
//! At the top:
//! - `x-gatewright-profile`: how the vendor dresses what no schema describes: `error` (a JSON template), `errorCodes` (by
//!   status), `requestId`, `rateLimit` (`limit`, `remaining`, `reset`), `tokenPrefixes`, `tokenPath`, `audience`,
//!   `scope`, `assertionAudience`, `retryHeaders`.
//! - `x-gatewright-responses`: responses by status, as of an operation: how the API answers with a status where an operation
//!   lists the status and nobody says what it holds. `{4XX: {content: {application/json: {schema: …}}}}`.
//! - `x-gatewright-permissions`: what a caller may be allowed, each with `name`, `description`, `offerings`, `exception`.
//! - `x-gatewright-entries`: named requests of a catalogue, each with `name`, `place` (a list), and either `operation`
//!   (`GET /users/{id}`, of this document) with `presets` for query parameters, or the `reason` why it has none.
//!
//! At a path: `x-gatewright-operations`, by method, where OpenAPI has no key for the method.
//!
//! At an operation:
//! - `x-gatewright-group`: the name of its group, where that is not its first tag.
//! - `x-gatewright-permissions`: a list of which the caller needs any one, whatever the scheme; an item that is a list
//!   itself is needed as a whole. `[users.manage, [users.read, users.write]]`. The document's own `security` then counts
//!   only where the operation repeats it. In an item of `security` it is a list that is needed beside its schemes, of
//!   whichever proof.
//! - `x-gatewright-paging`: `false`, or `style` and the parameters of that style: `{style: link, cursor: after}`,
//!   `{style: next, next: /links/next}`, `{style: page, page: page, size: per_page, first: 0, total: /total}`,
//!   `{style: offset, start: startIndex, size: count, first: 1, total: /totalResults}`,
//!   `{style: cursor, cursor: from, next: /next, size: take}`; and for all of them `items`, a JSON pointer to the items in
//!   a page, where the page is not the list itself.
//!
//! At a path parameter: `x-gatewright-rest: true` where it takes the rest of the path. At a parameter or an encoding:
//! `x-gatewright-style`, where the style is one that OpenAPI has not there: `spaceDelimited` and `pipeDelimited` in paths and
//! headers, `tabDelimited`, and `whole` or `wholeJson` where the value is the whole query; and at one in a path
//! or a cookie `x-gatewright-allow-reserved`, before OpenAPI 3.2. At a response:
//! `x-gatewright-error-type`. At a discriminator: `x-gatewright-default`, which OpenAPI 3.2 calls `defaultMapping`. At a member: `x-gatewright-secret: true`. At a named schema: `x-gatewright-name`, where the
//! name is none that a key of `components` may be.
//!
//! A supplement states facts about what other documents have. It need not have `info`, `servers` or `responses`, may
//! refer to schemas of the other documents by name, and leaves the other documents' facts alone by saying nothing: an
//! operation without a tag is in the group without a name, a parameter without a schema is of any type, a placeholder
//! without a parameter is inferred.

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Entry, OperationId, Paging, PagingStyle, Permission, PermissionId, Profile, Security, SecurityRequirement, Target,
};
use crate::read::node::{Map, Node, Value};

pub(super) static EXTENSION: Code = Code {
    name: "openapi/gatewright-extension",
    page: "An extension of Gatewright's own (`x-gatewright-…`) lacks something, or says something that it cannot \
           mean.\n\n    x-gatewright-paging: {style: pages}\n\nPaging styles are link, next, page, offset and cursor; \
           permissions are a list of names or of lists of names; an entry has a name, and an \
           operation (`GET /users`) or a reason why it has none.",
};

impl<'d> Reader<'d, '_> {
    /// The extensions at the top of a document. Operations are read by now.
    pub(super) fn extensions(&mut self, root: &'d Node) {
        let stated = root.get("x-gatewright-profile");
        let stated = stated.or_else(|| root.get("info").and_then(|info| info.get("x-gatewright-profile")));
        if let Some(node) = stated {
            let profile = self.profile(node);
            self.model.profile(profile);
        }
        for response in self.usual_responses(root) {
            self.model.usual_response(response);
        }
        for node in self.list(root, "x-gatewright-entries") {
            if let Some(entry) = self.entry(node) {
                self.model.entry(entry);
            }
        }
    }

    /// The permissions that are described at the top; read first, so that they stand in this order.
    pub(super) fn stated_permissions(&mut self, root: &'d Node) {
        for node in self.list(root, "x-gatewright-permissions") {
            self.described_permission(node);
        }
    }

    fn misused(&mut self, node: &Node, message: &str, label: &str) {
        self.report(Diagnostic::error(&EXTENSION, node.span, message).label(label));
    }

    fn described_permission(&mut self, node: &'d Node) {
        self.known_keys(node, PERMISSION);
        let wire = self.text(node, "name").map(str::to_owned);
        if node.get("name").is_none() {
            self.misused(node, "a permission has a name", "expected `name` in this map");
        }
        let docs = self.text(node, "description").unwrap_or_default().to_owned();
        let offerings = self.names(node, "offerings");
        let exception = self.text(node, "exception").map(str::to_owned);
        if let Some(wire) = wire {
            self.model.permission(Permission { wire, docs, offerings, exception, origin: self.origin(node.span) });
        }
    }

    /// The names that a list holds.
    fn names(&mut self, node: &'d Node, key: &str) -> Vec<String> {
        self.list(node, key).iter().filter_map(Node::as_written).map(str::to_owned).collect()
    }

    /// Who may call an operation: as its security says, or whoever has any one of the stated sets of permissions.
    pub(super) fn permissions(&mut self, operation: &'d Node) -> Option<Security> {
        let Some(stated) = operation.get("x-gatewright-permissions") else { return self.security(operation) };
        let own = operation.get("security").and_then(|_| self.security(operation));
        let mut requirements = own.map(|security| security.requirements).unwrap_or_default();
        for item in self.list(operation, "x-gatewright-permissions") {
            let names = item.as_list().unwrap_or(std::slice::from_ref(item));
            let permissions: Vec<PermissionId> = names.iter().filter_map(|name| self.permission_of(name)).collect();
            // A set of nothing would let everybody in.
            if !permissions.is_empty() {
                requirements.push(SecurityRequirement::permissions(permissions));
            }
        }
        (!requirements.is_empty()).then(|| Security::new(requirements, self.origin(stated.span)))
    }

    fn permission_of(&mut self, name: &'d Node) -> Option<PermissionId> {
        let Some(wire) = name.as_written() else {
            self.misused(name, "a permission is a name", "expected text");
            return None;
        };
        let origin = self.origin(name.span);
        Some(self.model.permission_named(wire, origin))
    }

    /// How the pages of an operation follow each other.
    pub(super) fn paging(&mut self, operation: &'d Node) -> Option<Paging> {
        let node = operation.get("x-gatewright-paging").filter(|node| node.as_bool() != Some(false))?;
        let text = |key: &str| node.get(key).and_then(Node::as_written).map(str::to_owned);
        let first = node.get("first").and_then(Node::as_u64).and_then(|first| u32::try_from(first).ok());
        let (size, total) = (text("size"), text("total"));
        let style = match (node.text("style"), text("page"), text("start"), text("cursor"), text("next")) {
            (Some("link"), _, _, cursor, _) => PagingStyle::Link { cursor },
            (Some("next"), _, _, cursor, Some(next)) => PagingStyle::Next { next, cursor, size },
            (Some("page"), Some(page), ..) => PagingStyle::Page { page, size, first: first.unwrap_or(0), total },
            (Some("offset"), _, Some(start), ..) => {
                PagingStyle::Offset { start, size, first: first.unwrap_or(0), total }
            }
            (Some("cursor"), _, _, Some(cursor), Some(next)) => PagingStyle::Cursor { cursor, next, size },
            _ => {
                let label = "expected `style` (link, next, page, offset or cursor) and the parameters of that style";
                self.misused(node, "this describes no paging", label);
                return None;
            }
        };
        Some(Paging { style, items: text("items").unwrap_or_default(), origin: self.origin(node.span) })
    }

    fn profile(&mut self, node: &'d Node) -> Profile {
        self.known_keys(node, PROFILE);
        let mut text = |key: &str| self.text(node, key).map(str::to_owned);
        let request_id = text("requestId");
        let token_path = text("tokenPath");
        let audience = text("audience");
        let scope = text("scope");
        let assertion_audience = text("assertionAudience");
        let retry_headers = text("retryHeaders");
        Profile {
            error: node.get("error").filter(|error| !error.is_null()).map(Node::to_json),
            error_codes: self.error_codes(node),
            request_id,
            rate_limit: self.rate_limit(node),
            token_prefixes: self.names(node, "tokenPrefixes"),
            token_path,
            audience,
            scope,
            assertion_audience,
            retry_headers,
        }
    }

    fn error_codes(&mut self, node: &'d Node) -> Vec<(u16, String)> {
        let mut codes = Vec::new();
        for member in self.map(node, "errorCodes").and_then(Node::as_map).map(Map::iter).into_iter().flatten() {
            match (member.key.parse(), member.value.as_written()) {
                (Ok(status), Some(code)) => codes.push((status, code.to_owned())),
                _ => self.misused(&member.value, "this is no code of a status", "expected `404: CODE`"),
            }
        }
        codes
    }

    fn rate_limit(&mut self, node: &'d Node) -> Option<(String, String, String)> {
        let stated = node.get("rateLimit")?;
        let header = |key: &str| stated.text(key).map(str::to_owned);
        let headers = header("limit").zip(header("remaining")).zip(header("reset"));
        if headers.is_none() {
            self.misused(stated, "a rate limit is three headers", "expected {limit: …, remaining: …, reset: …}");
        }
        headers.map(|((limit, remaining), reset)| (limit, remaining, reset))
    }

    fn entry(&mut self, node: &'d Node) -> Option<Entry> {
        self.known_keys(node, ENTRY);
        let wire = self.text(node, "name").map(str::to_owned);
        if node.get("name").is_none() {
            self.misused(node, "an entry has a name", "expected `name` in this map");
        }
        let place = self.names(node, "place");
        let origin = self.origin(node.span);
        let target = self.entry_target(node);
        Some(Entry { wire: wire?, place, target: target?, origin })
    }

    fn entry_target(&mut self, node: &'d Node) -> Option<Target> {
        if let Some(reason) = self.text(node, "reason") {
            return Some(Target::Unresolved { reason: reason.to_owned() });
        }
        let Some((method, path)) = self.text(node, "operation").and_then(|stated| stated.split_once(' ')) else {
            self.misused(node, "the entry calls nothing", "expected `operation: GET /path`, or `reason`");
            return None;
        };
        let (method, path) = (method.to_uppercase(), path.trim());
        let known = self.model.operations();
        let found = known.iter().position(|operation| operation.method.is(&method) && operation.path.wire == path);
        let Some(operation) = found.and_then(|place| u32::try_from(place).ok()) else {
            self.misused(
                node,
                "the entry calls an operation that is not in this document",
                "expected a path of `paths`",
            );
            return None;
        };
        let presets = self.map(node, "presets").and_then(Node::as_map).map(Map::iter).into_iter().flatten();
        let presets = presets
            .map(|member| match &member.value.value {
                Value::Null => (member.key.clone(), None),
                _ => (member.key.clone(), member.value.as_written().map(str::to_owned)),
            })
            .collect();
        Some(Target::Operation { operation: OperationId(operation), presets })
    }
}

/// What a profile may say.
const PROFILE: &[&str] = &[
    "error",
    "errorCodes",
    "requestId",
    "rateLimit",
    "tokenPrefixes",
    "tokenPath",
    "audience",
    "scope",
    "assertionAudience",
    "retryHeaders",
];

/// What an entry may say.
const ENTRY: &[&str] = &["name", "place", "operation", "presets", "reason"];

/// What a permission may say.
const PERMISSION: &[&str] = &["name", "description", "offerings", "exception"];
