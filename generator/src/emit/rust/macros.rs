//! Invocations of the runtime's macros as text: a name, and a list with an entry a line. Printers of Rust cannot know how
//! a macro is to be read, so they would put all of it into one line.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};

/// The invocation as an item.
pub(super) fn print(mac: &syn::Macro) -> String {
    let path = mac.path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::");
    let mut text = format!("{path}! {{\n");
    push_entry(&mut text, mac.tokens.clone(), 1);
    text.push_str("\n}\n");
    text
}

/// Tokens as one entry of a list: documentation on lines of its own, then the entry, in which braces hold a list again.
fn push_entry(text: &mut String, tokens: TokenStream, depth: usize) {
    let indent = "    ".repeat(depth);
    let mut trees = tokens.into_iter().peekable();
    let mut line = Line::default();
    text.push_str(&indent);
    while let Some(tree) = trees.next() {
        match (&tree, trees.peek()) {
            (TokenTree::Punct(sign), Some(TokenTree::Group(attribute))) if sign.as_char() == '#' && line.is_empty() => {
                if let Some(docs) = docs(attribute) {
                    text.push_str(format!("///{docs}").trim_end());
                    text.push('\n');
                    text.push_str(&indent);
                    trees.next();
                }
            }
            (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Brace => {
                line.push(text, &tree);
                push_list(text, group, depth);
            }
            _ => line.push(text, &tree),
        }
    }
}

fn push_list(text: &mut String, group: &Group, depth: usize) {
    let entries = entries(group.stream());
    text.push('{');
    for entry in &entries {
        text.push('\n');
        push_entry(text, entry.clone(), depth + 1);
        text.push(',');
    }
    if !entries.is_empty() {
        text.push('\n');
        text.push_str(&"    ".repeat(depth));
    }
    text.push('}');
}

/// What stands between commas. A comma between `<` and `>` belongs to a type.
fn entries(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    let mut entry = TokenStream::new();
    let mut depth = 0_usize;
    for tree in tokens {
        match sign(&tree) {
            Some('<') => depth += 1,
            Some('>') => depth = depth.saturating_sub(1),
            Some(',') if depth == 0 => {
                entries.push(std::mem::take(&mut entry));
                continue;
            }
            _ => {}
        }
        entry.extend([tree]);
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    entries
}

fn sign(tree: &TokenTree) -> Option<char> {
    match tree {
        TokenTree::Punct(punct) => Some(punct.as_char()),
        _ => None,
    }
}

/// The text of `[doc = "…"]`.
fn docs(attribute: &Group) -> Option<String> {
    let mut trees = attribute.stream().into_iter();
    let (Some(TokenTree::Ident(name)), Some(_), Some(TokenTree::Literal(text))) =
        (trees.next(), trees.next(), trees.next())
    else {
        return None;
    };
    let text = syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?;
    (name == "doc").then(|| text.value())
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

    fn push(&mut self, text: &mut String, tree: &TokenTree) {
        match tree {
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                self.space(text, matches!(self.last, Some(Last::Word | Last::Loose)));
                text.push_str(&tree.to_string());
                self.last = Some(Last::Word);
            }
            TokenTree::Punct(punct) => self.push_punct(text, punct),
            TokenTree::Group(group) => self.push_group(text, group),
        }
    }

    fn space(&self, text: &mut String, wanted: bool) {
        if wanted && self.last.is_some() {
            text.push(' ');
        }
    }

    fn push_punct(&mut self, text: &mut String, punct: &Punct) {
        let sign = punct.as_char();
        let is_path = text.ends_with(':') && self.last == Some(Last::Tight);
        self.space(text, matches!(sign, '=' | '+' | '|') || (sign == '&' && self.last != Some(Last::Tight)));
        text.push(sign);
        self.last = Some(match sign {
            ':' if punct.spacing() == Spacing::Joint || is_path => Last::Tight,
            ':' | ',' | ';' | '=' | '+' | '|' => Last::Loose,
            '>' => Last::Word,
            _ => Last::Tight,
        });
    }

    /// Braces are left to the list that they hold.
    fn push_group(&mut self, text: &mut String, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => {
                self.space(text, true);
                self.last = Some(Last::Word);
                return;
            }
            Delimiter::None => ("", ""),
        };
        self.space(text, matches!(self.last, Some(Last::Loose)) || open == "[");
        text.push_str(open);
        let mut inner = Self::default();
        for tree in group.stream() {
            inner.push(text, &tree);
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
        let mac: syn::ItemMacro = syn::parse2(tokens).expect("an item");
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
        .assert_eq(&super::print(&mac.mac));
    }
}
