//! What a schema says, in the words of the facts or of OpenAPI.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{items, text};

/// Keywords that both write alike, and the type of which they say something.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("maxItems", "array"),
    ("maxLength", "string"),
    ("maximum", "number"),
    ("minItems", "array"),
    ("minLength", "string"),
    ("minimum", "number"),
    ("multipleOf", "number"),
    ("pattern", "string"),
    ("uniqueItems", "array"),
];

/// What a schema says of the values at a place, in the words of either side.
#[derive(Clone, Default)]
pub struct View<'a> {
    pub kind: Option<&'a str>,
    pub format: Option<&'a str>,
    pub nullable: bool,
    pub read_only: bool,
    pub values: BTreeSet<&'a str>,
    constraints: BTreeMap<&'a str, String>,
    pub members: BTreeMap<&'a str, Member<'a>>,
    pub items: Option<&'a Value>,
    pub rest: Option<&'a Value>,
    /// The alternatives, and those that a tag tells apart by its values.
    pub branches: Vec<&'a Value>,
    pub tagged: BTreeMap<&'a str, &'a Value>,
}

#[derive(Clone)]
pub struct Member<'a> {
    /// All of these hold.
    pub schemas: Vec<&'a Value>,
    pub required: bool,
    pub read_only: bool,
    pub write_only: bool,
}

impl Member<'_> {
    /// Whether only servers send it, as it says itself or as any of its schemas does.
    pub fn is_read_only(&self, facts: &Value) -> bool {
        self.read_only || self.schemas.iter().any(|schema| of_fact(facts, schema, false).read_only)
    }
}

impl<'a> View<'a> {
    /// A limit that is a number.
    pub fn limit_of(&self, word: &str) -> Option<f64> {
        self.constraints.get(word)?.parse().ok()
    }

    fn constrain(&mut self, schema: &'a Value) {
        for (word, _) in CONSTRAINTS {
            if let Some(value) = schema.get(*word) {
                self.limit(word, number(value));
            }
        }
        self.values.extend(items(&schema["enum"]).iter().filter_map(Value::as_str));
        self.read_only |= schema["readOnly"] == true;
    }

    /// Of two limits the stricter one holds.
    fn limit(&mut self, word: &'a str, value: String) {
        let number = |text: &String| text.parse::<f64>().ok();
        let is_stricter = |known: &String| match (number(known), number(&value)) {
            (Some(known), Some(new)) => {
                if word.starts_with("min") {
                    new > known
                } else {
                    new < known
                }
            }
            _ => false,
        };
        if self.constraints.get(word).is_none_or(is_stricter) {
            self.constraints.insert(word, value);
        }
    }

    /// The limits that say something of values of this type.
    pub fn limits(&self) -> BTreeMap<&'a str, &str> {
        let kind = self.kind.map(|kind| if kind == "integer" { "number" } else { kind });
        let fits =
            |word: &str| CONSTRAINTS.iter().any(|(known, of)| *known == word && kind.is_none_or(|kind| kind == *of));
        self.constraints.iter().filter(|(word, _)| fits(word)).map(|(word, value)| (*word, value.as_str())).collect()
    }

    /// What holds whichever of the alternatives does.
    pub fn without_cases(&self) -> Self {
        View { tagged: BTreeMap::new(), branches: Vec::new(), ..self.clone() }
    }

    /// The same with null, or without it.
    pub fn or_null(&self, nullable: bool) -> Self {
        View { nullable, ..self.clone() }
    }

    /// What holds as well.
    pub fn and(&mut self, other: View<'a>) {
        self.kind = self.kind.or(other.kind);
        self.format = self.format.or(other.format);
        self.nullable |= other.nullable;
        self.read_only |= other.read_only;
        match (self.values.is_empty(), other.values.is_empty()) {
            (false, false) => self.values.retain(|value| other.values.contains(value)),
            _ => self.values.extend(other.values),
        }
        other.constraints.into_iter().for_each(|(word, value)| self.limit(word, value));
        for (name, member) in other.members {
            match self.members.get_mut(name) {
                Some(known) => {
                    known.schemas.extend(member.schemas);
                    known.required |= member.required;
                    known.read_only |= member.read_only;
                    known.write_only |= member.write_only;
                }
                None => {
                    self.members.insert(name, member);
                }
            }
        }
        self.items = self.items.or(other.items);
        self.rest = self.rest.or(other.rest);
        if self.branches.is_empty() {
            self.branches = other.branches;
        }
        self.tagged.extend(other.tagged);
    }
}

/// Whether what stands in place of a format is a sentence.
fn is_prose(format: &str) -> bool {
    format.contains(' ')
}

/// Numbers are the same however they are written.
fn number(value: &Value) -> String {
    value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string())
}

