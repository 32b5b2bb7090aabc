//! The table of an object: its members, and how the next one is found while an object is read.

mod name;
mod order;

use std::borrow::Cow;
use std::sync::OnceLock;

pub(super) use self::name::Name;
use self::order::Order;
use super::fault::ReadError;
use super::reader::Reader;
use super::writer::Side;

/// The table of an object. What is emitted is next to nothing to compile; the rest is made when it is needed first.
#[derive(Debug)]
pub struct Shape {
    /// Name of the type.
    pub name: &'static str,
    /// What happens to all other members.
    pub rest: Rest,
    /// Of each member the words that are known about it, an equals sign, its name and a null character.
    rows: &'static str,
    table: OnceLock<Table>,
}

#[derive(Debug)]
struct Table {
    members: Box<[Member]>,
    /// How members are found.
    order: Order,
}

impl Table {
    fn new(rows: &'static str) -> Self {
        let rows = rows.split_terminator('\0').filter_map(|row| row.split_once('='));
        let members: Box<[Member]> = rows.map(|(facts, name)| Member::new(name, facts)).collect();
        let order = Order::new(&members);
        Self { members, order }
    }
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
    /// A member by its name and the words that are known about it.
    fn new(name: &'static str, facts: &str) -> Self {
        let has = |fact| facts.split(' ').any(|word| word == fact);
        Self {
            name,
            required: has("required"),
            nullable: has("nullable"),
            read_only: has("read_only"),
            write_only: has("write_only"),
            secret: has("secret"),
        }
    }

    /// Whether what this side sends may not lack it. Members that only servers send are not asked of clients; of servers,
    /// none is that only one side sends.
    pub(crate) fn must_be_set(&self, side: Side) -> bool {
        self.required && !self.read_only && !self.is_kept_back(side)
    }

    /// Whether this side does not send it even if it is set: a password in a response, an id in a request.
    #[inline]
    pub(crate) fn is_kept_back(&self, side: Side) -> bool {
        match side {
            Side::Client => self.read_only,
            Side::Server => self.write_only,
            Side::Any | Side::WholeClient => false,
        }
    }
}

impl Shape {
    /// The table of an object that keeps what it does not name. Each member is the words that are known about it, an
    /// equals sign, its name and a null character, as in `required read_only =id\0`. Compiling one text takes half the time
    /// that a list takes.
    #[must_use]
    pub const fn new(name: &'static str, rows: &'static str) -> Self {
        Self { name, rest: Rest::Extra, rows, table: OnceLock::new() }
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
        let table = self.table();
        table.order.find(&table.members, name)
    }

    /// Its members in document order.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.table().members
    }

    #[inline]
    fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::new(self.rows))
    }

    /// The members, and how their names are written.
    pub(super) fn named(&self) -> impl Iterator<Item = (&Member, &Name)> {
        let table = self.table();
        table.members.iter().zip(table.order.names())
    }

    /// Goes through the members of an object that is read.
    pub(super) fn walk(&'static self) -> Walk {
        let Table { members, order } = self.table();
        Walk { members, order, place: 0 }
    }
}

/// A way through the members of one object. Whoever sends objects of a type sends their members in one order, most of
/// the time, so that the order of the last object foretells that of the next one.
pub(super) struct Walk {
    members: &'static [Member],
    order: &'static Order,
    /// Where it is: zero at the start, else one more than the index of the member before.
    place: usize,
}

/// The member that was found.
pub(super) enum Found<'a> {
    /// One of the table, by index.
    Member(usize),
    /// Another one, by name.
    Other(Cow<'a, str>),
}

impl Walk {
    /// Takes the name that comes next, and its colon.
    #[inline]
    pub(super) fn next<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Found<'a>, ReadError> {
        let guess = self.order.after(self.place);
        if let Some(name) = self.order.names().get(guess)
            && reader.eat_ready(name)
        {
            self.place = guess + 1;
            return Ok(Found::Member(guess));
        }
        self.search(reader)
    }

    #[inline(never)]
    fn search<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Found<'a>, ReadError> {
        let name = reader.name()?;
        let Some(index) = self.order.find(self.members, &name) else { return Ok(Found::Other(name)) };
        self.order.learn(self.place, index);
        self.place = index + 1;
        Ok(Found::Member(index))
    }
}
