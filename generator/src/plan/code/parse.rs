//! A source as syntax, or why it is none.

use proc_macro2::{Span, TokenStream};

use super::{Place, Source, Unresolved, depth};

/// The syntax of a file.
///
/// # Errors
/// What is to be said about a file that could not be read, is no Rust, or is nested too deeply to be parsed.
pub(super) fn parse(source: &Source) -> Result<syn::File, Unresolved> {
    let text = source.text.as_deref().map_err(|why| Unresolved {
        what: format!("the file was not read: {why}"),
        place: Place::start(&source.name),
    })?;
    let problem = |what: String, span: Span| Unresolved { what, place: Place::of(&source.name, span) };
    let no_rust = |why: &dyn std::fmt::Display, span| problem(format!("the file is no Rust: {why}"), span);
    let tokens: TokenStream =
        rust(text).parse().map_err(|error: proc_macro2::LexError| no_rust(&error, error.span()))?;
    depth::check(tokens.clone())
        .map_err(|span| problem("the file is nested too deeply to be parsed".to_owned(), span))?;
    syn::parse2(tokens).map_err(|error| no_rust(&error, error.span()))
}

/// The text without what may stand before Rust: a byte order mark, and the line that names an interpreter.
fn rust(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_script = text.strip_prefix("#!").is_some_and(|rest| !rest.trim_start().starts_with('['));
    if is_script { text.find('\n').and_then(|end| text.get(end..)).unwrap_or_default() } else { text }
}
