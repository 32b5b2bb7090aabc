//! How the fields of forms travel, where a document says so.

use super::body::MEDIA_TYPE;
use super::reader::Reader;
use super::syntax::version::Version;
use crate::diag::Code;
use crate::model::{Encoding, Json, PartHeader, Style, essence, listed_media_types};
use crate::read::node::{Member, Node};

pub(super) static FORM_STYLE: Code = Code {
    name: "openapi/form-style",
    page: "A style of a field of a form is none that there is, or means nothing where it stands: OpenAPI 3.0 has styles in \
           URL-encoded forms alone, 3.1 in `multipart/form-data`, too. The field travels as if nothing were said: a list as \
           several fields of one name, an object as JSON.\n\n    multipart/form-data:\n      encoding:\n        ids: {style: \
           form, explode: false}\n\nTry what the server takes, and say it in a document of OpenAPI 3.1.",
};
pub(super) static PART_HEADER: Code = Code {
    name: "openapi/part-header",
    page: "A part of a form has a header whose value callers would have to give, which they cannot; or it has one in a form \
           without parts, or one that the form itself writes. It is left out. A header with a `const`, a `default` or one \
           value in `enum` is sent.\n\n    encoding:\n      logo:\n        headers:\n          X-Checksum: {schema: {type: \
           string}}\n\nIf the server needs it, send the body yourself.",
};

impl<'d> Reader<'d, '_> {
    /// How the fields of a form in this media type travel.
    pub(super) fn encodings(&mut self, content: &'d Node, media_type: &str) -> Vec<Encoding> {
        let members = self.map(content, "encoding").map(Node::members).into_iter().flatten();
        members.map(|member| self.encoding(member, essence(media_type))).collect()
    }

    fn encoding(&mut self, member: &'d Member, form: &str) -> Encoding {
        let node = &member.value;
        let own = Encoding {
            media_type: self.part_media_types(node),
            headers: self.part_headers(node, form),
            ..Encoding::new(&member.key)
        };
        let style = self.field_style(node);
        let explode = node.get("explode").and_then(Node::as_bool);
        let allow_reserved = self.flag(node, "allowReserved");
        if !self.has_styles(form) {
            let is_usual = style.is_none_or(|style| style == Style::Form) && explode != Some(false);
            if let Some(stated) = ["style", "explode"].iter().find_map(|key| node.member(key)).filter(|_| !is_usual) {
                let message = format!("the style of `{}` means nothing in `{form}`", member.key);
                self.warn(&FORM_STYLE, stated.key_span, message, "travels as if nothing were said");
            }
            return own;
        }
        Encoding { style, explode, allow_reserved, ..own }
    }

    /// The media types that a part may be of, as a list; those that are none are left out.
    fn part_media_types(&mut self, node: &'d Node) -> Option<String> {
        let stated = self.text(node, "contentType")?;
        let span = node.get("contentType")?.span;
        let mut kept = Vec::new();
        for media_type in listed_media_types(stated) {
            let mended = self.mended_media_type(media_type, span);
            if mended.is_none() {
                let message = format!("`{}` is no media type", media_type.escape_debug());
                self.warn(&MEDIA_TYPE, span, message, "left out; expected a type and a subtype: `image/png`");
            }
            kept.extend(mended);
        }
        (!kept.is_empty()).then(|| kept.join(", "))
    }

    /// Whether fields have styles in a form.
    fn has_styles(&self, form: &str) -> bool {
        match form {
            "application/x-www-form-urlencoded" => true,
            "multipart/form-data" => matches!(self.version, Version::V31 | Version::V32),
            _ => false,
        }
    }

    fn field_style(&mut self, node: &'d Node) -> Option<Style> {
        let stated = node.get("x-gatewright-style").or_else(|| node.get("style"))?;
        let style = match stated.as_str() {
            Some("form") => Style::Form,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("tabDelimited") => Style::TabDelimited,
            Some("deepObject") => Style::DeepObject,
            _ => {
                self.warn(&FORM_STYLE, stated.span, "there is no such style of fields", "the usual style counts");
                return None;
            }
        };
        Some(style)
    }

    fn part_headers(&mut self, encoding: &'d Node, form: &str) -> Vec<PartHeader> {
        let mut headers = Vec::new();
        for member in self.map(encoding, "headers").map(Node::members).into_iter().flatten() {
            // `contentType` says it.
            if member.key.eq_ignore_ascii_case("Content-Type") {
                continue;
            }
            let Some(node) = self.follow(&member.value) else { continue };
            let header = self.part_header(&member.key, node);
            let is_sent = header.text().is_some() && form.starts_with("multipart/");
            if !is_sent {
                let message = format!("the header `{}` of a part is not sent", member.key);
                self.warn(&PART_HEADER, member.key_span, message, "no value is known that could stand here");
            }
            headers.push(header);
        }
        headers
    }

    fn part_header(&mut self, wire: &str, node: &'d Node) -> PartHeader {
        let schema = node.get("schema").and_then(|schema| self.follow(schema));
        let stated = schema.map(Node::to_json).filter(|schema| !refers(schema));
        let only = |schema: &'d Node| match schema.get("enum")?.as_list()? {
            [only] => Some(only),
            _ => None,
        };
        let value = schema.and_then(|schema| schema.get("const").or_else(|| only(schema)).or(schema.get("default")));
        PartHeader {
            wire: wire.to_owned(),
            value: value.map(Node::to_json),
            schema: stated,
            required: self.flag(node, "required"),
            docs: self.text(node, "description").unwrap_or_default().to_owned(),
        }
    }
}

/// Whether a schema is made of others, which have other names elsewhere.
fn refers(schema: &Json) -> bool {
    match schema {
        Json::Object(members) => members.contains_key("$ref") || members.values().any(refers),
        Json::Array(items) => items.iter().any(refers),
        _ => false,
    }
}
