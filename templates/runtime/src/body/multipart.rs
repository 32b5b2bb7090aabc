//! `multipart/form-data` (RFC 7578): members of an object as parts. Files are members that are octets.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use super::form::{self, Encodings, Part};
use super::{Content, Payload, Piece, essence, field};
use crate::arguments::{Violation, header_value};
use crate::operation::Encoding;
use crate::style::{self, Escapes};
use crate::wire::{Bytes, File, Form, Side, Value};

/// How many parts a form may have that is read, and how long their heads may be.
const PARTS: usize = 1_000;
const HEAD: usize = 8 << 10;

/// A part that is to be sent.
struct Sent {
    name: String,
    file_name: Option<String>,
    media: Option<String>,
    headers: &'static [(&'static str, &'static str)],
    content: Piece,
}

impl Sent {
    fn text(name: String, media: Option<String>, text: String) -> Self {
        Self { name, file_name: None, media, headers: &[], content: Piece::Octets(text.into()) }
    }

    fn octets(name: &str, media: &str, bytes: Bytes) -> Self {
        let content = Piece::Octets(bytes);
        Self {
            name: name.to_owned(),
            file_name: Some(name.to_owned()),
            media: Some(media.to_owned()),
            headers: &[],
            content,
        }
    }

    fn file(name: &str, media: &str, file: &File) -> Self {
        let content = file.bytes().map_or_else(|| Piece::File(file.clone()), |bytes| Piece::Octets(bytes.clone()));
        let file_name = Some(file.name().unwrap_or(name).to_owned());
        Self { name: name.to_owned(), file_name, media: Some(media.to_owned()), headers: &[], content }
    }
}

/// Writes an object as a form.
pub(super) fn encode(
    media_type: &str,
    encodings: Encodings,
    side: Side,
    value: &dyn Value,
) -> Result<Payload, Vec<Violation>> {
    let mut parts = Vec::new();
    form::each(side, value, &mut |name, value| {
        let encoding = encodings.get(name);
        let own = member_parts(name, encoding, value)?;
        if own.iter().any(|part| part.media.as_deref().is_some_and(|media| header_value(media).is_none())) {
            return Err("has an unusable media type".to_owned());
        }
        let headers = encoding.map_or(&[][..], |encoding| encoding.headers);
        parts.extend(own.into_iter().map(|part| Sent { headers, ..part }));
        Ok(())
    })?;
    Ok(joined(media_type, parts))
}

fn member_parts(name: &str, encoding: Option<&Encoding>, value: &dyn Value) -> Result<Vec<Sent>, String> {
    let listed = encoding.map_or("", |encoding| encoding.media);
    if let Some(files) = files(name, listed, value) {
        return Ok(files);
    }
    if let Some(parameter) = encoding.and_then(Encoding::parameter) {
        let pairs = style::pairs(&parameter, value, Escapes::None)?;
        return Ok(pairs.into_iter().map(|(name, text)| Sent::text(name, None, text)).collect());
    }
    let fields = field::fields(listed, value).into_iter();
    Ok(fields.map(|field| Sent::text(name.to_owned(), field.media, field.text)).collect())
}

/// The parts of a file, of raw octets, or of a list of such.
fn files(name: &str, listed: &str, value: &dyn Value) -> Option<Vec<Sent>> {
    match value.form() {
        Form::File(file) => Some(vec![Sent::file(name, field::of_file(listed, file.content_type()), file)]),
        Form::List(items) if items.len() > 0 => {
            let parts: Option<Vec<_>> = (0..items.len()).map(|at| files(name, listed, items.item(at)?)).collect();
            parts.map(|parts| parts.into_iter().flatten().collect())
        }
        _ => value.as_bytes().map(|bytes| vec![Sent::octets(name, field::of_file(listed, None), bytes.clone())]),
    }
}

