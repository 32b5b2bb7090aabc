//! Which case of a choice a JSON value looks like, without reading it.

use std::cmp::Reverse;

use super::members::Members;
use super::{Case, Cases, TagValue};
use crate::wire::fault::ReadError;
use crate::wire::reader::{Kind, Reader};

/// The value of this member of the object that comes next (the last one of that name, as in the case itself); the
/// reader stays where it is.
pub(crate) fn tag<'a>(tag: &str, reader: &mut Reader<'a>) -> Result<Option<TagValue<'a>>, ReadError> {
    if reader.peek() != b'{' {
        return Ok(None);
    }
    let mark = reader.mark();
    let mut found = None;
    let mut more = reader.open_object()?;
    while more {
        let name = reader.name_lossy()?;
        if name == tag {
            found = Some(value(reader)?);
        } else {
            reader.raw()?;
        }
        more = reader.next_member()?;
    }
    reader.again(mark)?;
    Ok(found)
}

fn value<'a>(reader: &mut Reader<'a>) -> Result<TagValue<'a>, ReadError> {
    if reader.peek() != b'"' {
        return reader.raw().map(TagValue::Other);
    }
    let text = reader.string_or_lossy()?;
    Ok(if reader.is_texts() { TagValue::Plain(text) } else { TagValue::Text(text) })
}

/// The cases that the value that comes next may be, best first; the reader stays where it is.
pub(super) fn candidates(cases: &Cases, reader: &mut Reader<'_>) -> Result<Vec<usize>, ReadError> {
    let mark = reader.mark();
    let kind = reader.kind()?;
    let mut members = if kind == Kind::Object { Members::of(reader)? } else { Members::default() };
    let texts = reader.is_texts() && kind == Kind::String;
    reader.again(mark)?;
    let possible = |case: &Case| texts || case.kinds.is_empty() || case.kinds.contains(&kind);
    let ranks = cases.cases.iter().enumerate().filter(|(_, case)| possible(case));
    let mut ranks: Vec<(Reverse<Rank>, usize)> =
        ranks.map(|(index, case)| (Reverse(rank(case, kind, texts, &mut members)), index)).collect();
    ranks.sort_unstable();
    Ok(ranks.into_iter().map(|(_, index)| index).collect())
}

/// How well a case fits: greater is better, and the first part weighs most. What members are says more than which there
/// are.
type Rank = (Reverse<usize>, Reverse<usize>, usize, Reverse<usize>);

fn rank(case: &Case, kind: Kind, texts: bool, object: &mut Members<'_>) -> Rank {
    if texts {
        // Any text is a string, so that is tried last; a list would take any text as its only item.
        let place = match case.kinds {
            [Kind::String] | [] => 1,
            [Kind::Array] => 2,
            _ => 0,
        };
        return (Reverse(place), Reverse(0), 0, Reverse(0));
    }
    if kind != Kind::Object {
        return (Reverse(case.kinds.len()), Reverse(0), 0, Reverse(0));
    }
    let contradicted = case.clues.iter().filter(|clue| clue.is_contradicted(object)).count();
    let missed = case.clues.iter().filter(|clue| clue.is_missed(object)).count();
    let missing = case.required.iter().filter(|name| !object.has(name)).count();
    let known = case.members.iter().filter(|name| object.has(name)).count();
    (Reverse(contradicted), Reverse(missing + missed), known, Reverse(case.members.len()))
}
