//! Names of fields, variants, permissions, statuses, media types and headers.

use std::collections::HashSet;

use super::choose::{Wish, choose};
use super::words::Words;
use super::{reserved, urns};
use crate::model::{
    Case, Choice, Content, Enum, EnumKind, EnumValue, Json, Model, Object, Parameter, Permission, Place, Ref, Rest,
    ScalarKind, Shape, Tuple, TypeId, TypeName, essence,
};

/// The fields of an object. `extra` is taken, and `additional` where the rest has a type.
pub(super) fn fields(object: &Object) -> Vec<String> {
    let kept = matches!(object.rest, Rest::Kept(_));
    let wires = object.fields.iter().map(|field| field.wire.as_str());
    snakes(wires, "field", |name| name == "extra" || (kept && name == "additional"))
}

/// The places of a list. `more` is taken by what is behind them.
pub(super) fn places(tuple: &Tuple) -> Vec<String> {
    let names: Vec<String> = tuple.places.iter().enumerate().map(|(at, place)| place_name(at, place)).collect();
    snakes(names.iter().map(String::as_str), "item", |name| name == "more")
}

/// What a place is called: as the document does, or by its number.
pub(super) fn place_name(at: usize, place: &Place) -> String {
    const ORDINALS: &[&str] = &["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
    let ordinal = || ORDINALS.get(at).map_or_else(|| format!("item {}", at + 1), |word| (*word).to_owned());
    place.name.clone().filter(|name| !Words::of(name).is_empty()).unwrap_or_else(ordinal)
}

/// The setters for fields of these names.
pub(super) fn setters(fields: &[String]) -> Vec<String> {
    let wishes: Vec<_> = fields
        .iter()
        .map(|field| {
            let with = format!("with_{}", field.trim_end_matches('_'));
            Wish::new((), field.clone(), move || vec![with.clone(), format!("{with}_field")])
        })
        .collect();
    choose(&wishes, str::to_owned, reserved::is_method)
}

/// The fields for the headers of a response.
pub(super) fn headers(headers: &[Parameter]) -> Vec<String> {
    snakes(headers.iter().map(|header| header.wire.as_str()), "header", |name| name == "body")
}

fn snakes<'a>(wires: impl Iterator<Item = &'a str>, what: &str, is_taken: impl Fn(&str) -> bool) -> Vec<String> {
    let wishes: Vec<_> = wires
        .map(|wire| {
            let others = move || spellings(wire, what).iter().map(Words::snake).collect();
            let best = member(wire).snake();
            Wish::new((), if is_taken(&best) { format!("{best}_") } else { best }, others).written(wire)
        })
        .collect();
    choose(&wishes, str::to_owned, &is_taken)
}

/// What a member is called in words; never without any.
pub(super) fn member(wire: &str) -> Words {
    urns::member(wire).unwrap_or_else(|| some_words(wire))
}

/// Spellings of a name, from plain to explicit.
fn spellings(wire: &str, what: &str) -> Vec<Words> {
    let plain = Words::of(wire);
    let signs = Words::with_signs(wire);
    let style = Words::style(wire);
    let mut spellings = Vec::new();
    if !plain.is_empty() || wire.is_empty() {
        spellings.push(plain.clone());
    }
    spellings.extend([signs.clone(), plain.and(style), signs.and(style), signs.and(what)]);
    spellings
}

/// One naming strategy after another, until one gives all values of an enum with this name different names.
pub(super) fn values(ty: &Enum, name: &str) -> Vec<String> {
    let title = |value: &EnumValue| value.title.as_deref().map(Words::of).filter(|title| !title.is_empty());
    let titled = |value: &EnumValue| title(value).unwrap_or_else(|| some_words(&value.wire));
    let has_titles = ty.values.iter().any(|value| title(value).is_some());
    let titles = has_titles.then(|| ty.values.iter().map(titled).collect());
    let wires = || ty.values.iter().map(|value| value.wire.as_str());
    let plain = || wires().map(some_words).collect();
    let signs = || wires().map(Words::with_signs).collect();
    let short = wires().map(|wire| urns::value(wire).unwrap_or_else(|| some_words(wire))).collect();
    [titles, Some(without_type(short, &Words::of(name))), Some(plain()), Some(signs())]
        .into_iter()
        .flatten()
        .map(|words| words.iter().map(value).collect::<Vec<_>>())
        .find(|names| fit(names))
        .unwrap_or_else(|| one_by_one(wires()))
}

