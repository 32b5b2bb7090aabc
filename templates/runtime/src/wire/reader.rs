//! A strict reader of JSON (RFC 8259) over one text. Concrete on purpose: no type parameter reaches it, so that it is
//! compiled once however many types there are.

mod number;
mod skip;
mod string;

pub(crate) use self::number::Number;
pub(super) use self::string::{is_plain, plain_end};

use std::borrow::Cow;

use super::choice::Told;
use super::fault::{Fault, ReadError};
use super::json::Json;
use super::shape::Name;
use super::value::{Become, Entries, FormMut, Items, Value};

/// How values may differ from what their types say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// What does not fit is kept as received (a client reads what a server says).
    Lenient,
    /// What does not fit is an error, and so are two members of one name (a server reads what anybody says).
    Strict,
}

/// How deeply arrays and objects may be nested.
pub const DEPTH: u32 = 128;

/// For how many entries a map takes memory at once.
const NODE: usize = 11;

/// A place in a JSON text.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// How much deeper it may go.
    depth: u32,
    mode: Mode,
    /// Whether there was white space between tokens since somebody asked.
    spaced: bool,
    /// Whether scalars stand in strings, and a list of one may be its item: texts of parameters.
    texts: bool,
    /// Whether lists are several texts of one name, so that one text is an item.
    pairs: bool,
    /// The members by which the case that comes next was told; no values of a map.
    tags: Told,
    /// What may still be spent on it.
    budget: Budget,
    /// Whether a number was read that is only near to the one in the text, and nobody has taken that yet.
    rounded: bool,
}

/// What reading a text may cost, so that none costs out of all proportion to its length.
#[derive(Debug, Clone, Copy)]
struct Budget {
    /// Octets that values may still take in memory.
    memory: usize,
    /// Octets of the text that may still be looked at once more, to tell alternatives apart.
    again: usize,
}

impl Budget {
    /// What texts of any length may cost, and what every octet adds to it. Three octets stand for an object of kilobytes,
    /// and what nests alternatives is looked at once for each of them.
    const MEMORY: (usize, usize) = (16 << 20, 32);
    const AGAIN: (usize, usize) = (64 << 10, 64);

    fn of(text: &str, mode: Mode) -> Self {
        // Who calls a server trusts it with more than memory.
        let memory = if mode == Mode::Strict { affordable(text.len()) } else { usize::MAX };
        Self { memory, again: Self::most(Self::AGAIN, text.len()) }
    }

    fn most((least, times): (usize, usize), length: usize) -> usize {
        length.saturating_mul(times).saturating_add(least)
    }
}

/// How many octets of memory a text of this length may take that a stranger sent.
pub(crate) fn affordable(length: usize) -> usize {
    Budget::most(Budget::MEMORY, length)
}

/// What kind of value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// What a person would call it.
    #[must_use]
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// A place to come back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    depth: u32,
    rounded: bool,
}

impl<'a> Reader<'a> {
    /// Reads from the start of a text.
    #[must_use]
    pub fn new(text: &'a str, mode: Mode) -> Self {
        let budget = Budget::of(text, mode);
        let (spaced, texts, pairs, rounded) = (false, false, false, false);
        let tags = Told::default();
        Self { text, at: 0, depth: DEPTH, mode, spaced, texts, pairs, tags, budget, rounded }
    }

