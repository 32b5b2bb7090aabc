//! Tokens of Rust as one flat list with their text, so that putting them together is copying, and looking at them is not.
//! `quote!` makes them; values are put in by [`Quoted`].

use std::fmt::{self, Write as _};
use std::rc::Rc;

/// Tokens in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenStream {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    /// The innermost group that is still to be closed.
    open: Option<usize>,
}

/// A token, whose text ends where that of the next one starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Where its text ends.
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Literal,
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    /// The start of a group, and where its end is.
    Open(Delimiter, End),
    Close(Delimiter),
}

/// Where a group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// So many tokens behind its start, wherever that is.
    Behind(usize),
    /// Not yet known; the group that it stands in started there.
    Within(Option<usize>),
}

/// What groups stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `( … )`
    Parenthesis,
    /// `{ … }`
    Brace,
    /// `[ … ]`
    Bracket,
}

impl Delimiter {
    fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::Parenthesis => ("(", ")"),
            Self::Brace => ("{", "}"),
            Self::Bracket => ("[", "]"),
        }
    }
}

/// A token that an emitter wrote.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// A word.
    Name(&'static str),
    /// A literal as it is written.
    Literal(&'static str),
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    /// The start of a group.
    Open(Delimiter),
    /// Its end.
    Close(Delimiter),
}

impl TokenStream {
    /// Whether there is no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Adds what an emitter wrote.
    pub fn append(&mut self, pieces: &[Piece]) {
        self.tokens.reserve(pieces.len());
        for piece in pieces {
            match *piece {
                Piece::Name(name) => self.push(Kind::Name, name),
                Piece::Literal(literal) => self.push(Kind::Literal, literal),
                Piece::Sign(sign, is_joint) => {
                    self.text.push(sign);
                    self.tokens.push(Token { kind: Kind::Sign(sign, is_joint), end: self.text.len() });
                }
                Piece::Open(delimiter) => self.open(delimiter),
                Piece::Close(delimiter) => self.close(delimiter),
            }
        }
    }

    fn push(&mut self, kind: Kind, text: &str) {
        self.text.push_str(text);
        self.tokens.push(Token { kind, end: self.text.len() });
    }

    fn open(&mut self, delimiter: Delimiter) {
        let within = self.open.replace(self.tokens.len());
        self.push(Kind::Open(delimiter, End::Within(within)), delimiter.signs().0);
    }

    fn close(&mut self, delimiter: Delimiter) {
        let end = self.tokens.len();
        self.push(Kind::Close(delimiter), delimiter.signs().1);
        let Some(start) = self.open.take() else { return };
        if let Some(Token { kind: Kind::Open(_, known), .. }) = self.tokens.get_mut(start) {
            if let End::Within(within) = std::mem::replace(known, End::Behind(end - start)) {
                self.open = within;
            }
        }
    }

    /// Adds a number, which has no type of its own.
    fn push_number(&mut self, number: u64) {
        // Writing to a string does not fail.
        let _ = write!(self.text, "{number}");
        self.tokens.push(Token { kind: Kind::Literal, end: self.text.len() });
    }

    /// Adds a literal that is written so that it is a string of this text.
    fn push_string(&mut self, text: &str) {
        self.text.push('"');
        let mut rest = text;
        while let Some(at) = rest.find(|letter: char| !is_plain(letter)) {
            let (plain, special) = rest.split_at(at);
            self.text.push_str(plain);
            rest = self.push_special(special);
        }
        self.text.push_str(rest);
        self.text.push('"');
        self.tokens.push(Token { kind: Kind::Literal, end: self.text.len() });
    }

    /// Writes the first letter of a text as it stands in a string, and returns the others.
    fn push_special<'t>(&mut self, text: &'t str) -> &'t str {
        let mut letters = text.chars();
        match letters.next() {
            Some('\'') => self.text.push('\''),
            // A digit behind it would be read as part of it.
            Some('\0') if letters.as_str().starts_with(|next: char| next.is_digit(8)) => self.text.push_str("\\x00"),
            Some('\0') => self.text.push_str("\\0"),
            Some(letter) => self.text.extend(letter.escape_debug()),
            None => {}
        }
        letters.as_str()
    }
}

