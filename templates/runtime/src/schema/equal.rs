//! Equal values: one spelling for all texts that say the same, so that lists of distinct items and listed values cost a
//! look-up and not a comparison of everything with everything.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::check::{Walk, Walked};
use super::{Schema, Text, Values};
use crate::wire::{Exact, Mode, ReadError, Reader, Writer};

impl<'a> Walk<'a> {
    /// Whether the value that comes next is one of the listed ones; the reader stays where it is. Texts are looked at
    /// where they are read.
    pub(super) fn values(&mut self, reader: &mut Reader<'a>, schemas: &[&'a Schema]) -> Walked {
        if schemas.iter().all(|schema| schema.values == Values::Any) {
            return Ok(());
        }
        let mark = reader.mark();
        let raw = reader.raw()?;
        reader.rewind(mark);
        for schema in schemas {
            match &schema.values {
                Values::Any => {}
                // Null is not listed where texts are; whether it may be there is a matter of kinds.
                Values::Texts(_) if raw == "null" && schema.kinds.has(super::Kinds::NULL) => {}
                Values::Texts(_) if !schema.kinds.has(super::Kinds::STRING) => {}
                Values::Texts(_) => self.refuse("must be one of the values that are listed")?,
                Values::Json(values) => self.one_of(raw, values)?,
            }
        }
        Ok(())
    }

    /// Refuses a value that is none of these.
    pub(super) fn one_of(&mut self, raw: &str, values: &[Text]) -> Walked {
        // Most are written as they are spelled.
        let is_listed = |spelling: &str| values.binary_search_by(|listed| (**listed).cmp(spelling)).is_ok();
        if is_listed(raw) || spelled(raw).is_ok_and(|spelling| is_listed(&spelling)) {
            return Ok(());
        }
        self.refuse("must be one of the values that are listed")
    }

    /// The first item of a list that stands there before, if there is one. The list comes next; the reader stays there.
    pub(super) fn repeated(&mut self, reader: &mut Reader<'a>) -> Result<Option<usize>, ReadError> {
        let mark = reader.mark();
        let mut seen = HashSet::new();
        let mut repeated = None;
        let mut more = reader.open_list()?;
        let mut index = 0;
        while more {
            let spelling = spelling(reader)?;
            if repeated.is_none() && !seen.insert(spelling) {
                repeated = Some(index);
            }
            index += 1;
            more = reader.next_item()?;
        }
        reader.rewind(mark);
        Ok(repeated)
    }
}

/// The one spelling of the value that comes next. Most are texts without escapes, which are spelled as they stand.
fn spelling<'a>(reader: &mut Reader<'a>) -> Result<Cow<'a, str>, ReadError> {
    if reader.peek() == b'"' {
        let start = reader.offset();
        return Ok(match reader.string_or_lossy()? {
            Cow::Borrowed(_) => Cow::Borrowed(reader.since(start)),
            Cow::Owned(text) => Cow::Owned(quoted(&text)),
        });
    }
    let mut out = String::new();
    spell(reader, &mut out)?;
    Ok(Cow::Owned(out))
}

/// The one spelling of a value.
pub(super) fn spelled(text: &str) -> Result<String, ReadError> {
    let mut out = String::with_capacity(text.len());
    spell(&mut Reader::new(text, Mode::Strict), &mut out)?;
    Ok(out)
}

fn spell(reader: &mut Reader<'_>, out: &mut String) -> Result<(), ReadError> {
    match reader.peek() {
        b'{' => spell_object(reader, out),
        b'[' => spell_list(reader, out),
        b'"' => {
            out.push_str(&quoted(&reader.string_or_lossy()?));
            Ok(())
        }
        b'-' | b'0'..=b'9' => {
            out.push_str(&Exact::parse(reader.number()?).to_string());
            Ok(())
        }
        _ => {
            out.push_str(reader.raw()?);
            Ok(())
        }
    }
}

fn spell_list(reader: &mut Reader<'_>, out: &mut String) -> Result<(), ReadError> {
    out.push('[');
    let mut more = reader.open_list()?;
    while more {
        spell(reader, out)?;
        out.push(',');
        more = reader.next_item()?;
    }
    out.push(']');
    Ok(())
}

/// Members by name; of two of one name the last.
fn spell_object(reader: &mut Reader<'_>, out: &mut String) -> Result<(), ReadError> {
    let mut members = BTreeMap::new();
    let mut more = reader.open_object()?;
    while more {
        let name = reader.name_lossy()?.into_owned();
        let mut value = String::new();
        spell(reader, &mut value)?;
        members.insert(name, value);
        more = reader.next_member()?;
    }
    out.push('{');
    for (name, value) in members {
        out.push_str(&quoted(&name));
        out.push(':');
        out.push_str(&value);
        out.push(',');
    }
    out.push('}');
    Ok(())
}

fn quoted(text: &str) -> String {
    let mut writer = Writer::lenient();
    writer.string(text);
    writer.into_text()
}
