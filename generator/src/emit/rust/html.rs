//! The HTML of descriptions as Markdown, as far as Markdown has words for it: emphasis, code, links, paragraphs, lists. What
//! else looks like HTML is text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::blocks::OPTIONS;
use super::inline::{code_span, is_address};
use super::markdown::DEEPEST;

/// Letters in which the end of what has one must be found, so that text without ends is not read again and again.
const FARTHEST: usize = 2048;

/// How often a text is rewritten at most: what is no HTML any more may show what was hidden in it.
const ROUNDS: usize = 3;

/// A text in which no HTML is left that Markdown has words for, and no definition of a link that leads elsewhere than to
/// the web.
pub(super) fn rewritten(mut text: String) -> String {
    for _ in 0..ROUNDS {
        if !text.contains('<') && !text.contains("]:") {
            return text;
        }
        let Some(next) = Rewriting::of(&text) else { return text };
        text = next;
    }
    text
}

struct Rewriting<'t> {
    text: &'t str,
    out: String,
    /// Where the text goes on that is not rewritten yet.
    at: usize,
    /// The lists that are open, with the number of the next item.
    lists: Vec<Option<u64>>,
    /// Where elements end, and how.
    ends: Vec<(usize, String)>,
}

impl<'t> Rewriting<'t> {
    /// The text with its tags rewritten; `None` where there are none.
    fn of(text: &'t str) -> Option<String> {
        let parser = Parser::new_ext(text, OPTIONS);
        let elsewhere = parser.reference_definitions().iter().filter(|(_, definition)| !is_address(&definition.dest));
        let mut found: Vec<(Range<usize>, bool)> =
            elsewhere.map(|(_, definition)| (definition.span.start..definition.span.start, false)).collect();
        // Within quotes, items and tables, tags start no blocks.
        let mut within = 0_usize;
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::BlockQuote(_) | Tag::Item | Tag::Table(_) | Tag::Heading { .. }) => within += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::Table | TagEnd::Heading(_)) => {
                    within = within.saturating_sub(1);
                }
                Event::Html(_) | Event::InlineHtml(_) => found.push((range, within == 0)),
                _ => {}
            }
        }
        if found.is_empty() {
            return None;
        }
        found.sort_by_key(|(range, _)| range.start);
        let mut rewriting =
            Self { text, out: String::with_capacity(text.len() + 16), at: 0, lists: Vec::new(), ends: Vec::new() };
        for (range, is_outside) in found {
            rewriting.part(range, is_outside);
        }
        rewriting.keep(text.len());
        Some(rewriting.out)
    }

    /// Keeps what stands before a place.
    fn keep(&mut self, end: usize) {
        self.out.push_str(self.text.get(self.at..end).unwrap_or_default());
        self.at = self.at.max(end);
    }

    /// Rewrites the tags in a part of the text; an empty one is a bracket to be escaped.
    fn part(&mut self, Range { start, end }: Range<usize>, is_outside: bool) {
        if start == end {
            self.keep(start);
            self.out.push('\\');
            return;
        }
        let mut from = self.at.max(start);
        while let Some(sign) = self.text.get(from..end).and_then(|part| part.find(['<', '`', '\\'])) {
            let place = from + sign;
            let rest = self.text.get(place..).unwrap_or_default();
            match rest.as_bytes().first() {
                Some(b'<') => {
                    self.keep(place);
                    self.tag(rest, is_outside);
                    from = self.at;
                }
                Some(b'`') => from = place + code(rest),
                _ => from = place + 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            }
        }
    }

    /// Rewrites the tag at the start of the rest of the text, if it is one; else its bracket is text.
    fn tag(&mut self, rest: &str, is_outside: bool) {
        let start = self.at;
        let found = Markup::of(rest);
        let Some(markup) = found.filter(|markup| self.element(rest, markup, is_outside)) else {
            self.out.push_str("\\<");
            self.at = start + 1;
            return;
        };
        self.at = self.at.max(start + markup.length);
    }

    /// Writes what a tag stands for; whether it stands for anything.
    fn element(&mut self, rest: &str, markup: &Markup<'_>, is_outside: bool) -> bool {
        let inside = rest.get(markup.length..).unwrap_or_default();
        match (markup.name.as_str(), markup.is_end) {
            ("code", false) => return self.code(inside, markup.length),
            ("b" | "strong", false) => self.open("**", "**".to_owned(), inside, markup),
            ("i" | "em", false) => self.open("*", "*".to_owned(), inside, markup),
            ("a", false) => {
                if let Some(address) = markup.attributes.split(['"', '\'']).find(|value| is_address(value)) {
                    self.open("[", format!("](<{address}>)"), inside, markup);
                }
            }
            ("b" | "strong" | "i" | "em" | "a", true) => self.close(),
            ("span" | "code", _) => {}
            ("ul" | "ol" | "li" | "p" | "div", _) if is_outside => self.block(markup),
            ("br" | "ul" | "ol" | "li" | "p" | "div", _) => self.out.push(' '),
            _ => return false,
        }
        true
    }

    /// What stands between tags of code, as it is.
    fn code(&mut self, inside: &str, length: usize) -> bool {
        let Some(end) = end_of(inside, "code") else { return false };
        let code = inside.get(..end).unwrap_or_default();
        let span = code_span(code);
        if code.trim().is_empty() || code.contains("\n\n") || span.starts_with("```") {
            return false;
        }
        self.out.push_str(&span);
        self.at += length + end + "</code>".len();
        true
    }

    /// Begins what ends with the tag of the same name, if it can end there.
    fn open(&mut self, sign: &str, end_sign: String, inside: &str, markup: &Markup<'_>) {
        let Some(end) = end_of(inside, &markup.name) else { return };
        let content = inside.get(..end).unwrap_or_default();
        if content.is_empty() || content.trim() != content || content.contains("\n\n") || content.contains(['*', '[']) {
            return;
        }
        self.out.push_str(sign);
        self.ends.push((self.at + markup.length + end, end_sign));
    }

    fn close(&mut self) {
        let at = self.at;
        if let Some((_, sign)) = self.ends.pop_if(|(end, _)| *end == at) {
            self.out.push_str(&sign);
        }
    }

    /// A paragraph, a list or an item begins or ends.
    fn block(&mut self, markup: &Markup<'_>) {
        let is_list = matches!(markup.name.as_str(), "ul" | "ol");
        if is_list && !markup.is_end {
            self.lists.push((markup.name == "ol").then_some(1));
        } else if is_list {
            self.lists.pop();
        }
        match (markup.name.as_str(), markup.is_end) {
            ("li", false) => self.item(),
            ("p" | "div", _) | ("ul" | "ol", _) if self.lists.is_empty() => self.end_lines("\n\n"),
            ("ul" | "ol", _) => self.end_lines("\n"),
            _ => self.out.push(' '),
        }
    }

    fn item(&mut self) {
        let levels = self.lists.len().clamp(1, DEEPEST) - 1;
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}.", *number - 1)
            }
            _ => "-".to_owned(),
        };
        self.end_lines(&format!("\n{}{marker} ", "   ".repeat(levels)));
    }

    /// Goes on with this behind the last line that is not empty.
    fn end_lines(&mut self, next: &str) {
        self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
        self.out.push_str(next);
    }
}

