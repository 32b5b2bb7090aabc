//! Bodies by media type: JSON, forms, text, and octets as they are. Knows values, not calls.

mod content;
mod multipart;

pub use content::{Content, Piece};

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::arguments::{Violation, told};
use super::operation::BodySpec;
use super::style;
use super::wire::brackets::{self, Brackets, ONCE};
use super::wire::{self, Become, Bytes, File, FormMut, Mode, Model, Text, Value};

/// A body as it travels.
#[derive(Debug, Clone)]
pub struct Payload {
    /// With parameters such as the boundary of a multipart form.
    pub content_type: String,
    /// The octets.
    pub content: Content,
}

impl Payload {
    /// Octets that are in memory.
    #[must_use]
    pub fn whole(content_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { content_type: content_type.into(), content: Content::Whole(bytes.into()) }
    }
}

/// The ways in which bodies are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Text,
    Octets,
}

/// The media type without parameters, in lower case.
#[must_use]
pub fn essence(media_type: &str) -> String {
    without_parameters(media_type).to_ascii_lowercase()
}

fn without_parameters(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Whether a declared media type is one that the documents list (`*/*` and `image/*` included).
#[must_use]
pub fn accepts(listed: &str, declared: &str) -> bool {
    let (listed, declared) = (essence(listed), essence(declared));
    listed == declared
        || listed == "*/*"
        || listed.strip_suffix("/*").is_some_and(|kind| declared.split('/').next() == Some(kind))
}

/// Which of the media types that the documents list a declared one is: the one that says most of it, as OpenAPI has it, and
/// of several such the first. Octets of an unknown kind may be of any kind that is listed as a range.
#[must_use]
pub fn listed(listed: &[&str], declared: &str) -> Option<usize> {
    let fits = listed.iter().map(|listed| fit(listed, declared)).enumerate().filter(|(_, fit)| *fit > 0);
    fits.rev().max_by_key(|(_, fit)| *fit).map(|(index, _)| index)
}

/// Octets of which only the kind is known, `image/*`, are of an unknown kind, unless that would make another of the listed
/// media types of them: servers tell bodies by it.
pub(super) fn told_apart(listed: &[&str], row: usize, content_type: String) -> String {
    let kind = listed.get(row).and_then(|media| media.strip_suffix("/*")).filter(|kind| !["*", "text"].contains(kind));
    match kind {
        Some(kind) if self::listed(listed, &content_type) != Some(row) => format!("{kind}/octet-stream"),
        _ => content_type,
    }
}

/// How much a listed media type says of a declared one; zero where that is another.
fn fit(listed: &str, declared: &str) -> usize {
    if !accepts(listed, declared) {
        let is_unknown = without_parameters(declared).eq_ignore_ascii_case("application/octet-stream");
        return usize::from(is_unknown && without_parameters(listed).ends_with("/*"));
    }
    let parameters = |media_type: &str| -> Vec<String> {
        let parameters = media_type.split(';').skip(1);
        parameters.map(|parameter| parameter.replace([' ', '\t', '"'], "").to_ascii_lowercase()).collect()
    };
    match without_parameters(listed) {
        "*/*" => 2,
        range if range.ends_with("/*") => 3,
        _ => {
            let (known, said) = (parameters(listed), parameters(declared));
            if known.iter().all(|parameter| said.contains(parameter)) { 5 + known.len() } else { 4 }
        }
    }
}

/// Whether a media type is read as JSON.
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    matches!(form(media_type), Form::Json)
}

/// Whether a body of this media type is a form, whose fields are members.
#[cfg(feature = "server")]
pub(super) fn is_form(media_type: &str) -> bool {
    matches!(form(media_type), Form::UrlEncoded | Form::Multipart)
}

fn form(media_type: &str) -> Form {
    // Almost all bodies are of this type, so that it is not copied.
    if without_parameters(media_type).eq_ignore_ascii_case("application/json") {
        return Form::Json;
    }
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" | "" => Form::Json,
        "application/x-www-form-urlencoded" => Form::UrlEncoded,
        "multipart/form-data" => Form::Multipart,
        other if other.ends_with("+json") => Form::Json,
        other if other.starts_with("text/") => Form::Text,
        _ => Form::Octets,
    }
}

