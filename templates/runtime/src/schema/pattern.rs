//! Regular expressions: compiled when they are needed first, and matched in time that is bounded by what a caller allows.

use std::borrow::Cow;
use std::sync::{Mutex, OnceLock, PoisonError};

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Builder, Cache, Config, DFA};
use regex_automata::nfa::thompson::{self, Compiler, WhichCaptures};
use regex_automata::util::syntax;

use super::states::States;

/// A regular expression of a document.
#[derive(Debug)]
pub struct Pattern {
    /// As the document writes it (ECMA-262), for messages.
    written: Cow<'static, str>,
    /// The same in the syntax of the crate `regex`.
    expression: Cow<'static, str>,
    compiled: OnceLock<Option<Compiled>>,
}

/// How much memory an expression may take once it is compiled.
const SIZE: usize = 1 << 20;
/// How much memory may be spent on remembering what texts do to an expression.
const CACHE: usize = 1 << 18;
/// How many texts can be matched at once without remembering anew.
const SPARE: usize = 8;

impl Pattern {
    /// An expression that both dialects write in the same way.
    #[must_use]
    pub const fn new(expression: &'static str) -> Self {
        Self::translated(Cow::Borrowed(expression), Cow::Borrowed(expression))
    }

    /// An expression as the document writes it, and the same in the syntax of the crate `regex`.
    #[must_use]
    pub const fn translated(written: Cow<'static, str>, expression: Cow<'static, str>) -> Self {
        Self { written, expression, compiled: OnceLock::new() }
    }

    /// As the document writes it.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether a part of the text matches; `None` when finding out takes more than the effort. An expression that cannot
    /// be compiled matches everything: the generator has said so where it left it out.
    #[must_use]
    pub fn matches(&self, text: &str, effort: &mut u64) -> Option<bool> {
        match self.compiled.get_or_init(|| Compiled::new(&self.expression)) {
            Some(compiled) => compiled.matches(text, effort),
            None => Some(true),
        }
    }
}

#[derive(Debug)]
struct Compiled {
    automaton: DFA,
    spare: Mutex<Vec<Cache>>,
    /// No longer text can match.
    longest: Option<usize>,
}

impl Compiled {
    fn new(expression: &str) -> Option<Self> {
        let syntax = syntax::parse(expression).ok()?;
        let properties = syntax.properties();
        let limits = thompson::Config::new().nfa_size_limit(Some(SIZE)).which_captures(WhichCaptures::None);
        let states = Compiler::new().configure(limits).build_from_hir(&syntax).ok()?;
        let ends = properties.look_set_suffix().iter().any(|look| look.as_char() == 'z');
        let longest = properties.maximum_len().filter(|_| ends && states.is_always_start_anchored());
        // Remembering pays when what is remembered is met again, and costs the more the larger the expression is.
        let pays = (states.states().len() / 8).max(16);
        let config = Config::new()
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(0))
            .minimum_bytes_per_state(Some(pays));
        let automaton = Builder::new().configure(config).build_from_nfa(states).ok()?;
        Some(Self { automaton, spare: Mutex::default(), longest })
    }

    /// Most texts take one step a character, by what is remembered of others. Others are followed with everything that
    /// they may yet become, which is as slow as the expression is large.
    fn matches(&self, text: &str, effort: &mut u64) -> Option<bool> {
        if self.longest.is_some_and(|longest| text.len() > longest) {
            return Some(false);
        }
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let known = spare().pop();
        let mut cache = known.unwrap_or_else(|| self.automaton.create_cache());
        // The first end that is met may lie within a character where nothing can match as well.
        let states = self.automaton.get_nfa();
        let input = Input::new(text).earliest(!states.has_empty());
        let found = self.automaton.try_search_fwd(&mut cache, &input);
        let mut spare = spare();
        if spare.len() < SPARE {
            spare.push(cache);
        }
        drop(spare);
        match found {
            Ok(found) => Some(found.is_some()),
            Err(_) => States::follow(states, text, effort),
        }
    }
}
