//! Invocations of the runtime's macros as text: a name, and a list with an entry a line. Printers of Rust cannot know how
//! a macro is to be read, so they would put all of it into one line.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;

/// Writes the invocation as an item.
pub(super) fn print(text: &mut String, invocation: syn::Macro) {
    let path = invocation.path.to_token_stream();
    text.extend(path.into_iter().map(|token| token.to_string()));
    text.push_str("! {\n");
    push_entry(text, &trees(invocation.tokens), 1);
    text.push_str("\n}\n");
}

fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

/// Tokens as one entry of a list: documentation on lines of its own, then the entry, in which braces hold a list again.
fn push_entry(text: &mut String, entry: &[TokenTree], depth: usize) {
    let indent = "    ".repeat(depth);
    let mut line = Line::default();
    text.push_str(&indent);
    let mut rest = entry;
    while let [token, after @ ..] = rest {
        rest = after;
        match (token, after) {
            (TokenTree::Punct(sign), [TokenTree::Group(attribute), after @ ..])
                if sign.as_char() == '#' && line.is_empty() =>
            {
                rest = after;
                if let Some(docs) = docs(attribute.stream()) {
                    text.push_str(format!("///{docs}").trim_end());
                    text.push('\n');
                    text.push_str(&indent);
                }
            }
            (TokenTree::Group(list), _) if list.delimiter() == Delimiter::Brace => {
                line.open_list(text);
                push_list(text, &trees(list.stream()), depth);
            }
            _ => line.push(text, token),
        }
    }
}

fn push_list(text: &mut String, list: &[TokenTree], depth: usize) {
    text.push('{');
    let mut rest = list;
    while !rest.is_empty() {
        let entry;
        (entry, rest) = first_entry(rest);
        text.push('\n');
        push_entry(text, entry, depth + 1);
        text.push(',');
    }
    if !list.is_empty() {
        text.push('\n');
        text.push_str(&"    ".repeat(depth));
    }
    text.push('}');
}

/// What stands before the first comma, and what stands after it. A comma between `<` and `>` belongs to a type.
fn first_entry(list: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let mut depth = 0_usize;
    let comma = list.iter().position(|token| {
        let sign = if let TokenTree::Punct(sign) = token { sign.as_char() } else { ' ' };
        match sign {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        sign == ',' && depth == 0
    });
    match comma {
        Some(at) => (list.get(..at).unwrap_or_default(), list.get(at + 1..).unwrap_or_default()),
        None => (list, &[]),
    }
}

/// The text of `doc = "…"`.
fn docs(attribute: TokenStream) -> Option<String> {
    let attribute: syn::MetaNameValue = syn::parse2(attribute).ok()?;
    match attribute.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
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

    /// A token that is no list.
    fn push(&mut self, text: &mut String, token: &TokenTree) {
        match token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                self.space(text, matches!(self.last, Some(Last::Word | Last::Loose)));
                text.push_str(&token.to_string());
                self.last = Some(Last::Word);
            }
            TokenTree::Punct(sign) => self.push_sign(text, sign.as_char(), sign.spacing() == Spacing::Joint),
            TokenTree::Group(group) => self.push_group(text, group),
        }
    }

    /// Before the start of a list, which the caller writes.
    fn open_list(&mut self, text: &mut String) {
        self.space(text, true);
        self.last = Some(Last::Word);
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

    fn push_group(&mut self, text: &mut String, group: &proc_macro2::Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => ("", ""),
        };
        self.space(text, matches!(self.last, Some(Last::Loose)) || open == "[");
        text.push_str(open);
        let mut inner = Self::default();
        group.stream().into_iter().for_each(|token| inner.push(text, &token));
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
        let mut text = String::new();
        super::print(&mut text, syn::parse2(tokens).expect("an invocation"));
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
