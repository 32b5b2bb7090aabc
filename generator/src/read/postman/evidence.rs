//! What several values have in common. Does not know which types come of it.

use std::collections::HashMap;

use super::syntax::relaxed::{UNQUOTED, is_variable};
use crate::model::{Format, Ref, Scalar, ScalarKind};
use crate::read::node::{Node, Value, number};
use crate::source::Span;

/// The rule for types that only examples show.
pub(super) const TYPE_BY_EXAMPLE: &str = "postman/type-by-example";

/// What values at one place were.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) strings: usize,
    pub(super) dates: usize,
    pub(super) integers: usize,
    pub(super) fractions: usize,
    pub(super) booleans: usize,
    pub(super) nulls: usize,
    pub(super) lists: usize,
    pub(super) objects: usize,
    pub(super) item: Option<Box<Evidence>>,
    pub(super) members: Vec<Member>,
    /// Index of the members by name.
    index: HashMap<String, usize>,
    /// Where the first value stands.
    pub(super) span: Option<Span>,
}

#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) evidence: Evidence,
}

impl Evidence {
    /// Takes a value into account. A variable without quotes may be anything and says nothing.
    pub(super) fn add(&mut self, node: &Node) {
        self.span = self.span.or(Some(node.span));
        match &node.value {
            Value::Null => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            Value::Number(text) => self.number(text),
            Value::String(text) => self.string(text),
            Value::List(items) => {
                self.lists += 1;
                let evidence = self.item.get_or_insert_default();
                items.iter().for_each(|item| evidence.add(item));
            }
            Value::Map(map) => {
                self.objects += 1;
                map.iter().for_each(|member| self.member(&member.key, member.key_span).add(&member.value));
            }
        }
    }

    fn number(&mut self, text: &str) {
        let is_whole = number(text).is_some_and(|number| number.is_i64() || number.is_u64());
        let count = if is_whole { &mut self.integers } else { &mut self.fractions };
        *count += 1;
    }

    fn string(&mut self, text: &str) {
        if !text.starts_with(UNQUOTED) {
            self.strings += 1;
            self.dates += usize::from(is_date_time(text));
        }
    }

    /// Takes all values into account that another place had.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.span = self.span.or(other.span);
        let counts: [(&mut usize, usize); 8] = [
            (&mut self.strings, other.strings),
            (&mut self.dates, other.dates),
            (&mut self.integers, other.integers),
            (&mut self.fractions, other.fractions),
            (&mut self.booleans, other.booleans),
            (&mut self.nulls, other.nulls),
            (&mut self.lists, other.lists),
            (&mut self.objects, other.objects),
        ];
        for (own, others) in counts {
            *own += others;
        }
        if let Some(item) = &other.item {
            self.item.get_or_insert_default().absorb(item);
        }
        for member in &other.members {
            self.member(&member.name, member.span).absorb(&member.evidence);
        }
    }

    fn member(&mut self, name: &str, span: Span) -> &mut Evidence {
        let at = *self.index.entry(name.to_owned()).or_insert(self.members.len());
        if at == self.members.len() {
            self.members.push(Member { name: name.to_owned(), span, evidence: Evidence::default() });
        }
        match self.members.get_mut(at) {
            Some(member) => &mut member.evidence,
            None => unreachable!("the index holds positions of members"),
        }
    }

    /// Whether the names of the members are values themselves: ids, dates, variables.
    pub(super) fn is_map(&self) -> bool {
        !self.members.is_empty() && self.members.iter().all(|member| is_key(&member.name))
    }

    /// The scalar that all values are, if they are one.
    pub(super) fn scalar(&self) -> Option<Scalar> {
        let numbers = self.integers + self.fractions;
        let kind = match (self.strings, numbers, self.booleans) {
            (1.., 0, 0) => ScalarKind::String,
            (0, 1.., 0) if self.fractions == 0 => ScalarKind::Integer,
            (0, 1.., 0) => ScalarKind::Number,
            (0, 0, 1..) => ScalarKind::Boolean,
            _ => return None,
        };
        let format = (kind == ScalarKind::String && self.dates == self.strings).then_some(Format::DateTime);
        match Ref::scalar(kind) {
            Ref::Scalar(scalar) => Some(Scalar { format, ..scalar }),
            _ => None,
        }
    }
}

/// Whether a text is a date and time as RFC 3339 writes it.
fn is_date_time(text: &str) -> bool {
    let digits = |from: usize, until: usize| {
        text.get(from..until).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let sign = |at: usize, expected: &[u8]| text.as_bytes().get(at).is_some_and(|byte| expected.contains(byte));
    let seconds = digits(0, 4)
        && sign(4, b"-")
        && digits(5, 7)
        && sign(7, b"-")
        && digits(8, 10)
        && sign(10, b"Tt")
        && digits(11, 13)
        && sign(13, b":")
        && digits(14, 16)
        && sign(16, b":")
        && digits(17, 19);
    let rest = text.get(19..).unwrap_or_default();
    let rest = rest
        .strip_prefix('.')
        .map_or(rest, |fraction| fraction.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    let is_offset = |rest: &str| {
        let rest = rest.as_bytes();
        matches!(rest, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
    };
    seconds && (matches!(rest, "Z" | "z") || is_offset(rest))
}

/// Whether the name of a member is a value: a variable, an id, a number, a date, a mail address.
fn is_key(name: &str) -> bool {
    let is_uuid = name.len() == 36
        && name
            .char_indices()
            .all(|(at, sign)| if [8, 13, 18, 23].contains(&at) { sign == '-' } else { sign.is_ascii_hexdigit() });
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = name.len() == 10
        && name.char_indices().all(|(at, sign)| if [4, 7].contains(&at) { sign == '-' } else { sign.is_ascii_digit() });
    is_uuid || is_number || is_date || is_variable(name) || name.contains('@') && name.contains('.')
}

/// Names of members that hold what nobody should see printed.
pub(super) fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let ends = [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "privatekey",
        "apikey",
        "accesstoken",
        "refreshtoken",
        "idtoken",
    ];
    ends.iter().any(|end| plain.ends_with(end))
}
