//! Strings and numbers with their constraints.

use super::conjunction::Conjunction;
use super::fact::kind::INT_OR_STRING;
use super::reader::Reader;
use crate::diag::{Code, Diagnostic};
use crate::model::{Bounds, Constraints, Format, Number, Ref, Scalar, ScalarKind, string_kind};
use crate::read::node::Node;

pub(super) static CONSTRAINT: Code = Code {
    name: "openapi/unusable-constraint",
    page: "The value of a constraint is none that it can have, so the constraint is left out.\n\n    maxLength: \
           'ten'\n\nLengths and counts are whole numbers from 0, limits are numbers, patterns are text.",
};
pub(super) static IMPOSSIBLE: Code = Code {
    name: "openapi/impossible-constraint",
    page: "No value, or no sensible one, satisfies a constraint: a least length that does not fit 64 bits, or a divisor of \
           zero.\n\n    multipleOf: 0\n\nCorrect or remove it.",
};
impl<'d> Reader<'d, '_> {
    /// A string or number with its format and constraints.
    pub(super) fn scalar(&mut self, kind: ScalarKind, all: &Conjunction<'d>) -> Ref {
        let format = all.last("format").and_then(Node::as_str).filter(|format| *format != INT_OR_STRING);
        let format = format.map(Format::parse).map(|format| fitting(kind, format));
        let text = |key: &str| all.last(key).and_then(Node::as_str);
        let kind = match kind {
            ScalarKind::String if is_file(all) => ScalarKind::Bytes,
            ScalarKind::String => string_kind(text("format"), text("contentEncoding")),
            kind => kind,
        };
        let constraints = match kind {
            ScalarKind::String => self.string_constraints(all),
            ScalarKind::Integer | ScalarKind::Number => self.number_constraints(all),
            ScalarKind::Boolean | ScalarKind::Bytes | ScalarKind::Null => Constraints::default(),
        };
        let constraints = match kind {
            ScalarKind::String | ScalarKind::Bytes => Constraints {
                encoding: text("contentEncoding").map(str::to_owned),
                media_type: text("contentMediaType").map(str::to_owned),
                ..constraints
            },
            _ => constraints,
        };
        Ref::Scalar(Scalar { kind, format, constraints: constraints.into() })
    }

    fn string_constraints(&mut self, all: &Conjunction<'d>) -> Constraints {
        let pattern = all.last("pattern");
        if let Some(node) = pattern.filter(|node| node.as_str().is_none()) {
            self.unusable(node, "pattern", "text");
        }
        Constraints {
            length: self.bounds(all, "minLength", "maxLength"),
            pattern: pattern.and_then(Node::as_str).map(str::to_owned),
            ..Constraints::default()
        }
    }

    fn number_constraints(&mut self, all: &Conjunction<'d>) -> Constraints {
        let mut constraints = Constraints {
            minimum: self.limit(all, "minimum", f64::gt),
            maximum: self.limit(all, "maximum", f64::lt),
            exclusive_minimum: self.limit(all, "exclusiveMinimum", f64::gt),
            exclusive_maximum: self.limit(all, "exclusiveMaximum", f64::lt),
            multiple_of: self.limit(all, "multipleOf", f64::gt),
            ..Constraints::default()
        };
        // OpenAPI 3.0: a boolean that makes the limit beside it exclusive.
        let is_true = |key| all.all(key).any(|node| node.as_bool() == Some(true));
        if is_true("exclusiveMinimum") {
            constraints.exclusive_minimum = constraints.minimum.take();
        }
        if is_true("exclusiveMaximum") {
            constraints.exclusive_maximum = constraints.maximum.take();
        }
        if constraints.multiple_of.as_ref().is_some_and(|divisor| divisor.as_f64().is_none_or(|value| value <= 0.0)) {
            constraints.multiple_of = None;
            let span = all.last("multipleOf").map(|node| node.span);
            if let Some(span) = span {
                let problem = Diagnostic::error(&IMPOSSIBLE, span, "nothing is a multiple of this");
                self.report(problem.label("expected a number above 0"));
            }
        }
        if self.crosses(all, &constraints) {
            constraints.maximum = None;
            constraints.exclusive_maximum = None;
        }
        constraints
    }

    /// Whether the greatest number is below the least; reported.
    fn crosses(&mut self, all: &Conjunction<'d>, constraints: &Constraints) -> bool {
        let value = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
        let least = [value(&constraints.minimum), value(&constraints.exclusive_minimum)];
        let least = least.into_iter().flatten().reduce(f64::max);
        let keys = [("maximum", &constraints.maximum), ("exclusiveMaximum", &constraints.exclusive_maximum)];
        let crossing =
            keys.into_iter().find(|(_, most)| value(most).zip(least).is_some_and(|(most, least)| most < least));
        // In OpenAPI 3.0 the number of an exclusive limit stands under the other key.
        let written = crossing.and_then(|(key, _)| {
            all.last(key).filter(|node| node.as_number().is_some()).or_else(|| all.last("maximum"))
        });
        if let Some(node) = written {
            self.warn(&CONSTRAINT, node.span, "the greatest number is below the least", "this limit is left out");
        }
        written.is_some()
    }

    /// The narrowest of the limits that the parts give.
    fn limit(&mut self, all: &Conjunction<'d>, key: &str, narrows: fn(&f64, &f64) -> bool) -> Option<Number> {
        let mut narrowest: Option<Number> = None;
        for node in all.all(key) {
            match node.as_number() {
                Some(limit) => {
                    let value = |number: &Number| number.as_f64().unwrap_or_default();
                    if narrowest.as_ref().is_none_or(|known| narrows(&value(&limit), &value(known))) {
                        narrowest = Some(limit);
                    }
                }
                None if node.as_bool().is_some() && key.starts_with("exclusive") => {}
                None => self.unusable(node, key, "a number"),
            }
        }
        narrowest
    }

    /// The narrowest of the counts that the parts give.
    pub(super) fn bounds(&mut self, all: &Conjunction<'d>, least: &str, most: &str) -> Bounds {
        let mut bounds = Bounds::default();
        for node in all.all(least) {
            match node.as_u64() {
                Some(count) => bounds.min = Some(bounds.min.map_or(count, |known| known.max(count))),
                None if is_huge(node) => {
                    let message = format!("nothing reaches this `{least}`");
                    self.report(
                        Diagnostic::error(&IMPOSSIBLE, node.span, message).label("more than 64 bits can count"),
                    );
                }
                None => self.unusable(node, least, "a whole number from 0"),
            }
        }
        for node in all.all(most) {
            match node.as_u64() {
                Some(count) => bounds.max = Some(bounds.max.map_or(count, |known| known.min(count))),
                None => self.unusable(node, most, "a whole number from 0 that 64 bits can hold"),
            }
        }
        if let (Some(min), Some(max)) = (bounds.min, bounds.max)
            && min > max
            && let Some(node) = all.last(most)
        {
            self.warn(&CONSTRAINT, node.span, format!("`{most}` is less than `{least}`"), "this limit is left out");
            bounds.max = None;
        }
        bounds
    }

    fn unusable(&mut self, node: &Node, key: &str, expected: &str) {
        let message = format!("`{key}` cannot be this");
        self.warn(&CONSTRAINT, node.span, message, &format!("expected {expected}; the constraint is left out"));
    }
}

/// A format is what it says only on its own kind; elsewhere it is a word.
fn fitting(kind: ScalarKind, format: Format) -> Format {
    let fits = match format {
        Format::DateTime | Format::Date | Format::Byte | Format::Password => kind == ScalarKind::String,
        Format::Int32 | Format::Int64 | Format::Uint64 => kind == ScalarKind::Integer,
        Format::Float | Format::Double | Format::Decimal => kind == ScalarKind::Number,
        Format::Other(_) => true,
    };
    if fits { format } else { Format::Other(format.as_str().to_owned()) }
}

/// Swagger 2.0's `type: file`.
fn is_file(all: &Conjunction<'_>) -> bool {
    all.last("type").and_then(Node::as_str) == Some("file")
}

fn is_huge(node: &Node) -> bool {
    node.as_number().and_then(|number| number.as_f64()).is_some_and(|value| value >= 1.8e19)
}
