//! From pieces of a request back to a value: what a parameter or a field of a form may mean by its style. Which of several
//! meanings counts depends on the type, so that the likeliest is tried first.

use super::escape::{Unreadable, escape, is, unescape};
use super::{Delimiter, Escapes};
use crate::arguments::told;
use crate::operation::{Parameter, Style};
use crate::wire::brackets::{Brackets, ONCE};
use crate::wire::{self, Become, FormMut, Mode, Rest, Text, Value};

/// What a request has of a value.
#[derive(Debug)]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A text, split by style.
    Text {
        /// What is meant first of all.
        text: Text,
        /// What else may be meant, such as the same unsplit.
        others: Vec<Text>,
    },
    /// What the brackets behind its name say.
    Brackets(Brackets),
}

impl Found {
    fn one(text: String) -> Self {
        Self::Text { text: Text::One(text), others: Vec::new() }
    }

    /// Reads the value. Nothing leaves it as it is.
    pub(crate) fn read(self, parameter: &Parameter, slot: &mut dyn Value) -> Result<(), String> {
        let (text, others) = match self {
            Self::Nothing => return Ok(()),
            Self::Brackets(brackets) => return brackets.read(slot).map_err(|error| told(&error)),
            Self::Text { text, others } => (text, others),
        };
        if matches!(parameter.style, Style::Json | Style::WholeJson) {
            let Text::One(text) = text else { return Err(ONCE.to_owned()) };
            return wire::read_into(slot, text.as_bytes(), Mode::Strict).map_err(|error| told(&error));
        }
        let is_several = matches!(text, Text::Many(_) | Text::Members(_)) && others.is_empty();
        let Err(error) = slot.read_text(text) else { return Ok(()) };
        if others.into_iter().any(|other| slot.read_text(other).is_ok()) {
            return Ok(());
        }
        let is_no_list = matches!(error.fault(), wire::Fault::Type { found: "an array", .. });
        Err(if is_several && is_no_list { ONCE.to_owned() } else { told(&error) })
    }
}

/// The pairs of a query string, still escaped except that plus signs are blanks.
pub(crate) fn split_query(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.replace('+', "%20"), value.replace('+', "%20"))
        })
        .collect()
}

/// Reads a parameter that is the whole query, up to the pairs that others have put behind it.
pub(crate) fn read_whole_query(query: &str) -> Result<Found, Unreadable> {
    let own = query.split('&').next().unwrap_or_default();
    if own.is_empty() { Ok(Found::Nothing) } else { unescape(own).map(Found::one) }
}

/// Reads a path parameter from its place.
pub(crate) fn read_path(parameter: &Parameter, raw: &str, slot: &mut dyn Value) -> Result<Found, Unreadable> {
    if parameter.style == Style::Json {
        return unescape(raw).map(Found::one);
    }
    let (body, joint) = match parameter.style {
        Style::Label => (raw.strip_prefix('.').unwrap_or(raw), if parameter.explode { '.' } else { ',' }),
        Style::Matrix => (raw.strip_prefix(';').unwrap_or(raw), if parameter.explode { ';' } else { ',' }),
        _ => (raw, ','),
    };
    let name = escape(parameter.name);
    let unnamed = |piece: &'_ str| match (parameter.style, piece.strip_prefix(name.as_str())) {
        (Style::Matrix, Some("")) => String::new(),
        (Style::Matrix, Some(value)) if value.starts_with('=') => value.chars().skip(1).collect(),
        _ => piece.to_owned(),
    };
    let is_object = Room::of(slot).is_object();
    if is_object && parameter.explode {
        let pairs = body.split(joint).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let members = pairs.map(|(key, value)| -> Result<_, Unreadable> { Ok((unescape(key)?, unescape(value)?)) });
        return Ok(Found::Text { text: Text::Members(members.collect::<Result<_, _>>()?), others: Vec::new() });
    }
    if parameter.style == Style::Matrix && parameter.explode {
        let whole = Text::One(unescape(&unnamed(body))?);
        let pieces = body.split(joint).map(|piece| unescape(&unnamed(piece))).collect::<Result<_, _>>()?;
        return Ok(Found::Text { text: grouped(pieces), others: vec![whole] });
    }
    let joint = (joint != ',').then_some(joint);
    split_at(parameter, &unnamed(body), Escapes::of(parameter), is_object, joint)
}

