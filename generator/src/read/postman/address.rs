//! Addresses of requests: a text, or an object that has it in pieces.

use std::collections::HashMap;

use super::reader::Reader;
use super::syntax::outline::Call;
use super::syntax::pair::Pair;
use super::syntax::pieces::pieces;
use super::syntax::segment::{self, Template};
use super::syntax::variable::{Part, Variables, has_variable, parts, placeholder};
use crate::diag::{Code, Diagnostic};
use crate::model::{Path, Server, ServerVariable, Target};
use crate::read::node::Node;
use crate::source::Span;

pub(super) static ADDRESS: Code = Code {
    name: "postman/address",
    page: "A request has no address, so that nobody can tell what it calls. It is left out; its name stays in the \
           catalogue.\n\n    {\"name\": \"New Request\", \"request\": {\"method\": \"GET\", \"url\": \
           null}}\n\nGive the request an address, or remove it.",
};
pub(super) static OTHER_ADDRESS: Code = Code {
    name: "postman/other-address",
    page: "Requests of the collection go to another host than most of them.\n\n    https://api.example.com/users\n    \
           https://login.example.com/token\n\nWhere both hosts have names, the client goes to the other one when its user \
           permits it by `also_at`; otherwise to its base address, so that these need a client with another one. Nothing \
           needs to be done if two variables stand for one host.",
};

/// A request with its address taken apart.
#[derive(Debug)]
pub(super) struct Addressed<'d> {
    pub call: Call<'d>,
    /// What stands before the path: `https://{{domain}}.example.com/v1`.
    base: String,
    /// The same, where it is not that of the API.
    pub server: Option<Server>,
    pub span: Span,
    pub path: Path,
    /// The placeholders of the path, each as the collection calls it.
    pub placeholders: Vec<(String, String)>,
    pub query: Vec<Pair>,
    /// What the collection says about path variables.
    pub variables: Option<&'d Node>,
}

impl Addressed<'_> {
    /// What the request sets in the query.
    pub(super) fn presets(&self, variables: &Variables<'_>) -> Vec<(String, Option<String>)> {
        let enabled = self.query.iter().filter(|pair| pair.enabled);
        enabled
            .map(|pair| {
                let value = pair.value.as_deref().map(|value| variables.expanded(value));
                (pair.key.clone(), value.filter(|value| !has_variable(value)).map(str::to_owned))
            })
            .collect()
    }
}

