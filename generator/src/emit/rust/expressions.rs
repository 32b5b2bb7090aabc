//! Expressions as lines: values, calls and chains of calls, as tables and short functions have them.

use proc_macro2::Delimiter;

use super::entries;
use super::lines::{INDENT, Lines};
use super::types::{Turbofish, arguments, path};
use super::words::{Cursor, Next};

/// What follows a value: `(…)`, `.name`, `.name(…)`, `.await`, `?`.
#[derive(Clone, Copy)]
enum Suffix<'a> {
    Call(Cursor<'a>),
    /// Name, arguments of types, arguments.
    Method(&'a str, Option<Cursor<'a>>, Cursor<'a>),
    Field(&'a str),
    Try,
}

/// A value and what follows it.
#[derive(Clone, Copy)]
struct Chain<'a, 'b> {
    head: Cursor<'a>,
    suffixes: &'b [Suffix<'a>],
    /// Whether it stands at the start of a statement.
    is_first: bool,
}

/// An expression.
pub(super) fn expression(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    whole(lines, from, false)
}

/// An expression at the start of a statement.
pub(super) fn statement(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    whole(lines, from, true)
}

fn whole(lines: &mut Lines, from: &mut Cursor<'_>, is_first: bool) -> Option<()> {
    match from.peek() {
        Next::Sign('&', false) => {
            from.skip();
            lines.word("&");
            if from.takes_name("mut") {
                lines.word("mut ");
            }
            return whole(lines, from, false);
        }
        Next::Sign('|', _) => return closure(lines, from),
        Next::Name("match") => return super::arms::matched(lines, from),
        Next::Name("return") => return leave(lines, from),
        _ => {}
    }
    let head = head(from)?;
    let mut suffixes = Vec::new();
    while let Some(suffix) = suffix(from)? {
        suffixes.push(suffix);
    }
    chain(lines, Chain { head, suffixes: &suffixes, is_first })
}

/// `return` with a name at most, which always fits.
fn leave(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    from.skip();
    lines.word("return");
    if let Some(name) = from.name() {
        lines.word(" ");
        lines.word(name);
    }
    matches!(from.peek(), Next::End | Next::Sign(',' | ';', _)).then_some(())
}

/// The tokens of the value that a chain starts with.
fn head<'a>(from: &mut Cursor<'a>) -> Option<Cursor<'a>> {
    let start = *from;
    match from.peek() {
        Next::Literal(_) | Next::Open(Delimiter::Bracket | Delimiter::Parenthesis) => from.skip(),
        Next::Name(name) if is_statement(name) => return None,
        Next::Name(_) | Next::Sign(':', true) => {
            path(&mut Lines::default(), from, Turbofish::Yes)?;
            match from.peek() {
                Next::Open(Delimiter::Brace) => from.skip(),
                Next::Sign('!', _) => return None,
                _ => {}
            }
        }
        _ => return None,
    }
    Some(from.since(start))
}

fn is_statement(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "if", "match", "for", "while", "loop", "return", "break", "continue", "unsafe", "async", "move", "const",
        "let", "static",
    ];
    WORDS.contains(&name)
}

/// What follows a value, if anything does; nothing at all where it is something else.
fn suffix<'a>(from: &mut Cursor<'a>) -> Option<Option<Suffix<'a>>> {
    match from.peek() {
        Next::Open(Delimiter::Parenthesis) => Some(from.group(Delimiter::Parenthesis).map(Suffix::Call)),
        Next::Sign('?', _) => {
            from.skip();
            Some(Some(Suffix::Try))
        }
        Next::Sign('.', false) => {
            from.skip();
            dotted(from).map(Some)
        }
        Next::End | Next::Sign(',' | ';', _) | Next::Sign('=', false) => Some(None),
        _ => None,
    }
}

fn dotted<'a>(from: &mut Cursor<'a>) -> Option<Suffix<'a>> {
    let name = match from.peek() {
        Next::Literal(index) if index.bytes().all(|digit| digit.is_ascii_digit()) => index,
        Next::Name(name) => name,
        _ => return None,
    };
    from.skip();
    let types = if from.takes_sign("::") {
        let start = *from;
        arguments(&mut Lines::default(), from)?;
        Some(from.since(start))
    } else {
        None
    };
    Some(match from.group(Delimiter::Parenthesis) {
        Some(values) => Suffix::Method(name, types, values),
        None => Suffix::Field(name),
    })
}