/// Writes a value as a body, the fields of a form as the documents say.
///
/// # Errors
/// What is required and not set, or cannot be written in this media type.
pub fn encode(media_type: &str, spec: &BodySpec, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    encode_as(wire::write_strict, media_type, spec, value)
}

/// Writes a value as the body of an answer.
///
/// # Errors
/// As those of [`encode`].
#[cfg(feature = "server")]
pub(super) fn encode_answer(media_type: &str, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    encode_as(wire::write_answer, media_type, &BodySpec::optional(&[]), value)
}

fn encode_as(
    write: fn(&dyn Value) -> Result<String, wire::Missing>,
    media_type: &str,
    spec: &BodySpec,
    value: &dyn Value,
) -> Result<Payload, Vec<Violation>> {
    let range = without_parameters(media_type);
    if let (true, Some(bytes)) = (range.contains('*') && range != "text/*", value.as_bytes()) {
        return Ok(Payload::whole("application/octet-stream", bytes.clone()));
    }
    match form(media_type) {
        Form::Json => json(media_type, write(value)),
        Form::UrlEncoded if value.as_bytes().is_some() => plain(media_type, value),
        Form::UrlEncoded => Ok(payload(media_type, url_encoded(spec.deep, value)?)),
        Form::Multipart => multipart::encode(spec.parts, value),
        Form::Text | Form::Octets => plain(media_type, value),
    }
}

fn payload(media_type: &str, text: String) -> Payload {
    let content_type = if media_type.contains('*') { "application/json" } else { media_type };
    Payload::whole(content_type, text)
}

fn json(media_type: &str, written: Result<String, wire::Missing>) -> Result<Payload, Vec<Violation>> {
    match written {
        Ok(text) => Ok(payload(media_type, text)),
        Err(missing) => {
            Err(missing.0.into_iter().map(|at| Violation::new(format!("body {at}"), "is required")).collect())
        }
    }
}

fn plain(media_type: &str, value: &dyn Value) -> Result<Payload, Vec<Violation>> {
    let bytes = match value.as_bytes() {
        Some(bytes) => bytes.clone(),
        None => match value.text() {
            Text::One(text) => Bytes::from(text),
            Text::Absent => Bytes::new(),
            Text::Many(_) | Text::Members(_) => {
                return Err(vec![Violation::new("body", format!("cannot be written as {}", essence(media_type)))]);
            }
        },
    };
    let content_type = match essence(media_type) {
        essence if essence == "text/*" => "text/plain".to_owned(),
        essence if essence.contains('*') => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    };
    Ok(Payload::whole(content_type, bytes))
}

/// The members of a form with their texts; lists are several pairs, and `deep` members have brackets.
fn url_encoded(deep: &[&str], value: &dyn Value) -> Result<String, Vec<Violation>> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut violations = Vec::new();
    match value.model() {
        Some(model) => {
            for (index, member) in model.shape().members().iter().enumerate() {
                let view = model.view(index);
                if view.is_absent() && member.required {
                    violations.push(Violation::new(format!("body /{}", member.name), "is required"));
                }
                match deep.contains(&member.name) {
                    true => pairs.extend(brackets::pairs(member.name, view)),
                    false => add(&mut pairs, member.name, view),
                }
            }
            pairs.extend(model.extra().iter().map(|(name, json)| (name.to_owned(), loose(json))));
        }
        None => match value.text() {
            Text::Members(members) => pairs.extend(members),
            _ => violations.push(Violation::new("body", "only objects can be written as a form")),
        },
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", style::escape(name), style::escape(value))).collect();
    Ok(pairs.join("&"))
}

fn add(pairs: &mut Vec<(String, String)>, name: &str, value: &dyn Value) {
    if value.is_absent() {
        return;
    }
    match value.text() {
        Text::Absent => {}
        Text::One(text) => pairs.push((name.to_owned(), text)),
        Text::Many(items) => pairs.extend(items.into_iter().map(|item| (name.to_owned(), item))),
        Text::Members(_) => pairs.push((name.to_owned(), wire::write(value))),
    }
}

