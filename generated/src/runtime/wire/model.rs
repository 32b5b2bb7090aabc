//! Objects: one loop reads them all, one writes them all, after a static table.

use std::sync::OnceLock;

use super::extra::{ABSENT, Extra};
use super::fault::{Fault, ReadError};
use super::json::Json;
use super::reader::Reader;
use super::value::{Form, FormMut, KindOf, Value};
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
    /// What the document does not name.
    fn extra(&self) -> &Extra {
        match self.view(usize::MAX).form() {
            Form::Extra(extra) => extra,
            _ => &ABSENT,
        }
    }
    /// What the document does not name, to change.
    fn extra_mut(&mut self) -> &mut Extra {
        match self.slot(usize::MAX).form_mut() {
            FormMut::Extra(extra) => extra,
            _ => unreachable!("the last place of an object is what the document does not name"),
        }
    }
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
    /// Indices of the members in the order of their names, made when it is needed first.
    order: OnceLock<Box<[usize]>>,
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
    /// Whether the name stands for itself between quotes.
    plain: bool,
    quoted: Quoted,
}

/// A name as it is written, quotes and colon included; copying a fixed number of bytes is faster than counting them.
/// Empty when it is too long or needs escapes.
#[derive(Debug, Clone, Copy)]
struct Quoted {
    bytes: [u8; 32],
    length: u8,
}

impl Quoted {
    const fn new(name: &[u8], plain: bool) -> Self {
        let mut bytes = [0; 32];
        let mut length = 0;
        if plain && name.len() <= 29 {
            bytes[0] = b'"';
            while length < name.len() {
                bytes[length + 1] = name[length];
                length += 1;
            }
            bytes[length + 1] = b'"';
            bytes[length + 2] = b':';
            length += 3;
        }
        Self { bytes, length: length as u8 }
    }
}

impl Member {
    /// An optional member.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        let plain = is_plain(name.as_bytes());
        let quoted = Quoted::new(name.as_bytes(), plain);
        Self {
            name,
            required: false,
            nullable: false,
            read_only: false,
            write_only: false,
            secret: false,
            plain,
            quoted,
        }
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

    /// Whether what this side sends may not lack it. Members that only servers send are not asked of clients; of servers,
    /// none is that only one side sends.
    pub(super) fn must_be_set(&self, side: Side) -> bool {
        self.required && !self.read_only && !self.is_kept_back(side)
    }

    /// Whether this side does not send it even if it is set, as a password in an answer.
    pub(super) fn is_kept_back(&self, side: Side) -> bool {
        self.write_only && side == Side::Server
    }
}

/// Whether a name stands for itself between quotes.
const fn is_plain(name: &[u8]) -> bool {
    let mut rest = name;
    while let [first, after @ ..] = rest {
        if *first < 0x20 || *first == b'"' || *first == b'\\' {
            return false;
        }
        rest = after;
    }
    true
}

impl Shape {
    /// The table of an object that keeps what it does not name.
    #[must_use]
    pub const fn new(name: &'static str, members: &'static [Member]) -> Self {
        Self { name, members, rest: Rest::Extra, order: OnceLock::new() }
    }

    /// The members that it does not name are of one type.
    #[must_use]
    pub const fn additional(mut self) -> Self {
        self.rest = Rest::Member;
        self
    }

    /// The index of the member of this name.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<usize> {
        if self.members.len() <= SEARCHED_ONE_BY_ONE {
            return self.members.iter().position(|member| member.name == name);
        }
        let order = self.order.get_or_init(|| self.sorted());
        let place = order.binary_search_by(|index| self.name_of(*index).cmp(name)).ok()?;
        order.get(place).copied()
    }

    fn name_of(&self, index: usize) -> &'static str {
        self.members.get(index).map_or("", |member| member.name)
    }

    fn sorted(&self) -> Box<[usize]> {
        let mut order: Vec<usize> = (0..self.members.len()).collect();
        order.sort_by_key(|index| self.name_of(*index));
        order.into()
    }

    /// The index of the member whose name and colon come next, if it is this one or one of the few after it.
    #[inline]
    fn near(&self, first: usize, reader: &mut Reader<'_>) -> Option<usize> {
        let members = self.members.get(first..)?;
        members.iter().take(NEAR).position(|member| member.plain && reader.eat_name(member.name)).map(|at| first + at)
    }
}

/// Objects with more members than this are searched by a sorted index.
const SEARCHED_ONE_BY_ONE: usize = 16;

