//! The collection in a document: which version it is of, and what it says about itself.

use super::reader::Reader;
use super::syntax::prose;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::node::Node;
use crate::source::Span;

pub(super) static VERSION: Code = Code {
    name: "postman/version",
    page: "The document is a Postman collection of version 1, or an environment, or another export of Postman; only \
           collections of version 2.0 and 2.1 can be read.\n\n    {\"id\": \"1\", \"name\": \"API\", \"requests\": \
           []}\n\nExport the collection again as \"Collection v2.1\".",
};
pub(super) static EMPTY: Code = Code {
    name: "postman/empty",
    page: "The collection has no requests, so that there is nothing to call.\n\n    {\"info\": {\"name\": \"API\"}, \
           \"item\": []}\n\nAdd requests in Postman, and export the collection again.",
};
pub(super) static SCRIPTS: Code = Code {
    name: "postman/scripts",
    page: "The collection holds scripts that Postman runs before and after requests. They are not read. What they set, \
           such as a token or a header computed by a script, must be given to the client otherwise.\n\n    \"event\": \
           [{\"listen\": \"prerequest\", \"script\": {\"exec\": [\"pm.environment.set('id', 1)\"]}}]\n\nNothing needs to be \
           done unless requests depend on them.",
};

/// How collections name their schema: `https://schema.getpostman.com/json/collection/v2.1.0/collection.json`.
const SCHEMAS: &[&str] =
    &["schema.getpostman.com/json/collection", "schema.postman.com/json/collection", "schema.postman.com/collection"];

pub(super) fn detect(text: &str) -> bool {
    let text = text.trim_start();
    let has = |word: &str| text.contains(word);
    text.starts_with('{')
        && (SCHEMAS.iter().any(|schema| has(schema))
            || has("\"_postman_id\"")
            || has("\"_postman_exported_at\"")
            || has("\"info\"") && has("\"item\"") && has("\"request\""))
}

/// The collection, perhaps in a member `collection` as Postman's own API wraps it; reported when there is none.
pub(super) fn collection<'d>(root: &'d Node, diagnostics: &mut Diagnostics) -> Option<&'d Node> {
    let inner = root.get("collection").filter(|inner| inner.get("item").is_some() || inner.get("info").is_some());
    let collection = inner.unwrap_or(root);
    if collection.get("item").is_some() || collection.get("info").is_some() {
        return Some(collection);
    }
    let place = collection.members().next().map_or(root.span, |member| member.key_span);
    let problem = Diagnostic::error(&VERSION, place, "this is no collection of version 2.0 or 2.1");
    diagnostics.push(
        problem.label("expected `info` and `item` at the top").help("export the collection as \"Collection v2.1\""),
    );
    None
}

impl<'d> Reader<'d, '_> {
    /// What the collection says about itself.
    pub(super) fn describe(&mut self) {
        let info = self.collection.get("info").unwrap_or(self.collection);
        let title = info.get("name").and_then(Node::as_written).unwrap_or_default();
        self.model.describe(title, version(info).as_deref(), &prose::docs(info));
    }

    /// One report for all scripts of the collection.
    pub(super) fn note_scripts(&mut self, scripts: &[Span]) {
        let Some(first) = scripts.first() else { return };
        let message = match scripts.len() {
            1 => "the collection has a script, which is not read".to_owned(),
            count => format!("the collection has {count} scripts, which are not read"),
        };
        self.warn(&SCRIPTS, *first, message, "the first stands here");
    }
}

/// `1.2.0`, or the same as `{"major": 1, "minor": 2, "patch": 0}`.
fn version(info: &Node) -> Option<String> {
    let node = info.get("version")?;
    if let Some(text) = node.as_written() {
        return Some(text.to_owned());
    }
    let part = |key: &str| node.get(key).and_then(Node::as_written);
    Some([part("major")?, part("minor").unwrap_or("0"), part("patch").unwrap_or("0")].join("."))
}
