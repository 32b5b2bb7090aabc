//! Literal text of paths in requests, however it is escaped: `gr%C3%BC%C3%9Fe` is `grüße`, and `%61` is `a`.

/// What stands behind the literal that a text begins with.
pub(super) fn behind<'p>(text: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = text.strip_prefix(literal) {
        return Some(rest);
    }
    let mut rest = text.as_bytes();
    let mut wanted = literal.as_bytes();
    while let Some((byte, after)) = first(wanted) {
        let (found, behind) = first(rest)?;
        if found != byte {
            return None;
        }
        (wanted, rest) = (after, behind);
    }
    text.get(text.len() - rest.len()..)
}

/// What stands before the literal that a text ends with.
pub(super) fn before_end<'p>(text: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = text.strip_suffix(literal) {
        return Some(rest);
    }
    let ends = |at: &usize| text.get(*at..).and_then(|end| behind(end, literal)) == Some("");
    text.get(..places(text, literal)?.find(ends)?)
}

/// Where a literal stands first.
pub(super) fn find(text: &str, literal: &str) -> Option<usize> {
    let stands = |at: &usize| text.get(*at..).and_then(|rest| behind(rest, literal)).is_some();
    text.find(literal).or_else(|| places(text, literal)?.find(stands))
}

/// The places where a character begins, escaped or not; none where neither text has anything that may be escaped.
fn places<'t>(text: &'t str, literal: &str) -> Option<impl Iterator<Item = usize> + use<'t>> {
    let mut inside = 0usize;
    let mut begins = move |byte: u8| {
        let begins = inside == 0;
        inside = if byte == b'%' && begins { 2 } else { inside.saturating_sub(1) };
        begins
    };
    let places = text.bytes().enumerate().filter_map(move |(at, byte)| begins(byte).then_some(at));
    let may_differ = text.contains('%') || literal.contains('%');
    may_differ.then_some(places)
}

/// The first byte that a text stands for, and the text behind it.
fn first(text: &[u8]) -> Option<(u8, &[u8])> {
    if let [b'%', high, low, rest @ ..] = text
        && let (Some(high), Some(low)) = ((*high as char).to_digit(16), (*low as char).to_digit(16))
    {
        return Some(((high * 16 + low) as u8, rest));
    }
    text.split_first().map(|(byte, rest)| (*byte, rest))
}