/// A tag.
struct Markup<'t> {
    name: String,
    is_end: bool,
    attributes: &'t str,
    /// With its brackets.
    length: usize,
}

impl<'t> Markup<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let mut signs = text.char_indices().skip(1).take(FARTHEST);
        let (end, _) = signs.find(|(_, sign)| matches!(sign, '<' | '>')).filter(|(_, sign)| *sign == '>')?;
        let inside = text.get(1..end)?;
        let (is_end, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
        let (name, attributes) = inside.split_once([' ', '\n']).unwrap_or((inside, ""));
        Some(Self { name: name.trim_end_matches('/').to_ascii_lowercase(), is_end, attributes, length: end + 1 })
    }
}

/// Where the next end of an element of this name is, if it is not far away.
fn end_of(text: &str, name: &str) -> Option<usize> {
    let tag = format!("</{name}>");
    let is_end = |at: usize| text.get(at..at + tag.len()).is_some_and(|end| end.eq_ignore_ascii_case(&tag));
    let near = (FARTHEST..FARTHEST + 4).find_map(|end| text.get(..end)).unwrap_or(text);
    near.match_indices("</").map(|(at, _)| at).find(|at| is_end(*at))
}

/// The length of the code span at the start of a text, or of the backticks that start none.
fn code(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| *byte == b'`').count();
    let inside = text.get(run..).unwrap_or_default();
    closing_run(inside, run).map_or(run, |end| run + end + run)
}

/// Where a run of exactly so many backticks starts, if that is not far away.
fn closing_run(text: &str, length: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..).filter(|_| from < FARTHEST)?.find('`') {
        let start = from + found;
        let run = text.get(start..)?.bytes().take_while(|byte| *byte == b'`').count();
        if run == length {
            return Some(start);
        }
        from = start + run;
    }
    None
}
