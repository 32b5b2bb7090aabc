//! Formats of texts: strict enough to refuse what is none, and no stricter than the standards they come from.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A format that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A point in time (RFC 3339).
    DateTime,
    /// A day (RFC 3339 full-date).
    Date,
    /// A time of day with its offset (RFC 3339 full-time).
    Time,
    /// A span of time (ISO 8601).
    Duration,
    /// An address of mail (RFC 5321), in ASCII or not.
    Email,
    /// The name of a host (RFC 1123).
    Hostname,
    /// An address of IP version 4.
    Ipv4,
    /// An address of IP version 6.
    Ipv6,
    /// A URI with its scheme (RFC 3986), or an IRI.
    Uri,
    /// A URI, perhaps without its scheme.
    UriReference,
    /// Hexadecimal groups of 8, 4, 4, 4 and 12 digits (RFC 9562).
    Uuid,
    /// Octets in base64.
    Byte,
    /// A JSON pointer (RFC 6901).
    JsonPointer,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// A whole number of 64 bits that is not negative.
    Uint64,
}

impl Format {
    /// What a person would call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DateTime => "a date and time such as 2024-02-29T12:30:00Z",
            Self::Date => "a date such as 2024-02-29",
            Self::Time => "a time such as 12:30:00Z",
            Self::Duration => "a duration such as PT30M",
            Self::Email => "an email address",
            Self::Hostname => "a host name",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Uri => "a URI",
            Self::UriReference => "a URI or a relative reference",
            Self::Uuid => "a UUID",
            Self::Byte => "base64",
            Self::JsonPointer => "a JSON pointer",
            Self::Int32 => "a whole number of 32 bits",
            Self::Int64 => "a whole number of 64 bits",
            Self::Uint64 => "a whole number of 64 bits that is not negative",
        }
    }

    /// Whether a text is of this format.
    #[must_use]
    pub fn allows(self, text: &str) -> bool {
        match self {
            Self::DateTime => date_time(text).is_some(),
            Self::Date => date(text).is_some_and(str::is_empty),
            Self::Time => time(text).is_some_and(str::is_empty),
            Self::Duration => duration(text),
            Self::Email => email(text),
            Self::Hostname => hostname(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uri => scheme(text).is_some_and(uri_characters),
            Self::UriReference => uri_characters(text),
            Self::Uuid => uuid(text),
            Self::Byte => base64(text),
            Self::JsonPointer => json_pointer(text),
            // Of numbers; texts have no width.
            Self::Int32 | Self::Int64 | Self::Uint64 => true,
        }
    }
}

/// So many digits as a number, and what follows.
fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(count)?;
    if !head.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((head.parse().ok()?, rest))
}

fn date(text: &str) -> Option<&str> {
    let (year, text) = digits(text, 4)?;
    let (month, text) = digits(text.strip_prefix('-')?, 2)?;
    let (day, text) = digits(text.strip_prefix('-')?, 2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(text)
}

/// A time with its offset. Leap seconds are at the end of a day in UTC.
fn time(text: &str) -> Option<&str> {
    let (hour, text) = digits(text, 2)?;
    let (minute, text) = digits(text.strip_prefix(':')?, 2)?;
    let (second, text) = digits(text.strip_prefix(':')?, 2)?;
    let text = match text.strip_prefix('.') {
        Some(fraction) => {
            let rest = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
            if rest.len() == fraction.len() {
                return None;
            }
            rest
        }
        None => text,
    };
    let (offset, text) = offset(text)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let in_utc = (i64::from(hour) * 60 + i64::from(minute) - offset).rem_euclid(24 * 60);
    (second < 60 || in_utc == 23 * 60 + 59).then_some(text)
}

/// Minutes ahead of UTC. `+0000`, without a colon, is not RFC 3339, but much that is sent is written so.
fn offset(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        return Some((0, rest));
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, text) = digits(text.get(1..)?, 2)?;
    let (minutes, text) = digits(text.strip_prefix(':').unwrap_or(text), 2)?;
    (hours < 24 && minutes < 60).then_some((sign * (i64::from(hours) * 60 + i64::from(minutes)), text))
}

fn date_time(text: &str) -> Option<()> {
    let rest = date(text)?;
    let rest = time(rest.strip_prefix(['T', 't', ' '])?)?;
    rest.is_empty().then_some(())
}

/// `P` and at least one count with its unit, the units in order; or weeks alone.
fn duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else { return false };
    let (days, times) = text.split_once('T').map_or((text, None), |(days, times)| (days, Some(times)));
    let is_timed = times.is_some_and(|times| !times.is_empty() && units(times, "HMS"));
    match times {
        Some(_) => is_timed && (days.is_empty() || units(days, "YMD")),
        None => !days.is_empty() && (units(days, "YMD") || units(days, "W")),
    }
}

fn units(text: &str, order: &str) -> bool {
    let mut order = order.chars();
    let mut rest = text;
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        let fraction = after.strip_prefix(['.', ',']);
        let after = fraction.map_or(after, |text| text.trim_start_matches(|c: char| c.is_ascii_digit()));
        let mut characters = after.chars();
        let Some(unit) = characters.next() else { return false };
        if after.len() == rest.len() || !order.any(|known| known == unit) {
            return false;
        }
        rest = characters.as_str();
    }
    true
}

fn email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    local_part(local) && mail_domain(domain)
}

fn local_part(local: &str) -> bool {
    if let Some(quoted) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return !quoted.is_empty() && !quoted.chars().any(char::is_control);
    }
    let is_atom =
        |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii() && !c.is_control();
    !local.is_empty() && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom))
}

fn mail_domain(domain: &str) -> bool {
    if let Some(address) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return match address.strip_prefix("IPv6:") {
            Some(address) => address.parse::<Ipv6Addr>().is_ok(),
            None => address.parse::<Ipv4Addr>().is_ok(),
        };
    }
    let is_inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii() && c.is_alphanumeric();
    domain.len() <= 255 && labels(domain, is_inner)
}

fn hostname(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    text.len() <= 253 && labels(text, |c| c.is_ascii_alphanumeric() || c == '-')
}

fn labels(text: &str, is_inner: impl Fn(char) -> bool) -> bool {
    text.split('.').all(|label| {
        let is_short = !label.is_empty() && label.len() <= 63;
        is_short && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(&is_inner)
    })
}

/// What follows the scheme and its colon.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let mut characters = scheme.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic());
    let goes_on = characters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    (starts && goes_on).then_some(rest)
}

/// Whether all characters may stand in a URI or IRI, and every percent sign has its two digits.
fn uri_characters(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let is_digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_hexdigit());
                if !is_digit(bytes.next()) || !is_digit(bytes.next()) {
                    return false;
                }
            }
            0..=b' ' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0x7f => return false,
            _ => {}
        }
    }
    text.matches('#').count() <= 1
}

fn uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Base64 in either alphabet, padded or not, as readers of bytes take it.
fn base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    body.bytes().all(is_digit)
        && body.len() % 4 != 1
        && (padding == 0 || (body.len() + padding).is_multiple_of(4) && padding < 3)
}

fn json_pointer(text: &str) -> bool {
    let is_escaped = |(at, _): (usize, &str)| text.get(at + 1..).is_some_and(|rest| rest.starts_with(['0', '1']));
    (text.is_empty() || text.starts_with('/')) && text.match_indices('~').all(is_escaped)
}
