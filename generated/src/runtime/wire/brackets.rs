//! Objects and lists as pairs whose names have brackets: `address[city]=x`, `expand[]=y`, `items[0][price]=z`, in queries
//! and in forms. OpenAPI knows this for objects of scalars only (`deepObject`); what is deeper is written as most have it.

use std::collections::BTreeMap;

use super::fault::ReadError;
use super::json::Json;
use super::reader::{Kind, Mode, Reader};
use super::value::Value;
use super::writer::Writer;

/// Names with more brackets than this are refused.
const DEPTH: usize = 32;
/// Which of several counts would be a guess, and another one than that of whoever has looked at the request before.
pub(in super::super) const ONCE: &str = "may stand only once";

/// The pairs of a value, not escaped. Nulls are left out.
pub(in super::super) fn pairs(name: &str, value: &dyn Value) -> Vec<(String, String)> {
    let text = super::write(value);
    let mut pairs = Vec::new();
    add(&mut pairs, name.to_owned(), &Json::trusted(&text));
    pairs
}

fn add(pairs: &mut Vec<(String, String)>, name: String, json: &Json) {
    match json.kind() {
        Kind::Null => {}
        Kind::Object => {
            for (key, value) in json.members().unwrap_or_default() {
                add(pairs, format!("{name}[{key}]"), &value);
            }
        }
        Kind::Array => {
            let items = json.items().unwrap_or_default();
            let is_deep = items.iter().any(|item| matches!(item.kind(), Kind::Array | Kind::Object));
            for (index, item) in items.iter().enumerate() {
                let name = if is_deep { format!("{name}[{index}]") } else { format!("{name}[]") };
                add(pairs, name, item);
            }
        }
        _ => pairs.push((name, json.as_str().unwrap_or_else(|| json.as_text().to_owned()))),
    }
}

/// What pairs of one name say, by what stands in the brackets behind it.
#[derive(Debug, Default)]
pub(in super::super) struct Brackets {
    /// Several are a list, which many write as `tags=a&tags=b` also where the name has brackets.
    texts: Vec<String>,
    within: BTreeMap<Key, Self>,
}

/// What stands in a pair of brackets. Numbers come first, in their order, and then those without anything in theirs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(usize),
    Nothing(usize),
    Name(String),
}

impl Brackets {
    /// Takes in a pair by the brackets of its name: `[city]`, `[]` or `[0][price]`.
    pub(in super::super) fn put(&mut self, brackets: &str, text: String) -> Result<(), &'static str> {
        let mut at = self;
        let mut rest = brackets;
        for _ in 0..DEPTH {
            let Some(opened) = rest.strip_prefix('[') else { break };
            let (key, after) = opened.split_once(']').ok_or("has a bracket that is not closed")?;
            if !at.texts.is_empty() {
                return Err(ONCE);
            }
            let key = at.key(key);
            at = at.within.entry(key).or_default();
            rest = after;
        }
        match rest {
            "" if at.within.is_empty() => at.texts.push(text),
            "" => return Err(ONCE),
            _ => return Err("has more behind its name than brackets, or too many of them"),
        }
        Ok(())
    }

    /// Whether no pair was taken in.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.within.is_empty()
    }

    fn key(&self, text: &str) -> Key {
        match text.parse() {
            _ if text.is_empty() => Key::Nothing(self.within.len()),
            Ok(number) if text == "0" || !text.starts_with(['0', '+']) => Key::Number(number),
            _ => Key::Name(text.to_owned()),
        }
    }

    /// Reads a value. Numbers in brackets, and nothing in them, are places in a list, or else names like others.
    pub(in super::super) fn read(&self, value: &mut dyn Value) -> Result<(), ReadError> {
        let read = self.read_as(true, value);
        if read.is_err() && self.read_as(false, value).is_ok() {
            return Ok(());
        }
        read
    }

    fn read_as(&self, lists: bool, value: &mut dyn Value) -> Result<(), ReadError> {
        let mut writer = Writer::lenient();
        self.write(lists, &mut writer);
        value.read(&mut Reader::of_texts(writer.as_text(), Mode::Strict))
    }

    fn write(&self, lists: bool, writer: &mut Writer) {
        match self.texts.as_slice() {
            [] => {}
            [text] => return writer.string(text),
            several => {
                writer.open_list();
                for text in several {
                    writer.item();
                    writer.string(text);
                }
                return writer.close_list();
            }
        }
        if lists && self.within.keys().all(|key| matches!(key, Key::Number(_) | Key::Nothing(_))) {
            writer.open_list();
            for item in self.within.values() {
                writer.item();
                item.write(lists, writer);
            }
            return writer.close_list();
        }
        writer.open_object();
        for (key, value) in &self.within {
            match key {
                Key::Number(number) => writer.name(&number.to_string()),
                Key::Nothing(_) => writer.name(""),
                Key::Name(name) => writer.name(name),
            }
            value.write(lists, writer);
        }
        writer.close_object();
    }
}
