//! Whether a value is one of a type: kinds, required members, listed values and limits. Patterns and formats are not looked
//! at; of alternatives, one that fits is enough.

use std::collections::HashMap;
use std::fmt;

use super::{
    Bounds, Choice, Constraints, Enum, EnumKind, Json, Model, Number, Object, Ref, Rest, Scalar, ScalarKind, Shape,
    Tag, Tuple, Unlisted,
};

/// How deep values are looked into.
const DEPTH: usize = 30;
/// How many comparisons a value is worth; alternatives within alternatives multiply.
const PATIENCE: usize = 5000;

/// Why a value is not one of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    expected: String,
    /// The steps to the part that does not fit, innermost first.
    steps: Vec<String>,
}

/// What was expected, and where as a JSON pointer, unless that is the value itself.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)?;
        if self.steps.is_empty() {
            return Ok(());
        }
        f.write_str(" at `")?;
        self.steps.iter().rev().try_for_each(|step| write!(f, "/{}", step.replace('~', "~0").replace('/', "~1")))?;
        f.write_str("`")
    }
}

impl Model {
    /// Why a value is not one of a type; nothing when it is one, or when finding out takes too long.
    #[must_use]
    pub fn misfit(&self, ty: &Ref, value: &Json) -> Option<Misfit> {
        let mut fit = Fit { model: self, patience: PATIENCE };
        fit.misfit(ty, value, 0)
    }
}

struct Fit<'m> {
    model: &'m Model,
    patience: usize,
}

impl Fit<'_> {
    fn misfit(&mut self, ty: &Ref, value: &Json, depth: usize) -> Option<Misfit> {
        self.patience = self.patience.saturating_sub(1);
        if depth > DEPTH || self.patience == 0 {
            return None;
        }
        match ty {
            Ref::Any => None,
            Ref::Nullable(_) if value.is_null() => None,
            Ref::Nullable(inner) => self.misfit(inner, value, depth),
            Ref::Scalar(scalar) => scalar_misfit(scalar, value),
            Ref::List { item, count, .. } => self.list(item, *count, value, depth),
            Ref::Map { value: inner, count } => self.map(inner, *count, value, depth),
            Ref::Named(id) => match &self.model.ty(*id).shape {
                Shape::Undefined => None,
                Shape::Alias(other) => self.misfit(other, value, depth + 1),
                Shape::Enum(listed) => enum_misfit(listed, value),
                Shape::Object(object) => self.object(object, value, depth),
                Shape::Choice(choice) => self.choice(choice, value, depth),
                Shape::Tuple(tuple) => self.tuple(tuple, value, depth),
            },
        }
    }

    fn list(&mut self, item: &Ref, count: Bounds, value: &Json, depth: usize) -> Option<Misfit> {
        let Json::Array(items) = value else { return expected("an array") };
        counted(count, items.len(), "items").or_else(|| {
            let mut places = items.iter().enumerate();
            places.find_map(|(at, value)| below(at, self.misfit(item, value, depth + 1)))
        })
    }

    fn tuple(&mut self, tuple: &Tuple, value: &Json, depth: usize) -> Option<Misfit> {
        let Json::Array(items) = value else { return expected("an array") };
        let rest = match &tuple.rest {
            Rest::Kept(rest) => Some(rest.as_ref()),
            Rest::Ignored | Rest::Refused => None,
        };
        counted(tuple.count, items.len(), "items").or_else(|| {
            let places = tuple.places.iter().map(|place| &place.ty).chain(rest.into_iter().cycle());
            let mut items = places.zip(items).enumerate();
            items.find_map(|(at, (ty, value))| below(at, self.misfit(ty, value, depth + 1)))
        })
    }

    fn map(&mut self, inner: &Ref, count: Bounds, value: &Json, depth: usize) -> Option<Misfit> {
        let Json::Object(members) = value else { return expected("an object") };
        counted(count, members.len(), "members")
            .or_else(|| members.iter().find_map(|(name, value)| below(name, self.misfit(inner, value, depth + 1))))
    }

    fn object(&mut self, object: &Object, value: &Json, depth: usize) -> Option<Misfit> {
        let Json::Object(members) = value else { return expected("an object") };
        let one_way = |field: &super::Field| field.read_only || field.write_only;
        let mut missing = object
            .fields
            .iter()
            .filter(|field| field.required && !one_way(field) && !members.contains_key(&field.wire));
        if let Some(field) = missing.next() {
            return expected(format!("the member `{}`", field.wire));
        }
        let known: HashMap<&str, &Ref> = object.fields.iter().map(|field| (field.wire.as_str(), &field.ty)).collect();
        members.iter().find_map(|(name, value)| {
            let ty = match known.get(name.as_str()) {
                Some(ty) => ty,
                None => match &object.rest {
                    Rest::Ignored => return None,
                    Rest::Refused => return expected(format!("no member `{name}`")),
                    Rest::Kept(ty) => &**ty,
                },
            };
            below(name, self.misfit(ty, value, depth + 1))
        })
    }

    fn choice(&mut self, choice: &Choice, value: &Json, depth: usize) -> Option<Misfit> {
        if let Tag::Member(tag) = &choice.tag {
            return match (value.get(tag), &choice.unlisted) {
                // Other tags are kept by clients.
                (Some(tag), _) => {
                    let told = choice.cases.iter().find(|case| case.tags.contains(tag));
                    told.and_then(|case| self.misfit(&case.ty, value, depth + 1))
                }
                (None, Unlisted::Case(_)) => None,
                (None, Unlisted::Unknown | Unlisted::Base { .. }) => expected(format!("the member `{tag}`")),
            };
        }
        let fits = choice.cases.iter().any(|case| self.misfit(&case.ty, value, depth + 1).is_none());
        if fits { None } else { expected("one of the alternatives") }
    }
}

