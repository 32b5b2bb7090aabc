//! Tokens as a flat list with their text, so that they can be looked at without being copied.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Tokens of a file.
#[derive(Default)]
pub(super) struct Words {
    text: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Literal,
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    /// The start of a group, and the index of its end.
    Open(Delimiter, usize),
    Close(Delimiter),
}

/// What is next in a list of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next<'a> {
    Name(&'a str),
    Literal(&'a str),
    /// A sign, and whether the next one belongs to it.
    Sign(char, bool),
    Open(Delimiter),
    End,
}

impl Words {
    /// Takes tokens apart.
    pub(super) fn of(tokens: TokenStream) -> Self {
        let mut words = Self::default();
        words.add(tokens);
        words
    }

    fn add(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(name) => self.push(Kind::Name, name),
                TokenTree::Literal(literal) => self.push(Kind::Literal, literal),
                TokenTree::Punct(sign) => {
                    let kind = Kind::Sign(sign.as_char(), sign.spacing() == Spacing::Joint);
                    self.push(kind, sign.as_char());
                }
                TokenTree::Group(group) => {
                    let (delimiter, inner) = (group.delimiter(), group.stream());
                    // Tokens that nobody else holds are moved, not copied.
                    drop(group);
                    self.add_group(delimiter, inner);
                }
            }
        }
    }

    fn add_group(&mut self, delimiter: Delimiter, inner: TokenStream) {
        let (open, close) = signs(delimiter);
        let at = self.tokens.len();
        self.push(Kind::Open(delimiter, at), open);
        self.add(inner);
        let end = self.tokens.len();
        self.push(Kind::Close(delimiter), close);
        if let Some(token) = self.tokens.get_mut(at) {
            token.kind = Kind::Open(delimiter, end);
        }
    }

    fn push(&mut self, kind: Kind, text: impl std::fmt::Display) {
        let start = self.text.len();
        // Writing to a string does not fail.
        let _ = write!(self.text, "{text}");
        self.tokens.push(Token { kind, start, end: self.text.len() });
    }

    /// Whether a name stands anywhere.
    pub(super) fn mention(&self, name: &str) -> bool {
        self.names().any(|(_, found)| found == name)
    }

    /// Whether a path starts with this module.
    pub(super) fn mention_module(&self, module: &str) -> bool {
        let is_separator = |at: usize| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Sign(':', true));
        self.names().any(|(at, found)| found == module && is_separator(at + 1))
    }

    fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        let names = self.tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Name);
        names.map(|(at, token)| (at, self.text.get(token.start..token.end).unwrap_or_default()))
    }

    /// All of them.
    pub(super) fn all(&self) -> Cursor<'_> {
        Cursor { words: self, at: 0, end: self.tokens.len() }
    }
}

fn signs(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// A list of tokens that is being read: a file, a group, or part of one.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    words: &'a Words,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.at >= self.end
    }

    fn token(self) -> Option<&'a Token> {
        if self.is_empty() { None } else { self.words.tokens.get(self.at) }
    }

    fn text(self, token: &Token) -> &'a str {
        self.words.text.get(token.start..token.end).unwrap_or_default()
    }

    pub(super) fn peek(self) -> Next<'a> {
        match self.token() {
            None => Next::End,
            Some(token) => match token.kind {
                Kind::Name => Next::Name(self.text(token)),
                Kind::Literal => Next::Literal(self.text(token)),
                Kind::Sign(sign, is_joint) => Next::Sign(sign, is_joint),
                Kind::Open(delimiter, _) => Next::Open(delimiter),
                Kind::Close(_) => Next::End,
            },
        }
    }

    /// What comes after the next token; a group is one.
    pub(super) fn after(mut self) -> Self {
        self.skip();
        self
    }

    /// Goes on behind the next token; a group is one.
    pub(super) fn skip(&mut self) {
        self.at = match self.token().map(|token| token.kind) {
            Some(Kind::Open(_, close)) => close + 1,
            _ => self.at + 1,
        };
    }

    /// What was skipped since an earlier state.
    pub(super) fn since(self, start: Self) -> Self {
        Self { end: self.at.min(self.end), ..start }
    }

    pub(super) fn name(&mut self) -> Option<&'a str> {
        match self.peek() {
            Next::Name(name) => {
                self.skip();
                Some(name)
            }
            _ => None,
        }
    }

    pub(super) fn literal(&mut self) -> Option<&'a str> {
        match self.peek() {
            Next::Literal(literal) => {
                self.skip();
                Some(literal)
            }
            _ => None,
        }
    }

    pub(super) fn is_name(self, name: &str) -> bool {
        self.peek() == Next::Name(name)
    }

    pub(super) fn takes_name(&mut self, name: &str) -> bool {
        let is_there = self.is_name(name);
        if is_there {
            self.skip();
        }
        is_there
    }

    /// Whether the next signs are these, as one.
    pub(super) fn is_sign(self, signs: &str) -> bool {
        let mut rest = self;
        let mut signs = signs.chars().peekable();
        while let Some(sign) = signs.next() {
            match rest.peek() {
                Next::Sign(found, is_joint) if found == sign && (is_joint || signs.peek().is_none()) => rest.skip(),
                _ => return false,
            }
        }
        true
    }

    pub(super) fn takes_sign(&mut self, signs: &str) -> bool {
        let is_there = self.is_sign(signs);
        if is_there {
            signs.chars().for_each(|_| self.skip());
        }
        is_there
    }

    /// The tokens of the group that is next.
    pub(super) fn group(&mut self, wanted: Delimiter) -> Option<Self> {
        match self.token()?.kind {
            Kind::Open(delimiter, close) if delimiter == wanted => {
                let inner = Self { at: self.at + 1, end: close, ..*self };
                self.at = close + 1;
                Some(inner)
            }
            _ => None,
        }
    }

    /// Whether this sign stands between the tokens, outside of groups.
    pub(super) fn holds(mut self, sign: char) -> bool {
        while !self.is_empty() {
            if matches!(self.peek(), Next::Sign(found, _) if found == sign) {
                return true;
            }
            self.skip();
        }
        false
    }

    /// Whether the last token is this sign.
    pub(super) fn ends_with(self, sign: char) -> bool {
        let last = self.end.checked_sub(1).and_then(|at| self.words.tokens.get(at));
        last.is_some_and(|token| matches!(token.kind, Kind::Sign(found, _) if found == sign))
    }

    /// The tokens as text that is Rust, but in one line.
    pub(super) fn source(self) -> String {
        let mut source = String::new();
        let tokens = self.words.tokens.get(self.at..self.end).unwrap_or_default();
        for token in tokens {
            source.push_str(self.text(token));
            if !matches!(token.kind, Kind::Sign(_, true)) {
                source.push(' ');
            }
        }
        source
    }
}

/// The text that a literal stands for, if it is a string: a plain one, or a raw one, which comments become.
pub(super) fn string(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        return raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let mut letters = after.chars();
        match letters.next()? {
            sign @ ('"' | '\\' | '\'') => text.push(sign),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '0' => text.push('\0'),
            'u' => {
                let (number, after) = letters.as_str().strip_prefix('{')?.split_once('}')?;
                text.push(char::from_u32(u32::from_str_radix(number, 16).ok()?)?);
                rest = after;
                continue;
            }
            _ => return None,
        }
        rest = letters.as_str();
    }
    text.push_str(rest);
    Some(text)
}
