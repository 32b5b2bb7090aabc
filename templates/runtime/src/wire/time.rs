//! Dates and times, kept as received: vendors write them in ways that no other spelling may replace.

use std::fmt;
use std::time::SystemTime;

use super::value::{Become, Form, FormMut, Scalar, ScalarMut, Value};

macro_rules! kept_text {
    ($name:ident) => {
        impl $name {
            /// The text as received or set; it need not be valid.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, to read into.
            pub(super) fn text_mut(&mut self) -> &mut String {
                &mut self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Value for $name {
            fn blank() -> Self {
                Self(String::new())
            }

            fn form(&self) -> Form<'_> {
                Form::Scalar(Scalar::Text(&self.0))
            }

            fn form_mut(&mut self, _target: Become) -> FormMut<'_> {
                FormMut::Scalar(ScalarMut::$name(self))
            }
        }
    };
}

/// A point in time (RFC 3339), as text.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(String);

/// A day (RFC 3339 full-date), as text.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(String);

kept_text!(DateTime);
kept_text!(Date);

impl DateTime {
    /// The point in time, if the text is a valid one.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        self.0.parse::<jiff::Timestamp>().ok().map(SystemTime::from)
    }

    /// Seconds since 1970, if the text is valid.
    #[must_use]
    pub fn to_unix_seconds(&self) -> Option<i64> {
        self.0.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
    }

    /// The point that many milliseconds after 1970; the nearest that has four digits for the year.
    #[must_use]
    pub fn from_unix_millis(millis: i64) -> Self {
        let bound = if millis < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let timestamp = jiff::Timestamp::from_millisecond(millis).unwrap_or(bound);
        Self(format!("{timestamp:.3}"))
    }

    /// Milliseconds since 1970, if the text is valid.
    #[must_use]
    pub fn to_unix_millis(&self) -> Option<i64> {
        self.0.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
    }
}

/// With milliseconds and `Z`: `2026-01-31T08:00:00.000Z`.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let millis = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |millis| -millis),
        };
        Self::from_unix_millis(millis)
    }
}

impl Date {
    /// Year, month and day, if the text is a valid date.
    #[must_use]
    pub fn to_parts(&self) -> Option<(i16, i8, i8)> {
        let date: jiff::civil::Date = self.0.parse().ok()?;
        Some((date.year(), date.month(), date.day()))
    }
}
