//! Base addresses and groups of operations.

use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::{Server, ServerVariable};
use crate::read::node::{Member, Node};

pub(super) static VARIABLE: Code = Code {
    name: "openapi/server-variable",
    page: "A variable of a server address lacks its default, its list of values is empty, or the default is none of \
           them.\n\n    variables: {region: {enum: [], default: eu}}\n\nGive it a default that is one of the values.",
};
pub(super) static OWN_SERVER: Code = Code {
    name: "openapi/own-server",
    page: "A path or an operation has an address of its own, and the document does not say what the address of the API is. \
           Calls of clients go to their base address, this one too.\n\n    paths: {/files: {servers: [{url: \
           https://files.example.com}]}}\n\nName the API's address in `servers` of the document; the client then \
           tells the addresses apart. Or give a second client the other address.",
};

impl<'d> Reader<'d, '_> {
    /// The base addresses of the document.
    pub(super) fn servers(&mut self, root: &'d Node) {
        for server in self.listed_servers(root) {
            self.model.server(server);
        }
    }

    fn listed_servers(&mut self, node: &'d Node) -> Vec<Server> {
        self.list(node, "servers").iter().filter_map(|node| self.server(node)).collect()
    }

    fn server(&mut self, node: &'d Node) -> Option<Server> {
        if node.get("url").is_none() {
            self.missing(node, "url");
        }
        let url = self.text(node, "url");
        let members = self.map(node, "variables").map(Node::members).into_iter().flatten();
        let variables = members.map(|member| self.variable(member)).collect();
        let docs = self.text(node, "description").unwrap_or_default().to_owned();
        Some(Server { url: url?.to_owned(), docs, variables, origin: self.origin(node.span) })
    }

    fn variable(&mut self, member: &'d Member) -> ServerVariable {
        let node = &member.value;
        let default = self.text(node, "default");
        let values: Vec<String> =
            self.list(node, "enum").iter().filter_map(Node::as_written).map(str::to_owned).collect();
        let is_listed = default.is_some_and(|default| values.iter().any(|value| value == default));
        let is_missing = default.is_none() && node.get("default").is_none();
        let is_another = default.is_some() && lists_values(node) && !is_listed;
        if is_missing || is_another {
            let message = format!("the variable `{}` has no default among its values", member.key);
            let problem = Diagnostic::warning(&VARIABLE, member.key_span, message);
            self.report(problem.label("expected a default, and in `enum` at least that"));
        }
        let docs = self.text(node, "description").unwrap_or_default().to_owned();
        ServerVariable { wire: member.key.clone(), default: default.map(str::to_owned), values, docs }
    }

    /// Addresses of a path or an operation in place of the API's; none where the best one is among the API's.
    pub(super) fn own_servers(&mut self, node: &'d Node) -> Vec<Server> {
        let servers = self.listed_servers(node);
        let common: Vec<&str> = self.root.get("servers").map(addresses).into_iter().flatten().collect();
        let Some(first) = servers.first() else { return servers };
        if common.contains(&first.url.trim_end_matches('/')) {
            return Vec::new();
        }
        let place = first.origin.span();
        if !self.supplement && !common.iter().any(|address| address.contains("://")) {
            let message = "this has an address of its own, and the API has none";
            self.warn(&OWN_SERVER, place, message, "clients go to their base address");
        }
        servers
    }

    /// The groups that the document describes, in its order.
    pub(super) fn tags(&mut self, root: &'d Node) {
        for node in self.list(root, "tags") {
            let Some(name) = self.text(node, "name") else { continue };
            let docs = self.text(node, "description").unwrap_or_default();
            let origin = self.origin(node.span);
            self.model.group(name, docs, origin);
        }
    }
}

fn addresses(servers: &Node) -> impl Iterator<Item = &str> {
    servers.items().map(|server| server.text("url").unwrap_or_default().trim_end_matches('/'))
}

/// Whether a variable has a list of values, and not something else in its place, which is reported.
fn lists_values(variable: &Node) -> bool {
    variable.get("enum").is_some_and(|values| values.as_list().is_some())
}
