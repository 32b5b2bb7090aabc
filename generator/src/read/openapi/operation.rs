//! Paths and operations.

use std::collections::{HashMap, VecDeque};

use super::reader::Reader;
use super::state::context::Context;
use super::syntax::version::Version;
use super::webhook::{self, Webhook};
use crate::diag::{Code, Diagnostic};
use crate::model::{Method, Operation, Path, Security, Server};
use crate::read::node::{Member, Node};
use crate::source::Span;

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

/// A path or a webhook, with what holds for all its operations.
struct At<'d> {
    named: &'d Member,
    webhook: Option<Webhook<'d>>,
    item: &'d Node,
    servers: Vec<Server>,
}

impl<'d> At<'d> {
    fn template(&self) -> &str {
        self.webhook.as_ref().map_or(&self.named.key, |webhook| &webhook.path)
    }

    /// The name of a webhook, which its first operation has as its id if the document states none.
    fn own_name(&self, ids: &mut Ids<'d>) -> Option<&'d str> {
        // What has no name is called as it is in its path.
        let name = Some(self.webhook.as_ref()?.name).filter(|name| !name.is_empty()).unwrap_or("-");
        let is_free = !ids.known.contains_key(name);
        is_free.then(|| ids.known.insert(name, self.named.key_span));
        is_free.then_some(name)
    }
}

/// What has been read of the operations so far.
#[derive(Default)]
pub(super) struct Ids<'d> {
    known: HashMap<&'d str, Span>,
    /// The callbacks that were found, each with the operation that has it.
    pub(super) callbacks: VecDeque<(String, &'d Member)>,
}

impl<'d> Reader<'d, '_> {
    /// All operations, in document order.
    pub(super) fn paths(&mut self, paths: &'d Node, ids: &mut Ids<'d>) {
        for member in webhook::stated(paths) {
            self.path(member, None, ids);
        }
    }

    /// All operations of a path, or of a webhook.
    pub(super) fn path(&mut self, named: &'d Member, webhook: Option<Webhook<'d>>, ids: &mut Ids<'d>) {
        let Some(item) = self.follow(&named.value) else { return };
        if item.as_map().is_none() {
            self.expected(item, "a map", &named.key);
            return;
        }
        let path = At { named, webhook, item, servers: self.own_servers(item) };
        for member in item.members() {
            let key = member.key.as_str();
            if METHODS.contains(&key) || key == "query" && self.version >= Version::V32 {
                self.operation(&path, &key.to_uppercase(), member, ids);
            } else if matches!(key, "additionalOperations" | "x-gatewright-operations") {
                for other in member.value.members() {
                    self.operation(&path, &other.key, other, ids);
                }
            } else if key == "x-amazon-apigateway-any-method" {
                let message = format!("requests of any method at `{}` are not generated", path.named.key);
                self.warn(&ANY_METHOD, member.key_span, message, "left out");
            } else if !PATH_KEYS.contains(&key) && !key.starts_with("x-") {
                let message = format!("`{key}` is no method and has no other meaning here");
                self.unknown_key(member, message, &[METHODS, PATH_KEYS].concat());
            }
        }
    }

    fn operation(&mut self, at: &At<'d>, method: &str, member: &'d Member, ids: &mut Ids<'d>) {
        let (At { named, item, .. }, node) = (at, &member.value);
        if node.as_map().is_none() {
            self.expected(node, "a map", &member.key);
            return;
        }
        self.known_keys(node, KEYS);
        let id = self.operation_id(node, ids).or_else(|| at.own_name(ids));
        let label = id.map_or_else(|| format!("{method} {}", named.key), str::to_owned);
        if let Some(callbacks) = self.map(node, "callbacks") {
            ids.callbacks.extend(webhook::stated(callbacks).map(|callback| (label.clone(), callback)));
        }
        let context = Context::root(&label);
        let listed = self.parameters(item, node);
        let nodes = &listed.nodes;
        let template = self.template(at.template(), named.key_span, nodes);
        let group = self.group(node, at, &template.path);
        let sends_body = node.get("requestBody").is_some() || nodes.iter().any(|node| node.text("in") == Some("body"));
        let parameters = self.usable(&listed, (&template, named.key_span), sends_body, &context);
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
            security: self.callers(node, at),
            deprecated: self.flag(node, "deprecated"),
            webhook: at.webhook.is_some(),
            origin,
        };
        self.model.operation(operation);
    }

    /// Who may call. What the document says of callers of the API does not hold for the API itself as it sends a webhook.
    fn callers(&mut self, node: &'d Node, at: &At<'d>) -> Option<Security> {
        let is_said = ["security", "x-gatewright-permissions"].iter().any(|key| node.get(key).is_some());
        if at.webhook.is_some() && !is_said { None } else { self.permissions(node) }
    }

    fn operation_id(&mut self, node: &'d Node, ids: &mut Ids<'d>) -> Option<&'d str> {
        let id = self.text(node, "operationId").filter(|id| !id.trim().is_empty())?;
        let span = node.get("operationId")?.span;
        if let Some(first) = ids.known.get(id).copied() {
            let message = format!("the operation id `{id}` stands for two operations");
            let problem =
                Diagnostic::warning(&ID_TWICE, span, message).label("here again").related(first, "first here");
            self.report(problem.help("give every operation an id of its own"));
            return None;
        }
        ids.known.insert(id, span);
        Some(id)
    }

    /// The group: as stated, the first tag, or the first literal segment of the path. In a supplement, which need not
    /// repeat it, the group without a name.
    fn group(&mut self, node: &'d Node, at: &At<'d>, path: &Path) -> crate::model::GroupId {
        if let Some(stated) = node.get("x-gatewright-group")
            && let Some(name) = self.text(node, "x-gatewright-group")
        {
            let origin = self.origin(stated.span);
            return self.model.group(name, "", origin);
        }
        if at.webhook.is_some() {
            let origin = self.origin(at.named.key_span);
            return self.model.group("webhooks", "", origin);
        }
        let tags = self.list(node, "tags");
        let first = tags.first().and_then(|tag| Some((tag, tag.as_written()?)));
        if let Some((tag, name)) = first.filter(|(_, name)| !name.trim().is_empty()) {
            let origin = self.origin(tag.span);
            return self.model.group(name, "", origin);
        }
        let name = if self.supplement { String::new() } else { first_segment(path) };
        self.model.group(&name, "", crate::model::Origin::Inferred("group-from-path", at.named.key_span))
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
