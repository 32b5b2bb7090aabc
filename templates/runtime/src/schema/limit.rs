//! Numbers: limits and divisors, exact to the last digit.

use std::cmp::Ordering;

use super::check::{Walk, Walked};
use super::format::Format;
use super::{Kinds, Number, Schema};
use crate::wire::{Exact, Reader};

impl<'a> Walk<'a> {
    /// The number that comes next.
    pub(super) fn number(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        let text = reader.number()?;
        // Most numbers are short and whole.
        let short = if text.len() <= 18 { text.parse::<i64>().ok() } else { None };
        let is_whole = short.is_some() || Exact::parse(text).is_whole();
        let kind = if is_whole { Kinds::INTEGER } else { Kinds(Kinds::NUMBER.0 & !Kinds::INTEGER.0) };
        self.kind(kind, schemas)?;
        for schema in schemas {
            if let Some(limits) = &schema.number {
                self.limits(text, short, limits)?;
            }
            match schema.format {
                Some(Format::Int32) if is_whole => self.range(text, "-2147483648", "2147483647")?,
                Some(Format::Int64) if is_whole => self.range(text, "-9223372036854775808", "9223372036854775807")?,
                Some(Format::Uint64) if is_whole => self.range(text, "0", "18446744073709551615")?,
                _ => {}
            }
        }
        Ok(())
    }

    fn range(&mut self, text: &str, least: &str, most: &str) -> Walked {
        if compare(text, None, least) == Ordering::Less || compare(text, None, most) == Ordering::Greater {
            return self.refuse(format!("must be a whole number from {least} to {most}"));
        }
        Ok(())
    }

    fn limits(&mut self, text: &str, short: Option<i64>, limits: &Number) -> Walked {
        use Ordering::{Equal, Greater, Less};
        let rules = [
            (limits.minimum, "at least", [Less, Less]),
            (limits.maximum, "at most", [Greater, Greater]),
            (limits.above, "greater than", [Less, Equal]),
            (limits.below, "less than", [Greater, Equal]),
        ];
        for (limit, words, wrong) in rules {
            if let Some(limit) = limit
                && wrong.contains(&compare(text, short, limit))
            {
                self.refuse(format!("must be {words} {limit}"))?;
            }
        }
        if let Some(divisor) = limits.multiple_of
            && !Exact::parse(text).is_multiple_of(&Exact::parse(divisor))
        {
            self.refuse(format!("must be a multiple of {divisor}"))?;
        }
        Ok(())
    }
}

fn compare(text: &str, short: Option<i64>, limit: &str) -> Ordering {
    match (short, limit.parse::<i64>()) {
        (Some(value), Ok(limit)) => value.cmp(&limit),
        _ => Exact::parse(text).compare(&Exact::parse(limit)),
    }
}
