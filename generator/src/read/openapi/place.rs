//! Where in a text the OpenAPI document is: the whole of it, or a fenced block of a Markdown page.

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::read::excerpt::Excerpt;
use crate::read::markdown::{self, Block};
use crate::source::{SourceId, Span};

pub(super) static NONE: Code = Code {
    name: "openapi/not-found",
    page: "The text is no OpenAPI document, and no fenced block in it is one.\n\n    # A page\n    Only prose.\n\nA document \
           has `openapi:` or `swagger:` at its top level. What stands in comments is not read.",
};
pub(super) static SEVERAL: Code = Code {
    name: "openapi/several-blocks",
    page: "More than one fenced block of the page is an OpenAPI document, and nothing says which one is meant.\n\nLeave one \
           of them in the page, or save them as files of their own.",
};
pub(super) static UNCLOSED: Code = Code {
    name: "openapi/unclosed-block",
    page: "The fenced block that holds the document has no closing fence, so nobody can tell where the document \
           ends.\n\nClose it with a fence of the same character and at least the same length.",
};

/// Whether a text is an OpenAPI document or a page with one.
pub(super) fn detect(text: &str) -> bool {
    is_document(text) || blocks(SourceId(0), text).next().is_some()
}

/// The document in a text; reported when there is none, or more than one.
pub(super) fn find<'a>(source: SourceId, text: &'a str, diagnostics: &mut Diagnostics) -> Option<Excerpt<'a>> {
    if is_document(text) {
        return Some(Excerpt::whole(source, text));
    }
    let mut found = blocks(source, text).collect::<Vec<_>>();
    if found.iter().any(|block| has_version(&block.excerpt.text)) {
        found.retain(|block| has_version(&block.excerpt.text));
    }
    let mut found = found.into_iter();
    let Some(first) = found.next() else {
        let start = Span::new(source, 0, 0);
        let problem = Diagnostic::error(&NONE, start, "there is no OpenAPI document in this text");
        diagnostics.push(problem.label("expected `openapi:` at the top level, or a fenced block with it"));
        return None;
    };
    if let Some(second) = found.next() {
        diagnostics.push(
            Diagnostic::error(&SEVERAL, second.fence, "the page holds more than one OpenAPI document")
                .label("this block holds one too")
                .related(first.fence, "the first one")
                .help("leave one of them in the page"),
        );
        return None;
    }
    if !first.closed {
        let problem = Diagnostic::error(&UNCLOSED, first.fence, "the block of the OpenAPI document is not closed");
        diagnostics.push(problem.label("this fence has no closing one"));
        return None;
    }
    Some(first.excerpt)
}

fn blocks(source: SourceId, text: &str) -> impl Iterator<Item = Block<'_>> {
    markdown::blocks(source, text).into_iter().filter(|block| has_key(&block.excerpt.text))
}

/// Whether a text as a whole is a document: it has the key outside all fenced blocks and comments.
fn is_document(text: &str) -> bool {
    if is_flow(text) {
        return has_key(text);
    }
    let Some(first) = key_lines(text).next() else { return false };
    if !["```", "~~~", "<!--"].iter().any(|opening| text.get(..first).is_none_or(|before| before.contains(opening))) {
        return true;
    }
    let blocks = markdown::blocks(SourceId(0), text);
    // A fence further in may stand in a text of a YAML document; the key never stands so.
    let is_first = |block: &&Block<'_>| {
        text.get(..block.fence.start as usize).is_none_or(|before| before.is_empty() || before.ends_with('\n'))
    };
    let fenced = blocks.iter().filter(is_first).map(|block| {
        let span = block.excerpt.span(0, block.excerpt.text.len());
        block.fence.start as usize..span.end as usize
    });
    let mut within: Vec<Range<usize>> = fenced.chain(markdown::comments(text)).collect();
    within.sort_by_key(|range| range.start);
    let mut within = within.into_iter().peekable();
    key_lines(text).any(|at| {
        while within.next_if(|range| range.end <= at).is_some() {}
        within.peek().is_none_or(|range| at < range.start)
    })
}

/// Whether the text is a map in braces, perhaps after comments as people write them into JSON.
fn is_flow(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let after = match rest.strip_prefix("/*") {
            Some(inner) => inner.split_once("*/"),
            None => rest.strip_prefix("//").and_then(|line| line.split_once('\n')),
        };
        let Some((_, after)) = after else { return rest.starts_with('{') };
        rest = after.trim_start();
    }
}

fn has_key(text: &str) -> bool {
    if is_flow(text) { has_flow_key(text) } else { key_lines(text).next().is_some() }
}

/// Where lines start with the key that every document has.
fn key_lines(text: &str) -> impl Iterator<Item = usize> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        is_key(line).then_some(at)
    })
}

fn is_key(line: &str) -> bool {
    ["openapi", "swagger"].into_iter().any(|key| {
        let quote = line.chars().next().filter(|first| matches!(first, '"' | '\''));
        let line = quote.map_or(Some(line), |quote| line.strip_prefix(quote));
        let rest = line.and_then(|line| line.strip_prefix(key));
        let rest = rest.and_then(|rest| quote.map_or(Some(rest), |quote| rest.strip_prefix(quote)));
        rest.is_some_and(|rest| {
            rest.trim_start()
                .strip_prefix(':')
                .is_some_and(|value| value.is_empty() || value.starts_with(char::is_whitespace) && !is_mention(value))
        })
    })
}

/// Whether the key is followed by a number, as no key of that name in the settings of some tool is.
fn has_version(text: &str) -> bool {
    ["openapi", "swagger"].into_iter().flat_map(|key| text.split(key).skip(1)).any(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':').map(|value| value.trim_start().trim_start_matches(['"', '\'']));
        value.is_some_and(|value| value.starts_with(|first: char| first.is_ascii_digit()))
    })
}

/// Whether what stands behind the key is no version but an operation or a file, as in the front matter of pages about
/// one operation: `openapi: GET /users/{id}`.
fn is_mention(value: &str) -> bool {
    let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    value.contains('/') || [".yaml", ".yml", ".json"].iter().any(|end| value.ends_with(end))
}

/// Whether a flow mapping has the key at its top level.
fn has_flow_key(text: &str) -> bool {
    let mut depth = 0u32;
    let mut quote = None;
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        let starts = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            ["\"openapi\"", "\"swagger\"", "'openapi'", "'swagger'", "openapi:", "swagger:"]
                .iter()
                .any(|key| rest.starts_with(key))
        };
        match (quote, character) {
            (Some(_), _) if escaped => escaped = false,
            (Some('"'), '\\') => escaped = true,
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | 'o' | 's') if depth == 1 && starts(at) => return true,
            (None, '"' | '\'') => quote = Some(character),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    false
}