/// Values that all begin with how their type ends, without that: `USER_STATE_ACTIVE` of `V1UserState` is active.
fn without_type(values: Vec<Words>, ty: &Words) -> Vec<Words> {
    let [first, _, ..] = values.as_slice() else { return values };
    let begins = |count: usize| {
        let shared = first.as_slice().get(..count)?;
        let is_there = |value: &Words| value.as_slice().len() > count && value.as_slice().starts_with(shared);
        (ty.as_slice().ends_with(shared) && values.iter().all(is_there)).then_some(count)
    };
    match (1..=ty.as_slice().len()).rev().find_map(begins) {
        Some(count) => values.iter().map(|value| value.as_slice().iter().skip(count).collect()).collect(),
        None => values,
    }
}

/// A value in words as a variant. `Unknown` is the variant for what no document lists.
fn value(words: &Words) -> String {
    let name = words.pascal('V');
    if name == UNKNOWN { words.and("value").pascal('V') } else { name }
}

/// `-1` and `+1`, which are not `1`; `-name` is an order by name.
fn is_signed(wire: &str) -> bool {
    wire.strip_prefix(['-', '+']).is_some_and(|number| number.starts_with(|sign: char| sign.is_ascii_digit()))
}

/// The words of a name; where it has none, or a sign makes it another number, with words for its signs.
pub(super) fn some_words(wire: &str) -> Words {
    let plain = Words::of(wire);
    if plain.is_empty() || is_signed(wire) { Words::with_signs(wire) } else { plain }
}

/// Whether all are different.
fn fit(names: &[String]) -> bool {
    let mut seen = HashSet::new();
    names.iter().all(|name| seen.insert(name.as_str()))
}

const UNKNOWN: &str = "Unknown";

/// Where no strategy fits all, each value has the plainest name that is free.
fn one_by_one<'a>(wires: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wishes: Vec<_> = wires
        .map(|wire| {
            let others = move || spellings(wire, "value").iter().map(value).collect();
            Wish::new((), value(&some_words(wire)), others).written(wire)
        })
        .collect();
    choose(&wishes, str::to_owned, |_| false)
}

/// The cases of a choice: after their tags if they have one, else after what the document calls them, else after their
/// types; and last, what they share.
pub(super) fn cases(model: &Model, choice: &Choice, ty: &impl Fn(TypeId) -> String) -> Vec<String> {
    let wishes = choice.cases.iter().enumerate().map(|(at, case)| {
        let called = case_words(model, choice, at).map(|words| value(&words));
        let kind = kind(&case.ty, ty);
        let both = called.as_ref().map(|called| format!("{called}{kind}"));
        let candidates = called.into_iter().chain([kind.clone()]).chain(both).chain([format!("{kind}Case")]);
        Wish::of(0, candidates.collect())
    });
    let base = choice.unlisted.base().map(|_| Wish::of(1, ["Other", "OtherBase"].map(str::to_owned).to_vec()));
    let wishes: Vec<_> = wishes.chain(base).collect();
    choose(&wishes, str::to_owned, |name| name == UNKNOWN)
}

/// What a case is called, if not after its type: the only text that is its tag, the name that the document gives it, the
/// first of several texts, or what kind of value it is where it has no name and is the only one of its kind.
pub(super) fn case_words(model: &Model, choice: &Choice, at: usize) -> Option<Words> {
    let case = choice.cases.get(at)?;
    let tag = case.tags.first().and_then(Json::as_str).map(some_words);
    let named = case.name.as_deref().map(some_words).filter(|words| !words.is_empty());
    let words = if case.tags.len() == 1 { tag.or(named) } else { named.or(tag) };
    words.or_else(|| kind_words(model, choice, at))
}

fn kind_words(model: &Model, choice: &Choice, at: usize) -> Option<Words> {
    let kind = |case: &Case| match &case.ty {
        Ref::Named(id) if matches!(model.ty(*id).name, TypeName::Named(_)) => None,
        Ref::Named(id) => match &model.ty(*id).shape {
            Shape::Enum(Enum { kind: EnumKind::String, .. }) => Some("text"),
            Shape::Enum(Enum { kind: EnumKind::Integer, .. }) => Some("integer"),
            Shape::Object(_) => Some("object"),
            Shape::Tuple(_) => Some("list"),
            Shape::Choice(_) | Shape::Alias(_) | Shape::Undefined => None,
        },
        _ => None,
    };
    let own = kind(choice.cases.get(at)?)?;
    let is_only = choice.cases.iter().filter(|case| kind(case) == Some(own)).count() == 1;
    let words = if is_only { own.to_owned() } else { format!("case{}", at + 1) };
    Some(Words::of(&words))
}

