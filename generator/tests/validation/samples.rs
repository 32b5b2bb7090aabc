//! Values that schemas allow, and values beside them.

use gatewright_generator::model::{KindSet, Schema, SchemaId, Schemas};
use serde_json::{Map, Value as Json, json};

/// A value that a schema allows; `None` where none is found. Not all rules are looked at: whoever asks must judge it.
pub fn sample(schemas: &Schemas, id: SchemaId, depth: u32) -> Option<Json> {
    let schema = schemas.node(id)?;
    if let Some(values) = &schema.values {
        return values.iter().find(|value| !value.is_null()).or(values.first()).cloned();
    }
    let mut value = own(schemas, schema, depth)?;
    let logic = &schema.logic;
    let chosen = [logic.any.as_slice(), logic.one.as_slice()].into_iter().filter(|group| !group.is_empty());
    for alternatives in logic.all.iter().map(std::slice::from_ref).chain(chosen) {
        let found = alternatives.iter().find_map(|id| sample(schemas, *id, depth + 1).filter(|found| !found.is_null()));
        merge(&mut value, found.or_else(|| alternatives.first().map(|_| Json::Null))?);
    }
    if let Some(tagged) = &logic.tagged {
        let found = tagged.cases.iter().find_map(|(tags, id)| Some((tags.first()?, sample(schemas, *id, depth + 1)?)));
        let (tag, case) = found?;
        merge(&mut value, case);
        merge(&mut value, json!({ tagged.member.as_str(): tag }));
    }
    Some(value)
}

/// Nothing yet is null; the members of objects come together.
fn merge(value: &mut Json, other: Json) {
    match (value, other) {
        (Json::Object(members), Json::Object(others)) => members.extend(others),
        (value, other) => *value = other,
    }
}

fn own(schemas: &Schemas, schema: &Schema, depth: u32) -> Option<Json> {
    let has_logic = schema.logic != gatewright_generator::model::Logic::default();
    let kinds = schema.kinds;
    Some(match kinds {
        _ if has_logic && kinds == KindSet::ALL => Json::Null,
        _ if kinds.covers(KindSet::OBJECT) && kinds != KindSet::ALL => object(schemas, schema, depth)?,
        _ if kinds.covers(KindSet::ARRAY) && kinds != KindSet::ALL => list(schemas, schema, depth)?,
        _ if kinds.covers(KindSet::STRING) => Json::from(text(schema)),
        _ if kinds.covers(KindSet::INTEGER) => number(schema),
        _ if kinds.covers(KindSet::BOOLEAN) => Json::Bool(true),
        KindSet::NONE => return None,
        _ => Json::Null,
    })
}

fn object(schemas: &Schemas, schema: &Schema, depth: u32) -> Option<Json> {
    let rules = &schema.object;
    let mut members = Map::new();
    for property in &rules.properties {
        let required = rules.required.contains(&property.wire);
        if !required && (depth > 3 || members.len() > 12) {
            continue;
        }
        let value = if depth > 20 { None } else { sample(schemas, property.schema, depth + 1) };
        match value {
            Some(value) => {
                members.insert(property.wire.clone(), value);
            }
            None if required => return None,
            None => {}
        }
    }
    for name in rules.required.iter().filter(|name| !members.contains_key(*name)).cloned().collect::<Vec<_>>() {
        members.insert(name, Json::from("required"));
    }
    if let Some(rest) = rules.rest.filter(|_| depth < 4)
        && let Some(value) = sample(schemas, rest, depth + 1)
    {
        members.insert("someOther".to_owned(), value);
    }
    Some(Json::Object(members))
}

fn list(schemas: &Schemas, schema: &Schema, depth: u32) -> Option<Json> {
    let count = schema.list.count.min.unwrap_or(0).max(u64::from(depth < 6));
    let item = match schema.list.items {
        Some(items) if depth < 20 => sample(schemas, items, depth + 1),
        Some(_) => None,
        None => Some(Json::from("item")),
    };
    let Some(item) = item else { return (schema.list.count.min.unwrap_or(0) == 0).then(|| json!([])) };
    Some(Json::Array(vec![item; if schema.list.unique { count.min(1) } else { count } as usize]))
}

fn number(schema: &Schema) -> Json {
    let least = schema.limits.minimum.clone().or_else(|| schema.limits.multiple_of.clone());
    least.map_or_else(|| json!(1), Json::Number)
}

fn text(schema: &Schema) -> String {
    let format = schema.format.as_ref().map_or("", |format| format.as_str());
    let known = match format {
        "date-time" => "2024-02-29T12:30:00Z",
        "date" => "2024-02-29",
        "time" => "12:30:00Z",
        "email" => "a.b@example.com",
        "uri" | "url" | "iri" | "uri-reference" => "https://example.com/a?b=c",
        "uuid" => "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        "hostname" => "www.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "YWJj",
        "duration" => "PT30M",
        _ => "",
    };
    let candidates =
        [known, "a", "abc", "A1", "12", "https://example.com", "example.com", "00u1a2b3c4d5e6f7g8h9", "v1.0"];
    let matches = |text: &&str| {
        schema.pattern.as_deref().is_none_or(|written| {
            let expression = gatewright_generator::pass::pattern::translate(written).unwrap_or_default();
            regex::Regex::new(&expression).is_ok_and(|expression| expression.is_match(text))
        })
    };
    let found = candidates.iter().filter(|text| !text.is_empty()).find(|text| matches(text)).unwrap_or(&"text");
    let mut text = (*found).to_owned();
    let least = schema.length.min.unwrap_or(0) as usize;
    while text.chars().count() < least {
        text.push('a');
    }
    match schema.length.max {
        Some(max) => text.chars().take(max as usize).collect(),
        None => text,
    }
}

/// The value with one change each, and the JSON pointer to the change.
pub fn changes(value: &Json) -> Vec<(String, Json)> {
    let mut places = Vec::new();
    collect(value, String::new(), &mut places);
    let mut changed = Vec::new();
    for place in places.iter().take(60) {
        let at = value.pointer(place).cloned().unwrap_or_default();
        let others =
            [json!(null), json!(true), json!(-7), json!(1.5), json!("x".repeat(400)), json!(""), json!([]), json!({})];
        let mut replace = |other: Json| {
            let mut copy = value.clone();
            if let Some(slot) = copy.pointer_mut(place) {
                *slot = other;
            }
            changed.push((place.clone(), copy));
        };
        others.into_iter().for_each(&mut replace);
        if let Json::Object(members) = &at {
            let mut more = members.clone();
            more.insert("nobodyKnowsThis".to_owned(), json!([1]));
            replace(Json::Object(more));
            for name in members.keys() {
                let mut fewer = members.clone();
                fewer.remove(name);
                replace(Json::Object(fewer));
            }
        }
        if let Json::Array(items) = &at {
            replace(Json::Array(items.iter().chain(items).cloned().collect()));
            replace(Json::Array(vec![items.first().cloned().unwrap_or_default(); 300]));
        }
    }
    changed
}

fn collect(value: &Json, place: String, places: &mut Vec<String>) {
    match value {
        Json::Object(members) => {
            for (name, inner) in members {
                let step = name.replace('~', "~0").replace('/', "~1");
                collect(inner, format!("{place}/{step}"), places);
            }
        }
        Json::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                collect(inner, format!("{place}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(place);
}