/// The value of a header that stands several times.
pub(crate) fn several_headers(parameter: &Parameter, values: &[&str]) -> String {
    values.join(Delimiter::of(parameter.style).raw().encode_utf8(&mut [0; 4]))
}

/// Reads a header from its value.
pub(crate) fn read_header(parameter: &Parameter, value: &str, slot: &mut dyn Value) -> Found {
    let delimiter = Delimiter::of(parameter.style).raw();
    let pieces: Vec<String> = value.split(delimiter).map(|piece| piece.trim().to_owned()).collect();
    let text = match Room::of(slot).is_object() {
        true if parameter.explode => {
            let pair = |pair: &String| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                (key.to_owned(), value.to_owned())
            };
            Text::Members(pieces.iter().map(pair).collect())
        }
        true => members_of(&pieces).unwrap_or_else(|| Text::One(value.to_owned())),
        false => grouped(pieces),
    };
    Found::Text { text, others: vec![Text::One(value.to_owned())] }
}

/// Several items, or the only one.
fn grouped(mut pieces: Vec<String>) -> Text {
    match (pieces.len(), pieces.pop()) {
        (1, Some(piece)) => Text::One(piece),
        (_, Some(last)) => {
            pieces.push(last);
            Text::Many(pieces)
        }
        (_, None) => Text::Absent,
    }
}

/// Names and values by turns; none where a value lacks.
fn members_of(pieces: &[String]) -> Option<Text> {
    let pairs = pieces.chunks(2).map(|pair| match pair {
        [key, value] => Some((key.clone(), value.clone())),
        _ => None,
    });
    pairs.collect::<Option<_>>().map(Text::Members)
}