/// A raw value as text: strings without quotes, others as JSON.
fn loose(json: &wire::Json) -> String {
    json.as_str().unwrap_or_else(|| json.as_text().to_owned())
}

/// Reads a body into a blank value.
///
/// # Errors
/// What does not fit, each with its JSON pointer.
pub fn decode(media_type: &str, bytes: &Bytes, slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    if !matches!(form(media_type), Form::UrlEncoded | Form::Multipart | Form::Json)
        || without_parameters(media_type).contains('*')
    {
        return octets(bytes, slot, mode);
    }
    match form(media_type) {
        Form::UrlEncoded if slot.take_bytes(bytes.clone()) => Ok(()),
        Form::UrlEncoded => read_fields(fields(bytes)?, slot, mode),
        Form::Multipart => read_fields(multipart::decode(media_type, bytes)?, slot, mode),
        Form::Json | Form::Text | Form::Octets => read_json(bytes, slot, mode),
    }
}

/// A place in the body, by its pointer.
fn place(pointer: &str) -> String {
    if pointer.is_empty() { "body".to_owned() } else { format!("body {pointer}") }
}

fn read_json(bytes: &[u8], slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    wire::read_into(slot, bytes, mode)
        .map_err(|error| vec![Violation::new(place(&error.pointer()), error.fault().to_string())])
}

fn octets(bytes: &Bytes, slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    if slot.take_bytes(bytes.clone()) {
        return Ok(());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Violation::new("body", "is not UTF-8")])?;
    if slot.read_text(Text::One(text.to_owned())).is_ok() {
        return Ok(());
    }
    read_json(bytes, slot, mode)
}

/// Takes the parts of one name as a list of files; says whether the value is such.
fn take_files(slot: &mut dyn Value, group: &[Part]) -> bool {
    let FormMut::List(items) = slot.form_mut(Become::Value) else { return false };
    items.empty();
    let taken = group.iter().all(|part| items.add().take_file(part.file()));
    if !taken {
        items.empty();
    }
    taken
}

/// A field of a form: a name, its octets, and what else it says of itself.
struct Part {
    name: String,
    bytes: Bytes,
    file_name: Option<String>,
    media_type: Option<String>,
}

impl Part {
    fn file(&self) -> File {
        let mut file = File::from(self.bytes.clone());
        if let Some(name) = &self.file_name {
            file = file.named(name);
        }
        match &self.media_type {
            Some(media_type) => file.media_type(media_type),
            None => file,
        }
    }

    fn is_json(&self) -> bool {
        self.media_type.as_deref().is_some_and(is_json)
    }
}

/// How many fields a form may have that is read: each costs many times what it says.
const FIELDS: usize = 10_000;

/// The pairs of a form as its fields.
fn fields(bytes: &Bytes) -> Result<Vec<Part>, Vec<Violation>> {
    let not_utf8 = || vec![Violation::new("body", "is not UTF-8")];
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8())?;
    let mut parts = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if parts.len() == FIELDS {
            return Err(vec![Violation::new("body", format!("has more than {FIELDS} fields"))]);
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = style::unescape_pair(name).map_err(|_| not_utf8())?.into_owned();
        let bytes = match style::unescape_pair(value).map_err(|_| not_utf8())? {
            // Most values stand in the body as they are.
            Cow::Borrowed(value) => bytes.slice_ref(value.as_bytes()),
            Cow::Owned(value) => Bytes::from(value),
        };
        parts.push(Part { name, bytes, file_name: None, media_type: None });
    }
    Ok(parts)
}

