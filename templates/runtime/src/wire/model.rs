//! Objects: one loop reads them all, one writes them all, after a static table.

use super::choice::{Tag, Written};
use super::extra::{ABSENT, Extra};
use super::fault::{Fault, ReadError};
use super::json::Json;
use super::reader::Reader;
use super::shape::{Found, Member, Rest, Shape};
use super::spelling;
use super::value::{Become, Form, FormMut, KindOf, Value};
use super::writer::{Side, Writer};

/// An object with members, as the generator emits it.
pub trait Model: Value {
    /// The table of its members.
    fn shape(&self) -> &'static Shape;
    /// The place of a member by its index in the table; one past the last is the map of all others, if there is one.
    /// Of any other index it is the [`Extra`].
    fn slot(&mut self, member: usize) -> &mut dyn Value;
    /// The same, to look at.
    fn view(&self, member: usize) -> &dyn Value;
}

impl<'m> dyn Model + 'm {
    /// What the document does not name.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        match self.view(usize::MAX).form() {
            Form::Extra(extra) => extra,
            _ => &ABSENT,
        }
    }

    /// What the document does not name, to change.
    pub fn extra_mut(&mut self) -> &mut Extra {
        match self.slot(usize::MAX).form_mut(Become::Value) {
            FormMut::Extra(extra) => extra,
            _ => unreachable!("the last place of an object is what the document does not name"),
        }
    }

    /// How many places there are before what the document does not name.
    pub(super) fn places(&self) -> usize {
        let shape = self.shape();
        shape.members().len() + usize::from(shape.rest == Rest::Member)
    }
}

/// Marks emitted structs.
#[derive(Debug, Clone, Copy)]
pub struct ModelKind;

impl<T: Model + Default> KindOf<T> for ModelKind {
    #[inline]
    fn blank() -> T {
        T::default()
    }

    #[inline]
    fn form(value: &T) -> Form<'_> {
        Form::Model(value)
    }

    #[inline]
    fn form_mut(value: &mut T, _target: Become) -> FormMut<'_> {
        FormMut::Model(value)
    }
}

pub(super) fn read(model: &mut dyn Model, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    if reader.is_texts() && reader.peek() == b'"' {
        return reader.within_text(|reader| read(model, reader));
    }
    reader.spend(size_of_val(model))?;
    let shape = model.shape();
    let told = reader.take_tags();
    let mut seen = Seen::default();
    let mut walk = shape.walk();
    let outside = reader.set_rounded(false);
    let mut more = reader.open_object()?;
    while more {
        let start = reader.offset();
        match walk.next(reader)? {
            Found::Member(index) => read_member(model, index, reader, &mut seen, start)?,
            Found::Other(name) if told.has(&name) => keep(model, &name, reader)?,
            Found::Other(name) => read_rest(model, &name, reader)?,
        }
        more = reader.next_member()?;
    }
    reader.set_rounded(outside);
    match model.extra_mut().settle() {
        Some(twin) if reader.is_strict() => Err(ReadError::new(Fault::Duplicate, reader.offset()).within(twin)),
        _ => Ok(()),
    }
}

/// Which members were there already, where that is an error.
#[derive(Default)]
struct Seen {
    first: u64,
    others: Vec<usize>,
}

impl Seen {
    /// Notes a member; whether it is new.
    fn note(&mut self, member: usize) -> bool {
        if member < 64 {
            let bit = 1 << member;
            let new = self.first & bit == 0;
            self.first |= bit;
            return new;
        }
        let new = !self.others.contains(&member);
        if new {
            self.others.push(member);
        }
        new
    }
}

#[inline]
fn read_member(
    model: &mut dyn Model,
    index: usize,
    reader: &mut Reader<'_>,
    seen: &mut Seen,
    start: usize,
) -> Result<(), ReadError> {
    if reader.is_strict() && !seen.note(index) {
        let name = member_name(model, index);
        return Err(ReadError::new(Fault::Duplicate, start).within(name));
    }
    let mark = reader.mark();
    match model.slot(index).read(reader) {
        Ok(()) => {
            if reader.has_rounded() {
                let name = member_name(model, index);
                spelling::keep(model, name, reader, mark);
            }
            Ok(())
        }
        Err(error) if reader.rewind_after(mark, &error) => {
            let name = member_name(model, index);
            keep(model, name, reader)
        }
        Err(error) => Err(error.within(member_name(model, index))),
    }
}

fn member_name(model: &dyn Model, index: usize) -> &'static str {
    model.shape().members().get(index).map_or("", |member| member.name)
}

#[cold]
fn keep(model: &mut dyn Model, name: &str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let json = reader.json().map_err(|error| error.within(name))?;
    model.extra_mut().push(name, json);
    Ok(())
}

