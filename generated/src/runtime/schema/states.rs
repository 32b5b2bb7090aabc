//! Everything that a text may yet become under a regular expression, followed character by character. Every step is
//! counted, so that a text that takes too many is given up, and not one that only might.

use regex_automata::nfa::thompson::{NFA, State};
use regex_automata::util::primitives::StateID;

/// A search on its way.
pub(super) struct States<'a> {
    automaton: &'a NFA,
    text: &'a str,
    /// Where the text may be.
    now: Set,
    next: Set,
    /// What is still to be looked at.
    open: Vec<StateID>,
    effort: &'a mut u64,
}

/// Why a search ends early.
enum End {
    Found,
    Exhausted,
}

impl<'a> States<'a> {
    /// Whether a part of the text matches; `None` when finding out takes more steps than the effort.
    pub(super) fn follow(automaton: &'a NFA, text: &'a str, effort: &'a mut u64) -> Option<bool> {
        let size = automaton.states().len();
        *effort = effort.saturating_sub(size as u64 / 8);
        let (now, next) = (Set::new(size), Set::new(size));
        match (Self { automaton, text, now, next, open: Vec::new(), effort }).search() {
            Ok(()) => Some(false),
            Err(End::Found) => Some(true),
            Err(End::Exhausted) => None,
        }
    }

    fn search(mut self) -> Result<(), End> {
        let everywhere = !self.automaton.is_always_start_anchored();
        self.enter(self.automaton.start_anchored(), 0)?;
        for (at, byte) in self.text.bytes().enumerate() {
            std::mem::swap(&mut self.now, &mut self.next);
            self.now.clear();
            self.step(byte, at + 1)?;
            if everywhere {
                self.enter(self.automaton.start_anchored(), at + 1)?;
            } else if self.now.members.is_empty() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// One step on from everywhere the text was before.
    fn step(&mut self, byte: u8, at: usize) -> Result<(), End> {
        let before = std::mem::take(&mut self.next.members);
        self.spend(before.len())?;
        for state in &before {
            let next = match self.automaton.state(*state) {
                State::ByteRange { trans } => trans.matches_byte(byte).then_some(trans.next),
                State::Sparse(transitions) => {
                    self.spend(transitions.transitions.len() / 8)?;
                    transitions.matches_byte(byte)
                }
                State::Dense(transitions) => transitions.matches_byte(byte),
                _ => None,
            };
            if let Some(next) = next {
                self.enter(next, at)?;
            }
        }
        self.next.members = before;
        Ok(())
    }

    /// Enters a state and all that it leads to without a character.
    fn enter(&mut self, state: StateID, at: usize) -> Result<(), End> {
        self.open.push(state);
        while let Some(state) = self.open.pop() {
            self.spend(1)?;
            if !self.now.add(state) {
                continue;
            }
            match self.automaton.state(state) {
                State::Union { alternates } => self.open.extend(alternates.iter()),
                State::BinaryUnion { alt1, alt2 } => self.open.extend([alt1, alt2]),
                State::Capture { next, .. } => self.open.push(*next),
                State::Look { look, next }
                    if self.automaton.look_matcher().matches(*look, self.text.as_bytes(), at) =>
                {
                    self.open.push(*next);
                }
                // Nothing ends within a character.
                State::Match { .. } if self.text.is_char_boundary(at) => return Err(End::Found),
                _ => {}
            }
        }
        Ok(())
    }

    fn spend(&mut self, steps: usize) -> Result<(), End> {
        *self.effort = self.effort.checked_sub(steps as u64).ok_or(End::Exhausted)?;
        Ok(())
    }
}

/// A set of states that is emptied in no time.
struct Set {
    members: Vec<StateID>,
    /// Where each state stands among the members, if it is one.
    places: Vec<u32>,
}

impl Set {
    fn new(size: usize) -> Self {
        Self { members: Vec::with_capacity(size.min(64)), places: vec![0; size] }
    }

    fn clear(&mut self) {
        self.members.clear();
    }

    /// Whether it was not there before.
    fn add(&mut self, state: StateID) -> bool {
        let Some(place) = self.places.get_mut(state.as_usize()) else { return false };
        if self.members.get(*place as usize) == Some(&state) {
            return false;
        }
        *place = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        self.members.push(state);
        true
    }
}
