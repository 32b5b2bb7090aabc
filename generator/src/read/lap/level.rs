//! Where in a line a type is read: what may follow it there, how deep it is, and what has been found out about the
//! line already, so that no text is looked at again and again.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::problem::{Parsed, Problem, TOO_DEEP, of_line};

/// How deep types may stand in each other.
const DEPTH: u16 = 64;

/// Which of the two field grammars holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// What is sent: `name!:` marks required fields.
    Request,
    /// What comes back: `T?` marks nullable fields.
    Response,
    /// Named types are used on both sides.
    Both,
}

/// A stretch of a line in which one `)` is the next that may close a parenthesis, or none is. Places are lengths of what
/// is left of the line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closing {
    /// Where the stretch begins.
    pub from: usize,
    /// Where it ends: behind the `)`, if there is one.
    pub until: usize,
    /// Whether it ends with a `)`.
    pub closes: bool,
    /// Where its last `/` is.
    pub slash: Option<usize>,
}

/// What is known about a line; keyed by the length of what is left of it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    verdicts: RefCell<HashMap<usize, bool>>,
    closings: [RefCell<BTreeMap<usize, Closing>>; 2],
}

impl Memory {
    /// Whether the rest of this length was found to begin a parameter, or not to.
    pub(super) fn verdict(&self, rest: &str) -> Option<bool> {
        self.verdicts.borrow().get(&rest.len()).copied()
    }

    /// Notes that none of these rests begins a parameter.
    pub(super) fn refuse(&self, rests: &[&str]) {
        self.verdicts.borrow_mut().extend(rests.iter().map(|rest| (rest.len(), false)));
    }
}

/// Where a type is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level<'m> {
    pub(super) side: Side,
    depth: u16,
    /// Whether every word is taken for a type, to find the problems behind an unknown one.
    pub(super) any_word: bool,
    memory: &'m Memory,
}

impl<'m> Level<'m> {
    /// The type of a parameter itself.
    pub(super) fn top(side: Side, memory: &'m Memory) -> Self {
        Self { side, depth: 0, any_word: false, memory }
    }

    /// The same, where every word is taken for a type.
    pub(super) fn with_any_word(self) -> Self {
        Self { any_word: true, ..self }
    }

    /// The level of what stands within brackets.
    pub(super) fn deeper<'a>(self, at: &'a str) -> Result<Self, nom::Err<Problem<'a>>> {
        if self.depth >= DEPTH {
            return Err(nom::Err::Failure(
                Problem::expected(at, "at most 64 levels of lists and maps").code(&TOO_DEEP),
            ));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// What a parser makes of a text: at once, or where every word is taken for a type. If neither works, the unknown
    /// word at which it stopped first, and what is wrong behind it.
    pub(super) fn read<'a, T>(
        self,
        text: &'a str,
        parser: impl Fn(Self, &'a str) -> Parsed<'a, T>,
    ) -> Result<(&'a str, T), Vec<Problem<'a>>> {
        let first = match parser(self, text) {
            Ok(found) => return Ok(found),
            Err(error) => of_line(error, text),
        };
        let last = match parser(self.with_any_word(), text) {
            Ok(found) => return Ok(found),
            Err(error) => of_line(error, text),
        };
        let is_behind = first.is_unknown_type() && first.at.as_ptr() != last.at.as_ptr();
        Err(std::iter::once(first).chain(Some(last).filter(|_| is_behind)).collect())
    }

    /// Whether it is the type of a parameter itself.
    pub(super) fn is_top(self) -> bool {
        self.depth == 0
    }

    /// Whether a type may end before this text.
    pub(super) fn may_end_before(self, rest: &str) -> bool {
        if self.is_top() {
            return rest.is_empty()
                || rest.starts_with(['=', '('])
                || rest.starts_with(", ")
                || rest.starts_with(" # ");
        }
        rest.starts_with([',', '}', ']', '>']) || (self.side != Side::Request && rest.starts_with(['?', '{']))
    }

    /// Where a parenthesis closes that is open before this rest, if that is known.
    pub(super) fn closing(self, rest: &str) -> Option<Closing> {
        let known = self.closings().borrow();
        let (_, closing) = known.range(rest.len()..).next()?;
        (rest.len() >= closing.until + usize::from(closing.closes)).then_some(*closing)
    }

    /// Notes where a parenthesis closes.
    pub(super) fn note(self, closing: Closing) {
        self.closings().borrow_mut().insert(closing.from, closing);
    }

    fn closings(self) -> &'m RefCell<BTreeMap<usize, Closing>> {
        let [top, nested] = &self.memory.closings;
        if self.is_top() { top } else { nested }
    }
}
