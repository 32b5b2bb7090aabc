//! `multipart/form-data` (RFC 7578): members of an object as parts. Files are members that are octets.

use super::super::wire::{self, Bytes, Text, Value};
use super::{Part, Payload, Violation, loose};

/// Writes an object as a form.
pub(super) fn encode(types: &[(&str, &str)], value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    let mut parts: Vec<(String, Option<String>, Bytes)> = Vec::new();
    let mut violations = Vec::new();
    let type_of = |name: &str| types.iter().find(|(field, _)| *field == name).map(|(_, media)| *media);
    if let Some(model) = value.model() {
        for (index, member) in model.shape().members.iter().enumerate() {
            let view = model.view(index);
            if view.is_absent() {
                if member.required {
                    violations.push(Violation::new(format!("body /{}", member.name), "is required"));
                }
                continue;
            }
            parts.extend(member_parts(member.name, type_of(member.name), view));
        }
        parts.extend(model.extra().iter().map(|(name, json)| (name.to_owned(), None, Bytes::from(loose(json)))));
    } else {
        match value.text() {
            Text::Members(members) => {
                parts.extend(members.into_iter().map(|(name, text)| (name, None, Bytes::from(text))));
            }
            _ => violations.push(Violation::new("body", "only objects can be written as a form")),
        }
    }
    if violations.is_empty() { Ok(joined(&parts)) } else { Err(violations) }
}

fn member_parts(name: &str, media: Option<&str>, value: &dyn Value) -> Vec<(String, Option<String>, Bytes)> {
    let part = |media: Option<&str>, bytes: Bytes| (name.to_owned(), media.map(str::to_owned), bytes);
    if let Some(bytes) = value.as_bytes() {
        return vec![part(Some(media.unwrap_or("application/octet-stream")), bytes.clone())];
    }
    match value.text() {
        Text::Absent => Vec::new(),
        Text::One(text) => vec![part(media, Bytes::from(text))],
        Text::Many(items) => items.into_iter().map(|item| part(media, Bytes::from(item))).collect(),
        Text::Members(_) => vec![part(Some("application/json"), Bytes::from(wire::write(value)))],
    }
}

fn joined(parts: &[(String, Option<String>, Bytes)]) -> Payload {
    let boundary = boundary(parts);
    let mut out = Vec::new();
    for (name, media, bytes) in parts {
        let name = quoted(name);
        out.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes());
        if let Some(media) = media {
            out.extend_from_slice(format!("; filename=\"{name}\"\r\nContent-Type: {media}").as_bytes());
        }
        out.extend_from_slice(b"\r\n\r\n");
        out.extend_from_slice(bytes);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Payload { content_type: format!("multipart/form-data; boundary={boundary}"), bytes: Bytes::from(out) }
}

/// A boundary that no part contains.
fn boundary(parts: &[(String, Option<String>, Bytes)]) -> String {
    let mut count = 0_u32;
    loop {
        let boundary = format!("gatewright-form-{count:08x}");
        if !parts.iter().any(|(_, _, bytes)| find(bytes, boundary.as_bytes()).is_some()) {
            return boundary;
        }
        count += 1;
    }
}

/// As browsers quote names in forms.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, rest) = wanted.split_first()?;
    let mut from = 0;
    while let Some(tail) = text.get(from..) {
        let at = from + tail.iter().position(|byte| byte == first)?;
        if text.get(at + 1..).is_some_and(|tail| tail.starts_with(rest)) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Reads the parts of a form.
pub(super) fn decode(media_type: &str, bytes: &Bytes) -> Result<Vec<Part>, Vec<Violation>> {
    parts(media_type, bytes).ok_or_else(|| vec![Violation::new("body", "is not a multipart form with this boundary")])
}

fn parts(media_type: &str, bytes: &Bytes) -> Option<Vec<Part>> {
    let boundary = parameter(media_type, "boundary").filter(|boundary| !boundary.is_empty() && boundary.len() <= 70)?;
    let delimiter = format!("\r\n--{boundary}");
    let opening = delimiter.get(2..)?.as_bytes();
    let mut rest = if bytes.starts_with(opening) {
        bytes.slice(opening.len()..)
    } else {
        bytes.slice(find(bytes, delimiter.as_bytes())? + delimiter.len()..)
    };
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let line = find(&rest, b"\r\n")?;
        let content = rest.slice(line + 2..);
        let end = find(&content, delimiter.as_bytes())?;
        parts.push(part(&content.slice(..end))?);
        rest = content.slice(end + delimiter.len()..);
    }
    Some(parts)
}

fn part(content: &Bytes) -> Option<Part> {
    let head_end = find(content, b"\r\n\r\n")?;
    let head = std::str::from_utf8(content.get(..head_end)?).ok()?;
    let header = |wanted: &str| {
        head.split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find_map(|(name, value)| name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim()))
    };
    let name = parameter(header("content-disposition")?, "name")?;
    let name = name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    let json = header("content-type").is_some_and(|media| super::form(media) == super::Form::Json);
    Some(Part { name, bytes: content.slice(head_end + 4..), json })
}

/// A parameter of a header, quoted or not.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(';').map_or((after, ""), |(value, after)| (value, after)),
        };
        if name.trim().trim_start_matches(';').trim().eq_ignore_ascii_case(wanted) {
            return Some(value.trim().to_owned());
        }
        rest = after;
        if rest.is_empty() {
            return None;
        }
    }
}
