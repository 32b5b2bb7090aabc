//! Segments of paths: what is text, and what is a placeholder.

use std::collections::HashMap;

use super::variable::{Part, parts, placeholder};
use crate::diag::Code;

pub(in super::super) static SEGMENT: Code = Code {
    name: "postman/path",
    page: "A path cannot be sent as it stands: it has a segment `.` or `..`, which HTTP software removes before a request \
           is sent. The request is left out.\n\n    {{baseUrl}}/files/../users\n\nWrite the path that is meant.",
};

/// A path template under construction.
#[derive(Debug, Default)]
pub(in super::super) struct Template {
    /// The template so far: `/users/{id}`.
    pub wire: String,
    /// The placeholders in order: name in the template, and as the collection calls it.
    pub placeholders: Vec<(String, String)>,
    /// How often each name was wanted.
    wanted: HashMap<String, usize>,
}

impl Template {
    /// Adds a segment as written: `users`, `:id`, `{{id}}`, `{id}`, `device={{name}}`.
    pub(in super::super) fn segment(&mut self, text: &str) {
        self.wire.push('/');
        match text
            .strip_prefix(':')
            .filter(|name| name.starts_with(|first: char| first.is_alphanumeric() || first == '_'))
        {
            Some(rest) => self.colon(rest),
            None => self.text(text),
        }
    }

    /// `:id`, perhaps with an extension behind the name: `:id.json`, `:id:activate`.
    fn colon(&mut self, rest: &str) {
        let is_name = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '-';
        let end = rest.find(|sign: char| !is_name(sign)).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        self.placeholder(name);
        self.text(after);
    }

    fn text(&mut self, text: &str) {
        for part in parts(text) {
            match part {
                Part::Variable(name) => self.placeholder(name),
                Part::Text(text) => self.braces(text),
            }
        }
    }

    /// Text in which `{id}` is a placeholder as in other formats.
    fn braces(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, inside)) = rest.split_once('{') {
            let Some((name, after)) =
                inside.split_once('}').filter(|(name, _)| !name.is_empty() && !name.contains('{'))
            else {
                break;
            };
            self.literal(before);
            self.placeholder(name);
            rest = after;
        }
        self.literal(rest);
    }

    /// Text as it travels: what no path can hold is percent-encoded.
    fn literal(&mut self, text: &str) {
        for (at, sign) in text.char_indices() {
            let is_escape = sign == '%' && text.get(at + 1..at + 3).is_some_and(is_hex);
            if is_escape || sign.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(sign) {
                self.wire.push(sign);
            } else {
                let mut bytes = [0; 4];
                for byte in sign.encode_utf8(&mut bytes).bytes() {
                    self.wire.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }

    /// A placeholder of its own, also where the collection writes one name twice.
    fn placeholder(&mut self, written: &str) {
        let name = placeholder(written);
        let mut own = name.clone();
        while self.wanted.contains_key(&own) {
            let again = self.wanted.entry(name.clone()).or_insert(1);
            *again += 1;
            own = format!("{name}_{again}");
        }
        self.wanted.insert(own.clone(), 1);
        self.wire.push_str(&format!("{{{own}}}"));
        self.placeholders.push((own, written.to_owned()));
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether HTTP software would remove a segment.
pub(in super::super) fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}
