//! What a schema says in prose, of itself and of the values that it lists. Does not know which of them become variants
//! of a type.

use super::annotation::noted;
use super::listed::values;
use crate::model::compared;
use crate::read::node::{Node, Value};

/// What a schema says about itself, and what its values are called where no type does.
pub(in super::super) fn prose(schema: &Node) -> String {
    let docs = noted(schema, "description").and_then(Node::as_str).unwrap_or_default();
    let listed = values(schema).unwrap_or_default();
    let are_doubles = schema.text("type") == Some("number");
    let is_variant = |value: &Node| match &value.value {
        Value::String(_) | Value::Null => true,
        _ => !are_doubles && compared(value.to_json()).is_i64(),
    };
    let (names, texts) = (Side::of(|key| schema.get(key), NAMES), Side::of(|key| schema.get(key), DOCS));
    let lines = listed.iter().enumerate().filter(|(_, value)| !is_variant(value)).filter_map(|(place, value)| {
        let wire = value.as_written()?;
        let said: Vec<&str> = [&names, &texts].into_iter().filter_map(|side| side.text(place, wire)).collect();
        (!said.is_empty()).then(|| format!("- `{wire}`: {}", said.join(": ")))
    });
    let lines: Vec<String> = lines.collect();
    match (docs.trim().is_empty(), lines.is_empty()) {
        (_, true) => docs.to_owned(),
        (true, false) => lines.join("\n"),
        (false, false) => format!("{}\n\n{}", docs.trim_end(), lines.join("\n")),
    }
}

/// Keywords that name the values.
pub(in super::super) const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames"];

/// Keywords that describe the values.
pub(in super::super) const DOCS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// Names or descriptions beside the values: a list in the same order, or a map by value.
pub(in super::super) struct Side<'d>(Option<&'d Node>);

impl<'d> Side<'d> {
    pub(in super::super) fn of(get: impl Fn(&'static str) -> Option<&'d Node>, keys: &[&'static str]) -> Self {
        Self(keys.iter().find_map(|key| get(key)))
    }

    pub(in super::super) fn text(&self, place: usize, wire: &str) -> Option<&'d str> {
        let text = match &self.0?.value {
            Value::List(items) => items.get(place)?.as_written()?,
            Value::Map(map) => map.get(wire)?.as_written()?,
            _ => return None,
        };
        Some(text).filter(|text| !text.is_empty())
    }
}
