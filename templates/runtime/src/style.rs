//! The algebra of parameter styles (OpenAPI 3.1, section 4.8.12 and appendices C to E; RFC 6570): how a value becomes one or
//! several pieces of a request, and back. Fields of forms are written in the same styles. Items are escaped one by one, so
//! that a comma inside of an item is never taken for a delimiter.
//!
//! What is absent or null, an empty list and an object without members are not sent at all, as RFC 6570 has it; an item or
//! a member that is null is left out.
//!
//! Delimiters stand as OpenAPI's examples have them: a comma as it is, a blank as `%20`, a bar as `%7C`, and a tab as `%09`.
//! The latter three look the same inside of an item, so that an item with its own delimiter in it is refused. In headers
//! and in the parts of forms, where nothing is escaped, that goes for commas, too.
//!
//! OpenAPI does not say how lists and objects inside of others travel. Here lists that are members of an exploded object
//! are several pairs (`sort=name&sort=id`), and all that is deeper has brackets (`address[city]=x`, `rows[0][]=1`), as most
//! frameworks have it. In paths and headers, which know no pairs, it is JSON.

mod escape;
mod read;

pub(super) use self::escape::{Escapes, escape, escaped, is_plain, unescape_pair};
pub(super) use self::read::{
    Found, read_header, read_pairs, read_path, read_whole_query, several_headers, split, split_query,
};

use crate::operation::{Parameter, Style};
use crate::wire::{self, Text, Value, brackets};

/// The value of a path parameter, escaped.
pub(super) fn path(parameter: &Parameter, text: &Text, rest: bool) -> Result<String, &'static str> {
    let escapes = Escapes::of(parameter);
    let escapes = if rest { escapes.rest() } else { escapes };
    if is_empty(text) {
        return Ok(String::new());
    }
    match parameter.style {
        Style::Label => Ok(label(parameter, text, escapes)),
        Style::Matrix => Ok(matrix(parameter, text, escapes)),
        _ => simple(parameter, text, escapes),
    }
}

fn is_empty(text: &Text) -> bool {
    match text {
        Text::Absent => true,
        Text::One(_) => false,
        Text::Many(items) => items.is_empty(),
        Text::Members(members) => members.is_empty(),
    }
}

fn simple(parameter: &Parameter, text: &Text, escapes: Escapes) -> Result<String, &'static str> {
    match text {
        Text::One(value) => Ok(escapes.whole(value)),
        Text::Members(members) if parameter.explode => {
            let members = members.iter().map(|(key, value)| format!("{}={}", escapes.item(key), escapes.item(value)));
            Ok(members.collect::<Vec<_>>().join(","))
        }
        _ => joined(parameter.style, &flat(text), escapes),
    }
}

/// `.a`, `.a.b` or `.a,b`, and of members `.x=1.y=2` or `.x,1,y,2`.
fn label(parameter: &Parameter, text: &Text, escapes: Escapes) -> String {
    let items: Vec<String> = match text {
        Text::One(value) => vec![escapes.whole(value)],
        Text::Members(members) if parameter.explode => {
            members.iter().map(|(key, value)| format!("{}={}", escapes.item(key), escapes.item(value))).collect()
        }
        _ => flat(text).into_iter().map(|item| escapes.item(item)).collect(),
    };
    format!(".{}", items.join(if parameter.explode { "." } else { "," }))
}

/// `;n=a`, `;n=a;n=b` or `;n=a,b`, and of members `;x=1;y=2` or `;n=x,1,y,2`. What is empty has no equals sign.
fn matrix(parameter: &Parameter, text: &Text, escapes: Escapes) -> String {
    let pair = |name: &str, value: String| {
        let name = escape(name);
        if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
    };
    match text {
        Text::One(value) => pair(parameter.name, escapes.whole(value)),
        Text::Many(items) if parameter.explode => {
            items.iter().map(|item| pair(parameter.name, escapes.item(item))).collect()
        }
        Text::Members(members) if parameter.explode => {
            members.iter().map(|(key, value)| pair(key, escapes.item(value))).collect()
        }
        _ => {
            let items: Vec<String> = flat(text).into_iter().map(|item| escapes.item(item)).collect();
            pair(parameter.name, items.join(","))
        }
    }
}

