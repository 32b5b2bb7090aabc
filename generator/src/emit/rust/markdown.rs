//! Prose of documents into lines of rustdoc: the blocks of Markdown that people use in descriptions (paragraphs, lists,
//! quotes, tables, headings, fenced code) are written anew, so that nothing else can come of them: no doctest, no HTML.

use super::flattened;
use super::inline::escape;
use crate::source::is_invisible;

/// Columns after which paragraphs are wrapped.
const WIDTH: usize = 110;

/// Levels of quotes and lists that are kept; deeper ones are flattened.
const DEEPEST: usize = 4;

/// The lines of safe Markdown for a text of a document; none for blank text. No line starts with a space that is not
/// part of a list.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut cleaned = clean(text);
    if !cleaned.contains('\n') {
        cleaned = flattened::restored(&cleaned);
    }
    let mut writer = Writer::default();
    writer.blocks(&cleaned.lines().collect::<Vec<_>>(), 0);
    let mut lines = writer.lines;
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Without what changes how text runs or how a comment ends: carriage returns, controls, invisible signs.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => cleaned.push('\n'),
            '\t' => cleaned.push_str("    "),
            '\n' => cleaned.push('\n'),
            _ if letter.is_control() => cleaned.push(' '),
            _ if is_invisible(letter) => {}
            '\u{a0}' => cleaned.push(' '),
            _ => cleaned.push(letter),
        }
    }
    cleaned
}

