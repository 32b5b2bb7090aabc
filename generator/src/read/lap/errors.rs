//! The grammar of error lists.

use super::parameters::braced;
use super::problem::Problem;
use super::syntax::Error;

/// `"{" [E {", " E}] "}"`, split at `, ` only before a status. What can be read is returned with the problems.
pub(super) fn errors(line: &str) -> (Vec<Error<'_>>, Vec<Problem<'_>>) {
    let mut errors = Vec::new();
    let mut problems = Vec::new();
    let mut rest = match braced(line) {
        Ok(body) => body,
        Err(problem) => return (errors, vec![problem]),
    };
    while !rest.is_empty() {
        let (source, after) = split(rest);
        match code(rest) {
            Some(code) => errors.push(error(source, code)),
            None => problems.push(Problem::expected(rest, "a status: `404`, `4XX` or `default`")),
        }
        rest = after;
    }
    (errors, problems)
}

/// The text before the first `, ` behind which a status stands, and the text from there.
fn split(text: &str) -> (&str, &str) {
    text.match_indices(", ")
        .find_map(|(at, comma)| {
            let after = text.get(at + comma.len()..)?;
            code(after)?;
            Some((text.get(..at)?, after))
        })
        .unwrap_or((text, ""))
}

/// `CODE`: `[1-5]dd`, `[1-5]XX` or `default`, followed by `:`, `, ` or the end.
fn code(text: &str) -> Option<&str> {
    let code = text.split([':', ',']).next().filter(|code| is_code(code))?;
    let rest = text.get(code.len()..)?;
    (rest.is_empty() || rest.starts_with(':') || rest.starts_with(", ")).then_some(code)
}

/// Whether a text is a status as LAP writes it.
pub(super) fn is_code(text: &str) -> bool {
    match text.as_bytes() {
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        _ => text == "default",
    }
}

/// `E = CODE [":" ErrorType] [": " T]`: what stands directly behind the colon is an error type, up to the next `: `.
fn error<'a>(source: &'a str, code: &'a str) -> Error<'a> {
    let said = source.get(code.len()..).unwrap_or_default();
    let (error_type, text) = match said.strip_prefix(": ") {
        Some(text) => (None, Some(text)),
        None => match said.strip_prefix(':') {
            Some(said) => said.split_once(": ").map_or((Some(said), None), |(ty, text)| (Some(ty), Some(text))),
            None => (None, None),
        },
    };
    Error { source, code, error_type: error_type.filter(|ty| !ty.is_empty()), text }
}
