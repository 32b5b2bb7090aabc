//! The grammar of what stands in parentheses behind a type: a format, or values.

use nom::bytes::complete::tag;

use super::level::{Closing, Level};
use super::problem::{Parsed, Problem};

/// What stands in parentheses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parenthesised<'a> {
    pub(super) text: &'a str,
    /// Whether the text holds a `/`, so that it may list values.
    pub(super) has_slash: bool,
}

/// `"(" TEXT ")"`: the text ends at the first `)` that a type may end with, and never crosses ` # `.
pub(super) fn parenthesised<'a>(level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, Parenthesised<'a>> {
    move |input| {
        let (inside, _) = tag("(")(input)?;
        let closing = closing(level, inside);
        if !closing.closes {
            return Err(nom::Err::Failure(Problem::expected(input, "a `)` that closes this parenthesis")));
        }
        let length = inside.len().saturating_sub(closing.until + 1);
        let text = inside.get(..length).unwrap_or_default();
        let has_slash = closing.slash.is_some_and(|slash| slash <= inside.len());
        Ok((inside.get(length + 1..).unwrap_or_default(), Parenthesised { text, has_slash }))
    }
}

/// Where the parenthesis closes. An answer holds for the whole stretch that was looked at for it, so that many open
/// parentheses in one line cost no more than one.
fn closing(level: Level<'_>, inside: &str) -> Closing {
    level.closing(inside).unwrap_or_else(|| {
        let found = scan(level, inside);
        level.note(found);
        found
    })
}

fn scan(level: Level<'_>, inside: &str) -> Closing {
    let from = inside.len();
    let mut slash = None;
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b')' if inside.get(at + 1..).is_some_and(|rest| level.may_end_before(rest)) => {
                return Closing { from, until: from - at - 1, closes: true, slash };
            }
            b' ' if inside.get(at..).is_some_and(|rest| rest.starts_with(" # ")) => {
                return Closing { from, until: from - at, closes: false, slash };
            }
            b'/' => slash = Some(from - at),
            _ => {}
        }
    }
    Closing { from, until: 0, closes: false, slash }
}
