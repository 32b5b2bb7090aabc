//! What requests and responses carry, by media type.

use super::reader::{Context, Reader};
use super::unused::Refused;
use crate::diag::{Code, Diagnostic};
use crate::model::{Body, Content, Example, KindSet, Ref, ScalarKind, essence, is_json};
use crate::read::node::{Member, Node};

pub(super) static MEDIA_TYPE: Code = Code {
    name: "openapi/media-type",
    page: "A key of `content` is no media type.\n\n    content:\n      json: {}\n\nWrite the whole media type: \
           `application/json`.",
};
pub(super) static NO_CONTENT: Code = Code {
    name: "openapi/empty-content",
    page: "A request body names no media type, so nobody can tell how it travels. The body is left out.\n\n    requestBody: \
           {}\n\nAdd `content` with a media type.",
};
pub(super) static NO_PARTS: Code = Code {
    name: "openapi/form-without-fields",
    page: "A form (`multipart/form-data`) is described by a schema of which no value has members, so that nobody can tell \
           what its parts are called. It is read as a form of any parts.\n\n    multipart/form-data: {schema: {type: \
           array, items: {type: string}}}\n\nDescribe the parts as members of an object.",
};
impl<'d> Reader<'d, '_> {
    /// The request body of an operation.
    pub(super) fn body(&mut self, operation: &'d Node, context: &Context<'_>) -> Option<Body> {
        self.request_body(operation.get("requestBody")?, context)
    }

    pub(super) fn request_body(&mut self, stated: &'d Node, context: &Context<'_>) -> Option<Body> {
        let node = self.follow(stated)?;
        let shared = self.shared_context(node);
        let context = shared.as_ref().unwrap_or(context);
        let contents = self.contents(node, &context.inner("request"));
        if node.get("content").is_none_or(is_empty_map) {
            self.warn(&NO_CONTENT, stated.span, "the request body has no usable content", "the body is left out");
        }
        let body = Body {
            required: self.flag(node, "required"),
            contents,
            docs: self.text(node, "description").unwrap_or_default().to_owned(),
            origin: self.origin(stated.span),
        };
        Some(body).filter(|body| !body.contents.is_empty())
    }

    /// The alternatives by media type.
    pub(super) fn contents(&mut self, node: &'d Node, context: &Context<'_>) -> Vec<Content> {
        let mut contents = Vec::new();
        for member in self.map(node, "content").map(Node::members).into_iter().flatten() {
            let Some(media_type) = self.media_type(member) else {
                self.refused.push(Refused::Content(member));
                continue;
            };
            // What the first one holds is called after the body alone.
            let label = subtype(&media_type).to_owned();
            let own = context.inner(&label);
            let context = if contents.is_empty() { context } else { &own };
            contents.extend(self.content(member, media_type, context));
        }
        contents
    }

    pub(super) fn content(&mut self, member: &'d Member, media_type: String, context: &Context<'_>) -> Option<Content> {
        let node = self.follow(&member.value)?;
        let schema = node.get("schema").or_else(|| node.get("itemSchema"));
        let is_form = essence(&media_type) == "multipart/form-data";
        let schema = schema.filter(|schema| !is_form || self.has_parts(schema));
        let ty = match schema {
            Some(schema) => self.schema(schema, context),
            None if is_json(&media_type) => Ref::Any,
            None if is_form => Ref::map(Ref::Any),
            None => Ref::scalar(if media_type.starts_with("text/") { ScalarKind::String } else { ScalarKind::Bytes }),
        };
        if let Some(schema) = schema {
            self.demand(member.key_span, schema);
        }
        let encodings = self.encodings(node, &media_type);
        let content = Content { media_type, ty, encodings, examples: Vec::new(), origin: self.origin(member.key_span) };
        // A body in another form is shown as text.
        let shown = schema.filter(|_| content.is_json());
        Some(Content { examples: self.examples(node, shown), ..content })
    }

    /// Whether the schema of a form has members, which are its parts; reported when it has none.
    fn has_parts(&mut self, schema: &'d Node) -> bool {
        let (all, kinds) = self.quietly(|reader| {
            let all = reader.conjunction(&[schema]);
            let kinds = reader.kinds(&all);
            (all, kinds)
        });
        let has_parts = all.partial || kinds.covers(KindSet::OBJECT);
        if !has_parts {
            let message = format!("a form cannot be {}", kinds.name());
            self.warn(&NO_PARTS, schema.span, message, "expected an object; read as a form of any parts");
        }
        has_parts
    }

    /// A media type in lower case, parameters as written; reported when it is none.
    pub(super) fn media_type(&mut self, member: &'d Member) -> Option<String> {
        let (essence, parameters) = member.key.split_once(';').unwrap_or((&member.key, ""));
        let essence = essence.trim().to_lowercase();
        let token = |text: &str| !text.is_empty() && text.chars().all(is_token);
        let is_type = essence.split_once('/').is_some_and(|(kind, sub)| token(kind) && token(sub));
        let is_clean = !parameters.contains(|character: char| character.is_control());
        if is_type && is_clean {
            return Some(if parameters.is_empty() { essence } else { format!("{essence};{}", parameters.trim_end()) });
        }
        let message = format!("`{}` is no media type", member.key);
        let label = "expected a type and a subtype: `application/json`";
        if essence.chars().all(|character| is_token(character) || character == '/') && is_clean {
            self.warn(&MEDIA_TYPE, member.key_span, message, label);
        } else {
            self.report(Diagnostic::error(&MEDIA_TYPE, member.key_span, message).label(label));
        }
        None
    }

    fn examples(&mut self, node: &'d Node, schema: Option<&'d Node>) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(shown) = node.get("example")
            && let Some(value) = self.fitting_example(shown, schema, "a body")
        {
            examples.push(Example { name: None, value, fits: true, span: shown.span });
        }
        for member in node.get("examples").map(Node::members).into_iter().flatten() {
            let Some(example) = self.follow(&member.value) else { continue };
            if let Some(shown) = example.get("value").or_else(|| example.get("dataValue"))
                && let Some(value) = self.fitting_example(shown, schema, &format!("a body, `{}`,", member.key))
            {
                examples.push(Example { name: Some(member.key.clone()), value, fits: true, span: shown.span });
            }
        }
        examples
    }
}

fn is_empty_map(node: &Node) -> bool {
    node.as_map().is_some_and(|map| map.iter().len() == 0)
}

/// What tells a media type from others of its kind: `form-data`.
fn subtype(media_type: &str) -> &str {
    let subtype = essence(media_type).rsplit('/').next().unwrap_or_default();
    subtype.strip_prefix("x-www-").unwrap_or(subtype)
}

/// `tchar` of RFC 9110.
fn is_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}