/// Letters that stand in strings as they are.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~') && !matches!(letter, '"' | '\'' | '\\')
}

impl fmt::Display for TokenStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.all().source().trim_end())
    }
}

impl FromIterator<TokenStream> for TokenStream {
    fn from_iter<I: IntoIterator<Item = TokenStream>>(parts: I) -> Self {
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        parts.for_each(|part| part.add_to(&mut all));
        all
    }
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(Rc<str>);

impl Ident {
    /// # Panics
    /// When it is none: our own bug.
    pub(super) fn new(name: &str) -> Self {
        let mut letters = name.bytes();
        let starts = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_');
        let goes_on = letters.all(|letter| letter.is_ascii_alphanumeric() || letter == b'_');
        assert!(starts && goes_on, "a name that is none: {name:?}");
        Self(name.into())
    }
}

impl PartialEq<&str> for Ident {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is shown as it is, in a raw string.
#[derive(Debug, Clone)]
pub struct Raw(pub String);

/// What `quote!` can put in.
pub trait Quoted {
    /// Adds the tokens of the value.
    fn add_to(&self, tokens: &mut TokenStream);
}

impl Quoted for TokenStream {
    fn add_to(&self, tokens: &mut TokenStream) {
        let before = tokens.text.len();
        tokens.text.push_str(&self.text);
        tokens.tokens.extend(self.tokens.iter().map(|token| Token { end: before + token.end, ..*token }));
    }
}

impl Quoted for Ident {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push(Kind::Name, &self.0);
    }
}

impl Quoted for Raw {
    fn add_to(&self, tokens: &mut TokenStream) {
        let Self(text) = self;
        if text.contains('\r') {
            return tokens.push_string(text);
        }
        let longest = text.split('"').skip(1).map(|after| after.len() - after.trim_start_matches('#').len()).max();
        let fence = "#".repeat(longest.unwrap_or(0) + 1);
        tokens.push(Kind::Literal, &format!("r{fence}\"{text}\"{fence}"));
    }
}

impl Quoted for usize {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push_number(*self as u64);
    }
}

impl Quoted for u32 {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push_number((*self).into());
    }
}

impl Quoted for u16 {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push_number((*self).into());
    }
}

impl Quoted for u8 {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push_number((*self).into());
    }
}

impl Quoted for str {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push_string(self);
    }
}

impl Quoted for String {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push_string(self);
    }
}

impl Quoted for bool {
    fn add_to(&self, tokens: &mut TokenStream) {
        tokens.push(Kind::Name, if *self { "true" } else { "false" });
    }
}

impl<T: Quoted> Quoted for Option<T> {
    fn add_to(&self, tokens: &mut TokenStream) {
        if let Some(value) = self {
            value.add_to(tokens);
        }
    }
}

impl<T: Quoted + ?Sized> Quoted for &T {
    fn add_to(&self, tokens: &mut TokenStream) {
        T::add_to(self, tokens);
    }
}

/// The rounds of a repetition over an iterator.
pub trait OfIterator: Iterator + Sized {
    /// One for each item.
    fn rounds(self) -> Self {
        self
    }
}

impl<I: Iterator> OfIterator for I {}

/// The rounds of a repetition over a list.
pub trait OfList {
    /// What it holds.
    type Item;

    /// One for each item.
    fn rounds(&self) -> std::slice::Iter<'_, Self::Item>;
}

impl<T> OfList for [T] {
    type Item = T;

    fn rounds(&self) -> std::slice::Iter<'_, T> {
        self.iter()
    }
}

