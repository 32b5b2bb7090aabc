//! Defaults are raw text in LAP: values, prose, nothing at all. What is a value of its type is a default; the rest is
//! documentation.

use std::borrow::Cow;

use super::super::syntax::{Parameter, Type, TypeKind, Word};
use super::types::values;
use crate::model::Json;

/// What a default turns out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Default<'a> {
    /// A value of the type, and its spelling where that is not how JSON writes the value.
    Value(Json, Option<&'a str>),
    /// Something to tell people.
    Text(&'a str),
}

/// What the default of a parameter is, if it has one.
pub(super) fn default<'a>(parameter: &Parameter<'a>) -> Option<Default<'a>> {
    let text = parameter.default?;
    Some(match value(&parameter.ty, parameter.values, text) {
        Some(value) => {
            let spelling = (spelling(&value) != text).then_some(text);
            Default::Value(value, spelling)
        }
        None => Default::Text(text),
    })
}

/// The text as a value of the type, if it is one.
fn value(ty: &Type<'_>, listed: Option<&str>, text: &str) -> Option<Json> {
    match &ty.kind {
        TypeKind::List(_) => json(text).filter(Json::is_array),
        TypeKind::Object(_) | TypeKind::Map(..) => json(text).filter(Json::is_object),
        TypeKind::Named(..) => None,
        TypeKind::Word(Word::Str | Word::Any, _) if listed.is_some() => listed_text(listed?, text),
        TypeKind::Word(Word::Str, format) => string(*format, text),
        TypeKind::Word(word, _) => scalar(*word, text).filter(|value| is_listed(*word, listed, value)),
    }
}

/// How a default is written that nobody spelt otherwise: text as it is, anything else as JSON.
fn spelling(value: &Json) -> Cow<'_, str> {
    match value {
        Json::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

fn json(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

/// One of the listed values.
fn listed_text(listed: &str, text: &str) -> Option<Json> {
    values(listed)
        .is_none_or(|values| values.iter().any(|value| value.wire == text))
        .then(|| Json::String(text.to_owned()))
}

fn is_listed(word: Word, listed: Option<&str>, value: &Json) -> bool {
    listed.is_none_or(|listed| listed.split('/').any(|one| scalar(word, one).as_ref() == Some(value)))
}

/// Text that fits its format. `null` and `None` are ways to say that there is no default.
fn string(format: Option<&str>, text: &str) -> Option<Json> {
    let fits = match format {
        _ if matches!(text, "null" | "None") => false,
        None => true,
        Some("date-time") => is_date_time(text),
        Some("date") => is_date(text),
        Some(described) => !described.contains(' ') || !text.contains(' '),
    };
    fits.then(|| Json::String(text.to_owned()))
}

/// `2020-01-31T…`
fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't', ' '])
        .is_some_and(|(date, time)| is_date(date) && time.len() >= 5 && time.starts_with(|c: char| c.is_ascii_digit()))
}

/// `2020-01-31`
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &&str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// The text as a value of a type word, if it is one. `True` and `False` are spelled so in many files.
pub(super) fn scalar(word: Word, text: &str) -> Option<Json> {
    match word {
        Word::Bool => match text {
            "true" | "True" => Some(Json::Bool(true)),
            "false" | "False" => Some(Json::Bool(false)),
            _ => None,
        },
        Word::Int => json(text).filter(|value| value.is_i64() || value.is_u64()),
        Word::Num | Word::Float => json(text).filter(Json::is_number),
        Word::Array => json(text).filter(Json::is_array),
        Word::Map | Word::Object => json(text).filter(Json::is_object),
        Word::Any => any(text),
        Word::Str | Word::Bytes | Word::File | Word::Null => None,
    }
}

/// Any JSON value but null; what is no JSON is text.
fn any(text: &str) -> Option<Json> {
    match text {
        "null" | "None" => None,
        "True" => Some(Json::Bool(true)),
        "False" => Some(Json::Bool(false)),
        _ => Some(json(text).unwrap_or_else(|| Json::String(text.to_owned()))),
    }
}
