//! What requests and responses carry, by media type.

use super::reader::Reader;
use super::state::context::Context;
use super::state::refused::Refused;
use crate::diag::{Code, Diagnostic};
use crate::model::{Body, Content, Example, KindSet, Ref, essence, is_media_type, is_token};
use crate::read::node::{Member, Node};
use crate::source::Span;

pub(super) static MEDIA_TYPE: Code = Code {
    name: "openapi/media-type",
    page: "A key of `content` is no media type, and what it holds is left out. Where only its parameters are wrong, they \
           are. A `contentType` of `encoding` that is none says nothing of the part.\n\n    content:\n      json: {}\n      application/json, charset=utf-8: {}\n\nWrite the whole media \
           type, with a semicolon before each parameter: `application/json; charset=utf-8`.",
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
            let Some(media_type) = self.media_type(&member.key, member.key_span) else {
                self.refused.push(Refused::Content(member));
                continue;
            };
            if contents.iter().any(|known: &Content| known.media_type == media_type) {
                let message = format!("`{media_type}` is there twice");
                self.warn(&MEDIA_TYPE, member.key_span, message, "the first one counts; this one is left out");
                self.refused.push(Refused::Content(member));
                continue;
            }
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
        let items = node.get("itemSchema").filter(|_| node.get("schema").is_none());
        let schema = items.or_else(|| node.get("schema"));
        let is_form = essence(&media_type) == "multipart/form-data";
        let schema = schema.filter(|schema| !is_form || self.has_parts(schema));
        let ty = match schema {
            Some(schema) => self.schema(schema, context),
            None if is_form => Ref::map(Ref::Any),
            None => Ref::Any,
        };
        let stated = schema.and_then(|schema| self.demand(schema));
        let mut encodings = self.encodings(node, &media_type);
        let origin = self.origin(member.key_span);
        let per_item = items.is_some();
        let mut content = Content { schema: stated, per_item, ..Content::new(media_type, ty, origin) };
        if let Some(schema) = schema.filter(|_| content.has_parts()) {
            self.parts_of(schema, &mut encodings);
        }
        content.encodings = encodings;
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
    pub(super) fn media_type(&mut self, text: &str, span: Span) -> Option<String> {
        let mended = self.mended_media_type(text, span);
        if mended.is_none() {
            let message = format!("`{text}` is no media type");
            let label = "expected a type and a subtype: `application/json`";
            let essence = text.split([';', ',']).next().unwrap_or_default().trim();
            if is_clean(text) && essence.split('/').all(|part| part.is_empty() || is_token(part)) {
                self.warn(&MEDIA_TYPE, span, message, label);
            } else {
                self.report(Diagnostic::error(&MEDIA_TYPE, span, message).label(label));
            }
        }
        mended
    }

    /// A media type in lower case, without parameters where these are none, which is reported; nothing where it is none
    /// itself.
    pub(super) fn mended_media_type(&mut self, text: &str, span: Span) -> Option<String> {
        if !is_clean(text) {
            return None;
        }
        let (essence, parameters) = text.split_once([';', ',']).unwrap_or((text, ""));
        let essence = essence.trim().to_lowercase();
        let whole = format!("{essence};{}", parameters.trim_end());
        let is_whole = !text.contains(',') || text.contains('"');
        if is_whole && is_media_type(&whole) {
            return Some(if parameters.is_empty() { essence } else { whole });
        }
        if is_media_type(&essence) && parameters.split([';', ',']).all(is_meant_as_parameter) {
            let message = format!("what follows `{essence}` is no parameter of a media type");
            self.warn(&MEDIA_TYPE, span, message, &format!("read as `{essence}`"));
            return Some(essence);
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

/// Whether a text has no control characters.
fn is_clean(text: &str) -> bool {
    !text.contains(|character: char| character.is_control())
}

/// What tells a media type from others of its kind: `form-data`.
fn subtype(media_type: &str) -> &str {
    let subtype = essence(media_type).rsplit('/').next().unwrap_or_default();
    subtype.strip_prefix("x-www-").unwrap_or(subtype)
}

/// Whether a person meant this to be a parameter, or another media type: `charset = utf-8`, `okta-version=1.0.0`.
fn is_meant_as_parameter(text: &str) -> bool {
    let is_plain = |character: char| {
        let mut written = [0; 4];
        is_token(character.encode_utf8(&mut written)) || " =/\"".contains(character)
    };
    text.chars().all(is_plain)
}
