//! Fields of a form that were received, as the members of an object. Every field that is wrong is told, not the first alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Encodings, FIELD, Part, violation};
use crate::arguments::{Violation, told};
use crate::body::field::of_text;
use crate::body::is_json;
use crate::operation::{Encoding, Parameter, Style};
use crate::style::{self, Escapes, Found};
use crate::wire::brackets::{Brackets, ONCE};
use crate::wire::{self, Become, Entries, Form, FormMut, Json, Mode, Model, Rest, Text, Value};

/// Reads fields into a blank value.
///
/// # Errors
/// What does not fit, each with its name.
pub(in crate::body) fn read(
    parts: Vec<Part>,
    encodings: Encodings,
    slot: &mut dyn Value,
    mode: Mode,
) -> Result<(), Vec<Violation>> {
    let mut room = Room::of(&parts);
    let Some(model) = slot.model_mut() else {
        return match slot.form_mut(Become::Value) {
            FormMut::Map(entries) => read_entries(parts, encodings, entries, (mode, &mut room)),
            _ => read_any(parts, encodings, slot),
        };
    };
    let exploded = exploded(model, encodings);
    let (mut bracketed, mut plain) = (Vec::new(), Vec::new());
    for part in parts {
        match within(model, &exploded, &part) {
            Some(within) => bracketed.push((within, part)),
            None => plain.push(part),
        }
    }
    let mut violations = Vec::new();
    for group in grouped(plain) {
        let Some(name) = group.first().map(|part| part.name.clone()) else { continue };
        let read = read_field(model, &name, &group, encodings.get(&name), (mode, &mut room));
        violations.extend(read.err().map(|problem| violation(&name, problem)));
    }
    model.extra_mut().settle();
    violations.extend(read_bracketed(model, bracketed));
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// The members of objects whose members are fields of their own, with the indices of the objects.
fn exploded(model: &mut dyn Model, encodings: Encodings) -> HashMap<&'static str, usize> {
    let mut exploded = HashMap::new();
    let is_exploded =
        |encoding: &&Encoding| encoding.style.is_some_and(|(style, explode)| explode && style != Style::DeepObject);
    for encoding in encodings.iter().filter(is_exploded) {
        let Some(index) = model.shape().index(encoding.field) else { continue };
        let slot = model.slot(index);
        if let Some(inner) = slot.model_mut() {
            let names = inner.shape().members().iter().map(|member| (member.name, index));
            exploded.extend(names);
        }
        slot.clear();
    }
    exploded
}

/// A part of a member: the index of the member, and whether the name of the pair begins with the member's own.
struct Within {
    member: usize,
    is_own: bool,
}

/// The member that a pair is a part of, by the name before brackets.
fn within(model: &dyn Model, exploded: &HashMap<&'static str, usize>, part: &Part) -> Option<Within> {
    let shape = model.shape();
    if part.file_name.is_some() || shape.index(&part.name).is_some() {
        return None;
    }
    let (base, brackets) = split_name(&part.name);
    let own = shape.index(base).filter(|_| !brackets.is_empty()).map(|member| Within { member, is_own: true });
    own.or_else(|| exploded.get(base).map(|member| Within { member: *member, is_own: false }))
}

fn split_name(name: &str) -> (&str, &str) {
    name.split_at(name.find('[').unwrap_or(name.len()))
}

/// Reads members of which every pair says a part.
fn read_bracketed(model: &mut dyn Model, parts: Vec<(Within, Part)>) -> Vec<Violation> {
    let parts = parts.into_iter().map(|(Within { member, is_own }, part)| (member, (is_own, part)));
    let (members, mut violations) = put_together(parts, |brackets, member, (is_own, part)| {
        let (base, within) = split_name(&part.name);
        let put = part.text().map(str::to_owned).and_then(|text| match is_own {
            true if !model.view(*member).is_absent() => Err(ONCE.to_owned()),
            true => brackets.put(within, text).map_err(str::to_owned),
            false => brackets.put_member(base, within, text).map_err(str::to_owned),
        });
        put.map_err(|problem| violation(&part.name, problem))
    });
    for (index, mut brackets) in members {
        let name = model.shape().members().get(index).map_or("", |member| member.name);
        let read = settled(&mut brackets, || model.slot(index));
        violations.extend(read.err().map(|problem| violation(name, problem)));
    }
    violations
}

/// Puts the parts of members together, by member. One of which a part is wrong is none.
fn put_together<K: Ord + Clone, P>(
    parts: impl Iterator<Item = (K, P)>,
    mut put: impl FnMut(&mut Brackets, &K, P) -> Result<(), Violation>,
) -> (BTreeMap<K, Brackets>, Vec<Violation>) {
    let mut members: BTreeMap<K, Brackets> = BTreeMap::new();
    let (mut failed, mut violations) = (BTreeSet::new(), Vec::new());
    for (member, part) in parts {
        if let Err(problem) = put(members.entry(member.clone()).or_default(), &member, part) {
            failed.insert(member);
            violations.push(problem);
        }
    }
    members.retain(|member, _| !failed.contains(member));
    (members, violations)
}