/// What a value that is no list is in a repetition; something else there must be a list.
pub trait OfOne: Quoted {
    /// As many rounds as others have.
    fn rounds(&self) -> std::iter::Repeat<&Self> {
        std::iter::repeat(self)
    }
}

impl<T: Quoted + ?Sized> OfOne for T {}

#[cfg(test)]
impl TokenStream {
    /// Tokens that something else made.
    pub(super) fn of(tokens: proc_macro2::TokenStream) -> Self {
        let mut all = Self::default();
        all.add(tokens);
        all
    }

    fn add(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(name) => self.push(Kind::Name, &name.to_string()),
                proc_macro2::TokenTree::Literal(literal) => self.push(Kind::Literal, &literal.to_string()),
                proc_macro2::TokenTree::Punct(sign) => {
                    let is_joint = sign.spacing() == proc_macro2::Spacing::Joint;
                    self.append(&[Piece::Sign(sign.as_char(), is_joint)]);
                }
                proc_macro2::TokenTree::Group(group) => {
                    let delimiter = match group.delimiter() {
                        proc_macro2::Delimiter::Parenthesis => Delimiter::Parenthesis,
                        proc_macro2::Delimiter::Brace => Delimiter::Brace,
                        proc_macro2::Delimiter::Bracket => Delimiter::Bracket,
                        proc_macro2::Delimiter::None => {
                            self.add(group.stream());
                            continue;
                        }
                    };
                    self.open(delimiter);
                    self.add(group.stream());
                    self.close(delimiter);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ident, quote};
    use super::TokenStream;

    #[test]
    fn tokens_are_those_of_rust() {
        let ours = quote! {
            #![allow(a)]
            #[doc = " Prose."]
            pub async fn f<'a, T: A + 'static>(&'a self, b: Vec<Vec<u8>>) -> a::B<Option<T>> where T: B {
                let c = b[0..=1]..;
                if !(c == 1 && d >>= 2) || |x| x.0 <= -1.5e3 { 'l' => b"m", r#"n"# => &&o, ..p }
                q::<[u8; 3]>("r\n", *s)?;
            }
        };
        let theirs = TokenStream::of(quote::quote! {
            #![allow(a)]
            #[doc = " Prose."]
            pub async fn f<'a, T: A + 'static>(&'a self, b: Vec<Vec<u8>>) -> a::B<Option<T>> where T: B {
                let c = b[0..=1]..;
                if !(c == 1 && d >>= 2) || |x| x.0 <= -1.5e3 { 'l' => b"m", r#"n"# => &&o, ..p }
                q::<[u8; 3]>("r\n", *s)?;
            }
        });
        assert_eq!(ours.to_string(), theirs.to_string());
        assert!(ours == theirs, "signs belong to each other where others' do");
    }

    #[test]
    fn values_and_rounds() {
        let (name, texts, none) = (ident("name"), ["a", "b"], None::<TokenStream>);
        let numbers = (1..).take(2).map(|number: usize| quote!(#number + 0));
        let inner = quote!([#(#name: #texts),*]);
        let all = quote!(#name(#none) #(#numbers;)* { #inner #(.#name(#texts))* } #(#texts)|*);
        let expected =
            r#"name ( ) 1 + 0 ; 2 + 0 ; { [ name : "a" , name : "b" ] . name ( "a" ) . name ( "b" ) } "a" | "b""#;
        assert_eq!(all.to_string(), expected);
        assert_eq!(all, TokenStream::of(expected.parse().expect("tokens")));
    }

    #[test]
    fn strings_are_written_as_others_write_them() {
        let letters: Vec<char> = ('\0'..'\u{500}').chain("\u{2028}\u{feff}\u{e000}語🦀".chars()).collect();
        for letter in letters {
            for text in [format!("{letter}"), format!("a{letter}1"), format!("'{letter}\"")] {
                let theirs = proc_macro2::Literal::string(&text);
                assert_eq!(quote!(#text), TokenStream::of(quote::quote!(#theirs)));
            }
        }
    }
}
