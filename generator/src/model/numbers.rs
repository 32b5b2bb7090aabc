//! Which machine numbers hold the numbers that a document describes, and which of these are the same.

use super::Json;
use super::scalar::{Constraints, Format, Number, Scalar, ScalarKind};

/// A value as it is compared with others: whole numbers are written in one way, so that `1.0` is `1`.
#[must_use]
pub fn compared(json: Json) -> Json {
    let whole = json.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15 && !json.is_i64());
    whole.map_or(json, |number| Json::from(number as i64))
}

impl Scalar {
    /// Whether it is a whole number that is never negative and may be beyond `i64`: `format: uint64`, or limits that say
    /// so.
    #[must_use]
    pub fn is_unsigned(&self) -> bool {
        match (self.kind, &self.format) {
            (ScalarKind::Integer, Some(Format::Uint64)) => true,
            (ScalarKind::Integer, Some(Format::Int32 | Format::Int64)) => false,
            (ScalarKind::Integer, _) => self.constraints.are_unsigned(),
            _ => false,
        }
    }

    /// Whether every digit of the number counts, so that no double may stand for it.
    #[must_use]
    pub fn is_decimal(&self) -> bool {
        self.kind == ScalarKind::Number && self.format == Some(Format::Decimal)
    }
}

impl Constraints {
    fn are_unsigned(&self) -> bool {
        let is_beyond = |limit: &Option<Number>| limit.as_ref().is_some_and(is_beyond_signed);
        let is_at_least = |limit: &Option<Number>, least: f64| {
            limit.as_ref().and_then(Number::as_f64).is_some_and(|limit| limit >= least)
        };
        let by_limits = (is_at_least(&self.minimum, 0.0) || is_at_least(&self.exclusive_minimum, -1.0))
            && (is_beyond(&self.maximum) || is_beyond(&self.exclusive_maximum));
        let values = || self.values.iter().filter_map(|value| value.as_number());
        let by_values =
            values().any(is_beyond_signed) && values().all(|value| value.as_f64().is_some_and(|value| value >= 0.0));
        by_limits || by_values
    }
}

/// Whether a number is above all of `i64`.
fn is_beyond_signed(number: &Number) -> bool {
    /// The first number that is.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    number.as_i64().is_none() && number.as_f64().is_some_and(|number| number >= BEYOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Constrained;

    fn is_unsigned(format: Option<Format>, constraints: &str) -> bool {
        let json: serde_json::Value = serde_json::from_str(constraints).expect("JSON");
        let limit = |name: &str| json.get(name).and_then(|value| value.as_number().cloned());
        let constraints = Constraints {
            minimum: limit("minimum"),
            maximum: limit("maximum"),
            exclusive_minimum: limit("above"),
            exclusive_maximum: limit("below"),
            values: json.get("enum").and_then(|values| values.as_array().cloned()).unwrap_or_default(),
            ..Constraints::default()
        };
        Scalar { kind: ScalarKind::Integer, format, constraints: Constrained::from(constraints) }.is_unsigned()
    }

    #[test]
    fn unsigned_is_what_no_signed_number_holds() {
        assert!(is_unsigned(Some(Format::Uint64), "{}"));
        assert!(is_unsigned(None, r#"{"minimum":0,"maximum":18446744073709551615}"#));
        assert!(is_unsigned(None, r#"{"minimum":1,"maximum":9223372036854775808}"#));
        assert!(is_unsigned(None, r#"{"above":-1,"below":1.8446744073709551616e19}"#));
        assert!(is_unsigned(None, r#"{"enum":[0,18446744073709551615]}"#));
        assert!(!is_unsigned(None, r#"{"minimum":0,"maximum":9223372036854775807}"#));
        assert!(!is_unsigned(None, r#"{"maximum":18446744073709551615}"#));
        assert!(!is_unsigned(None, r#"{"minimum":-1,"maximum":18446744073709551615}"#));
        assert!(!is_unsigned(None, r#"{"enum":[-1,18446744073709551615]}"#));
        assert!(!is_unsigned(Some(Format::Int64), r#"{"minimum":0,"maximum":18446744073709551615}"#));
        assert!(!is_unsigned(None, r#"{"minimum":0}"#));
    }
}
