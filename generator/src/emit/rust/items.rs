//! Items as lines: what emitted files consist of. What is not known here says so by `None`, and is then printed by
//! prettyplease.

use proc_macro2::Delimiter;

use super::entries;
use super::expressions::{expression, statement};
use super::lines::{INDENT, Lines};
use super::types::{self, generics, ty};
use super::words::{Cursor, Next, string};

/// The next attribute of the file itself; these stand first.
pub(super) fn inner_attribute<'a>(from: &mut Cursor<'a>) -> Option<Cursor<'a>> {
    let start = *from;
    (from.is_sign("#") && from.after().is_sign("!")).then(|| {
        (0..3).for_each(|_| from.skip());
        from.since(start)
    })
}

/// The items of a file.
pub(super) fn all<'a>(mut from: Cursor<'a>) -> impl Iterator<Item = Cursor<'a>> {
    std::iter::from_fn(move || (!from.is_empty()).then(|| next(&mut from)))
}

/// The next item of a file, with its attributes.
fn next<'a>(from: &mut Cursor<'a>) -> Cursor<'a> {
    let start = *from;
    let keyword = keyword(*from).filter(|word| *word != "const" || !is_function(*from));
    let ends_with_braces = !matches!(keyword, Some("use" | "static" | "type" | "const"));
    while !from.is_empty() {
        let next = from.peek();
        from.skip();
        if next == Next::Sign(';', false) || ends_with_braces && next == Next::Open(Delimiter::Brace) {
            break;
        }
    }
    from.since(start)
}

/// Whether a module stands in a file of its own and has no attributes.
pub(super) fn is_declaration(item: Cursor<'_>) -> bool {
    !item.is_sign("#") && item.ends_with(';')
}

/// An item with its attributes, and a line's end behind it.
pub(super) fn item(lines: &mut Lines, mut from: Cursor<'_>) -> Option<()> {
    nested(lines, &mut from)?;
    from.is_empty().then_some(())
}

fn nested(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    attributes(lines, from)?;
    match keyword(*from)? {
        "use" => import(lines, from),
        "mod" => module(lines, from),
        "static" => table(lines, from),
        "type" => alias(lines, from),
        "struct" => structure(lines, from),
        "enum" => enumeration(lines, from),
        "trait" => interface(lines, from),
        "impl" => implementation(lines, from),
        "const" if !is_function(*from) => table(lines, from),
        "fn" | "async" | "const" => function(lines, from),
        _ => None,
    }
}

/// Whether `const` is that of a function.
fn is_function(mut from: Cursor<'_>) -> bool {
    while from.takes_sign("#") {
        from.skip();
    }
    if from.takes_name("pub") {
        from.group(Delimiter::Parenthesis);
    }
    from.after().is_name("fn")
}

/// The word that says what an item is.
pub(super) fn keyword(mut from: Cursor<'_>) -> Option<&str> {
    while from.takes_sign("#") {
        from.skip();
    }
    if from.takes_name("pub") {
        from.group(Delimiter::Parenthesis);
    }
    from.name()
}

/// Documentation on lines of its own, then all others.
pub(super) fn attributes(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    while from.takes_sign("#") {
        attribute(lines, from.group(Delimiter::Bracket)?)?;
    }
    Some(())
}

fn attribute(lines: &mut Lines, mut inner: Cursor<'_>) -> Option<()> {
    if inner.is_name("doc") && inner.after().is_sign("=") {
        let text = string(inner.after().after().literal()?)?;
        if text.starts_with('/') || text.contains('\n') {
            return None;
        }
        lines.word("///");
        lines.word(text.trim_end_matches(' '));
        lines.line();
        return Some(());
    }
    lines.word("#[");
    lines.word(inner.name()?);
    if let Some(mut list) = inner.group(Delimiter::Parenthesis) {
        lines.word("(");
        lines.open(INDENT);
        lines.zero();
        while !list.is_empty() {
            lines.word(list.name()?);
            if list.takes_sign("=") {
                lines.word(" = ");
                lines.word(list.literal()?);
            }
            if list.takes_sign(",") {
                lines.word(",");
                lines.space();
            } else if !list.is_empty() {
                return None;
            }
        }
        lines.zero();
        lines.back();
        lines.close();
        lines.word(")");
    }
    inner.is_empty().then_some(())?;
    lines.word("]");
    lines.space();
    Some(())
}

fn visibility(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if !from.takes_name("pub") {
        return Some(());
    }
    match from.group(Delimiter::Parenthesis) {
        Some(mut inner) => {
            lines.word("pub(");
            lines.word(inner.name().filter(|name| matches!(*name, "super" | "self" | "crate"))?);
            lines.word(") ");
        }
        None => lines.word("pub "),
    }
    Some(())
}

