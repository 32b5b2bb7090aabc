//! Strings: found eight bytes at a time, copied piece by piece around escapes.

use std::borrow::Cow;

use super::Reader;
use crate::wire::fault::{Fault, ReadError};

/// What an escape stands for.
enum Escape {
    /// A character.
    Character(char),
    /// Half of a surrogate pair without the other half.
    Half,
}

impl<'a> Reader<'a> {
    /// A string; borrowed when it holds no escapes.
    ///
    /// # Errors
    /// When something else comes next, or the string is not one of RFC 8259. Half a surrogate pair does not fit.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != b'"' {
            return Err(self.unexpected("a string"));
        }
        let start = self.at;
        self.at += 1;
        self.pass_plain();
        if self.byte() == b'"' {
            let text = self.since(start + 1);
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(start, false).map(Cow::Owned)
    }

    /// A string, put in the place of another one.
    pub(in crate::wire) fn text(&mut self, into: &mut String) -> Result<(), ReadError> {
        *into = self.string()?.into_owned();
        Ok(())
    }

    /// Takes a string; half a surrogate pair becomes U+FFFD.
    pub(in crate::wire) fn string_lossy(&mut self) -> Result<String, ReadError> {
        if self.peek() != b'"' {
            return Err(self.unexpected("a string"));
        }
        let start = self.at;
        self.at += 1;
        self.pass_plain();
        self.escaped(start, true)
    }

    /// Goes on after the first piece of a string that started there.
    fn escaped(&mut self, start: usize, lossy: bool) -> Result<String, ReadError> {
        let mut text = String::with_capacity(self.length_from(start)?);
        text.push_str(self.since(start + 1));
        loop {
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(text);
                }
                b'\\' => match self.escape()? {
                    Escape::Character(character) => text.push(character),
                    Escape::Half if lossy => text.push(char::REPLACEMENT_CHARACTER),
                    Escape::Half => {
                        self.at = start;
                        self.skip_string()?;
                        return Err(ReadError::new(Fault::Value("a string without half a surrogate pair"), start));
                    }
                },
                _ => return Err(self.unclosed()),
            }
            let piece = self.at;
            self.pass_plain();
            text.push_str(self.since(piece));
        }
    }

    /// How many bytes the string that started there takes at most, without going on.
    fn length_from(&mut self, start: usize) -> Result<usize, ReadError> {
        let at = self.at;
        loop {
            match self.byte() {
                b'"' => break,
                b'\\' => self.skip_escape()?,
                _ => return Err(self.unclosed()),
            }
            self.pass_plain();
        }
        let length = self.at - start;
        self.at = at;
        Ok(length)
    }

    /// Takes a string without looking at what its escapes stand for.
    pub(super) fn skip_string(&mut self) -> Result<(), ReadError> {
        if self.byte() != b'"' {
            return Err(self.syntax("a string"));
        }
        self.at += 1;
        loop {
            self.pass_plain();
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.skip_escape()?,
                _ => return Err(self.unclosed()),
            }
        }
    }

    fn skip_escape(&mut self) -> Result<(), ReadError> {
        self.at += 1;
        match self.byte() {
            b'u' => {
                self.at += 1;
                self.hex().map(drop)
            }
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.at += 1;
                Ok(())
            }
            _ => Err(self.syntax("an escape of JSON")),
        }
    }

    #[cold]
    fn unclosed(&self) -> ReadError {
        let ended = self.at >= self.text.len();
        self.syntax(if ended { "a closing quote" } else { "no control character in a string" })
    }

    fn escape(&mut self) -> Result<Escape, ReadError> {
        self.at += 1;
        let character = match self.byte() {
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            _ => return Err(self.syntax("an escape of JSON")),
        };
        self.at += 1;
        Ok(Escape::Character(character))
    }

    /// The character of `\uXXXX`, after the `u`, or of two such escapes that are a surrogate pair.
    fn unicode(&mut self) -> Result<Escape, ReadError> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Ok(char::from_u32(first).map_or(Escape::Half, Escape::Character));
        }
        let between = self.at;
        if self.byte() == b'\\' && self.text.as_bytes().get(self.at + 1) == Some(&b'u') {
            self.at += 2;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).map_or(Escape::Half, Escape::Character));
            }
        }
        self.at = between;
        Ok(Escape::Half)
    }

    fn hex(&mut self) -> Result<u32, ReadError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.byte()).to_digit(16);
            let Some(digit) = digit else {
                return Err(self.syntax("four hexadecimal digits"));
            };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// Passes over characters that stand for themselves.
    #[inline]
    fn pass_plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += plain_end(rest);
    }
}

/// How many bytes stand for themselves in a JSON string: up to a quote, a backslash or a control character.
#[inline]
pub(in crate::wire) fn plain_end(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut end = 0;
    for word in words {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return end + (special.trailing_zeros() / 8) as usize;
        }
        end += 8;
    }
    end + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

/// Whether all bytes stand for themselves in a JSON string. Looks at the last ones twice rather than one by one.
#[inline]
pub(in crate::wire) fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        let (chunks, _) = bytes.as_chunks::<16>();
        return !chunks.iter().any(any_special) && !any_special(last);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return special(u64::from_le_bytes(*first)) | special(u64::from_le_bytes(*last)) == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return special(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))) == 0;
    }
    !bytes.iter().any(|byte| is_special(*byte))
}

/// Whether any byte is special. Without branches, so that it is compiled to a few instructions over all of them.
#[inline(always)]
fn any_special(bytes: &[u8; 16]) -> bool {
    let mut any = false;
    for byte in bytes {
        // Control characters and the quote in one comparison.
        any |= ((*byte ^ 2) < 0x21) | (*byte == b'\\');
    }
    any
}

#[inline]
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// Marks the high bit of bytes that are special; exact up to the first one in little-endian order.
#[inline]
fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let control = word.wrapping_sub(ONES * 0x20);
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    (control | quote | backslash) & !word & (ONES * 0x80)
}
