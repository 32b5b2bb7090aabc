//! Paths and operations.

use std::collections::HashMap;

use super::reader::{Context, Reader, Version};
use crate::diag::{Code, Diagnostic};
use crate::model::{Method, Operation, Path, Server};
use crate::read::node::{Member, Node};
use crate::source::Span;

pub(super) static CALLBACKS: Code = Code {
    name: "openapi/callbacks",
    page: "Callbacks are requests that the server sends back to its caller. Nothing is generated for them.",
};
pub(super) static ID_TWICE: Code = Code {
    name: "openapi/duplicate-operation-id",
    page: "Two operations have the same `operationId`. The second one is named after its method and path instead.\n\nGive \
           every operation an id of its own.",
};
pub(super) static ANY_METHOD: Code = Code {
    name: "openapi/any-method",
    page: "A gateway sends requests of all methods that the path does not list to one place. They are not known one by \
           one, so nothing is generated for them.\n\n    /files/{proxy+}:\n      x-amazon-apigateway-any-method: {}\n\nList \
           the methods that callers may use.",
};

/// The methods that a path has by name.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// What else may stand at a path.
const PATH_KEYS: &[&str] = &["$ref", "summary", "description", "servers", "parameters", "additionalOperations"];
/// What an operation may say.
const KEYS: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
    "consumes",
    "produces",
    "schemes",
];

/// A path, with what holds for all its operations.
struct At<'d> {
    path: &'d Member,
    item: &'d Node,
    servers: Vec<Server>,
}

/// What has been read of the operations so far.
#[derive(Default)]
pub(super) struct Ids<'d>(HashMap<&'d str, Span>);

impl<'d> Reader<'d, '_> {
    /// All operations, in document order.
    pub(super) fn paths(&mut self, paths: &'d Node) {
        let mut ids = Ids::default();
        for member in paths.members().filter(|member| !member.key.starts_with("x-")) {
            let Some(item) = self.follow(&member.value) else { continue };
            if item.as_map().is_none() {
                self.expected(item, "a map", &member.key);
                continue;
            }
            self.path(member, item, &mut ids);
        }
    }

    fn path(&mut self, path: &'d Member, item: &'d Node, ids: &mut Ids<'d>) {
        let path = At { path, item, servers: self.own_servers(item) };
        for member in item.members() {
            let key = member.key.as_str();
            if METHODS.contains(&key) || key == "query" && self.version >= Version::V32 {
                self.operation(&path, &key.to_uppercase(), member, ids);
            } else if matches!(key, "additionalOperations" | "x-gatewright-operations") {
                for other in member.value.members() {
                    self.operation(&path, &other.key, other, ids);
                }
            } else if key == "x-amazon-apigateway-any-method" {
                let message = format!("requests of any method at `{}` are not generated", path.path.key);
                self.warn(&ANY_METHOD, member.key_span, message, "left out");
            } else if !PATH_KEYS.contains(&key) && !key.starts_with("x-") {
                let message = format!("`{key}` is no method and has no other meaning here");
                self.unknown_key(member, message, &[METHODS, PATH_KEYS].concat());
            }
        }
    }

    fn operation(&mut self, at: &At<'d>, method: &str, member: &'d Member, ids: &mut Ids<'d>) {
        let (At { path, item, .. }, node) = (at, &member.value);
        if node.as_map().is_none() {
            self.expected(node, "a map", &member.key);
            return;
        }
        self.known_keys(node, KEYS);
        if let Some(callbacks) = node.member("callbacks") {
            let names = super::response::names(&callbacks.value);
            self.warn(&CALLBACKS, callbacks.key_span, format!("the callbacks {names} are not generated"), "left out");
        }
        let id = self.operation_id(node, ids);
        let label = id.map_or_else(|| format!("{method} {}", path.key), str::to_owned);
        let context = Context::root(&label);
        let listed = self.parameters(item, node);
        let nodes = &listed.nodes;
        let template = self.template(&path.key, path.key_span, nodes);
        let group = self.group(node, &template.path, path.key_span);
        let sends_body = node.get("requestBody").is_some() || nodes.iter().any(|node| node.text("in") == Some("body"));
        let parameters = self.usable(&listed, (&template, path.key_span), sends_body, &context);
        let body = match self.version {
            Version::V2 => self.body_of_parameters(nodes, node, &context),
            _ => self.body(node, &context),
        };
        self.produces(node);
        let responses = self.responses(node, &context);
        let origin = self.origin(member.key_span);
        let operation = Operation {
            id: id.map(str::to_owned),
            method: Method(method.to_owned()),
            path: template.path,
            group,
            summary: self.text(node, "summary").or_else(|| item.text("summary")).unwrap_or_default().to_owned(),
            docs: self.text(node, "description").or_else(|| item.text("description")).unwrap_or_default().to_owned(),
            parameters,
            body,
            responses,
            servers: if node.get("servers").is_some() { self.own_servers(node) } else { at.servers.clone() },
            paging: self.paging(node),
            security: self.permissions(node),
            deprecated: self.flag(node, "deprecated"),
            origin,
        };
        self.model.operation(operation);
    }

    fn operation_id(&mut self, node: &'d Node, ids: &mut Ids<'d>) -> Option<&'d str> {
        let id = self.text(node, "operationId").filter(|id| !id.trim().is_empty())?;
        let span = node.get("operationId")?.span;
        if let Some(first) = ids.0.get(id).copied() {
            let message = format!("the operation id `{id}` stands for two operations");
            let problem =
                Diagnostic::warning(&ID_TWICE, span, message).label("here again").related(first, "first here");
            self.report(problem.help("give every operation an id of its own"));
            return None;
        }
        ids.0.insert(id, span);
        Some(id)
    }

    /// The group: as stated, the first tag, or the first literal segment of the path. In a supplement, which need not
    /// repeat it, the group without a name.
    fn group(&mut self, node: &'d Node, path: &Path, path_span: Span) -> crate::model::GroupId {
        if let Some(stated) = node.get("x-gatewright-group")
            && let Some(name) = self.text(node, "x-gatewright-group")
        {
            let origin = self.origin(stated.span);
            return self.model.group(name, "", origin);
        }
        let tags = self.list(node, "tags");
        let first = tags.first().and_then(|tag| Some((tag, tag.as_written()?)));
        if let Some((tag, name)) = first.filter(|(_, name)| !name.trim().is_empty()) {
            let origin = self.origin(tag.span);
            return self.model.group(name, "", origin);
        }
        let name = if self.supplement { String::new() } else { first_segment(path) };
        self.model.group(&name, "", crate::model::Origin::Inferred("group-from-path", path_span))
    }
}

fn first_segment(path: &Path) -> String {
    let mut segments = path.template().split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'));
    let first = segments.next().unwrap_or("root");
    // Versions say nothing about what the operations are about.
    let is_version = first.strip_prefix('v').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()));
    let name = if is_version || first == "api" { segments.find(|segment| !looks_versioned(segment)) } else { None };
    name.unwrap_or(first).to_owned()
}

fn looks_versioned(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}
