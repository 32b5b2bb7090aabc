//! Addresses: the base of an API with its variables, and what may follow it.

use url::Url;

use super::super::profile::Profile;

/// The base address with its variables filled in.
///
/// # Errors
/// A sentence, when the address is not usable.
pub(super) fn base(
    profile: &Profile,
    template: &str,
    variables: &[(String, String)],
    loopback: bool,
) -> Result<Url, String> {
    let filled = fill(profile, template, variables)?;
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
    let path = base.path().trim_end_matches('/').to_owned();
    base.set_path(&path);
    Ok(base)
}

fn fill(profile: &Profile, template: &str, variables: &[(String, String)]) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err("the base address has a brace that is not closed".to_owned());
        };
        let given = variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let known = profile.servers.iter().flat_map(|server| server.variables);
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

/// The address of a call: the path is appended to that of the base, never resolved against it.
pub(super) fn join(base: &Url, path: &str, query: &str) -> Url {
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
    url
}

/// Resolves an address from a reply; only addresses of the same origin are taken.
pub(super) fn same_origin(url: &Url, target: &str) -> Option<Url> {
    let target = url.join(target).ok()?;
    (target.origin() == url.origin() && target.username().is_empty() && target.password().is_none()).then_some(target)
}
