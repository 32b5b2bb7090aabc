//! Appends JSON text. It knows values only through what they call; it never fails, but notes what is missing.

/// Writes one JSON text. Separators are written by the writer, so that values need not know where they stand.
#[derive(Debug)]
pub struct Writer {
    text: String,
    strict: bool,
    redacting: bool,
    incomplete: bool,
}

impl Writer {
    /// Writes whatever there is.
    #[must_use]
    pub fn lenient() -> Self {
        Self { text: String::with_capacity(128), strict: false, redacting: false, incomplete: false }
    }

    /// Notes whether members are required and not set; [`super::Missing`] tells which.
    #[must_use]
    pub fn strict() -> Self {
        Self { strict: true, ..Self::lenient() }
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
        self.incomplete = self.strict;
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

    /// In place of a secret.
    pub(super) fn redacted(&mut self) {
        self.text.push_str("[redacted]");
    }

    /// `null`.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
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
        let digits = digits.get(start..).and_then(|digits| std::str::from_utf8(digits).ok());
        self.text.push_str(digits.unwrap_or_default());
    }

    /// A number, in the shortest form that reads as the same one. JSON has no word for infinities and NaN: `null`.
    pub fn number(&mut self, value: f64) {
        use std::fmt::Write;
        let written = if !value.is_finite() {
            self.text.write_str("null")
        } else if value.abs() < 1e15 && value.fract() == 0.0 {
            write!(self.text, "{value}")
        } else {
            write!(self.text, "{value:?}")
        };
        debug_assert!(written.is_ok(), "a String takes everything");
    }

    /// A text, quoted and escaped.
    pub fn string(&mut self, value: &str) {
        self.text.push('"');
        self.escaped(value);
        self.text.push('"');
    }

    /// Text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.text.push_str(json);
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
        self.comma();
        self.string(name);
        self.text.push(':');
    }

    /// The same, for a name that needs no escaping.
    pub(super) fn plain_name(&mut self, name: &str) {
        self.comma();
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    fn comma(&mut self) {
        if self.text.as_bytes().last() != Some(&b'{') {
            self.text.push(',');
        }
    }

    fn escaped(&mut self, value: &str) {
        let mut rest = value;
        loop {
            let end = super::reader::plain_end(rest.as_bytes());
            let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            self.text.push_str(plain);
            let mut characters = after.chars();
            match characters.next() {
                None => return,
                Some(special) => self.escape(special),
            }
            rest = characters.as_str();
        }
    }

    fn escape(&mut self, character: char) {
        match character {
            '"' => self.text.push_str("\\\""),
            '\\' => self.text.push_str("\\\\"),
            '\n' => self.text.push_str("\\n"),
            '\r' => self.text.push_str("\\r"),
            '\t' => self.text.push_str("\\t"),
            '\u{8}' => self.text.push_str("\\b"),
            '\u{c}' => self.text.push_str("\\f"),
            other => {
                let code = other as u32;
                self.text.push_str("\\u00");
                self.text.push(if code < 0x10 { '0' } else { '1' });
                self.text.push(char::from_digit(code & 0xf, 16).unwrap_or('0'));
            }
        }
    }
}