fn read_rest(model: &mut dyn Model, name: &str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    let shape = model.shape();
    if shape.rest == Rest::Member
        && let FormMut::Map(entries) = model.slot(shape.members().len()).form_mut(Become::Value)
    {
        let mark = reader.mark();
        if reader.is_strict() && entries.get(name).is_some() {
            return Err(ReadError::new(Fault::Duplicate, reader.offset()).within(name));
        }
        let Err(error) = entries.add(name).read(reader) else {
            if reader.has_rounded() {
                spelling::keep(model, name, reader, mark);
            }
            return Ok(());
        };
        entries.forget(name);
        if !reader.rewind_after(mark, &error) {
            return Err(error.within(name));
        }
    }
    keep(model, name, reader)
}

/// Writes an object; `tag` is a member that must be there, from the choice around it.
pub(super) fn write(model: &dyn Model, tag: Option<&Written<'_>>, writer: &mut Writer) {
    let start = writer.length();
    writer.open_object();
    write_tags(model, tag, writer);
    let shape = model.shape();
    let extra = model.extra();
    let side = writer.side();
    let is_left_out = |member: &Member| member.is_kept_back(side) && !Written::has(tag, member.name);
    let mut lacks = false;
    let mut first = writer.is_at_first();
    for (index, (member, name)) in shape.named().enumerate() {
        match model.view(index).form() {
            Form::Absent | Form::Extra(_) => lacks |= member.must_be_set(side),
            _ if is_left_out(member) => {}
            form => {
                writer.ready_name(name, first);
                first = false;
                if spelling::may_have(&form) && !writer.is_redacting() && extra.has_spellings() {
                    spelling::write(extra, member.name, form, writer);
                } else {
                    write_member(member, form, writer);
                }
            }
        }
    }
    if shape.rest == Rest::Member {
        write_rest(model, writer);
    }
    let is_member_left_out = |name| shape.index(name).and_then(|at| shape.members().get(at)).is_some_and(is_left_out);
    for (name, json) in extra.iter().filter(|(name, _)| !is_set(model, name) && !is_member_left_out(name)) {
        writer.name(name);
        write_kept(json, writer);
    }
    match extra.misfit() {
        Some(misfit) => {
            writer.back_to(start);
            write_kept(misfit, writer);
        }
        None => writer.close_object(),
    }
    if lacks && writer.is_strict() && is_incomplete(model, tag, side) {
        writer.note_missing();
    }
}

fn write_tags(model: &dyn Model, tag: Option<&Written<'_>>, writer: &mut Writer) {
    for (name, value) in tags(model, tag) {
        writer.name(name);
        value.write(writer);
    }
}

/// The tags that are written for an object, as it has not set them itself.
pub(crate) fn tags<'t>(
    model: &dyn Model,
    tag: Option<&'t Written<'t>>,
) -> impl Iterator<Item = (&'static str, Tag<'static>)> {
    let tags = Written::each(tag).filter(|tag| !has(model, tag.name) && (tag.is_only || !is_required(model, tag.name)));
    tags.filter_map(|tag| Some((tag.name, tag.value?)))
}

/// Whether it lacks a member that neither a tag nor what was kept stands for.
fn is_incomplete(model: &dyn Model, tag: Option<&Written<'_>>, side: Side) -> bool {
    let extra = model.extra();
    let stands_in =
        |member: &Member| Written::stands_for(tag, member.name, member.required) || extra.get(member.name).is_some();
    let mut required = model.shape().members().iter().enumerate().filter(|(_, member)| member.must_be_set(side));
    extra.misfit().is_none() && required.any(|(index, member)| model.view(index).is_absent() && !stands_in(member))
}

fn is_required(model: &dyn Model, name: &str) -> bool {
    let shape = model.shape();
    shape.index(name).and_then(|index| shape.members().get(index)).is_some_and(|member| member.required)
}

#[inline]
fn write_member(member: &Member, form: Form<'_>, writer: &mut Writer) {
    if member.secret && writer.is_redacting() {
        writer.redacted();
    } else {
        form.write(writer);
    }
}

/// What is kept may be a secret that no document knows of.
fn write_kept(json: &Json, writer: &mut Writer) {
    if writer.is_redacting() {
        writer.raw("…");
    } else {
        writer.raw(json.as_text());
    }
}

fn write_rest(model: &dyn Model, writer: &mut Writer) {
    let shape = model.shape();
    let Form::Map(entries) = model.view(shape.members().len()).form() else { return };
    entries.each(&mut |name, value| {
        if shape.index(name).is_none_or(|index| model.view(index).is_absent()) {
            writer.name(name);
            spelling::write(model.extra(), name, value.form(), writer);
        }
    });
}

/// Whether a member of this name is set, so that it replaces what was kept.
fn is_set(model: &dyn Model, name: &str) -> bool {
    let shape = model.shape();
    match shape.index(name) {
        Some(index) => !model.view(index).is_absent(),
        None if shape.rest == Rest::Member => match model.view(shape.members().len()).form() {
            Form::Map(entries) => entries.get(name).is_some(),
            _ => false,
        },
        None => false,
    }
}

fn has(model: &dyn Model, name: &str) -> bool {
    is_set(model, name) || model.extra().get(name).is_some()
}
