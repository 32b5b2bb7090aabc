//! One operation a method and path shape.

use std::collections::HashMap;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Model, Operation, SecurityRequirement};
use crate::pass::complete;

/// Warns of `GET /users/{id}` next to `GET /users/{userId}`.
pub(super) static DUPLICATE: Code = Code {
    name: "operation/duplicate",
    page: "Two operations have the same method and the same path, but for the names of placeholders.\n\n\
           `GET /users/{id}` and `GET /users/{userId}` are one request on the wire, so a server cannot tell them apart. \
           Clients have all of them; servers have the first only, which answers the requests of the others. Remove or \
           merge all but one. Of an operation and a webhook, servers have the operation.",
};

/// Refuses a second `GET /users` that asks for other permissions than the first.
pub(super) static OTHER_SECURITY: Code = Code {
    name: "operation/other-security",
    page: "Two operations have the same method and path but say different things about who may call.\n\n\
           Keeping either could open what the other protects:\n\n    @endpoint GET /x\n    @auth Bearer admin\n    \
           @endpoint GET /x\n    @auth None\n\n\
           Remove one of them.",
};

/// Warns of `POST /` that stands for several operations of which the document does not tell which is which.
pub(super) static TOLD_BY_CALLER: Code = Code {
    name: "operation/told-by-caller",
    page: "Several operations have the same method and path. They are known to be told apart by a header, but the document \
           does not give its values.\n\n\
           Callers give the value with every call, as an argument:\n\n    X-Amz-Target: AWSSupport_20130415.DescribeCases\n\n\
           Servers answer such an operation once they are told its value, by `ServerBuilder::told_apart`. A document that \
           has the values needs neither: `/#X-Amz-Target=AWSSupport_20130415.DescribeCases` as a path says it all.",
};

/// The operations of one method and path shape: the first that callers call, the first that the API sends, and how many
/// there are.
#[derive(Default)]
struct Route<'m> {
    called: Option<(usize, &'m Operation)>,
    sent: Option<(usize, &'m Operation)>,
    count: usize,
}

impl<'m> Route<'m> {
    /// Adds an operation; the first of its kind if there is one already.
    fn add(&mut self, index: usize, operation: &'m Operation) -> Option<&'m Operation> {
        self.count += 1;
        let first = if operation.webhook { &mut self.sent } else { &mut self.called };
        let known = first.map(|(_, known)| known);
        first.get_or_insert((index, operation));
        known
    }

    /// The first in document order.
    fn first(&self) -> Option<&'m Operation> {
        [self.called, self.sent].into_iter().flatten().min_by_key(|(index, _)| *index).map(|(_, operation)| operation)
    }

    /// An operation and a webhook are for servers of two parties: who may call the one says nothing of the other.
    fn both(&self) -> Option<Finding> {
        let ((_, called), (index, sent)) = self.called.zip(self.sent)?;
        (!told_by_caller(called, sent)).then(|| served_once(called, sent, index))
    }
}

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut routes: HashMap<(&str, String), Route<'_>> = HashMap::new();
    for (index, operation) in model.operations.iter().enumerate() {
        let key = (operation.method.0.as_str(), operation.path.shape());
        let first = routes.entry(key).or_default().add(index, operation);
        findings.extend(
            first.filter(|first| !told_by_caller(first, operation)).map(|first| duplicate(first, operation, index)),
        );
    }
    let mut shared: Vec<_> = routes.into_values().filter(|route| route.count > 1).collect();
    shared.sort_by_key(|route| route.first().map(|first| first.origin.span()));
    findings.extend(shared.iter().filter_map(Route::both));
    findings.extend(shared.iter().filter_map(|route| {
        let first = route.first().filter(|first| complete::is_told_by_caller(first))?;
        Some(several(first, route.count))
    }));
}

/// Whether callers tell these two apart, and may do so: who may call is the same.
fn told_by_caller(first: &Operation, second: &Operation) -> bool {
    complete::is_told_by_caller(first)
        && complete::is_told_by_caller(second)
        && requirements(first) == requirements(second)
}

/// What callers must prove; `None` where no document says.
fn requirements(operation: &Operation) -> Option<&[SecurityRequirement]> {
    operation.security.as_ref().map(|security| security.requirements.as_slice())
}

fn several(first: &Operation, count: usize) -> Finding {
    let line = first.line();
    let message = format!("`{line}` stands for {count} operations, and nothing says which is which");
    let diagnostic = Diagnostic::warning(&TOLD_BY_CALLER, first.origin.span(), message)
        .label("the first of them; callers say in a header which one they mean")
        .help("tell servers the values, or use a document that has them");
    Finding { diagnostic, cost: Cost::Nothing }
}

fn duplicate(first: &Operation, second: &Operation, index: usize) -> Finding {
    if requirements(first) == requirements(second) {
        return served_once(first, second, index);
    }
    let message = format!("`{}` is described twice, with different permissions", second.line());
    let diagnostic = Diagnostic::error(&OTHER_SECURITY, second.origin.span(), message);
    // Who may call is never a matter of which description comes first.
    Finding { diagnostic: beside(diagnostic, first), cost: Cost::Operation(index) }
}

/// Two operations of which servers have the first.
fn served_once(first: &Operation, second: &Operation, index: usize) -> Finding {
    let message = format!("`{}` is described twice; servers have the first only", second.line());
    let diagnostic = Diagnostic::warning(&DUPLICATE, second.origin.span(), message);
    Finding { diagnostic: beside(diagnostic, first), cost: Cost::OfServers(index) }
}

fn beside(diagnostic: Diagnostic, first: &Operation) -> Diagnostic {
    let diagnostic = diagnostic.label("the same method and path");
    diagnostic.related(first.origin.span(), "first described here").help("describe it once")
}
