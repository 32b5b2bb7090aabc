//! One call, from its block of lines.

use super::super::file::listed;
use super::super::syntax::Endpoint;
use super::Reader;
use super::context::Context;
use crate::model::{GroupId, Method, Operation, Path};

impl<'a> Reader<'_, 'a> {
    /// What can be said of a call without knowing its method and path.
    pub(super) fn unreadable(&mut self, endpoint: &Endpoint<'a>) {
        let root = &Context::root("");
        self.example(endpoint);
        for (parameter, _) in listed(endpoint) {
            self.unplaced(parameter, root);
        }
        self.responses(endpoint, root);
    }

    /// Adds a call to the model.
    pub(super) fn operation(&mut self, endpoint: &Endpoint<'a>, group: GroupId) {
        let root = format!("{} {}", endpoint.method, endpoint.path);
        let root = &Context::root(&root);
        let path = Path::parse(endpoint.path);
        let example = self.example(endpoint);
        let mut listed = self.listed(endpoint, &path, example.as_ref(), root);
        let body = self.body(endpoint, &mut listed, example, root);
        let responses = self.responses(endpoint, root);
        let security = match endpoint.auth {
            Some(text) => Some(self.security_of(text)),
            None => self.security.clone(),
        };
        self.model.operation(Operation {
            id: None,
            method: Method(endpoint.method.to_ascii_uppercase()),
            path,
            group,
            summary: endpoint.desc.unwrap_or_default().to_owned(),
            docs: String::new(),
            parameters: listed.parameters,
            body,
            responses,
            servers: Vec::new(),
            webhook: false,
            paging: None,
            security,
            deprecated: false,
            origin: self.places.stated(endpoint.source),
        });
    }
}
