//! JSON (RFC 8259) with places: strictly, or with what people add to it in editors, comments and commas before the end.

use super::{DEEP, Map, Member, Node, SYNTAX, Value};
use crate::diag::{Diagnostic, Diagnostics};
use crate::read::excerpt::Excerpt;

/// The tree of a JSON text; `None` with one report when it is not JSON.
pub(super) fn parse(excerpt: &Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    read(excerpt, false, diagnostics)
}

/// The tree of a JSON text that may have `//` and `/* */`, and a comma behind the last member or item.
pub(super) fn parse_with_comments(excerpt: &Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    read(excerpt, true, diagnostics)
}

fn read(excerpt: &Excerpt<'_>, comments: bool, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut reader = Reader { excerpt, text: &excerpt.text, at: 0, depth: 0, comments, diagnostics };
    let tree = reader.value();
    let tree = tree.and_then(|tree| {
        reader.space();
        if reader.at == reader.text.len() { Ok(tree) } else { Err(reader.expected("the end of the document")) }
    });
    tree.map_err(|problem| diagnostics.push(*problem)).ok()
}

type Outcome<T> = Result<T, Box<Diagnostic>>;

struct Reader<'a, 'd> {
    excerpt: &'a Excerpt<'a>,
    text: &'a str,
    at: usize,
    depth: usize,
    /// Whether there may be comments, and commas before the end.
    comments: bool,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_, '_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        loop {
            while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                self.at += 1;
            }
            match self.comment() {
                Some(length) if self.comments => self.at += length,
                _ => return,
            }
        }
    }

    /// The length of the comment that stands here; one that has no end is none.
    fn comment(&self) -> Option<usize> {
        let rest = self.rest();
        if rest.starts_with("//") {
            return Some(rest.find('\n').unwrap_or(rest.len()));
        }
        let inner = rest.strip_prefix("/*")?;
        inner.find("*/").map(|end| end + "/**/".len())
    }

    /// Whether this is the end of what the last comma stands before.
    fn ends(&mut self, close: u8) -> bool {
        self.comments && self.takes(close)
    }

    fn takes(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, what: &str) -> Box<Diagnostic> {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        let message = if width == 0 { "the JSON text ends too early" } else { "this is not JSON" };
        Box::new(
            Diagnostic::error(&SYNTAX, self.excerpt.span(self.at, self.at + width), message)
                .label(format!("expected {what}")),
        )
    }

    /// value = object / array / string / number / "true" / "false" / "null"
    fn value(&mut self) -> Outcome<Node> {
        self.space();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { span: self.excerpt.span(start, self.at), value })
    }

    fn nested(&mut self, parse: fn(&mut Self) -> Outcome<Value>) -> Outcome<Value> {
        let most = self.excerpt.limits.depth;
        if self.depth == most {
            let span = self.excerpt.span(self.at, self.at + 1);
            let message = format!("the document is nested more than {most} levels deep");
            return Err(Box::new(Diagnostic::error(&DEEP, span, message).label("one level too many")));
        }
        self.depth += 1;
        self.at += 1;
        let value = parse(self);
        self.depth -= 1;
        value
    }

    /// object = "{" [ string ":" value *( "," string ":" value ) ] "}"
    fn object(&mut self) -> Outcome<Value> {
        let mut members = Vec::new();
        if self.takes(b'}') {
            return Ok(Value::Map(Map::default()));
        }
        loop {
            self.space();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.expected("a key in double quotes"));
            }
            let key = self.string()?;
            let key_span = self.excerpt.span(start, self.at);
            if !self.takes(b':') {
                return Err(self.expected("`:` and the value of the key"));
            }
            members.push(Member { key, key_span, value: self.value()? });
            if self.takes(b'}') {
                return Ok(Value::Map(Map::new(members, self.diagnostics)));
            }
            if !self.takes(b',') {
                return Err(self.expected("`,` or `}`"));
            }
            if self.ends(b'}') {
                return Ok(Value::Map(Map::new(members, self.diagnostics)));
            }
        }
    }

    /// array = "[" [ value *( "," value ) ] "]"
    fn array(&mut self) -> Outcome<Value> {
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.takes(b']') {
                return Ok(Value::List(items));
            }
            if !self.takes(b',') {
                return Err(self.expected("`,` or `]`"));
            }
            if self.ends(b']') {
                return Ok(Value::List(items));
            }
        }
    }

    fn word(&mut self) -> Outcome<Value> {
        for (word, value) in [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.expected("a JSON value"))
    }

    /// number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "-" / "+" ] 1*digit ]
    fn number(&mut self) -> Outcome<Value> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'-' | b'+')));
            self.digits()?;
        }
        Ok(Value::Number(self.text.get(start..self.at).unwrap_or_default().to_owned()))
    }

    fn digits(&mut self) -> Outcome<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    /// string = quotation-mark *char quotation-mark
    fn string(&mut self) -> Outcome<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let run = self.rest().find(|character| character == '"' || character == '\\' || character < ' ');
            let Some(run) = run else {
                self.at = self.text.len();
                return Err(self.expected("the closing `\"` of a string"));
            };
            text.push_str(self.rest().get(..run).unwrap_or_default());
            self.at += run;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.expected("no bare control character in a string")),
            }
        }
    }

    /// escape = "\" ( %x22 / "\" / "/" / "b" / "f" / "n" / "r" / "t" / "u" 4hexdig )
    fn escape(&mut self) -> Outcome<char> {
        let start = self.at;
        self.at += 2;
        match self.text.as_bytes().get(start + 1) {
            Some(b'"') => Ok('"'),
            Some(b'\\') => Ok('\\'),
            Some(b'/') => Ok('/'),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'u') => self.unicode(),
            _ => {
                self.at = start;
                Err(self.expected("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"))
            }
        }
    }

    /// The character of `XXXX` after `\u`; a high surrogate takes the low one behind it.
    fn unicode(&mut self) -> Outcome<char> {
        let high = self.hex()?;
        if !(0xD800..0xE000).contains(&high) {
            return char::from_u32(high).ok_or_else(|| self.expected("a Unicode character"));
        }
        if high < 0xDC00 && self.rest().starts_with("\\u") {
            self.at += 2;
            let low = self.hex()?;
            if (0xDC00..0xE000).contains(&low) {
                let character = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return char::from_u32(character).ok_or_else(|| self.expected("a Unicode character"));
            }
        }
        Err(self.expected("the second half of a surrogate pair"))
    }

    fn hex(&mut self) -> Outcome<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return Err(self.expected("four hexadecimal digits"));
        };
        self.at += 4;
        Ok(code)
    }
}
