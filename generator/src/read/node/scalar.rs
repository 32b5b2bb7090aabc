//! Plain scalars: the core schema of YAML 1.2 (section 10.3.2).

use super::Value;

/// What a plain scalar stands for; `None` for infinities and not-a-number, which JSON does not have.
pub(super) fn plain(text: &str) -> Option<Value> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => None,
        _ if is_infinite(text) => None,
        _ if is_integer(text) || is_float(text) => Some(Value::Number(text.to_owned())),
        _ => Some(Value::String(text.to_owned())),
    }
}

/// `[-+]? ( \.inf | \.Inf | \.INF )`
fn is_infinite(text: &str) -> bool {
    matches!(text.strip_prefix(['-', '+']).unwrap_or(text), ".inf" | ".Inf" | ".INF")
}

/// `[-+]? [0-9]+`, `0o [0-7]+`, `0x [0-9a-fA-F]+`
fn is_integer(text: &str) -> bool {
    let all = |digits: &str, radix| !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, 16);
    }
    all(text.strip_prefix(['-', '+']).unwrap_or(text), 10)
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(before, after)| (before, Some(after)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    let mantissa_fits = match mantissa.split_once('.') {
        None => digits(mantissa),
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
    };
    exponent_fits && mantissa_fits
}

/// The number that a text stands for, in YAML's or JSON's notation; `None` where JSON has none, as for `1e999`.
#[must_use]
pub fn number(text: &str) -> Option<serde_json::Number> {
    if let Some(digits) = text.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(Into::into);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(Into::into);
    }
    let bare = text.strip_prefix('+').unwrap_or(text);
    if let Ok(number) = bare.parse::<u64>() {
        return Some(number.into());
    }
    if let Some(number) = bare.parse::<i64>().ok().filter(|number| *number != 0) {
        return Some(number.into());
    }
    serde_json::Number::from_f64(bare.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Value>) {
        assert_eq!(plain(text), expected, "{text}");
    }

    #[test]
    fn words_of_older_yaml_are_text() {
        for text in ["yes", "no", "on", "off", "y", "2020-01-01", "1_000", "12:30", "0o9", "0xg", ".", "+", "1e", "e1"]
        {
            check(text, Some(Value::String(text.to_owned())));
        }
    }

    #[test]
    fn numbers_stay_as_written() {
        for text in ["0", "-1", "+2", "007", "1.10", ".5", "1.", "1e3", "0x1F", "0o17", "-1.5E-3"] {
            check(text, Some(Value::Number(text.to_owned())));
            assert!(number(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_json_cannot_hold() {
        for text in [".nan", ".inf", "-.INF"] {
            check(text, None);
        }
        assert_eq!(number("1e999"), None);
    }
}
