//! Percent-encoding: what is escaped where, and back.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};

use crate::operation::{Location, Parameter, Style};

/// Everything but the unreserved characters of RFC 3986 is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Slashes stand in parameters that take the rest of a path.
const REST: &AsciiSet = &ESCAPED.remove(b'/');
/// Items between dots.
const LABEL: &AsciiSet = &ESCAPED.add(b'.');

/// The reserved characters that may stand in a value of a query or a form (`allowReserved`). Left out are those that would
/// end the pair or the query (`&`, `#`), that forms read as something else (`+`, `=`), and brackets, which RFC 3986 has in
/// no query. A percent sign is escaped, too, so that every value arrives as it was.
const QUERY: &AsciiSet = &QUERY_ITEM.remove(b',');
/// The same, in an item that commas part from others.
const QUERY_ITEM: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b';');
/// The reserved characters that may stand in a segment of a path.
const PATH: &AsciiSet = &PATH_ITEM.remove(b',').remove(b';').remove(b'=');
/// The same, in one of several items or members.
const PATH_ITEM: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+');
/// The reserved characters that may stand in the value of a cookie (RFC 6265).
const COOKIE: &AsciiSet = &PATH_ITEM.remove(b'/').remove(b'?').remove(b'#').remove(b'[').remove(b']').remove(b'=');

/// How the values of one parameter, or of one field of a form, are escaped.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Escapes {
    /// Not at all: in headers, and in the parts of a form.
    None,
    /// Whole values, and items between delimiters.
    Percent {
        /// A value that is no list.
        whole: &'static AsciiSet,
        /// An item of a list.
        item: &'static AsciiSet,
    },
}

impl Escapes {
    const ALL: Self = Self::Percent { whole: ESCAPED, item: ESCAPED };

    /// Those of a parameter, by its place and by whether reserved characters may stand in it.
    pub(crate) fn of(parameter: &Parameter) -> Self {
        match (parameter.location, parameter.reserved) {
            (Location::Header, _) => Self::None,
            (Location::Path, _) if parameter.style == Style::Label => Self::Percent { whole: ESCAPED, item: LABEL },
            (_, false) => Self::ALL,
            (Location::Path, true) if parameter.style == Style::Matrix => {
                Self::Percent { whole: PATH_ITEM, item: PATH_ITEM }
            }
            (Location::Path, true) => Self::Percent { whole: PATH, item: PATH_ITEM },
            (Location::Query, true) => Self::Percent { whole: QUERY, item: QUERY_ITEM },
            (Location::Cookie, true) => Self::Percent { whole: COOKIE, item: COOKIE },
        }
    }

    /// The same where the value is the rest of a path, slashes included.
    pub(crate) fn rest(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Percent { .. } => Self::Percent { whole: REST, item: REST },
        }
    }

    /// A value that is no list.
    pub(super) fn whole(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Percent { whole, .. } => utf8_percent_encode(text, whole).to_string(),
        }
    }

    /// An item of a list, or a name or value of a member, between delimiters.
    pub(super) fn item(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Percent { item, .. } => utf8_percent_encode(text, item).to_string(),
        }
    }

    /// The name of a pair.
    pub(super) fn name(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Percent { .. } => escape(text),
        }
    }
}

/// The text, safe in every part of a URL.
pub(crate) fn escape(text: &str) -> String {
    escaped(text).to_string()
}

/// The same, piece by piece.
pub(crate) fn escaped(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, ESCAPED)
}

/// Whether a text is not empty and nothing of it is escaped anywhere.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !text.is_empty() && text.bytes().all(is_plain)
}

/// Why a text cannot be read.
pub(super) type Unreadable = &'static str;
const NOT_UTF8: Unreadable = "is not UTF-8";

pub(super) fn unescape(raw: &str) -> Result<String, Unreadable> {
    percent_decode_str(raw).decode_utf8().map(Cow::into_owned).map_err(|_| NOT_UTF8)
}

/// A name or a value of a form, in which plus signs are blanks.
pub(crate) fn unescape_pair(raw: &str) -> Result<Cow<'_, str>, Unreadable> {
    if raw.contains('+') {
        return unescape(&raw.replace('+', "%20")).map(Cow::Owned);
    }
    percent_decode_str(raw).decode_utf8().map_err(|_| NOT_UTF8)
}

/// Whether an escaped text is this name.
pub(super) fn is(escaped: &str, name: &str) -> bool {
    escaped == name || percent_decode_str(escaped).eq(name.bytes())
}
