//! The `quote!` of the emitters. What is written between the values is taken apart when the generator is compiled, so that
//! it is appended from a table when the generator runs; `emit::rust::tokens` says what tokens are then.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::iter::Peekable;

use proc_macro::{Delimiter, Group, Spacing, TokenStream, TokenTree, token_stream};

type Tokens = Peekable<token_stream::IntoIter>;

/// Rust as it is written, as tokens. `#name` stands for the value of a variable, and `#( … )*` for a round for each of the
/// values that are named in it, perhaps with a sign before the `*` that stands between the rounds. What is no list has the
/// same value in every round.
#[proc_macro]
pub fn quote(input: TokenStream) -> TokenStream {
    let mut code = Code::default();
    code.add(input);
    code.flush();
    let code = format!("{{ let mut __quoted = crate::emit::rust::TokenStream::default(); {} __quoted }}", code.text);
    code.parse().expect("statements that are Rust")
}

/// Statements that append tokens.
#[derive(Default)]
struct Code {
    text: String,
    /// What is to be appended by the next statement.
    table: String,
}

impl Code {
    fn add(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(name) => self.piece(&format!("Name({:?})", name.to_string())),
                TokenTree::Literal(literal) => self.piece(&format!("Literal({:?})", literal.to_string())),
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(sign) if sign.as_char() == '#' => self.hash(&mut tokens),
                TokenTree::Punct(sign) if sign.as_char() == '\'' => self.piece("Sign('\\'', true)"),
                TokenTree::Punct(sign) => {
                    let mut signs = String::from(sign.as_char());
                    let mut last = sign;
                    while last.spacing() == Spacing::Joint
                        && let Some(TokenTree::Punct(next)) = tokens.next_if(is_sign)
                    {
                        signs.push(next.as_char());
                        last = next;
                    }
                    self.signs(&signs);
                }
            }
        }
    }

    fn group(&mut self, group: &Group) {
        if group.delimiter() == Delimiter::None {
            return self.add(group.stream());
        }
        self.piece(&format!("Open(crate::emit::rust::Delimiter::{:?})", group.delimiter()));
        self.add(group.stream());
        self.piece(&format!("Close(crate::emit::rust::Delimiter::{:?})", group.delimiter()));
    }

    /// Signs without blanks between them: operators, each as long as can be.
    fn signs(&mut self, mut signs: &str) {
        while !signs.is_empty() {
            let operator = OPERATORS.iter().find(|operator| signs.starts_with(**operator));
            let length = operator.map_or(1, |operator| operator.len());
            let (operator, rest) = signs.split_at(length);
            for (at, sign) in operator.char_indices() {
                self.piece(&format!("Sign({sign:?}, {})", at + 1 < length));
            }
            signs = rest;
        }
    }

    /// What stands behind `#`: a value, a repetition, or nothing of ours.
    fn hash(&mut self, tokens: &mut Tokens) {
        match tokens.peek() {
            Some(TokenTree::Ident(name)) => {
                let value = format!("crate::emit::rust::Quoted::add_to(&{name}, &mut __quoted);");
                tokens.next();
                self.statement(&value);
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                let round = group.stream();
                tokens.next();
                let between: TokenStream = std::iter::from_fn(|| tokens.next_if(|token| !is_star(token))).collect();
                tokens.next();
                self.repetition(round, between);
            }
            _ => self.piece("Sign('#', false)"),
        }
    }

    fn repetition(&mut self, round: TokenStream, between: TokenStream) {
        let names: Vec<String> = names(round.clone()).into_iter().collect();
        let starts: String = names.iter().fold(String::new(), |mut text, name| {
            let _ = write!(text, "let mut {name} = {name}.rounds();");
            text
        });
        let (some, next): (Vec<_>, Vec<_>) =
            names.iter().map(|name| (format!("Some({name})"), format!("{name}.next()"))).unzip();
        let mut body = Self::default();
        if !between.is_empty() {
            body.add(between);
            body.flush();
            body.text = format!("if __is_later {{ {} }} __is_later = true;", body.text);
        }
        let is_parted = !body.text.is_empty();
        body.add(round);
        body.flush();
        let later = if is_parted { "let mut __is_later = false;" } else { "" };
        self.statement(&format!(
            "{{ #[allow(unused_imports)] use crate::emit::rust::{{OfIterator as _, OfList as _, OfOne as _}};
            {starts} {later} while let ({},) = ({},) {{ {} }} }}",
            some.join(","),
            next.join(","),
            body.text
        ));
    }

    fn piece(&mut self, piece: &str) {
        let _ = write!(self.table, "crate::emit::rust::Piece::{piece},");
    }

    fn statement(&mut self, statement: &str) {
        self.flush();
        self.text.push_str(statement);
    }

    /// Writes the statement that appends what has been gathered.
    fn flush(&mut self) {
        if !self.table.is_empty() {
            let _ = write!(self.text, "__quoted.append(&[{}]);", self.table);
            self.table.clear();
        }
    }
}

/// Operators of several signs, longest first.
const OPERATORS: &[&str] = &[
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "<<", ">>", "..", "+=", "-=",
    "*=", "/=", "%=", "^=", "&=", "|=",
];

fn is_sign(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if !matches!(sign.as_char(), '#' | '\''))
}

fn is_star(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == '*')
}

/// The names behind `#` in a round, also in rounds within it.
fn names(round: TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_value = false;
    for token in round {
        match &token {
            TokenTree::Ident(name) if is_value => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => names.extend(self::names(group.stream())),
            _ => {}
        }
        is_value = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '#');
    }
    names
}
