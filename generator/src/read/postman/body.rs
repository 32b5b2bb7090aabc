//! What requests send: all that requests of one operation show, by media type.

use super::address::Addressed;
use super::evidence::{Evidence, TYPE_BY_EXAMPLE};
use super::form::Form;
use super::media::{Held, Media, Medium};
use super::reader::Reader;
use super::syntax::media_type::{JSON, is_json, is_text, looks_like, media_type, of_language};
use super::syntax::outline::Call;
use super::syntax::pair::{header, headers};
use super::syntax::relaxed::value;
use super::syntax::variable::has_variable;
use crate::diag::Code;
use crate::model::{Body, Content, Encoding, Example, Field, Object, Origin, Ref, Rest, ScalarKind, Shape};
use crate::read::node::{Node, Value};
use crate::source::Span;

pub(super) static MODE: Code = Code {
    name: "postman/body",
    page: "A body is of a kind that there is not. It is left out.\n\n    \"body\": {\"mode\": \"stream\"}\n\nKinds are raw, \
           urlencoded, formdata, file and graphql.",
};
pub(super) static MEDIA_TYPE: Code = Code {
    name: "postman/media-type",
    page: "The header `Content-Type` holds no media type. What the body looks like counts instead.\n\n    Content-Type: \
           json\n\nWrite the whole media type: `application/json`.",
};

/// The rule for media types that only the look of a body shows.
const LOOKS_LIKE: &str = "postman/body-looks-like";

