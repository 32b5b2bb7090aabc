//! The walk over a text: which schemas count where, and what they found wrong.

use std::borrow::Cow;
use std::ops::Range;

use super::{Kinds, Pattern, Schema, SchemaId, Schemas};
use crate::arguments::{LONGEST, shortened};
use crate::wire::{Mode, ReadError, Reader, push_member};

/// Which way a value travels: some members are only sent by one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From a client; members that only servers send are not required.
    Request,
    /// From a server; members that only clients send are not required.
    Response,
}

/// What happens to members of requests that only servers send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadOnly {
    /// They are ignored. Clients that read, change and write back a whole object send them, and most servers let them.
    #[default]
    Ignored,
    /// They are refused.
    Refused,
}

/// A value that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// JSON pointer (RFC 6901) to the value.
    pub pointer: String,
    /// The rule; never the value.
    pub message: String,
}

/// How a text is checked.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Which way it travels.
    pub direction: Direction,
    /// What happens to members that only servers send.
    pub read_only: ReadOnly,
    /// Whether a value of which exactly one alternative must be true may not be several of them.
    pub exclusive: bool,
    /// The most violations that are reported.
    pub most: usize,
    /// How many steps may be made to match patterns, besides 32 for every octet of the text. Ordinary patterns need none.
    pub effort: u64,
}

/// About a tenth of a second.
const EFFORT: u64 = 20_000_000;

impl Check {
    /// A check of what a client sends.
    pub const REQUEST: Self = Self {
        direction: Direction::Request,
        read_only: ReadOnly::Ignored,
        exclusive: true,
        most: 100,
        effort: EFFORT,
    };
    /// A check of what a server answers.
    pub const RESPONSE: Self = Self {
        direction: Direction::Response,
        read_only: ReadOnly::Ignored,
        exclusive: true,
        most: 20,
        effort: EFFORT,
    };

    /// All that is wrong with a JSON text. A text that is not JSON is one violation.
    #[must_use]
    pub fn text(self, text: &[u8], schemas: &Schemas, schema: SchemaId) -> Vec<Refusal> {
        self.walk(text, schemas, schema).0
    }

    /// The text without the members that only servers send; the text itself where it has none.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn own<'t>(self, text: &'t [u8], schemas: &Schemas, schema: SchemaId) -> Result<Cow<'t, [u8]>, Vec<Refusal>> {
        let (found, foreign) = self.walk(text, schemas, schema);
        if !found.is_empty() {
            return Err(found);
        }
        // Offsets are those of the text without a byte order mark.
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        Ok(if foreign.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, foreign)) })
    }

    fn walk(self, text: &[u8], schemas: &Schemas, schema: SchemaId) -> (Vec<Refusal>, Vec<Range<usize>>) {
        let mut reader = match Reader::from_bytes(text, Mode::Strict) {
            Ok(reader) => reader,
            Err(error) => {
                let message = error.fault().to_string();
                return (vec![Refusal { pointer: String::new(), message }], Vec::new());
            }
        };
        let mut walk = Walk {
            check: self,
            schemas,
            steps: Vec::new(),
            found: Vec::new(),
            foreign: Vec::new(),
            most: self.most,
            nested: 0,
            patience: 10_000 + 16 * text.len() as u64,
            effort: self.effort + 32 * text.len() as u64,
        };
        let walked = walk.value(&mut reader, &[schemas.get(schema)]).and_then(|()| Ok(reader.finish()?));
        if let Err(Halt::Fault(error)) = walked {
            walk.found.push(Refusal { pointer: walk.pointer(), message: error.fault().to_string() });
        }
        (walk.found, walk.foreign)
    }
}

/// A text without some of the members of its objects.
fn without(text: &[u8], mut members: Vec<Range<usize>>) -> Vec<u8> {
    members.sort_unstable_by_key(|range| range.start);
    let is_space = |byte: &u8| byte.is_ascii_whitespace();
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut at = 0;
    for Range { start, end } in members {
        if start < at {
            continue;
        }
        out.extend_from_slice(text.get(at..start).unwrap_or_default());
        at = end;
        let rest = text.get(end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| is_space(byte)).count();
        if rest.get(blanks) == Some(&b',') {
            at = end + blanks + 1;
        } else {
            // It was the last one: the comma before it goes.
            let kept = out.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
            out.truncate(kept);
            if out.last() == Some(&b',') {
                out.pop();
            }
        }
    }
    out.extend_from_slice(text.get(at..).unwrap_or_default());
    out
}

/// Why a walk ends early.
#[derive(Debug)]
pub(super) enum Halt {
    /// There are enough violations.
    Enough,
    /// The text is not JSON.
    Fault(ReadError),
}

impl From<ReadError> for Halt {
    fn from(error: ReadError) -> Self {
        Self::Fault(error)
    }
}

pub(super) type Walked<T = ()> = Result<T, Halt>;

/// A step of the way to a value.
#[derive(Debug)]
pub(super) enum Step<'a> {
    Member(Cow<'a, str>),
    Item(usize),
}

/// A check on its way.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) check: Check,
    pub(super) schemas: &'a Schemas,
    pub(super) steps: Vec<Step<'a>>,
    pub(super) found: Vec<Refusal>,
    /// Where members stand that only servers send.
    pub(super) foreign: Vec<Range<usize>>,
    /// The walk ends when so many violations were found.
    pub(super) most: usize,
    /// How many schemas were entered without going deeper into the value.
    pub(super) nested: u32,
    /// How many values may still be looked at: alternatives look at the same ones again.
    pub(super) patience: u64,
    /// How many steps may still be made to match patterns.
    pub(super) effort: u64,
}