/// A word and the name behind it.
fn titled(lines: &mut Lines, from: &mut Cursor<'_>, word: &str) -> Option<()> {
    from.takes_name(word).then_some(())?;
    lines.word(word);
    lines.word(" ");
    lines.word(from.name()?);
    Some(())
}

fn end(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    from.takes_sign(";").then_some(())?;
    lines.word(";");
    Some(())
}

/// `;`, and the end of the box that holds the item.
fn ended(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    end(lines, from)?;
    lines.close();
    lines.line();
    Some(())
}

fn import(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    visibility(lines, from)?;
    from.skip();
    lines.word("use ");
    if from.takes_sign("::") {
        lines.word("::");
    }
    imported(lines, from)?;
    end(lines, from)?;
    lines.line();
    Some(())
}

fn imported(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    loop {
        match from.peek() {
            Next::Open(Delimiter::Brace) => return imports(lines, from.group(Delimiter::Brace)?),
            Next::Name(name) => lines.word(name),
            Next::Sign('*', _) => lines.word("*"),
            _ => return None,
        }
        from.skip();
        if from.takes_name("as") {
            lines.word(" as ");
            lines.word(from.name()?);
        }
        if !from.takes_sign("::") {
            return Some(());
        }
        lines.word("::");
    }
}

fn imports(lines: &mut Lines, mut inner: Cursor<'_>) -> Option<()> {
    let mut rest = inner;
    rest.name();
    if rest.is_empty() && !inner.is_name("self") {
        return imported(lines, &mut inner);
    }
    entries::filled(lines, ["{", "}"], inner, |lines, from| {
        let start = *from;
        imported(lines, from)?;
        let mut taken = from.since(start);
        while !taken.is_empty() {
            if matches!(taken.peek(), Next::Open(_)) {
                return None;
            }
            taken.skip();
        }
        Some(())
    })
}

fn module(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    visibility(lines, from)?;
    titled(lines, from, "mod")?;
    ended(lines, from)
}

/// A `static` or `const`.
fn table(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(0);
    visibility(lines, from)?;
    titled(lines, from, if from.is_name("const") { "const" } else { "static" })?;
    from.takes_sign(":").then_some(())?;
    lines.word(": ");
    ty(lines, from)?;
    from.takes_sign("=").then_some(())?;
    lines.word(" = ");
    lines.never();
    expression(lines, from)?;
    ended(lines, from)
}

fn alias(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    visibility(lines, from)?;
    titled(lines, from, "type")?;
    generics(lines, from)?;
    from.takes_sign("=").then_some(())?;
    lines.word(" = ");
    lines.never();
    lines.open_filled(-INDENT);
    ty(lines, from)?;
    lines.close();
    ended(lines, from)
}

