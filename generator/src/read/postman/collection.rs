//! The whole collection: what it says of itself, its requests as operations, and their names. Does not know
//! how a request is read.

use std::collections::HashMap;

use super::document;
use super::operation::Draft;
use super::reader::Reader;
use super::syntax::outline::Outline;
use crate::model::{OperationId, Target};

impl<'d> Reader<'d, '_> {
    /// Adds the whole collection to the model.
    pub(super) fn collection(&mut self) {
        self.describe();
        let outline = Outline::of(self.collection, &mut self.variables, self.diagnostics);
        self.note_scripts(&outline.scripts);
        if outline.calls.is_empty() {
            let item = self.collection.get("item").unwrap_or(self.collection);
            self.warn(&document::EMPTY, item.span, "the collection has no requests", "expected requests");
        }
        let addressed = self.addressed(&outline.calls);
        let drafts = Draft::all(&addressed);
        let named: HashMap<usize, usize> =
            drafts.iter().enumerate().flat_map(|(at, draft)| draft.calls.iter().map(move |call| (*call, at))).collect();
        let mut ids: Vec<OperationId> = Vec::with_capacity(drafts.len());
        for draft in &drafts {
            ids.push(self.operation(draft, &addressed));
        }
        for (at, call) in addressed.iter().enumerate() {
            let draft = named.get(&at).and_then(|draft| drafts.get(*draft).zip(ids.get(*draft)));
            if let Some((_, id)) = draft.filter(|(draft, _)| draft.calls.len() > 1) {
                let target = Target::Operation { operation: *id, presets: call.presets(&self.variables) };
                self.entry(&call.call, target);
            }
        }
    }
}
