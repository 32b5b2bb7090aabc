//! A row of entitlements, whatever kind of table it stands in.

use crate::source::Span;

/// One row of a table of entitlements, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub name: String,
    pub description: String,
    pub offering: String,
    /// Where the name stands.
    pub span: Span,
    /// Where the offering stands.
    pub offering_span: Span,
}