/// `{`, one thing after the other, `}`, and the end of the box that the caller opened.
fn block(
    lines: &mut Lines,
    from: &mut Cursor<'_>,
    mut one: impl FnMut(&mut Lines, &mut Cursor<'_>) -> Option<()>,
) -> Option<()> {
    let mut inner = from.group(Delimiter::Brace)?;
    lines.word(" {");
    lines.line_if_nonempty();
    while !inner.is_empty() {
        one(lines, &mut inner)?;
    }
    lines.back();
    lines.close();
    lines.word("}");
    Some(())
}

fn structure(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    members(lines, from, "struct", field)
}

fn enumeration(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    members(lines, from, "enum", variant)
}

/// A type by its members, one a line.
fn members(
    lines: &mut Lines,
    from: &mut Cursor<'_>,
    word: &str,
    mut one: impl FnMut(&mut Lines, &mut Cursor<'_>) -> Option<()>,
) -> Option<()> {
    lines.open(INDENT);
    visibility(lines, from)?;
    titled(lines, from, word)?;
    generics(lines, from)?;
    block(lines, from, |lines, from| {
        one(lines, from)?;
        from.takes_sign(",");
        lines.word(",");
        lines.line();
        Some(())
    })?;
    lines.line();
    Some(())
}

/// `name: T` with attributes.
fn field(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    attributes(lines, from)?;
    visibility(lines, from)?;
    lines.word(from.name()?);
    from.takes_sign(":").then_some(())?;
    lines.word(": ");
    ty(lines, from)
}

fn variant(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    attributes(lines, from)?;
    lines.word(from.name()?);
    match from.peek() {
        Next::Open(Delimiter::Parenthesis) => {
            lines.open(INDENT);
            lines.word("(");
            entries::listed(lines, from.group(Delimiter::Parenthesis)?, ty)?;
            lines.word(")");
            lines.close();
        }
        Next::Open(Delimiter::Brace) => {
            let mut inner = from.group(Delimiter::Brace)?;
            lines.word(" ");
            lines.word("{");
            lines.open(INDENT);
            lines.space();
            while !inner.is_empty() {
                field(lines, &mut inner)?;
                inner.takes_sign(",");
                lines.comma_or_space(inner.is_empty());
            }
            lines.back();
            lines.close();
            lines.word("}");
        }
        Next::Sign(',', _) | Next::End => {}
        _ => return None,
    }
    Some(())
}

fn interface(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    visibility(lines, from)?;
    titled(lines, from, "trait")?;
    generics(lines, from)?;
    types::supertraits(lines, from)?;
    block(lines, from, |lines, from| {
        attributes(lines, from)?;
        function(lines, from)
    })?;
    lines.line();
    Some(())
}

fn implementation(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    lines.open_filled(-INDENT);
    lines.open(INDENT);
    from.skip();
    lines.word("impl");
    generics(lines, from)?;
    lines.close();
    lines.word(" ");
    ty(lines, from)?;
    if from.takes_name("for") {
        lines.space();
        lines.word("for ");
        ty(lines, from)?;
    }
    lines.close();
    block(lines, from, |lines, from| {
        attributes(lines, from)?;
        match keyword(*from)? {
            "type" => alias(lines, from),
            "const" if !is_function(*from) => table(lines, from),
            _ => function(lines, from),
        }
    })?;
    lines.line();
    Some(())
}

/// A function with its body, or `;` in its place.
fn function(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    lines.open(INDENT);
    visibility(lines, from)?;
    for word in ["const", "async"] {
        if from.takes_name(word) {
            lines.word(word);
            lines.word(" ");
        }
    }
    titled(lines, from, "fn")?;
    generics(lines, from)?;
    parameters(lines, from.group(Delimiter::Parenthesis)?)?;
    lines.open(-INDENT);
    if from.takes_sign("->") {
        lines.word(" -> ");
        ty(lines, from)?;
    }
    lines.close();
    if from.takes_sign(";") {
        lines.word(";");
        lines.close();
    } else {
        block(lines, from, line)?;
    }
    lines.line();
    Some(())
}

fn parameters(lines: &mut Lines, mut inner: Cursor<'_>) -> Option<()> {
    lines.word("(");
    lines.never();
    lines.open(0);
    lines.zero();
    while !inner.is_empty() {
        parameter(lines, &mut inner)?;
        inner.takes_sign(",");
        lines.comma(inner.is_empty());
    }
    lines.back();
    lines.close();
    lines.word(")");
    Some(())
}

fn parameter(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    if from.takes_sign("&") {
        lines.word("&");
        if from.is_sign("'") {
            types::lifetime(lines, from)?;
            lines.word(" ");
        }
        if from.takes_name("mut") {
            lines.word("mut ");
        }
        return from.takes_name("self").then(|| lines.word("self"));
    }
    if from.takes_name("mut") {
        lines.word("mut ");
    }
    let name = match from.group(Delimiter::Parenthesis) {
        Some(inner) if inner.is_empty() => "()",
        Some(_) => return None,
        None => from.name()?,
    };
    lines.word(name);
    if from.takes_sign(":") {
        lines.word(": ");
        return ty(lines, from);
    }
    (name == "self").then_some(())
}

/// A line of a body: an item, `let`, or an expression.
fn line(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    match from.peek() {
        Next::Sign('#', _) => None,
        Next::Name("static") => nested(lines, from),
        Next::Name("let") => assignment(lines, from),
        _ => {
            lines.open_filled(0);
            statement(lines, from)?;
            if from.takes_sign("=") {
                lines.word(" = ");
                lines.never();
                expression(lines, from)?;
            }
            if !from.is_empty() {
                end(lines, from)?;
            }
            lines.close();
            lines.line();
            Some(())
        }
    }
}

fn assignment(lines: &mut Lines, from: &mut Cursor<'_>) -> Option<()> {
    from.skip();
    lines.open_filled(0);
    lines.word("let ");
    if from.takes_name("mut") {
        lines.word("mut ");
    }
    lines.word(from.name()?);
    if from.takes_sign(":") {
        lines.word(": ");
        ty(lines, from)?;
    }
    from.takes_sign("=").then_some(())?;
    lines.word(" = ");
    lines.never();
    expression(lines, from)?;
    lines.close();
    end(lines, from)?;
    lines.line();
    Some(())
}
