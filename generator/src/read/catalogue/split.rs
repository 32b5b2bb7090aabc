//! Names of requests that were run together on one line, taken apart.
//!
//! A name may start where a capital follows something that is no space. Whether it does is learned from the page itself:
//! from the words with which lines start, and from places that cannot be inside a word.

use std::collections::{HashMap, HashSet};

use super::outline::Item;

/// The rule by which names are found that share their line with others.
const RULE: &str = "catalogue/name-starts";

/// What the page teaches about its names.
pub(super) struct Names<'a> {
    /// Words with which names start.
    starts: HashSet<&'a str>,
    /// Words of headings, where nothing is run together; names are never split inside them.
    whole: HashSet<&'a str>,
    /// Names that are certain, because the page shows their requests; by their first word, the longest first.
    certain: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Names<'a> {
    /// Learns from all lines of a tree.
    pub fn learn(items: &[Item<'a>], certain: &[&'a str]) -> Self {
        let headings = items.iter().flat_map(|item| item.place());
        let whole = headings.flat_map(|line| line.split(|c: char| !c.is_alphanumeric())).collect();
        let mut names = Self { starts: HashSet::new(), whole, certain: HashMap::new() };
        for name in certain {
            names.certain.entry(first_word(name)).or_default().push(name);
        }
        names.certain.values_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
        for item in items {
            names.starts.insert(first_word(item.requests));
            names.starts.extend(after_step(item.requests));
        }
        let seams: Vec<_> = items.iter().flat_map(|item| seams(item.requests)).collect();
        for seam in &seams {
            if seam.is_between_words() && !names.whole.contains(seam.token) {
                names.starts.insert(seam.word);
            }
        }
        names.learn_from_neighbours(items, &seams);
        names
    }

    /// A word that is run together with several others, and never stands behind a space, starts names.
    fn learn_from_neighbours(&mut self, items: &[Item<'a>], seams: &[Seam<'a>]) {
        let spaced: HashSet<&str> =
            items.iter().flat_map(|item| item.requests.split(' ').skip(1).map(first_word)).collect();
        let mut neighbours: HashMap<&str, &str> = HashMap::new();
        for seam in seams.iter().filter(|seam| !spaced.contains(seam.word)) {
            if *neighbours.entry(seam.word).or_insert(seam.before) != seam.before {
                self.starts.insert(seam.word);
            }
        }
    }

    /// The names on a line, each with the rule that found it if it is not the whole line.
    pub fn split(&self, line: &'a str) -> Vec<(&'a str, Option<&'static str>)> {
        let mut names = Vec::new();
        let mut start = 0;
        let mut stated_until = self.certain_end(line, start);
        for seam in seams(line) {
            let at = seam.at;
            if at == stated_until || at > stated_until && self.starts_name(&seam) {
                names.extend(line.get(start..at));
                start = at;
                stated_until = self.certain_end(line, start);
            }
        }
        names.extend(line.get(start..));
        let rule = (names.len() > 1).then_some(RULE);
        names.into_iter().map(|name| (name, rule)).collect()
    }

    /// Where a name that is certain ends that starts here, else here.
    fn certain_end(&self, line: &str, start: usize) -> usize {
        let rest = line.get(start..).unwrap_or_default();
        let names = self.certain.get(first_word(rest)).map(Vec::as_slice).unwrap_or_default();
        let name = names.iter().find(|name| rest.starts_with(**name));
        start + name.map_or(0, |name| name.len())
    }

    fn starts_name(&self, seam: &Seam<'_>) -> bool {
        self.starts.contains(seam.word) || !self.whole.contains(seam.token) && seam.is_label
    }
}

/// A place where a name may start: a capital that follows something else than a space, a slash or a hyphen.
#[derive(Debug, Clone, Copy)]
struct Seam<'a> {
    at: usize,
    /// The part of a word before it, back to the seam before.
    before: &'a str,
    /// The part of a word after it, up to the next seam.
    word: &'a str,
    /// The letters and digits around it.
    token: &'a str,
    /// Whether it is inside of letters and digits, and whether the word goes on behind the next seam.
    inside: bool,
    goes_on: bool,
    /// Whether the word stands before ` - `, as the first part of a name does.
    is_label: bool,
}

impl Seam<'_> {
    /// Whether this cannot be the inside of a word: punctuation is before it, or a word in small letters.
    fn is_between_words(&self) -> bool {
        !self.goes_on && (!self.inside || self.before.starts_with(|c: char| c.is_lowercase()))
    }
}

/// All seams of a line, from left to right.
fn seams(line: &str) -> Vec<Seam<'_>> {
    let places: Vec<usize> = places(line).collect();
    let mut seams = Vec::new();
    let mut from = 0;
    for (number, &at) in places.iter().enumerate() {
        let next = places.get(number + 1).copied().unwrap_or(line.len());
        let (head, tail) = line.split_at_checked(at).unwrap_or((line, ""));
        let word = tail.get(..next - at).map_or(tail, first_word);
        let behind = tail.get(word.len()..).unwrap_or_default();
        let start = token_start(head);
        let end =
            at + tail.char_indices().take(REACH).find(|(_, c)| !c.is_alphanumeric()).map_or(word.len(), |(end, _)| end);
        seams.push(Seam {
            at,
            before: head.get(start.max(from)..).unwrap_or_default(),
            word,
            token: line.get(start..end).unwrap_or_default(),
            inside: start < at,
            goes_on: at + word.len() == next && next < line.len(),
            is_label: behind.starts_with(" - "),
        });
        from = at;
    }
    seams
}

/// As far as is looked for the ends of a word, in characters.
const REACH: usize = 48;

/// Where the letters and digits start that a text ends with.
fn token_start(text: &str) -> usize {
    text.char_indices()
        .rev()
        .take(REACH)
        .take_while(|(_, c)| c.is_alphanumeric())
        .last()
        .map_or(text.len(), |(at, _)| at)
}

/// The places of all seams of a line.
fn places(line: &str) -> impl Iterator<Item = usize> {
    let after = line.char_indices().skip(1);
    let pairs = line.chars().zip(after);
    pairs.filter_map(move |(before, (at, capital))| {
        let next = line.get(at..).and_then(|rest| rest.chars().nth(1));
        let is_seam = capital.is_uppercase()
            && !matches!(before, ' ' | '-' | '/' | '(')
            && (!before.is_uppercase() || next.is_some_and(char::is_lowercase));
        is_seam.then_some(at)
    })
}

/// The letters and digits that a text starts with, as far as is looked.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.char_indices().take(REACH).find(|(_, c)| !c.is_alphanumeric() && *c != '\'').map(|(at, _)| at);
    let end = end.or_else(|| text.char_indices().nth(REACH).map(|(at, _)| at));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The words that stand behind `Step 2: ` or `Step 2B - `: they start what could be a name of its own.
fn after_step(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("Step ").filter_map(move |(at, step)| {
        let rest = line.get(at + step.len()..)?;
        let rest = rest.get(first_word(rest).len()..)?;
        let rest = rest.strip_prefix(": ").or_else(|| rest.strip_prefix(" - "))?;
        Some(first_word(rest)).filter(|word| word.starts_with(char::is_uppercase))
    })
}

/// The words with which names start on a line that holds several for certain: its first, and those behind a word in
/// small letters or behind punctuation. Nothing on other lines.
pub(super) fn certain_starts(line: &str) -> Vec<&str> {
    let seams = seams(line).into_iter().filter(Seam::is_between_words).map(|seam| seam.word);
    let mut starts: Vec<_> = seams.collect();
    if !starts.is_empty() {
        starts.push(first_word(line));
    }
    starts
}
