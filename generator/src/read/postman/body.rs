//! What requests send: all that requests of one operation show, by media type.

use super::address::Addressed;
use super::evidence::{Evidence, TYPE_BY_EXAMPLE};
use super::example;
use super::form::Form;
use super::header::{header, headers};
use super::outline::Call;
use super::reader::Reader;
use super::variable::has_variable;
use crate::diag::Code;
use crate::model::{
    Body, Content, Encoding, Example, Field, MediaKind, MediaType, Object, Origin, Ref, Rest, ScalarKind, Shape,
};
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

pub(super) const JSON: &str = "application/json";

/// What a body holds.
#[derive(Debug)]
pub(super) enum Held {
    Values(Evidence),
    Form(Form),
    GraphQl(Evidence, Span),
    Text,
    Bytes,
}

/// Everything that is sent or answered in one media type.
#[derive(Debug)]
pub(super) struct Medium {
    pub media_type: String,
    pub held: Held,
    pub examples: Vec<Example>,
    pub origin: Origin,
}

/// What is sent or answered, by media type.
#[derive(Debug, Default)]
pub(super) struct Media(pub Vec<Medium>);

impl Media {
    /// The medium of this media type, which starts with what `held` makes.
    pub(super) fn medium(&mut self, media_type: &str, origin: Origin, held: Held) -> &mut Medium {
        let at = self.0.iter().position(|known| known.media_type == media_type).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push(Medium { media_type: media_type.to_owned(), held, examples: Vec::new(), origin });
        }
        match self.0.get_mut(at) {
            Some(medium) => medium,
            None => unreachable!("it was pushed if it was not there"),
        }
    }
}

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
        medium.examples.extend(example::value(&tree).map(|value| Example {
            name,
            value,
            fits: false,
            span: node.span,
        }));
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

/// A media type in lower case, without a charset; none where the text is not one.
pub(super) fn media_type(text: &str) -> Option<String> {
    let essence = text.split([';', ',']).next().unwrap_or_default().trim().to_lowercase();
    let is_token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    essence.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub)).then_some(essence)
}

/// What Postman calls the languages of raw bodies and previews.
pub(super) fn of_language(language: &str) -> Option<&'static str> {
    match language.to_ascii_lowercase().as_str() {
        "json" => Some(JSON),
        "xml" => Some("application/xml"),
        "html" => Some("text/html"),
        "javascript" => Some("application/javascript"),
        _ => None,
    }
}

/// The media type that a text looks like.
fn looks_like(text: &str) -> &'static str {
    let text = without_comments(text);
    let is_lines = || {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        let is_json = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
        lines.next().is_some_and(is_json) && lines.peek().is_some() && lines.all(is_json)
    };
    if text.starts_with(['{', '[']) {
        if is_lines() { "application/x-ndjson" } else { JSON }
    } else if text
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doc") || start.eq_ignore_ascii_case("<html"))
    {
        "text/html"
    } else if text.starts_with('<') {
        "application/xml"
    } else {
        "text/plain"
    }
}

/// A text from where it is no comment any more.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    loop {
        let behind = match text.get(..2) {
            Some("//") => text.find('\n').and_then(|end| text.get(end..)),
            Some("/*") => text.find("*/").and_then(|end| text.get(end + 2..)),
            _ => None,
        };
        match behind {
            Some(behind) => text = behind.trim_start(),
            None => return text,
        }
    }
}

fn is_json(media_type: &str) -> bool {
    MediaType::new(media_type).kind() == MediaKind::Json
}

fn is_text(media_type: &str) -> bool {
    matches!(MediaType::new(media_type).kind(), MediaKind::Text | MediaKind::Source | MediaKind::Sequence)
}
