//! Regular expressions: compiled when they are needed first, and matched in linear time.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// A regular expression of a document.
#[derive(Debug)]
pub struct Pattern {
    /// As the document writes it (ECMA-262), for messages.
    written: &'static str,
    /// The same in the syntax of the crate `regex`.
    expression: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

/// How much memory an expression may take once it is compiled.
const SIZE: usize = 1 << 20;

impl Pattern {
    /// An expression that both dialects write in the same way.
    #[must_use]
    pub const fn new(expression: &'static str) -> Self {
        Self::translated(expression, expression)
    }

    /// An expression as the document writes it, and the same in the syntax of the crate `regex`.
    #[must_use]
    pub const fn translated(written: &'static str, expression: &'static str) -> Self {
        Self { written, expression, compiled: OnceLock::new() }
    }

    /// As the document writes it.
    #[must_use]
    pub fn written(&self) -> &'static str {
        self.written
    }

    /// Whether a part of the text matches. An expression that cannot be compiled matches everything: the generator has
    /// said so where it left it out.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(self.expression));
        compiled.as_ref().is_none_or(|expression| expression.is_match(text))
    }
}

fn compile(expression: &str) -> Option<Regex> {
    RegexBuilder::new(expression).size_limit(SIZE).build().ok()
}
