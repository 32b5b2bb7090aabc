//! Text, numbers, and values from a list.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::rules::{CONSTRAINT, FORMAT, TYPE, VALUE_ADDED, VALUE_REMOVED};
use super::site::Site;
use super::{Differ, Values};
use crate::model::{Constraints, Enum, Format, Json, Number, Scalar, ScalarKind, compared};

impl Differ<'_> {
    pub(super) fn scalar(&mut self, old: &Scalar, new: &Scalar, site: &Site) {
        if old.kind != new.kind {
            let values = match (old.kind, new.kind) {
                (ScalarKind::Integer, ScalarKind::Number) => Values::MORE,
                (ScalarKind::Number, ScalarKind::Integer) => Values::FEWER,
                _ => Values::OTHER,
            };
            self.values(&TYPE, site, format!("{} is now {}", described(old), described(new)), values);
            return;
        }
        self.format(old, new, site);
        self.contained("content encoding", (&old.constraints.encoding, &new.constraints.encoding), site);
        self.contained("content media type", (&old.constraints.media_type, &new.constraints.media_type), site);
        self.constraints(&old.constraints, &new.constraints, site);
    }

    fn format(&mut self, old: &Scalar, new: &Scalar, site: &Site) {
        let is_binary = |scalar: &Scalar| scalar.format.as_ref().is_none_or(|format| format.as_str() == "binary");
        if old.format == new.format || old.kind == ScalarKind::Bytes && is_binary(old) && is_binary(new) {
            return;
        }
        let shown = |scalar: &Scalar| scalar.format.as_ref().map_or("any", Format::as_str).to_owned();
        let (was, is) = (particularity(old.format.as_ref()), particularity(new.format.as_ref()));
        let values = match was.cmp(&is) {
            Ordering::Less => Values::FEWER,
            Ordering::Greater => Values::MORE,
            Ordering::Equal if was == PARTICULAR => Values::OTHER,
            Ordering::Equal => Values::SAME,
        };
        self.values(&FORMAT, site, format!("the format was {} and is {}", shown(old), shown(new)), values);
    }

    /// What a text contains changes no text.
    fn contained(&mut self, what: &str, (old, new): (&Option<String>, &Option<String>), site: &Site) {
        if old != new {
            let shown = |stated: &Option<String>| stated.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!("the {what} was {} and is {}", shown(old), shown(new));
            self.values(&FORMAT, site, message, Values::SAME);
        }
    }

    fn constraints(&mut self, old: &Constraints, new: &Constraints, site: &Site) {
        self.least("least length", old.length.min, new.length.min, site);
        self.greatest("greatest length", old.length.max, new.length.max, site);
        self.least("minimum", number(&old.minimum), number(&new.minimum), site);
        self.greatest("maximum", number(&old.maximum), number(&new.maximum), site);
        self.least("exclusive minimum", number(&old.exclusive_minimum), number(&new.exclusive_minimum), site);
        self.greatest("exclusive maximum", number(&old.exclusive_maximum), number(&new.exclusive_maximum), site);
        self.either("pattern", old.pattern.as_ref(), new.pattern.as_ref(), site);
        self.either("multiple", number(&old.multiple_of), number(&new.multiple_of), site);
        if old.values.is_empty() != new.values.is_empty() {
            let values = if new.values.is_empty() { Values::MORE } else { Values::FEWER };
            self.values(&CONSTRAINT, site, "another list of values", values);
        } else {
            let text =
                |values: &[Json]| values.iter().map(|value| compared(value.clone()).to_string()).collect::<Vec<_>>();
            self.listed(&text(&old.values), &text(&new.values), site);
        }
    }

    /// A bound below.
    pub(super) fn least<T: PartialOrd + ToString>(&mut self, what: &str, old: Option<T>, new: Option<T>, site: &Site) {
        let values = match (&old, &new) {
            (None, Some(_)) => Values::FEWER,
            (Some(_), None) => Values::MORE,
            (Some(was), Some(is)) if was < is => Values::FEWER,
            (Some(was), Some(is)) if was > is => Values::MORE,
            _ => return,
        };
        self.bound(what, old, new, site, values);
    }

    /// A bound above.
    pub(super) fn greatest<T: PartialOrd + ToString>(
        &mut self,
        what: &str,
        old: Option<T>,
        new: Option<T>,
        site: &Site,
    ) {
        let values = match (&old, &new) {
            (None, Some(_)) => Values::FEWER,
            (Some(_), None) => Values::MORE,
            (Some(was), Some(is)) if was > is => Values::FEWER,
            (Some(was), Some(is)) if was < is => Values::MORE,
            _ => return,
        };
        self.bound(what, old, new, site, values);
    }

    /// Something that is satisfied or not.
    fn either<T: PartialEq + ToString>(&mut self, what: &str, old: Option<T>, new: Option<T>, site: &Site) {
        let values = match (&old, &new) {
            (None, Some(_)) => Values::FEWER,
            (Some(_), None) => Values::MORE,
            (Some(was), Some(is)) if was != is => Values::OTHER,
            _ => return,
        };
        self.bound(what, old, new, site, values);
    }

    fn bound<T: ToString>(&mut self, what: &str, old: Option<T>, new: Option<T>, site: &Site, values: Values) {
        let shown = |value: Option<T>| value.map_or("none".to_owned(), |value| format!("`{}`", value.to_string()));
        let what = format!("the {what} was {} and is {}", shown(old), shown(new));
        self.values(&CONSTRAINT, site, what, values);
    }

    pub(super) fn enumeration(&mut self, old: &Enum, new: &Enum, site: &Site) {
        let text = |list: &Enum| list.values.iter().map(|value| value.wire.clone()).collect::<Vec<_>>();
        match (old.open, new.open) {
            (false, false) => self.listed(&text(old), &text(new), site),
            (true, true) => {}
            (true, false) => {
                self.values(&CONSTRAINT, site, "any text was a value, now only those listed".to_owned(), Values::FEWER)
            }
            (false, true) => {
                self.values(&CONSTRAINT, site, "any text is a value now, beside those listed".to_owned(), Values::MORE)
            }
        }
    }

    fn listed(&mut self, old: &[String], new: &[String], site: &Site) {
        let (was, is): (HashSet<&String>, HashSet<&String>) = (old.iter().collect(), new.iter().collect());
        for value in old.iter().filter(|value| !is.contains(value)) {
            self.values(&VALUE_REMOVED, site, format!("the value `{value}` was removed"), Values::FEWER);
        }
        for value in new.iter().filter(|value| !was.contains(value)) {
            self.values(&VALUE_ADDED, site, format!("the value `{value}` was added"), Values::MORE);
        }
    }
}

/// Of a format that text either has or has not.
const PARTICULAR: u8 = 2;

/// How particular a format is. Of two numbers the smaller is; formats that nobody checks are not.
fn particularity(format: Option<&Format>) -> u8 {
    match format {
        Some(Format::Int32 | Format::Uint64 | Format::DateTime | Format::Date | Format::Byte) => PARTICULAR,
        Some(Format::Other(name)) if CHECKED.contains(&name.as_str()) => PARTICULAR,
        Some(Format::Float) => 1,
        _ => 0,
    }
}

/// Formats that validators know.
const CHECKED: &[&str] = &["email", "hostname", "ipv4", "ipv6", "time", "uri", "uuid"];

fn number(number: &Option<Number>) -> Option<f64> {
    number.as_ref().and_then(Number::as_f64)
}

/// A scalar in words.
pub(super) fn described(scalar: &Scalar) -> String {
    let kind = match scalar.kind {
        ScalarKind::String => "text",
        ScalarKind::Integer => "a whole number",
        ScalarKind::Number => "a number",
        ScalarKind::Boolean => "true or false",
        ScalarKind::Bytes => "bytes",
        ScalarKind::Null => "null",
    };
    kind.to_owned()
}
