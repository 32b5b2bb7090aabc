//! What a value lacks before it may be sent.

use std::fmt;

use super::Model;
use super::choice::{Written, held};
use super::fault::{push_item, push_member};
use super::shape::Rest;
use super::value::{Form, Value};
use super::writer::Side;

/// Members that must be set before a value may be sent, as JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Vec<String>);

impl Missing {
    /// What the value lacks; empty when nothing.
    #[must_use]
    pub fn of(value: &dyn Value) -> Self {
        Self::of_side(Side::Client, value)
    }

    /// What the value lacks before this side may send it.
    pub(crate) fn of_side(side: Side, value: &dyn Value) -> Self {
        let mut search = Search { side, missing: Vec::new() };
        search.visit(value, &mut String::new(), None);
        Self(search.missing)
    }
}

struct Search {
    side: Side,
    missing: Vec<String>,
}

impl Search {
    /// `tag` is the member that the choice around the value writes by itself.
    fn visit(&mut self, value: &dyn Value, path: &mut String, tag: Option<&Written<'_>>) {
        let length = path.len();
        match value.form() {
            Form::Model(model) => self.visit_model(model, path, tag),
            Form::Choice(choice) => held(choice, tag, &mut |value, tag| self.visit(value, path, tag)),
            Form::List(items) => {
                for index in 0..items.len() {
                    push_item(path, index);
                    if let Some(item) = items.item(index) {
                        self.visit(item, path, None);
                    }
                    path.truncate(length);
                }
            }
            Form::Map(entries) => entries.each(&mut |name, entry| {
                push_member(path, name);
                self.visit(entry, path, None);
                path.truncate(length);
            }),
            Form::Absent | Form::Scalar(_) | Form::Bytes(_) | Form::File(_) | Form::Extra(_) => {}
        }
    }

    fn visit_model(&mut self, model: &dyn Model, path: &mut String, tag: Option<&Written<'_>>) {
        let (shape, extra) = (model.shape(), model.extra());
        if extra.misfit().is_some() {
            return;
        }
        let length = path.len();
        for (index, member) in shape.members().iter().enumerate() {
            let value = model.view(index);
            push_member(path, member.name);
            if !value.is_absent() {
                self.visit(value, path, None);
            } else if member.must_be_set(self.side)
                && !Written::stands_for(tag, member.name, true)
                && extra.get(member.name).is_none()
            {
                self.missing.push(path.clone());
            }
            path.truncate(length);
        }
        if shape.rest == Rest::Member {
            self.visit(model.view(shape.members().len()), path, None);
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "required and not set: {}", self.0.join(", "))
    }
}

impl std::error::Error for Missing {}
