//! Lines of running text, broken at spaces so that none of them starts another block.

/// Breaks text at spaces. What a line starts with must not make it another block.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    for word in words(text) {
        let length = word.chars().count();
        if columns > 0 && columns + 1 + length > width && !starts_block(word) {
            lines.push(std::mem::take(&mut line));
            columns = 0;
        }
        if columns > 0 {
            line.push(' ');
            columns += 1;
        } else if starts_block(word) {
            line.push_str(&defused(word));
            columns = line.chars().count();
            continue;
        }
        line.push_str(word);
        columns += length;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words of a text, on whatever lines they stand.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '\n']).filter(|word| !word.is_empty())
}

/// Whether a line that starts with this word would be something other than text. Code spans are none that look like
/// fences, and no space follows the signs of emphasis.
pub(super) fn starts_block(word: &str) -> bool {
    let is_emphasis = word.starts_with('*') && word.chars().any(|sign| sign != '*');
    word.starts_with(['#', '>', '|', '=', '~', '+', '-', '*', '•']) && !is_emphasis
        || word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['.', ')'])
}

/// The word with a backslash where it would start a block.
fn defused(word: &str) -> String {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    match (word.get(..digits), word.get(digits..)) {
        (Some(number), Some(rest)) if digits > 0 => format!("{number}\\{rest}"),
        _ => format!("\\{word}"),
    }
}
