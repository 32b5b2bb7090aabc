//! Entries with commas between them: in one line, or one a line. Knows no kind of entry; whoever has one prints it.

use super::lines::{INDENT, Lines};
use super::words::Cursor;

/// What may stand behind an entry: a comma, or the end.
pub(super) fn end(from: &mut Cursor<'_>) -> Option<()> {
    (from.takes_sign(",") || from.is_empty()).then_some(())
}

/// `a, b`, between delimiters that the caller prints.
pub(super) fn entries<'a>(
    lines: &mut Lines,
    inner: Cursor<'a>,
    one: impl FnMut(&mut Lines, &mut Cursor<'a>) -> Option<()>,
) -> Option<()> {
    lines.open(INDENT);
    listed(lines, inner, one)?;
    lines.close();
    Some(())
}

/// The same in a box that the caller opens, which may hold the delimiters as well.
pub(super) fn listed<'a>(
    lines: &mut Lines,
    mut inner: Cursor<'a>,
    mut one: impl FnMut(&mut Lines, &mut Cursor<'a>) -> Option<()>,
) -> Option<()> {
    lines.zero();
    while !inner.is_empty() {
        one(lines, &mut inner)?;
        end(&mut inner)?;
        lines.comma(inner.is_empty());
    }
    lines.back();
    Some(())
}

/// `[a, b]`, where short entries fill lines.
pub(super) fn filled<'a>(
    lines: &mut Lines,
    [open, close]: [&str; 2],
    mut inner: Cursor<'a>,
    mut one: impl FnMut(&mut Lines, &mut Cursor<'a>) -> Option<()>,
) -> Option<()> {
    lines.open(INDENT);
    lines.word(open);
    lines.zero();
    lines.open_filled(0);
    while !inner.is_empty() {
        one(lines, &mut inner)?;
        end(&mut inner)?;
        if !inner.is_empty() {
            lines.word(",");
            lines.space();
        }
    }
    lines.close();
    lines.comma(true);
    lines.back();
    lines.word(close);
    lines.close();
    Some(())
}

/// `(a, b)` or `(a,)`; one entry in parentheses is no tuple.
pub(super) fn tuple<'a>(
    lines: &mut Lines,
    mut inner: Cursor<'a>,
    mut one: impl FnMut(&mut Lines, &mut Cursor<'a>) -> Option<()>,
) -> Option<()> {
    lines.word("(");
    lines.open(INDENT);
    lines.zero();
    let mut count = 0;
    while !inner.is_empty() {
        one(lines, &mut inner)?;
        count += 1;
        if !inner.takes_sign(",") && count == 1 {
            return None;
        }
        if inner.is_empty() && count == 1 {
            lines.word(",");
            lines.zero();
        } else {
            lines.comma(inner.is_empty());
        }
    }
    lines.back();
    lines.close();
    lines.word(")");
    Some(())
}

/// `<A, B>`, behind what is `indent` columns further left than the entries where they take several lines.
pub(super) fn angled<'a>(
    lines: &mut Lines,
    from: &mut Cursor<'a>,
    indent: isize,
    mut one: impl FnMut(&mut Lines, &mut Cursor<'a>) -> Option<()>,
) -> Option<()> {
    from.takes_sign("<").then_some(())?;
    lines.word("<");
    lines.open(indent);
    lines.zero();
    loop {
        one(lines, from)?;
        from.takes_sign(",");
        let is_last = from.is_sign(">");
        lines.comma(is_last);
        if is_last {
            break;
        }
    }
    lines.back();
    lines.close();
    from.skip();
    lines.word(">");
    Some(())
}
