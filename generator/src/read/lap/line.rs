//! The grammar of lines: one directive each.

use nom::Parser;
use nom::bytes::complete::{tag, take_till1, take_while1};
use nom::character::complete::{char, digit1};
use nom::combinator::{cut, map_opt, opt, rest};
use nom::error::context;
use nom::sequence::delimited;

use super::errors::errors;
use super::level::{Level, Memory, Side};
use super::parameters::parameters;
use super::problem::{Parsed, Problem};
use super::syntax::{Count, Error, Field, Parameter, Returns};
use super::types::fields;

/// What one line says.
#[derive(Debug)]
pub(super) enum Directive<'a> {
    /// `@lap v0.3`.
    Lap(&'a str),
    /// `@api T`.
    Api(&'a str),
    /// `@base T`.
    Base(&'a str),
    /// `@version T`.
    Version(&'a str),
    /// `@auth T`.
    Auth(&'a str),
    /// `@common_fields {P, P}`.
    CommonFields(Vec<Parameter<'a>>, Option<Problem<'a>>),
    /// `@endpoints N`.
    Endpoints(Count<'a>),
    /// `@hint T`.
    Hint(&'a str),
    /// `@toc g(n), g(n)`.
    Toc(Vec<Count<'a>>),
    /// `@type Name {F, F}`.
    Type(&'a str, Vec<Field<'a>>),
    /// `@group g`.
    Group(&'a str),
    /// `@endgroup`.
    EndGroup,
    /// `@endpoint METHOD PATH`.
    Endpoint(&'a str, &'a str),
    /// `@desc T`.
    Desc(&'a str),
    /// `@body -> Name`.
    Body(&'a str),
    /// `@required {P, P}`.
    Required(Vec<Parameter<'a>>, Option<Problem<'a>>),
    /// `@optional {P, P}`.
    Optional(Vec<Parameter<'a>>, Option<Problem<'a>>),
    /// `@returns(CODE) …`.
    Returns(Returns<'a>),
    /// `@errors {E, E}`.
    Errors(Vec<Error<'a>>, Option<Problem<'a>>),
    /// `@example_request JSON`.
    ExampleRequest(&'a str),
    /// `@end`.
    End,
    /// Any other.
    Unknown,
}

/// A line that begins with `@`: the directive's name, and what it says.
pub(super) fn directive(line: &str) -> (&str, Result<Directive<'_>, Problem<'_>>) {
    let name = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '@')).next().unwrap_or(line);
    let argument = line.get(name.len()..).unwrap_or_default();
    let parsed = match name {
        "@returns" => returns(argument),
        _ => spaced(name, argument.strip_prefix(' ').unwrap_or(argument)),
    };
    let directive = match parsed {
        Ok((_, directive)) => Ok(directive),
        Err(nom::Err::Error(problem) | nom::Err::Failure(problem)) => Err(problem),
        Err(nom::Err::Incomplete(_)) => Err(Problem::expected(line, "the rest of the line")),
    };
    (name, directive)
}

/// The directives whose argument stands behind a space.
fn spaced<'a>(name: &str, argument: &'a str) -> Parsed<'a, Directive<'a>> {
    match name {
        "@lap" => context("the version, `v0.3`", text).map(Directive::Lap).parse(argument),
        "@api" => context("the title of the API", text).map(Directive::Api).parse(argument),
        "@base" => context("the base address", text).map(Directive::Base).parse(argument),
        "@version" => rest.map(Directive::Version).parse(argument),
        "@auth" => rest.map(Directive::Auth).parse(argument),
        "@common_fields" => listed(argument, parameters, Directive::CommonFields),
        "@endpoints" => endpoints(argument),
        "@hint" => rest.map(Directive::Hint).parse(argument),
        "@toc" => toc(argument),
        "@type" => type_definition(argument),
        "@group" => context("the name of the group", text).map(Directive::Group).parse(argument),
        "@endgroup" => nothing(argument, Directive::EndGroup),
        "@endpoint" => endpoint(argument),
        "@desc" => rest.map(Directive::Desc).parse(argument),
        "@body" => body(argument),
        "@required" => listed(argument, parameters, Directive::Required),
        "@optional" => listed(argument, parameters, Directive::Optional),
        "@errors" => listed(argument, errors, Directive::Errors),
        "@example_request" => context("JSON", text).map(Directive::ExampleRequest).parse(argument),
        "@end" => nothing(argument, Directive::End),
        _ => Ok(("", Directive::Unknown)),
    }
}

/// `T`: the rest of the line, at least one character.
fn text(input: &str) -> Parsed<'_, &str> {
    take_till1(|_| false)(input)
}

/// No argument.
fn nothing<'a>(argument: &'a str, directive: Directive<'a>) -> Parsed<'a, Directive<'a>> {
    if argument.trim().is_empty() {
        return Ok(("", directive));
    }
    Err(nom::Err::Failure(Problem::expected(argument, "the end of the line")))
}

/// `{X, X}`, with what could be read before a problem.
fn listed<'a, X>(
    argument: &'a str,
    list: impl Fn(&'a str) -> (Vec<X>, Option<Problem<'a>>),
    directive: impl Fn(Vec<X>, Option<Problem<'a>>) -> Directive<'a>,
) -> Parsed<'a, Directive<'a>> {
    let (items, problem) = list(argument);
    Ok(("", directive(items, problem)))
}

/// `"@endpoints" N`
fn endpoints(input: &str) -> Parsed<'_, Directive<'_>> {
    let (rest, (source, count)) = context("the number of endpoints", number).parse(input)?;
    nothing(rest, Directive::Endpoints(Count { name: "endpoints", count, source }))
}

/// Digits, as written and as a number.
fn number(input: &str) -> Parsed<'_, (&str, usize)> {
    map_opt(digit1, |digits: &str| digits.parse().ok().map(|count| (digits, count))).parse(input)
}

/// `"@toc" g "(" n ")" {", " g "(" n ")"}`
fn toc(input: &str) -> Parsed<'_, Directive<'_>> {
    let mut counts = Vec::new();
    let mut rest = input;
    while !rest.is_empty() {
        let (after, count) = toc_entry(rest)?;
        counts.push(count);
        rest = after;
    }
    Ok((rest, Directive::Toc(counts)))
}

/// `g "(" n ")"`: the name of the group ends at the first `(` behind which a number closes.
fn toc_entry(input: &str) -> Parsed<'_, Count<'_>> {
    for (at, _) in input.match_indices('(') {
        let (name, behind) = input.split_at_checked(at).unwrap_or((input, ""));
        let found: Parsed<'_, _> = (delimited(char('('), number, char(')')), end_or_comma).parse(behind);
        if let Ok((rest, ((source, count), ()))) = found {
            return Ok((rest, Count { name, count, source }));
        }
    }
    Err(nom::Err::Failure(Problem::expected(input, "a group and its number of endpoints, `name(3)`")))
}

fn end_or_comma(input: &str) -> Parsed<'_, ()> {
    match input.strip_prefix(", ") {
        Some(rest) => Ok((rest, ())),
        None if input.is_empty() => Ok((input, ())),
        None => Err(nom::Err::Error(Problem::expected(input, "`, ` or the end of the line"))),
    }
}

/// `"@type" NAME " {" F {", " F} "}"`
fn type_definition(input: &str) -> Parsed<'_, Directive<'_>> {
    let (rest, name) = context("the name of the type", token).parse(input)?;
    let (rest, _) = cut(context("` {` and the fields of the type", tag(" "))).parse(rest)?;
    let memory = Memory::default();
    let (rest, fields) =
        cut(context("`{` and the fields of the type", fields(Level::top(Side::Both, &memory)))).parse(rest)?;
    nothing(rest, Directive::Type(name, fields))
}

/// `"@endpoint" METHOD " " PATH`
fn endpoint(input: &str) -> Parsed<'_, Directive<'_>> {
    let (rest, method) = context("a method, such as `GET`", take_while1(is_method_character)).parse(input)?;
    let (rest, _) = cut(context("a space and the path", tag(" "))).parse(rest)?;
    let (rest, path) = cut(context("the path", token)).parse(rest)?;
    nothing(rest, Directive::Endpoint(method, path))
}

/// RFC 9110, section 5.6.2: what methods are made of.
fn is_method_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// Text without white space.
fn token(input: &str) -> Parsed<'_, &str> {
    take_till1(char::is_whitespace)(input)
}

/// `"@body" ("->" | "→") NAME`
fn body(input: &str) -> Parsed<'_, Directive<'_>> {
    let arrow = nom::branch::alt((tag("->"), tag("\u{2192}")));
    let (rest, _) = context("`-> ` and the name of a type", (arrow, opt(tag(" ")))).parse(input)?;
    let (rest, name) = cut(context("the name of a type", token)).parse(rest)?;
    nothing(rest, Directive::Body(name))
}

/// `"@returns(" CODE ")" [" " ( "{" F {", " F} "}" [" # " T] | T )]`
fn returns(input: &str) -> Parsed<'_, Directive<'_>> {
    let code = delimited(tag("("), take_till1(|c| c == ')'), tag(")"));
    let (rest, code) = cut(context("`(`, a status and `)`", code)).parse(input)?;
    let Some(said) = rest.strip_prefix(' ') else {
        return nothing(rest, Directive::Returns(Returns { code, fields: None, text: None, misfit: None }));
    };
    match returned_fields(said) {
        Ok((_, (fields, text))) => {
            Ok(("", Directive::Returns(Returns { code, fields: Some(fields), text, misfit: None })))
        }
        Err(nom::Err::Failure(problem)) if problem.is_too_deep() => Err(nom::Err::Failure(problem)),
        Err(nom::Err::Error(problem) | nom::Err::Failure(problem)) => {
            let misfit = said.starts_with('{').then_some(problem.at);
            Ok(("", Directive::Returns(Returns { code, fields: None, text: Some(said), misfit })))
        }
        Err(incomplete) => Err(incomplete),
    }
}

/// `"{" F {", " F} "}" [" # " T]`
fn returned_fields(input: &str) -> Parsed<'_, (Vec<Field<'_>>, Option<&str>)> {
    let memory = Memory::default();
    let (rest, fields) = fields(Level::top(Side::Response, &memory))(input)?;
    if rest.is_empty() {
        return Ok((rest, (fields, None)));
    }
    let (text, _) = tag(" # ")(rest)?;
    Ok(("", (fields, Some(text))))
}
