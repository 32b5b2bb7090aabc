//! What every request of an operation has, besides its path.

use super::Location;

/// A query parameter or header that every request of an operation has, mostly with one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fixed<T = &'static str> {
    /// In which part of the request.
    pub location: Location,
    /// As written.
    pub name: T,
    /// The value; `None` where it must only be there, and a parameter gives the value.
    pub value: Option<T>,
}

impl Fixed {
    /// A pair of the query.
    #[must_use]
    pub const fn query(name: &'static str, value: &'static str) -> Self {
        Self { name, location: Location::Query, value: Some(value) }
    }

    /// A header.
    #[must_use]
    pub const fn header(name: &'static str, value: &'static str) -> Self {
        Self { name, location: Location::Header, value: Some(value) }
    }

    /// A query parameter that is there, whatever its value.
    #[must_use]
    pub const fn any_query(name: &'static str) -> Self {
        Self { name, location: Location::Query, value: None }
    }

    /// A header that is there, whatever its value.
    #[must_use]
    pub const fn any_header(name: &'static str) -> Self {
        Self { name, location: Location::Header, value: None }
    }
}