    /// Reads from the start of a text, which must be UTF-8; a byte order mark is passed over.
    pub fn from_bytes(bytes: &'a [u8], mode: Mode) -> Result<Self, ReadError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(text, mode)),
            Err(error) => Err(ReadError::new(Fault::Syntax("UTF-8 text"), error.valid_up_to())),
        }
    }

    /// Reads a text in which all scalars are strings.
    pub(super) fn of_texts(text: &'a str, mode: Mode) -> Self {
        Self { texts: true, ..Self::new(text, mode) }
    }

    /// The same, where lists are several texts of one name.
    pub(super) fn of_pairs(text: &'a str, mode: Mode) -> Self {
        Self { pairs: true, ..Self::of_texts(text, mode) }
    }

    /// Reads a text that stands in a string of this one by itself, at its expense.
    pub(super) fn inside<T>(
        &mut self,
        text: &str,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let mut inside = Reader { budget: self.budget, ..Reader::new(text, self.mode) };
        let result = read(&mut inside);
        self.budget = inside.budget;
        result
    }

    /// Notes that a value takes so many octets of memory.
    ///
    /// # Errors
    /// When that is out of proportion to the text.
    #[inline]
    pub(super) fn spend(&mut self, octets: usize) -> Result<(), ReadError> {
        match self.budget.memory.checked_sub(octets) {
            Some(left) => {
                self.budget.memory = left;
                Ok(())
            }
            None => Err(self.excess("less memory")),
        }
    }

    /// Goes back to a place from which the text is read once more.
    ///
    /// # Errors
    /// When that has been done too often.
    pub(super) fn again(&mut self, mark: Mark) -> Result<(), ReadError> {
        let left = self.budget.again.checked_sub(self.at.saturating_sub(mark.at) + 1);
        let Some(left) = left else { return Err(self.excess("fewer alternatives inside of each other")) };
        self.budget.again = left;
        self.rewind(mark);
        Ok(())
    }

    #[cold]
    fn excess(&self, expected: &'static str) -> ReadError {
        ReadError::new(Fault::Excess(expected), self.at)
    }

    /// Whether misfits are errors.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.mode == Mode::Strict
    }

    /// Whether all scalars are strings.
    pub(super) fn is_texts(&self) -> bool {
        self.texts
    }

    /// Where it stands, in bytes.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.at
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth, rounded: self.rounded }
    }

    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.at = mark.at;
        self.depth = mark.depth;
        self.rounded = mark.rounded;
    }

    /// Goes back to a value that did not fit, if that is allowed.
    pub(super) fn rewind_after(&mut self, mark: Mark, error: &ReadError) -> bool {
        let allowed = error.is_misfit() && !self.is_strict();
        if allowed {
            self.rewind(mark);
        }
        allowed
    }

    /// Says by which members the object that comes next was told.
    pub(super) fn set_tags(&mut self, tags: Told) {
        self.tags = tags;
    }

    /// By which members the object that comes next was told.
    pub(super) fn tags(&self) -> Told {
        self.tags
    }

    /// The same; what is in the object was not.
    pub(super) fn take_tags(&mut self) -> Told {
        std::mem::take(&mut self.tags)
    }

    #[inline]
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The first byte of what comes next, after white space; zero at the end, which starts nothing in JSON.
    #[inline]
    pub(crate) fn peek(&mut self) -> u8 {
        let byte = self.byte();
        if byte > b' ' { byte } else { self.peek_far() }
    }

    fn peek_far(&mut self) -> u8 {
        while let b' ' | b'\n' | b'\r' | b'\t' = self.byte() {
            self.at += 1;
            self.spaced = true;
        }
        self.byte()
    }

    /// Takes this byte if it comes next.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == byte;
        self.at += usize::from(eaten);
        eaten
    }

    /// Takes a word if it comes next. A longer word is found out by whoever looks for the comma.
    fn eat_word(&mut self, word: &str) -> bool {
        self.peek();
        let eaten = self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if eaten {
            self.at += word.len();
        }
        eaten
    }

    /// Takes `null` if it comes next.
    ///
    /// # Errors
    /// When a word comes next that only starts like it.
    #[inline]
    pub fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() != b'n' {
            return Ok(false);
        }
        if self.eat_word("null") { Ok(true) } else { Err(self.syntax("`true`, `false` or `null`")) }
    }

    /// A boolean.
    ///
    /// # Errors
    /// When something else comes next.
    pub fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            b't' if self.eat_word("true") => Ok(true),
            b'f' if self.eat_word("false") => Ok(false),
            b't' | b'f' => Err(self.syntax("`true`, `false` or `null`")),
            b'"' if self.texts => self.boolean_text(),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    fn boolean_text(&mut self) -> Result<bool, ReadError> {
        let start = self.at;
        match &*self.string()? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(ReadError::new(Fault::Value("`true` or `false`"), start)),
        }
    }

    /// Whether a number was read, since its text was taken, that is only near to the one in the text.
    #[inline]
    pub(super) fn has_rounded(&self) -> bool {
        self.rounded
    }

    /// Sets that apart which was read before an object, which looks after its own numbers; says what it was.
    #[inline]
    pub(super) fn set_rounded(&mut self, rounded: bool) -> bool {
        std::mem::replace(&mut self.rounded, rounded)
    }

    /// What was read from a place on, if it is JSON: in parameters and forms numbers are texts, which nobody writes back.
    pub(super) fn take_rounded(&mut self, from: Mark) -> Option<Json> {
        self.rounded = false;
        (!self.texts).then(|| Json::trusted(self.since(from.at).trim_ascii()))
    }

    /// The text from there to here.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Enters an object; whether it has a first member, whose name comes next.
    pub(crate) fn open_object(&mut self) -> Result<bool, ReadError> {
        if !self.eat(b'{') {
            return Err(self.unexpected("an object"));
        }
        self.enter()?;
        match self.peek() {
            b'"' => Ok(true),
            b'}' => Ok(self.leave()),
            _ => Err(self.syntax("a member or `}`")),
        }
    }

    /// After a member: whether there is another one, whose name comes next.
    #[inline]
    pub(crate) fn next_member(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            b',' => {
                self.at += 1;
                if self.peek() == b'"' { Ok(true) } else { Err(self.syntax("a member")) }
            }
            b'}' => Ok(self.leave()),
            _ => Err(self.syntax("`,` or `}`")),
        }
    }

    /// Enters a list; whether it has a first item.
    pub(crate) fn open_list(&mut self) -> Result<bool, ReadError> {
        if !self.eat(b'[') {
            return Err(self.unexpected("an array"));
        }
        self.enter()?;
        if self.peek() == b']' { Ok(self.leave()) } else { Ok(true) }
    }

    /// After an item: whether there is another one.
    #[inline]
    pub(crate) fn next_item(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            b']' => Ok(self.leave()),
            _ => Err(self.syntax("`,` or `]`")),
        }
    }

    fn enter(&mut self) -> Result<(), ReadError> {
        match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                Ok(())
            }
            None => Err(ReadError::new(Fault::Depth, self.at)),
        }
    }

    /// Leaves a list or an object: there is no more.
    fn leave(&mut self) -> bool {
        self.at += 1;
        self.depth += 1;
        false
    }

    /// Takes the colon after a name.
    #[inline]
    fn colon(&mut self) -> Result<(), ReadError> {
        if self.eat(b':') { Ok(()) } else { Err(self.syntax("`:`")) }
    }

    /// Takes the name that comes next, and its colon.
    pub(super) fn name(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let name = self.string()?;
        self.colon()?;
        Ok(name)
    }

    /// The same; half a surrogate pair becomes U+FFFD.
    pub(crate) fn name_lossy(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let name = self.string_or_lossy()?;
        self.colon()?;
        Ok(name)
    }

    /// Takes a string; half a surrogate pair becomes U+FFFD.
    pub(crate) fn string_or_lossy(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let mark = self.mark();
        match self.string() {
            Err(error) if error.is_misfit() => {
                self.rewind(mark);
                self.string_lossy().map(Cow::Owned)
            }
            result => result,
        }
    }

    /// Takes this name and its colon if they come next. The name must need no escape.
    #[cfg(feature = "server")]
    #[inline]
    pub(crate) fn eat_name(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        if let Some((b"\":", _)) = rest.strip_prefix(name.as_bytes()).and_then(|rest| rest.split_at_checked(2)) {
            self.at += name.len() + 3;
            return true;
        }
        false
    }

    /// Takes this name and its colon if they come next, written in the usual way.
    #[inline]
    pub(super) fn eat_ready(&mut self, name: &Name) -> bool {
        // Something always stands before a name: at least a brace.
        let before = self.at.wrapping_sub(1);
        match self.text.as_bytes().get(before..).and_then(|bytes| name.after_any(bytes)) {
            Some(length) => {
                self.at += length;
                true
            }
            None => false,
        }
    }

    /// Refuses anything but white space.
    ///
    /// # Errors
    /// When there is more.
    pub fn finish(&mut self) -> Result<(), ReadError> {
        if self.peek() == 0 && self.at >= self.text.len() { Ok(()) } else { Err(self.syntax("the end of the text")) }
    }

    /// Reads the items of a list. An item that does not fit is kept by the item itself, if it can.
    pub(super) fn items(&mut self, items: &mut dyn Items) -> Result<(), ReadError> {
        items.empty();
        if self.texts && self.peek() == b'"' {
            return self.items_text(items);
        }
        let mut more = self.open_list()?;
        let mut index = 0_usize;
        while more {
            self.item(items.add()).map_err(|error| error.within(index))?;
            index += 1;
            more = self.next_item()?;
        }
        Ok(())
    }

    /// A list from one text: its only item, or deeper inside, the JSON of a list, which comes first where lists have no
    /// other way to travel.
    fn items_text(&mut self, items: &mut dyn Items) -> Result<(), ReadError> {
        let start = self.at;
        if self.pairs {
            let Err(error) = items.add().read(self) else { return Ok(()) };
            self.at = start;
            return if self.items_json(items)? { Ok(()) } else { Err(error) };
        }
        if self.items_json(items)? {
            return Ok(());
        }
        self.at = start;
        items.add().read(self)
    }

    /// The items of a list of which the JSON stands in one text; says whether it does.
    fn items_json(&mut self, items: &mut dyn Items) -> Result<bool, ReadError> {
        items.empty();
        if self.depth == DEPTH {
            return Ok(false);
        }
        let text = self.string()?;
        let is_read = self.inside(&text, |inside| inside.items(items).and_then(|()| inside.finish())).is_ok();
        if !is_read {
            items.empty();
        }
        Ok(is_read)
    }

    fn item(&mut self, item: &mut dyn Value) -> Result<(), ReadError> {
        let mark = self.mark();
        let Err(error) = item.read(self) else { return Ok(()) };
        let FormMut::Model(model) = item.form_mut(Become::Value) else { return Err(error) };
        if !self.rewind_after(mark, &error) {
            return Err(error);
        }
        model.extra_mut().set_misfit(self.json()?);
        Ok(())
    }

    /// Reads the members of a map. A member that does not fit is kept by the member itself, if it can.
    pub(super) fn entries(&mut self, entries: &mut dyn Entries) -> Result<(), ReadError> {
        entries.empty();
        if self.texts && self.peek() == b'"' {
            return self.within_text(|reader| reader.entries(entries));
        }
        let mut more = self.open_object()?;
        let mut room = 0;
        while more {
            let start = self.at;
            let name = self.name()?;
            if self.is_strict() && entries.get(&name).is_some() {
                return Err(ReadError::new(Fault::Duplicate, start).within(name));
            }
            let entry = entries.add(&name);
            if room == 0 {
                // Maps get room for several entries with the first one.
                room = NODE;
                self.spend(NODE * (size_of::<String>() + size_of_val(entry)))?;
            }
            room -= 1;
            self.item(entry).map_err(|error| error.within(&name))?;
            more = self.next_member()?;
        }
        Ok(())
    }

    /// Reads an object from the JSON that a text holds, all of it. One that holds none may still be of another type.
    pub(super) fn within_text(
        &mut self,
        read: impl FnOnce(&mut Reader<'_>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let start = self.at;
        let text = self.string()?;
        let read = |inside: &mut Reader<'_>| read(inside).and_then(|()| inside.finish());
        self.inside(&text, read).map_err(|error| match error.fault() {
            Fault::Syntax(_) => {
                ReadError::new(Fault::Type { expected: "an object", found: Kind::String.name() }, start)
            }
            _ => error,
        })
    }

    /// What kind of value comes next.
    ///
    /// # Errors
    /// When no value does.
    pub fn kind(&mut self) -> Result<Kind, ReadError> {
        match self.peek() {
            b'"' => Ok(Kind::String),
            b'{' => Ok(Kind::Object),
            b'[' => Ok(Kind::Array),
            b't' | b'f' => Ok(Kind::Boolean),
            b'n' => Ok(Kind::Null),
            b'-' | b'0'..=b'9' => Ok(Kind::Number),
            _ => Err(self.syntax("a value")),
        }
    }

    /// Refuses the value that comes next because of its type.
    #[cold]
    pub(super) fn unexpected(&mut self, expected: &'static str) -> ReadError {
        match self.kind() {
            Ok(found) => ReadError::new(Fault::Type { expected, found: found.name() }, self.at),
            Err(error) => error,
        }
    }

    #[cold]
    fn syntax(&self, expected: &'static str) -> ReadError {
        ReadError::new(Fault::Syntax(expected), self.at)
    }
}
