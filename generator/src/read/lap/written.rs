//! What a list says, for who writes one and must know that it says what is meant, and nothing else: LAP has no escapes, so
//! that prose and odd names may read as structure.

use super::errors::errors as read_errors;
use super::level::{Level, Memory, Side as FieldSide};
use super::line::{Directive, directive};
use super::parameters::parameters as read_parameters;
use super::syntax::{Error, Field, Parameter, Returns};
use super::types::fields as read_fields;

/// Which of the grammars of members is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// Named types.
    Both,
}

/// `{P, P}`, if nothing is wrong with it.
#[must_use]
pub fn parameters(list: &str) -> Option<Vec<Parameter<'_>>> {
    let (parameters, problems) = read_parameters(list);
    problems.is_empty().then_some(parameters)
}

/// `{E, E}`, if nothing is wrong with it.
#[must_use]
pub fn errors(list: &str) -> Option<Vec<Error<'_>>> {
    let (errors, problems) = read_errors(list);
    problems.is_empty().then_some(errors)
}

/// `{F, F}`, if nothing is wrong with it.
#[must_use]
pub fn fields(list: &str, side: Side) -> Option<Vec<Field<'_>>> {
    let side = match side {
        Side::Request => FieldSide::Request,
        Side::Response => FieldSide::Response,
        Side::Both => FieldSide::Both,
    };
    let memory = Memory::default();
    let (rest, fields) = read_fields(Level::top(side, &memory))(list).ok()?;
    rest.is_empty().then_some(fields)
}

/// `@returns(CODE) …`, if the line is one.
#[must_use]
pub fn returns(line: &str) -> Option<Returns<'_>> {
    match directive(line) {
        (_, Ok(Directive::Returns(returns))) => Some(returns),
        _ => None,
    }
}

/// Method and path of `@endpoint METHOD PATH`, if the line is one.
#[must_use]
pub fn endpoint(line: &str) -> Option<(&str, &str)> {
    match directive(line) {
        (_, Ok(Directive::Endpoint(method, path))) => Some((method, path)),
        _ => None,
    }
}

/// Names and numbers of `@toc g(n), g(n)`, if the line is one.
#[must_use]
pub fn toc(line: &str) -> Option<Vec<(&str, usize)>> {
    match directive(line) {
        (_, Ok(Directive::Toc(counts))) => Some(counts.into_iter().map(|count| (count.name, count.count)).collect()),
        _ => None,
    }
}
