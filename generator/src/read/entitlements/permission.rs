//! Rows of tables into permissions.

use std::collections::HashMap;

use super::offering::{self, KNOWN, UNKNOWN};
use super::row::Row;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Builder, Origin, Permission};

pub(super) static NAME: Code = Code {
    name: "entitlements/name",
    page: "The name of an entitlement has characters that no name has.\n\n\
           Names are ASCII letters, digits and `_ . : -`, because they are compared byte by byte: a letter that only \
           looks like another would be another permission. Wildcards (`*`) mean nothing.",
};

pub(super) static TWICE: Code = Code {
    name: "entitlements/twice",
    page: "A page lists one entitlement twice.\n\n\
           Where the two rows differ it is an error, because nothing says which is right. Remove one of them.",
};

/// Adds the rows of a page to the model.
pub(super) fn add(rows: &[Row], model: &mut Builder, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Row> = HashMap::new();
    for row in rows {
        if !is_name(&row.name) {
            let message = format!("`{}` cannot be the name of an entitlement", row.name.escape_debug());
            diagnostics.push(
                Diagnostic::error(&NAME, row.span, message).label("expected ASCII letters, digits and `_ . : -`"),
            );
            continue;
        }
        if let Some(first) = seen.insert(&row.name, row) {
            diagnostics.push(twice(first, row));
            continue;
        }
        let offering = offering::parse(&row.offering);
        for name in offering.names.iter().filter(|name| !KNOWN.contains(name)) {
            let message = format!("`{name}` is not a known offering");
            let label = format!("expected one of {}", KNOWN.join(", "));
            diagnostics.push(Diagnostic::warning(&UNKNOWN, row.offering_span, message).label(label));
        }
        model.permission(Permission {
            wire: row.name.clone(),
            docs: row.description.clone(),
            offerings: offering.names.iter().map(|&name| name.to_owned()).collect(),
            exception: offering.exception.map(str::to_owned),
            origin: Origin::Stated(row.span),
        });
    }
}

fn twice(first: &Row, row: &Row) -> Diagnostic {
    let same = (&first.description, &first.offering) == (&row.description, &row.offering);
    let message = format!("`{}` stands twice on the page", row.name);
    let diagnostic = if same {
        Diagnostic::warning(&TWICE, row.span, message).label("the same again")
    } else {
        Diagnostic::error(&TWICE, row.span, message).label("says something else")
    };
    diagnostic.related(first.span, "first here").help("remove one of the two rows")
}

/// name = 1*( ALPHA / DIGIT / "_" / "." / ":" / "-" ), with at least one letter
pub(super) fn is_name(text: &str) -> bool {
    text.chars().all(is_name_character) && text.chars().any(|c| c.is_ascii_alphabetic())
}

pub(super) fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '-')
}