fn expected(what: impl Into<String>) -> Option<Misfit> {
    Some(Misfit { expected: what.into(), steps: Vec::new() })
}

/// The same problem, seen from one level further up.
fn below(step: impl ToString, problem: Option<Misfit>) -> Option<Misfit> {
    let mut problem = problem?;
    problem.steps.push(step.to_string());
    Some(problem)
}

fn counted(count: Bounds, is: usize, of: &str) -> Option<Misfit> {
    let is = is as u64;
    if let Some(min) = count.min.filter(|min| is < *min) {
        return expected(format!("at least {min} {of}"));
    }
    count.max.filter(|max| is > *max).and_then(|max| expected(format!("at most {max} {of}")))
}

fn enum_misfit(listed: &Enum, value: &Json) -> Option<Misfit> {
    let value = super::compared(value.clone());
    let is_of_kind = match listed.kind {
        EnumKind::String => value.is_string(),
        EnumKind::Integer => value.is_i64() || value.is_u64(),
    };
    let fits = listed.open && is_of_kind || listed.json().any(|listed| listed == value);
    if fits { None } else { expected("one of the listed values") }
}

fn scalar_misfit(scalar: &Scalar, value: &Json) -> Option<Misfit> {
    let (fits, name) = match scalar.kind {
        ScalarKind::String | ScalarKind::Bytes => (value.is_string(), "a string"),
        ScalarKind::Integer => (is_whole(value), "a whole number"),
        ScalarKind::Number => (value.is_number(), "a number"),
        ScalarKind::Boolean => (value.is_boolean(), "true or false"),
        ScalarKind::Null => (value.is_null(), "null"),
    };
    if fits { limits(&scalar.constraints, value) } else { expected(name) }
}

fn is_whole(value: &Json) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn limits(constraints: &Constraints, value: &Json) -> Option<Misfit> {
    if !constraints.values.is_empty() && !constraints.values.contains(value) {
        return expected("one of the listed values");
    }
    if let Some(text) = value.as_str() {
        return counted(constraints.length, text.chars().count(), "characters");
    }
    let number = value.as_f64()?;
    let limit = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
    if let Some(least) = limit(&constraints.minimum).filter(|least| number < *least) {
        return expected(format!("at least {least}"));
    }
    limit(&constraints.maximum).filter(|most| number > *most).and_then(|most| expected(format!("at most {most}")))
}