/// How many members may be absent in a row before the next one is looked up by name.
const NEAR: usize = 4;

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

    fn form(value: &T) -> Form<'_> {
        Form::Model(value)
    }

    fn form_mut(value: &mut T) -> FormMut<'_> {
        FormMut::Model(value)
    }
}

fn read(model: &mut dyn Model, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    if reader.is_texts() && reader.peek() == b'"' {
        let text = reader.string()?;
        return read(model, &mut Reader::new(&text, reader.mode()));
    }
    let shape = model.shape();
    let tag = reader.take_tag();
    let mut seen = Seen::default();
    let mut next = 0;
    let mut more = reader.open_object()?;
    while more {
        let start = reader.offset();
        if let Some(index) = shape.near(next, reader) {
            next = index + 1;
            read_member(model, index, reader, &mut seen, start)?;
        } else {
            let name = reader.name()?;
            match shape.index(&name) {
                Some(index) => {
                    next = index + 1;
                    read_member(model, index, reader, &mut seen, start)?;
                }
                None if tag == Some(&*name) => keep(model, &name, reader)?,
                None => read_rest(model, &name, reader)?,
            }
        }
        more = reader.next_member()?;
    }
    model.extra_mut().settle();
    Ok(())
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
        Ok(()) => Ok(()),
        Err(error) if reader.rewind_after(mark, &error) => {
            let name = member_name(model, index);
            keep(model, name, reader)
        }
        Err(error) => Err(error.within(member_name(model, index))),
    }
}

fn member_name(model: &dyn Model, index: usize) -> &'static str {
    model.shape().members.get(index).map_or("", |member| member.name)
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
        && let FormMut::Map(entries) = model.slot(shape.members.len()).form_mut()
    {
        let mark = reader.mark();
        let Err(error) = entries.add(name).read(reader) else { return Ok(()) };
        entries.forget(name);
        if !reader.rewind_after(mark, &error) {
            return Err(error.within(name));
        }
    }
    keep(model, name, reader)
}

/// Writes an object; `tag` is a member that must be there, from the choice around it.
pub(super) fn write(model: &dyn Model, tag: Option<(&str, &str)>, writer: &mut Writer) {
    let extra = model.extra();
    if let Some(misfit) = extra.misfit() {
        return write_kept(misfit, writer);
    }
    writer.open_object();
    let tag = tag.filter(|(name, _)| !has(model, name));
    if let Some((name, value)) = tag {
        writer.name(name);
        writer.string(value);
    }
    let shape = model.shape();
    for (index, member) in shape.members.iter().enumerate() {
        let value = model.view(index);
        if !value.is_absent() {
            if !member.is_kept_back(writer.side()) {
                write_member(member, value, writer);
            }
        } else if member.must_be_set(writer.side())
            && extra.get(member.name).is_none()
            && tag.is_none_or(|(name, _)| name != member.name)
        {
            writer.note_missing();
        }
    }
    if shape.rest == Rest::Member {
        write_rest(model, writer);
    }
    for (name, json) in extra.iter().filter(|(name, _)| !is_set(model, name)) {
        writer.name(name);
        write_kept(json, writer);
    }
    writer.close_object();
}

#[inline]
fn write_member(member: &Member, value: &dyn Value, writer: &mut Writer) {
    match member.quoted {
        Quoted { length: 0, .. } => writer.name(member.name),
        Quoted { ref bytes, length } => writer.quoted_name(bytes, length.into()),
    }
    if member.secret && writer.is_redacting() {
        writer.redacted();
    } else {
        value.write(writer);
    }
}

/// What is kept may be a secret that no document knows of.
fn write_kept(json: &Json, writer: &mut Writer) {
    if writer.is_redacting() {
        writer.raw("…");
    } else {
        json.write(writer);
    }
}

fn write_rest(model: &dyn Model, writer: &mut Writer) {
    let shape = model.shape();
    let Form::Map(entries) = model.view(shape.members.len()).form() else { return };
    for (name, value) in entries {
        if shape.index(name).is_none_or(|index| model.view(index).is_absent()) {
            writer.name(name);
            value.write(writer);
        }
    }
}

/// Whether a member of this name is set, so that it replaces what was kept.
fn is_set(model: &dyn Model, name: &str) -> bool {
    let shape = model.shape();
    match shape.index(name) {
        Some(index) => !model.view(index).is_absent(),
        None if shape.rest == Rest::Member => match model.view(shape.members.len()).form() {
            Form::Map(entries) => entries.binary_search_by(|(entry, _)| (*entry).cmp(name)).is_ok(),
            _ => false,
        },
        None => false,
    }
}

fn has(model: &dyn Model, name: &str) -> bool {
    is_set(model, name) || model.extra().get(name).is_some()
}
