//! Objects and lists as pairs whose names have brackets: `address[city]=x`, `expand[]=y`, `items[0][price]=z`, in queries
//! and in forms. OpenAPI knows this for objects of scalars only (`deepObject`); what is deeper is written as most have it.

use super::fault::ReadError;
use super::json::Json;
use super::reader::{Kind, Mode, Reader};
use super::value::Value;
use super::writer::Writer;

/// Names with more brackets than this are refused.
const DEPTH: usize = 32;
/// Which of several counts would be a guess, and another one than that of whoever has looked at the request before.
pub(crate) const ONCE: &str = "may stand only once";

/// The pairs of a value, not escaped. Nulls are left out.
pub(crate) fn pairs(name: &str, value: &dyn Value) -> Vec<(String, String)> {
    let text = super::write(value);
    let mut pairs = Vec::new();
    add(&mut pairs, name.to_owned(), &Json::trusted(&text));
    pairs
}

/// The pairs of an object each of whose members stands for itself: a list is several pairs of one name, and what is deeper
/// has brackets. Nulls are left out.
pub(crate) fn members(value: &dyn Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, member) in Json::of(value).members().unwrap_or_default() {
        match member.items() {
            Some(items) if !items.iter().any(has_parts) => {
                items.iter().for_each(|item| add(&mut pairs, name.clone(), item));
            }
            _ => add(&mut pairs, name, &member),
        }
    }
    pairs
}

/// Whether an item or a member of a value has items or members itself.
pub(crate) fn is_deep(value: &dyn Value) -> bool {
    let json = Json::of(value);
    match json.kind() {
        Kind::Array => json.items().unwrap_or_default().iter().any(has_parts),
        Kind::Object => json.members().unwrap_or_default().iter().any(|(_, member)| has_parts(member)),
        _ => false,
    }
}

fn has_parts(json: &Json) -> bool {
    matches!(json.kind(), Kind::Array | Kind::Object)
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
            let is_deep = items.iter().any(has_parts);
            for (index, item) in items.iter().enumerate() {
                let name = if is_deep { format!("{name}[{index}]") } else { format!("{name}[]") };
                add(pairs, name, item);
            }
        }
        _ => pairs.push((name, json.as_str().unwrap_or_else(|| json.as_text().to_owned()))),
    }
}

/// What pairs of one name say, by what stands in the brackets behind it. It takes room for what was sent and no more,
/// however deep that is.
#[derive(Debug, Default)]
pub(crate) struct Brackets {
    pairs: Vec<Pair>,
}

#[derive(Debug)]
struct Pair {
    keys: Vec<Key>,
    text: String,
}

/// What stands in a pair of brackets. Numbers come first, in their order, and then those without anything in theirs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(usize),
    /// Each is another one: with the place of its pair.
    Nothing(usize),
    Name(String),
}

impl Brackets {
    /// Takes in a pair by the brackets of its name: `[city]`, `[]` or `[0][price]`.
    pub(crate) fn put(&mut self, brackets: &str, text: String) -> Result<(), &'static str> {
        self.put_below(Vec::new(), brackets, text)
    }

    /// Takes in a pair by the name of a member and the brackets behind it: `address` and `[city]`.
    pub(crate) fn put_member(&mut self, member: &str, brackets: &str, text: String) -> Result<(), &'static str> {
        self.put_below(vec![Key::Name(member.to_owned())], brackets, text)
    }

    fn put_below(&mut self, mut keys: Vec<Key>, brackets: &str, text: String) -> Result<(), &'static str> {
        let mut rest = brackets;
        while let Some(opened) = rest.strip_prefix('[').filter(|_| keys.len() < DEPTH) {
            let (key, after) = opened.split_once(']').ok_or("has a bracket that is not closed")?;
            keys.push(self.key(key));
            rest = after;
        }
        if !rest.is_empty() {
            return Err("has more behind its name than brackets, or too many of them");
        }
        self.pairs.push(Pair { keys, text });
        Ok(())
    }

    fn key(&self, text: &str) -> Key {
        match text.parse() {
            _ if text.is_empty() => Key::Nothing(self.pairs.len()),
            Ok(number) if text == "0" || !text.starts_with(['0', '+']) => Key::Number(number),
            _ => Key::Name(text.to_owned()),
        }
    }

    /// Whether no pair was taken in.
    pub(crate) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Brings the pairs into their order, when all are there. What is a text cannot have members as well.
    pub(crate) fn settle(&mut self) -> Result<(), &'static str> {
        self.pairs.sort_by(|one, other| one.keys.cmp(&other.keys));
        let is_within = |pairs: &[Pair]| match pairs {
            [one, other] => one.keys.len() < other.keys.len() && other.keys.starts_with(&one.keys),
            _ => false,
        };
        if self.pairs.windows(2).any(is_within) { Err(ONCE) } else { Ok(()) }
    }

    /// Reads a value from pairs in their order. Numbers in brackets, and nothing in them, are places in a list, or else
    /// names like others.
    pub(crate) fn read(&self, value: &mut dyn Value) -> Result<(), ReadError> {
        let read = self.read_as(true, value);
        if read.is_err() && self.read_as(false, value).is_ok() {
            return Ok(());
        }
        read
    }

    fn read_as(&self, lists: bool, value: &mut dyn Value) -> Result<(), ReadError> {
        let mut writer = Writer::lenient();
        write(&self.pairs, 0, lists, &mut writer);
        value.read(&mut Reader::of_pairs(writer.as_text(), Mode::Strict))
    }
}

/// Writes what pairs say whose first keys, so many, are the same.
fn write(pairs: &[Pair], depth: usize, lists: bool, writer: &mut Writer) {
    match pairs {
        [only] if only.keys.len() == depth => return writer.string(&only.text),
        // Many write a list as `tags=a&tags=b`, also where the name has brackets.
        [first, ..] if first.keys.len() == depth => {
            writer.open_list();
            for pair in pairs {
                writer.item();
                writer.string(&pair.text);
            }
            return writer.close_list();
        }
        _ => {}
    }
    let parts = || pairs.chunk_by(|one, other| one.keys.get(depth) == other.keys.get(depth));
    if lists && pairs.iter().all(|pair| matches!(pair.keys.get(depth), Some(Key::Number(_) | Key::Nothing(_)))) {
        writer.open_list();
        for part in parts() {
            writer.item();
            write(part, depth + 1, lists, writer);
        }
        return writer.close_list();
    }
    writer.open_object();
    for part in parts() {
        match part.first().and_then(|pair| pair.keys.get(depth)) {
            Some(Key::Number(number)) => writer.name(&number.to_string()),
            Some(Key::Name(name)) => writer.name(name),
            Some(Key::Nothing(_)) | None => writer.name(""),
        }
        write(part, depth + 1, lists, writer);
    }
    writer.close_object();
}
