//! Proof that types lose nothing of what a server says that their documents do not know: members that are new, missing,
//! null or of another type, and words and tags that no document lists; and that none of them prints a secret. It knows
//! types only by their tables.

use crate::wire::{self, Become, CANARY, Form, FormMut, Json, Kind, Mode, Sampler, Value};

/// An emitted type: its name, and a value to read into.
pub type Type = (&'static str, fn() -> Box<dyn Value>);

/// A value of a type to read into.
#[must_use]
pub fn blank<T: Value + 'static>() -> Box<dyn Value> {
    Box::new(T::blank())
}

/// Reads and writes every type in all the ways that its document does not foresee.
///
/// # Panics
/// When anything is lost; says which type and what.
pub fn check(types: &[Type]) {
    let mut lost = Vec::new();
    let mut tried = 0;
    for (name, blank) in types {
        for text in cases(*blank) {
            tried += 1;
            if let Err(what) = survives(*blank, &text) {
                lost.push(format!("{name}: {what}"));
                break;
            }
        }
    }
    lost.extend(types.iter().filter(|(_, blank)| prints_secrets(*blank)).map(|(name, _)| format!("{name}: a secret")));
    println!("{} types, {tried} cases", types.len());
    let shown = lost.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(lost.is_empty(), "{} of {} types lose something:\n{shown}", lost.len(), types.len());
}

/// Whether a secret of a sample is printed.
fn prints_secrets(blank: fn() -> Box<dyn Value>) -> bool {
    (0..samples(blank)).any(|seed| {
        let mut value = blank();
        Sampler::new(seed * 1000).fill(&mut *value);
        format!("{:?} {:#?}", Printed(&*value), Printed(&*value)).contains(CANARY)
    })
}

/// A value as it is printed.
struct Printed<'a>(&'a dyn Value);

impl std::fmt::Debug for Printed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        wire::debug(self.0, f)
    }
}

/// What is read is written back, and that is read as the same again.
fn survives(blank: fn() -> Box<dyn Value>, text: &str) -> Result<(), String> {
    let value = match read(blank, text) {
        // A map or list of texts or numbers cannot keep another item itself; the object that it is a member of does.
        Err(_) if matches!(blank().form_mut(Become::Value), FormMut::Map(_) | FormMut::List(_)) => return Ok(()),
        value => value?,
    };
    let written = wire::write(&*value);
    if !is_kept(&*value, &json_of(text), &json_of(&written)) {
        return Err(format!("{text}\n  became {written}"));
    }
    let again = wire::write(&*read(blank, &written)?);
    if again == written { Ok(()) } else { Err(format!("{written}\n  became {again}")) }
}

/// Whether nothing was lost of what was read. Where no object is around a number that keeps its text, the nearest one is
/// the same.
fn is_kept(value: &dyn Value, read: &Json, written: &Json) -> bool {
    match value.form() {
        Form::Choice(choice) => is_kept(choice.selected().1, read, written),
        Form::Map(_) | Form::List(_) => wire::is_near(read, written),
        _ => read == written,
    }
}

fn read(blank: fn() -> Box<dyn Value>, text: &str) -> Result<Box<dyn Value>, String> {
    let mut value = blank();
    wire::read_into(&mut *value, text.as_bytes(), Mode::Lenient).map_err(|error| format!("{text}\n  {error}"))?;
    Ok(value)
}

/// Samples of a type, and what may become of them.
fn cases(blank: fn() -> Box<dyn Value>) -> Vec<String> {
    let mut cases = Vec::new();
    for seed in 0..samples(blank) {
        let mut value = blank();
        Sampler::new(seed * 1000).fill(&mut *value);
        let text = wire::write(&*value);
        if let Ok(json) = Json::parse(&text) {
            one_change(&json, &mut cases);
            many_changes(&json, seed, &mut cases);
        }
        cases.push(text);
    }
    cases
}

