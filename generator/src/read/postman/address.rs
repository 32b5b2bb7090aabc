//! Addresses of requests: a text, or an object that has it in pieces.

use std::collections::HashMap;

use super::outline::Call;
use super::reader::Reader;
use super::segment::{self, Template};
use super::variable::{Part, Variables, has_variable, parts, placeholder, sole};
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

/// A pair of the query.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub key: String,
    pub value: Option<String>,
    pub docs: String,
    pub enabled: bool,
    pub span: Span,
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

/// An address in its pieces, as text.
#[derive(Debug, Default)]
struct Pieces {
    base: String,
    segments: Vec<String>,
    query: Vec<Pair>,
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

/// The pieces of an address; none where there is nothing in it.
fn pieces(url: &Node) -> Option<Pieces> {
    if let Some(text) = url.as_str() {
        return raw(text, url.span);
    }
    let stated = |key: &str| url.get(key).filter(|node| !node.is_null());
    let written = stated("raw").and_then(|node| raw(node.as_str()?, node.span));
    let (Some(host), path) = (stated("host"), stated("path")) else {
        let query = pairs(url);
        return written
            .map(|written| Pieces { query: if query.is_empty() { written.query } else { query }, ..written });
    };
    let mut base = joined(host, ".");
    if let Some(port) = stated("port").and_then(Node::as_written) {
        base = format!("{base}:{port}");
    }
    let protocol = stated("protocol").and_then(Node::as_written).filter(|protocol| !protocol.is_empty());
    if let Some(protocol) = protocol.filter(|_| !base.contains("://")) {
        base = format!("{protocol}://{base}");
    }
    let mut segments: Vec<String> = match path {
        Some(path) if path.as_list().is_some() => path.items().filter_map(value).map(str::to_owned).collect(),
        Some(path) => value(path).unwrap_or_default().split('/').map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let mut query = pairs(url);
    let cut = segments.iter().position(|segment| segment.contains(['?', '#']) && !has_variable(segment));
    if let Some(at) = cut {
        let rest = segments.split_off(at).join("/");
        let (last, behind) = rest.split_at_checked(rest.find(['?', '#']).unwrap_or(rest.len())).unwrap_or_default();
        segments.push(last.to_owned());
        if query.is_empty() {
            query = behind.strip_prefix('?').map(|text| text_pairs(text, url.span)).unwrap_or_default();
        }
    } else if query.is_empty() {
        query = written.map(|written| written.query).unwrap_or_default();
    }
    Some(Pieces { base, segments: trimmed(segments), query })
}

/// A piece of an address: a text, or an object with it as `value`.
fn value(node: &Node) -> Option<&str> {
    node.as_written().or_else(|| node.get("value").and_then(Node::as_written))
}

fn joined(node: &Node, sign: &str) -> String {
    match node.as_list() {
        Some(items) => items.iter().filter_map(value).collect::<Vec<_>>().join(sign),
        None => value(node).unwrap_or_default().to_owned(),
    }
}

/// Segments without empty ones at the start.
fn trimmed(segments: Vec<String>) -> Vec<String> {
    segments.into_iter().skip_while(String::is_empty).collect()
}

/// address = [ scheme "://" ] host [ "/" path ] [ "?" query ] [ "#" fragment ]
fn raw(text: &str, span: Span) -> Option<Pieces> {
    let text = text.trim();
    let end = outside(text, &['#']).unwrap_or(text.len());
    let text = text.get(..end)?;
    let (before, query) = match outside(text, &['?']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, ""),
    };
    let host = before.find("://").map_or(0, |at| at + 3);
    let end = outside(before.get(host..)?, &['/']).map_or(before.len(), |at| host + at);
    let (mut base, mut path) = (before.get(..end)?, before.get(end..)?.to_owned());
    // `{{baseUrl}}users`: the variable ends with the slash.
    if let Some(at) = base.strip_prefix("{{").and_then(|rest| rest.find("}}")).map(|at| at + 4)
        && base.get(at..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && sole(base.get(..at)?).is_some()
    {
        path = format!("/{}{path}", base.get(at..)?);
        base = base.get(..at)?;
    }
    if base.is_empty() && path.is_empty() {
        return None;
    }
    let segments = path.split('/').map(str::to_owned).collect();
    Some(Pieces { base: base.to_owned(), segments: trimmed(segments), query: text_pairs(query, span) })
}

/// The first of some signs that stands outside variables.
fn outside(text: &str, signs: &[char]) -> Option<usize> {
    let mut depth = 0usize;
    text.char_indices().find_map(|(at, sign)| {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && signs.contains(&sign)).then_some(at)
    })
}

/// The query of an address in pieces.
fn pairs(url: &Node) -> Vec<Pair> {
    match url.get("query") {
        Some(query) if query.as_str().is_some() => text_pairs(query.as_str().unwrap_or_default(), query.span),
        Some(query) => query.items().filter_map(super::parameter::pair).collect(),
        None => Vec::new(),
    }
}

fn text_pairs(query: &str, span: Span) -> Vec<Pair> {
    let pairs =
        query.split('&').map(|pair| pair.split_once('=').map_or((pair, None), |(key, value)| (key, Some(value))));
    pairs
        .filter(|(key, _)| !key.is_empty())
        .map(|(key, value)| Pair {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            docs: String::new(),
            enabled: true,
            span,
        })
        .collect()
}
