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

/// The table of an object.
#[derive(Debug)]
pub struct Shape {
    /// Name of the type.
    pub name: &'static str,
    /// Its members in document order.
    pub members: &'static [Member],
    /// What happens to all other members.
    pub rest: Rest,
    /// How members are found, made when it is needed first.
    order: OnceLock<Order>,
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
        self.order().find(self.members, name)
    }

    fn order(&self) -> &Order {
        self.order.get_or_init(|| Order::new(self.members))
    }

    /// The members, and how their names are written.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'static Member, &Name)> {
        self.members.iter().zip(self.order().names())
    }

    /// Goes through the members of an object that is read.
    pub(super) fn walk(&'static self) -> Walk {
        Walk { members: self.members, order: self.order(), place: 0 }
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
