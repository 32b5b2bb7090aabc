//! Appends JSON text. It knows values only through what they call; it never fails, but notes what is missing.

use super::shape::Name;

/// Who sends what is written, which decides what is left out and what must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Nobody in particular: all is written.
    Any,
    /// A client, without what only servers send.
    Client,
    /// A client, with all that is set.
    WholeClient,
    /// A server, without what only clients send.
    Server,
}

impl Side {
    /// Who sends a request: the API itself, where it is a webhook. `whole` keeps what only servers send.
    pub(crate) fn of_request(webhook: bool, whole: bool) -> Self {
        match (webhook, whole) {
            (true, _) => Self::Server,
            (false, true) => Self::WholeClient,
            (false, false) => Self::Client,
        }
    }
}

/// Writes one JSON text. Separators are written by the writer, so that values need not know where they stand.
#[derive(Debug)]
pub struct Writer {
    text: String,
    side: Side,
    redacting: bool,
    incomplete: bool,
}

impl Writer {
    /// Writes whatever there is.
    #[must_use]
    pub fn lenient() -> Self {
        Self::onto(String::with_capacity(512))
    }

    /// Writes whatever there is behind a text.
    pub(super) fn onto(text: String) -> Self {
        Self { text, side: Side::Any, redacting: false, incomplete: false }
    }

    /// Notes whether members are required of clients and not set; [`super::Missing`] tells which.
    #[must_use]
    pub fn strict() -> Self {
        Self::of(Side::Client)
    }

    /// Writes what this side sends, and notes whether something is missing that it must send.
    pub(super) fn of(side: Side) -> Self {
        Self { side, ..Self::lenient() }
    }

    pub(super) fn side(&self) -> Side {
        self.side
    }

    /// Writes no secret: for `Debug`.
    pub(super) fn redacting() -> Self {
        Self { redacting: true, ..Self::lenient() }
    }

    pub(super) fn is_redacting(&self) -> bool {
        self.redacting
    }

    /// Whether a member was required and not set.
    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// Notes that a required member is not set.
    pub(super) fn note_missing(&mut self) {
        self.incomplete = true;
    }

    /// Whether somebody asks for what is missing.
    pub(super) fn is_strict(&self) -> bool {
        self.side != Side::Any
    }

    /// What was written so far.
    pub(super) fn as_text(&self) -> &str {
        &self.text
    }

    /// What was written.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// What was written, as octets.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    #[inline]
    fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// In place of a secret.
    pub(super) fn redacted(&mut self) {
        self.push_str("[redacted]");
    }

    /// `null`.
    pub fn null(&mut self) {
        self.push_str("null");
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.push_str(if value { "true" } else { "false" });
    }

    /// A whole number.
    pub fn integer(&mut self, value: i64) {
        if value < 0 {
            self.text.push('-');
        }
        self.unsigned(value.unsigned_abs());
    }

    /// A whole number that is not negative.
    pub fn unsigned(&mut self, mut value: u64) {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (value % 10) as u8;
            value /= 10;
            start -= 1;
            if value == 0 {
                break;
            }
        }
        self.text.extend(digits.iter().skip(start).map(|digit| char::from(*digit)));
    }

    /// A number, in the shortest form that reads as the same one. JSON has no word for infinities and NaN: `null`.
    pub fn number(&mut self, value: f64) {
        if !value.is_finite() {
            self.null();
        } else if value.abs() < 1e15 && value.fract() == 0.0 {
            self.push_str(&value.to_string());
        } else {
            self.push_str(&format!("{value:?}"));
        }
    }

    /// A text, quoted and escaped.
    pub fn string(&mut self, value: &str) {
        if !super::reader::is_plain(value.as_bytes()) {
            return self.escaped(value);
        }
        self.text.push('"');
        self.push_str(value);
        self.text.push('"');
    }

    /// Text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.push_str(json);
    }

    /// How much was written.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// What was written since then.
    pub(super) fn since(&self, length: usize) -> &str {
        self.text.get(length..).unwrap_or_default()
    }

    /// Takes back what was written since then.
    pub(super) fn back_to(&mut self, length: usize) {
        self.text.truncate(length);
    }

    /// Opens an object.
    pub(super) fn open_object(&mut self) {
        self.text.push('{');
    }

    /// Closes an object.
    pub(super) fn close_object(&mut self) {
        self.text.push('}');
    }

    /// Opens a list.
    pub(super) fn open_list(&mut self) {
        self.text.push('[');
    }

    /// Closes a list.
    pub(super) fn close_list(&mut self) {
        self.text.push(']');
    }

    /// What stands before an item: a comma, except before the first one.
    pub(super) fn item(&mut self) {
        if self.text.as_bytes().last() != Some(&b'[') {
            self.text.push(',');
        }
    }

    /// A member's name and its colon, after a comma except before the first one.
    pub(super) fn name(&mut self, name: &str) {
        if !self.is_at_first() {
            self.text.push(',');
        }
        self.string(name);
        self.text.push(':');
    }

    /// The same, for a name that is ready; who writes many members knows whether this is the first.
    #[inline]
    pub(super) fn ready_name(&mut self, name: &Name, first: bool) {
        name.write(first, &mut self.text);
    }

    /// Whether an object has been opened and has no member yet.
    #[inline]
    pub(super) fn is_at_first(&self) -> bool {
        self.text.as_bytes().last() == Some(&b'{')
    }

    #[inline(never)]
    fn escaped(&mut self, value: &str) {
        self.text.push('"');
        let mut rest = value;
        loop {
            let end = super::reader::plain_end(rest.as_bytes());
            let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.push_str(plain);
            let mut characters = after.chars();
            match characters.next() {
                None => break,
                Some(special) => self.escape(special),
            }
            rest = characters.as_str();
        }
        self.text.push('"');
    }

    fn escape(&mut self, character: char) {
        match character {
            '"' => self.push_str("\\\""),
            '\\' => self.push_str("\\\\"),
            '\n' => self.push_str("\\n"),
            '\r' => self.push_str("\\r"),
            '\t' => self.push_str("\\t"),
            '\u{8}' => self.push_str("\\b"),
            '\u{c}' => self.push_str("\\f"),
            other => {
                let code = other as u32;
                self.push_str("\\u00");
                self.text.push(if code < 0x10 { '0' } else { '1' });
                self.text.extend(char::from_digit(code & 0xf, 16));
            }
        }
    }
}
