//! How much was looked at to find out which schemas are possible, and how much may be. Does not know how
//! they are compared.

/// How many parts, required members and listed values are looked at for one list of candidates, and for all lists of a
/// document. Members are not looked into any more after that, so that schemas may hold together that do not.
const EFFORT: Effort = Effort { list: 50_000, document: 250_000 };

/// How much was looked at to find out which of several candidates are possible.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct Effort {
    list: usize,
    document: usize,
}

impl Effort {
    /// Begins with another list.
    pub(in super::super) fn start(&mut self) {
        self.list = 0;
    }

    pub(in super::super) fn add(&mut self, count: usize) {
        self.list += count;
        self.document += count;
    }

    pub(in super::super) fn is_spent(self) -> bool {
        self.list > EFFORT.list || self.document > EFFORT.document
    }
}

/// Schemas that are a member together, by what they are, and how deep it is: what is looked at there depends on nothing else.
pub(in super::super) type Together = (Vec<usize>, usize);
