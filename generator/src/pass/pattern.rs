//! Regular expressions of documents (ECMA-262) in the syntax of the crate `regex`, which matches in linear time. What
//! linear time cannot do, looking around and back, has no translation.

use std::iter::Peekable;
use std::str::Chars;

use regex_automata::nfa::thompson::{Compiler, Config, WhichCaptures};
use regex_syntax::hir::{Hir, HirKind, Look};

/// How much memory an expression may take once it is compiled; the runtime has the same limit.
const SIZE: usize = 1 << 20;
/// Longest expression that is looked at.
const LENGTH: usize = 20_000;

/// The expression in the syntax of the crate `regex`, if there is one.
#[must_use]
pub fn translate(written: &str) -> Option<String> {
    if written.len() > LENGTH {
        return None;
    }
    let (folds, rest) = written.strip_prefix("(?i)").map_or((false, written), |rest| (true, rest));
    let mut translation = Translation { rest: rest.chars().peekable(), out: String::with_capacity(rest.len()), folds };
    translation.expression()?;
    let limits = Config::new().nfa_size_limit(Some(SIZE)).which_captures(WhichCaptures::None);
    Compiler::new().configure(limits).build(&translation.out).ok()?;
    Some(translation.out)
}

/// How much there is to an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// The most steps that a character can take: one for every place in the expression where it may belong.
    pub steps: usize,
    /// Octets of the longest text that can match.
    pub longest: Option<usize>,
}

impl Size {
    /// The size of an expression in the syntax of the crate.
    #[must_use]
    pub fn of(expression: &str) -> Self {
        let Ok(syntax) = regex_syntax::parse(expression) else { return Self { steps: 0, longest: None } };
        let properties = syntax.properties();
        let is_whole =
            properties.look_set_prefix().contains(Look::Start) && properties.look_set_suffix().contains(Look::End);
        Self { steps: steps(&syntax), longest: properties.maximum_len().filter(|_| is_whole) }
    }
}

/// The crate limits how deep expressions are.
fn steps(syntax: &Hir) -> usize {
    match syntax.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(group) => steps(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(steps).sum(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1) as usize;
            steps(&repetition.sub).saturating_mul(times)
        }
    }
}

struct Translation<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
    /// Whether upper and lower case are the same. ECMA-262 has no such mark at the start, and documents have it. Letters are
    /// written out in both cases, because whether the crate folds them depends on its features.
    folds: bool,
}

/// What ECMA-262 calls white space.
const SPACE: &str = r"\t\n\x0B\x0C\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

