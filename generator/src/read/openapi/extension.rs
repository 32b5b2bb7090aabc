//! The few facts that OpenAPI has no word for, in extensions of Gatewright's own. They are general: no vendor is known
//! here. Supplements use them most.
//!
//! - `x-gatewright-group` at an operation: the name of its group.
//! - `x-gatewright-permissions` at an operation: a list of which the caller needs any one; an item that is a list itself
//!   is needed as a whole. `[users.manage, [users.read, users.write]]`
//! - `x-gatewright-paging` at an operation: `style` and the parameters of that style:
//!   `{style: link, cursor: after}`, `{style: page, page: page, size: per_page, first: 0, total: /total}`,
//!   `{style: offset, start: startIndex, size: count, first: 1, total: /totalResults}`,
//!   `{style: cursor, cursor: from, next: /next, size: take}`; and for all of them `items`, a JSON pointer to the items
//!   in a page, where the page is not the list itself.
//! - `x-gatewright-profile` at the top: how the vendor dresses what no schema describes: `error`, `errorCodes` (by
//!   status), `requestId`, `rateLimit` (three headers), `tokenPrefixes`, `tokenPath`, `audience`, `retryHeaders`.
//! - `x-gatewright-entries` at the top: named requests of a catalogue, each with `name`, `place` (a list), and either
//!   `method` and `path` of an operation of this document, with `presets` for query parameters, or an `unresolved` reason.
//!
//! A supplement states facts about what other documents have. It need not have `info`, `servers` or `responses`, may
//! refer to schemas of the other documents by name, and leaves the other documents' facts alone by saying nothing: an
//! operation without a tag is in the group without a name, a parameter without a schema is of any type, a placeholder
//! without a parameter is inferred.

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    Alternative, Entry, OperationId, Origin, Paging, PagingStyle, PermissionId, Profile, Security, Target,
};
use crate::read::node::{Map, Node, Value};

pub(super) static EXTENSION: Code = Code {
    name: "openapi/gatewright-extension",
    page: "An extension of Gatewright's own (`x-gatewright-…`) lacks something, or says something that it cannot \
           mean.\n\n    x-gatewright-paging: {style: pages}\n\nPaging styles are link, page, offset and cursor; \
           permissions are a list of names or of lists of names; an entry has a name, and a method and path or an \
           `unresolved` reason.",
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
        for node in self.list(root, "x-gatewright-entries") {
            if let Some(entry) = self.entry(node) {
                self.model.entry(entry);
            }
        }
    }

    fn misused(&mut self, node: &Node, message: &str, label: &str) {
        self.report(Diagnostic::error(&EXTENSION, node.span, message).label(label));
    }

    /// Who may call an operation: what its security demands, together with any one of the stated permissions.
    pub(super) fn permissions(&mut self, operation: &'d Node) -> Option<Security> {
        let security = self.security(operation);
        let Some(stated) = operation.get("x-gatewright-permissions") else { return security };
        let sets: Vec<Vec<PermissionId>> = self
            .list(operation, "x-gatewright-permissions")
            .iter()
            .map(|item| item.as_list().unwrap_or(std::slice::from_ref(item)))
            .map(|names| names.iter().filter_map(|name| self.permission_of(name)).collect())
            .collect();
        let origin = self.origin(stated.span);
        let proofs = security.map(|security| security.alternatives).filter(|proofs| !proofs.is_empty());
        let proofs = proofs.unwrap_or_else(|| vec![Alternative::default()]);
        let mut alternatives = Vec::new();
        for proof in proofs {
            for set in &sets {
                let mut alternative = proof.clone();
                for permission in set {
                    if !alternative.permissions.contains(permission) {
                        alternative.permissions.push(*permission);
                    }
                }
                alternatives.push(alternative);
            }
        }
        Some(Security { alternatives, origin })
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
        let node = operation.get("x-gatewright-paging")?;
        let text = |key: &str| node.get(key).and_then(Node::as_written).map(str::to_owned);
        let first = node.get("first").and_then(Node::as_u64).and_then(|first| u32::try_from(first).ok());
        let (size, total) = (text("size"), text("total"));
        let style = match (node.text("style"), text("page"), text("start"), text("cursor"), text("next")) {
            (Some("link"), _, _, cursor, _) => PagingStyle::Link { cursor },
            (Some("page"), Some(page), ..) => PagingStyle::Page { page, size, first: first.unwrap_or(0), total },
            (Some("offset"), _, Some(start), ..) => {
                PagingStyle::Offset { start, size, first: first.unwrap_or(0), total }
            }
            (Some("cursor"), _, _, Some(cursor), Some(next)) => PagingStyle::Cursor { cursor, next, size },
            _ => {
                let label = "expected `style` (link, page, offset or cursor) and the parameters of that style";
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
        let retry_headers = text("retryHeaders");
        let prefixes = self.list(node, "tokenPrefixes").iter();
        let token_prefixes = prefixes.filter_map(Node::as_written).map(str::to_owned).collect();
        Profile {
            error: node.get("error").filter(|error| !error.is_null()).map(Node::to_json),
            error_codes: self.error_codes(node),
            request_id,
            rate_limit: self.rate_limit(node),
            token_prefixes,
            token_path,
            audience,
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
        let names: Vec<&str> = stated.items().filter_map(Node::as_str).collect();
        match names.as_slice() {
            [limit, remaining, reset] => Some(((*limit).to_owned(), (*remaining).to_owned(), (*reset).to_owned())),
            _ => {
                self.misused(stated, "a rate limit is three headers", "expected [limit, remaining, reset]");
                None
            }
        }
    }

    fn entry(&mut self, node: &'d Node) -> Option<Entry> {
        self.known_keys(node, ENTRY);
        let Some(wire) = self.text(node, "name") else {
            self.misused(node, "an entry has a name", "expected `name` in this map");
            return None;
        };
        let place = self.list(node, "place").iter().filter_map(Node::as_written).map(str::to_owned).collect();
        let origin = self.origin(node.span);
        let target = self.entry_target(node, origin)?;
        Some(Entry { wire: wire.to_owned(), place, target, origin })
    }

    fn entry_target(&mut self, node: &'d Node, _origin: Origin) -> Option<Target> {
        if let Some(reason) = self.text(node, "unresolved") {
            return Some(Target::Unresolved { reason: reason.to_owned() });
        }
        let (Some(method), Some(path)) = (self.text(node, "method"), self.text(node, "path")) else {
            self.misused(node, "the entry calls nothing", "expected `method` and `path`, or `unresolved`");
            return None;
        };
        let method = method.to_uppercase();
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
const PROFILE: &[&str] =
    &["error", "errorCodes", "requestId", "rateLimit", "tokenPrefixes", "tokenPath", "audience", "retryHeaders"];

/// What an entry may say.
const ENTRY: &[&str] = &["name", "place", "method", "path", "presets", "unresolved"];
