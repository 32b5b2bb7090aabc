//! Invocations of the runtime's macros as text: a name, and a list with an entry a line. Printers of Rust cannot know how
//! a macro is to be read, so they would put all of it into one line.

use proc_macro2::Delimiter;

use super::words::{Cursor, Next, string};

/// Whether an item is the invocation of a macro.
pub(super) fn is_macro(mut item: Cursor<'_>) -> bool {
    while item.name().is_some() {
        if item.is_sign("!") {
            return true;
        }
        item.takes_sign("::");
    }
    false
}

/// Writes the invocation as an item.
pub(super) fn print(text: &mut String, mut item: Cursor<'_>) {
    while !item.takes_sign("!") {
        match item.peek() {
            Next::Name(name) => text.push_str(name),
            Next::Sign(sign, _) => text.push(sign),
            Next::Literal(_) | Next::Open(_) | Next::End => break,
        }
        item.skip();
    }
    text.push_str("! {\n");
    if let Some(entry) = item.group(Delimiter::Brace) {
        push_entry(text, entry, 1);
    }
    text.push_str("\n}\n");
}

/// Tokens as one entry of a list: documentation on lines of its own, then the entry, in which braces hold a list again.
fn push_entry(text: &mut String, mut entry: Cursor<'_>, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut line = Line::default();
    text.push_str(&indent);
    while !entry.is_empty() {
        let next = entry.peek();
        match next {
            Next::Sign('#', _) if line.is_empty() => {
                entry.skip();
                if let Some(docs) = entry.group(Delimiter::Bracket).and_then(docs) {
                    text.push_str(format!("///{docs}").trim_end());
                    text.push('\n');
                    text.push_str(&indent);
                }
            }
            Next::Open(Delimiter::Brace) => {
                line.push(text, next);
                if let Some(list) = entry.group(Delimiter::Brace) {
                    push_list(text, list, depth);
                }
            }
            Next::Open(delimiter) => {
                if let Some(group) = entry.group(delimiter) {
                    line.push_group(text, delimiter, group);
                }
            }
            _ => {
                line.push(text, next);
                entry.skip();
            }
        }
    }
}

fn push_list(text: &mut String, mut list: Cursor<'_>, depth: usize) {
    let is_empty = list.is_empty();
    text.push('{');
    while !list.is_empty() {
        text.push('\n');
        push_entry(text, entry(&mut list), depth + 1);
        text.push(',');
    }
    if !is_empty {
        text.push('\n');
        text.push_str(&"    ".repeat(depth));
    }
    text.push('}');
}

/// What stands before the next comma. A comma between `<` and `>` belongs to a type.
fn entry<'a>(list: &mut Cursor<'a>) -> Cursor<'a> {
    let start = *list;
    let mut depth = 0_usize;
    while !list.is_empty() {
        match list.peek() {
            Next::Sign('<', _) => depth += 1,
            Next::Sign('>', _) => depth = depth.saturating_sub(1),
            Next::Sign(',', _) if depth == 0 => {
                let entry = list.since(start);
                list.skip();
                return entry;
            }
            _ => {}
        }
        list.skip();
    }
    list.since(start)
}

/// The text of `doc = "…"`.
fn docs(mut attribute: Cursor<'_>) -> Option<String> {
    attribute.takes_name("doc").then_some(())?;
    attribute.takes_sign("=").then_some(())?;
    string(attribute.literal()?)
}

/// A line that is being written, and what stood last in it.
#[derive(Default)]
struct Line {
    last: Option<Last>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Word,
    /// A sign after which there is no blank.
    Tight,
    /// A sign after which there is a blank.
    Loose,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// A token that is no group, or the start of a list, which the caller writes.
    fn push(&mut self, text: &mut String, next: Next<'_>) {
        match next {
            Next::Name(word) | Next::Literal(word) => {
                self.space(text, matches!(self.last, Some(Last::Word | Last::Loose)));
                text.push_str(word);
                self.last = Some(Last::Word);
            }
            Next::Sign(sign, is_joint) => self.push_sign(text, sign, is_joint),
            Next::Open(_) => {
                self.space(text, true);
                self.last = Some(Last::Word);
            }
            Next::End => {}
        }
    }

    fn space(&self, text: &mut String, wanted: bool) {
        if wanted && self.last.is_some() {
            text.push(' ');
        }
    }

    fn push_sign(&mut self, text: &mut String, sign: char, is_joint: bool) {
        let is_path = text.ends_with(':') && self.last == Some(Last::Tight);
        self.space(text, matches!(sign, '=' | '+' | '|') || (sign == '&' && self.last != Some(Last::Tight)));
        text.push(sign);
        self.last = Some(match sign {
            ':' if is_joint || is_path => Last::Tight,
            ':' | ',' | ';' | '=' | '+' | '|' => Last::Loose,
            '>' => Last::Word,
            _ => Last::Tight,
        });
    }

    fn push_group(&mut self, text: &mut String, delimiter: Delimiter, mut group: Cursor<'_>) {
        let (open, close) = if delimiter == Delimiter::Bracket { ("[", "]") } else { ("(", ")") };
        self.space(text, matches!(self.last, Some(Last::Loose)) || open == "[");
        text.push_str(open);
        let mut inner = Self::default();
        while !group.is_empty() {
            let next = group.peek();
            match next {
                Next::Open(delimiter @ (Delimiter::Parenthesis | Delimiter::Bracket)) => {
                    if let Some(group) = group.group(delimiter) {
                        inner.push_group(text, delimiter, group);
                    }
                }
                _ => {
                    inner.push(text, next);
                    group.skip();
                }
            }
        }
        text.push_str(close);
        self.last = Some(Last::Word);
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    #[test]
    fn an_entry_a_line() {
        let tokens = quote! {
            runtime::model! {
                User {
                    #[doc = " Its name, \"quoted\"."]
                    #[doc = ""]
                    0 name: "na\"me" required nullable,
                    1 all: BTreeMap<String, Vec<runtime::Json>>, 2 two: Option<Box<super::A>>
                } + 3 additional
            }
        };
        let words = super::super::words::Words::of(tokens);
        let mut text = String::new();
        super::print(&mut text, words.all());
        expect_test::expect![[r#"
            runtime::model! {
                User {
                    /// Its name, "quoted".
                    ///
                    0 name: "na\"me" required nullable,
                    1 all: BTreeMap<String, Vec<runtime::Json>>,
                    2 two: Option<Box<super::A>>,
                } + 3 additional
            }
        "#]]
        .assert_eq(&text);
    }
}
