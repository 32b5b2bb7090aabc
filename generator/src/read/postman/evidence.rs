//! Types by example: what several values have in common.

use std::collections::HashMap;

use super::example::{UNQUOTED, is_variable};
use super::reader::Reader;
use crate::model::{Field, Format, Object, Origin, Ref, Rest, Scalar, ScalarKind, Shape};
use crate::read::node::{Node, Value, number};
use crate::source::Span;

/// The rule for types that only examples show.
pub(super) const TYPE_BY_EXAMPLE: &str = "postman/type-by-example";

/// What values at one place were.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    strings: usize,
    dates: usize,
    integers: usize,
    fractions: usize,
    booleans: usize,
    nulls: usize,
    lists: usize,
    objects: usize,
    item: Option<Box<Evidence>>,
    members: Vec<Member>,
    /// Index of the members by name.
    index: HashMap<String, usize>,
    /// Where the first value stands.
    span: Option<Span>,
}

#[derive(Debug)]
struct Member {
    name: String,
    span: Span,
    evidence: Evidence,
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
    fn absorb(&mut self, other: &Self) {
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
    fn is_map(&self) -> bool {
        !self.members.is_empty() && self.members.iter().all(|member| is_key(&member.name))
    }

    /// The scalar that all values are, if they are one.
    fn scalar(&self) -> Option<Scalar> {
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

impl Reader<'_, '_> {
    /// The type of all values. `context` tells where they are.
    pub(super) fn by_example(&mut self, evidence: &Evidence, context: &mut Vec<String>) -> Ref {
        let scalars = evidence.strings + evidence.integers + evidence.fractions + evidence.booleans;
        let ty = match (scalars, evidence.lists, evidence.objects) {
            (1.., 0, 0) => evidence.scalar().map_or(Ref::Any, Ref::Scalar),
            (0, 1.., 0) => Ref::list(self.item(evidence, context)),
            (0, 0, 1..) => self.object(evidence, context),
            _ => Ref::Any,
        };
        if evidence.nulls > 0 { ty.nullable() } else { ty }
    }

    fn item(&mut self, evidence: &Evidence, context: &mut Vec<String>) -> Ref {
        let Some(item) = &evidence.item else { return Ref::Any };
        context.push("item".to_owned());
        let ty = self.by_example(item, context);
        context.pop();
        ty
    }

    fn object(&mut self, evidence: &Evidence, context: &mut Vec<String>) -> Ref {
        if evidence.members.is_empty() {
            return Ref::map(Ref::Any);
        }
        if evidence.is_map() {
            let mut values = Evidence::default();
            evidence.members.iter().for_each(|member| values.absorb(&member.evidence));
            context.push("value".to_owned());
            let ty = self.by_example(&values, context);
            context.pop();
            return Ref::map(ty);
        }
        let fields = evidence.members.iter().map(|member| self.field(member, context)).collect();
        let shape = Shape::Object(Object { fields, rest: Rest::Ignored, ..Object::default() });
        let parts: Vec<&str> = context.iter().map(String::as_str).collect();
        let origin =
            evidence.span.map_or(self.origin(self.collection.span), |span| Origin::Inferred(TYPE_BY_EXAMPLE, span));
        Ref::Named(self.model.anonymous(&parts, None, shape, "", origin))
    }

    fn field(&mut self, member: &Member, context: &mut Vec<String>) -> Field {
        context.push(member.name.clone());
        let ty = self.by_example(&member.evidence, context);
        context.pop();
        let is_text = matches!(&ty, Ref::Scalar(scalar) if scalar.kind == ScalarKind::String);
        Field { secret: is_text && is_secret(&member.name), ..Field::new(&member.name, ty, self.origin(member.span)) }
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
fn is_secret(name: &str) -> bool {
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
