//! JSON as people write it: what fits on a line stands on one. Knows no schema.

use crate::model::Json;

/// The longest line, if it can be helped.
const WIDTH: usize = 120;

/// The text as a file holds it.
pub(super) fn print(json: &Json) -> String {
    let mut out = String::new();
    push(json, 0, 0, &mut out);
    out
}

/// `used` letters of the line are taken besides `depth` steps of indentation.
fn push(json: &Json, depth: usize, used: usize, out: &mut String) {
    match json {
        Json::Array(items) if !fits_line(json, depth, used) => {
            push_lines("[]", depth, items, out, |item, out| push(item, depth + 1, 1, out));
        }
        Json::Object(members) if !fits_line(json, depth, used) => {
            push_lines("{}", depth, members, out, |(name, value), out| {
                let name = quoted(name);
                out.push_str(&name);
                out.push_str(": ");
                push(value, depth + 1, name.len() + 3, out);
            });
        }
        _ => push_line(json, out),
    }
}

fn fits_line(json: &Json, depth: usize, used: usize) -> bool {
    fits(json, WIDTH.saturating_sub(2 * depth + used)).is_some()
}

fn push_line(json: &Json, out: &mut String) {
    match json {
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                push_line(item, out);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (at, (name, value)) in members.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                out.push_str(&quoted(name));
                out.push_str(": ");
                push_line(value, out);
            }
            out.push('}');
        }
        plain => out.push_str(&visible(&plain.to_string())),
    }
}

/// What is left of a line of `room` letters after the text, if it fits there; escapes are not counted.
fn fits(json: &Json, room: usize) -> Option<usize> {
    match json {
        Json::Array(items) => {
            items.iter().try_fold(room.checked_sub(2)?, |room, item| fits(item, room)?.checked_sub(2))
        }
        Json::Object(members) => members.iter().try_fold(room.checked_sub(2)?, |room, (name, value)| {
            fits(value, room.checked_sub(name.len() + 4)?)?.checked_sub(2)
        }),
        Json::String(text) => room.checked_sub(text.len() + 2),
        plain => room.checked_sub(plain.to_string().len()),
    }
}

fn push_lines<T>(
    ends: &str,
    depth: usize,
    parts: impl IntoIterator<Item = T>,
    out: &mut String,
    push: impl Fn(T, &mut String),
) {
    let (open, close) = ends.split_at(1);
    out.push_str(open);
    for (at, part) in parts.into_iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        push(part, out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push_str(close);
}

fn quoted(text: &str) -> String {
    visible(&Json::from(text).to_string())
}

/// Writes letters that nobody sees, or that change how text runs, as JSON escapes.
fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() || letter.escape_debug().count() == 1 {
            out.push(letter);
        } else {
            let mut units = [0; 2];
            letter.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::print;

    #[test]
    fn what_fits_stands_on_a_line() {
        assert_eq!(print(&json!({"a": ["b", "c"]})), r#"{"a": ["b", "c"]}"#);
    }

    #[test]
    fn what_does_not_fit_is_broken_at_its_members() {
        let long = "x".repeat(100);
        assert_eq!(print(&json!({"a": [long], "b": []})), format!("{{\n  \"a\": [\"{long}\"],\n  \"b\": []\n}}"));
    }

    #[test]
    fn letters_that_change_how_text_runs_are_escaped() {
        assert_eq!(print(&json!("a\u{202e}é\u{1f600}")), "\"a\\u202eé\u{1f600}\"");
        assert_eq!(print(&json!("\u{e0001}")), r#""\udb40\udc01""#);
    }
}