impl<'d> Reader<'d, '_> {
    /// What the requests of an operation send, if anything.
    pub(super) fn body(&mut self, calls: &[&Addressed<'d>], label: &str) -> Option<Body> {
        let mut media = Media::default();
        let mut sent = 0;
        for (at, call) in calls.iter().enumerate() {
            sent += usize::from(self.sent(at, &call.call, &mut media));
        }
        let span = media.0.first()?.origin.span();
        let contents = self.contents(media, &[label.to_owned(), "request".to_owned()]);
        Some(Body { required: sent == calls.len(), contents, docs: String::new(), origin: self.origin(span) })
    }

    /// Adds what one request sends; whether it sends anything.
    pub(super) fn sent(&mut self, at: usize, call: &Call<'d>, media: &mut Media) -> bool {
        let body = call.request.get("body").filter(|body| body.as_map().is_some());
        let body = body.filter(|body| body.get("disabled").and_then(Node::as_bool) != Some(true));
        let Some(body) = body else { return false };
        let mode = body.text("mode").unwrap_or_default();
        let held = body.get(mode).filter(|held| !held.is_null());
        let Some(held) = held else {
            if !mode.is_empty() && !["raw", "urlencoded", "formdata", "file", "graphql", "none"].contains(&mode) {
                self.warn(&MODE, body.span, format!("there are no bodies of the kind `{mode}`"), "left out");
            }
            return false;
        };
        match mode {
            "raw" => self.raw(call, body, held, media),
            "urlencoded" => self.sent_form(at, "application/x-www-form-urlencoded", held, media),
            "formdata" => self.sent_form(at, "multipart/form-data", held, media),
            "graphql" => self.graphql(held, media),
            "file" => self.file(call, held, media),
            _ => {
                self.warn(&MODE, body.span, format!("there are no bodies of the kind `{mode}`"), "left out");
                false
            }
        }
    }

    fn raw(&mut self, call: &Call<'d>, body: &'d Node, held: &'d Node, media: &mut Media) -> bool {
        let Some(text) = held.as_str().filter(|text| !text.trim().is_empty()) else { return false };
        let language = body.get("options").and_then(|options| options.get("raw")?.text("language"));
        let stated = self.stated_type(call.request).or_else(|| language.and_then(of_language).map(str::to_owned));
        self.text_in(stated, text, held, call, media);
        true
    }

    /// The media type that the headers of a request or response state.
    pub(super) fn stated_type(&mut self, node: &'d Node) -> Option<String> {
        let headers = headers(node);
        let value = header(&headers, "content-type").filter(|value| !value.is_empty() && !has_variable(value))?;
        let found = media_type(value);
        if found.is_none() {
            let span = headers.iter().find(|pair| pair.key.eq_ignore_ascii_case("content-type")).map(|pair| pair.span);
            let message = format!("{value:?} is no media type");
            self.warn(&MEDIA_TYPE, span.unwrap_or(node.span), message, "expected a type and a subtype");
        }
        found
    }

    /// Adds a text in the media type that is stated, or that it looks like.
    pub(super) fn text_in(
        &mut self,
        stated: Option<String>,
        text: &str,
        node: &'d Node,
        call: &Call<'d>,
        media: &mut Media,
    ) {
        let origin = match &stated {
            Some(_) => self.origin(node.span),
            None => Origin::Inferred(LOOKS_LIKE, node.span),
        };
        let media_type = stated.unwrap_or_else(|| looks_like(text).to_owned());
        if !is_json(&media_type) {
            let held = if is_text(&media_type) { Held::Text } else { Held::Bytes };
            media.medium(&media_type, origin, held);
            return;
        }
        let medium = media.medium(&media_type, origin, Held::Values(Evidence::default()));
        let Some(tree) = self.example(node) else { return };
        if let Held::Values(evidence) = &mut medium.held {
            evidence.add(&tree);
        }
        let name = Some(call.name.to_owned()).filter(|name| !name.is_empty());
        medium.examples.extend(value(&tree).map(|value| Example { name, value, fits: false, span: node.span }));
    }

    fn sent_form(&mut self, at: usize, media_type: &str, held: &'d Node, media: &mut Media) -> bool {
        if held.items().len() == 0 {
            return false;
        }
        let origin = self.origin(held.span);
        if let Held::Form(form) = &mut media.medium(media_type, origin, Held::Form(Form::default())).held {
            form.add(at, held);
        }
        true
    }

    /// GraphQL travels as JSON: the query, and its variables as a text that is JSON.
    fn graphql(&mut self, held: &'d Node, media: &mut Media) -> bool {
        let origin = self.origin(held.span);
        let tree = held.get("variables").filter(|variables| match &variables.value {
            Value::String(text) => !text.trim().is_empty(),
            other => *other != Value::Null,
        });
        let tree = tree.and_then(|node| if node.as_str().is_some() { self.example(node) } else { Some(node.clone()) });
        let empty = Held::GraphQl(Evidence::default(), held.span);
        if let Held::GraphQl(evidence, _) = &mut media.medium(JSON, origin, empty).held
            && let Some(tree) = &tree
        {
            evidence.add(tree);
        }
        true
    }

    fn file(&mut self, call: &Call<'d>, held: &'d Node, media: &mut Media) -> bool {
        let stated = self.stated_type(call.request);
        let origin = self.origin(held.span);
        media.medium(stated.as_deref().unwrap_or("application/octet-stream"), origin, Held::Bytes);
        true
    }

    /// What is in each media type.
    pub(super) fn contents(&mut self, media: Media, context: &[String]) -> Vec<Content> {
        let mut contents = Vec::new();
        for (at, medium) in media.0.into_iter().enumerate() {
            let mut context = context.to_vec();
            if at > 0 {
                context.push(medium.media_type.clone());
            }
            let (ty, encodings) = self.held(&medium.held, &mut context);
            let Medium { media_type, examples, origin, .. } = medium;
            contents.push(Content { encodings, examples, ..Content::new(media_type, ty, origin) });
        }
        contents
    }

    fn held(&mut self, held: &Held, context: &mut Vec<String>) -> (Ref, Vec<Encoding>) {
        match held {
            Held::Values(evidence) => (self.by_example(evidence, context), Vec::new()),
            Held::Form(form) => self.form(form, context),
            Held::GraphQl(variables, span) => (self.graphql_type(variables, *span, context), Vec::new()),
            Held::Text => (Ref::string(), Vec::new()),
            Held::Bytes => (Ref::scalar(ScalarKind::Bytes), Vec::new()),
        }
    }

    fn graphql_type(&mut self, variables: &Evidence, span: Span, context: &mut Vec<String>) -> Ref {
        let origin = self.origin(span);
        context.push("variables".to_owned());
        let variables = match self.by_example(variables, context) {
            Ref::Any => Ref::map(Ref::Any),
            ty => ty,
        };
        context.pop();
        let mut query = Field::new("query", Ref::string(), origin);
        query.required = true;
        let fields =
            vec![query, Field::new("operationName", Ref::string(), origin), Field::new("variables", variables, origin)];
        let shape = Shape::Object(Object { fields, rest: Rest::Ignored, ..Object::default() });
        let parts: Vec<&str> = context.iter().map(String::as_str).collect();
        Ref::Named(self.model.anonymous(&parts, None, shape, "", Origin::Inferred(TYPE_BY_EXAMPLE, span)))
    }
}
