//! What an operation is about: the noun of its path. `/api/v1/users/{id}/factors` is about a user factor.

use super::tenancy::Tenancy;
use super::words::Words;
use crate::model::{Operation, Piece};

/// The noun of a path, shortest first: `factor` of a user is `user factor`, then with all that stands before. It is in
/// the singular but for things that exist once (`GET …/settings`). Nothing for a path that ends in what is done rather
/// than in a thing (`POST …/activate`).
pub(super) fn nouns(operation: &Operation, tenancy: &Tenancy, in_list: bool) -> Vec<Words> {
    let segments = segments(tenancy.within(&operation.path));
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
pub(super) fn owners(pieces: &[Piece]) -> Vec<Words> {
    let segments = segments(pieces);
    let before = split(&segments).map_or(&[][..], |(_, before)| before);
    let owner = |pair: &[Segment]| match pair {
        [Segment::Literal(words), Segment::Placeholder] => Some(words.singular()),
        _ => None,
    };
    before.windows(2).filter_map(owner).collect()
}

/// What an operation does to what its path is about, as its method says: `list user roles`, `create user role`,
/// `delete user role`. What is no thing has the word of its method: `post user password reset`.
pub(super) fn deed(operation: &Operation, tenancy: &Tenancy, in_list: bool) -> Option<Words> {
    let pieces = tenancy.within(&operation.path);
    let segments = segments(pieces);
    let (thing, before) = split(&segments)?;
    let ends_in_item = matches!(segments.last(), Some(Segment::Placeholder));
    let is_several = thing.singular() != *thing;
    let method = operation.method.0.to_ascii_lowercase();
    let verb = match method.as_str() {
        "get" if in_list && !ends_in_item => "list",
        "get" => "get",
        "post" if is_several && !ends_in_item => "create",
        "put" | "patch" if ends_in_item => "update",
        "delete" => "delete",
        other => other,
    };
    let is_one = ends_in_item || verb == "create";
    let owners = parents(before).into_iter().flat_map(|owner| owner.as_slice().to_vec());
    // Methods of one's own are of several words: `M-SEARCH`.
    let owners: Words = Words::of(verb).as_slice().iter().cloned().chain(owners).collect();
    Some(owners.then(&if is_one { thing.singular() } else { thing.clone() }))
}

/// A part of a path between slashes.
#[derive(Debug)]
enum Segment {
    Literal(Words),
    Placeholder,
}

fn segments(pieces: &[Piece]) -> Vec<Segment> {
    let mut segments = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                let literals = text.split('/').map(Words::of_path).filter(|words| !words.is_empty());
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