impl<'d> Reader<'d, '_> {
    /// All requests with their addresses; and the base addresses of the API.
    pub(super) fn addressed(&mut self, calls: &[Call<'d>]) -> Vec<Addressed<'d>> {
        let mut addressed: Vec<Addressed<'d>> = Vec::with_capacity(calls.len());
        for call in calls {
            addressed.extend(self.address(call));
        }
        self.bases(&mut addressed);
        addressed
    }

    fn address(&mut self, call: &Call<'d>) -> Option<Addressed<'d>> {
        let url = call.request.as_str().map(|_| call.request).or_else(|| call.request.get("url"));
        let pieces = url.and_then(pieces).filter(|pieces| !pieces.base.is_empty() || !pieces.segments.is_empty());
        let Some((pieces, url)) = pieces.zip(url) else {
            self.warn(&ADDRESS, url.map_or(call.name_span, |url| url.span), no_address(call), "expected an address");
            let reason = "the collection shows no address for it".to_owned();
            self.entry(call, Target::Unresolved { reason });
            self.refused(call);
            return None;
        };
        if pieces.segments.iter().any(|segment| segment::is_dots(segment)) {
            let message = format!("the path of `{}` has a segment `.` or `..`", call.name);
            self.warn(&segment::SEGMENT, url.span, message, "the request is left out");
            pieces.query.iter().for_each(|pair| self.variable_name(pair));
            self.refused(call);
            return None;
        }
        let mut template = Template::default();
        pieces.segments.iter().for_each(|segment| template.segment(segment));
        if template.wire.is_empty() {
            template.wire.push('/');
        }
        Some(Addressed {
            call: call.clone(),
            base: self.variables.expanded(&pieces.base).trim_end_matches('/').to_owned(),
            server: None,
            span: url.get("raw").map_or(url.span, |raw| raw.span),
            path: Path::parse(&template.wire),
            placeholders: template.placeholders,
            query: pieces.query,
            variables: url.get("variable"),
        })
    }

    /// Finds the base addresses. Where those of one host differ in their paths, these are part of the paths.
    fn bases(&mut self, addressed: &mut [Addressed<'d>]) {
        let mut of_host: HashMap<String, usize> = HashMap::new();
        for (base, ..) in counted(addressed) {
            *of_host.entry(split_origin(&base).0).or_default() += 1;
        }
        for one in addressed.iter_mut() {
            let (origin, path) = split_origin(&one.base);
            if of_host.get(&origin).is_some_and(|bases| *bases > 1) {
                prefix(one, &path);
                one.base = origin;
            }
        }
        let bases = counted(addressed);
        let main = bases.first().map(|(_, _, span)| *span);
        for (at, (base, count, span)) in bases.iter().enumerate() {
            let server = (!base.is_empty()).then(|| self.server(base, *span));
            match server {
                Some(server) if at > 0 && names_host(&server.url) => {
                    let there = addressed.iter_mut().filter(|one| one.base == *base);
                    there.for_each(|one| one.server = Some(server.clone()));
                }
                Some(server) => self.model.server(server),
                None => {}
            }
            if let Some(main) = main.filter(|_| at > 0) {
                let requests = if *count == 1 { "a request goes".to_owned() } else { format!("{count} requests go") };
                let message = format!("{requests} to `{base}`, others elsewhere");
                let problem = Diagnostic::warning(&OTHER_ADDRESS, *span, message).label("goes to another address");
                self.report(problem.related(main, "most go here"));
            }
        }
    }

    fn server(&self, base: &str, span: Span) -> Server {
        let mut url = String::new();
        let mut variables: Vec<ServerVariable> = Vec::new();
        for part in parts(base) {
            match part {
                Part::Text(text) => url.push_str(&text.replace(['{', '}'], "")),
                Part::Variable(name) => {
                    let wire = placeholder(name);
                    url.push_str(&format!("{{{wire}}}"));
                    if variables.iter().all(|known| known.wire != wire) {
                        let default = self.variables.value(name).filter(|value| !has_variable(value));
                        let docs = self.variables.docs(name);
                        variables.push(ServerVariable {
                            wire,
                            default: default.map(str::to_owned),
                            values: Vec::new(),
                            docs,
                        });
                    }
                }
            }
        }
        let is_whole = url.contains("://") || url.starts_with('{') || url.starts_with('/');
        let url = if is_whole { url } else { format!("https://{url}") };
        Server { url, docs: String::new(), variables, origin: self.origin(span) }
    }
}

fn no_address(call: &Call<'_>) -> String {
    if call.name.is_empty() { "a request has no address".to_owned() } else { format!("`{}` has no address", call.name) }
}

/// The base addresses, most frequent first; each with its number of requests and where it stands first.
fn counted(addressed: &[Addressed<'_>]) -> Vec<(String, usize, Span)> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut bases: Vec<(String, usize, Span)> = Vec::new();
    for one in addressed {
        let at = *known.entry(&one.base).or_insert(bases.len());
        match bases.get_mut(at) {
            Some((_, count, _)) => *count += 1,
            None => bases.push((one.base.clone(), 1, one.span)),
        }
    }
    bases.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    bases
}

/// Whether an address says on which host it is, and not only that there is one.
fn names_host(url: &str) -> bool {
    let host = url.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    host.is_some_and(|host| !host.ends_with('}'))
}

/// `https://api.example.com` and `/v1`.
fn split_origin(base: &str) -> (String, String) {
    let host = base.find("://").map_or(0, |at| at + 3);
    let end = base.get(host..).and_then(|rest| rest.find('/')).map_or(base.len(), |at| host + at);
    (base.get(..end).unwrap_or(base).to_owned(), base.get(end..).unwrap_or_default().to_owned())
}

/// Puts a path before that of a request.
fn prefix(one: &mut Addressed<'_>, path: &str) {
    let mut template = Template::default();
    path.split('/').filter(|segment| !segment.is_empty()).for_each(|segment| template.segment(segment));
    if !template.wire.is_empty() {
        let rest = if one.path.wire == "/" { "" } else { one.path.wire.as_str() };
        one.path = Path::parse(&format!("{}{rest}", template.wire));
        template.placeholders.append(&mut one.placeholders);
        one.placeholders = template.placeholders;
    }
}
