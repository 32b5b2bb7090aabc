//! Objects: one loop reads them all, one writes them all, after a static table.

use std::fmt;

use super::containers::Shown;
use super::extra::Extra;
use super::fault::{Fault, ReadError};
use super::json::Json;
use super::reader::{Kind, Reader};
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::{KindOf, Value, wrong_form};
use super::writer::Writer;

/// An object with members, as the generator emits it.
pub trait Model: Value {
    /// The table of its members.
    fn shape(&self) -> &'static Shape;
    /// The place of a member by its index in the table; one past the last is the map of all others, if there is one.
    fn slot(&mut self, member: usize) -> &mut dyn Value;
    /// The same, to look at.
    fn view(&self, member: usize) -> &dyn Value;
    /// What the document does not name.
    fn extra(&self) -> &Extra;
    /// What the document does not name, to change.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// The table of an object.
#[derive(Debug)]
pub struct Shape {
    /// Name of the type.
    pub name: &'static str,
    /// Its members in document order.
    pub members: &'static [Member],
    /// What happens to all other members.
    pub rest: Rest,
    /// Indices of the members in the order of their names; empty when there are so few that searching is faster.
    pub order: &'static [u16],
}

/// What happens to members that a table does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// They are kept raw.
    Extra,
    /// They are values of one type; the map of them is the slot after the last member.
    Member,
}

/// A member of an object.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Name on the wire.
    pub name: &'static str,
    /// Whether an object without it is wrong.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether only servers send it.
    pub read_only: bool,
    /// Whether only clients send it.
    pub write_only: bool,
    /// Whether it may not be printed.
    pub secret: bool,
}

impl Member {
    /// An optional member.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, required: false, nullable: false, read_only: false, write_only: false, secret: false }
    }

    /// An object without it is wrong.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It may be null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Only servers send it.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Only clients send it.
    #[must_use]
    pub const fn write_only(mut self) -> Self {
        self.write_only = true;
        self
    }

    /// It may not be printed.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
}

impl Shape {
    /// Index of the member of this name. `next` is where it would be if members came in document order.
    #[inline]
    #[must_use]
    pub fn index(&self, name: &str, next: usize) -> Option<usize> {
        if self.members.get(next).is_some_and(|member| member.name == name) {
            return Some(next);
        }
        if self.order.is_empty() {
            return self.members.iter().position(|member| member.name == name);
        }
        let name_of = |index: &u16| self.members.get(usize::from(*index)).map_or("", |member| member.name);
        let found = self.order.binary_search_by(|index| name_of(index).cmp(name)).ok()?;
        self.order.get(found).map(|index| usize::from(*index))
    }
}

/// Marks emitted structs.
#[derive(Debug, Clone, Copy)]
pub struct ModelKind;

impl<T: Model + Default> KindOf<T> for ModelKind {
    fn blank() -> T {
        T::default()
    }

    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        read(value, reader)
    }

    fn write(value: &T, writer: &mut Writer) {
        write(value, None, writer);
    }

    fn text(value: &T) -> Text {
        text(value)
    }

    fn read_text(value: &mut T, text: Text) -> Result<(), ReadError> {
        read_text(value, text)
    }

    fn show(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(value, f)
    }

    fn model(value: &T) -> Option<&dyn Model> {
        Some(value)
    }

    fn model_mut(value: &mut T) -> Option<&mut dyn Model> {
        Some(value)
    }

    fn keep_misfit(value: &mut T, raw: &str) -> bool {
        *value = T::default();
        value.extra_mut().set_misfit(Json::trusted(raw));
        true
    }

    #[cfg(feature = "test-util")]
    fn sample(value: &mut T, sampler: &mut Sampler) {
        sample(value, sampler);
    }
}

fn read(model: &mut dyn Model, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let shape = model.shape();
    let mut seen = Seen::default();
    let mut next = 0;
    let mut more = reader.open_object()?;
    while more {
        let name = reader.name()?;
        match shape.index(&name, next) {
            Some(index) => {
                next = index + 1;
                if !seen.first(index) && reader.is_strict() {
                    return Err(ReadError::new(Fault::Duplicate, reader.offset()).within(name));
                }
                read_member(model, index, &name, reader)?;
            }
            None if shape.rest == Rest::Member => read_map_member(model, shape.members.len(), &name, reader)?,
            None => model.extra_mut().set(&name, Json::trusted(reader.raw()?)),
        }
        more = reader.next_member()?;
    }
    Ok(())
}

/// Which members were read; those of very large objects are not told apart.
#[derive(Default)]
struct Seen([u64; 4]);

impl Seen {
    fn first(&mut self, index: usize) -> bool {
        let Some(word) = self.0.get_mut(index / 64) else {
            return true;
        };
        let bit = 1 << (index % 64);
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

fn read_member(model: &mut dyn Model, index: usize, name: &str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    match lenient(model.slot(index), reader) {
        Ok(None) => Ok(()),
        Ok(Some(raw)) => {
            model.slot(index).clear();
            model.extra_mut().set(name, Json::trusted(raw));
            Ok(())
        }
        Err(error) => Err(error.within(name)),
    }
}

fn read_map_member(model: &mut dyn Model, map: usize, name: &str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let Some(slot) = model.slot(map).entry(name) else {
        model.extra_mut().set(name, Json::trusted(reader.raw()?));
        return Ok(());
    };
    match lenient(slot, reader) {
        Ok(None) => Ok(()),
        Ok(Some(raw)) => {
            model.slot(map).forget(name);
            model.extra_mut().set(name, Json::trusted(raw));
            Ok(())
        }
        Err(error) => Err(error.within(name)),
    }
}

/// Reads a value; one that does not fit is given back raw where the mode is lenient.
fn lenient<'a>(value: &mut dyn Value, reader: &mut Reader<'a>) -> Result<Option<&'a str>, ReadError> {
    let (at, depth) = (reader.offset(), reader.depth());
    match value.read(reader) {
        Ok(()) => Ok(None),
        Err(error) if error.is_misfit() && !reader.is_strict() => {
            reader.rewind(at, depth);
            reader.raw().map(Some)
        }
        Err(error) => Err(error),
    }
}