/// The parts between boundaries; neighbours that are in memory become one piece.
fn joined(media_type: &str, parts: Vec<Sent>) -> Payload {
    let boundary = boundary(&parts);
    let mut pieces = Vec::new();
    let mut octets = Vec::new();
    for part in parts {
        let name = quoted(&part.name);
        octets.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes());
        if let Some(file_name) = part.file_name {
            octets.extend_from_slice(format!("; filename=\"{}\"", quoted(&file_name)).as_bytes());
        }
        if let Some(media) = part.media {
            octets.extend_from_slice(format!("\r\nContent-Type: {media}").as_bytes());
        }
        for (name, value) in part.headers {
            octets.extend_from_slice(format!("\r\n{name}: {value}").as_bytes());
        }
        octets.extend_from_slice(b"\r\n\r\n");
        match part.content {
            Piece::Octets(bytes) => octets.extend_from_slice(&bytes),
            Piece::File(file) => {
                pieces.push(Piece::Octets(std::mem::take(&mut octets).into()));
                pieces.push(Piece::File(file));
            }
        }
        octets.extend_from_slice(b"\r\n");
    }
    octets.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let content_type = format!("{}; boundary={boundary}", essence(media_type));
    if pieces.is_empty() {
        return Payload::whole(content_type, octets);
    }
    pieces.push(Piece::Octets(octets.into()));
    Payload { content_type, content: Content::Pieces(pieces.into()) }
}

/// A boundary that no part contains. What is in memory is searched; for what is not, and for what holds the usual one
/// already, chance has to do: who foresees boundaries could have them all searched for.
fn boundary(parts: &[Sent]) -> String {
    const USUAL: &str = "gatewright-form-00000000";
    let may_hold = |part: &Sent| match &part.content {
        Piece::Octets(bytes) => find(bytes, USUAL.as_bytes()).is_some(),
        Piece::File(_) => true,
    };
    if parts.iter().any(may_hold) {
        let chance = || RandomState::new().build_hasher().finish();
        return format!("gatewright-form-{:016x}{:016x}", chance(), chance());
    }
    USUAL.to_owned()
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

/// Reads the parts of a form. They share the octets of the body.
pub(super) fn decode(media_type: &str, bytes: &Bytes) -> Result<Vec<Part>, Vec<Violation>> {
    parts(media_type, bytes).map_err(|problem| vec![Violation::new("body", problem)])
}

fn parts(media_type: &str, bytes: &Bytes) -> Result<Vec<Part>, &'static str> {
    let boundary = parameter(media_type, "boundary").filter(|boundary| !boundary.is_empty() && boundary.len() <= 70);
    let delimiter = format!("\r\n--{}", boundary.ok_or("has no boundary between its parts")?);
    let mut parts = Vec::new();
    let mut rest = after_first(bytes, delimiter.as_bytes()).ok_or(NO_FORM)?;
    while !rest.starts_with(b"--") {
        if parts.len() == PARTS {
            return Err("has too many parts");
        }
        let line = find(&rest, b"\r\n").ok_or(NO_FORM)?;
        let content = rest.slice(line + 2..);
        let end = find(&content, delimiter.as_bytes()).ok_or(NO_FORM)?;
        parts.push(part(&content.slice(..end))?);
        rest = content.slice(end + delimiter.len()..);
    }
    Ok(parts)
}

const NO_FORM: &str = "is not a multipart form with this boundary";

/// What follows the first delimiter, before which there may be a preamble.
fn after_first(bytes: &Bytes, delimiter: &[u8]) -> Option<Bytes> {
    let opening = delimiter.get(2..)?;
    if bytes.starts_with(opening) {
        return Some(bytes.slice(opening.len()..));
    }
    let at = find(bytes, delimiter)?;
    Some(bytes.slice(at + delimiter.len()..))
}

fn part(content: &Bytes) -> Result<Part, &'static str> {
    let found = find(content.get(..content.len().min(HEAD)).unwrap_or_default(), b"\r\n\r\n");
    let head_end = found.ok_or("has a part whose head does not end or is too long")?;
    let head = content.get(..head_end).and_then(|head| std::str::from_utf8(head).ok());
    let head = head.ok_or("has a part whose head is not UTF-8")?;
    let header = |wanted: &str| {
        head.split("\r\n")
            .filter_map(|line| line.split_once(':'))
            .find_map(|(name, value)| name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim()))
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let plain = |text: String| text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    let name = parameter(disposition, "name").map(plain).ok_or("has a part without a name")?;
    let file_name = parameter(disposition, "filename").map(plain);
    let media_type = header("content-type").map(str::to_owned);
    Ok(Part { name, bytes: content.slice(head_end + 4..), escaped: None, file_name, media_type })
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
