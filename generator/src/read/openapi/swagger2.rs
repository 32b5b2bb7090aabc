//! What Swagger 2.0 says in other words than OpenAPI 3. Schemas, paths and references are read by the same parts.

use super::encoding::FORM_STYLE;
use super::operation::Ids;
use super::reader::Reader;
use super::state::context::Context;
use super::syntax::pointer::address;
use super::syntax::version::Version;
use crate::model::{
    Body, Content, Encoding, Field, Flow, Object, Ref, Rest, SchemeKind, Server, Shape, Style, is_json,
};
use crate::read::node::{Member, Node};

impl<'d> Reader<'d, '_> {
    /// Reads a document of Swagger 2.0.
    pub(super) fn swagger(&mut self) {
        let root = self.root;
        self.known_keys(root, KEYS);
        self.information(root);
        self.hosts(root);
        self.tags(root);
        self.share(root);
        match self.map(root, "definitions") {
            Some(definitions) => self.named_schemas(definitions),
            None => self.describe_schemas(),
        }
        for member in self.map(root, "securityDefinitions").map(Node::members).into_iter().flatten() {
            let (kind, flows) = self.definition_kind(member);
            self.scheme(member, &member.value, kind, flows);
        }
        match self.map(root, "paths") {
            Some(paths) => self.paths(paths, &mut Ids::default()),
            None if !self.supplement && root.get("paths").is_none() => self.missing(root, "paths"),
            None => {}
        }
        self.extensions(root);
        self.unused(root);
    }

    /// `schemes`, `host` and `basePath`.
    fn hosts(&mut self, root: &'d Node) {
        let base = self.text(root, "basePath").unwrap_or_default().trim_end_matches('/').to_owned();
        let span = root.get("host").or_else(|| root.get("basePath")).map(|node| node.span);
        let Some(span) = span else { return };
        let origin = self.origin(span);
        let urls: Vec<String> = match self.text(root, "host") {
            None => vec![base],
            Some(host) => {
                let stated = self.list(root, "schemes").iter().filter_map(Node::as_str);
                let mut schemes: Vec<&str> = stated.filter(|scheme| matches!(*scheme, "http" | "https")).collect();
                // Encrypted first: the first address is the one that is used.
                schemes.sort_unstable_by(|left, right| right.cmp(left));
                if schemes.is_empty() {
                    schemes.push("https");
                }
                schemes.iter().map(|scheme| format!("{scheme}://{host}{base}")).collect()
            }
        };
        for url in urls {
            self.model.server(Server { url, docs: String::new(), variables: Vec::new(), origin });
        }
    }

    fn definition_kind(&mut self, member: &'d Member) -> (SchemeKind, Vec<Flow>) {
        let node = &member.value;
        let kind = match node.text("type") {
            Some("basic") => SchemeKind::http("basic"),
            Some("apiKey") => self.api_key(member, node),
            Some("oauth2") => {
                let kind = match node.text("flow") {
                    Some("application") => "clientCredentials",
                    Some("accessCode") => "authorizationCode",
                    Some("implicit") => "implicit",
                    Some("password") => "password",
                    _ => return (self.unusable_scheme(member, "there is no such flow"), Vec::new()),
                };
                return (SchemeKind::OAuth2, vec![self.flow(kind, node)]);
            }
            _ => self.unusable_scheme(member, "the type is none that there is"),
        };
        (kind, Vec::new())
    }

    /// The parameter in the body, or those of a form.
    pub(super) fn body_of_parameters(
        &mut self,
        parameters: &[&'d Node],
        operation: &'d Node,
        context: &Context<'_>,
    ) -> Option<Body> {
        let place = |wanted: &str| parameters.iter().copied().filter(|node| node.text("in") == Some(wanted)).collect();
        let bodies: Vec<&'d Node> = place("body");
        let fields: Vec<&'d Node> = place("formData");
        let shared = bodies.first().and_then(|body| self.shared_context(body));
        let context = shared.as_ref().unwrap_or(context).inner("request");
        let first = *bodies.first().or_else(|| fields.first())?;
        let origin = self.origin(first.span);
        if let Some(body) = bodies.first() {
            let ty = body.get("schema").map_or(Ref::Any, |schema| self.schema(schema, &context));
            let mut media_types = self.media_types(operation, "consumes");
            // What the whole document takes holds for forms, too, which are described by `formData`.
            if media_types.iter().any(|media_type| !is_form(media_type)) {
                media_types.retain(|media_type| !is_form(media_type));
            }
            let is_file = body.get("schema").is_some_and(|schema| schema.text("type") == Some("file"));
            let media_types = if is_file { of_files(media_types) } else { media_types };
            let contents = self.typed(&media_types, &ty, &[], body);
            let docs = self.text(body, "description").unwrap_or_default().to_owned();
            return Some(Body { required: self.flag(body, "required"), contents, docs, origin });
        }
        let has_file = fields.iter().any(|field| field.text("type") == Some("file"));
        let usual = if has_file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let mut media_types = self.media_types(operation, "consumes");
        media_types.retain(|media_type| is_form(media_type));
        if media_types.is_empty() {
            media_types.push(usual.to_owned());
        }
        let required = fields.iter().any(|field| field.get("required").and_then(Node::as_bool) == Some(true));
        let (ty, encodings) = self.form_type(&fields, &context);
        let contents = self.typed(&media_types, &ty, &encodings, first);
        Some(Body { required, contents, docs: String::new(), origin })
    }

    fn form_type(&mut self, fields: &[&'d Node], context: &Context<'_>) -> (Ref, Vec<Encoding>) {
        let mut members = Vec::new();
        let mut encodings = Vec::new();
        for node in fields {
            let Some(wire) = self.text(node, "name") else { continue };
            if node.text("type") == Some("array") {
                encodings.extend(self.collection(node, wire));
            }
            let default = node.get("default").and_then(|value| self.default(value, node, wire));
            members.push(Field {
                required: self.flag(node, "required"),
                secret: node.text("format") == Some("password"),
                default,
                docs: self.text(node, "description").unwrap_or_default().to_owned(),
                ..Field::new(wire, self.schema(node, &context.inner(wire)), self.origin(node.span))
            });
        }
        let span = fields.first().map_or(self.root.span, |node| node.span);
        let shape = Shape::Object(Object { fields: members, rest: Rest::Ignored, ..Object::default() });
        let origin = self.origin(span);
        (Ref::Named(self.model.anonymous(&context.parts(), None, shape, "", origin)), encodings)
    }

    /// How the items of a list travel in a form; `multi` is what lists do anyway.
    fn collection(&mut self, node: &'d Node, wire: &str) -> Option<Encoding> {
        let style = match self.text(node, "collectionFormat") {
            None | Some("csv") => Style::Form,
            Some("ssv") => Style::SpaceDelimited,
            Some("tsv") => Style::TabDelimited,
            Some("pipes") => Style::PipeDelimited,
            Some("multi") => return None,
            Some(_) => {
                let span = node.get("collectionFormat").unwrap_or(node).span;
                self.warn(&FORM_STYLE, span, "there is no such `collectionFormat`", "`csv` counts");
                Style::Form
            }
        };
        Some(Encoding { style: Some(style), explode: Some(false), ..Encoding::new(wire) })
    }

    fn typed(&self, media_types: &[String], ty: &Ref, encodings: &[Encoding], node: &Node) -> Vec<Content> {
        let content = |media_type: &String| Content {
            encodings: encodings.to_vec(),
            ..Content::new(media_type, ty.clone(), self.origin(node.span))
        };
        media_types.iter().map(content).collect()
    }

    /// What an operation, or the document, says it takes or gives; JSON where nothing is said.
    fn media_types(&mut self, operation: &'d Node, key: &str) -> Vec<String> {
        let list = operation.get(key).or_else(|| self.root.get(key)).map(Node::items).into_iter().flatten();
        let mut found: Vec<String> = Vec::new();
        for (text, node) in list.filter_map(|node| Some((node.as_str()?, node))) {
            found.extend(self.media_type(text, node.span).filter(|media_type| !found.contains(media_type)));
        }
        if found.is_empty() {
            found.push("application/json".to_owned());
        }
        found
    }

    /// What a response carries.
    pub(super) fn response_contents(&mut self, node: &'d Node, context: &Context<'_>) -> Vec<Content> {
        if self.version != Version::V2 {
            return self.contents(node, context);
        }
        let Some(schema) = node.get("schema") else { return Vec::new() };
        let ty = self.schema(schema, context);
        let is_file = schema.text("type") == Some("file");
        let produced = self.produced.clone();
        let media_types = if is_file { of_files(produced) } else { produced };
        let mut contents = self.typed(&media_types, &ty, &[], schema);
        for member in node.get("examples").map(Node::members).into_iter().flatten() {
            let Some(content) = contents.iter_mut().find(|content| content.media_type == member.key) else { continue };
            let shown = content.is_json().then_some(schema);
            if let Some(value) = self.fitting_example(&member.value, shown, "a response") {
                content.examples.push(crate::model::Example { name: None, value, fits: true, span: member.value.span });
            }
        }
        contents
    }

    /// Remembers what the responses of an operation are given as.
    pub(super) fn produces(&mut self, operation: &'d Node) {
        self.produced = self.media_types(operation, "produces");
    }

    /// Whether a parameter carries its schema itself.
    pub(super) fn own_schema(&mut self, node: &'d Node) -> Option<&'d Node> {
        if self.version != Version::V2 {
            return node.get("schema");
        }
        // Flags of the parameter are not keywords of its schema, and are read as annotations at most.
        self.noted.insert(address(node));
        Some(node)
    }
}

/// What may stand at the top of a document.
const KEYS: &[&str] = &[
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
];

/// The media types of a file: those that are stated. In JSON bytes would be a string, and it is what is usual for all
/// else, so that it says nothing of files.
fn of_files(mut media_types: Vec<String>) -> Vec<String> {
    media_types.retain(|media_type| !is_json(media_type));
    if media_types.is_empty() {
        media_types.push("application/octet-stream".to_owned());
    }
    media_types
}

fn is_form(media_type: &str) -> bool {
    media_type.starts_with("multipart/") || media_type.contains("form-urlencoded")
}
