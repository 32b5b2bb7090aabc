//! Parameters, bodies and responses that nothing can use: because they are refused where they stand, or because nothing
//! refers to them, perhaps since a reference is misspelled. They are read for their own problems, into a model that
//! nobody keeps.

use super::reader::Reader;
use super::state::context::Context;
use super::state::refused::Refused;
use super::syntax::pointer::address;
use super::syntax::version::Version;
use crate::model::{Builder, Status};
use crate::read::node::{Member, Node};

impl<'d> Reader<'d, '_> {
    /// Reads what was not read before. `holder` has the parameters, responses and the like with names.
    pub(super) fn unused(&mut self, holder: &'d Node) {
        let mut nowhere = Builder::new("");
        std::mem::swap(self.model, &mut nowhere);
        self.unused_components(holder);
        while let Some(refused) = self.refused.pop() {
            self.refused(refused);
        }
        std::mem::swap(self.model, &mut nowhere);
    }

    fn unused_components(&mut self, holder: &'d Node) {
        let context = Context::root("");
        for member in self.unread(holder, "parameters") {
            if let Some(node) = self.follow(&member.value) {
                self.parameter(node, false, &context);
                self.parameter_schemas(node);
            }
        }
        for member in self.unread(holder, "headers") {
            if let Some(node) = self.follow(&member.value) {
                self.header(&member.key, node, &context);
            }
        }
        for member in self.unread(holder, "requestBodies") {
            self.request_body(&member.value, &context);
        }
        for member in self.unread(holder, "responses") {
            self.answer(member, Status::Default, &context);
        }
        for member in holder.get("links").map(Node::members).into_iter().flatten() {
            self.known_keys(&member.value, LINK);
        }
    }

    /// The members that nothing has led to yet.
    fn unread(&self, holder: &'d Node, kind: &str) -> Vec<&'d Member> {
        let members = holder.get(kind).map(Node::members).into_iter().flatten();
        members.filter(|member| !self.noted.contains(&address(&member.value))).collect()
    }

    fn refused(&mut self, refused: Refused<'d>) {
        let context = Context::root("");
        match refused {
            Refused::Parameter(node, Some(location)) => {
                self.described_parameter(node, "", location, false, &context);
            }
            Refused::Parameter(node, None) => {
                self.parameter_schemas(node);
                self.flag(node, "deprecated");
                self.text(node, "description");
            }
            Refused::Content(member) => {
                self.content(member, String::new(), &context);
            }
            Refused::Response(member) => {
                self.answer(member, Status::Default, &context);
            }
        }
    }

    /// The schemas of a parameter, wherever it may stand.
    fn parameter_schemas(&mut self, node: &'d Node) {
        let contents = node.get("content").map(Node::members).into_iter().flatten();
        let of_contents = contents.filter_map(|member| member.value.get("schema"));
        // In Swagger 2.0 parameters outside of bodies are schemas themselves.
        let itself = Some(node).filter(|_| self.version == Version::V2);
        for schema in itself.into_iter().chain(node.get("schema")).chain(of_contents) {
            self.schema(schema, &Context::root(""));
        }
    }
}

/// What a link may say.
const LINK: &[&str] = &["operationRef", "operationId", "parameters", "requestBody", "description", "server", "$ref"];