/// How many samples show all cases of a type.
fn samples(blank: fn() -> Box<dyn Value>) -> u32 {
    match blank().form_mut(Become::Value) {
        FormMut::Choice(choice) => u32::try_from(choice.cases().cases.len() * 3).unwrap_or(u32::MAX).min(30),
        _ => 1,
    }
}

/// Values of all kinds, none of which any document lists.
const ODD: &[&str] = &[
    "null",
    "true",
    "123456789012345678901234567890",
    "-0.1e400",
    "1e2",
    r#""surprise""#,
    r#""""#,
    r#""2026-02-30T25:61:61.123456789Z""#,
    "[]",
    r#"[null,"surprise",{}]"#,
    "{}",
    r#"{"surprise":[1.50]}"#,
];

/// The longest member that stays in a case about another member.
const BRIEF: usize = 120;

/// Every member of an object in turn: of another kind, or missing; then one more, and nothing but one more.
fn one_change(json: &Json, cases: &mut Vec<String>) {
    let Some(members) = json.members() else { return };
    let brief = |but: usize| {
        let others =
            members.iter().enumerate().filter(move |(at, (_, value))| *at != but && value.as_text().len() < BRIEF);
        others.map(|(_, (name, value))| (name.clone(), value.clone())).collect::<Vec<_>>()
    };
    for (at, (name, _)) in members.iter().enumerate() {
        let others = brief(at);
        cases.push(object(&others));
        for odd in ODD {
            let mut changed = others.clone();
            changed.push((name.clone(), json_of(odd)));
            cases.push(object(&changed));
        }
    }
    for odd in ODD {
        let mut more = brief(members.len());
        more.insert(more.len() / 2, ("sur/prise~\"".to_owned(), json_of(odd)));
        cases.push(object(&more));
    }
    cases.extend(["{}".to_owned(), r#"{"surprise":null}"#.to_owned()]);
}

/// One part in eight changed at once, wherever it stands.
fn many_changes(json: &Json, seed: u32, cases: &mut Vec<String>) {
    for round in 0..4 {
        let mut dice = Sampler::new(seed * 77 + round * 1_013);
        let mut text = String::new();
        changed(json, &mut dice, true, &mut text);
        cases.push(text);
    }
}

fn changed(json: &Json, dice: &mut Sampler, whole: bool, text: &mut String) {
    if !whole && chance(dice, 8) {
        let odd = scattered(dice, ODD.len());
        return text.push_str(ODD.get(odd).copied().unwrap_or("null"));
    }
    match json.kind() {
        Kind::Object => {
            let mut members = Vec::new();
            for (name, value) in json.members().unwrap_or_default() {
                if chance(dice, 16) {
                    continue;
                }
                let mut inside = String::new();
                changed(&value, dice, false, &mut inside);
                members.push((name, json_of(&inside)));
            }
            if chance(dice, 4) {
                members.push(("surprise".to_owned(), Json::from(1)));
            }
            text.push_str(&object(&members));
        }
        Kind::Array => {
            text.push('[');
            for (at, item) in json.items().unwrap_or_default().iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                // A list that a type is, and not a member of one, has nowhere to keep an item of another type.
                changed(item, dice, whole, text);
            }
            text.push(']');
        }
        _ => text.push_str(json.as_text()),
    }
}

/// True once in so many times.
fn chance(dice: &mut Sampler, sides: usize) -> bool {
    scattered(dice, sides) == 0
}

/// A number below a limit that tells nothing about the one before.
fn scattered(dice: &mut Sampler, limit: usize) -> usize {
    let number = u64::try_from(dice.number()).unwrap_or(0).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(number >> 33).unwrap_or(0).checked_rem(limit).unwrap_or(0)
}

fn object(members: &[(String, Json)]) -> String {
    let members = members.iter().map(|(name, value)| format!("{}:{}", Json::from(name.as_str()), value.as_text()));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn json_of(text: &str) -> Json {
    Json::parse(text).unwrap_or_default()
}
