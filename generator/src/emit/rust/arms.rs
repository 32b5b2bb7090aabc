//! `match` as lines: plain patterns, each with one expression.

use proc_macro2::Delimiter;

use super::expressions::{expression, statement};
use super::lines::{INDENT, Lines};
use super::types::{Turbofish, path};
use super::words::{Cursor, Next};

/// `match value { pattern => value, … }`
pub(super) fn matched(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    from.takes_name("match").then_some(())?;
    lines.open_filled(0);
    lines.word("match ");
    let start = *from;
    while !matches!(from.peek(), Next::Open(Delimiter::Brace) | Next::End) {
        from.skip();
    }
    condition(lines, from.since(start))?;
    lines.word("{");
    lines.never();
    lines.open(INDENT);
    lines.line_if_nonempty();
    let mut arms = from.group(Delimiter::Brace)?;
    while !arms.is_empty() {
        arm(lines, &mut arms)?;
        lines.line();
    }
    lines.back();
    lines.close();
    lines.word("}");
    lines.close();
    Some(())
}

/// Behind a chain of calls on several lines, the brace stands on its own.
fn condition(lines: &mut Lines, mut from: Cursor<'_>) -> Option<()> {
    let is_chain = from.holds('.');
    lines.open(0);
    expression(lines, &mut from)?;
    if is_chain {
        lines.space();
    } else {
        lines.word(" ");
    }
    lines.close();
    from.is_empty().then_some(())
}

fn arm(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open_filled(0);
    pattern(lines, from)?;
    from.takes_sign("=>").then_some(())?;
    lines.word(" => ");
    let is_enclosed = matches!(from.peek(), Next::Open(_) | Next::Name("match"));
    (!is_enclosed).then_some(())?;
    lines.never();
    lines.open(INDENT);
    lines.brace();
    statement(lines, from)?;
    lines.unbrace_or_comma();
    lines.close();
    lines.close();
    (from.takes_sign(",") || from.is_empty()).then_some(())
}

/// `1`, `a::B`, `a::B(c, 1)`, `a::B { c, d }` or `_`.
fn pattern(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if let Some(literal) = from.literal() {
        lines.word(literal);
        return Some(());
    }
    let mut ahead = *from;
    path(&mut Lines::default(), &mut ahead, Turbofish::Yes)?;
    match ahead.peek() {
        Next::Open(Delimiter::Parenthesis) => {
            path(lines, from, Turbofish::Yes)?;
            lines.word("(");
            lines.open(INDENT);
            names(lines, from.group(Delimiter::Parenthesis)?, Lines::zero, Lines::comma)?;
            lines.back();
            lines.close();
            lines.word(")");
        }
        Next::Open(Delimiter::Brace) => {
            lines.open(INDENT);
            path(lines, from, Turbofish::Yes)?;
            lines.word(" {");
            names(lines, from.group(Delimiter::Brace)?, Lines::space_if_nonempty, Lines::comma_or_space)?;
            lines.back();
            lines.close();
            lines.word("}");
        }
        _ => path(lines, from, Turbofish::Yes)?,
    }
    Some(())
}

fn names(
    lines: &mut Lines,
    mut inner: Cursor<'_>,
    start: impl Fn(&mut Lines),
    comma: impl Fn(&mut Lines, bool),
) -> Option<()> {
    start(lines);
    while !inner.is_empty() {
        match inner.peek() {
            Next::Name(text) | Next::Literal(text) => lines.word(text),
            _ => return None,
        }
        inner.skip();
        (inner.takes_sign(",") || inner.is_empty()).then_some(())?;
        comma(lines, inner.is_empty());
    }
    Some(())
}