/// Reads a member that was put together, into a place that is asked for only when the parts fit each other.
fn settled<'s>(brackets: &mut Brackets, slot: impl FnOnce() -> &'s mut dyn Value) -> Result<(), String> {
    brackets.settle().map_err(str::to_owned)?;
    brackets.read(slot()).map_err(|error| told(&error))
}

/// The parts of one name together, in the order of the first of each. Not quadratic, however many there are.
fn grouped(parts: Vec<Part>) -> Vec<Vec<Part>> {
    let mut groups: Vec<Vec<Part>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for part in parts {
        match known.get(&part.name).and_then(|at| groups.get_mut(*at)) {
            Some(group) => group.push(part),
            None => {
                known.insert(part.name.clone(), groups.len());
                groups.push(vec![part]);
            }
        }
    }
    groups
}

/// Reads the members of a map, each as a member of an object is read.
fn read_entries(
    parts: Vec<Part>,
    encodings: Encodings,
    entries: &mut dyn Entries,
    (mode, room): (Mode, &mut Room),
) -> Result<(), Vec<Violation>> {
    entries.empty();
    let mut violations = Vec::new();
    let (deep, plain): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| is_deep(encodings, part));
    for group in grouped(plain) {
        let Some(name) = group.first().map(|part| part.name.clone()) else { continue };
        let read = read_entry(entries, &name, &group, encodings.get(&name), (mode, room));
        violations.extend(read.err().map(|problem| violation(&name, problem)));
    }
    violations.extend(read_deep_entries(entries, deep));
    if violations.is_empty() { Ok(()) } else { Err(violations) }
}

/// Reads members of a map of which every pair says a part.
fn read_deep_entries(entries: &mut dyn Entries, parts: Vec<Part>) -> Vec<Violation> {
    let parts = parts.into_iter().map(|part| (split_name(&part.name).0.to_owned(), part));
    let (members, mut violations) = put_together(parts, |brackets, _, part| {
        let text = part.text().map(str::to_owned);
        let put = text.and_then(|text| brackets.put(split_name(&part.name).1, text).map_err(str::to_owned));
        put.map_err(|problem| violation(&part.name, problem))
    });
    for (name, mut brackets) in members {
        let read = match entries.get(&name) {
            Some(_) => Err(ONCE.to_owned()),
            None => settled(&mut brackets, || entries.add(&name)),
        };
        violations.extend(read.err().map(|problem| violation(&name, problem)));
    }
    violations
}

/// Whether a part says a part of a member, by a style with brackets.
fn is_deep(encodings: Encodings, part: &Part) -> bool {
    let (base, brackets) = split_name(&part.name);
    !brackets.is_empty() && encodings.get(base).is_some_and(|field| field.style.is_some())
}

/// Reads a member of a map; one that does not fit is none.
fn read_entry(
    entries: &mut dyn Entries,
    name: &str,
    group: &[Part],
    encoding: Option<&'static Encoding>,
    (mode, room): (Mode, &mut Room),
) -> Result<(), String> {
    let entry = entries.add(name);
    // Maps have room for about twice as many members as they have.
    let read = room.take(2 * size_of_val(entry)).and_then(|()| read_value(entry, group, encoding, mode));
    read.inspect_err(|_| entries.forget(name))
}

/// How many octets the members of maps may still take in memory, beside the fields, however short these are.
struct Room(usize);

impl Room {
    fn of(parts: &[Part]) -> Self {
        let length = parts.iter().map(|part| part.name.len() + part.bytes.len()).sum();
        Self(wire::affordable(length).saturating_sub(parts.len().saturating_mul(FIELD)))
    }

    fn take(&mut self, octets: usize) -> Result<(), String> {
        let left = self.0.checked_sub(octets);
        self.0 = left.ok_or_else(|| "has too many members for so short a text".to_owned())?;
        Ok(())
    }
}

