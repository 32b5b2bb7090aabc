//! Path templates taken apart: what stood in the places of parameters. Knows no table and no request.

use crate::literal;
use crate::operation::{Piece, Pieces};

/// A piece of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Text(&'static str),
    Parameter,
    Rest,
}

/// What stood in the places of a template's parameters, with their indices, if this path is one of the template.
#[cfg(all(feature = "client", feature = "test-util"))]
pub(super) fn arguments(pieces: Pieces, path: &str) -> Option<Vec<(usize, &str)>> {
    let (mut parameters, mut captured) = (Vec::new(), Vec::new());
    let mut rest = Some(path.strip_prefix('/').unwrap_or(path));
    for parts in segments(pieces, &mut parameters) {
        let whole = rest?;
        let (segment, after) = match whole.split_once('/') {
            Some((segment, after)) if !parts.contains(&Part::Rest) => (segment, Some(after)),
            _ => (whole, None),
        };
        if !capture(&parts, segment, &mut captured) {
            return None;
        }
        rest = after;
    }
    rest.is_none().then(|| parameters.into_iter().zip(captured).collect())
}

/// The pieces of a template, segment by segment; the indices of its parameters go to `parameters`.
pub(super) fn segments(pieces: Pieces, parameters: &mut Vec<usize>) -> Vec<Vec<Part>> {
    let mut segments = vec![Vec::new()];
    let push = |segments: &mut Vec<Vec<Part>>, part| segments.last_mut().into_iter().for_each(|last| last.push(part));
    for (at, piece) in pieces.enumerate() {
        match piece {
            Piece::Text(text) => {
                let text = if at == 0 { text.strip_prefix('/').unwrap_or(text) } else { text };
                for (number, part) in text.split('/').enumerate() {
                    if number > 0 {
                        segments.push(Vec::new());
                    }
                    if !part.is_empty() {
                        push(&mut segments, Part::Text(part));
                    }
                }
            }
            Piece::Parameter(index) => {
                parameters.push(index);
                push(&mut segments, Part::Parameter);
            }
            Piece::Rest(index) => {
                parameters.push(index);
                push(&mut segments, Part::Rest);
            }
        }
    }
    segments
}

/// Matches a segment against its parts; a parameter is the shortest text before the next literal, and never empty.
///
/// The first place of a literal is as good as any later one, as in file patterns, so that nothing is tried twice.
pub(super) fn capture<'p>(parts: &[Part], segment: &'p str, captured: &mut Vec<&'p str>) -> bool {
    let (parts, mut rest) = match parts {
        [before @ .., Part::Text(end)] => match literal::before_end(segment, end) {
            Some(rest) => (before, rest),
            None => return false,
        },
        parts => (parts, segment),
    };
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let found = match (part, parts.peek()) {
            (Part::Text(text), _) => literal::behind(rest, text).map(|rest| ("", rest)),
            (Part::Parameter | Part::Rest, None) => Some((rest, "")),
            (Part::Parameter | Part::Rest, Some(Part::Text(text))) => before(rest, text),
            (Part::Parameter | Part::Rest, Some(Part::Parameter | Part::Rest)) => first(rest),
        };
        let Some((value, tail)) = found else { return false };
        if !matches!(part, Part::Text(_)) {
            if value.is_empty() {
                return false;
            }
            captured.push(value);
        }
        rest = tail;
    }
    rest.is_empty()
}

/// The shortest text before a literal that is not empty, and the literal with what follows.
fn before<'p>(text: &'p str, literal: &str) -> Option<(&'p str, &'p str)> {
    let one = text.chars().next()?.len_utf8();
    let at = literal::find(text.get(one..)?, literal)?;
    text.split_at_checked(one + at)
}

/// The first character, and the others.
fn first(text: &str) -> Option<(&str, &str)> {
    text.split_at_checked(text.chars().next()?.len_utf8())
}
