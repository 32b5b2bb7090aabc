//! Forms: the members of an object as fields, however these are put into octets.
//!
//! - What is absent, null or an empty list is not sent. A member that a document requires and that is absent is an error.
//! - A field travels by what it is, unless the documents give it a style: a text, a number and a boolean as their text, a
//!   list as several fields of one name, one for each item that is not null, and an object as JSON. An item that is an
//!   object or a list itself is JSON, too.
//! - A field with a style travels as a parameter of a query in that style; see there.
//! - Fields that a document does not name are sent as they were read.
//!
//! Servers also read what others write: brackets and JSON where no style says so, items in fields of their own where a style
//! joins them, and a list of one item that is not marked as one.

mod read;

pub(super) use self::read::read;

use super::is_json;
use crate::arguments::Violation;
use crate::operation::{BodySpec, Encoding};
use crate::wire::{self, AnyChoice, Bytes, File, Form, Json, Missing, Model, Rest, Side, Value, Written};

/// How the fields of a form travel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encodings {
    all: &'static [Encoding],
    /// The index of the media type of the body.
    of: usize,
}

impl Encodings {
    /// All travel as most do.
    pub(super) const NONE: Self = Self { all: &[], of: 0 };

    /// Those of the body in the media type of this index.
    pub(super) fn of(spec: &BodySpec, of: usize) -> Self {
        Self { all: spec.fields, of }
    }

    /// That of a field, unless it travels as most do.
    pub(super) fn get(self, field: &str) -> Option<&'static Encoding> {
        self.iter().find(|encoding| encoding.field == field)
    }

    fn iter(self) -> impl Iterator<Item = &'static Encoding> {
        self.all.iter().filter(move |encoding| encoding.of == self.of)
    }
}

/// A field of a form that was received: a name, its octets, and what else it says of itself.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: Bytes,
    /// The same as it came, where delimiters between items are not escaped and those inside of items are.
    pub(super) escaped: Option<String>,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
}

/// What a field of a form takes in memory, about, however short it is.
pub(super) const FIELD: usize = 512;

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

    fn text(&self) -> Result<&str, String> {
        std::str::from_utf8(&self.bytes).map_err(|_| "is not UTF-8".to_owned())
    }
}

/// Takes a field that is set, and says why it cannot be written.
pub(super) type Visit<'a> = dyn FnMut(&str, &dyn Value) -> Result<(), String> + 'a;

/// Shows all fields that are set and that this side sends, in their order.
///
/// # Errors
/// What is required and not set, and what cannot be written.
pub(super) fn each(side: Side, value: &dyn Value, visit: &mut Visit<'_>) -> Result<(), Vec<Violation>> {
    let mut violations = Vec::new();
    let mut visit = |name: &str, value: &dyn Value| {
        violations.extend(visit(name, value).err().map(|problem| violation(name, problem)));
    };
    match value.form() {
        Form::Model(model) => each_member((side, None), model, &mut visit),
        Form::Choice(choice) => each_of_choice(side, choice, &mut visit),
        Form::Map(entries) => entries.each(&mut visit),
        _ => match Json::of(value).members() {
            Some(members) => members.iter().for_each(|(name, member)| visit(name, member)),
            None => violations.push(Violation::new("body", "only objects can be written as a form")),
        },
    }
    violations.extend(missing(side, value));
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

fn violation(name: &str, problem: impl Into<String>) -> Violation {
    Violation::new(format!("body /{name}"), problem)
}

/// What is required of this side and not set, at any depth.
fn missing(side: Side, value: &dyn Value) -> impl Iterator<Item = Violation> {
    Missing::of_side(side, value).0.into_iter().map(|at| Violation::new(format!("body {at}"), "is required"))
}

/// The members that a side sends; those that tell choices apart are sent by every side.
fn each_member((side, tag): (Side, Option<&Written<'_>>), model: &dyn Model, visit: &mut dyn FnMut(&str, &dyn Value)) {
    let shape = model.shape();
    let is_sent = |name: &str| {
        let member = shape.index(name).and_then(|index| shape.members().get(index));
        member.is_none_or(|member| !member.is_kept_back(side) || Written::has(tag, name))
    };
    for (index, member) in shape.members().iter().enumerate() {
        let view = model.view(index);
        if !view.is_absent() && is_sent(member.name) {
            match sent(side, view) {
                Some(json) => visit(member.name, &json),
                None => visit(member.name, view),
            }
        }
    }
    if let (Rest::Member, Form::Map(entries)) = (shape.rest, model.view(shape.members().len()).form()) {
        entries.each(visit);
    }
    model.extra().iter().filter(|(name, _)| is_sent(name)).for_each(|(name, json)| visit(name, json));
}

/// An object or a list of objects as a side sends it; none where that is the value itself.
fn sent(side: Side, value: &dyn Value) -> Option<Json> {
    let has_members = |value: &dyn Value| matches!(value.form(), Form::Model(_) | Form::Choice(_));
    let is_changed = match value.form() {
        Form::List(items) => (0..items.len()).filter_map(|at| items.item(at)).any(has_members),
        _ => has_members(value),
    };
    is_changed.then(|| wire::json_for(side, value))
}

/// The members of the chosen type, and those by which it is told.
fn each_of_choice(side: Side, choice: &dyn AnyChoice, visit: &mut dyn FnMut(&str, &dyn Value)) {
    wire::held(choice, None, &mut |value, tag| match value.model() {
        Some(model) => {
            wire::tags(model, tag).for_each(|(name, value)| visit(name, &value.json()));
            each_member((side, tag), model, visit);
        }
        None => Json::of(value).members().into_iter().flatten().for_each(|(name, json)| visit(&name, &json)),
    });
}
