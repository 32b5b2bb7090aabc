//! What is written in schemas, keyword by keyword, whether or not a type comes of it: so that no problem hides another.
//! What the keywords mean together is found out elsewhere.

use super::reader::{KIND, Reader};
use super::schema::NOT_A_SCHEMA;
use super::syntax::keyword::{BY_NAME, LEFT_OUT, NOWHERE, SCHEMA, SCHEMAS, UNSUPPORTED};
use super::syntax::pointer::address;
use super::syntax::version::Version;
use crate::diag::Diagnostic;
use crate::read::node::{Node, Value};

impl<'d> Reader<'d, '_> {
    /// Reports what is wrong with the keywords of a schema, of the schemas in it and of those that they refer to; once
    /// a schema.
    pub(super) fn keywords(&mut self, schema: &'d Node) {
        let mut open = vec![schema];
        while let Some(node) = open.pop() {
            if !self.noted.insert(address(node)) {
                continue;
            }
            match &node.value {
                Value::Map(_) => self.keywords_of(node, &mut open),
                Value::Bool(_) => {}
                _ => self.not_a_schema(node),
            }
        }
    }

    pub(super) fn not_a_schema(&mut self, node: &Node) {
        let message = format!("a schema cannot be {}", node.kind());
        self.report(Diagnostic::error(&NOT_A_SCHEMA, node.span, message).label("expected a map"));
    }

    fn keywords_of(&mut self, schema: &'d Node, inner: &mut Vec<&'d Node>) {
        if let Some(reference) = schema.get("$ref") {
            inner.extend(self.referred_to(reference));
            // Up to OpenAPI 3.0 what stands beside a reference has no meaning.
            if self.version <= Version::V30 {
                return;
            }
        }
        self.stated_kinds(schema);
        self.listed_values(schema);
        self.required_names(schema);
        self.left_out(schema);
        self.inner_schemas(schema, inner);
    }

    /// What a `$ref` of a schema leads to; reported when it leads nowhere. In a supplement that may be elsewhere.
    fn referred_to(&mut self, reference: &'d Node) -> Option<&'d Node> {
        let is_elsewhere = self.supplement && reference.as_str().is_some_and(super::syntax::component::names_a_schema);
        if is_elsewhere { reference.as_str().and_then(|text| self.pointed(text)) } else { self.target(reference) }
    }

    fn inner_schemas(&mut self, schema: &'d Node, inner: &mut Vec<&'d Node>) {
        for value in SCHEMA.iter().filter_map(|key| schema.get(key)) {
            match value.as_list() {
                Some(places) => inner.extend(places),
                None => inner.push(value),
            }
        }
        for key in SCHEMAS {
            inner.extend(self.list(schema, key));
        }
        for key in BY_NAME.iter().filter(|key| schema.get(key).is_some_and(|value| !value.is_null())) {
            let members = self.map(schema, key).map(Node::members).into_iter().flatten();
            inner.extend(members.map(|member| &member.value));
        }
    }

    fn required_names(&mut self, schema: &'d Node) {
        if let Some(required) = schema.get("required").filter(|required| required.as_list().is_none()) {
            let problem = Diagnostic::warning(&KIND, required.span, "`required` of a schema is a list of names");
            self.report(
                problem.label("left out").help("list the name in `required` of the object that has the member"),
            );
        }
    }

    fn left_out(&mut self, schema: &'d Node) {
        for member in schema.members().filter(|member| UNSUPPORTED.contains(&member.key.as_str())) {
            let by_servers = !NOWHERE.contains(&member.key.as_str());
            let who = if by_servers { "only servers check it" } else { "it is not checked" };
            let message = format!("`{}` cannot be expressed in types; {who}", member.key);
            self.report(Diagnostic::warning(&LEFT_OUT, member.key_span, message).label("left out"));
        }
    }
}
