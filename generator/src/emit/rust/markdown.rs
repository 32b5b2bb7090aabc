//! Prose of documents into lines of rustdoc. Markdown is parsed, and what is in it is written anew (paragraphs, lists, quotes,
//! tables, headings, code), so that nothing else can come of it: no doctest, no HTML, no link but to web addresses.

use super::blocks::Writer;
use super::wrap::{starts_block, wrap};
use super::{flattened, html, indent, inline};
use crate::source::is_invisible;

/// Columns after which paragraphs are wrapped.
pub(super) const WIDTH: usize = 110;

/// Levels of quotes, of lists, and of code by indentation that are kept; deeper ones are flattened.
pub(super) const DEEPEST: usize = 4;

/// The lines of safe Markdown for a text of a document; none for blank text. No line starts with a space that is not
/// part of a list or of code.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut cleaned = with_bullets(clean(text));
    if !cleaned.contains('\n') {
        cleaned = flattened::restored(&cleaned);
    }
    let lines = document(indent::lifted(cleaned), 0);
    if lines.is_empty() { literal(text) } else { lines }
}

/// A text of nothing but marks, such as `200.` or `[a]: b`, which shows nothing as Markdown, as it stands.
fn literal(text: &str) -> Vec<String> {
    let mut escaped = String::new();
    inline::escape(&clean(text).split_whitespace().collect::<Vec<_>>().join(" "), &mut escaped);
    if escaped.is_empty() { Vec::new() } else { wrap(&escaped, WIDTH) }
}