/// Which members a value may have.
enum Room {
    /// It is no object.
    None,
    /// These alone.
    Members(Vec<&'static str>),
    /// These, and any others.
    Any(Vec<&'static str>),
}

impl Room {
    fn of(slot: &mut dyn Value) -> Self {
        let is_map = matches!(slot.form_mut(Become::Value), FormMut::Map(_));
        let room = match slot.model_mut() {
            Some(model) => {
                let shape = model.shape();
                let names = shape.members().iter().map(|member| member.name).collect();
                if shape.rest == Rest::Member { Self::Any(names) } else { Self::Members(names) }
            }
            None if is_map => Self::Any(Vec::new()),
            None => Self::None,
        };
        slot.clear();
        room
    }

    fn is_object(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// The name of the member that a pair is about, and the brackets behind it.
    fn member<'n>(&self, name: &'n str, is_other: &dyn Fn(&str) -> bool) -> Option<(&'n str, &'n str)> {
        let (Self::Members(names) | Self::Any(names)) = self else { return None };
        if names.contains(&name) {
            return Some((name, ""));
        }
        let (base, brackets) = name.split_at(name.find('[').unwrap_or(name.len()));
        let is_open = matches!(self, Self::Any(_)) && !is_other(name) && !is_other(base);
        (names.contains(&base) || is_open).then_some((base, brackets))
    }
}

/// Reads a query or cookie parameter from all pairs, of which some belong to other parameters.
pub(crate) fn read_pairs(
    parameter: &Parameter,
    pairs: &[(String, String)],
    slot: &mut dyn Value,
    is_other: &dyn Fn(&str) -> bool,
) -> Result<Found, Unreadable> {
    let room = Room::of(slot);
    let raw = || pairs.iter().filter(|(name, _)| is(name, parameter.name)).map(|(_, value)| value.as_str());
    match parameter.style {
        Style::DeepObject => return deep(parameter, pairs, room.is_object()),
        Style::Pairs => return inner(raw().next()),
        Style::Json | Style::Whole | Style::WholeJson => {}
        _ if parameter.explode && room.is_object() => return exploded(&room, pairs, is_other),
        _ => {}
    }
    match raw().collect::<Vec<_>>().as_slice() {
        [] if parameter.style == Style::Json => Ok(Found::Nothing),
        [] if room.is_object() || is_list(slot) => deep(parameter, pairs, room.is_object()),
        [] => Ok(Found::Nothing),
        [one] if parameter.explode || parameter.style == Style::Json => unescape(one).map(Found::one),
        [one] => split(parameter, one, Escapes::of(parameter), room.is_object()),
        many => {
            let values = many.iter().map(|value| unescape(value)).collect::<Result<Vec<_>, _>>()?;
            Ok(Found::Text { text: Text::Many(values), others: Vec::new() })
        }
    }
}

fn is_list(slot: &mut dyn Value) -> bool {
    let is_list = matches!(slot.form_mut(Become::Value), FormMut::List(_));
    slot.clear();
    is_list
}

/// `a[b]=1` has members, and so has `a[b][c]=1`; lists are written as `a[]=1` and other values as `a=1`, which OpenAPI
/// leaves open.
fn deep(parameter: &Parameter, pairs: &[(String, String)], object: bool) -> Result<Found, Unreadable> {
    let (mut brackets, mut values) = (Brackets::default(), Vec::new());
    for (name, value) in pairs {
        let name = unescape(name)?;
        let Some(key) = name.strip_prefix(parameter.name) else { continue };
        match key {
            "" => values.push(unescape(value)?),
            "[]" if !object => values.push(unescape(value)?),
            key if key.starts_with('[') => brackets.put(key, unescape(value)?)?,
            _ => {}
        }
    }
    brackets.settle()?;
    Ok(match values.as_slice() {
        _ if !brackets.is_empty() => Found::Brackets(brackets),
        [] => Found::Nothing,
        [one] => Found::one(one.clone()),
        _ => Found::Text { text: Text::Many(values), others: Vec::new() },
    })
}

/// The members of a query string inside a value.
fn inner(raw: Option<&str>) -> Result<Found, Unreadable> {
    let Some(raw) = raw else { return Ok(Found::Nothing) };
    let whole = unescape(raw)?;
    let mut brackets = Brackets::default();
    for (name, value) in split_query(&whole) {
        let name = unescape(&name)?;
        let (base, within) = name.split_at(name.find('[').unwrap_or(name.len()));
        brackets.put_member(base, within, unescape(&value)?)?;
    }
    brackets.settle()?;
    Ok(if brackets.is_empty() { Found::one(whole) } else { Found::Brackets(brackets) })
}

/// Members as pairs of their own; those that stand several times are lists.
fn exploded(room: &Room, pairs: &[(String, String)], is_other: &dyn Fn(&str) -> bool) -> Result<Found, Unreadable> {
    let mut brackets = Brackets::default();
    for (name, value) in pairs {
        let Ok(name) = unescape(name) else { continue };
        if let Some((member, within)) = room.member(&name, is_other) {
            brackets.put_member(member, within, unescape(value)?)?;
        }
    }
    brackets.settle()?;
    Ok(if brackets.is_empty() { Found::Nothing } else { Found::Brackets(brackets) })
}

/// Reads a list or an object whose parts stand in one text.
pub(crate) fn split(parameter: &Parameter, raw: &str, escapes: Escapes, object: bool) -> Result<Found, Unreadable> {
    split_at(parameter, raw, escapes, object, None)
}

/// The same, at another character than the style has between commas.
fn split_at(
    parameter: &Parameter,
    raw: &str,
    escapes: Escapes,
    object: bool,
    joint: Option<char>,
) -> Result<Found, Unreadable> {
    let plain = |text: &str| match escapes {
        Escapes::None => Ok(text.to_owned()),
        Escapes::Percent { .. } => unescape(text),
    };
    let whole = plain(raw)?;
    let delimiter = joint.unwrap_or_else(|| Delimiter::of(parameter.style).raw());
    let meant = |pieces: Vec<String>| match object {
        true => members_of(&pieces).unwrap_or_else(|| Text::One(whole.clone())),
        false => grouped(pieces),
    };
    let decoded = || whole.split(delimiter).map(str::to_owned).collect::<Vec<_>>();
    // A comma may be a part of an item where it is escaped; other delimiters always are.
    let pieces = match delimiter {
        ',' | '.' => raw.split(delimiter).map(plain).collect::<Result<Vec<_>, _>>()?,
        _ => decoded(),
    };
    // Who writes forms and queries by hand or by a library escapes the commas between items, too.
    let mut others = vec![Text::One(whole.clone())];
    if pieces.len() == 1 || (object && pieces.len() % 2 == 1) {
        others.push(meant(decoded()));
    }
    Ok(Found::Text { text: meant(pieces), others })
}
