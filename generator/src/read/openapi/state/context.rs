//! Where an unnamed type was found. Does not know what it is.

/// Where an unnamed type was found: a list of names, outermost first.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Context<'c> {
    outer: Option<&'c Context<'c>>,
    part: &'c str,
}

impl<'c> Context<'c> {
    /// The context of what is in a schema or operation of this name.
    pub(in super::super) fn root(part: &'c str) -> Self {
        Self { outer: None, part }
    }

    /// The context of what is in this member of it.
    pub(in super::super) fn inner<'i>(&'i self, part: &'i str) -> Context<'i>
    where
        'c: 'i,
    {
        Context { outer: Some(self), part }
    }

    /// The names, outermost first.
    pub(in super::super) fn parts(&self) -> Vec<&str> {
        let mut parts = vec![self.part];
        let mut outer = self.outer;
        while let Some(context) = outer {
            parts.push(context.part);
            outer = context.outer;
        }
        parts.reverse();
        parts
    }
}
