//! Paths, types, bounds and generics as lines.

use proc_macro2::Delimiter;

use super::entries;
use super::lines::{INDENT, Lines};
use super::words::{Cursor, Next};

/// Whether arguments of types stand behind `::`, as they do in expressions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turbofish {
    Yes,
    No,
}

/// `a::B<T>`, or `a::B::<T>`.
pub(super) fn path(lines: &mut Lines, from: &mut Cursor<'_>, turbofish: Turbofish) -> Option<()> {
    if from.takes_sign("::") {
        lines.word("::");
    }
    loop {
        lines.word(from.name()?);
        if turbofish == Turbofish::No && from.is_sign("<") {
            arguments(lines, from)?;
        }
        if !from.takes_sign("::") {
            return Some(());
        }
        lines.word("::");
        if turbofish == Turbofish::Yes && from.is_sign("<") {
            arguments(lines, from)?;
            if !from.takes_sign("::") {
                return Some(());
            }
            lines.word("::");
        }
    }
}

/// `<'a, T, Output = U>`
pub(super) fn arguments(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    entries::angled(lines, from, INDENT, argument)
}

fn argument(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if from.is_sign("'") {
        return lifetime(lines, from);
    }
    let is_member = matches!(from.peek(), Next::Name(_)) && from.after().is_sign("=");
    if is_member {
        lines.word(from.name()?);
        lines.word(" = ");
        from.skip();
    }
    ty(lines, from)
}

pub(super) fn lifetime(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    from.takes_sign("'").then_some(())?;
    lines.word("'");
    lines.word(from.name()?);
    Some(())
}

/// A type.
pub(super) fn ty(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    match from.peek() {
        Next::Sign('&', false) => reference(lines, from),
        Next::Open(Delimiter::Bracket) => slice(lines, from),
        Next::Open(Delimiter::Parenthesis) => entries::tuple(lines, from.group(Delimiter::Parenthesis)?, ty),
        Next::Name("impl" | "dyn") => {
            lines.word(from.name()?);
            lines.word(" ");
            bounds(lines, from)
        }
        Next::Name("fn" | "for" | "unsafe" | "extern") => None,
        Next::Name(_) | Next::Sign(':', true) => path(lines, from, Turbofish::No),
        _ => None,
    }
}

fn reference(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    from.skip();
    lines.word("&");
    if from.is_sign("'") {
        lifetime(lines, from)?;
        lines.word(" ");
    }
    if from.takes_name("mut") {
        lines.word("mut ");
    }
    ty(lines, from)
}

fn slice(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    let mut inner = from.group(Delimiter::Bracket)?;
    lines.word("[");
    ty(lines, &mut inner)?;
    lines.word("]");
    inner.is_empty().then_some(())
}

/// `A + B`
fn bounds(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    bound(lines, from)?;
    while from.takes_sign("+") {
        lines.word(" + ");
        bound(lines, from)?;
    }
    Some(())
}

fn bound(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    match from.peek() {
        Next::Sign('\'', _) => lifetime(lines, from),
        Next::Name(_) => {
            path(lines, from, Turbofish::No)?;
            if matches!(from.peek(), Next::Open(Delimiter::Parenthesis)) { signature(lines, from) } else { Some(()) }
        }
        _ => None,
    }
}

/// `(A, B) -> C` behind the name of a trait of functions.
fn signature(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    lines.word("(");
    entries::listed(lines, from.group(Delimiter::Parenthesis)?, ty)?;
    lines.word(")");
    if from.takes_sign("->") {
        lines.word(" -> ");
        ty(lines, from)?;
    }
    lines.close();
    Some(())
}

/// `: A + B` behind the name of a trait.
pub(super) fn supertraits(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if from.takes_sign(":") {
        lines.word(": ");
        bounds(lines, from)?;
    }
    Some(())
}

/// `<'a, T: A + B>` behind a name, if there is anything.
pub(super) fn generics(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if from.is_sign("<") { entries::angled(lines, from, 0, parameter) } else { Some(()) }
}

fn parameter(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if from.is_sign("'") {
        return lifetime(lines, from);
    }
    let name = from.name().filter(|name| *name != "const")?;
    lines.word(name);
    lines.open_filled(INDENT);
    if from.takes_sign(":") {
        lines.word(": ");
        bound(lines, from)?;
        while from.takes_sign("+") {
            lines.space();
            lines.word("+ ");
            bound(lines, from)?;
        }
    }
    lines.close();
    Some(())
}
