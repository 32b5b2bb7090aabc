//! Where a shape without a name was found, outermost first.

/// A place within the call or type that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'c> {
    part: &'c str,
    outer: Option<&'c Context<'c>>,
}

impl<'c> Context<'c> {
    /// A call or a named type.
    pub(super) fn root(part: &'c str) -> Self {
        Self { part, outer: None }
    }

    /// A place within this one.
    pub(super) fn within(&'c self, part: &'c str) -> Self {
        Self { part, outer: Some(self) }
    }

    /// All parts, outermost first.
    pub(super) fn parts(&self) -> Vec<&str> {
        let mut parts: Vec<_> =
            std::iter::successors(Some(self), |context| context.outer).map(|context| context.part).collect();
        parts.reverse();
        parts
    }
}