impl Translation<'_> {
    fn expression(&mut self) -> Option<()> {
        while let Some(character) = self.rest.next() {
            match character {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '(' => self.group()?,
                '.' => self.out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
                '*' | '+' | '?' => self.repeat(&character.to_string())?,
                '{' => self.brace()?,
                '}' => self.out.push_str(r"\}"),
                ']' => self.out.push_str(r"\]"),
                letter if self.folds && letter.is_alphabetic() => {
                    let (lower, upper) = both_cases(letter)?;
                    self.out.extend(['[', lower, upper, ']']);
                }
                other => self.out.push(other),
            }
        }
        Some(())
    }

    /// A group; those that look around have no translation.
    fn group(&mut self) -> Option<()> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Some(());
        }
        self.out.push('?');
        match self.rest.next()? {
            ':' => self.out.push(':'),
            '<' if !matches!(self.rest.peek(), Some('=' | '!')) => self.out.push_str("P<"),
            _ => return None,
        }
        Some(())
    }

    /// How often what stands before may stand there, and whether as seldom as possible; nothing can be repeated twice.
    fn repeat(&mut self, count: &str) -> Option<()> {
        self.out.push_str(count);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        if matches!(self.rest.peek(), Some('*' | '+' | '?')) { None } else { Some(()) }
    }

    /// A count such as `{2,3}`; a brace that starts none stands for itself.
    fn brace(&mut self) -> Option<()> {
        let mut ahead = self.rest.clone();
        let mut inside = String::new();
        let closed = loop {
            match ahead.next() {
                Some('}') => break true,
                Some(character @ ('0'..='9' | ',')) => inside.push(character),
                _ => break false,
            }
        };
        let is_count = closed && inside.starts_with(|character: char| character.is_ascii_digit());
        if is_count && inside.matches(',').count() < 2 {
            self.rest = ahead;
            return self.repeat(&format!("{{{inside}}}"));
        }
        self.out.push_str(r"\{");
        Some(())
    }

    fn escape(&mut self, in_class: bool) -> Option<()> {
        let set = |inner: &str, not: &str| match (in_class, not) {
            (true, "") => inner.to_owned(),
            (true, _) => format!("[^{inner}]"),
            (false, not) => format!("[{not}{inner}]"),
        };
        let text = match self.rest.next()? {
            'd' => set("0-9", ""),
            'D' => set("0-9", "^"),
            'w' => set("A-Za-z0-9_", ""),
            'W' => set("A-Za-z0-9_", "^"),
            's' => set(SPACE, ""),
            'S' => set(SPACE, "^"),
            'b' if in_class => r"\x08".to_owned(),
            'b' => r"(?-u:\b)".to_owned(),
            'B' if in_class => return None,
            'B' => r"(?-u:\B)".to_owned(),
            't' => r"\t".to_owned(),
            'n' => r"\n".to_owned(),
            'r' => r"\r".to_owned(),
            'v' => r"\x0B".to_owned(),
            'f' => r"\x0C".to_owned(),
            '0' if !matches!(self.rest.peek(), Some('0'..='9')) => r"\x00".to_owned(),
            '0'..='9' | 'k' => return None,
            'c' => {
                let letter = self.rest.next().filter(char::is_ascii_alphabetic)?;
                format!(r"\x{:02X}", u32::from(letter) % 32)
            }
            'x' => self.code(2)?,
            'u' if self.rest.peek() == Some(&'{') => {
                self.rest.next();
                let mut digits = String::new();
                loop {
                    match self.rest.next()? {
                        '}' => break,
                        digit => digits.push(digit),
                    }
                }
                character(u32::from_str_radix(&digits, 16).ok()?)?
            }
            'u' => self.code(4)?,
            property @ ('p' | 'P') => self.property(property)?,
            // What stands for itself, in ECMA-262 even where no escape is needed. `\z`, `\A` and the like are such too.
            other if other.is_ascii_alphanumeric() => other.to_string(),
            other => regex_syntax::escape(other.encode_utf8(&mut [0; 4])),
        };
        // In a class these mean more to the crate than they do here.
        if in_class && matches!(text.as_str(), "&" | "~") {
            self.out.push('\\');
        }
        self.out.push_str(&text);
        Some(())
    }

    /// A character by its code; surrogate pairs are one character.
    fn code(&mut self, digits: usize) -> Option<String> {
        let first = self.digits(digits)?;
        if !(0xd800..0xdc00).contains(&first) {
            return character(first);
        }
        if self.rest.next()? != '\\' || self.rest.next()? != 'u' {
            return None;
        }
        let second = self.digits(4)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        character(0x10000 + ((first - 0xd800) << 10) + second)
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let text: String = self.rest.by_ref().take(count).collect();
        (text.len() == count).then(|| u32::from_str_radix(&text, 16).ok())?
    }

    /// `\p{Letter}`; in ECMA-262 without braces it is a plain letter.
    fn property(&mut self, word: char) -> Option<String> {
        if self.rest.next_if_eq(&'{').is_none() {
            return Some(word.to_string());
        }
        let mut name = String::new();
        loop {
            match self.rest.next()? {
                '}' => break,
                character => name.push(character),
            }
        }
        // Words that the crate also knows, but in another sense or not at all, are left to it to refuse.
        Some(format!("\\{word}{{{name}}}"))
    }

    /// A set of characters.
    fn class(&mut self) -> Option<()> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        if self.rest.next_if_eq(&']').is_some() {
            // `[]` matches nothing and `[^]` anything.
            self.out.push_str(if negated { r"[\s\S]" } else { r"[^\x00-\u{10FFFF}]" });
            return Some(());
        }
        self.out.push_str(if negated { "[^" } else { "[" });
        loop {
            match self.rest.next()? {
                ']' => break,
                '\\' => self.escape(true)?,
                character @ ('[' | '&' | '~') => {
                    self.out.push('\\');
                    self.out.push(character);
                }
                // A hyphen after a set, or next to another hyphen, stands for itself.
                '-' if self.is_plain_hyphen() => self.out.push_str(r"\-"),
                letter if self.folds && letter.is_alphabetic() => self.letters(letter)?,
                other => self.out.push(other),
            }
        }
        self.out.push(']');
        Some(())
    }

    /// A letter of a class, or letters from this one to another, in both cases.
    fn letters(&mut self, first: char) -> Option<()> {
        let mut ahead = self.rest.clone();
        let last = (ahead.next() == Some('-')).then(|| ahead.next()).flatten().filter(|last| *last != ']');
        let (lower, upper) = both_cases(first)?;
        match last {
            Some(last) => {
                let (last_lower, last_upper) = both_cases(last)?;
                if first.is_ascii_lowercase() != last.is_ascii_lowercase() {
                    return None;
                }
                self.rest = ahead;
                self.out.extend([lower, '-', last_lower, upper, '-', last_upper]);
            }
            None => self.out.extend([lower, upper]),
        }
        Some(())
    }

    fn is_plain_hyphen(&mut self) -> bool {
        let before_set = matches!(self.rest.peek(), Some(']' | '-')) || {
            let mut ahead = self.rest.clone();
            ahead.next() == Some('\\') && matches!(ahead.next(), Some('d' | 'D' | 'w' | 'W' | 's' | 'S' | 'p' | 'P'))
        };
        let after_set =
            self.out.ends_with(['[', '^']) || ["0-9", "A-Za-z0-9_", SPACE].iter().any(|set| self.out.ends_with(set));
        before_set || after_set
    }
}

