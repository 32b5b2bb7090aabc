//! Forms: URL-encoded ones, and those of parts that may be files.

use std::collections::HashMap;

use super::address::Pair;
use super::body::media_type;
use super::evidence::TYPE_BY_EXAMPLE;
use super::parameter::{self, Same, Shown};
use super::reader::Reader;
use super::variable::has_variable;
use crate::model::{Encoding, Field, Location, Object, Origin, Ref, Rest, ScalarKind, Shape};
use crate::read::node::Node;

/// A field of a form as one request shows it.
#[derive(Debug)]
pub(super) struct Part {
    pair: Pair,
    is_file: bool,
    media_type: Option<String>,
}

/// The fields of all requests that send a form; each with the request that shows it.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(usize, Part)>);

impl Form {
    /// Adds what one request sends.
    pub(super) fn add(&mut self, call: usize, fields: &Node) {
        self.0.extend(fields.items().filter_map(part).map(|part| (call, part)));
    }
}

fn part(node: &Node) -> Option<Part> {
    let pair = parameter::pair(node).filter(|pair| !has_variable(&pair.key))?;
    let is_file = node.text("type") == Some("file") || node.get("src").is_some_and(|src| !src.is_null());
    let media_type = node.text("contentType").and_then(media_type);
    Some(Part { pair, is_file, media_type })
}

impl Reader<'_, '_> {
    /// The type of a form, and how its parts travel.
    pub(super) fn form(&mut self, form: &Form, context: &[String]) -> (Ref, Vec<Encoding>) {
        let mut shown = Shown::default();
        for (call, part) in &form.0 {
            shown.add(*call, &part.pair.key, &part.pair);
        }
        let by_pair: HashMap<*const Pair, &Part> =
            form.0.iter().map(|(_, part)| (std::ptr::from_ref(&part.pair), part)).collect();
        let mut fields = Vec::new();
        let mut encodings = Vec::new();
        for Same { pairs, repeats, .. } in &shown.0 {
            let parts: Vec<&Part> =
                pairs.iter().filter_map(|pair| by_pair.get(&std::ptr::from_ref(*pair)).copied()).collect();
            let is_file = parts.iter().any(|part| part.is_file);
            let Some(known) = pairs.first().and_then(|first| self.described(&first.key, Location::Query, pairs)) else {
                continue;
            };
            let ty = if is_file { Ref::scalar(ScalarKind::Bytes) } else { known.ty };
            let ty = if *repeats { Ref::list(ty) } else { ty };
            let mut field = Field::new(&known.wire, ty, known.origin);
            field.docs = known.docs;
            field.required = known.required;
            fields.push(field);
            if let Some(media_type) = parts.iter().find_map(|part| part.media_type.clone()) {
                encodings.push(Encoding { media_type: Some(media_type), ..Encoding::new(known.wire) });
            }
        }
        let Some(first) = form.0.first() else { return (Ref::map(Ref::string()), Vec::new()) };
        let origin = Origin::Inferred(TYPE_BY_EXAMPLE, first.1.pair.span);
        let parts: Vec<&str> = context.iter().map(String::as_str).collect();
        let shape = Shape::Object(Object { fields, rest: Rest::Ignored, ..Object::default() });
        (Ref::Named(self.model.anonymous(&parts, None, shape, "", origin)), encodings)
    }
}
