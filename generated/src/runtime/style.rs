//! The algebra of parameter styles (OpenAPI 3.1, section 4.8.12.2 and appendix E): how the text of a value is joined
//! into one or several pieces of a request, and split again. Items are escaped one by one, so that a delimiter inside
//! of an item is never taken for one.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};

use super::operation::{Parameter, Style};
use super::wire::brackets::Brackets;
use super::wire::{Become, FormMut, Text, Value};

/// Everything but the unreserved characters of RFC 3986 is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Slashes stand in parameters that take the rest of a path.
const ESCAPED_REST: &AsciiSet = &ESCAPED.remove(b'/');

/// The text, safe in every part of a URL.
pub(super) fn escape(text: &str) -> String {
    escaped(text).to_string()
}

/// The same, piece by piece.
pub(super) fn escaped(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, ESCAPED)
}

/// Whether a text is not empty and nothing of it is escaped anywhere.
pub(super) fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !text.is_empty() && text.bytes().all(is_plain)
}

/// The value of a path parameter, escaped.
pub(super) fn path(parameter: &Parameter, text: &Text, rest: bool) -> String {
    let item = |text: &str| if rest { utf8_percent_encode(text, ESCAPED_REST).to_string() } else { escape(text) };
    let (before, joint) = match parameter.style {
        Style::Label => (".", "."),
        Style::Matrix => (";", ";"),
        _ => ("", ","),
    };
    let named = parameter.style == Style::Matrix;
    if let (Text::One(value), false) = (text, named) {
        let value = item(value);
        return if before.is_empty() { value } else { format!("{before}{value}") };
    }
    let name = escape(parameter.name);
    match text {
        Text::Absent => String::new(),
        Text::One(value) if named => format!(";{name}={}", item(value)),
        Text::One(value) => format!("{before}{}", item(value)),
        Text::Many(values) if named && parameter.explode => {
            values.iter().map(|value| format!(";{name}={}", item(value))).collect()
        }
        Text::Members(members) if parameter.explode => {
            let pairs: Vec<String> =
                members.iter().map(|(key, value)| format!("{}={}", item(key), item(value))).collect();
            format!("{before}{}", pairs.join(joint))
        }
        Text::Many(_) | Text::Members(_) => {
            let joint = if parameter.style == Style::Label && parameter.explode { "." } else { "," };
            let start = if named { format!(";{name}=") } else { before.to_owned() };
            format!("{start}{}", flat(text).iter().map(|value| item(value)).collect::<Vec<_>>().join(joint))
        }
    }
}

/// The pairs of a query or cookie parameter, escaped.
pub(super) fn pairs(parameter: &Parameter, text: &Text) -> Vec<(String, String)> {
    if *text == Text::Absent {
        return Vec::new();
    }
    let name = escape(parameter.name);
    match (text, parameter.style) {
        (Text::Absent, _) => Vec::new(),
        (Text::One(value), _) => vec![(name, escape(value))],
        (Text::Members(members), Style::Pairs) => {
            let inner: Vec<_> =
                members.iter().map(|(key, value)| format!("{}={}", escape(key), escape(value))).collect();
            vec![(name, escape(&inner.join("&")))]
        }
        (Text::Members(members), _) if parameter.explode => {
            members.iter().map(|(key, value)| (escape(key), escape(value))).collect()
        }
        (Text::Many(values), _) if parameter.explode => {
            values.iter().map(|value| (name.clone(), escape(value))).collect()
        }
        (Text::Many(_) | Text::Members(_), style) => {
            let items: Vec<String> = flat(text).iter().map(|value| escape(value)).collect();
            vec![(name, items.join(delimiter(style)))]
        }
    }
}

/// The value of a header, as it is: headers know no escapes.
pub(super) fn header(parameter: &Parameter, text: &Text) -> Result<Option<String>, &'static str> {
    let pieces = match text {
        Text::Absent => return Ok(None),
        Text::One(value) => return Ok(Some(value.clone())),
        Text::Members(members) if parameter.explode => {
            members.iter().map(|(key, value)| format!("{key}={value}")).collect()
        }
        Text::Many(_) | Text::Members(_) => flat(text),
    };
    if pieces.iter().any(|piece| piece.contains(',')) {
        return Err("has an item with a comma, which a list in a header cannot carry");
    }
    Ok(Some(pieces.join(",")))
}

fn flat(text: &Text) -> Vec<String> {
    match text {
        Text::Absent => Vec::new(),
        Text::One(value) => vec![value.clone()],
        Text::Many(values) => values.clone(),
        Text::Members(members) => members.iter().flat_map(|(key, value)| [key.clone(), value.clone()]).collect(),
    }
}

fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    }
}

/// What a request has of a parameter.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// Its text, split by style, and the same unsplit: which one is meant depends on the type.
    Text {
        /// Split.
        text: Text,
        /// Unsplit; `None` where it stands several times, so that only a list can be meant.
        whole: Option<String>,
    },
    /// What the brackets behind its name say.
    Brackets(Brackets),
}

type Unreadable = &'static str;
const NOT_UTF8: Unreadable = "is not UTF-8";

fn unescape(raw: &str) -> Result<String, Unreadable> {
    percent_decode_str(raw).decode_utf8().map(Cow::into_owned).map_err(|_| NOT_UTF8)
}

/// A name or a value of a form, in which plus signs are blanks.
pub(super) fn unescape_pair(raw: &str) -> Result<Cow<'_, str>, Unreadable> {
    if raw.contains('+') {
        return unescape(&raw.replace('+', "%20")).map(Cow::Owned);
    }
    percent_decode_str(raw).decode_utf8().map_err(|_| NOT_UTF8)
}

/// The pairs of a query string, still escaped except that plus signs are blanks.
pub(super) fn split_query(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.replace('+', "%20"), value.replace('+', "%20"))
        })
        .collect()
}

/// Reads a path parameter from its place.
pub(super) fn read_path(parameter: &Parameter, raw: &str, slot: &mut dyn Value) -> Result<Found, Unreadable> {
    let (body, joint) = match parameter.style {
        Style::Label => (raw.strip_prefix('.').unwrap_or(raw), if parameter.explode { '.' } else { ',' }),
        Style::Matrix => (raw.strip_prefix(';').unwrap_or(raw), if parameter.explode { ';' } else { ',' }),
        _ => (raw, ','),
    };
    let prefix = format!("{}=", escape(parameter.name));
    let unnamed = |piece: &str| match parameter.style {
        Style::Matrix => unescape(piece.strip_prefix(prefix.as_str()).unwrap_or(piece)),
        _ => unescape(piece),
    };
    let whole = unnamed(body)?;
    if members(slot).is_some() {
        let pieces: Vec<&str> = match parameter.explode {
            true => body.split(joint).flat_map(|pair| pair.split_once('=').map_or([pair, ""], Into::into)).collect(),
            false => body.strip_prefix(prefix.as_str()).unwrap_or(body).split(joint).collect(),
        };
        let pieces = pieces.into_iter().map(unescape).collect::<Result<Vec<_>, _>>()?;
        return Ok(Found::Text { text: members_of(&pieces), whole: Some(whole) });
    }
    let pieces = body.split(joint).map(unnamed).collect::<Result<Vec<_>, _>>()?;
    Ok(Found::Text { text: grouped(parameter, pieces), whole: Some(whole) })
}

/// Reads a header from its value.
pub(super) fn read_header(parameter: &Parameter, value: &str, slot: &mut dyn Value) -> Found {
    let pieces: Vec<String> = value.split(',').map(|piece| piece.trim().to_owned()).collect();
    if members(slot).is_some() {
        let split = |pair: &String| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            [key.to_owned(), value.to_owned()]
        };
        let pieces = if parameter.explode { pieces.iter().flat_map(split).collect() } else { pieces };
        return Found::Text { text: members_of(&pieces), whole: Some(value.to_owned()) };
    }
    Found::Text { text: grouped(parameter, pieces), whole: Some(value.to_owned()) }
}

fn grouped(_parameter: &Parameter, mut pieces: Vec<String>) -> Text {
    match (pieces.len(), pieces.pop()) {
        (1, Some(piece)) => Text::One(piece),
        (_, Some(last)) => {
            pieces.push(last);
            Text::Many(pieces)
        }
        (_, None) => Text::Absent,
    }
}

/// Reads a query or cookie parameter from all pairs.
pub(super) fn read_pairs(
    parameter: &Parameter,
    pairs: &[(String, String)],
    slot: &mut dyn Value,
) -> Result<Found, Unreadable> {
    if parameter.style == Style::DeepObject {
        return deep(parameter, pairs, is_object(slot));
    }
    let raw: Vec<&str> =
        pairs.iter().filter(|(name, _)| is(name, parameter.name)).map(|(_, value)| value.as_str()).collect();
    if parameter.style == Style::Pairs {
        return inner(&raw);
    }
    let members = members(slot);
    if let (true, Some(names)) = (parameter.explode && parameter.style == Style::Form, &members) {
        return exploded(names, pairs);
    }
    match raw.as_slice() {
        [] => Ok(Found::Nothing),
        [one] if parameter.explode => {
            let whole = unescape(one)?;
            Ok(Found::Text { text: Text::One(whole.clone()), whole: Some(whole) })
        }
        [one] => split(parameter, one, members.is_some()),
        many => {
            let values = many.iter().map(|value| unescape(value)).collect::<Result<Vec<_>, _>>()?;
            Ok(Found::Text { text: Text::Many(values), whole: None })
        }
    }
}

