//! What stands in the offering column: which products contain an entitlement.

use crate::diag::Code;

pub(super) static MOVED: Code = Code {
    name: "entitlements/moved-offering",
    page: "A row has an offering in another column, and nothing in the offering column.\n\n\
           `| AnalyticsDataSyncToCloud | CIA | |` has the offering where the description belongs. It is read as the \
           offering; the description is empty.",
};

pub(super) static UNKNOWN: Code = Code {
    name: "entitlements/unknown-offering",
    page: "An offering is not one of those that are known: any, CIC, CIV, CIA, CIG, ISC, or a list of them.\n\n\
           It is kept as written. In a table without separators unknown offerings cannot be found, so its rows would \
           not be split there.",
};

/// The offerings of the vendor.
pub(super) const KNOWN: &[&str] = &["any", "CIC", "CIV", "CIA", "CIG", "ISC"];

/// What stands between `any` and a restriction in prose.
const EXCEPTION: &str = ". Exception:";

/// An offering cell, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offering<'a> {
    /// As written, one by one.
    pub names: Vec<&'a str>,
    /// A restriction in prose.
    pub exception: Option<&'a str>,
}

/// offering = name *( "," name ) [ ". Exception:" prose ]
pub(super) fn parse(text: &str) -> Offering<'_> {
    let (names, exception) = match text.split_once(EXCEPTION) {
        Some((names, prose)) => (names, Some(prose.trim())),
        None => (text, None),
    };
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    Offering { names, exception }
}

/// Whether a whole cell is an offering and can be nothing else.
pub(super) fn is_offering(text: &str) -> bool {
    let offering = parse(text);
    !offering.names.is_empty() && offering.names.iter().all(|name| KNOWN.contains(name))
}

/// How long the offering is that a text starts with: `any`, `CIC, CIV`. An exception in prose is not part of it.
pub(super) fn prefix(text: &str) -> Option<usize> {
    let first = known(text)?.len();
    let mut length = first;
    while let Some(next) = text.get(length..).and_then(|rest| rest.strip_prefix(", ")).and_then(known) {
        length += ", ".len() + next.len();
    }
    Some(length)
}

/// How long the exception is that follows an offering, up to each of its first full stops in turn.
pub(super) fn exceptions(text: &str) -> impl Iterator<Item = usize> {
    let prose = if text.starts_with(EXCEPTION) { text } else { "" };
    prose.match_indices('.').skip(1).take(8).map(|(at, _)| at + 1)
}

fn known(text: &str) -> Option<&'static str> {
    KNOWN.iter().copied().find(|known| text.starts_with(known))
}
