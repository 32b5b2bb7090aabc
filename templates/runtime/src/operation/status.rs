//! Statuses of responses, as documents list them.

use std::fmt;

/// Statuses that a [`ResponseSpec`](super::ResponseSpec) stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Exactly this.
    Code(u16),
    /// All that begin with this digit: `4XX`.
    Range(u8),
    /// All that no other names.
    Default,
}

impl Status {
    /// How exactly it names this status: 3 for the code, 2 for its range, 1 for the default, 0 for another.
    #[must_use]
    pub const fn matches(self, status: u16) -> u8 {
        match self {
            Self::Code(code) if code == status => 3,
            Self::Range(digit) if status / 100 == digit as u16 => 2,
            Self::Default => 1,
            Self::Code(_) | Self::Range(_) => 0,
        }
    }

    /// Whether it means that the call did what was asked (2xx, and 3xx as a sole answer).
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=399) | Self::Range(2 | 3))
    }

    /// Whether it sends the caller somewhere else.
    #[must_use]
    pub const fn is_redirect(self) -> bool {
        matches!(self, Self::Code(300..=303 | 305..=399) | Self::Range(3))
    }

    /// Whether a reply with it may have a body (RFC 9110, section 6.4.1 and 15.3.6).
    #[must_use]
    pub const fn may_have_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1))
    }
}

/// As OpenAPI writes it: `404`, `4XX`, `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(hundred) => write!(f, "{hundred}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
