//! How deep a parser must go for some tokens, counted before anything is parsed: syn calls itself for whatever stands in
//! something else, and an exhausted stack ends the program. Knows tokens only, and never calls itself.
//!
//! Brackets nest, and so does much that stands side by side: `!!!x`, `a.b().c()`, `1 + 1`, `Option<Option<u8>>`,
//! `if a {} else if b {}`. Whatever may nest counts one, until something ends it for certain; so the count may be too high and
//! is never too low.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree, token_stream};

/// Deeper sources are not parsed. Chains of some hundred links are written by hand; of thousands, none.
const DEEPEST: usize = 4_000;

/// Whether some tokens can be parsed with [`super::STACK`].
///
/// # Errors
/// The first place that is too deep.
pub(super) fn check(tokens: TokenStream) -> Result<(), Span> {
    let mut open: Vec<Level> = Vec::new();
    let mut level = Level::new(tokens, 0);
    loop {
        let Some(token) = level.rest.next() else {
            match open.pop() {
                Some(outer) => level = outer,
                None => return Ok(()),
            }
            continue;
        };
        level.count(&token);
        if level.depth() > DEEPEST {
            return Err(token.span());
        }
        if let TokenTree::Group(group) = token {
            let inner = Level::new(group.stream(), level.depth() + 1);
            open.push(std::mem::replace(&mut level, inner));
        }
    }
}

/// What stands between two brackets.
struct Level {
    rest: token_stream::IntoIter,
    /// How deep the brackets themselves stand.
    outer: usize,
    /// What may nest since something ended for certain.
    run: usize,
    /// How much of it a comma does not end: arguments of types, and closures.
    held: usize,
    before: Before,
}

/// The token before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// None, or one that ended what stood before it.
    Nothing,
    /// A value, or part of one.
    Word,
    Keyword,
    Braces,
    /// Parentheses or brackets.
    Group,
    /// A sign, and whether it is glued to the next.
    Sign(char, bool),
}

impl Level {
    fn new(tokens: TokenStream, outer: usize) -> Self {
        Self { rest: tokens.into_iter(), outer, run: 0, held: 0, before: Before::Nothing }
    }

    fn depth(&self) -> usize {
        self.outer + self.run
    }

    fn count(&mut self, token: &TokenTree) {
        self.before = match token {
            TokenTree::Group(group) => self.group(group.delimiter()),
            TokenTree::Ident(name) => self.name(&name.to_string()),
            TokenTree::Punct(sign) => self.sign(sign.as_char(), sign.spacing() == Spacing::Joint),
            TokenTree::Literal(_) => self.literal(),
        };
    }

    fn literal(&mut self) -> Before {
        if self.before == Before::Braces {
            self.end(0);
        }
        Before::Word
    }

    /// `f()()()` nests, `f()` does not.
    fn group(&mut self, delimiter: Delimiter) -> Before {
        if matches!(self.before, Before::Group | Before::Braces | Before::Keyword) {
            self.run += 1;
        }
        if delimiter == Delimiter::Brace { Before::Braces } else { Before::Group }
    }

    /// A word after braces starts something new, unless it goes on with what the braces belong to.
    fn name(&mut self, name: &str) -> Before {
        let goes_on = matches!(name, "as" | "else" | "in");
        if self.before == Before::Braces && !goes_on {
            self.end(0);
        }
        let is_keyword = goes_on || KEYWORDS.contains(&name);
        if is_keyword || matches!(self.before, Before::Word | Before::Keyword | Before::Group) {
            self.run += 1;
        }
        if is_keyword { Before::Keyword } else { Before::Word }
    }

    fn sign(&mut self, sign: char, is_glued: bool) -> Before {
        match sign {
            ';' => self.end(0),
            ',' => self.end(self.held),
            // Attributes are a list.
            '#' if self.before == Before::Braces => self.end(0),
            '#' => {}
            '\'' => return self.before,
            '<' => self.hold(),
            '>' if self.before == Before::Sign('=', true) => self.end(0),
            '>' if self.before == Before::Sign('-', true) => self.run += 1,
            '>' => self.release(),
            '|' if !matches!(self.before, Before::Word | Before::Group) => self.hold(),
            // The first of `::` counts, because imports nest; that of `name: Type` does not.
            ':' if !is_glued => {}
            _ => self.run += 1,
        }
        if matches!(sign, ';' | ',') { Before::Nothing } else { Before::Sign(sign, is_glued) }
    }

    fn hold(&mut self) {
        self.held += 1;
        self.run += 1;
    }

    /// The end of arguments, or a comparison or shift.
    fn release(&mut self) {
        self.held = self.held.saturating_sub(1);
        self.run += 1;
    }

    fn end(&mut self, held: usize) {
        self.held = held;
        self.run = held;
    }
}

/// Words that something may stand behind, as part of it.
const KEYWORDS: &[&str] = &[
    "async", "await", "become", "box", "break", "const", "do", "dyn", "fn", "for", "if", "impl", "let", "loop",
    "match", "move", "mut", "raw", "ref", "return", "static", "try", "unsafe", "use", "while", "yield",
];
