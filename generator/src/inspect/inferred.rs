//! Every fact of a model that a rule inferred, with its place.

use crate::model::{Content, Location, Model, Operation, Origin, Parameter, Response, Shape, Type, TypeName};
use crate::source::Span;

/// A fact that no document states.
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// The rule that inferred it.
    pub rule: &'static str,
    /// What it is about, in words.
    pub what: String,
    /// What would be wrong if the rule were.
    pub affects: Affects,
    /// What the rule looked at.
    pub span: Span,
}

/// What depends on a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Affects {
    /// What is sent.
    Request,
    /// How an answer is read.
    Response,
    /// Neither: a name, a description, a group.
    Nothing,
}

impl Affects {
    /// One word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Nothing => "nothing",
        }
    }
}

/// All inferred facts: those of groups, then of operations, then of types, each in document order.
pub(super) fn inferred(model: &Model) -> Vec<Inferred> {
    let mut facts = Facts(Vec::new());
    for group in &model.groups {
        facts.add(group.origin, Affects::Nothing, || format!("group {}", group.wire));
    }
    for server in &model.servers {
        facts.add(server.origin, Affects::Request, || format!("base address {}", server.url));
    }
    for scheme in &model.schemes {
        facts.add(scheme.origin, Affects::Request, || format!("security scheme {}", scheme.wire));
    }
    model.operations.iter().for_each(|operation| facts.operation(operation));
    model.types.iter().for_each(|ty| facts.ty(ty));
    facts.0
}

struct Facts(Vec<Inferred>);

impl Facts {
    fn add(&mut self, origin: Origin, affects: Affects, what: impl FnOnce() -> String) {
        if let Origin::Inferred(rule, span) = origin {
            self.0.push(Inferred { rule, what: what(), affects, span });
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let line = operation.line();
        self.add(operation.origin, Affects::Request, || line.clone());
        for parameter in &operation.parameters {
            self.parameter(&line, parameter);
        }
        if let Some(body) = &operation.body {
            self.add(body.origin, Affects::Request, || format!("{line}: body"));
            body.contents.iter().for_each(|content| self.content(&line, "body", content, Affects::Request));
        }
        operation.responses.iter().for_each(|response| self.response(&line, response));
        if let Some(paging) = &operation.paging {
            self.add(paging.origin, Affects::Response, || format!("{line}: paging"));
        }
        if let Some(security) = &operation.security {
            self.add(security.origin, Affects::Request, || format!("{line}: who may call"));
        }
    }

    /// A placeholder can only be a path parameter; that rule changes nothing.
    fn parameter(&mut self, line: &str, parameter: &Parameter) {
        let affects = if parameter.location == Location::Path { Affects::Nothing } else { Affects::Request };
        let what = || format!("{line}: parameter {}", parameter.wire);
        self.add(parameter.origin, affects, what);
        if parameter.location_origin != parameter.origin {
            self.add(parameter.location_origin, affects, || format!("{}, where it travels", what()));
        }
    }

    fn content(&mut self, line: &str, what: &str, content: &Content, affects: Affects) {
        self.add(content.origin, affects, || format!("{line}: {what} in {}", content.media_type));
    }

    fn response(&mut self, line: &str, response: &Response) {
        let what = format!("response {}", response.status);
        self.add(response.origin, Affects::Response, || format!("{line}: {what}"));
        response.contents.iter().for_each(|content| self.content(line, &what, content, Affects::Response));
        if let Some(origin) = response.or_list {
            self.add(origin, Affects::Response, || format!("{line}: {what}, one object or a list"));
        }
        for header in &response.headers {
            self.add(header.origin, Affects::Response, || format!("{line}: {what}, header {}", header.wire));
        }
    }

    fn ty(&mut self, ty: &Type) {
        let name = || match &ty.name {
            TypeName::Named(name) | TypeName::Anonymous { title: Some(name), .. } => format!("type {name}"),
            TypeName::Anonymous { context, .. } => format!("type at {}", context.join(", ")),
        };
        self.add(ty.origin, Affects::Request, name);
        if let Shape::Object(object) = &ty.shape {
            for field in &object.fields {
                self.add(field.origin, Affects::Request, || format!("{}, member {}", name(), field.wire));
            }
        }
    }
}
