//! Texts: length, pattern, format.

use super::check::{Halt, Walk, Walked};
use super::{Count, Kinds, Schema, Values};
use crate::wire::Reader;

impl<'a> Walk<'a> {
    /// The text that comes next.
    pub(super) fn string(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        let start = reader.offset();
        let text = match reader.string() {
            Ok(text) => text,
            Err(error) if error.is_misfit() => return self.refuse(error.fault().to_string()),
            Err(error) => return Err(Halt::Fault(error)),
        };
        self.kind(Kinds::STRING, schemas)?;
        for schema in schemas {
            match &schema.values {
                Values::Any => {}
                Values::Texts(texts) if texts.binary_search_by(|listed| (**listed).cmp(&*text)).is_ok() => {}
                Values::Texts(_) => self.refuse("must be one of the values that are listed")?,
                Values::Json(values) => self.one_of(reader.since(start), values)?,
            }
        }
        self.text(&text, schemas)
    }

    /// A text that was read.
    pub(super) fn text(&mut self, text: &str, schemas: &[&'a Schema]) -> Walked {
        for schema in schemas {
            if schema.length != Count::ANY {
                self.length(text, schema.length)?;
            }
            // What is too long is wrong already, and patterns are the slower the longer a text is.
            if let Some(pattern) = &schema.pattern
                && !is_longer(text, schema.length)
                && !self.matches(pattern, text)?
            {
                self.refuse(format!("must match the pattern {}", pattern.written()))?;
            }
            if let Some(format) = schema.format
                && schema.kinds.has(Kinds::STRING)
                && !format.allows(text)
            {
                self.refuse(format!("must be {}", format.name()))?;
            }
        }
        Ok(())
    }

    fn length(&mut self, text: &str, count: Count) -> Walked {
        let (min, max) = (count.min as usize, count.max as usize);
        // A character takes one octet to four, so that most texts need not be counted.
        let octets = text.len();
        if octets >= min.saturating_mul(4) && octets <= max {
            return Ok(());
        }
        let length = text.chars().count();
        if length < min {
            return self.refuse(format!("must have at least {min} characters"));
        }
        if length > max {
            return self.refuse(format!("must have at most {max} characters"));
        }
        Ok(())
    }
}

/// Whether a text has more characters than it may have.
fn is_longer(text: &str, count: Count) -> bool {
    count.max != u32::MAX && text.len() > count.max as usize && text.chars().count() > count.max as usize
}
