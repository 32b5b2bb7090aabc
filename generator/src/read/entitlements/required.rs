//! `Entitlements required: a (A), b (B)`: any one of them lets a client call.

use super::permission::{is_name, is_name_character};
use super::section::Page;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Builder, Origin, Permission, Security, SecurityRequirement};

pub(super) static LIST: Code = Code {
    name: "entitlements/required",
    page: "The list behind `Entitlements required:` is not a list of entitlements.\n\n\
           It reads `manageCerts (Manage certificates), readCerts (Read certificates)`: names, each with its \
           description in parentheses, separated by commas. A client needs any one of them.",
};

const LABEL: &str = "Entitlements required:";

/// The list on such a line.
pub(super) fn list(line: &str) -> Option<&str> {
    let line = line.trim();
    match line.strip_prefix("**") {
        Some(bold) => bold.strip_prefix(LABEL)?.strip_prefix("**").map(str::trim),
        None => line.strip_prefix(LABEL).map(str::trim),
    }
}

/// Who may call, if the page says so.
pub(super) fn security(page: &Page<'_>, model: &mut Builder, diagnostics: &mut Diagnostics) -> Option<Security> {
    let list = page.lines.iter().find_map(|line| list(line))?;
    let mut requirements = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let Some((entry, after)) = entry(rest) else {
            diagnostics.push(
                Diagnostic::error(&LIST, page.span(rest), "the list of required entitlements cannot be read")
                    .label("expected `name (description)`"),
            );
            return None;
        };
        let permission = model.permission(Permission {
            wire: entry.0.to_owned(),
            docs: entry.1.to_owned(),
            offerings: Vec::new(),
            exception: None,
            origin: Origin::Stated(page.span(entry.0)),
        });
        requirements.push(SecurityRequirement::permissions(vec![permission]));
        rest = after;
    }
    (!requirements.is_empty()).then(|| Security::new(requirements, Origin::Stated(page.span(list))))
}

/// entry = name [ "(" description ")" ] [ "," ]; the name, perhaps marked as code, and description, and what follows.
fn entry(text: &str) -> Option<((&str, &str), &str)> {
    let (text, mark) = text.strip_prefix('`').map_or((text, ""), |text| (text, "`"));
    let end = text.find(|c: char| !is_name_character(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).filter(|(name, _)| is_name(name))?;
    let rest = rest.strip_prefix(mark)?.trim_start();
    let (description, rest) = match rest.strip_prefix('(') {
        Some(inner) => inner.split_at_checked(closing(inner)?)?,
        None => ("", rest),
    };
    let rest = rest.strip_prefix(')').unwrap_or(rest).trim_start();
    let after = if rest.is_empty() { rest } else { rest.strip_prefix(',')?.trim_start() };
    Some(((name, description.trim()), after))
}

/// Where the parenthesis closes that a text stands behind.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}