/// What a line is, by its start.
enum Line<'a> {
    Blank,
    /// Fence, and what stands before it (list or quote signs are dropped).
    Fence(&'a str),
    Quote,
    Heading(usize, &'a str),
    /// Indent, marker without space, text.
    Item(usize, String, &'a str),
    Row(&'a str),
    Rule,
    /// Indent and text.
    Text(usize, &'a str),
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        if text.is_empty() {
            return Self::Blank;
        }
        if let Some(fence) = fence(text) {
            return Self::Fence(fence);
        }
        if text.starts_with('>') {
            return Self::Quote;
        }
        let level = text.bytes().take_while(|byte| *byte == b'#').count();
        if let (1..=6, Some(heading)) = (level, text.get(level..).and_then(|rest| rest.strip_prefix(' '))) {
            return Self::Heading(level, heading.trim());
        }
        if is_rule(text) {
            return Self::Rule;
        }
        if text.starts_with('|') && text.len() > 1 {
            return Self::Row(text);
        }
        match item(text) {
            Some((marker, text)) => Self::Item(indent, marker, text),
            None => Self::Text(indent, text),
        }
    }
}

/// The run of backticks or tildes that opens a fence, perhaps after list and quote signs.
fn fence(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        if let Some(inner) = rest.strip_prefix('>') {
            rest = inner.trim_start();
        } else if let Some((_, inner)) = item(rest) {
            rest = inner;
        } else {
            break;
        }
    }
    let sign = rest.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = rest.chars().take_while(|c| *c == sign).count();
    let info = rest.get(length..)?;
    (length >= 3 && !(sign == '`' && info.contains('`'))).then(|| rest.get(..length))?
}

/// `---`, `* * *`: two or more of one sign.
fn is_rule(text: &str) -> bool {
    let mut signs = text.chars().filter(|sign| *sign != ' ');
    let first = signs.next().filter(|sign| "-*_=".contains(*sign));
    first.is_some_and(|first| signs.next() == Some(first) && signs.all(|sign| sign == first))
}

/// The marker and the text of a list item.
fn item(text: &str) -> Option<(String, &str)> {
    let bullet = text.strip_prefix(['-', '*', '+', '•']).map(|rest| ("-".to_owned(), rest));
    let numbered = || {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = text.get(digits..)?.strip_prefix(['.', ')'])?;
        ((1..=4).contains(&digits)).then(|| (format!("{}.", text.get(..digits).unwrap_or("1")), rest))
    };
    let (marker, rest) = bullet.or_else(numbered)?;
    rest.starts_with(' ').then(|| (marker, rest.trim()))
}

/// Writes blocks. Text is gathered until its block ends, because code spans may run over lines.
#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// Indent as written and marker of the list items that are open, outermost first.
    items: Vec<(usize, String)>,
    text: String,
}

impl Writer {
    fn blocks(&mut self, source: &[&str], depth: usize) {
        let mut at = 0;
        while let Some(line) = source.get(at) {
            at += 1;
            match Line::of(line) {
                Line::Blank => self.blank(),
                Line::Fence(fence) => at += self.code(fence, source.get(at..).unwrap_or_default()),
                Line::Quote => at = self.quote(source, at - 1, depth),
                Line::Heading(level, text) => self.heading(level, text),
                Line::Item(indent, marker, text) => self.item(indent, marker, text),
                Line::Row(_) => at = self.table(source, at - 1),
                Line::Rule => self.end_lists(),
                Line::Text(indent, text) => self.text(indent, text),
            }
        }
        self.end_lists();
    }

    /// A paragraph ends. What follows decides whether the list goes on.
    fn blank(&mut self) {
        self.flush();
        self.gap();
    }

    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn end_lists(&mut self) {
        self.flush();
        self.items.clear();
        self.gap();
    }

    fn text(&mut self, indent: usize, text: &str) {
        let after_blank = self.text.is_empty();
        if after_blank {
            let depth = self.items.iter().take_while(|(item, _)| *item < indent).count();
            self.items.truncate(depth);
            self.gap();
        } else {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    fn item(&mut self, indent: usize, marker: String, text: &str) {
        let was_in_list = !self.items.is_empty();
        self.flush();
        let depth = self.items.iter().take_while(|(item, _)| *item < indent).count().min(DEEPEST);
        self.items.truncate(depth);
        if !was_in_list {
            self.gap();
        }
        self.items.push((indent, marker.clone()));
        let outer = self.indent(self.items.len() - 1);
        self.lines.push(format!("{outer}{marker}"));
        self.text = text.to_owned();
    }

    /// Columns that the text of so many open items stands at.
    fn indent(&self, depth: usize) -> String {
        " ".repeat(self.items.iter().take(depth).map(|(_, marker)| marker.len() + 1).sum())
    }

    /// Writes the text that was gathered, wrapped, behind the marker of its item if it is the first.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let starts_item = self.lines.last().is_some_and(|line| is_bare_marker(line)) && !self.items.is_empty();
        let indent = self.indent(self.items.len());
        let wrapped = wrap(&escape(&text), WIDTH.saturating_sub(indent.len()).max(40));
        for (at, line) in wrapped.into_iter().enumerate() {
            match self.lines.last_mut() {
                Some(marker) if at == 0 && starts_item => {
                    marker.push(' ');
                    marker.push_str(&line);
                }
                _ => self.lines.push(format!("{indent}{line}")),
            }
        }
        if starts_item && self.lines.last().is_some_and(|line| is_bare_marker(line)) {
            self.lines.pop();
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.end_lists();
        let text = escape(text.trim_end_matches('#').trim_end());
        if !text.is_empty() {
            self.lines.push(format!("{} {}", "#".repeat(level), text.replace('\n', " ")));
            self.gap();
        }
    }

    /// Code is written at the outermost level, as text, within a fence that nothing in it can close. Returns the number
    /// of lines taken.
    fn code(&mut self, opening: &str, source: &[&str]) -> usize {
        self.end_lists();
        let closes = |line: &&str| {
            let text = line.trim_matches([' ', '>']);
            text.len() >= opening.len() && !text.is_empty() && text.chars().all(|sign| opening.starts_with(sign))
        };
        let count = source.iter().position(closes).unwrap_or(source.len());
        let body = source.get(..count).unwrap_or_default();
        let dedent = body
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start().len())
            .min()
            .unwrap_or(0);
        let longest = body.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        if body.iter().any(|line| !line.trim().is_empty()) {
            self.lines.push(format!("{fence}text"));
            self.lines.extend(body.iter().map(|line| line.get(dedent..).unwrap_or_default().trim_end().to_owned()));
            self.lines.push(fence);
            self.gap();
        }
        (count + 1).min(source.len())
    }

    /// A quote is written on its own, then put behind its signs. Returns where the source goes on.
    fn quote(&mut self, source: &[&str], start: usize, depth: usize) -> usize {
        self.end_lists();
        let count = source.iter().skip(start).take_while(|line| matches!(Line::of(line), Line::Quote)).count();
        let inner: Vec<&str> = source
            .iter()
            .skip(start)
            .take(count)
            .map(|line| if depth < DEEPEST { unquoted(line) } else { line.trim_start_matches(['>', ' ']) })
            .collect();
        let mut quoted = Writer::default();
        quoted.blocks(&inner, depth + 1);
        while quoted.lines.last().is_some_and(String::is_empty) {
            quoted.lines.pop();
        }
        self.lines.extend(quoted.lines.iter().map(|line| format!("> {line}").trim_end().to_owned()));
        self.gap();
        start + count
    }

    /// Rows of a table stay lines of their own; without its line of dashes a table is text.
    fn table(&mut self, source: &[&str], start: usize) -> usize {
        self.end_lists();
        let rows: Vec<&str> = source
            .iter()
            .skip(start)
            .map_while(|line| match Line::of(line) {
                Line::Row(row) => Some(row),
                _ => None,
            })
            .collect();
        for row in &rows {
            self.lines.push(escape(row));
        }
        self.gap();
        start + rows.len()
    }
}

fn unquoted(line: &str) -> &str {
    let inner = line.trim_start().trim_start_matches('>');
    inner.strip_prefix(' ').unwrap_or(inner)
}

/// Whether the line is a marker that still waits for its text.
fn is_bare_marker(line: &str) -> bool {
    let text = line.trim_start();
    text == "-"
        || (text.ends_with('.') && text.len() > 1 && text.bytes().rev().skip(1).all(|digit| digit.is_ascii_digit()))
}

/// Breaks text at spaces. What a line starts with must not make it another block.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for word in words(text) {
        let length = word.chars().count();
        if columns > 0 && columns + 1 + length > width && !starts_block(word) {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        } else if starts_block(word) {
            line.push_str(&defused(word));
            columns = line.chars().count();
            continue;
        }
        line.push_str(word);
        columns += length;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of a text, on whatever lines they stand.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n']).filter(|word| !word.is_empty())
}

/// Whether a line that starts with this word would be something other than text. Code spans are none that look like
/// fences, and no space follows the signs of emphasis.
fn starts_block(word: &str) -> bool {
    let is_emphasis = word.starts_with('*') && word.chars().any(|sign| sign != '*');
    word.starts_with(['#', '>', '|', '=', '~', '+', '-', '*', '•']) && !is_emphasis
        || word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['.', ')'])
}