/// A schema of the facts: `#Name`, `string(date-time)?`, `[item]`, or an object of keywords.
pub fn of_fact<'a>(facts: &'a Value, schema: &'a Value, inside: bool) -> View<'a> {
    let mut view = View::default();
    match schema {
        Value::String(word) => {
            let (word, nullable) = word.strip_suffix('?').map_or((word.as_str(), false), |word| (word, true));
            match word.strip_prefix('#') {
                Some(name) => view = of_fact(facts, &facts["schemas"][name], inside),
                None => {
                    let (kind, format) =
                        word.split_once('(').map_or((word, None), |(kind, format)| (kind, Some(format)));
                    view.kind = Some(kind).filter(|kind| *kind != "any");
                    // In the facts these stand for prose.
                    let format = format.map(|format| format.trim_end_matches(')'));
                    view.format = format.filter(|format| !["base64", "boolean"].contains(format) && !is_prose(format));
                }
            }
            view.nullable |= nullable;
        }
        Value::Array(list) => {
            (view.kind, view.items) = (Some("array"), list.first());
        }
        Value::Object(_) => {
            for part in [&schema["is"], &schema["type"]].into_iter().filter(|part| !part.is_null()) {
                view.and(of_fact(facts, part, inside));
            }
            items(&schema["allOf"]).iter().for_each(|part| view.and(of_fact(facts, part, true)));
            view.constrain(schema);
            view.nullable |= schema["nullable"] == true;
            members_of_fact(schema, &mut view);
            let mapping = schema["discriminator"]["map"].as_object().filter(|_| !inside);
            view.tagged.extend(mapping.into_iter().flatten().map(|(tag, case)| (tag.as_str(), case)));
            for branch in ["oneOf", "anyOf"].into_iter().flat_map(|word| items(&schema[word])) {
                view.nullable |= of_fact(facts, branch, false).nullable;
                view.branches.push(branch);
            }
        }
        _ => {}
    }
    view
}

fn members_of_fact<'a>(schema: &'a Value, view: &mut View<'a>) {
    let required: Vec<&str> = items(&schema["required"]).iter().map(text).collect();
    for (marked, schema) in schema["fields"].as_object().into_iter().flatten() {
        let name = marked.trim_end_matches(['!', '~', '^']);
        let has = |mark| marked.strip_prefix(name).is_some_and(|marks| marks.contains(mark));
        let required = has('!') || required.contains(&name);
        let (read_only, write_only) = (has('~'), has('^'));
        view.members.insert(name, Member { schemas: vec![schema], required, read_only, write_only });
    }
    if schema.get("fields").is_some() || schema.get("map").is_some() {
        view.kind = view.kind.or(Some("object"));
    }
    view.items = view.items.or(schema.get("items"));
    view.rest = schema.get("map").or(view.rest);
    if view.items.is_some() {
        // One list has members, too, which no value can have.
        (view.kind, view.members) = (Some("array"), BTreeMap::new());
    }
}

/// A schema that was written.
pub fn of_written<'a>(document: &'a Value, schema: &'a Value) -> View<'a> {
    let mut view = View::default();
    if let Some(name) = schema["$ref"].as_str() {
        view =
            of_written(document, &document["components"]["schemas"][name.trim_start_matches("#/components/schemas/")]);
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.as_slice(),
        kind => std::slice::from_ref(kind),
    };
    view.kind = view.kind.or(kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"));
    view.nullable |= kinds.iter().any(|kind| kind == "null");
    view.format = view.format.or(schema["format"].as_str()).filter(|format| !is_prose(format));
    items(&schema["allOf"]).iter().for_each(|part| view.and(of_written(document, part)));
    view.constrain(schema);
    let required: Vec<&str> = items(&schema["required"]).iter().map(text).collect();
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        let required = required.contains(&name.as_str());
        let (read_only, write_only) = (member["readOnly"] == true, member["writeOnly"] == true);
        view.members.insert(name, Member { schemas: vec![member], required, read_only, write_only });
    }
    view.items = view.items.or(schema.get("items"));
    view.rest = view.rest.or(schema.get("additionalProperties").filter(|rest| rest.is_object()));
    let mapping = schema["discriminator"]["mapping"].as_object();
    view.tagged.extend(mapping.into_iter().flatten().map(|(tag, case)| (tag.as_str(), case)));
    alternatives(document, schema, &mut view);
    view
}

/// One alternative beside null is that one, or null.
fn alternatives<'a>(document: &'a Value, schema: &'a Value, view: &mut View<'a>) {
    let all = items(&schema["oneOf"]).iter().chain(items(&schema["anyOf"]));
    let (nothing, some): (Vec<_>, Vec<_>) = all.partition(|branch| **branch == json!({"type": "null"}));
    view.nullable |= !nothing.is_empty();
    match some.as_slice() {
        [only] => view.and(of_written(document, only)),
        several => view.branches.extend(several),
    }
}