fn chain(lines: &mut Lines, whole: Chain<'_, '_>) -> Option<()> {
    let Some((last, before)) = whole.suffixes.split_last() else { return value(lines, whole.head) };
    match last {
        Suffix::Try => {
            chain(lines, Chain { suffixes: before, ..whole })?;
            lines.word("?");
        }
        Suffix::Call(values) => {
            if matches!(before.last(), Some(Suffix::Field(_))) {
                return None;
            }
            chain(lines, Chain { suffixes: before, ..whole })?;
            call(lines, *values)?;
        }
        Suffix::Method(..) | Suffix::Field(_) => {
            lines.open(INDENT);
            links(lines, whole)?;
            lines.close();
        }
    }
    Some(())
}

/// All links of a chain, one after the other: there may be one for every operation.
fn links(lines: &mut Lines, whole: Chain<'_, '_>) -> Option<()> {
    lines.open(-INDENT);
    value(lines, whole.head)?;
    lines.close();
    let last_call = whole.suffixes.iter().rposition(|suffix| matches!(suffix, Suffix::Call(_)));
    for (at, suffix) in whole.suffixes.iter().enumerate() {
        let is_first = whole.is_first && last_call.is_none_or(|call| call <= at);
        let rest = Chain { suffixes: whole.suffixes.get(..at)?, is_first, ..whole };
        let is_outermost = at + 1 == whole.suffixes.len();
        link(lines, rest, suffix, is_outermost)?;
    }
    Some(())
}

/// One link of a chain, after those before it.
fn link(lines: &mut Lines, before: Chain<'_, '_>, suffix: &Suffix<'_>, is_outermost: bool) -> Option<()> {
    match suffix {
        Suffix::Try => lines.word("?"),
        Suffix::Call(values) => {
            if matches!(before.suffixes.last(), Some(Suffix::Field(_))) {
                return None;
            }
            call(lines, *values)?;
        }
        Suffix::Field(name) => {
            dot(lines, before);
            lines.word(name);
        }
        Suffix::Method(name, types, values) => {
            dot(lines, before);
            lines.word(name);
            if let Some(types) = types {
                lines.word("::");
                arguments(lines, &mut types.clone())?;
            }
            lines.open(if is_outermost && hangs(before) { -INDENT } else { 0 });
            call(lines, *values)?;
            lines.close();
        }
    }
    Some(())
}

/// A short name stays with the dot behind it.
fn dot(lines: &mut Lines, before: Chain<'_, '_>) {
    if !hangs(before) {
        lines.zero();
    }
    lines.word(".");
}

fn hangs(chain: Chain<'_, '_>) -> bool {
    let is_short = |head: Cursor<'_>| match head.peek() {
        Next::Name(name) => name.len() as isize <= INDENT && head.after().is_empty(),
        _ => false,
    };
    chain.is_first && chain.suffixes.is_empty() && is_short(chain.head)
}

/// A literal, path, list, tuple or struct.
fn value(lines: &mut Lines, head: Cursor<'_>) -> Option<()> {
    let mut from = head;
    match from.peek() {
        Next::Literal(literal) => {
            lines.word(literal);
            Some(())
        }
        Next::Open(Delimiter::Bracket) => list(lines, from.group(Delimiter::Bracket)?),
        Next::Open(Delimiter::Parenthesis) => entries::tuple(lines, from.group(Delimiter::Parenthesis)?, expression),
        _ => {
            let is_struct = matches!(last(head), Next::Open(Delimiter::Brace));
            if is_struct { record(lines, from) } else { path(lines, &mut from, Turbofish::Yes) }
        }
    }
}

fn last<'a>(head: Cursor<'a>) -> Next<'a> {
    let mut rest = head;
    let mut last = Next::End;
    while !rest.is_empty() {
        last = rest.peek();
        rest.skip();
    }
    last
}