/// Reads an item; one that does not fit is kept by the item itself, if it can and the mode is lenient.
pub(super) fn read_or_keep(item: &mut dyn Value, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let (at, depth) = (reader.offset(), reader.depth());
    match item.read(reader) {
        Err(error) if error.is_misfit() && !reader.is_strict() => {
            let end = (reader.offset(), reader.depth());
            reader.rewind(at, depth);
            let raw = reader.raw()?;
            if item.keep_misfit(raw) {
                return Ok(());
            }
            reader.rewind(end.0, end.1);
            Err(error)
        }
        read => read,
    }
}

/// Writes an object; `tag` is a member that must be there, from the choice around it.
pub(super) fn write(model: &dyn Model, tag: Option<(&str, &str)>, writer: &mut Writer) {
    if let Some(misfit) = model.extra().misfit() {
        return writer.raw(misfit.as_text());
    }
    let shape = model.shape();
    writer.push('{');
    let mut first = true;
    if let Some((name, value)) = tag.filter(|(name, _)| !has(model, name)) {
        writer.separate(&mut first);
        writer.name(name);
        writer.string(value);
    }
    for (index, member) in shape.members.iter().enumerate() {
        let value = model.view(index);
        if value.is_absent() {
            if member.required && !member.read_only && writer.is_strict() && model.extra().get(member.name).is_none() {
                writer.note_missing(member.name);
            }
            continue;
        }
        writer.separate(&mut first);
        writer.name(member.name);
        writer.enter_member(member.name);
        value.write(writer);
        writer.leave();
    }
    if shape.rest == Rest::Member {
        model.view(shape.members.len()).write_members(writer, &mut first);
    }
    for (name, json) in model.extra().iter() {
        let replaced = shape.index(name, 0).is_some_and(|index| !model.view(index).is_absent());
        if !replaced {
            writer.separate(&mut first);
            writer.name(name);
            writer.raw(json.as_text());
        }
    }
    writer.push('}');
}

fn has(model: &dyn Model, name: &str) -> bool {
    let member = model.shape().index(name, 0).is_some_and(|index| !model.view(index).is_absent());
    member || model.extra().get(name).is_some()
}

fn text(model: &dyn Model) -> Text {
    let mut members = Vec::new();
    for (index, member) in model.shape().members.iter().enumerate() {
        if let Some(text) = model.view(index).text().into_one() {
            members.push((member.name.to_owned(), text));
        }
    }
    for (name, json) in model.extra().iter() {
        members.extend(json.text().into_one().map(|text| (name.to_owned(), text)));
    }
    Text::Members(members)
}

fn read_text(model: &mut dyn Model, text: Text) -> Result<(), ReadError> {
    let Text::Members(members) = text else {
        return Err(wrong_form("an object"));
    };
    for (name, text) in members {
        match model.shape().index(&name, 0) {
            Some(index) => model.slot(index).read_text(Text::One(text)).map_err(|error| error.within(name))?,
            None => model.extra_mut().set(&name, Json::from(text)),
        }
    }
    Ok(())
}

/// `Debug` of an object: the members that are set, secrets as `[redacted]`, and only the names of unknown members.
///
/// # Errors
/// When the formatter fails.
pub fn debug(model: &dyn Model, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = model.shape();
    let mut out = f.debug_struct(shape.name);
    for (index, member) in shape.members.iter().enumerate() {
        let value = model.view(index);
        if value.is_absent() {
            continue;
        }
        if member.secret {
            out.field(member.name, &Redacted)
        } else {
            out.field(member.name, &Shown(value))
        };
    }
    if shape.rest == Rest::Member {
        out.field("…", &Shown(model.view(shape.members.len())));
    }
    if !model.extra().is_empty() {
        out.field("extra", model.extra());
    }
    out.finish()
}

/// What a secret shows.
pub(super) struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(feature = "test-util")]
fn sample(model: &mut dyn Model, sampler: &mut Sampler) {
    let shape = model.shape();
    let count = shape.members.len() + usize::from(shape.rest == Rest::Member);
    sampler.nested(|sampler| {
        for index in 0..count {
            model.slot(index).sample(sampler);
        }
    });
}

/// Whether the value that comes next is an object with all these members; the reader does not move.
pub(super) fn members_of<'a>(reader: &mut Reader<'a>) -> Option<Vec<(std::borrow::Cow<'a, str>, &'a str)>> {
    let (at, depth) = (reader.offset(), reader.depth());
    let mut members = Vec::new();
    let found = (|| {
        if reader.kind()? != Kind::Object {
            return Ok(false);
        }
        let mut more = reader.open_object()?;
        while more {
            let name = reader.name()?;
            members.push((name, reader.raw()?));
            more = reader.next_member()?;
        }
        Ok::<bool, ReadError>(true)
    })();
    reader.rewind(at, depth);
    matches!(found, Ok(true)).then_some(members)
}
