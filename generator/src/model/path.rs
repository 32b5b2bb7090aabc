//! Path templates: literal text, placeholders, and what a path fixes besides.

use std::collections::HashMap;

use super::Location;

/// A query parameter or header that every request of a path has.
pub type Fixed = gatewright_runtime::Fixed<String>;

/// A path template, in pieces.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// As written: `/api/v1/users/{userId}`, perhaps with a query or a fragment behind it.
    pub wire: String,
    /// Literal text and placeholders in turn.
    pub pieces: Vec<Piece>,
    /// What every request has, so that several operations can share a path.
    pub fixed: Vec<Fixed>,
    /// Query parameters that the path names, with the placeholders for their values: `/search?q={text}`.
    pub asked: Vec<(String, String)>,
}

/// A piece of a [`Path`].
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Text as it travels, slashes included: blanks and letters beyond ASCII are percent-encoded.
    Literal(String),
    /// A placeholder; its name without braces. `{name+}` has `rest` set and may hold slashes.
    Placeholder {
        /// Name of the path parameter.
        name: String,
        /// Whether it takes the rest of the path.
        rest: bool,
    },
}

impl Path {
    /// Splits a template into its pieces. An unclosed brace is literal text.
    ///
    /// Queries in paths are fixed values, and so are fragments of the form `#X-Target=users.list`: documents add these to
    /// tell operations of one path apart. Other fragments are left out; [`Path::fragment`] tells of them.
    #[must_use]
    pub fn parse(wire: &str) -> Self {
        let (template, query, fragment) = split(wire);
        let mut path = Self { wire: wire.to_owned(), pieces: pieces(template), fixed: Vec::new(), asked: Vec::new() };
        for (name, value) in query.map(pairs).into_iter().flatten() {
            match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
                Some(placeholder) => path.asked.push((name, placeholder.to_owned())),
                None => path.fixed.push(Fixed { location: Location::Query, name, value: Some(value) }),
            }
        }
        for (name, value) in fragment.filter(|fragment| is_pairs(fragment)).map(pairs).into_iter().flatten() {
            let location = if looks_like_header(&name) { Location::Header } else { Location::Query };
            path.fixed.push(Fixed { location, name, value: Some(value) });
        }
        path
    }

    /// Gives the placeholders at these places, counted from 0, other names.
    pub fn rename(&mut self, mut names: HashMap<usize, String>) {
        let named = self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Placeholder { name, .. } => Some(name),
            Piece::Literal(_) => None,
        });
        for (place, name) in named.enumerate() {
            if let Some(other) = names.remove(&place) {
                *name = other;
            }
        }
        let marks = self.wire.get(self.template().len()..).unwrap_or_default().to_owned();
        self.wire = self.pieces.iter().map(Piece::written).chain([marks]).collect();
    }

    /// Names of the placeholders, in order.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder { name, .. } => Some(name.as_str()),
            Piece::Literal(_) => None,
        })
    }

    /// A fragment that fixes nothing by itself: `stream` in `/talk#stream`. It never reaches a server.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        split(&self.wire).2.filter(|fragment| !fragment.is_empty() && !is_pairs(fragment))
    }

    /// The template as it travels, without query and fragment.
    #[must_use]
    pub fn template(&self) -> &str {
        split(&self.wire).0
    }

    /// Whether a parameter has one value in every request.
    #[must_use]
    pub fn fixes(&self, location: Location, name: &str) -> bool {
        self.fixed.iter().filter(|fixed| fixed.value.is_some()).any(|fixed| {
            fixed.location == location
                && if location == Location::Header { fixed.name.eq_ignore_ascii_case(name) } else { fixed.name == name }
        })
    }

    /// The template with every placeholder replaced by `{}`, and what it fixes: paths of one shape are one route.
    #[must_use]
    pub fn shape(&self) -> String {
        let mut shape: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.as_str(),
                Piece::Placeholder { rest: false, .. } => "{}",
                Piece::Placeholder { rest: true, .. } => "{+}",
            })
            .collect();
        let mut fixed: Vec<&Fixed> = self.fixed.iter().collect();
        fixed.sort();
        for Fixed { name, value, location } in fixed {
            shape.push(if *location == Location::Header { '#' } else { '?' });
            shape.push_str(name);
            if let Some(value) = value {
                shape.push('=');
                shape.push_str(value);
            }
        }
        shape
    }
}

impl Piece {
    /// As documents write it.
    fn written(&self) -> String {
        match self {
            Self::Literal(text) => text.clone(),
            Self::Placeholder { name, rest: false } => format!("{{{name}}}"),
            Self::Placeholder { name, rest: true } => format!("{{{name}+}}"),
        }
    }
}

/// Text without percent-encoding (RFC 3986); `None` where that is not UTF-8. A `%` before no two digits stays.
#[must_use]
pub fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// Text as it travels (RFC 3987, 3.1): blanks and what is beyond ASCII are percent-encoded; the rest must be right already.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let travels = |letter: char| letter.is_ascii() && letter != ' ' || letter.is_control();
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if travels(letter) {
            escaped.push(letter);
            continue;
        }
        for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, name, after)) = placeholder(rest) {
        if !before.is_empty() {
            pieces.push(Piece::Literal(escaped(before)));
        }
        let (name, greedy) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
        pieces.push(Piece::Placeholder { name: name.to_owned(), rest: greedy });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(escaped(rest)));
    }
    pieces
}

/// The text before the first placeholder, its name, and the text behind it. `{{name}}` is one, too.
fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inside) = text.split_once('{')?;
    if let Some((name, after)) = inside.strip_prefix('{').and_then(|inside| inside.split_once("}}")) {
        return Some((before, name, after));
    }
    let (name, after) = inside.split_once('}')?;
    Some((before, name, after))
}

/// Template, query and fragment; signs in braces belong to names.
fn split(wire: &str) -> (&str, Option<&str>, Option<&str>) {
    let mut inside = false;
    let mut marks = wire.char_indices().filter(|(_, sign)| {
        match sign {
            '{' => inside = true,
            '}' => inside = false,
            '?' | '#' => return !inside,
            _ => {}
        }
        false
    });
    let Some((at, mark)) = marks.next() else { return (wire, None, None) };
    let (template, rest) = wire.split_at(at);
    let rest = rest.get(1..).unwrap_or_default();
    if mark == '#' {
        return (template, None, Some(rest));
    }
    match rest.split_once('#') {
        Some((query, fragment)) => (template, Some(query), Some(fragment)),
        None => (template, Some(rest), None),
    }
}

/// The pairs of a query; a name alone has an empty value.
fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// Whether a fragment is nothing but `name=value`.
fn is_pairs(fragment: &str) -> bool {
    !fragment.is_empty()
        && fragment.split('&').all(|pair| pair.split_once('=').is_some_and(|(name, _)| !name.is_empty()))
}

/// `X-Amz-Target` is a header, `Action` is not.
fn looks_like_header(name: &str) -> bool {
    name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"))
}