fn list(lines: &mut Lines, inner: Cursor<'_>) -> Option<()> {
    if inner.is_empty() {
        lines.word("[]");
        return Some(());
    }
    if is_plain(inner) {
        return entries::filled(lines, ["[", "]"], inner, word);
    }
    lines.word("[");
    entries::entries(lines, inner, expression)?;
    lines.word("]");
    Some(())
}

/// Whether all entries are short: numbers, letters, truth values.
fn is_plain(mut inner: Cursor<'_>) -> bool {
    while !inner.is_empty() {
        let is_short = match inner.peek() {
            Next::Literal(text) => is_whole_number(text) || text.starts_with(['\'', 'b']) && !text.starts_with("b\""),
            Next::Name(name) => matches!(name, "true" | "false"),
            _ => false,
        };
        inner.skip();
        if !is_short || !(inner.takes_sign(",") || inner.is_empty()) {
            return false;
        }
    }
    true
}

fn is_whole_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Names, numbers and the like, which need no more than a word each.
fn word(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    let (Next::Literal(text) | Next::Name(text)) = from.peek() else { return None };
    lines.word(text);
    from.skip();
    Some(())
}

/// `Name { member: value, ..rest }`
fn record(lines: &mut Lines, mut from: Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    lines.open_filled(-INDENT);
    path(lines, &mut from, Turbofish::Yes)?;
    lines.close();
    lines.word(" {");
    lines.space_if_nonempty();
    let mut inner = from.group(Delimiter::Brace)?;
    while !inner.is_empty() {
        if inner.takes_sign("..") {
            lines.word("..");
            expression(lines, &mut inner)?;
            lines.space();
            break;
        }
        member(lines, &mut inner)?;
        entries::end(&mut inner)?;
        lines.comma_or_space(inner.is_empty());
    }
    lines.back();
    lines.close_within(34);
    lines.word("}");
    inner.is_empty().then_some(())
}

fn member(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.word(from.name()?);
    if from.takes_sign(":") {
        lines.word(": ");
        lines.open_filled(0);
        expression(lines, from)?;
        lines.close();
    }
    Some(())
}

/// `(a, b)`; a value that has its own delimiters stands right in them if it is the only one.
fn call(lines: &mut Lines, mut inner: Cursor<'_>) -> Option<()> {
    lines.word("(");
    if is_enclosed(inner) {
        expression(lines, &mut inner)?;
    } else {
        entries::entries(lines, inner, expression)?;
    }
    lines.word(")");
    Some(())
}

/// Whether this is one list, tuple, struct or closure.
fn is_enclosed(inner: Cursor<'_>) -> bool {
    let mut rest = inner;
    match rest.peek() {
        Next::Open(Delimiter::Bracket | Delimiter::Parenthesis) => {
            rest.skip();
            rest.is_empty()
        }
        Next::Sign('|', _) => true,
        Next::Name(name) if !is_statement(name) => {
            path(&mut Lines::default(), &mut rest, Turbofish::Yes).is_some()
                && rest.group(Delimiter::Brace).is_some()
                && rest.is_empty()
        }
        _ => false,
    }
}

/// `|a, b| value`
fn closure(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open_filled(0);
    lines.open(INDENT);
    lines.word("|");
    if !from.takes_sign("||") {
        from.skip();
        lines.zero();
        loop {
            lines.word(from.name()?);
            if from.takes_sign("|") {
                break;
            }
            from.takes_sign(",").then_some(())?;
            lines.word(",");
            lines.space();
        }
    }
    lines.word("|");
    lines.space();
    lines.back();
    lines.close();
    lines.never();
    body(lines, from)?;
    lines.close();
    Some(())
}

/// What a closure returns. It stands in braces if it is on lines of its own, unless it is a call or has delimiters.
fn body(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    let mut rest = *from;
    head(&mut rest)?;
    let mut last = None;
    while let Some(suffix) = suffix(&mut rest)? {
        last = Some(suffix);
    }
    match (last, from.peek()) {
        (Some(Suffix::Call(_)), Next::Name(_)) => expression(lines, from),
        (Some(Suffix::Method(..)), Next::Name(_)) => {
            lines.open(INDENT);
            lines.brace();
            expression(lines, from)?;
            lines.unbrace();
            lines.close();
            Some(())
        }
        _ => None,
    }
}
