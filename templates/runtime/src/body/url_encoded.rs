//! `application/x-www-form-urlencoded`: the fields of a form as pairs, as in a query.

use std::borrow::Cow;

use super::field::fields;
use super::form::{self, Encodings, FIELD, Part};
use crate::arguments::Violation;
use crate::style::{self, Escapes};
use crate::wire::{self, Bytes, Side, Value};

/// Writes an object as a form.
pub(super) fn encode(encodings: Encodings, side: Side, value: &dyn Value) -> Result<String, Vec<Violation>> {
    let mut text = String::new();
    form::each(side, value, &mut |name, value| {
        let encoding = encodings.get(name);
        let pairs = match encoding.and_then(|encoding| encoding.parameter()) {
            Some(parameter) => style::pairs(&parameter, value, Escapes::of(&parameter))?,
            None => {
                let fields = fields(encoding.map_or("", |encoding| encoding.media), value);
                fields.iter().map(|field| (style::escape(name), style::escape(&field.text))).collect()
            }
        };
        for (name, value) in pairs {
            let joint = if text.is_empty() { "" } else { "&" };
            text.extend([joint, &*name, "=", &*value]);
        }
        Ok(())
    })?;
    Ok(text)
}

/// The pairs of a form as its fields.
pub(super) fn decode(bytes: &Bytes) -> Result<Vec<Part>, Vec<Violation>> {
    let not_utf8 = || vec![Violation::new("body", "is not UTF-8")];
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8())?;
    let most = wire::affordable(text.len()) / FIELD;
    let mut parts = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        if parts.len() == most {
            return Err(vec![Violation::new("body", "has too many fields for so short a text")]);
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = style::unescape_pair(name).map_err(|_| not_utf8())?.into_owned();
        let (bytes, escaped) = match style::unescape_pair(value).map_err(|_| not_utf8())? {
            // Most values stand in the body as they are.
            Cow::Borrowed(plain) => (bytes.slice_ref(plain.as_bytes()), None),
            Cow::Owned(plain) => (Bytes::from(plain), Some(value.replace('+', "%20"))),
        };
        parts.push(Part { name, bytes, escaped, file_name: None, media_type: None });
    }
    Ok(parts)
}