/// The same with the bullets of Markdown where people drew some.
fn with_bullets(text: String) -> String {
    const DRAWN: char = '•';
    if !text.contains(DRAWN) {
        return text;
    }
    let line = |line: &str| match line.trim_start().strip_prefix(DRAWN) {
        Some(item) if item.starts_with(' ') => line.replacen(DRAWN, "-", 1),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The lines of a text that is clean already, in so many indented ones.
pub(super) fn document(text: String, depth: usize) -> Vec<String> {
    if is_plain(&text) {
        return wrap(&text, WIDTH);
    }
    let source = html::rewritten(text);
    Writer::new(&source, depth).lines()
}

/// Whether a text is one paragraph in which nothing means anything to Markdown but signs of emphasis.
fn is_plain(text: &str) -> bool {
    let text = text.trim();
    let means_nothing = |sign: char| !matches!(sign, '\n' | '`' | '\\' | '[' | ']' | '<' | '&') && !sign.is_control();
    let is_start = text.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '(' | '"' | '\''));
    is_start
        && text.chars().all(means_nothing)
        && !text.contains("://")
        && !text.split(' ').next().is_some_and(starts_block)
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
    fn marks_alone_are_text() {
        check("200.", "200\\.");
        check("[a]: https://x.org", "\\[a\\]: <https://x.org>");
        check(" \n ", "");
    }

    #[test]
    fn links_by_reference_lead_to_the_web_only() {
        check(
            "See [a][b], or [b].\n\n[b]: https://x.org 'A title'",
            "See [a](<https://x.org>), or [b](<https://x.org>).",
        );
        check("See [b].\n\n[b]: other", "See \\[b\\].\n\n\\[b\\]: other");
    }

    #[test]
    fn html_is_text() {
        check("<script>alert(1)</script>", "\\<script>alert(1)\\</script>");
        check("one<br/>two<user-id>", "one two\\<user-id>");
        check("a <!-- b --> `<i>`", "a \\<!-- b --> `<i>`");
        check("a &lt;b&gt; AT&T &amp;lt; &#42;c&#42; &nbsp;d", "a \\<b> AT&T \\&lt; \\*c\\* d");
        check("<div>\n`<p>` <T>\n</div>", "`<p>` \\<T>");
    }

    #[test]
    fn html_that_markdown_has_words_for_is_markdown() {
        check(
            "<b>a</b> <i>b</i> <code>c[0]</code> <a href='https://x.org' target=x>d</a> <a href=/y>e</a>",
            "**a** *b* `c[0]` [d](<https://x.org>) e",
        );
        check("<b> a </b> <b>b <em></em> </i>c", "a b c");
        check("<p>One <b>two</b>.</p><p>Three</p>", "One **two**.\n\nThree");
        check("One of: <ul><li>a</li><li><code>b</code> c</li></ul> Four", "One of:\n\n- a\n- `b` c\n\nFour");
        check("<ol>\n<li>a<ul><li>b</li></ul></li>\n<li>c</li>\n</ol>", "1. a\n   - b\n2. c");
        check("| a |\n|---|\n| b<br>c <ul><li>d</li></ul> |", "| a |\n|---|\n| b c   d |");
    }

    #[test]
    fn code_spans_are_kept_and_closed() {
        check("a `b[0]<c>` d", "a `b[0]<c>` d");
        check("a ` b", "a \\` b");
        check("run a \\\n--b", "run a \\\\ --b");
    }

    #[test]
    fn fences_become_text_and_are_closed() {
        check("a\n```rust\nfn main() {}\n```\nb", "a\n\n```text\nfn main() {}\n```\n\nb");
        check("~~~\nx\n", "```text\nx\n```");
        check("- a\n\n  ```\n  x\n\n   y\n  ```", "- a\n\n  ```text\n  x\n\n   y\n  ```");
        check("```\na `` ``` b\n```", "````text\na `` ``` b\n````");
        check("> ```\n> x\n> ```\n> y", "> ```text\n> x\n> ```\n>\n> y");
    }

    #[test]
    fn indented_code_becomes_text() {
        check("a\n\n    let x = 1;\n", "a\n\nlet x = 1;");
        check("\tx", "x");
    }

    #[test]
    fn lists_keep_their_levels() {
        check("* a\n* b\n    * c\n      more\n* d\n\nend", "- a\n- b\n  - c more\n- d\n\nend");
        check("1. a\n2. b\ntail", "1. a\n2. b tail");
        check("3) a\n3) b\n\n   c\n7) d", "3. a\n\n4. b\n\n   c\n\n5. d");
        check("• a\n• b", "- a\n- b");
        check("text\n- a", "text\n\n- a");
        check("text:\n    * a\n      b\n        - c\n\ntext", "text:\n\n- a b\n  - c\n\ntext");
        check("- a\n        - b\n        - c\n- d", "- a\n  - b\n  - c\n- d");
        let spans = "`a` **b** ".repeat(40);
        assert!(lines(&spans).iter().all(|line| line.len() <= WIDTH), "{:?}", lines(&spans));
    }

    #[test]
    fn quotes_and_tables() {
        check("> **Note:** a\n> * b", "> **Note:** a\n>\n> - b");
        check("| a | b |\n|---|---|\n| [x] | y |", "| a     | b |\n|-------|---|\n| \\[x\\] | y |");
        check("a|b\n:-|-:\n`\\|`|\\|", "| a    | b |\n|:-----|--:|\n| `\\|` | \\| |");
    }

    #[test]
    fn signs_that_turn_text_or_end_comments_are_gone() {
        check("a\r\nb\rc\u{202e}d\u{200b}", "a b cd");
    }

    #[test]
    fn text_without_ends_is_read_once() {
        let runs: String = (1..700).map(|length| format!("a{}", "`".repeat(length))).collect();
        let long = |part: &str| part.repeat(100_000 / part.len());
        let parts = [
            "http://-",
            "<",
            "<b>",
            "<code>",
            "<a href='https://x'>",
            "<ul><li>",
            "[",
            "![",
            "[a](",
            "*a_",
            "> ",
            "&lt;",
        ];
        let blocks =
            ["- a\n", "> a\n", ">", "<p>\n", "[a]: b\n", "    ", "| a ", "|a|\n|-|\n", "a\n---\n", "<!-- ", "`a`"];
        for text in parts.into_iter().chain(blocks).map(long).chain([runs]) {
            assert!(lines(&text).iter().map(String::len).sum::<usize>() < 20 * text.len());
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
        "<i>",
        "</em>",
        "<p>",
        "<ul>",
        "<ol>\n",
        "<li>",
        "</ul>",
        "<code>",
        "</code>",
        "<a href='https://x.org'>",
        "</a>",
        "&amp;",
        "&#96;",
        "&nbsp;",
        "• ",
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
