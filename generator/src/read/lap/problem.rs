//! Why a piece of the grammar does not fit: where, what was expected, and under which code it is reported.

use nom::error::{ContextError, ErrorKind, ParseError};

use crate::diag::Code;

/// What a parser of the grammar returns.
pub(super) type Parsed<'a, T> = nom::IResult<&'a str, T, Problem<'a>>;

/// A text that does not fit the grammar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'a> {
    /// What is left of the line where it stops to fit.
    pub at: &'a str,
    /// What would have fitted, if that is known.
    pub expected: &'static str,
    /// What kind of problem it is.
    pub code: &'static Code,
}

/// A line stops to fit the grammar.
pub static SYNTAX: Code = Code {
    name: "lap/syntax",
    page: "A line does not fit the grammar of LAP: a bracket is missing, or something stands where nothing may stand.

    @endpoint GET
    @required {id: [str}

The label says what was expected at the place. In the first line the path is missing; in the second a list is not \
           closed. Write `@endpoint GET /users` and `@required {id: [str]}`.",
};

/// A type word that does not exist.
pub static UNKNOWN_TYPE: Code = Code {
    name: "lap/unknown-type",
    page:
        "A type word is none of `str int num bool map any float bytes file object array null`, and it is no name with \
           a capital, which could be a type of the document's own.

    @optional {age: integer}

Write the word that LAP has for it: `age: int`.",
};

/// Types within types without end.
pub static TOO_DEEP: Code = Code {
    name: "lap/too-deep",
    page: "Lists and maps stand in each other more than 64 deep. No API looks like that; such a file is damaged or \
           hostile.

    @returns(200) {a: [[[[[[…]]]]]]}

Write `map` or `any` for what is that deep, or define a `@type` and use its name.",
};

impl<'a> Problem<'a> {
    /// A text that does not fit because something else was expected.
    pub(super) fn expected(at: &'a str, expected: &'static str) -> Self {
        Self { at, expected, code: &SYNTAX }
    }

    /// The same problem under another code.
    pub(super) fn code(self, code: &'static Code) -> Self {
        Self { code, ..self }
    }

    /// Whether it is a word that names no type.
    pub(super) fn is_unknown_type(&self) -> bool {
        std::ptr::eq(self.code, &UNKNOWN_TYPE)
    }

    /// Whether looking further could only cost time.
    pub(super) fn is_too_deep(&self) -> bool {
        std::ptr::eq(self.code, &TOO_DEEP)
    }
}

/// The problem in what a parser of a line returns.
pub(super) fn of_line<'a>(error: nom::Err<Problem<'a>>, line: &'a str) -> Problem<'a> {
    match error {
        nom::Err::Error(problem) | nom::Err::Failure(problem) => problem,
        nom::Err::Incomplete(_) => Problem::expected(line, "the rest of the line"),
    }
}

impl<'a> ParseError<&'a str> for Problem<'a> {
    fn from_error_kind(at: &'a str, _: ErrorKind) -> Self {
        Self::expected(at, "")
    }

    fn append(_: &'a str, _: ErrorKind, inner: Self) -> Self {
        inner
    }
}

impl<'a> ContextError<&'a str> for Problem<'a> {
    /// The innermost context is the most precise one, so it stays.
    fn add_context(_: &'a str, context: &'static str, inner: Self) -> Self {
        if inner.expected.is_empty() { Self { expected: context, ..inner } } else { inner }
    }
}
