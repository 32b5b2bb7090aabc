//! What an operation may answer.

use super::reader::Reader;
use super::state::context::Context;
use super::state::refused::Refused;
use super::syntax::pointer::address;
use crate::diag::{Code, Diagnostic};
use crate::model::{Parameter, Response, Status};
use crate::read::node::{Member, Node};

pub(super) static STATUS: Code = Code {
    name: "openapi/status",
    page: "A key of `responses` is no status: a number from 100 to 599, a range such as `4XX`, or `default`.\n\n    \
           responses:\n      ok: {}\n\nCorrect it.",
};

pub(super) static LINKS: Code = Code {
    name: "openapi/links",
    page: "A link says how values of a response may be used in another call. Nothing is generated for it.\n\n    links: \
           {next: {operationId: getUser}}\n\nNothing needs to be done; both calls are there.",
};

impl<'d> Reader<'d, '_> {
    /// The responses of an operation.
    pub(super) fn responses(&mut self, operation: &'d Node, context: &Context<'_>) -> Vec<Response> {
        self.responses_of(operation, "responses", context)
    }

    /// How the API answers with a status where an operation names only the status.
    pub(super) fn usual_responses(&mut self, root: &'d Node) -> Vec<Response> {
        self.responses_of(root, "x-gatewright-responses", &Context::root("usual"))
    }

    fn responses_of(&mut self, node: &'d Node, key: &str, context: &Context<'_>) -> Vec<Response> {
        let Some(responses) = self.map(node, key) else { return Vec::new() };
        let members = responses.members().filter(|member| !member.key.starts_with("x-"));
        members.filter_map(|member| self.response(member, context)).collect()
    }

    fn response(&mut self, member: &'d Member, context: &Context<'_>) -> Option<Response> {
        let Some(status) = status(&member.key) else {
            let message = format!("`{}` is no status", member.key);
            let problem = Diagnostic::warning(&STATUS, member.key_span, message).label("the response is left out");
            self.report(problem.help("write a status from 100 to 599, a range such as `4XX`, or `default`"));
            self.refused.push(Refused::Response(member));
            return None;
        };
        self.answer(member, status, context)
    }

    pub(super) fn answer(&mut self, member: &'d Member, status: Status, context: &Context<'_>) -> Option<Response> {
        let node = self.follow(&member.value)?;
        if node.as_map().is_none() {
            self.expected(node, "a map", &member.key);
            return None;
        }
        let label = format!("response {}", member.key);
        let shared = self.shared_context(node);
        let context = shared.as_ref().map_or_else(|| context.inner(&label), |shared| shared.inner("response"));
        self.links(node);
        let contents = self.response_contents(node, &context);
        Some(Response {
            status,
            docs: self.text(node, "description").unwrap_or_default().to_owned(),
            headers: self.headers(node, &context),
            contents,
            or_list: None,
            error_type: self.text(node, "x-gatewright-error-type").map(str::to_owned),
            origin: self.origin(member.key_span),
        })
    }

    /// Reports links by name, once.
    fn links(&mut self, node: &'d Node) {
        let Some(links) = node.member("links").filter(|links| links.value.members().len() > 0) else { return };
        if self.noted.insert(address(&links.value)) {
            let message = format!("the links {} are not generated", names(&links.value));
            self.warn(&LINKS, links.key_span, message, "left out");
        }
    }

    fn headers(&mut self, node: &'d Node, context: &Context<'_>) -> Vec<Parameter> {
        let mut headers = Vec::new();
        for member in self.map(node, "headers").map(Node::members).into_iter().flatten() {
            // The media type of the body says it.
            if member.key.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(header) = self.follow(&member.value) else { continue };
            headers.push(self.header(&member.key, header, context));
        }
        headers
    }
}

/// The keys of a map, for messages.
pub(super) fn names(map: &Node) -> String {
    let names: Vec<String> = map.members().map(|member| format!("`{}`", member.key)).collect();
    names.join(", ")
}

/// The statuses that a key stands for.
fn status(key: &str) -> Option<Status> {
    match key.as_bytes() {
        b"default" => Some(Status::Default),
        [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Status::Range(digit - b'0')),
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Status::Code),
        _ => None,
    }
}
