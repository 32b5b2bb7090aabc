//! Items of lists that are indented too far to be some: under a line of text they would be a part of it. People mean a list.

/// The same with such items, and what stands under them, where they can be items.
pub(super) fn lifted(text: String) -> String {
    if !text.contains("\n    ") {
        return text;
    }
    let mut lines = Vec::new();
    let mut lift: Option<Lift> = None;
    let mut is_code = false;
    // Where what belongs to the line before stands.
    let mut inside = 0;
    for line in text.lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.is_empty() {
            lines.push("");
            continue;
        }
        is_code ^= content.starts_with("```") || content.starts_with("~~~");
        lift = lift.filter(|lift| indent >= lift.from);
        let marker = marker(content).filter(|_| !is_code);
        if lift.is_none() && marker.is_some() && indent >= inside + 4 {
            lift = Some(Lift { from: indent, by: indent - inside });
        }
        let by = lift.as_ref().map_or(0, |lift| lift.by);
        lines.push(line.get(by..).unwrap_or(content));
        inside = indent - by + marker.unwrap_or(0);
    }
    lines.join("\n")
}

/// Lines that are indented as far as this stand so much further to the left.
struct Lift {
    from: usize,
    by: usize,
}

/// The length of the marker of an item, with the space behind it.
fn marker(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let signs: &[char] = if digits == 0 { &['-', '*', '+'] } else { &['.', ')'] };
    line.get(digits..)?.strip_prefix(signs)?.starts_with(' ').then_some(digits + 2)
}