/// How many schemas may be about one value, one inside the other.
const NESTED: u32 = 64;

impl<'a> Walk<'a> {
    /// Where the walk is. Names are as long as who sent them likes, and stand in every refusal below them.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.steps {
            if pointer.len() > LONGEST {
                pointer.push_str("/…");
                break;
            }
            match step {
                Step::Member(name) => push_member(&mut pointer, &shortened(name, LONGEST)),
                Step::Item(index) => push_member(&mut pointer, &index.to_string()),
            }
        }
        pointer
    }

    /// Notes a violation of the value where the walk is.
    #[cold]
    pub(super) fn refuse(&mut self, message: impl Into<String>) -> Walked {
        self.found.push(Refusal { pointer: self.pointer(), message: message.into() });
        if self.found.len() >= self.most { Err(Halt::Enough) } else { Ok(()) }
    }

    /// Notes a violation of a value inside of the one where the walk is.
    #[cold]
    pub(super) fn refuse_at(&mut self, step: Step<'a>, message: &str) -> Walked {
        self.steps.push(step);
        self.refuse(message)?;
        self.steps.pop();
        Ok(())
    }

    /// Whether a text matches a pattern. Where that is too much work, nothing is known of the value, and the walk ends.
    pub(super) fn matches(&mut self, pattern: &Pattern, text: &str) -> Walked<bool> {
        if let Some(matches) = pattern.matches(text, &mut self.effort) {
            return Ok(matches);
        }
        self.most = 0;
        self.refuse(format!("is too much work to compare with the pattern {}", pattern.written()))?;
        Ok(false)
    }

    /// Walks over the value that comes next; all of the schemas count.
    pub(super) fn value(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        self.patience = self.patience.saturating_sub(1);
        if self.patience == 0 {
            self.most = 0;
            self.steps.clear();
            return self.refuse("is too much work to compare with its alternatives");
        }
        if schemas.iter().all(|schema| schema.logic.is_none()) {
            return self.plain(reader, schemas);
        }
        self.deeper(|walk| walk.with_logic(reader, schemas))
    }

    /// Walks over a value once more, by another schema.
    pub(super) fn same(&mut self, reader: &mut Reader<'a>, schema: SchemaId) -> Walked {
        self.deeper(|walk| walk.value(reader, &[walk.schemas.get(schema)]))
    }

    fn deeper(&mut self, walk: impl FnOnce(&mut Self) -> Walked) -> Walked {
        if self.nested >= NESTED {
            self.most = 0;
            self.steps.clear();
            return self.refuse("is described by schemas that never end");
        }
        let nested = self.nested;
        self.nested += 1;
        let walked = walk(self);
        self.nested = nested;
        walked
    }

    /// The value by the rules of the schemas themselves.
    pub(super) fn plain(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        match reader.peek() {
            b'{' => {
                self.values(reader, schemas)?;
                self.kind(Kinds::OBJECT, schemas)?;
                self.object(reader, schemas)
            }
            b'[' => {
                self.values(reader, schemas)?;
                self.kind(Kinds::ARRAY, schemas)?;
                self.list(reader, schemas)
            }
            b'"' => self.string(reader, schemas),
            b'-' | b'0'..=b'9' => {
                self.values(reader, schemas)?;
                self.number(reader, schemas)
            }
            b't' | b'f' => {
                self.values(reader, schemas)?;
                reader.boolean()?;
                self.kind(Kinds::BOOLEAN, schemas)
            }
            _ => {
                self.values(reader, schemas)?;
                if !reader.null()? {
                    reader.kind()?;
                }
                self.kind(Kinds::NULL, schemas)
            }
        }
    }

    /// Walks over a value inside of the one where the walk is.
    pub(super) fn inside(&mut self, reader: &mut Reader<'a>, step: Step<'a>, schemas: &[&'a Schema]) -> Walked {
        let nested = std::mem::take(&mut self.nested);
        self.steps.push(step);
        self.value(reader, schemas)?;
        self.steps.pop();
        self.nested = nested;
        Ok(())
    }

    /// Refuses a kind of value that a schema does not allow.
    pub(super) fn kind(&mut self, kind: Kinds, schemas: &[&'a Schema]) -> Walked {
        if schemas.iter().all(|schema| schema.kinds.has(kind)) {
            return Ok(());
        }
        let common = schemas.iter().fold(Kinds::ALL, |common, schema| Kinds(common.0 & schema.kinds.0));
        self.refuse(format!("must be {}, but is {}", common.name(), kind.name()))
    }
}

impl Kinds {
    /// What a person would call them.
    pub(super) fn name(self) -> String {
        if self == Self::NONE {
            return "absent".to_owned();
        }
        let names = [
            (Self::NULL, "null"),
            (Self::BOOLEAN, "a boolean"),
            (Self::STRING, "a string"),
            (Self::ARRAY, "an array"),
            (Self::OBJECT, "an object"),
        ];
        let mut found: Vec<&str> = names.iter().filter(|(kind, _)| self.has(*kind)).map(|(_, name)| *name).collect();
        if self.covers(Self::NUMBER) {
            found.insert(0, "a number");
        } else if self.has(Self::INTEGER) {
            found.insert(0, "an integer");
        } else if self.has(Self::NUMBER) {
            found.insert(0, "a number with a fraction");
        }
        found.join(" or ")
    }
}
