//! Base addresses that calls can go to.

use std::collections::HashSet;

use super::{Cost, Finding};
use crate::diag::{Code, Diagnostic};
use crate::model::{Model, Server};

/// Warns of `//api.example.com` and `javascript:alert(1)`.
pub(super) static ADDRESS: Code = Code {
    name: "server/address",
    page: "A base address is none that calls can go to: it has a host and no scheme, or another scheme than `https` and \
           `http`.\n\n    servers: [{url: //api.example.com}]\n\nUsers of the client give another address. Write `https://` \
           before the host; an address without a host, such as `/v1`, is a path below whatever host serves it.",
};

/// Warns of `https://me:secret@api.example.com`.
pub(super) static USER: Code = Code {
    name: "server/user",
    page: "A base address holds the name or the password of a user. It stands in the emitted code as it is, and whoever reads \
           that can read it; clients never send it.\n\n    servers: [{url: \"https://me:secret@api.example.com\"}]\n\nRemove \
           it, and describe how callers prove who they are.",
};

/// Warns of `https://{region}.example.com` where nothing is said of `region`.
pub(super) static UNDECLARED: Code = Code {
    name: "server/undeclared-variable",
    page: "A base address has a variable in braces of which the document says nothing: no default, no values. Clients must \
           be given the whole address.\n\n    servers: [{url: \"https://{region}.example.com\"}]\n\nDescribe it in \
           `variables`, with a default.",
};

pub(super) fn check(model: &Model, findings: &mut Vec<Finding>) {
    let own = model.operations.iter().flat_map(|operation| &operation.servers);
    let mut seen = HashSet::new();
    let servers = model.servers.iter().chain(own).filter(|server| seen.insert(server.url.as_str()));
    findings.extend(servers.flat_map(problems));
}

fn problems(server: &Server) -> impl Iterator<Item = Finding> {
    let url = server.url.trim();
    let undeclared: Vec<&str> =
        variables(url).filter(|name| server.variables.iter().all(|known| known.wire != *name)).collect();
    let address = (!can_be_called(url))
        .then(|| (&ADDRESS, format!("{url:?} is no address that calls can go to"), "expected `https://`, or a path"));
    let user = has_user(url).then(|| {
        (&USER, "a base address holds the name of a user".to_owned(), "it would stand in the code; it is never sent")
    });
    let undeclared = (!undeclared.is_empty()).then(|| {
        let message = format!("nothing is said of `{}` in a base address", undeclared.join("`, `"));
        (&UNDECLARED, message, "clients must be given the whole address")
    });
    let span = server.origin.span();
    [address, user, undeclared].into_iter().flatten().map(move |(code, message, label)| Finding {
        diagnostic: Diagnostic::warning(code, span, message).label(label),
        cost: Cost::Nothing,
    })
}

/// Whether it is a path, or has a scheme of HTTP; what begins with a variable may have one.
fn can_be_called(url: &str) -> bool {
    if url.starts_with("//") {
        return false;
    }
    let scheme =
        url.split(['/', '?', '#', '{']).next().and_then(|first| first.split_once(':')).map(|(scheme, _)| scheme);
    // `localhost:8080` is a host; nobody means a scheme with a number behind it.
    let is_port =
        |url: &str| url.split(':').nth(1).is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
    scheme.is_none_or(|scheme| ["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) || is_port(url))
}

fn has_user(url: &str) -> bool {
    let authority = url.split_once("//").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    authority.contains('@')
}

/// The names in braces.
fn variables(url: &str) -> impl Iterator<Item = &str> {
    url.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).filter(|name| !name.is_empty())
}