/// The pairs of a query or cookie parameter, or of a field of a form.
pub(super) fn pairs(
    parameter: &Parameter,
    value: &dyn Value,
    escapes: Escapes,
) -> Result<Vec<(String, String)>, &'static str> {
    let several = |pairs: Vec<(String, String)>| {
        Ok(pairs.iter().map(|(name, value)| (escapes.name(name), escapes.whole(value))).collect())
    };
    let one = |text: &str| Ok(vec![(escapes.name(parameter.name), escapes.whole(text))]);
    match (value.text(), parameter.style) {
        (_, Style::Json) => one(&wire::write(value)),
        (_, Style::DeepObject) => several(brackets::pairs(parameter.name, value)),
        (Text::Absent, _) => Ok(Vec::new()),
        (Text::One(text), _) => one(&text),
        (Text::Members(_), Style::Pairs) => one(&inner(value)),
        (Text::Members(_), _) if parameter.explode => several(brackets::members(value)),
        (_, _) if brackets::is_deep(value) => several(brackets::pairs(parameter.name, value)),
        (Text::Many(items), _) if parameter.explode => {
            several(items.into_iter().map(|item| (parameter.name.to_owned(), item)).collect())
        }
        (text, _) if is_empty(&text) => Ok(Vec::new()),
        (text, style) => Ok(vec![(escapes.name(parameter.name), joined(style, &flat(&text), escapes)?)]),
    }
}

/// An object as a query string of its own.
fn inner(value: &dyn Value) -> String {
    let pairs = brackets::members(value);
    let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("{}={}", escape(key), escape(value))).collect();
    pairs.join("&")
}

/// The value of a header, as it is: headers know no escapes.
pub(super) fn header(parameter: &Parameter, text: &Text) -> Result<Option<String>, &'static str> {
    let pieces: Vec<String> = match text {
        Text::Absent => return Ok(None),
        Text::One(value) => return Ok(Some(value.clone())),
        Text::Members(members) if parameter.explode => {
            if members.iter().any(|(key, _)| key.contains('=')) {
                return Err("has a member with an equals sign in its name, which this style cannot carry");
            }
            members.iter().map(|(key, value)| format!("{key}={value}")).collect()
        }
        Text::Many(_) | Text::Members(_) => flat(text).into_iter().map(str::to_owned).collect(),
    };
    if pieces.iter().any(|piece| piece.trim() != piece) {
        return Err("has an item with blanks at its ends, which a list in a header cannot carry");
    }
    let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
    Ok(if pieces.is_empty() { None } else { Some(joined(parameter.style, &pieces, Escapes::None)?) })
}

/// The items of a list, or names and values of members.
fn flat(text: &Text) -> Vec<&str> {
    match text {
        Text::Absent => Vec::new(),
        Text::One(value) => vec![value],
        Text::Many(values) => values.iter().map(String::as_str).collect(),
        Text::Members(members) => members.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]).collect(),
    }
}

fn joined(style: Style, items: &[&str], escapes: Escapes) -> Result<String, &'static str> {
    let Delimiter { raw, escaped, refused } = Delimiter::of(style);
    let is_escaped = matches!(escapes, Escapes::Percent { .. });
    // A comma stands as it is between items and is escaped inside of them.
    let is_told = is_escaped && escaped.starts_with(raw);
    if !is_told && items.iter().any(|item| item.contains(raw)) {
        return Err(refused);
    }
    let items: Vec<String> = items.iter().map(|item| escapes.item(item)).collect();
    Ok(if is_escaped { items.join(escaped) } else { items.join(raw.encode_utf8(&mut [0; 4])) })
}

/// What stands between the items of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delimiter {
    raw: char,
    /// As it is written where values are escaped.
    escaped: &'static str,
    /// What is said of an item that has it in it and must not.
    refused: &'static str,
}

impl Delimiter {
    pub(super) fn of(style: Style) -> Self {
        let (raw, escaped, refused) = match style {
            Style::SpaceDelimited => (' ', "%20", "has an item with a blank, which a list between blanks cannot carry"),
            Style::PipeDelimited => ('|', "%7C", "has an item with a bar, which a list between bars cannot carry"),
            Style::TabDelimited => ('\t', "%09", "has an item with a tab, which a list between tabs cannot carry"),
            _ => (',', ",", "has an item with a comma, which a list without escapes cannot carry"),
        };
        Self { raw, escaped, refused }
    }

    /// As it stands where nothing is escaped.
    pub(super) fn raw(self) -> char {
        self.raw
    }
}