fn is(escaped: &str, name: &str) -> bool {
    escaped == name || percent_decode_str(escaped).eq(name.bytes())
}

/// Names of the members of an object.
fn members(slot: &mut dyn Value) -> Option<Vec<&'static str>> {
    let names = slot.model_mut().map(|model| model.shape().members().iter().map(|member| member.name).collect());
    slot.clear();
    names
}

/// Whether it is an object of any members, one of which may have no name.
fn is_object(slot: &mut dyn Value) -> bool {
    let is_object = matches!(slot.form_mut(Become::Value), FormMut::Model(_) | FormMut::Map(_));
    slot.clear();
    is_object
}

/// `a[b]=1` has members, and so has `a[b][c]=1`; lists are written as `a[]=1` and other values as `a=1`, which OpenAPI
/// leaves open.
fn deep(parameter: &Parameter, pairs: &[(String, String)], object: bool) -> Result<Found, Unreadable> {
    let (mut brackets, mut values) = (Brackets::default(), Vec::new());
    for (name, value) in pairs {
        let name = unescape(name)?;
        let Some(key) = name.strip_prefix(parameter.name) else { continue };
        match key {
            "" => values.push(unescape(value)?),
            "[]" if !object => values.push(unescape(value)?),
            key if key.starts_with('[') => brackets.put(key, unescape(value)?)?,
            _ => {}
        }
    }
    brackets.settle()?;
    Ok(match values.as_slice() {
        _ if !brackets.is_empty() => Found::Brackets(brackets),
        [] => Found::Nothing,
        [one] => Found::Text { text: Text::One(one.clone()), whole: Some(one.clone()) },
        _ => Found::Text { text: Text::Many(values), whole: None },
    })
}

/// The members of a query string inside a value.
fn inner(raw: &[&str]) -> Result<Found, Unreadable> {
    let Some(one) = raw.first() else { return Ok(Found::Nothing) };
    let whole = unescape(one)?;
    let mut members = Vec::new();
    for pair in whole.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        members.push((unescape(key)?, unescape(value)?));
    }
    Ok(Found::Text { text: Text::Members(members), whole: Some(whole) })
}

fn exploded(names: &[&str], pairs: &[(String, String)]) -> Result<Found, Unreadable> {
    let mut members = Vec::new();
    for (name, value) in pairs {
        if let Some(known) = names.iter().find(|known| is(name, known)) {
            members.push(((*known).to_owned(), unescape(value)?));
        }
    }
    Ok(found_members(members))
}

fn found_members(members: Vec<(String, String)>) -> Found {
    if members.is_empty() {
        Found::Nothing
    } else {
        Found::Text { text: Text::Members(members), whole: Some(String::new()) }
    }
}

fn split(parameter: &Parameter, raw: &str, object: bool) -> Result<Found, Unreadable> {
    let whole = unescape(raw)?;
    let pieces: Vec<&str> = match parameter.style {
        Style::SpaceDelimited => raw.split("%20").collect(),
        Style::PipeDelimited => raw.split('|').flat_map(|piece| split_either(piece, "%7C", "%7c")).collect(),
        Style::Json => return Ok(Found::Text { text: Text::One(whole.clone()), whole: Some(whole) }),
        _ => raw.split(',').collect(),
    };
    let pieces = pieces.into_iter().map(unescape).collect::<Result<Vec<_>, _>>()?;
    let text = if object { members_of(&pieces) } else { grouped(parameter, pieces) };
    Ok(Found::Text { text, whole: Some(whole) })
}

fn split_either<'a>(text: &'a str, one: &'static str, other: &'static str) -> impl Iterator<Item = &'a str> {
    text.split(one).flat_map(move |piece| piece.split(other))
}

fn members_of(pieces: &[String]) -> Text {
    let pairs = pieces.chunks_exact(2).filter_map(|pair| match pair {
        [key, value] => Some((key.clone(), value.clone())),
        _ => None,
    });
    Text::Members(pairs.collect())
}
