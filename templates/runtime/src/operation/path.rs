//! Path templates: `/users/{userId}`, with braces of a text doubled, and a star behind the name of a parameter that takes
//! what is left of the path.

use super::{Location, Parameter};

/// A piece of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Text as it travels, slashes included.
    Text(&'static str),
    /// The parameter at this index; one segment, or a part of one.
    Parameter(usize),
    /// The parameter at this index, which takes what is left of the path, slashes included.
    Rest(usize),
}

/// The pieces of a path template, one after the other.
#[derive(Debug, Clone)]
pub struct Pieces {
    rest: &'static str,
    parameters: &'static [Parameter],
}

/// Text as it stands in a template.
#[must_use]
pub fn written_text(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// The place of a parameter as it stands in a template; one that takes the rest of the path ends in a star.
#[must_use]
pub fn written_parameter(name: &str, is_rest: bool) -> String {
    if is_rest { format!("{{{name}*}}") } else { format!("{{{name}}}") }
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let text = |length| self.rest.split_at_checked(length).map(|(text, rest)| (Piece::Text(text), rest));
        let (piece, rest) = match self.rest.bytes().position(|byte| matches!(byte, b'{' | b'}')) {
            None if self.rest.is_empty() => return None,
            None => (Piece::Text(self.rest), ""),
            Some(0) => self.brace().or_else(|| text(1))?,
            Some(at) => text(at)?,
        };
        self.rest = rest;
        Some(piece)
    }
}

impl Pieces {
    /// The pieces of a template in which these parameters have places.
    pub(super) fn new(template: &'static str, parameters: &'static [Parameter]) -> Self {
        Self { rest: template, parameters }
    }

    /// What the brace at the start stands for, and what follows.
    fn brace(&self) -> Option<(Piece, &'static str)> {
        let doubled = |brace| self.rest.strip_prefix(brace);
        if let Some(rest) = doubled("{{").or_else(|| doubled("}}")) {
            return Some((Piece::Text(self.rest.get(..1)?), rest));
        }
        let (name, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let piece = match self.index(name) {
            Some(index) => Piece::Parameter(index),
            None => Piece::Rest(self.index(name.strip_suffix('*')?)?),
        };
        Some((piece, rest))
    }

    fn index(&self, name: &str) -> Option<usize> {
        let is_it = |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
        self.parameters.iter().position(is_it)
    }
}
