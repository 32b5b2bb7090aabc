//! `multipart/form-data` (RFC 7578): members of an object as parts. Files are members that are octets. `multipart/mixed` and
//! `multipart/related` are written and read alike, but for how parts are called.

mod naming;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use super::form::{self, Encodings, Part};
use super::{Content, Payload, Piece, essence, field};
use crate::arguments::{Violation, header_value};
use crate::operation::Encoding;
use crate::style::{self, Escapes};
use crate::wire::{Bytes, File, Form, Side, Value};
use naming::Naming;

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

/// The parts of a file, of raw octets, or of a list of such. A list of lists of octets is none: parts could not tell where
/// one ends.
fn files(name: &str, listed: &str, value: &dyn Value) -> Option<Vec<Sent>> {
    match value.form() {
        Form::List(items) if items.len() > 0 => {
            (0..items.len()).map(|at| file(name, listed, items.item(at)?)).collect()
        }
        _ => file(name, listed, value).map(|part| vec![part]),
    }
}

fn file(name: &str, listed: &str, value: &dyn Value) -> Option<Sent> {
    match value.form() {
        Form::File(file) => Some(Sent::file(name, field::of_file(listed, file.content_type()), file)),
        _ => value.as_bytes().map(|bytes| Sent::octets(name, field::of_file(listed, None), bytes.clone())),
    }
}

/// The parts between boundaries; neighbours that are in memory become one piece.
fn joined(media_type: &str, parts: Vec<Sent>) -> Payload {
    let boundary = boundary(&parts);
    let naming = Naming::of(media_type);
    let root = parts.first().and_then(|part| part.media.clone());
    let mut pieces = Vec::new();
    let mut octets = Vec::new();
    let mut before: Option<(String, usize)> = None;
    for part in parts {
        let number = before.filter(|(name, _)| *name == part.name).map_or(1, |(_, number)| number + 1);
        let head = naming.head(&part.name, number, part.file_name.as_deref());
        octets.extend_from_slice(format!("--{boundary}\r\n{head}").as_bytes());
        before = Some((part.name, number));
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
    let content_type = format!("{}; boundary={boundary}{}", essence(media_type), naming.parameters(root.as_deref()));
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

/// Reads the parts of an object that has these members. They share the octets of the body.
pub(super) fn decode(media_type: &str, bytes: &Bytes, members: &[&str]) -> Result<Vec<Part>, Vec<Violation>> {
    parts(media_type, bytes, members).map_err(|problem| vec![Violation::new("body", problem)])
}

fn parts(media_type: &str, bytes: &Bytes, members: &[&str]) -> Result<Vec<Part>, &'static str> {
    let naming = Naming::of(media_type);
    let delimiter = format!("\r\n--{}", boundary_of(media_type).ok_or("has no boundary between its parts")?);
    let mut parts = Vec::new();
    let mut rest = after_first(bytes, delimiter.as_bytes()).ok_or(NO_FORM)?;
    while !rest.starts_with(b"--") {
        if parts.len() == PARTS {
            return Err("has too many parts");
        }
        let line = find(&rest, b"\r\n").ok_or(NO_FORM)?;
        let content = rest.slice(line + 2..);
        let end = find(&content, delimiter.as_bytes()).ok_or(NO_FORM)?;
        parts.push(part(&content.slice(..end), |head| naming.name(head, parts.len(), members))?);
        rest = content.slice(end + delimiter.len()..);
    }
    Ok(parts)
}

/// What stands between the parts of a body.
pub(super) fn boundary_of(media_type: &str) -> Option<String> {
    parameter(media_type, "boundary").filter(|boundary| !boundary.is_empty() && boundary.len() <= 70)
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

/// A part, called by what its head says.
fn part(content: &Bytes, name: impl FnOnce(Head<'_>) -> Option<String>) -> Result<Part, &'static str> {
    let (head_end, start) = ends(content).ok_or("has a part whose head does not end or is too long")?;
    let head = content.get(..head_end).and_then(|head| std::str::from_utf8(head).ok());
    let head = Head(head.ok_or("has a part whose head is not UTF-8")?);
    let name = name(head).ok_or("has a part without a name")?;
    let file_name = head.quoted("content-disposition", "filename");
    let media_type = head.header("content-type").map(str::to_owned);
    Ok(Part { name, bytes: content.slice(start..), escaped: None, file_name, media_type })
}

/// Where the head of a part ends and its content starts. There may be no headers.
fn ends(part: &[u8]) -> Option<(usize, usize)> {
    if part.starts_with(b"\r\n") {
        return Some((0, 2));
    }
    let end = find(part.get(..part.len().min(HEAD)).unwrap_or_default(), b"\r\n\r\n")?;
    Some((end, end + 4))
}

/// The headers of a part.
#[derive(Clone, Copy)]
struct Head<'a>(&'a str);

impl<'a> Head<'a> {
    fn header(self, wanted: &str) -> Option<&'a str> {
        let mut headers = self.0.split("\r\n").filter_map(|line| line.split_once(':'));
        headers.find_map(|(name, value)| name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim()))
    }

    /// A parameter of a header, which is quoted as browsers quote names.
    fn quoted(self, header: &str, name: &str) -> Option<String> {
        let text = parameter(self.header(header)?, name)?;
        Some(text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
    }
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
