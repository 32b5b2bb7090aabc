//! Dates as HTTP writes them (RFC 9110, section 5.6.7): the one form that is sent, and the two old ones that are read.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date since the epoch. `now` decides about the century of years of two digits.
pub(super) fn http_date(text: &str, now: SystemTime) -> Option<Duration> {
    let (day, month, year, time) = match text.trim().split_once(", ") {
        Some((_, rest)) => {
            let rest = rest.strip_suffix(" GMT")?;
            if rest.contains('-') { old(rest, now)? } else { usual(rest)? }
        }
        None => of_c(text.trim())?,
    };
    let month = i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()? + 1;
    if !(1970..=9999).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    let days = u64::try_from(days(year, month, day)).ok()?;
    Some(Duration::from_secs(days * 86_400 + seconds(time)?))
}

/// Day, month, year and time.
type Parts<'a> = (i64, &'a str, i64, &'a str);

/// `06 Nov 1994 08:49:37`
fn usual(text: &str) -> Option<Parts<'_>> {
    let mut words = text.split(' ');
    let parts = (number(words.next()?)?, words.next()?, number(words.next()?)?, words.next()?);
    words.next().is_none().then_some(parts)
}

/// `06-Nov-94 08:49:37` (RFC 850). What would be more than fifty years ahead was a century before.
fn old(text: &str, now: SystemTime) -> Option<Parts<'_>> {
    let (date, time) = text.split_once(' ')?;
    let mut words = date.split('-');
    let (day, month, year) = (number(words.next()?)?, words.next()?, number(words.next()?)?);
    if words.next().is_some() || year > 99 {
        return None;
    }
    let days = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 86_400;
    let this = 1970 + i64::try_from(days * 400 / 146_097).ok()?;
    let next = this - this % 100 + 100 + year;
    let year = [next, next - 100, next - 200].into_iter().find(|year| *year <= this + 50)?;
    Some((day, month, year, time))
}

/// `Sun Nov  6 08:49:37 1994`, as `asctime` of C writes it.
fn of_c(text: &str) -> Option<Parts<'_>> {
    let mut words = text.split_ascii_whitespace().skip(1);
    let (month, day, time, year) = (words.next()?, words.next()?, words.next()?, words.next()?);
    words.next().is_none().then_some((number(day)?, month, number(year)?, time))
}

fn number(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// `08:49:37` since midnight; there may be a leap second.
fn seconds(text: &str) -> Option<u64> {
    let mut parts = text.split(':').map(|part| number(part).and_then(|part| u64::try_from(part).ok()));
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let is_time = parts.next().is_none() && hours < 24 && minutes < 60 && seconds <= 60;
    is_time.then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// Days from the epoch to a date: years begin in March, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468
}
