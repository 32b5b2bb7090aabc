//! What can be wrong with a text that should be a value.

use std::fmt;

/// Why a text could not be read as a value, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    fault: Fault,
    offset: usize,
    /// Steps of a JSON pointer, slashes included, from the innermost value outwards.
    steps: Vec<String>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The text is not JSON; this is what had to come.
    Syntax(&'static str),
    /// Arrays and objects are nested too deeply.
    Depth,
    /// The value is JSON of another type.
    Type {
        /// What the type demands.
        expected: &'static str,
        /// What there is.
        found: &'static str,
    },
    /// The value is of the type, but not one that can be held: a number out of range, base64 that is none.
    Value(&'static str),
    /// A member stands twice.
    Duplicate,
    /// Reading it would take more time or memory than a text of this length may; this is what had to be.
    Excess(&'static str),
}

impl ReadError {
    #[cold]
    pub(super) fn new(fault: Fault, offset: usize) -> Self {
        Self(Box::new(Inner { fault, offset, steps: Vec::new() }))
    }

    /// Notes on the way out that the fault is in this member or item.
    #[cold]
    #[must_use]
    pub(super) fn within(mut self, step: impl fmt::Display) -> Self {
        let mut escaped = String::new();
        push_member(&mut escaped, &step.to_string());
        self.0.steps.push(escaped);
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }

    /// Byte offset in the text.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// JSON pointer (RFC 6901) to the value.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.0.steps.iter().rev().map(String::as_str).collect()
    }

    /// Whether the text is JSON all the same, so that the value can be kept raw.
    pub(crate) fn is_misfit(&self) -> bool {
        matches!(self.0.fault, Fault::Type { .. } | Fault::Value(_))
    }
}

/// Appends a member to a JSON pointer (RFC 6901).
pub(crate) fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// Appends an item to a JSON pointer.
pub(super) fn push_item(pointer: &mut String, index: usize) {
    push_member(pointer, &index.to_string());
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(expected) => write!(f, "expected {expected}"),
            Self::Depth => f.write_str("nested too deeply"),
            Self::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::Value(expected) => write!(f, "expected {expected}"),
            Self::Excess(expected) => write!(f, "expected {expected} for so short a text"),
            Self::Duplicate => f.write_str("a member stands twice"),
        }
    }
}

/// Tells place and fault, and nothing of the text itself, which may hold secrets.
impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = self.pointer();
        if !pointer.is_empty() {
            write!(f, "at {pointer}: ")?;
        }
        write!(f, "{} (byte {})", self.0.fault, self.0.offset)
    }
}

impl std::error::Error for ReadError {}
