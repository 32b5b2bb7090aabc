//! A strict reader of JSON (RFC 8259) over one text. Concrete on purpose: no type parameter reaches it, so that it is
//! compiled once however many types there are.

use std::borrow::Cow;

use super::fault::{Fault, ReadError};

/// How deeply arrays and objects may be nested.
pub const DEPTH: u32 = 128;

/// What to do about values that do not fit their type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Keep them raw beside what fits: for what servers send.
    Lenient,
    /// Refuse them: for what clients send.
    Strict,
}

/// Reads one JSON text from front to back.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    mode: Mode,
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
    pub fn name(self) -> &'static str {
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

impl<'a> Reader<'a> {
    /// A reader at the start of a text.
    #[must_use]
    pub fn new(text: &'a str, mode: Mode) -> Self {
        Self { text, at: 0, depth: 0, mode }
    }

    /// A reader of octets that should be UTF-8.
    ///
    /// # Errors
    /// When they are not.
    pub fn from_bytes(bytes: &'a [u8], mode: Mode) -> Result<Self, ReadError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(text, mode)),
            Err(error) => Err(ReadError::new(Fault::Syntax("UTF-8 text"), error.valid_up_to())),
        }
    }

    /// Whether values that do not fit are refused.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.mode == Mode::Strict
    }

    /// Byte offset of what comes next.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// A reader of a value that this one has passed over; its depth counts on.
    pub(super) fn inside<'b>(&self, raw: &'b str, mode: Mode) -> Reader<'b> {
        Reader { text: raw, at: 0, depth: self.depth, mode }
    }

    /// Goes back to an earlier [`Reader::offset`].
    pub(super) fn rewind(&mut self, at: usize, depth: u32) {
        self.at = at;
        self.depth = depth;
    }

    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// Refuses anything but white space.
    ///
    /// # Errors
    /// When there is more.
    pub fn finish(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("the end of the text")),
        }
    }

    /// The next byte that is not white space; it stays unread.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// What kind of value comes next.
    ///
    /// # Errors
    /// When no value does.
    pub fn kind(&mut self) -> Result<Kind, ReadError> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            _ => Err(self.syntax("a value")),
        }
    }

    /// Refuses the value that comes next because of its type.
    pub(super) fn unexpected(&mut self, expected: &'static str) -> ReadError {
        match self.kind() {
            Ok(found) => ReadError::new(Fault::Type { expected, found: found.name() }, self.at),
            Err(error) => error,
        }
    }

    pub(super) fn syntax(&self, expected: &'static str) -> ReadError {
        ReadError::new(Fault::Syntax(expected), self.at)
    }

    /// Takes a byte if it comes next.
    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes `null` if it comes next.
    ///
    /// # Errors
    /// When a word comes next that only starts like it.
    pub fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    fn word(&mut self, word: &'static str) -> Result<(), ReadError> {
        if !self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(self.syntax("`true`, `false` or `null`"));
        }
        self.at += word.len();
        Ok(())
    }

    /// A boolean.
    ///
    /// # Errors
    /// When something else comes next.
    pub fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    /// A number, as written.
    ///
    /// # Errors
    /// When something else comes next, or the number is not one of RFC 8259.
    pub fn number(&mut self) -> Result<&'a str, ReadError> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => {}
            _ => return Err(self.unexpected("a number")),
        }
        let start = self.at;
        self.at += usize::from(self.text.as_bytes().get(self.at) == Some(&b'-'));
        if self.text.as_bytes().get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.text.as_bytes().get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.text.as_bytes().get(self.at) {
            self.at += 1;
            self.at += usize::from(matches!(self.text.as_bytes().get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        if let Some(b'0'..=b'9') = self.text.as_bytes().get(self.at) {
            return Err(self.syntax("a number without leading zeros"));
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start { Err(self.syntax("a digit")) } else { Ok(()) }
    }

    /// A string; borrowed when it holds no escapes.
    ///
    /// # Errors
    /// When something else comes next, or the string is not one of RFC 8259.
    pub fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if !self.take(b'"') {
            return Err(self.unexpected("a string"));
        }
        let start = self.at;
        self.plain()?;
        let plain = self.text.get(start..self.at).unwrap_or_default();
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        self.escaped(plain.to_owned()).map(Cow::Owned)
    }

    /// Passes over characters that stand for themselves, up to a quote or a backslash.
    #[inline]
    fn plain(&mut self) -> Result<(), ReadError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20);
        match length.and_then(|length| rest.get(length).map(|&byte| (length, byte))) {
            Some((length, byte)) if byte >= 0x20 => {
                self.at += length;
                Ok(())
            }
            Some((length, _)) => {
                self.at += length;
                Err(self.syntax("no control character in a string"))
            }
            None => {
                self.at = self.text.len();
                Err(self.syntax("a closing quote"))
            }
        }
    }

    /// The rest of a string that has an escape next.
    fn escaped(&mut self, mut text: String) -> Result<String, ReadError> {
        loop {
            if self.text.as_bytes().get(self.at) == Some(&b'"') {
                self.at += 1;
                return Ok(text);
            }
            self.at += 1;
            text.push(self.escape()?);
            let start = self.at;
            self.plain()?;
            text.push_str(self.text.get(start..self.at).unwrap_or_default());
        }
    }

    /// What an escape stands for; the backslash has been read.
    fn escape(&mut self) -> Result<char, ReadError> {
        let letter = self.text.as_bytes().get(self.at).copied();
        self.at += usize::from(letter.is_some_and(|letter| letter.is_ascii()));
        match letter {
            Some(b'"') => Ok('"'),
            Some(b'\\') => Ok('\\'),
            Some(b'/') => Ok('/'),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'u') => self.unicode(),
            _ => Err(self.syntax("an escape of JSON")),
        }
    }

    /// Four digits, and four more when they are half of a surrogate pair.
    fn unicode(&mut self) -> Result<char, ReadError> {
        let first = self.hex()?;
        let code = match first {
            0xd800..=0xdbff => {
                let low = self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u");
                self.at += if low { 2 } else { 0 };
                match if low { self.hex()? } else { 0 } {
                    second @ 0xdc00..=0xdfff => 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                    _ => return Err(self.syntax("the second half of a surrogate pair")),
                }
            }
            code => code,
        };
        char::from_u32(code).ok_or_else(|| self.syntax("a character, not half of a surrogate pair"))
    }

    fn hex(&mut self) -> Result<u32, ReadError> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.syntax("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    /// Takes the opening bracket of an array; says whether there are items.
    ///
    /// # Errors
    /// When something else comes next.
    pub(super) fn open_array(&mut self) -> Result<bool, ReadError> {
        if !self.take(b'[') {
            return Err(self.unexpected("an array"));
        }
        self.enter()?;
        Ok(!self.close(b']'))
    }

    /// Between two items; says whether there is another.
    pub(super) fn next_item(&mut self) -> Result<bool, ReadError> {
        if self.take(b',') {
            return Ok(true);
        }
        if self.close(b']') { Ok(false) } else { Err(self.syntax("`,` or `]`")) }
    }

    /// Takes the opening brace of an object; says whether there are members.
    ///
    /// # Errors
    /// When something else comes next.
    pub(super) fn open_object(&mut self) -> Result<bool, ReadError> {
        if !self.take(b'{') {
            return Err(self.unexpected("an object"));
        }
        self.enter()?;
        Ok(!self.close(b'}'))
    }

    /// Between two members; says whether there is another.
    pub(super) fn next_member(&mut self) -> Result<bool, ReadError> {
        if self.take(b',') {
            return Ok(true);
        }
        if self.close(b'}') { Ok(false) } else { Err(self.syntax("`,` or `}`")) }
    }

    /// The name of a member, with its colon.
    pub(super) fn name(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("the name of a member, in quotes"));
        }
        let name = self.string()?;
        if self.take(b':') { Ok(name) } else { Err(self.syntax("`:`")) }
    }

    fn enter(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > DEPTH { Err(ReadError::new(Fault::Depth, self.at)) } else { Ok(()) }
    }

    fn close(&mut self, bracket: u8) -> bool {
        let closed = self.take(bracket);
        self.depth -= u32::from(closed);
        closed
    }

    /// Passes over a whole value and gives it as written.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn raw(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    fn skip(&mut self) -> Result<(), ReadError> {
        match self.kind()? {
            Kind::Null => self.word("null"),
            Kind::Boolean => self.boolean().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::String => self.skip_string(),
            Kind::Array => self.skip_array(),
            Kind::Object => self.skip_object(),
        }
    }

    fn skip_string(&mut self) -> Result<(), ReadError> {
        self.at += 1;
        loop {
            self.plain()?;
            if self.take_here(b'"') {
                return Ok(());
            }
            self.at += 1;
            self.escape()?;
        }
    }

    fn take_here(&mut self, byte: u8) -> bool {
        let found = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn skip_array(&mut self) -> Result<(), ReadError> {
        let mut more = self.open_array()?;
        while more {
            self.skip()?;
            more = self.next_item()?;
        }
        Ok(())
    }

    fn skip_object(&mut self) -> Result<(), ReadError> {
        let mut more = self.open_object()?;
        while more {
            self.name()?;
            self.skip()?;
            more = self.next_member()?;
        }
        Ok(())
    }
}
