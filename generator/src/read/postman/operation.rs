//! Requests with one method and path as one operation.

use std::collections::HashMap;

use super::address::Addressed;
use super::auth::Demand;
use super::media::Media;
use super::reader::Reader;
use super::syntax::outline::Call;
use super::syntax::prose;
use crate::diag::{Code, Diagnostic};
use crate::model::{GroupId, Method, Operation, OperationId, Origin, Security, SecurityRequirement, Server};
use crate::read::node::Node;

pub(super) static METHOD: Code = Code {
    name: "postman/method",
    page: "The method of a request is none that HTTP could have. GET counts instead.\n\n    \"method\": \"GET \
           ALL\"\n\nCorrect it.",
};
pub(super) static OTHER_AUTH: Code = Code {
    name: "postman/other-auth",
    page: "The same request stands in the collection with and without authentication. The operation demands it.\n\n    GET \
           {{baseUrl}}/me with \"auth\": {\"type\": \"noauth\"}, and again without\n\nNothing needs to be done if one of \
           them only shows what is refused.",
};

/// The rule for operations that stand in no folder.
const GROUP_FROM_PATH: &str = "group-from-path";

/// What is called by requests that differ in their values only.
#[derive(Debug)]
pub(super) struct Draft {
    pub method: String,
    /// The requests, as indices.
    pub calls: Vec<usize>,
}

impl Draft {
    /// The operations that the requests call, in the order of first sight.
    pub(super) fn all(addressed: &[Addressed<'_>]) -> Vec<Self> {
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        let mut drafts: Vec<Self> = Vec::new();
        for (at, call) in addressed.iter().enumerate() {
            let method = method(&call.call).unwrap_or_else(|| "GET".to_owned());
            let draft = *known.entry((method.clone(), call.path.shape())).or_insert(drafts.len());
            match drafts.get_mut(draft) {
                Some(draft) => draft.calls.push(at),
                None => drafts.push(Self { method, calls: vec![at] }),
            }
        }
        drafts
    }
}

/// The method of a request in upper case; GET where it has none, nothing where it is no token.
fn method(call: &Call<'_>) -> Option<String> {
    let stated = call.request.get("method").and_then(Node::as_written).map(str::trim).filter(|text| !text.is_empty());
    let method = stated.unwrap_or("GET").to_ascii_uppercase();
    let is_token = method.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_token.then_some(method)
}

/// The address where all these requests go, if it is not that of the API.
fn own_server(calls: &[&Addressed<'_>]) -> Vec<Server> {
    let all: Option<Vec<&Server>> = calls.iter().map(|call| call.server.as_ref()).collect();
    all.into_iter().flatten().take(1).cloned().collect()
}

impl<'d> Reader<'d, '_> {
    /// Adds the operation of some requests to the model.
    pub(super) fn operation(&mut self, draft: &Draft, addressed: &[Addressed<'d>]) -> OperationId {
        let calls: Vec<&Addressed<'d>> = draft.calls.iter().filter_map(|at| addressed.get(*at)).collect();
        let Some(first) = calls.first().copied() else { unreachable!("a draft is made from its first request") };
        for call in &calls {
            self.method(&call.call);
        }
        let label = format!("{} {}", draft.method, first.path.wire);
        let (security, keys) = self.demands(&calls);
        let mut parameters = self.path_parameters(&calls);
        parameters.extend(self.query_parameters(&calls));
        parameters.extend(self.header_parameters(&calls, &keys));
        let body = self.body(&calls, &label);
        let responses = self.answers(&calls, &label);
        let operation = Operation {
            id: None,
            method: Method(draft.method.clone()),
            path: first.path.clone(),
            group: self.group(first),
            summary: prose::unnumbered(first.call.name).to_owned(),
            docs: self.docs(&calls),
            parameters,
            body,
            responses,
            servers: own_server(&calls),
            webhook: false,
            paging: None,
            security,
            deprecated: false,
            origin: self.origin(first.call.name_span),
        };
        self.model.operation(operation)
    }

    /// Reads a request that is left out, for its own problems.
    pub(super) fn refused(&mut self, call: &Call<'d>) {
        self.method(call);
        self.sent(0, call, &mut Media::default());
        for response in call.item.get("response").map(Node::items).into_iter().flatten() {
            self.save(response, call, &mut Vec::new());
        }
    }

    fn method(&mut self, call: &Call<'d>) {
        if let Some(stated) = call.request.get("method").filter(|_| method(call).is_none()) {
            self.warn(&METHOD, stated.span, "no method of HTTP looks like that", "GET counts instead");
        }
    }

    /// The description of the first request that has one.
    fn docs(&self, calls: &[&Addressed<'d>]) -> String {
        let of_call = |call: &&Addressed<'d>| match prose::docs(call.call.request) {
            docs if docs.is_empty() => prose::docs(call.call.item),
            docs => docs,
        };
        calls.iter().map(of_call).find(|docs| !docs.is_empty()).unwrap_or_default()
    }

    fn group(&mut self, first: &Addressed<'d>) -> GroupId {
        let named = first.call.group.and_then(|folder| Some((folder, folder.get("name")?)));
        let named = named.and_then(|(folder, name)| Some((folder, name.span, name.as_written()?)));
        if let Some((folder, span, name)) = named.filter(|(.., name)| !name.trim().is_empty()) {
            let origin = self.origin(span);
            return self.model.group(prose::unnumbered(name), &prose::docs(folder), origin);
        }
        let origin = Origin::Inferred(GROUP_FROM_PATH, first.span);
        self.model.group(resource(&first.path.wire), "", origin)
    }

    /// Who may call, by all requests together; and the headers that prove it.
    fn demands(&mut self, calls: &[&Addressed<'d>]) -> (Option<Security>, Vec<String>) {
        let mut requirements: Vec<SecurityRequirement> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        let mut origin = None;
        let mut open = None;
        for call in calls {
            let (demand, key) = self.demand(call);
            keys.extend(key);
            match demand {
                Demand::Unsaid => {}
                Demand::Nothing => open = open.or(call.call.auth.map(|auth| auth.span)),
                Demand::These(requirement, stated) => {
                    origin = origin.or(Some(stated));
                    if !requirements.contains(&requirement) {
                        requirements.push(requirement);
                    }
                }
            }
        }
        if let (Some(open), Some(origin)) = (open, origin) {
            let problem = Diagnostic::warning(&OTHER_AUTH, open, "the same request also stands with authentication");
            self.report(problem.label("no authentication here").related(origin.span(), "but here"));
        }
        let origin = origin.or(open.map(|span| self.origin(span)));
        (origin.map(|origin| Security::new(requirements, origin)), keys)
    }
}

/// What a path is about: its first segment that is text and no version.
fn resource(path: &str) -> &str {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{')).peekable();
    let first = segments.peek().copied().unwrap_or("root");
    let is_version = |segment: &str| {
        segment
            .strip_prefix('v')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    segments.find(|segment| *segment != "api" && !is_version(segment)).unwrap_or(first)
}
