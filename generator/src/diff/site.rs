//! Where in an API something is compared.

use std::rc::Rc;

use crate::source::Span;

/// Who sends what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// The client.
    Request,
    /// The server.
    Response,
    /// Nobody: an operation as a whole, or a permission.
    Neither,
}

impl Position {
    /// One word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Neither => "neither",
        }
    }
}

/// A place in both APIs.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub operation: Rc<str>,
    pub position: Position,
    pub path: String,
    pub old: Option<Span>,
    pub new: Option<Span>,
}

/// Longer paths are cut: types may hold types without end.
const LONGEST_PATH: usize = 300;

impl Site {
    pub(super) fn new(operation: &str, old: Option<Span>, new: Option<Span>) -> Self {
        Self { operation: operation.into(), position: Position::Neither, path: String::new(), old, new }
    }

    /// What a client sends, or what a server sends.
    pub(super) fn sent(&self, position: Position) -> Self {
        Self { position, ..self.clone() }
    }

    /// A part of it, with its places.
    pub(super) fn part(&self, name: &str, old: Option<Span>, new: Option<Span>) -> Self {
        let mut path = self.path.clone();
        if path.len() < LONGEST_PATH {
            path.push_str(if path.is_empty() { "" } else { ", " });
            path.push_str(name);
        }
        Self { path, old, new, ..self.clone() }
    }

    /// What a list or a map holds: `items[]`.
    pub(super) fn each(&self, sign: &str) -> Self {
        let mut path = self.path.clone();
        if path.len() < LONGEST_PATH {
            path.push_str(sign);
        }
        Self { path, ..self.clone() }
    }

    /// A part of it that has no place of its own.
    pub(super) fn inner(&self, name: &str) -> Self {
        self.part(name, self.old, self.new)
    }
}
