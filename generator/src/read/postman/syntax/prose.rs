//! Names and descriptions as collections write them. Descriptions may be HTML; whoever prints them cleans them.

use crate::read::node::Node;

/// The description of anything: a text, or an object with a text in it.
pub(in super::super) fn docs(node: &Node) -> String {
    let description = node.get("description");
    let text = description.and_then(|node| node.as_str().or_else(|| node.text("content")));
    text.unwrap_or_default().trim().to_owned()
}

/// Whether a description starts with what Postman writes before that of a required parameter.
pub(in super::super) fn says_required(docs: &str) -> bool {
    let start: String = docs.chars().take(10).flat_map(char::to_lowercase).collect();
    start.starts_with("(required)") || start.starts_with("[required]")
}

/// A name without the number that only keeps it in its place: `3. Admin Module`, `Step 1a: Enroll`, `2) Pay`.
pub(in super::super) fn unnumbered(name: &str) -> &str {
    let name = name.trim();
    let is_step = name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("step "));
    let rest = if is_step { name.get(5..).unwrap_or(name) } else { name };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or_default();
    let after = match after.chars().next() {
        Some(letter @ 'a'..='z') => after.strip_prefix(letter).unwrap_or(after),
        _ => after,
    };
    let signs = after.bytes().take_while(|sign| b".:)-".contains(sign)).count();
    let shown = after.get(signs..).unwrap_or_default();
    let is_number = digits > 0 && signs > 0 && shown.starts_with(' ') && !shown.trim().is_empty();
    if is_number { shown.trim() } else { name }
}

#[cfg(test)]
mod tests {
    use super::unnumbered;

    #[test]
    fn numbers_that_only_order() {
        for (name, expected) in [
            ("3. Admin Module", "Admin Module"),
            ("Step 1a: Resend the OTP", "Resend the OTP"),
            ("2) Pay", "Pay"),
            ("1.", "1."),
            ("2 factors", "2 factors"),
            ("2a users", "2a users"),
            ("3.1 Notes", "3.1 Notes"),
            ("Step by step", "Step by step"),
            ("", ""),
        ] {
            assert_eq!(unnumbered(name), expected, "{name}");
        }
    }
}
