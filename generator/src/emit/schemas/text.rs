//! JSON as people write it: what fits on a line stands on one. Knows no schema.

/// A JSON text in parts, so that numbers keep their digits and members their order.
pub(super) enum Text {
    /// Without parts.
    Plain(String),
    List(Vec<Text>),
    Object(Vec<(String, Text)>),
}

/// The longest line, if it can be helped.
const WIDTH: usize = 120;

impl Text {
    /// A string.
    pub(super) fn string(text: &str) -> Self {
        Self::Plain(quoted(text))
    }

    /// Any value.
    pub(super) fn json(json: &crate::model::Json) -> Self {
        Self::Plain(visible(&json.to_string()))
    }

    /// Strings.
    pub(super) fn strings<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        Self::List(texts.into_iter().map(Self::string).collect())
    }

    /// The text as a file holds it.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.push(0, 0, &mut out);
        out
    }

    /// `used` letters of the line are taken besides `depth` steps of indentation.
    fn push(&self, depth: usize, used: usize, out: &mut String) {
        match self {
            Self::Plain(text) => out.push_str(text),
            _ if self.fits(WIDTH.saturating_sub(2 * depth + used)).is_some() => self.push_line(out),
            Self::List(items) => push_lines("[]", depth, items, out, |item, out| item.push(depth + 1, 1, out)),
            Self::Object(members) => push_lines("{}", depth, members, out, |(name, value), out| {
                let name = quoted(name);
                out.push_str(&name);
                out.push_str(": ");
                value.push(depth + 1, name.len() + 3, out);
            }),
        }
    }

    fn push_line(&self, out: &mut String) {
        match self {
            Self::Plain(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { ", " });
                    item.push_line(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { ", " });
                    out.push_str(&quoted(name));
                    out.push_str(": ");
                    value.push_line(out);
                }
                out.push('}');
            }
        }
    }

    /// What is left of a line of `room` letters after the text, if it fits there.
    fn fits(&self, room: usize) -> Option<usize> {
        match self {
            Self::Plain(text) => room.checked_sub(text.len()),
            Self::List(items) => {
                items.iter().try_fold(room.checked_sub(2)?, |room, item| item.fits(room)?.checked_sub(2))
            }
            Self::Object(members) => members.iter().try_fold(room.checked_sub(2)?, |room, (name, value)| {
                value.fits(room.checked_sub(name.len() + 4)?)?.checked_sub(2)
            }),
        }
    }
}

fn push_lines<T>(ends: &str, depth: usize, parts: &[T], out: &mut String, push: impl Fn(&T, &mut String)) {
    let (open, close) = ends.split_at(1);
    out.push_str(open);
    for (at, part) in parts.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        push(part, out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push_str(close);
}

fn quoted(text: &str) -> String {
    visible(&crate::model::Json::from(text).to_string())
}

/// Writes letters that nobody sees, or that change how text runs, as JSON escapes.
fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() || letter.escape_debug().count() == 1 {
            out.push(letter);
        } else {
            let mut units = [0; 2];
            letter.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn what_fits_stands_on_a_line() {
        let short = Text::Object(vec![("a".to_owned(), Text::strings(["b", "c"]))]);
        assert_eq!(short.print(), r#"{"a": ["b", "c"]}"#);
    }

    #[test]
    fn what_does_not_fit_is_broken_at_its_members() {
        let long = "x".repeat(100);
        let text = Text::Object(vec![
            ("a".to_owned(), Text::strings([long.as_str()])),
            ("b".to_owned(), Text::List(Vec::new())),
        ]);
        assert_eq!(text.print(), format!("{{\n  \"a\": [\"{long}\"],\n  \"b\": []\n}}"));
    }

    #[test]
    fn letters_that_change_how_text_runs_are_escaped() {
        assert_eq!(Text::string("a\u{202e}é\u{1f600}").print(), "\"a\\u202eé\u{1f600}\"");
        assert_eq!(Text::string("\u{e0001}").print(), r#""\udb40\udc01""#);
    }
}
