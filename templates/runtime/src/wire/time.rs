//! Dates and times, kept as received: vendors write them in ways that no other spelling may replace.

use std::fmt;
use std::time::{Duration, SystemTime};

use super::fault::ReadError;
use super::reader::Reader;
#[cfg(feature = "test-util")]
use super::sampler::Sampler;
use super::text::Text;
use super::value::Value;
use super::writer::Writer;

macro_rules! kept_text {
    ($name:ident, $sample:ident) => {
        impl $name {
            /// The text as received or set; it need not be valid.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
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

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
                self.0 = reader.string()?.into_owned();
                Ok(())
            }

            fn write(&self, writer: &mut Writer) {
                writer.string(&self.0);
            }

            fn clear(&mut self) {
                self.0.clear();
            }

            fn text(&self) -> Text {
                Text::One(self.0.clone())
            }

            fn read_text(&mut self, text: Text) -> Result<(), ReadError> {
                self.0 = text.into_one().unwrap_or_default();
                Ok(())
            }

            fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }

            #[cfg(feature = "test-util")]
            fn sample(&mut self, sampler: &mut Sampler) {
                self.0 = sampler.$sample();
            }
        }
    };
}

/// A point in time (RFC 3339), as text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(String);

/// A day (RFC 3339 full-date), as text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(String);

kept_text!(DateTime, date_time);
kept_text!(Date, date);

impl DateTime {
    /// The point in time, if the text is a valid one; before 1970 it is the epoch.
    #[must_use]
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let timestamp: jiff::Timestamp = self.0.parse().ok()?;
        let since = u64::try_from(timestamp.as_millisecond()).unwrap_or(0);
        Some(SystemTime::UNIX_EPOCH + Duration::from_millis(since))
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
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        let timestamp = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
        Self(format!("{timestamp:.3}"))
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
