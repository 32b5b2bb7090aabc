//! A writer of compact JSON. Concrete, like the reader.

use std::fmt::{self, Write as _};

/// Writes one JSON text. Separators are written by the writer, so that values need not know where they stand.
#[derive(Debug)]
pub struct Writer {
    out: String,
    /// Where strict writing is, outermost first; `None` when nothing is checked.
    trail: Option<Vec<Step>>,
    missing: Vec<String>,
}

#[derive(Debug)]
enum Step {
    Member(&'static str),
    Item(usize),
}

/// Members that must be set before a value may be sent, as JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Vec<String>);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "required and not set: {}", self.0.join(", "))
    }
}

impl std::error::Error for Missing {}

impl Writer {
    /// Writes whatever there is.
    #[must_use]
    pub fn lenient() -> Self {
        Self { out: String::with_capacity(128), trail: None, missing: Vec::new() }
    }

    /// Notes members that are required and not set.
    #[must_use]
    pub fn strict() -> Self {
        Self { trail: Some(Vec::new()), ..Self::lenient() }
    }

    /// What was written.
    #[must_use]
    pub fn into_text(self) -> String {
        self.out
    }

    /// What was written.
    ///
    /// # Errors
    /// When members were missing.
    pub fn finish(self) -> Result<String, Missing> {
        if self.missing.is_empty() { Ok(self.out) } else { Err(Missing(self.missing)) }
    }

    pub(super) fn is_strict(&self) -> bool {
        self.trail.is_some()
    }

    pub(super) fn enter_member(&mut self, name: &'static str) {
        if let Some(trail) = &mut self.trail {
            trail.push(Step::Member(name));
        }
    }

    pub(super) fn enter_item(&mut self, index: usize) {
        if let Some(trail) = &mut self.trail {
            trail.push(Step::Item(index));
        }
    }

    pub(super) fn leave(&mut self) {
        if let Some(trail) = &mut self.trail {
            trail.pop();
        }
    }

    pub(super) fn note_missing(&mut self, name: &str) {
        let mut pointer = String::new();
        for step in self.trail.iter().flatten() {
            let _ = match step {
                Step::Member(name) => write!(pointer, "/{name}"),
                Step::Item(index) => write!(pointer, "/{index}"),
            };
        }
        self.missing.push(format!("{pointer}/{name}"));
    }

    /// Text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    /// Opens an array or object, or writes any other single character.
    pub(super) fn push(&mut self, character: char) {
        self.out.push(character);
    }

    /// A comma, unless it is the first.
    #[inline]
    pub(super) fn separate(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.out.push(',');
        }
    }

    /// The name of a member and its colon.
    #[inline]
    pub(super) fn name(&mut self, name: &str) {
        self.string(name);
        self.out.push(':');
    }

    /// A string.
    pub fn string(&mut self, text: &str) {
        self.out.push('"');
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20) {
            let (plain, special) = rest.split_at(at);
            self.out.push_str(plain);
            self.escape(special.as_bytes().first().copied().unwrap_or_default());
            rest = special.get(1..).unwrap_or_default();
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.out.push_str("\\\""),
            b'\\' => self.out.push_str("\\\\"),
            b'\n' => self.out.push_str("\\n"),
            b'\r' => self.out.push_str("\\r"),
            b'\t' => self.out.push_str("\\t"),
            8 => self.out.push_str("\\b"),
            12 => self.out.push_str("\\f"),
            other => {
                let _ = write!(self.out, "\\u{other:04x}");
            }
        }
    }

    /// Anything whose text is a JSON number.
    pub(super) fn display(&mut self, value: impl fmt::Display) {
        let _ = write!(self.out, "{value}");
    }
}
