//! Running text of documents, made safe for rustdoc: no HTML, no links but those to web addresses, no bare addresses.

/// Letters in which the end of what has one must be found, so that text without ends is not read again and again.
const FARTHEST: usize = 2048;

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

/// The text of one paragraph, heading, item or cell. Line breaks stay where they are.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '`' => code(rest, &mut out),
            '\\' => backslash(rest, &mut out),
            '[' => link(rest, &mut out),
            '!' if rest.starts_with("![") => image(rest, &mut out),
            '<' => angle(rest, &mut out),
            'h' => address(rest, &mut out),
            _ => None,
        };
        let length = taken.unwrap_or_else(|| {
            push_escaped(first, &mut out);
            first.len_utf8()
        });
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn push_escaped(letter: char, out: &mut String) {
    if matches!(letter, '[' | ']' | '<' | '`' | '\\') {
        out.push('\\');
    }
    out.push(letter);
}

/// A code span that ends in the same text stays one, between as few backticks as it needs; a run that nothing ends is
/// text, and so is a span that would look like a fence.
fn code(text: &str, out: &mut String) -> Option<usize> {
    let run = text.bytes().take_while(|byte| *byte == b'`').count();
    let inside = text.get(run..)?;
    let span = closing_run(inside, run).and_then(|end| Some((code_span(inside.get(..end)?), run + end + run)));
    match span {
        Some((span, length)) if !span.starts_with("```") => {
            out.push_str(&span);
            Some(length)
        }
        _ => {
            out.push_str(&"\\`".repeat(run));
            Some(run)
        }
    }
}

/// Where a run of exactly so many backticks starts, if that is not far away.
fn closing_run(text: &str, length: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..).filter(|_| from < FARTHEST)?.find('`') {
        let start = from + found;
        let run = text.get(start..)?.bytes().take_while(|byte| *byte == b'`').count();
        if run == length {
            return Some(start);
        }
        from = start + run;
    }
    None
}

/// An escape of the document stays one; any other backslash is text.
fn backslash(text: &str, out: &mut String) -> Option<usize> {
    let escaped = text.chars().nth(1)?;
    if !escaped.is_ascii_punctuation() {
        return None;
    }
    out.push('\\');
    out.push(escaped);
    Some(2)
}

/// A link to a web address stays a link; of any other link the text stays.
fn link(text: &str, out: &mut String) -> Option<usize> {
    let (label, after) = label(text)?;
    let destination = text.get(after..)?.strip_prefix('(')?;
    let end = closing_parenthesis(destination)?;
    let target = destination.get(..end)?.split_whitespace().next().unwrap_or_default();
    let target = target.trim_start_matches('<').trim_end_matches('>');
    let label = plain(label);
    if is_address(target) && !label.trim().is_empty() {
        out.push_str(&format!("[{}](<{target}>)", label.trim()));
    } else {
        out.push_str(&label);
    }
    Some(after + 1 + end + 1)
}

fn image(text: &str, out: &mut String) -> Option<usize> {
    link(text.get(1..)?, out).map(|length| length + 1)
}

/// What stands between the brackets at the start of the text, and where it goes on after them. Labels that hold
/// brackets or code spans with brackets are none.
fn label(text: &str) -> Option<(&str, usize)> {
    let inside = text.get(1..)?;
    let end = inside.find([']', '[', '<', '\\'])?;
    let is_label = inside.get(end..)?.starts_with(']') && inside.get(..end)?.matches('`').count() % 2 == 0;
    (is_label && !inside.get(..end)?.contains("\n\n")).then_some((inside.get(..end)?, end + 2))
}

/// The text of a link: escaped, but without links in it.
fn plain(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut rest = label;
    while let Some(first) = rest.chars().next() {
        let taken = if first == '`' { code(rest, &mut out) } else { None };
        let length = taken.unwrap_or_else(|| {
            push_escaped(first, &mut out);
            first.len_utf8()
        });
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

fn closing_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, sign) in text.char_indices().take(FARTHEST) {
        match sign {
            '\n' => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `<https://…>` stays; of HTML that descriptions use, `<code>` becomes a code span and `<a>` a link, and other tags go;
/// anything else in angle brackets is text.
fn angle(text: &str, out: &mut String) -> Option<usize> {
    let mut signs = text.char_indices().skip(1).take(FARTHEST);
    let (end, _) = signs.find(|(_, sign)| matches!(sign, '<' | '>')).filter(|(_, sign)| *sign == '>')?;
    let inside = text.get(1..end)?;
    if is_address(inside) {
        out.push_str(&format!("<{inside}>"));
        return Some(end + 1);
    }
    let (tag, attributes) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
    match tag.trim_end_matches('/').to_ascii_lowercase().as_str() {
        "code" => element(text, end + 1, "</code>", code_span, out),
        "a" => element(text, end + 1, "</a>", |inner| anchor(inner, attributes), out),
        "b" | "/b" | "i" | "/i" | "em" | "/em" | "strong" | "/strong" | "span" | "/span" | "/code" | "/a" => {
            Some(end + 1)
        }
        "br" | "p" | "/p" | "ul" | "/ul" | "ol" | "/ol" | "li" | "/li" | "div" | "/div" => {
            out.push(' ');
            Some(end + 1)
        }
        _ => None,
    }
}

/// What stands between a tag and its end, rewritten.
fn element(text: &str, start: usize, end: &str, write: impl Fn(&str) -> String, out: &mut String) -> Option<usize> {
    let inside = text.get(start..)?;
    let close = inside
        .char_indices()
        .take(FARTHEST)
        .find(|(at, _)| inside.get(*at..at + end.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(end)))?;
    let inner = inside.get(..close.0)?;
    let written = write(inner);
    if inner.trim().is_empty() || inner.contains("\n\n") || written.starts_with("```") {
        return None;
    }
    out.push_str(&written);
    Some(start + close.0 + end.len())
}

fn anchor(inner: &str, attributes: &str) -> String {
    let href = attributes.split(['"', '\'']).find(|value| is_address(value));
    match href {
        Some(href) => format!("[{}](<{href}>)", plain(inner).trim()),
        None => plain(inner),
    }
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
fn is_address(text: &str) -> bool {
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