/// An ASCII letter in lower and upper case.
fn both_cases(letter: char) -> Option<(char, char)> {
    letter.is_ascii_alphabetic().then(|| (letter.to_ascii_lowercase(), letter.to_ascii_uppercase()))
}

fn character(code: u32) -> Option<String> {
    char::from_u32(code).map(|_| format!(r"\u{{{code:X}}}"))
}

#[cfg(test)]
mod tests {
    use super::{Size, translate};
    use regex::Regex;

    #[track_caller]
    fn check(written: &str, good: &[&str], bad: &[&str]) {
        let translated = translate(written).expect("a translation");
        let regex = Regex::new(&translated).expect("an expression");
        for text in good {
            assert!(regex.is_match(text), "{written} as {translated} matches {text:?}");
        }
        for text in bad {
            assert!(!regex.is_match(text), "{written} as {translated} does not match {text:?}");
        }
    }

    #[test]
    fn digits_and_words_are_ascii() {
        check(r"^\d+$", &["12"], &["١٢"]);
        check(r"^\w$", &["a"], &["é"]);
        check(r"^[\w-]+$", &["a-b"], &["é"]);
        check(r"^\s$", &["\u{a0}", "\u{feff}", " "], &["x"]);
        check(r"^[\S]$", &["é"], &[" "]);
        check(r"^[^\S]$", &[" "], &["é"]);
        check(r"\bfoo\b", &["a foo"], &["afoo"]);
    }

    #[test]
    fn what_needs_no_escape_may_have_one() {
        check(r"^\/\-\_\@\:$", &["/-_@:"], &[]);
        check(r"^[\/\.\-a-z&&~[]+$", &["/.-a&~["], &["A"]);
        check(r"^a{,3}$", &["a{,3}"], &["aaa"]);
        check(r"^{id}$", &["{id}"], &[]);
        check(r"^a]$", &["a]"], &[]);
        check("^[a-z0-9-_]+$", &["a-_"], &[" "]);
        check("^[+-./]$", &["-", "+", ".", "/"], &["*"]);
        check(r"^[\d-x]+$", &["1-x"], &["w"]);
    }

    #[test]
    fn characters_by_code() {
        check(r"^\u00e9\x41\u{1F600}\ud83d\ude00\cA$", &["éA😀😀\u{1}"], &[]);
        check(r"^[\u0041-\u0043]$", &["B"], &["D"]);
        check(r"^.$", &["😀"], &["\r", "\u{2028}"]);
        check(r"^\p{L}\p{Letter}\P{Lu}\p{Script=Greek}$", &["éaaα"], &["1aaa"]);
        check("^[^]$", &["\n"], &[]);
        check(r"^(?<year>\d{4})$", &["2024"], &[]);
        check(r"(?i)^[0-9a-fX-]{2}x\d$", &["aFx1", "x-X0"], &["agx1", "aFxx"]);
    }

    #[test]
    fn what_looks_around_or_back_has_no_translation() {
        for written in ["(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", r"(a)\1", r"(?<a>x)\k<a>", "(", "a**", "[z-a]", "[a"] {
            assert_eq!(translate(written), None, "{written}");
        }
        assert_eq!(translate("(((a{1000}){1000}){1000})"), None);
    }

    #[test]
    fn sizes_count_what_is_counted() {
        let size = |expression: &str| {
            let Size { steps, longest } = Size::of(expression);
            (steps, longest)
        };
        assert_eq!(size("^((a{1,100}b?){1,50})$"), (5050, Some(5050)));
        assert_eq!(size("(a{1,100}b){50}"), (5050, None));
        assert_eq!(size("^[a-z]+$"), (1, None));
        assert_eq!(size("^a|b{3}$"), (4, None));
    }
}
