//! JSON as people write it in requests: with comments, commas before a closing bracket, and variables where values
//! belong. Everything in it has its place in the document, through the escapes of the text that holds it. Reports nothing.

use super::variable::{has_variable, sole};
use crate::model::Json;
use crate::read::excerpt::Excerpt;
use crate::read::node::{Node, Value};
use crate::source::Span;

/// What stands before a variable that was written without quotes. No text can hold it otherwise: it is a noncharacter.
pub(in super::super) const UNQUOTED: char = '\u{fdd0}';

/// Whether a value is a variable, in quotes or not.
pub(in super::super) fn is_variable(text: &str) -> bool {
    text.starts_with(UNQUOTED) || has_variable(text) && sole(text).is_some()
}

/// The value as an example; none where it holds a variable that is no text.
pub(in super::super) fn value(node: &Node) -> Option<Json> {
    (!holds_unquoted(node)).then(|| node.to_json())
}

fn holds_unquoted(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => text.starts_with(UNQUOTED),
        Value::List(items) => items.iter().any(holds_unquoted),
        Value::Map(map) => map.iter().any(|member| member.key.starts_with(UNQUOTED) || holds_unquoted(&member.value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The characters of a JSON string of the document, each with the byte at which it is written.
pub(in super::super) fn unescaped(document: &str, node: &Node) -> Vec<(usize, char)> {
    let start = node.span.start as usize;
    let written = document.get(start..node.span.end as usize).unwrap_or_default();
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let text = node.as_str().unwrap_or_default();
    let decoded = inner.map(|inner| decoded(inner, start + 1));
    match decoded.filter(|signs| signs.iter().map(|(_, sign)| *sign).eq(text.chars())) {
        Some(signs) => signs,
        None => text.chars().map(|sign| (start, sign)).collect(),
    }
}

fn decoded(inner: &str, start: usize) -> Vec<(usize, char)> {
    let mut signs = Vec::with_capacity(inner.len());
    let mut at = 0;
    while let Some(sign) = inner.get(at..).and_then(|rest| rest.chars().next()) {
        if sign != '\\' {
            signs.push((start + at, sign));
            at += sign.len_utf8();
            continue;
        }
        let rest = inner.get(at..).unwrap_or_default();
        let length = if rest.starts_with("\\u") { 6 } else { 2 };
        // A character beyond the basic plane is written as two escapes.
        let found = [length, 12].into_iter().find_map(|length| {
            let escape = rest.get(..length)?;
            let text: String = serde_json::from_str(&format!("\"{escape}\"")).ok()?;
            Some((length, text))
        });
        let Some((length, text)) = found else { return Vec::new() };
        signs.extend(text.chars().map(|sign| (start + at, sign)));
        at += length;
    }
    signs
}

/// The same without comments and needless commas, and with variables in quotes.
pub(in super::super) fn relaxed(signs: &[(usize, char)]) -> Vec<(usize, char)> {
    let mut out: Vec<(usize, char)> = Vec::with_capacity(signs.len());
    let mut at = 0;
    while let Some((place, sign)) = signs.get(at).copied() {
        let next = signs.get(at + 1).map(|(_, sign)| *sign);
        match (sign, next) {
            ('"', _) => {
                let end = end_of_string(signs, at);
                out.extend(signs.get(at..end).unwrap_or_default());
                at = end;
            }
            ('/', Some('/')) => at = skip(signs, at, |signs| signs.first().is_some_and(|(_, sign)| *sign == '\n')),
            ('/', Some('*')) => {
                let closes = |signs: &[(usize, char)]| matches!(signs, [(_, '*'), (_, '/'), ..]);
                at = skip(signs, at + 2, closes) + 2;
            }
            ('{', Some('{')) => match variable(signs, at) {
                Some(end) => {
                    out.extend([(place, '"'), (place, UNQUOTED)]);
                    let plain = |sign: &char| !matches!(sign, '"' | '\\');
                    out.extend(signs.get(at..end).unwrap_or_default().iter().filter(|(_, sign)| plain(sign)));
                    out.push((place, '"'));
                    at = end;
                }
                None => {
                    out.push((place, sign));
                    at += 1;
                }
            },
            ('}' | ']', _) => {
                without_comma(&mut out);
                out.push((place, sign));
                at += 1;
            }
            // What is no space in JSON is one to people.
            ('\u{a0}' | '\u{feff}' | '\u{2028}' | '\u{2029}', _) => {
                out.push((place, ' '));
                at += 1;
            }
            _ => {
                out.push((place, sign));
                at += 1;
            }
        }
    }
    out
}

fn end_of_string(signs: &[(usize, char)], start: usize) -> usize {
    let mut at = start + 1;
    while let Some((_, sign)) = signs.get(at) {
        match sign {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    signs.len()
}

fn skip(signs: &[(usize, char)], start: usize, ends: impl Fn(&[(usize, char)]) -> bool) -> usize {
    (start..signs.len()).find(|at| ends(signs.get(*at..).unwrap_or_default())).unwrap_or(signs.len())
}

/// The end of a variable on one line: `{{name}}`.
fn variable(signs: &[(usize, char)], start: usize) -> Option<usize> {
    const LONGEST: usize = 200;
    let ahead = signs.get(start + 2..)?.iter().take(LONGEST).map(|(_, sign)| *sign);
    let name = ahead.take_while(|sign| !"{}\n\",:".contains(*sign)).count();
    let end = start + 2 + name;
    let closes = matches!(signs.get(end..end + 2), Some([(_, '}'), (_, '}')]));
    (closes && name > 0).then_some(end + 2)
}

/// Takes a comma away that stands before a closing bracket.
fn without_comma(out: &mut Vec<(usize, char)>) {
    let last = out.iter().rposition(|(_, sign)| !sign.is_whitespace());
    if let Some(at) = last.filter(|at| out.get(*at).is_some_and(|(_, sign)| *sign == ',')) {
        out.truncate(at);
    }
}

/// The text with the places of its characters.
pub(in super::super) fn excerpt(span: Span, signs: &[(usize, char)]) -> Excerpt<'static> {
    let mut runs: Vec<(usize, String)> = Vec::new();
    let mut expected = usize::MAX;
    for (place, sign) in signs {
        match runs.last_mut().filter(|_| *place == expected) {
            Some((_, run)) => run.push(*sign),
            None => runs.push((*place, sign.to_string())),
        }
        expected = place + sign.len_utf8();
    }
    Excerpt::joined(span.source, runs.iter().map(|(place, run)| (*place, run.as_str())))
}
