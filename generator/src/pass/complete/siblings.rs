//! Operations that are about the same resource: those on one path, and those on the path of one item below it.

use std::collections::HashMap;

use crate::model::{Model, Operation};

/// Operations by method and path shape.
pub(super) struct Siblings {
    routes: HashMap<(String, String), usize>,
}

impl Siblings {
    pub(super) fn of(model: &Model) -> Self {
        let mut routes = HashMap::new();
        for (index, operation) in model.operations.iter().enumerate() {
            routes.entry((operation.method.0.clone(), operation.path.shape())).or_insert(index);
        }
        Self { routes }
    }

    /// The operation of this method on the same path.
    pub(super) fn same<'a>(&self, model: &'a Model, operation: &Operation, method: &str) -> Option<&'a Operation> {
        self.at(model, method, operation.path.shape())
    }

    /// The operation of this method on one item of the collection that the path names.
    pub(super) fn item<'a>(&self, model: &'a Model, operation: &Operation, method: &str) -> Option<&'a Operation> {
        self.at(model, method, format!("{}/{{}}", operation.path.shape()))
    }

    /// The operation of this method on the collection that the path names one item of.
    pub(super) fn collection<'a>(
        &self,
        model: &'a Model,
        operation: &Operation,
        method: &str,
    ) -> Option<&'a Operation> {
        let shape = operation.path.shape();
        self.at(model, method, shape.strip_suffix("/{}")?.to_owned())
    }

    fn at<'a>(&self, model: &'a Model, method: &str, shape: String) -> Option<&'a Operation> {
        model.operations.get(*self.routes.get(&(method.to_owned(), shape))?)
    }
}
