//! The `Link` header (RFC 8288), as far as pages need it.

use http::HeaderMap;

/// The target of the link with this relation.
pub(super) fn target(headers: &HeaderMap, relation: &str) -> Option<String> {
    headers
        .get_all(http::header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|line| find(line, relation))
}

fn find(mut line: &str, relation: &str) -> Option<String> {
    while let Some((_, rest)) = line.split_once('<') {
        let (target, mut rest) = rest.split_once('>')?;
        // Of several relations only the first counts (section 3.3).
        let mut relations = None;
        line = loop {
            let (parameter, after) = split(rest);
            relations = relations.or_else(|| relations_of(parameter));
            match after {
                Some((';', after)) => rest = after,
                Some((_, after)) => break after,
                None => break "",
            }
        };
        let mut names = relations.unwrap_or_default().split_ascii_whitespace();
        if names.any(|name| name.eq_ignore_ascii_case(relation)) {
            return Some(target.trim().to_owned());
        }
    }
    None
}

/// The relations that a parameter names, if it is the one that names them.
fn relations_of(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("rel").then(|| value.trim().trim_matches('"'))
}

/// What comes before the first semicolon or comma that stands in no quotes, which of the two it is, and the rest.
fn split(text: &str) -> (&str, Option<(char, &str)>) {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' | ',' if !quoted => return (text.get(..at).unwrap_or(text), text.get(at + 1..).map(|rest| (c, rest))),
            _ => {}
        }
    }
    (text, None)
}
