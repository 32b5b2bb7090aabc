//! Prose that lost its line breaks, as in LAP files, where a comment is one line: each became a space, so that lists and
//! quotes run into the text before them.

/// The same with line breaks before what can only have stood on a line of its own: items of lists and quotes. Where there
/// are any, several spaces are what is left of an empty line. Other text is as it was.
pub(super) fn restored(text: &str) -> String {
    let stars = starts(text, " * ").filter(|after| begins_item(after)).count();
    let mut lines = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut is_restored = false;
    while let Some((before, after)) = rest.split_once(' ') {
        let spaces = after.len() - after.trim_start_matches(' ').len() + 1;
        let next = after.trim_start_matches(' ');
        lines.push_str(before);
        rest = next;
        let is_announced = is_restored || lines.ends_with([':', '.']);
        if is_start(next, spaces > 1, stars > 1 && is_announced) {
            is_restored = true;
            lines.push('\n');
        } else {
            let is_empty_line = spaces > 1 && !lines.ends_with(":**");
            lines.push_str(if is_empty_line { EMPTY } else { " " });
        }
    }
    lines.push_str(rest);
    if is_restored { lines.replace(EMPTY, "\n\n") } else { text.to_owned() }
}

/// Stands for several spaces until it is known what they are; text has no such sign any more.
const EMPTY: &str = "\u{0}";

/// Whether an item or a quote begins here, behind one space or several. A star behind one may be anything, unless there is
/// more to say that it is an item.
fn is_start(text: &str, behind_several: bool, may_be_item: bool) -> bool {
    match (text.strip_prefix("* "), text.strip_prefix("- ")) {
        (Some(item), _) => behind_several || may_be_item && begins_item(item),
        (_, Some(item)) => behind_several && begins_item(item),
        (None, None) => text.strip_prefix("> **").is_some_and(is_note),
    }
}

/// `Note:** …` of a quote, and not the way through a menu: `**Security** > **Password**`.
fn is_note(text: &str) -> bool {
    const LONGEST: usize = 40;
    let mut letters = text.chars().take(LONGEST).skip_while(|letter| *letter != '*' && *letter != ':');
    letters.by_ref().take(3).eq(":**".chars())
}

/// Whether this is how an item begins: with code, emphasis, a link, or a word in upper case.
fn begins_item(text: &str) -> bool {
    text.starts_with(|first: char| first.is_uppercase() || matches!(first, '`' | '*' | '_' | '['))
}

/// What stands behind each of these signs.
fn starts<'t>(text: &'t str, sign: &'static str) -> impl Iterator<Item = &'t str> {
    text.match_indices(sign).filter_map(move |(at, _)| text.get(at + sign.len()..)).map(str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::restored;

    fn check(text: &str, expected: &str) {
        assert_eq!(restored(text), expected);
    }

    #[test]
    fn items_and_quotes_stand_on_lines_of_their_own() {
        check("Values: * `a` is one * `b` is two  Else none.", "Values:\n* `a` is one\n* `b` is two\n\nElse none.");
        check("Used  Providers:   * `aws` ([A](b))   * `c`", "Used\n\nProviders:\n* `aws` ([A](b))\n* `c`");
        check("It is so.  - Never this  - Always that", "It is so.\n- Never this\n- Always that");
        check("It has: * Any of it * All of it", "It has:\n* Any of it\n* All of it");
        check("Values:   * -1: all   * 0: none", "Values:\n* -1: all\n* 0: none");
        check("Lists users. > **Note:**  Not all.", "Lists users.\n> **Note:** Not all.");
    }

    #[test]
    fn other_text_is_as_it_was() {
        for text in [
            "a * b * c",
            "Width * Height * Depth",
            "One.  Two.  Three.",
            "2 * `x`",
            "this - `that` - those",
            "a > b",
            " * ",
            "",
            "  ",
        ] {
            check(text, text);
        }
    }
}