/// Reads what is no object with a table of members and no map: one of several types. What stands several times is a list.
fn read_any(parts: Vec<Part>, encodings: Encodings, slot: &mut dyn Value) -> Result<(), Vec<Violation>> {
    // Which of several types it is shows when all is read, and files are read as they stand in JSON then.
    let is_open = matches!(slot.form(), Form::Choice(_));
    let mut members = Brackets::default();
    for part in parts {
        let (name, within) = if is_deep(encodings, &part) { split_name(&part.name) } else { (part.name.as_str(), "") };
        let text = match &part.file_name {
            Some(_) if is_open => wire::base64(&part.bytes),
            _ => String::from_utf8_lossy(&part.bytes).into_owned(),
        };
        members.put_member(name, within, text).map_err(|problem| vec![violation(&part.name, problem)])?;
    }
    members.settle().map_err(|problem| vec![Violation::new("body", problem)])?;
    if members.is_empty() {
        return slot.read_text(Text::Members(Vec::new())).map_err(|error| vec![Violation::new("body", told(&error))]);
    }
    members.read(slot).map_err(|error| vec![Violation::new("body", told(&error))])
}

fn read_field(
    model: &mut dyn Model,
    name: &str,
    group: &[Part],
    encoding: Option<&'static Encoding>,
    (mode, room): (Mode, &mut Room),
) -> Result<(), String> {
    let shape = model.shape();
    if let Some(index) = shape.index(name) {
        return read_value(model.slot(index), group, encoding, mode);
    }
    if shape.rest == Rest::Member
        && let FormMut::Map(entries) = model.slot(shape.members().len()).form_mut(Become::Value)
    {
        return read_entry(entries, name, group, encoding, (mode, room));
    }
    let text = |part: &Part| Json::from(&*String::from_utf8_lossy(&part.bytes));
    let kept = match group {
        [part] => text(part),
        _ => Json::array(group.iter().map(text)),
    };
    model.extra_mut().push(name, kept);
    Ok(())
}

fn read_value(
    slot: &mut dyn Value,
    group: &[Part],
    encoding: Option<&'static Encoding>,
    mode: Mode,
) -> Result<(), String> {
    if let [part] = group
        && slot.take_file(part.file())
    {
        return Ok(());
    }
    if take_files(slot, group) {
        return Ok(());
    }
    if group.iter().all(|part| part.is_json() || encoding.is_some_and(is_json_pair)) {
        return read_json(slot, group, mode);
    }
    let found = match group {
        [part] => one(slot, part, encoding.and_then(Encoding::parameter))?,
        _ => {
            let texts = group.iter().map(|part| part.text().map(str::to_owned)).collect::<Result<_, _>>()?;
            (Found::Text { text: Text::Many(texts), others: Vec::new() }, Parameter::query(""))
        }
    };
    let Err(problem) = found.0.read(&found.1, slot) else { return Ok(()) };
    match group {
        [part] if wire::read_into(slot, &part.bytes, mode).is_ok() => Ok(()),
        _ => Err(problem),
    }
}

/// Whether a field is JSON that does not say so of itself.
fn is_json_pair(encoding: &Encoding) -> bool {
    encoding.style.is_none() && of_text(encoding.media).is_some_and(is_json)
}

/// What a single field may mean.
fn one(slot: &mut dyn Value, part: &Part, parameter: Option<Parameter>) -> Result<(Found, Parameter), String> {
    let text = part.text()?;
    let is_joined = |parameter: &Parameter| !parameter.explode && parameter.style != Style::DeepObject;
    let Some(parameter) = parameter.filter(is_joined) else {
        return Ok((Found::Text { text: Text::One(text.to_owned()), others: Vec::new() }, Parameter::query("")));
    };
    let is_object = matches!(slot.form_mut(Become::Value), FormMut::Model(_) | FormMut::Map(_));
    slot.clear();
    let found = match &part.escaped {
        Some(escaped) => style::split(&parameter, escaped, Escapes::of(&parameter), is_object),
        None => style::split(&parameter, text, Escapes::None, is_object),
    };
    found.map(|found| (found, parameter)).map_err(str::to_owned)
}

/// Takes the parts of one name as a list of files; says whether the value is such.
fn take_files(slot: &mut dyn Value, group: &[Part]) -> bool {
    let FormMut::List(items) = slot.form_mut(Become::Value) else { return false };
    items.empty();
    let taken = group.iter().all(|part| items.add().take_file(part.file()));
    if !taken {
        items.empty();
    }
    taken
}

/// Reads parts in JSON: one is the value, or an item of it, and several are its items.
fn read_json(slot: &mut dyn Value, group: &[Part], mode: Mode) -> Result<(), String> {
    let whole = match group {
        [part] => wire::read_into(slot, &part.bytes, mode).map_err(|error| told(&error)),
        _ => Err(ONCE.to_owned()),
    };
    let Err(problem) = whole else { return Ok(()) };
    let FormMut::List(items) = slot.form_mut(Become::Value) else {
        slot.clear();
        return Err(problem);
    };
    items.empty();
    for (index, part) in group.iter().enumerate() {
        let read = wire::read_into(items.add(), &part.bytes, mode);
        read.map_err(|error| format!("at /{index}{}: {}", error.pointer(), error.fault()))?;
    }
    Ok(())
}