/// The word with a backslash where it would start a block.
fn defused(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match (word.get(..digits), word.get(digits..)) {
        (Some(number), Some(rest)) if digits > 0 => format!("{number}\\{rest}"),
        _ => format!("\\{word}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, lines};

    fn check(text: &str, expected: &str) {
        assert_eq!(lines(text).join("\n"), expected, "{text:?}");
    }

    #[test]
    fn paragraphs_are_wrapped_and_stay_text() {
        check("  One\ntwo.  \n\n\nThree", "One two.\n\nThree");
        let long = format!("{} - {}", "word ".repeat(21).trim(), "more ".repeat(20).trim());
        assert!(lines(&long).iter().all(|line| line.len() <= 112 && !line.starts_with('-')), "{:?}", lines(&long));
    }

    #[test]
    fn links_to_web_addresses_only() {
        check("See [Pagination](https://x.org/a#b).", "See [Pagination](<https://x.org/a#b>).");
        check("See [Users](/openapi/users/).", "See Users.");
        check("The [Link] of [a][b] and Vec<T>", "The \\[Link\\] of \\[a\\]\\[b\\] and Vec\\<T>");
        check("At https://x.org/a, or (http://y.org).", "At <https://x.org/a>, or (<http://y.org>).");
        check("![logo](https://x.org/a.png)", "[logo](<https://x.org/a.png>)");
        check("[`id`](https://x.org)", "[`id`](<https://x.org>)");
        check("https://{yourDomain}/api", "https:\\//{yourDomain}/api");
    }

    #[test]
    fn html_is_text() {
        check("<script>alert(1)</script>", "\\<script>alert(1)\\</script>");
        check("one<br/>two<user-id>", "one two\\<user-id>");
        check(
            "<b>a</b> <code>b[0]</code> <a href='https://x.org' target=x>c</a> <a href=/y>d</a>",
            "a `b[0]` [c](<https://x.org>) d",
        );
    }

    #[test]
    fn code_spans_are_kept_and_closed() {
        check("a `b[0]<c>` d", "a `b[0]<c>` d");
        check("a ` b", "a \\` b");
    }

    #[test]
    fn fences_become_text_and_are_closed() {
        check("a\n```rust\nfn main() {}\n```\nb", "a\n\n```text\nfn main() {}\n```\n\nb");
        check("~~~\nx\n", "```text\nx\n```");
        check("> ```\n> x\n> ```\n> y", "```text\n> x\n```\n\n> y");
    }

    #[test]
    fn indented_code_becomes_text() {
        check("a\n\n    let x = 1;\n", "a\n\nlet x = 1;");
        check("\tx", "x");
    }

    #[test]
    fn lists_keep_their_levels() {
        check("* a\n* b\n    * c\n      more\n* d\n\nend", "- a\n- b\n  - c more\n- d\n\nend");
        check("1. a\n2) b\ntail", "1. a\n2. b tail");
        check("text\n- a", "text\n\n- a");
        let spans = "`a` **b** ".repeat(40);
        assert!(lines(&spans).iter().all(|line| line.len() <= WIDTH), "{:?}", lines(&spans));
    }

    #[test]
    fn quotes_and_tables() {
        check("> **Note:** a\n> * b", "> **Note:** a\n>\n> - b");
        check("| a | b |\n|---|---|\n| [x] | y |", "| a | b |\n|---|---|\n| \\[x\\] | y |");
    }

    #[test]
    fn signs_that_turn_text_or_end_comments_are_gone() {
        check("a\r\nb\rc\u{202e}d\u{200b}", "a b cd");
    }

    #[test]
    fn text_without_ends_is_read_once() {
        let runs: String = (1..700).map(|length| format!("a{}", "`".repeat(length))).collect();
        for text in ["http://-".repeat(30_000), "<".repeat(200_000), runs] {
            assert!(!lines(&text).is_empty());
        }
    }

    /// What rustdoc would make of the lines: `Err` with what it must not find.
    fn read_as_rustdoc(lines: &[String]) -> Result<(), String> {
        use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};
        let text = lines.join("\n");
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION;
        let mut broken = None;
        let mut in_link = false;
        let mut in_code = false;
        let report = &mut |link: pulldown_cmark::BrokenLink<'_>| {
            broken = Some(link.reference.to_string());
            None
        };
        for event in Parser::new_with_broken_link_callback(&text, options, Some(report)) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => return Err(format!("HTML {html}")),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => return Err("indented code".to_owned()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    if &*info != "text" {
                        return Err(format!("code as {info}"));
                    }
                    in_code = true;
                }
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    let is_web = dest_url.starts_with("http://") || dest_url.starts_with("https://");
                    if !is_web || !matches!(link_type, LinkType::Inline | LinkType::Autolink) {
                        return Err(format!("a link to {dest_url}"));
                    }
                    in_link = true;
                }
                Event::End(pulldown_cmark::TagEnd::Link) => in_link = false,
                Event::Text(text)
                    if !in_link && !in_code && (text.contains("http://") || text.contains("https://")) =>
                {
                    return Err(format!("a bare address in {text}"));
                }
                Event::FootnoteReference(name) => return Err(format!("a footnote {name}")),
                _ => {}
            }
        }
        match broken {
            Some(link) => Err(format!("a broken link {link}")),
            None => Ok(()),
        }
    }

    #[track_caller]
    fn check_safe(text: &str) {
        let lines = lines(text);
        let verdict = read_as_rustdoc(&lines);
        assert_eq!(verdict, Ok(()), "{text:?} became\n{}", lines.join("\n"));
        let text = lines.join("\n");
        assert!(!text.contains('\r') && !text.contains('\t') && !text.contains('\u{202e}'));
        assert!(!lines.iter().any(|line| line.contains('\n')));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4000))]
        #[test]
        fn nothing_but_text_comes_out(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)) {
            check_safe(&pieces.concat());
        }

        #[test]
        fn no_text_at_all_gets_through(text in "\\PC{0,60}") {
            check_safe(&text);
        }
    }

    const PIECES: &[&str] = &[
        "a",
        "word ",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "`",
        "``",
        "```",
        "````",
        "~~~",
        "```rust\n",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "> ",
        ">",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "12) ",
        "-",
        "---",
        "===",
        "#",
        "# ",
        "|",
        "| a | b |\n|---|---|\n",
        "!",
        "\\",
        "*",
        "**",
        "_",
        "https://x.org/a",
        "http://",
        "https://{a}",
        "[a](https://x.org)",
        "[a](b)",
        "[a]: b\n",
        "[^1]",
        "[^1]: b\n",
        "<br>",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<https://x.org>",
        "<a@b.c>",
        "&lt;",
        "&#60;",
        "\u{202e}",
        "\u{a0}",
        "é",
        "://",
        "www.x.org",
        ":",
        ".",
        "\u{2028}",
        "<?x",
        "<![CDATA[",
        "{",
        "}",
    ];
}
