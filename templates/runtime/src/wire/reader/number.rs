//! Numbers: the grammar of RFC 8259, and the machine's numbers from it without losing a digit.

use std::borrow::Cow;
#[cfg(feature = "server")]
use std::cmp::Ordering;

use super::Reader;
use crate::wire::decimal::Decimal;
use crate::wire::fault::{Fault, ReadError};

impl<'a> Reader<'a> {
    /// A number, as written.
    ///
    /// # Errors
    /// When something else comes next, or the number is not one of RFC 8259.
    pub fn number(&mut self) -> Result<&'a str, ReadError> {
        if !matches!(self.peek(), b'-' | b'0'..=b'9') {
            return Err(self.unexpected("a number"));
        }
        let start = self.at;
        self.at += usize::from(self.byte() == b'-');
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if let b'e' | b'E' = self.byte() {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.digits()?;
        }
        Ok(self.since(start))
    }

    fn digits(&mut self) -> Result<(), ReadError> {
        if !self.byte().is_ascii_digit() {
            return Err(self.syntax("a digit"));
        }
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    /// Takes the text of a number: also from a string where all scalars are strings.
    fn any_number_text(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if self.is_texts() && self.peek() == b'"' {
            let start = self.at;
            let text = self.string()?;
            let mut inner = Reader::new(&text, self.mode);
            let found = inner.number().map(str::len);
            if found.ok() != Some(text.len()) {
                return Err(ReadError::new(Fault::Value("a number"), start));
            }
            return Ok(text);
        }
        self.number().map(Cow::Borrowed)
    }

    /// A whole number that the type holds; `expected` says which those are. `1.0` and `1e2` are whole.
    pub(in crate::wire) fn integer<T: TryFrom<i128>>(&mut self, expected: &'static str) -> Result<T, ReadError> {
        self.peek();
        let start = self.at;
        let text = self.any_number_text()?;
        let value = text.parse().ok().or_else(|| Number::parse(&text).integer());
        value.and_then(|value| T::try_from(value).ok()).ok_or_else(|| ReadError::new(Fault::Value(expected), start))
    }

    /// A whole number of 64 bits.
    pub(in crate::wire) fn integer64(&mut self) -> Result<i64, ReadError> {
        self.peek();
        let start = self.at;
        if let Some(value) = self.short_integer() {
            return Ok(value);
        }
        self.at = start;
        self.integer("a whole number from -9223372036854775808 to 9223372036854775807")
    }

    /// A whole number of at most 18 digits, written plainly.
    #[inline]
    fn short_integer(&mut self) -> Option<i64> {
        let negative = self.byte() == b'-';
        self.at += usize::from(negative);
        let start = self.at;
        let mut value: i64 = 0;
        while let digit @ b'0'..=b'9' = self.byte() {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            self.at += 1;
        }
        let digits = self.at - start;
        let zeros_ahead = digits > 1 && self.text.as_bytes().get(start) == Some(&b'0');
        if !(1..=18).contains(&digits) || zeros_ahead || matches!(self.byte(), b'.' | b'e' | b'E') {
            return None;
        }
        Some(if negative { -value } else { value })
    }

    /// A number, with all that was written of it.
    pub(in crate::wire) fn decimal(&mut self) -> Result<Decimal, ReadError> {
        self.any_number_text().map(|text| Decimal::trusted(&text))
    }

    /// The double that is nearest to the number, and a note if that is not the number itself. There is none near what is
    /// beyond all of them.
    pub(in crate::wire) fn double(&mut self) -> Result<f64, ReadError> {
        self.peek();
        let start = self.at;
        let text = self.any_number_text()?;
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                self.rounded |= !is_exact(&text, value);
                Ok(value)
            }
            _ => Err(ReadError::new(Fault::Value("a number of double precision"), start)),
        }
    }
}

/// Whether the double prints as the number that was written. Up to fifteen digits always do, without an exponent.
fn is_exact(text: &str, value: f64) -> bool {
    let short = text.len() <= 15 && !text.bytes().any(|byte| matches!(byte, b'e' | b'E'));
    short || Number::parse(text) == Number::parse(&format!("{value:e}"))
}

/// A number as sign, digits and power of ten, so that spellings of one number are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Number {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    /// The power of ten that the last digit counts. Saturates: such numbers are equal to nothing of use.
    power: i64,
}

impl Number {
    /// From the grammar's text; anything else gives some number.
    pub(crate) fn parse(text: &str) -> Self {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |text| (true, text));
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits = String::with_capacity(whole.len() + fraction.len());
        digits.push_str(whole);
        digits.push_str(fraction);
        let mut power = exponent_of(exponent).saturating_sub(i64::try_from(fraction.len()).unwrap_or(i64::MAX));
        let significant = digits.trim_end_matches('0');
        power = power.saturating_add(i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX));
        let significant = significant.trim_start_matches('0');
        if significant.is_empty() {
            return Self { negative: false, digits: String::new(), power: 0 };
        }
        Self { negative, digits: significant.to_owned(), power }
    }

    /// The number, if it is whole and has at most 38 digits.
    fn integer(&self) -> Option<i128> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let power = u32::try_from(self.power).ok()?;
        let value = self.digits.parse::<i128>().ok()?.checked_mul(10_i128.checked_pow(power)?)?;
        Some(if self.negative { -value } else { value })
    }
}

fn exponent_of(text: &str) -> i64 {
    match text.parse::<i64>() {
        Ok(exponent) => exponent,
        Err(_) if text.starts_with('-') => i64::MIN,
        Err(_) => i64::MAX,
    }
}

/// What rules about numbers ask.
#[cfg(feature = "server")]
impl Number {
    /// Whether it has no fraction.
    pub(crate) fn is_whole(&self) -> bool {
        self.power >= 0
    }

    /// Which of two is greater.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let order = sign(self).cmp(&sign(other));
        if order.is_ne() || self.digits.is_empty() {
            return order;
        }
        let size = |number: &Self| number.power.saturating_add(i64::try_from(number.digits.len()).unwrap_or(i64::MAX));
        let order = size(self).cmp(&size(other)).then_with(|| self.digits.cmp(&other.digits));
        if self.negative { order.reverse() } else { order }
    }

    /// Whether it is a whole multiple of another. Divisors of more than 18 digits divide everything.
    pub(crate) fn is_multiple_of(&self, divisor: &Self) -> bool {
        let Ok(by) = divisor.digits.parse::<u64>() else { return true };
        if by == 0 || self.digits.is_empty() || divisor.digits.len() > 18 {
            return true;
        }
        // The digits end in no zero, so that a power of ten that is left over divides nothing.
        let Some(power) = self.power.checked_sub(divisor.power).and_then(|power| u64::try_from(power).ok()) else {
            return false;
        };
        let times = |one: u64, other: u64| (u128::from(one) * u128::from(other) % u128::from(by)) as u64;
        let digit = |left: u64, byte: u8| (times(left, 10) + u64::from(byte - b'0')) % by;
        let mut left = self.digits.bytes().filter(u8::is_ascii_digit).fold(0, digit);
        let (mut base, mut power) = (10 % by, power);
        while power > 0 {
            if power & 1 == 1 {
                left = times(left, base);
            }
            base = times(base, base);
            power >>= 1;
        }
        left == 0
    }
}

/// One spelling for all that are equal.
#[cfg(feature = "server")]
impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        let digits = if self.digits.is_empty() { "0" } else { &self.digits };
        write!(f, "{sign}{digits}e{}", self.power)
    }
}
