//! Tables that a scraper has run together: one text without separators, to be split into rows of name, description and
//! offering.
//!
//! An offering ends a row if the start of a name follows it, or nothing. Joining the rows gives back the text exactly,
//! because every row is a slice of it and the next starts where it ends; what is left over is an error.

use super::offering;
use super::row::Row;
use super::section::Page;
use crate::diag::{Code, Diagnostic, Diagnostics};

pub(super) static ROW: Code = Code {
    name: "entitlements/row",
    page: "A table without separators cannot be split into its rows.\n\n\
           A row is a name (`manageCerts`), a description that starts with a capital letter, and an offering (`any`, \
           `CIC, CIV`, `any. Exception: ….`), all run together: `manageCertsManage certificatesany`. The text at the \
           place is none: the page was cut short or changed, or it uses an offering that is not known.",
};

/// The run-together headers of such a table.
const HEADER: &str = "EntitlementDescriptionOffering";

/// The rows that follow the header on its line.
pub(super) fn body(line: &str) -> Option<&str> {
    line.trim().strip_prefix(HEADER)
}

/// The rows of all such tables of the page.
pub(super) fn rows(page: &Page<'_>, diagnostics: &mut Diagnostics) -> Vec<Row> {
    let mut rows = Vec::new();
    for text in page.lines.iter().filter_map(|line| body(line)) {
        for row in split(text) {
            match row {
                Ok(parts) => rows.push(parts.row(page)),
                Err(problem) => diagnostics.push(problem.diagnostic(page)),
            }
        }
    }
    rows
}

/// One row, as slices of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    pub name: &'a str,
    pub description: &'a str,
    pub offering: &'a str,
}

impl Parts<'_> {
    fn row(self, page: &Page<'_>) -> Row {
        Row {
            name: self.name.to_owned(),
            description: self.description.trim().to_owned(),
            offering: self.offering.to_owned(),
            span: page.span(self.name),
            offering_span: page.span(self.offering),
        }
    }
}

/// What stands where a row should.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'a> {
    at: &'a str,
    expected: &'static str,
}

impl Problem<'_> {
    fn diagnostic(self, page: &Page<'_>) -> Diagnostic {
        let message = "the table cannot be split into rows of name, description and offering";
        Diagnostic::error(&ROW, page.span(self.at), message).label(format!("expected {}", self.expected)).help(
            "compare the text with the published page; every row ends with an offering, such as `any` or `CIC, CIV`",
        )
    }
}

/// The rows of a text; the last is a problem if what is left of the text is no row.
pub(super) fn split(text: &str) -> Vec<Result<Parts<'_>, Problem<'_>>> {
    let mut rows = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some((row, offering, after)) = first_row(rest) else {
            let expected =
                if starts_name(rest) { "a row that ends with an offering" } else { "the name of an entitlement" };
            rows.push(Err(Problem { at: rest, expected }));
            break;
        };
        rows.push(parts(row, offering));
        rest = after;
    }
    rows
}

/// The text up to the first offering that ends a row, that offering, and what follows.
fn first_row(text: &str) -> Option<(&str, &str, &str)> {
    if !starts_name(text) {
        return None;
    }
    let starts = text.char_indices().map(|(at, _)| at).skip(1);
    starts.filter_map(|at| text.split_at_checked(at)).find_map(|(row, rest)| {
        let (offering, after) = ends_row(rest)?;
        Some((row, offering, after))
    })
}

/// An offering that is followed by the start of a name or by nothing, and what follows.
fn ends_row(text: &str) -> Option<(&str, &str)> {
    let plain = offering::prefix(text)?;
    let exceptions = offering::exceptions(text.get(plain..)?).map(|length| plain + length);
    let mut ends = std::iter::once(plain).chain(exceptions).filter_map(|end| text.split_at_checked(end));
    ends.find(|(_, after)| after.trim().is_empty() || starts_name(after))
}

/// What names start with that do not start with a small letter; such rows have no description.
const CAPITALISED: &str = "Analytics";

/// Whether a text starts like the name of an entitlement: small letters and digits, then a capital.
fn starts_name(text: &str) -> bool {
    let lower = text.bytes().take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()).count();
    if lower == 0 {
        return text.starts_with(CAPITALISED);
    }
    // `anyreadCerts` is an offering and a name.
    let is_offering = offering::prefix(text).is_some_and(|length| length < lower);
    !is_offering && text.as_bytes().get(lower).is_some_and(u8::is_ascii_uppercase)
}

/// Takes a row apart: the description starts at the capital of the word that the first space follows.
fn parts<'a>(row: &'a str, offering: &'a str) -> Result<Parts<'a>, Problem<'a>> {
    let first = row.split(' ').next().unwrap_or_default();
    let start =
        if first.len() == row.len() { row.len() } else { first.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0) };
    let (name, description) = row.split_at_checked(start).unwrap_or((row, ""));
    if name.is_empty() {
        return Err(Problem { at: row, expected: "the name of an entitlement before its description" });
    }
    match description.split(' ').find(|word| humps(word) > 1) {
        Some(word) => Err(Problem { at: word, expected: "an offering between this row and the next" }),
        None => Ok(Parts { name, description, offering }),
    }
}

/// How often a capital follows a small letter.
fn humps(word: &str) -> usize {
    let pairs = word.as_bytes().windows(2);
    pairs
        .filter(|pair| matches!(pair, [before, after] if before.is_ascii_lowercase() && after.is_ascii_uppercase()))
        .count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Parts, split};

    /// A row as three texts, in the forms that pages have.
    fn row() -> impl Strategy<Value = (String, String, String)> {
        // Without `y`: nobody could tell an `any` within a word from the offering.
        let name = "(manage|read|di|mfa|reset)([A-Z][a-x]{1,6}){1,3}(MFA|OTP)?";
        let description = "[A-Z][a-x]{1,8}( [a-x-]{1,9}| OAuth| API| pwdReset){1,4} ?";
        let offering = prop_oneof![
            Just("any".to_owned()),
            Just("CIV".to_owned()),
            Just("CIC, CIV".to_owned()),
            "any\\. Exception: [a-x]{2,9} by CI[CGV]\\.".prop_map(|text| text),
        ];
        (name, description, offering)
    }

    fn joined<'a>(rows: impl IntoIterator<Item = Parts<'a>>) -> String {
        rows.into_iter().map(|row| [row.name, row.description, row.offering].concat()).collect()
    }

    proptest! {
        #[test]
        fn rows_come_apart_where_they_were_joined(rows in prop::collection::vec(row(), 1..20)) {
            let text: String = rows.iter().map(|(name, description, offering)| [&name[..], description, offering].concat()).collect();
            let found: Vec<_> = split(&text).into_iter().map(|row| row.expect("a row")).collect();
            let found: Vec<_> = found.iter().map(|row| (row.name.to_owned(), row.description.to_owned(), row.offering.to_owned())).collect();
            prop_assert_eq!(found, rows);
        }

        #[test]
        fn rows_rejoin_to_the_text_or_there_is_a_problem(text in "((any|CIC|CIV|, |\\. Exception: |[a-z]{1,5}|[A-Z]| |\\.|é){0,40})") {
            let rows = split(&text);
            if rows.iter().all(Result::is_ok) {
                prop_assert_eq!(joined(rows.into_iter().flatten()), text);
            }
        }
    }
}
