//! Running text, made safe for rustdoc: no signs that would be HTML, code or links, and no bare addresses.

/// Stands before a sign that is to keep its backslash. Clean text has no such sign.
pub(super) const ESCAPED: char = '\0';

/// A code span around any text.
pub(super) fn code_span(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return if text.trim().is_empty() { "` `".to_owned() } else { format!("`{text}`") };
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Without line breaks and without signs that change how text runs.
fn one_line(text: &str) -> String {
    super::markdown::clean(text).replace('\n', " ")
}

/// Adds text in which no sign is to mean anything, but for those of emphasis, which stay as they are.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let address = if first == 'h' { address(rest, out) } else { None };
        let length = address.unwrap_or_else(|| {
            push(first, out);
            first.len_utf8()
        });
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// The same within a link, where addresses need no sign that they are some.
pub(super) fn escape_label(text: &str, out: &mut String) {
    text.chars().for_each(|letter| push(letter, out));
}

fn push(letter: char, out: &mut String) {
    let is_escaped = out.ends_with(ESCAPED);
    if is_escaped {
        out.pop();
    }
    if is_escaped || matches!(letter, '[' | ']' | '<' | '`' | '\\') {
        out.push('\\');
    }
    out.push(letter);
}

/// A bare web address gets its angle brackets. Signs that end a sentence are not part of it.
fn address(text: &str, out: &mut String) -> Option<usize> {
    let host = host(text)?;
    if !starts_host(host) {
        // A backslash keeps what is no address from being taken for one.
        let (scheme, _) = text.split_once("//")?;
        out.push_str(&format!("{scheme}\\//"));
        return Some(scheme.len() + 2);
    }
    let end = text.find(|c: char| !is_of_address(c) || matches!(c, '(' | ')' | '[' | ']' | '\'' | '*'));
    let found = text.get(..end.unwrap_or(text.len()))?.trim_end_matches(['.', ',', ';', ':', '!', '?', '_', '"']);
    out.push_str(&format!("<{found}>"));
    Some(found.len())
}

/// Whether this is a whole web address that Markdown and HTML leave as it is.
pub(super) fn is_address(text: &str) -> bool {
    host(text).is_some_and(starts_host) && text.chars().all(is_of_address)
}

/// What stands behind the scheme of a web address.
fn host(text: &str) -> Option<&str> {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))
}

fn starts_host(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
}

fn is_of_address(sign: char) -> bool {
    sign.is_ascii_graphic() && !matches!(sign, '<' | '>' | '`' | '\\' | '"' | '{' | '}' | '|' | '^')
}
