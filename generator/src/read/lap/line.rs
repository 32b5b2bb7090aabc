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
use super::problem::{Parsed, Problem, of_line};
use super::syntax::{Count, Error, Field, Parameter, Returns};
use super::types::{fields, unknown_words_of};

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
    CommonFields(Vec<Parameter<'a>>, Vec<Problem<'a>>),
    /// `@endpoints N`.
    Endpoints(Count<'a>),
    /// `@hint T`.
    Hint(&'a str),
    /// `@toc g(n), g(n)`.
    Toc(Vec<Count<'a>>),
    /// `@type Name {F, F}`.
    Type(&'a str, Vec<Field<'a>>, Vec<Problem<'a>>),
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
    Required(Vec<Parameter<'a>>, Vec<Problem<'a>>),
    /// `@optional {P, P}`.
    Optional(Vec<Parameter<'a>>, Vec<Problem<'a>>),
    /// `@returns(CODE) …`.
    Returns(Returns<'a>),
    /// `@errors {E, E}`.
    Errors(Vec<Error<'a>>, Vec<Problem<'a>>),
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
        Err(error) => Err(of_line(error, line)),
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

/// `{X, X}`, with what could be read beside the problems.
fn listed<'a, X>(
    argument: &'a str,
    list: impl Fn(&'a str) -> (Vec<X>, Vec<Problem<'a>>),
    directive: impl Fn(Vec<X>, Vec<Problem<'a>>) -> Directive<'a>,
) -> Parsed<'a, Directive<'a>> {
    let (items, problems) = list(argument);
    Ok(("", directive(items, problems)))
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
    let whole = |level, text| cut(context("`{` and the fields of the type", fields(level))).parse(text);
    let (fields, problems) = match Level::top(Side::Both, &memory).read(rest, whole) {
        Ok((rest, fields)) => {
            let after = Some(rest).filter(|rest| !rest.trim().is_empty());
            let after = after.map(|rest| Problem::expected(rest, "the end of the line"));
            let problems = unknown_words_of(&fields).into_iter().chain(after).collect();
            (fields, problems)
        }
        Err(problems) => (Vec::new(), problems),
    };
    Ok(("", Directive::Type(name, fields, problems)))
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
        return nothing(rest, Directive::Returns(Returns { code, fields: None, text: None, misfits: Vec::new() }));
    };
    let memory = Memory::default();
    let level = Level::top(Side::Response, &memory);
    match returned_fields(said, level) {
        Ok((_, (fields, text))) => {
            Ok(("", Directive::Returns(Returns { code, fields: Some(fields), text, misfits: Vec::new() })))
        }
        Err(nom::Err::Failure(problem)) if problem.is_too_deep() => Err(nom::Err::Failure(problem)),
        Err(nom::Err::Error(problem) | nom::Err::Failure(problem)) => {
            let misfits = if said.starts_with('{') { misfits(said, level, problem) } else { Vec::new() };
            Ok(("", Directive::Returns(Returns { code, fields: None, text: Some(said), misfits })))
        }
        Err(incomplete) => Err(incomplete),
    }
}

/// Where a text stops to be fields: at every unknown word, if that is all that is wrong with it.
fn misfits<'a>(said: &'a str, level: Level<'_>, first: Problem<'a>) -> Vec<&'a str> {
    match returned_fields(said, level.with_any_word()) {
        Ok((_, (fields, _))) => unknown_words_of(&fields).iter().map(|problem| problem.at).collect(),
        Err(_) => vec![first.at],
    }
}

/// `"{" F {", " F} "}" [" # " T]`
fn returned_fields<'a>(input: &'a str, level: Level<'_>) -> Parsed<'a, (Vec<Field<'a>>, Option<&'a str>)> {
    let (rest, fields) = fields(level)(input)?;
    if rest.is_empty() {
        return Ok((rest, (fields, None)));
    }
    let (text, _) = tag(" # ")(rest)?;
    Ok(("", (fields, Some(text))))
}