fn read_fields(parts: Vec<Part>, slot: &mut dyn Value, mode: Mode) -> Result<(), Vec<Violation>> {
    let Some(model) = slot.model_mut() else {
        return read_map(parts, slot);
    };
    let (mut bracketed, mut plain) = (Vec::new(), Vec::new());
    for part in parts {
        match brackets_of(model, &part.name).filter(|_| part.file_name.is_none()) {
            Some(member) => bracketed.push((member, part)),
            None => plain.push(part),
        }
    }
    let mut violations = Vec::new();
    for group in grouped(plain) {
        let Some(name) = group.first().map(|part| part.name.clone()) else { continue };
        violations.extend(read_field(model, &name, group, mode).err().map(|problem| field_violation(&name, problem)));
    }
    model.extra_mut().settle();
    violations.extend(read_bracketed(model, bracketed));
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

fn field_violation(name: &str, problem: String) -> Violation {
    Violation::new(format!("body /{name}"), problem)
}

/// The index of the member whose name stands before brackets.
fn brackets_of(model: &dyn Model, name: &str) -> Option<usize> {
    let shape = model.shape();
    let (member, _) = name.split_once('[')?;
    shape.index(member).filter(|_| shape.index(name).is_none())
}

/// Reads members of which every pair says a part.
fn read_bracketed(model: &mut dyn Model, parts: Vec<(usize, Part)>) -> Vec<Violation> {
    let mut members: BTreeMap<usize, (String, Brackets)> = BTreeMap::new();
    let mut violations = Vec::new();
    for (index, part) in parts {
        let (name, within) = part.name.split_at(part.name.find('[').unwrap_or(part.name.len()));
        let (_, brackets) = members.entry(index).or_insert_with(|| (name.to_owned(), Brackets::default()));
        let put = match std::str::from_utf8(&part.bytes) {
            Ok(text) if model.view(index).is_absent() => brackets.put(within, text.to_owned()),
            Ok(_) => Err(ONCE),
            Err(_) => Err("is not UTF-8"),
        };
        violations.extend(put.err().map(|problem| field_violation(&part.name, problem.to_owned())));
    }
    if violations.is_empty() {
        for (index, (name, mut brackets)) in members {
            let read = match brackets.settle() {
                Ok(()) => brackets.read(model.slot(index)).map_err(|error| told(&error)),
                Err(problem) => Err(problem.to_owned()),
            };
            violations.extend(read.err().map(|problem| field_violation(&name, problem)));
        }
    }
    violations
}

/// The parts of one name together, in the order of the first of each. Not quadratic, however many there are.
fn grouped(parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut groups: Vec<Vec<Part>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for part in parts {
        match known.get(&part.name).and_then(|at| groups.get_mut(*at)) {
            Some(group) => group.push(part),
            None => {
                known.insert(part.name.clone(), groups.len());
                groups.push(vec![part]);
            }
        }
    }
    groups
}

fn read_map(parts: Vec<Part>, slot: &mut dyn Value) -> Result<(), Vec<Violation>> {
    let members = parts.into_iter().map(|part| (part.name, String::from_utf8_lossy(&part.bytes).into_owned()));
    slot.read_text(Text::Members(members.collect())).map_err(|error| vec![Violation::new("body", told(&error))])
}

fn read_field(model: &mut dyn Model, name: &str, group: Vec<Part>, mode: Mode) -> Result<(), String> {
    let Some(index) = model.shape().index(name) else {
        if let Some(part) = group.last() {
            model.extra_mut().push(name, wire::Json::from(&*String::from_utf8_lossy(&part.bytes)));
        }
        return Ok(());
    };
    let slot = model.slot(index);
    if let [part] = group.as_slice()
        && slot.take_file(part.file())
    {
        return Ok(());
    }
    if take_files(slot, &group) {
        return Ok(());
    }
    if let [part] = group.as_slice()
        && part.is_json()
    {
        return wire::read_into(slot, &part.bytes, mode).map_err(|error| told(&error));
    }
    let mut texts = Vec::new();
    for part in &group {
        texts.push(std::str::from_utf8(&part.bytes).map_err(|_| "is not UTF-8".to_owned())?.to_owned());
    }
    let text = if texts.len() == 1 { Text::One(texts.concat()) } else { Text::Many(texts) };
    let Err(error) = slot.read_text(text) else { return Ok(()) };
    match group.as_slice() {
        [part] if wire::read_into(slot, &part.bytes, mode).is_ok() => Ok(()),
        _ => Err(told(&error)),
    }
}
