//! The document as a whole: version, what it says about itself, and its parts in order.

use super::operation::Ids;
use super::reader::Reader;
use super::syntax::component::COMPONENTS;
use super::syntax::pointer::address;
use crate::diag::{Code, Diagnostic};
use crate::nearest::nearest;
use crate::read::node::{Member, Node};

pub(super) static MISSING: Code = Code {
    name: "openapi/missing",
    page: "The document lacks something that every document must have: `info` with a title and a version, or one of \
           `paths`, `components` and `webhooks`. Supplements need not have them.\n\n    openapi: 3.1.0\n\nAdd it.",
};
pub(super) static UNKNOWN_KEY: Code = Code {
    name: "openapi/unknown-key",
    page: "A key has no meaning where it stands, and what it says is left out. It may be misspelled.\n\n    \
           component:\n      schemas: {}\n\nCorrect it, or mark it as an extension by `x-`.",
};
pub(super) static SCHEMA_NAME: Code = Code {
    name: "openapi/component-name",
    page: "Names of components may hold letters, digits, `.`, `-` and `_` only.\n\n    schemas:\n      'a b': {}\n\nRename \
           the component. A harmless departure, such as a space or `Page<User>`, is a warning.",
};

/// What may stand at the top of a document.
const KEYS: &[&str] = &[
    "openapi",
    "$self",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];

impl<'d> Reader<'d, '_> {
    /// Reads a document of OpenAPI 3.
    pub(super) fn document(&mut self) {
        let root = self.root;
        self.known_keys(root, KEYS);
        self.information(root);
        self.servers(root);
        self.tags(root);
        self.stated_permissions(root);
        match self.map(root, "components") {
            Some(components) => {
                self.share(components);
                self.components(components);
            }
            None => self.describe_schemas(),
        }
        let mut ids = Ids::default();
        if let Some(paths) = self.map(root, "paths") {
            self.paths(paths, &mut ids);
        }
        // The extension is how older documents have them; some say the same in both.
        let webhooks = self.map(root, "webhooks");
        let older = self.map(root, "x-webhooks");
        self.webhooks(webhooks.map(Node::members).into_iter().flatten(), &mut ids);
        let is_new = |member: &&Member| {
            let known = webhooks.and_then(|known| known.get(&member.key));
            known.is_none_or(|known| known.to_json() != member.value.to_json())
        };
        self.webhooks(older.map(Node::members).into_iter().flatten().filter(is_new), &mut ids);
        self.callbacks(&mut ids);
        let has_content = ["paths", "components", "webhooks"].iter().any(|key| root.get(key).is_some());
        if !has_content && !self.supplement {
            self.missing(root, "paths");
        }
        self.extensions(root);
        self.unused(root.get("components").unwrap_or(root));
    }

    /// Reports keys that mean nothing.
    pub(super) fn known_keys(&mut self, node: &'d Node, known: &[&'static str]) {
        for member in node.members().filter(|member| !member.key.starts_with("x-")) {
            if !known.contains(&member.key.as_str()) {
                self.unknown_key(member, format!("`{}` has no meaning here", member.key), known);
            }
        }
    }

    /// A key that is none of those that have a meaning.
    pub(super) fn unknown_key(&mut self, member: &'d Member, message: String, known: &[&'static str]) {
        let problem = Diagnostic::warning(&UNKNOWN_KEY, member.key_span, message).label("left out");
        self.report(match nearest(&member.key, known.iter().copied()) {
            Some(meant) => problem.help(format!("was `{meant}` meant?")),
            None => problem,
        });
    }

    pub(super) fn missing(&mut self, node: &'d Node, key: &str) {
        let problem = Diagnostic::error(&MISSING, node.span, format!("`{key}` is missing"));
        self.report(problem.label(format!("expected `{key}` in this map")));
    }

    /// Title, version and prose.
    pub(super) fn information(&mut self, root: &'d Node) {
        let Some(info) = self.map(root, "info") else {
            if !self.supplement && root.get("info").is_none() {
                self.missing(root, "info");
            }
            return;
        };
        for key in ["title", "version"] {
            if !self.supplement && info.get(key).is_none() {
                self.missing(info, key);
            }
        }
        let title = self.text(info, "title").unwrap_or_default();
        let version = self.text(info, "version");
        let docs = self.text(info, "description").or_else(|| info.text("summary")).unwrap_or_default();
        self.model.describe(title, version, docs);
    }

    fn components(&mut self, components: &'d Node) {
        self.known_keys(components, COMPONENTS);
        for kind in components.members().filter(|kind| COMPONENTS.contains(&kind.key.as_str())) {
            let named = self.map(components, &kind.key);
            for member in named.map(Node::members).into_iter().flatten() {
                self.component_name(member.key.as_str(), member.key_span);
            }
        }
        match self.map(components, "schemas") {
            Some(schemas) => self.named_schemas(schemas),
            None => self.describe_schemas(),
        }
        self.security_schemes(components);
    }

    /// Gives all named schemas their names, then describes them in order.
    pub(super) fn named_schemas(&mut self, schemas: &'d Node) {
        for member in schemas.members() {
            let name = member.value.text("x-gatewright-name").unwrap_or(&member.key);
            self.named.insert(address(&member.value), name);
            self.described.push((name, &member.value));
            let origin = self.origin(member.key_span);
            self.model.named(name, origin);
        }
        self.describe_schemas();
    }

    /// Describes all schemas with names.
    pub(super) fn describe_schemas(&mut self) {
        self.name_files();
        self.find_families();
        for (name, node) in self.described.clone() {
            self.define(name, node);
        }
    }

    fn component_name(&mut self, name: &str, span: crate::source::Span) {
        let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
        if name.chars().all(allowed) && !name.is_empty() {
            return;
        }
        let message = format!("`{name}` is no name that a component may have");
        // Generators write types here: `Page<User>`, `KeyValuePair`2[[System.String]]`, `app/Order`. Nobody means code.
        let hostile = |character: char| character.is_control() || "{};!\"$".contains(character);
        let label = "expected letters, digits, `.`, `-` and `_`";
        if name.is_empty() || name.contains("..") || name.chars().any(hostile) {
            self.report(Diagnostic::error(&SCHEMA_NAME, span, message).label(label).help("rename the component"));
        } else {
            self.warn(&SCHEMA_NAME, span, message, label);
        }
    }
}
