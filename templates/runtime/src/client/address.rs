//! Addresses: the base of an API with its variables, and what may follow it.

use http::uri::{self, PathAndQuery, Uri};
use url::Url;

use crate::arguments::Encoded;
use crate::profile::Server;
use crate::wire::Bytes;

/// Where calls go: below a path of a host.
#[derive(Clone, PartialEq)]
pub(super) struct Address {
    url: Url,
    /// The same as requests have it; of this, only scheme and host matter.
    origin: Uri,
}

impl Address {
    pub(super) fn new(url: Url) -> Option<Self> {
        Some(Self { origin: url.as_str().parse().ok()?, url })
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// The path, without a slash at its end.
    pub(super) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }
}

/// An address with its variables filled in, by what is given or else by what the servers say.
///
/// # Errors
/// A sentence, when the address is not usable.
pub(super) fn base(
    servers: &[Server],
    template: &str,
    variables: &[(String, String)],
    loopback: bool,
) -> Result<Address, String> {
    let filled = fill(servers, template, variables)?;
    let mut base = Url::parse(&filled).map_err(|error| format!("the base address is not usable: {error}"))?;
    if !base.username().is_empty() || base.password().is_some() {
        return Err("the base address holds a user name or a password; give them as credentials".to_owned());
    }
    if base.query().is_some() || base.fragment().is_some() {
        return Err("the base address has a query or a fragment".to_owned());
    }
    match base.scheme() {
        "https" => {}
        "http" if loopback && is_loopback(&base) => {}
        "http" if is_loopback(&base) => {
            return Err("the base address is not https; `allow_http_loopback` permits it for this machine".to_owned());
        }
        _ => return Err("the base address is not https".to_owned()),
    }
    trim(&mut base);
    Address::new(base).ok_or_else(|| "the base address is not usable".to_owned())
}

/// Takes the slash from the end of an address.
pub(super) fn trim(url: &mut Url) {
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
}

/// Puts values into the braces of an address.
///
/// # Errors
/// A sentence, when there is none, or one that is none.
pub(super) fn fill(servers: &[Server], template: &str, variables: &[(String, String)]) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err("the base address has a brace that is not closed".to_owned());
        };
        let given = variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let known = servers.iter().flat_map(|server| server.variables);
        let default = || known.clone().find(|(known, _)| *known == name).and_then(|(_, default)| *default);
        let value =
            given.or_else(default).ok_or_else(|| format!("the variable `{name}` of the base address is not set"))?;
        if value.is_empty() || value.chars().any(|c| "/?#@\\%{}".contains(c) || c.is_whitespace() || c.is_control()) {
            return Err(format!(
                "the variable `{name}` of the base address holds characters that are not allowed there"
            ));
        }
        out.push_str(before);
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Whether secrets may be sent there: only by https, or to this machine where that is permitted.
pub(super) fn is_allowed(url: &Url, loopback: bool) -> bool {
    url.scheme() == "https" || (loopback && url.scheme() == "http" && is_loopback(url))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The address of a call, which was written below the path of the address where it goes.
pub(super) fn of_call(address: &Address, encoded: &mut Encoded) -> Option<Uri> {
    if !is_plain(encoded.path()) || !is_plain(encoded.query()) {
        return join(&address.url, encoded.path(), encoded.query());
    }
    let mut parts = uri::Parts::default();
    parts.scheme = address.origin.scheme().cloned();
    parts.authority = address.origin.authority().cloned();
    parts.path_and_query = PathAndQuery::from_maybe_shared(Bytes::from(encoded.take_target())).ok();
    Uri::from_parts(parts).ok()
}

/// Whether it stands in an address as it is: there is nothing to escape, and there are no segments of dots.
fn is_plain(part: &str) -> bool {
    let mut before = 0;
    part.bytes().all(|byte| {
        let is_plain = match byte {
            b'.' | b'%' => before != b'/',
            b'-' | b'_' | b'~' | b'/' | b'=' | b'&' | b'+' | b',' | b':' | b';' | b'@' => true,
            byte => byte.is_ascii_alphanumeric(),
        };
        before = byte;
        is_plain
    })
}

/// The address of a call: the path is appended to that of the base, never resolved against it.
pub(super) fn join(base: &Url, path: &str, query: &str) -> Option<Uri> {
    let mut url = base.clone();
    let stem = base.path().trim_end_matches('/');
    if stem.is_empty() {
        url.set_path(path);
    } else {
        url.set_path(&format!("{stem}{path}"));
    }
    if !query.is_empty() {
        url.set_query(Some(query));
    }
    url.as_str().parse().ok()
}

/// The address of a request, to resolve others against it or to hand it on.
pub(super) fn url(uri: &Uri) -> Option<Url> {
    let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    Url::parse(&[uri.scheme_str()?, "://", uri.authority()?.as_str(), target].concat()).ok()
}

/// The same, if it is on the host of a base address, which need not be parsed once more then.
pub(super) fn url_at(base: &Url, uri: &Uri) -> Option<Url> {
    if uri.scheme_str() != Some(base.scheme()) || uri.authority()?.as_str() != base.authority() {
        return None;
    }
    let mut url = base.clone();
    url.set_path(uri.path());
    url.set_query(uri.query());
    Some(url)
}

/// Resolves an address from a reply to a request; only addresses of the same origin are taken.
pub(super) fn following(uri: &Uri, target: &str) -> Option<Uri> {
    same_origin(&url(uri)?, target)?.as_str().parse().ok()
}

/// Resolves an address; only addresses of the same origin are taken.
pub(super) fn same_origin(url: &Url, target: &str) -> Option<Url> {
    let target = url.join(target).ok()?;
    (target.origin() == url.origin() && target.username().is_empty() && target.password().is_none()).then_some(target)
}
