//! Path templates that can be sent, routed and matched without surprise.

use std::collections::HashSet;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Fixed, Location, Operation, Parameter, Piece};
use crate::pass::complete;

/// Refuses `/x"); evil(); ("`.
pub(super) static CHARACTER: Code = Code {
    name: "path/character",
    page: "A path holds a character that no path can hold.\n\n\
           Between placeholders a path may hold letters, digits, `- . _ ~ ! $ & ' ( ) * + , ; = : @ /` and `%` with two \
           hexadecimal digits (RFC 3986, pchar); it starts with `/`. Blanks and letters beyond ASCII are percent-encoded \
           when they travel. `/x\"` and `/{a` are no paths, and their operations are left out. Write other characters \
           percent-encoded.",
};

/// Refuses `/conversations#stream`.
pub(super) static FRAGMENT: Code = Code {
    name: "path/fragment",
    page: "A path has a fragment.\n\n\
           Some documents tell operations of one path apart by a fragment: `/files/{id}#share`. It never reaches the \
           server, so nothing tells the operations apart, and this one is left out. A query (`/users?operation=list`) or \
           a fragment that gives a header a value (`/#X-Target=users.list`) is sent with every request.",
};

/// Refuses `/users?operation=a\tb`.
pub(super) static QUERY: Code = Code {
    name: "path/query",
    page: "The query in a path cannot be sent.\n\n\
           In `/users?operation=list` the query is sent with every request. Names and values are text without blanks and \
           control characters. The operation is left out.",
};

/// Refuses `/a/../b`.
pub(super) static DOTS: Code = Code {
    name: "path/dots",
    page: "A path has a segment `.` or `..`.\n\n\
           HTTP software removes such segments before a request is sent, so `/a/../b` never reaches the server as \
           written. The operation is left out. Write the path that is meant.",
};

/// Refuses `/files/{*rest}` and `/files/{}`.
pub(super) static PLACEHOLDER: Code = Code {
    name: "path/placeholder",
    page: "A placeholder of a path has no name, or a name that is not one.\n\n\
           `{}`, `{*rest}`, `{a/b}` and `{ a}` are refused; `{userId}`, `{user id}` and `{path+}` (which may hold \
           slashes) are names.",
};

/// Refuses `/u/{id}/v/{id}` where no parameter `id` is described.
pub(super) static PLACEHOLDER_TWICE: Code = Code {
    name: "path/placeholder-twice",
    page: "A path has two placeholders of one name.\n\n\
           In `/u/{id}/v/{id}` it is not said whether both stand for one value. Where the document describes the \
           parameter, each takes a value of its own, as real APIs mean it: the second is called `id2`, and is \
           described as the first is. Where it does not, nothing says that `{id}` is a parameter at all, and the path \
           is refused. Give each a name of its own.",
};

pub(super) fn check(index: usize, operation: &Operation, findings: &mut Vec<Finding>) {
    findings.extend(operation.parameters.iter().filter(|known| complete::is_placeholder_again(known)).map(again));
    let mut report = |code: &'static Code, is_error: bool, message: String, label: &str| {
        let span = operation.origin.span();
        let diagnostic = match is_error {
            true => Diagnostic::error(code, span, message),
            false => Diagnostic::warning(code, span, message),
        };
        findings.push(Finding { diagnostic: diagnostic.label(label), cost: Cost::Operation(index) });
    };
    let path = &operation.path.wire;
    if let Some(fragment) = operation.path.fragment().filter(|_| operation.path.fixed.is_empty()) {
        let message = format!("the path {path:?} has the fragment {fragment:?}; the operation is left out");
        report(&FRAGMENT, false, message, "never reaches the server");
        return;
    }
    if !operation.path.fixed.iter().all(can_be_sent) {
        let message = format!("the query of the path {path:?} cannot be sent; the operation is left out");
        report(&QUERY, false, message, "expected `?name=value`");
        return;
    }
    if let Some(character) = stray(operation) {
        let message = format!("the path {path:?} holds {character}; the operation is left out");
        report(&CHARACTER, false, message, "expected an RFC 3986 path");
    }
    if operation.path.template().split('/').any(is_dots) {
        let message = format!("the path `{path}` has a segment `.` or `..`; the operation is left out");
        report(&DOTS, false, message, "cannot be sent as written");
    }
    let mut seen = HashSet::new();
    for name in operation.path.placeholders() {
        if !is_name(name) {
            report(&PLACEHOLDER, true, format!("`{{{name}}}` is not a placeholder"), "expected a name in braces");
        } else if !seen.insert(name) {
            let message = format!("the placeholder `{{{name}}}` stands twice in `{path}`");
            report(&PLACEHOLDER_TWICE, true, message, "give each a name of its own");
        }
    }
}

fn again(second: &Parameter) -> Finding {
    let message = format!("a placeholder stands twice in its path; the second is called `{{{}}}`", second.wire);
    let diagnostic = Diagnostic::warning(&PLACEHOLDER_TWICE, second.origin.span(), message)
        .label("each takes a value of its own")
        .help("give each a name of its own");
    Finding { diagnostic, cost: Cost::Nothing }
}

fn literals(operation: &Operation) -> impl Iterator<Item = &str> {
    operation.path.pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(text.as_str()),
        Piece::Placeholder { .. } => None,
    })
}

/// RFC 3986: what may stand in a name or a value of a query.
fn is_query(text: &str) -> bool {
    text.chars().all(|character| character.is_ascii_alphanumeric() || "-._~!$'()*+,;:@/?%[]".contains(character))
}

fn can_be_sent(fixed: &Fixed) -> bool {
    let is_plain = |text: &str| text.chars().all(|character| character.is_ascii_graphic());
    let value = fixed.value.as_deref().unwrap_or_default();
    match fixed.location {
        Location::Header => crate::model::is_token(&fixed.name) && is_plain(value),
        _ => !fixed.name.is_empty() && [&fixed.name, value].into_iter().all(is_query),
    }
}

/// What a path cannot hold, in words.
fn stray(operation: &Operation) -> Option<String> {
    if !operation.path.template().starts_with('/') {
        return Some("no `/` at its start".to_owned());
    }
    for text in literals(operation) {
        if let Some(character) = text.chars().find(|character| !is_path_character(*character)) {
            return Some(format!("the character {character:?}"));
        }
        let digits = |after: &str| after.bytes().take(2).filter(u8::is_ascii_hexdigit).count();
        if text.split('%').skip(1).any(|after| digits(after) < 2) {
            return Some("`%` without two hexadecimal digits".to_owned());
        }
    }
    None
}

fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/%".contains(character)
}

/// URL software takes `%2e` for a dot.
fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

fn is_name(name: &str) -> bool {
    let legal = |character: char| {
        (character == ' ' || !character.is_whitespace()) && !character.is_control() && !"{}/*\"\\?#".contains(character)
    };
    name.trim() == name && !name.is_empty() && name.chars().all(legal)
}