/// What a type is called in one word: `User`, `String`, `UserList`.
fn kind(ty: &Ref, name: &impl Fn(TypeId) -> String) -> String {
    match ty {
        Ref::Named(id) => name(*id),
        Ref::List { item, .. } => nested(item, name, "List"),
        Ref::Map { value, .. } => nested(value, name, "Map"),
        Ref::Nullable(inner) => kind(inner, name),
        Ref::Any => "Any".to_owned(),
        Ref::Scalar(scalar) => match scalar.kind {
            ScalarKind::String => "String",
            ScalarKind::Integer => "Integer",
            ScalarKind::Number => "Number",
            ScalarKind::Boolean => "Boolean",
            ScalarKind::Bytes => "Bytes",
            ScalarKind::Null => "Null",
        }
        .to_owned(),
    }
}

fn nested(item: &Ref, name: &impl Fn(TypeId) -> String, suffix: &str) -> String {
    format!("{}{suffix}", kind(item, name))
}

/// The variants of permissions.
pub(super) fn permissions(permissions: &[Permission]) -> Vec<String> {
    variants(permissions.iter().map(|permission| permission.wire.as_str()), "permission")
}

fn variants<'a>(wires: impl Iterator<Item = &'a str>, what: &str) -> Vec<String> {
    let wishes: Vec<_> = wires
        .map(|wire| {
            let others = move || spellings(wire, what).iter().map(|words| words.pascal('V')).collect();
            Wish::new((), some_words(wire).pascal('V'), others).written(wire)
        })
        .collect();
    choose(&wishes, str::to_owned, |_| false)
}

/// The offerings that permissions name, as written and as variants.
pub(super) fn offerings(permissions: &[Permission]) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    let all = permissions.iter().flat_map(|permission| &permission.offerings).map(String::as_str);
    let wires: Vec<&str> = all.filter(|wire| seen.insert(*wire)).collect();
    let names = variants(wires.iter().copied(), "offering");
    wires.into_iter().map(str::to_owned).zip(names).collect()
}

/// The variants of bodies in several media types.
pub(super) fn media(contents: &[Content]) -> Vec<String> {
    let wishes: Vec<_> = contents
        .iter()
        .map(|content| {
            let media_type = &content.media_type;
            let others = move || vec![Words::of(media_type).pascal('M'), Words::with_signs(media_type).pascal('M')];
            Wish::new((), medium(media_type), others)
        })
        .collect();
    choose(&wishes, str::to_owned, |_| false)
}

/// How many headers a struct of them is called after.
const SPELLED: usize = 3;

pub(super) fn sets_of_headers(sets: &[Vec<&str>]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut free = |name: String| {
        let numbers = std::iter::once(String::new()).chain((2..).map(|number: u64| number.to_string()));
        let mut names = numbers.map(|number| format!("{name}{number}"));
        names.find(|name| taken.insert(name.clone())).unwrap_or(name.clone())
    };
    sets.iter().map(|wires| free(set_of_headers(wires))).collect()
}

fn set_of_headers(wires: &[&str]) -> String {
    let starts = |wire: &str| wire.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    let word = |wire: &&str| Words::of(wire.get(2..).filter(|_| starts(wire)).unwrap_or(wire)).pascal('N');
    let mut words: Vec<String> = wires.iter().take(SPELLED).map(word).collect();
    if wires.len() > SPELLED {
        words.truncate(SPELLED - 1);
        words.push("More".to_owned());
    }
    // A word that Rust reserves is none any more.
    words.join("And").replace('_', "") + "Headers"
}

pub(super) fn medium(media_type: &str) -> String {
    let essence = essence(media_type);
    let known = match essence {
        "application/x-www-form-urlencoded" => "Form",
        "multipart/form-data" => "Multipart",
        "text/plain" => "Text",
        "application/octet-stream" => "Bytes",
        "*/*" => "Any",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let (kind, subtype) = essence.split_once('/').unwrap_or((essence, ""));
    let subtype = subtype.trim_start_matches("x-").trim_start_matches("vnd.");
    let words = Words::of(subtype);
    if words.is_empty() { Words::of(kind).pascal('M') } else { words.pascal('M') }
}
