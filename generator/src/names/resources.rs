//! What an operation is about: the noun of its path. `/api/v1/users/{id}/factors` is about a user factor.

use super::words::Words;
use crate::model::{Operation, Path, Piece};

/// The noun of a path, shortest first: `factor` of a user is `user factor`, then with all that stands before. It is in
/// the singular but for things that exist once (`GET …/settings`). Nothing for a path that ends in what is done rather
/// than in a thing (`POST …/activate`).
pub(super) fn nouns(operation: &Operation, in_list: bool) -> Vec<Words> {
    let segments = segments(&operation.path);
    let Some((thing, before)) = split(&segments) else { return Vec::new() };
    let ends_in_item = matches!(segments.last(), Some(Segment::Placeholder));
    let creates = operation.method.is("POST") && !ends_in_item;
    if creates && thing.singular() == *thing {
        return Vec::new();
    }
    let thing = if ends_in_item || creates || in_list { thing.singular() } else { thing.clone() };
    let parents: Vec<Words> = parents(before);
    let mut nouns = Vec::new();
    if parents.is_empty() {
        nouns.push(thing.clone());
    }
    for count in 1..=parents.len() {
        let start = parents.len() - count;
        let owner: Words = parents.iter().skip(start).flat_map(|parent| parent.as_slice().iter().cloned()).collect();
        nouns.push(owner.then(&thing));
    }
    nouns
}

/// The things that the path leads through on its way to the last one, in the singular, outermost first.
pub(super) fn owners(path: &Path) -> Vec<Words> {
    let segments = segments(path);
    let before = split(&segments).map_or(&[][..], |(_, before)| before);
    let owner = |pair: &[Segment]| match pair {
        [Segment::Literal(words), Segment::Placeholder] => Some(words.singular()),
        _ => None,
    };
    before.windows(2).filter_map(owner).collect()
}

/// A part of a path between slashes.
#[derive(Debug)]
enum Segment {
    Literal(Words),
    Placeholder,
}

fn segments(path: &Path) -> Vec<Segment> {
    let mut segments = Vec::new();
    for piece in &path.pieces {
        match piece {
            Piece::Literal(text) => {
                let literals = text.split('/').map(Words::of).filter(|words| !words.is_empty());
                segments.extend(literals.map(Segment::Literal));
            }
            Piece::Placeholder { .. } => segments.push(Segment::Placeholder),
        }
    }
    let is_common = |segment: &Segment| match segment {
        Segment::Literal(words) => {
            matches!(words.as_slice(), [word] if word == "api" || super::operations::is_version(word))
        }
        Segment::Placeholder => false,
    };
    let common = segments.iter().take_while(|segment| is_common(segment)).count();
    segments.split_off(common)
}

/// The last literal, and what stands before it.
fn split(segments: &[Segment]) -> Option<(&Words, &[Segment])> {
    let at = segments.iter().rposition(|segment| matches!(segment, Segment::Literal(_)))?;
    match segments.get(at) {
        Some(Segment::Literal(words)) => Some((words, segments.get(..at)?)),
        _ => None,
    }
}

/// The things that own the last one, outermost first: literals before a placeholder, and plurals.
fn parents(before: &[Segment]) -> Vec<Words> {
    let mut parents = Vec::new();
    for (at, segment) in before.iter().enumerate() {
        let Segment::Literal(words) = segment else { continue };
        let owns = matches!(before.get(at + 1), Some(Segment::Placeholder));
        if owns || words.singular() != *words {
            parents.push(words.singular());
        }
    }
    parents
}
