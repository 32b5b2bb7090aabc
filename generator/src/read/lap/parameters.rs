//! The grammar of parameter lists, and the one hard question in LAP: where a comment ends. There is no escaping, and
//! comments hold commas, colons, braces, tables and JSON.

use nom::Parser;
use nom::bytes::complete::tag;
use nom::combinator::opt;

use super::level::{Level, Memory, Side};
use super::parentheses::parenthesised;
use super::problem::{Parsed, Problem};
use super::syntax::Parameter;
use super::types::{between, named_type, type_, unknown_words};

/// `"{" [P {", " P}] "}"`: from the first `{` to the last `}` of the line; braces are never matched.
///
/// What can be read is returned with the problems.
pub(super) fn parameters(line: &str) -> (Vec<Parameter<'_>>, Vec<Problem<'_>>) {
    let mut parameters = Vec::new();
    let mut problems = Vec::new();
    let body = match braced(line) {
        Ok(body) => body,
        Err(problem) => return (parameters, vec![problem]),
    };
    let memory = Memory::default();
    let level = Level::top(Side::Request, &memory);
    let mut rest = body;
    while !rest.is_empty() {
        match level.read(rest, |level, text| parameter(&memory, level)(text)) {
            Ok((after, parameter)) => {
                problems.extend(unknown_words(&parameter.ty));
                parameters.push(parameter);
                rest = after;
            }
            Err(found) => {
                rest = found.last().map_or("", |last| behind(&memory, rest, *last));
                problems.extend(found);
            }
        }
    }
    (parameters, problems)
}

/// The text of the next parameter behind a problem, as far as one certainly begins there.
fn behind<'a>(memory: &Memory, parameter: &'a str, problem: Problem<'a>) -> &'a str {
    let before = parameter.get(..parameter.len() - problem.at.len()).unwrap_or_default();
    // Behind a list that is not closed; in an object it would be a field.
    if let Some(next) = problem.at.strip_prefix(", ")
        && !before.contains('{')
        && token_and_colon(next).is_some()
    {
        return next;
    }
    let next = boundary(memory, problem.at).ok().filter(|_| !problem.is_too_deep());
    next.and_then(|at| problem.at.get(at + ", ".len()..)).unwrap_or_default()
}

/// The text between the first `{` and the last `}`.
pub(super) fn braced(line: &str) -> Result<&str, Problem<'_>> {
    let inside = line.strip_prefix('{').ok_or(Problem::expected(line, "`{`"))?;
    let (body, after) = inside
        .rsplit_once('}')
        .ok_or_else(|| Problem::expected(line.get(line.len()..).unwrap_or_default(), "`}`, the end of the list"))?;
    if after.trim().is_empty() { Ok(body) } else { Err(Problem::expected(after, "the end of the line")) }
}

/// `P = NAME ": " TYPE ["(" v "/" v {"/" v} ")"] ["=" DEFAULT] [" # " T]`, and the `, ` before the next one.
fn parameter<'a>(memory: &Memory, level: Level<'_>) -> impl Fn(&'a str) -> Parsed<'a, Parameter<'a>> {
    move |input| {
        let (rest, (name, ty)) = named_type(level)(input)?;
        let (rest, values) = opt(parenthesised(level)).parse(rest)?;
        let values = values.map(|inside| inside.text);
        let (rest, default) = opt(|rest| default(memory, rest)).parse(rest)?;
        let (rest, comment) = opt(|rest| comment(memory, rest)).parse(rest)?;
        let source = between(input, rest);
        let parameter = Parameter { source, name, ty, values, default, comment };
        if rest.is_empty() {
            return Ok((rest, parameter));
        }
        match rest.strip_prefix(", ") {
            Some(next) if !next.is_empty() => Ok((next, parameter)),
            _ => Err(nom::Err::Failure(Problem::expected(rest, "`, ` and another parameter, or `}`"))),
        }
    }
}

/// `"=" DEFAULT`: to the first ` # `, the next boundary, or the end.
fn default<'a>(memory: &Memory, input: &'a str) -> Parsed<'a, &'a str> {
    let (text, _) = tag("=")(input)?;
    let (rest, default) = split(text, boundary(memory, text)?)?;
    match default.find(" # ") {
        Some(at) => split(text, at),
        None => Ok((rest, default)),
    }
}

/// `" # " T`: to the next boundary, or the end.
fn comment<'a>(memory: &Memory, input: &'a str) -> Parsed<'a, &'a str> {
    let (text, _) = tag(" # ")(input)?;
    split(text, boundary(memory, text)?)
}

fn split(text: &str, at: usize) -> Parsed<'_, &str> {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    Ok((after, before))
}

/// The place of the first boundary, or the end: a `, ` behind which a parameter begins.
fn boundary<'a>(memory: &Memory, text: &'a str) -> Result<usize, nom::Err<Problem<'a>>> {
    for at in memchr::memchr_iter(b',', text.as_bytes()) {
        let behind = text.get(at + 1..).and_then(|rest| rest.strip_prefix(' '));
        if let Some(behind) = behind
            && begins_parameter(memory, behind)?
        {
            return Ok(at);
        }
    }
    Ok(text.len())
}

/// Whether a parameter begins here: `NAME ": " TYPE FOLLOW`, where FOLLOW is the end, ` # `, `=`, `(…)`, or a `, ` behind
/// which a parameter begins in its turn. A chain that fails is remembered, so that every text is read once.
fn begins_parameter<'a>(memory: &Memory, text: &'a str) -> Result<bool, nom::Err<Problem<'a>>> {
    let mut chain = Vec::new();
    let mut at = text;
    let verdict = loop {
        if let Some(verdict) = memory.verdict(at) {
            break verdict;
        }
        let Some(rest) = head(memory, at)? else { break false };
        if rest.is_empty() || rest.starts_with('=') || rest.starts_with(" # ") {
            break true;
        }
        let Some(next) = rest.strip_prefix(", ") else { break false };
        chain.push(at);
        at = next;
    };
    if !verdict {
        memory.refuse(&chain);
    }
    Ok(verdict)
}

/// What is left behind `NAME ": " TYPE ["(" v "/" v ")"]` with a name of one token and a known type word.
fn head<'a>(memory: &Memory, text: &'a str) -> Result<Option<&'a str>, nom::Err<Problem<'a>>> {
    let Some(behind) = token_and_colon(text) else { return Ok(None) };
    let level = Level::top(Side::Request, memory);
    let found = type_(level)(behind).and_then(|(rest, ty)| {
        let (rest, _) = opt(parenthesised(level)).parse(rest)?;
        Ok(ty.begins_with_known_word().then_some(rest))
    });
    match found {
        Ok(found) => Ok(found),
        Err(nom::Err::Error(problem) | nom::Err::Failure(problem)) if problem.is_too_deep() => {
            Err(nom::Err::Failure(problem))
        }
        Err(_) => Ok(None),
    }
}

/// What is left behind a token without white space and its `: `. Parentheses in it belong together: `total(uuid)`.
fn token_and_colon(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_$@.-:[]#/+*~!()".contains(c)))?;
    let (token, rest) = text.split_at_checked(end)?;
    let name = token.strip_suffix(':')?;
    if name.is_empty() || !closes_parentheses(name) { None } else { rest.strip_prefix(' ') }
}

fn closes_parentheses(name: &str) -> bool {
    let mut open = 0usize;
    for sign in name.bytes() {
        match (sign, open) {
            (b'(', _) => open += 1,
            (b')', 0) => return false,
            (b')', _) => open -= 1,
            _ => {}
        }
    }
    open == 0
}
