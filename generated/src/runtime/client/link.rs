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
        let (target, rest) = rest.split_once('>')?;
        let (parameters, after) = split_at_comma(rest);
        if parameters.split(';').any(|parameter| is_relation(parameter, relation)) {
            return Some(target.trim().to_owned());
        }
        line = after;
    }
    None
}

fn is_relation(parameter: &str, relation: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let value = value.trim().trim_matches('"');
    name.trim().eq_ignore_ascii_case("rel")
        && value.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case(relation))
}

/// Splits at the first comma that stands in no quotes.
fn split_at_comma(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => return (text.get(..at).unwrap_or(text), text.get(at + 1..).unwrap_or("")),
            _ => {}
        }
    }
    (text, "")
}
