//! Operations that have an address of their own, in place of the API's. Secrets go only where the user of a client says:
//! to the base address, and to what they permit beside it.

use std::borrow::Cow;

use url::Url;

use super::address::{self, Address};
use crate::operation::Operation;
use crate::profile::{Profile, Server};

/// Where else than to the base address calls may go.
pub(super) struct Elsewhere {
    /// Whether the base address is one of the documents'. With another one, all calls go there: it is a gateway, a
    /// sandbox or a test.
    is_documented: bool,
    /// What the user sets in braces of the addresses.
    variables: Vec<(String, String)>,
    permitted: Vec<Address>,
}

impl Elsewhere {
    pub(super) fn new(
        profile: &Profile,
        base: &Address,
        variables: Vec<(String, String)>,
        permitted: Vec<Address>,
    ) -> Self {
        let is_documented = profile.servers.iter().any(|server| names_host(server) && is_one_of(base, server));
        Self { is_documented, variables, permitted }
    }

    /// Where the calls of an operation go.
    ///
    /// # Errors
    /// A sentence, when they go where the user has not permitted them to go.
    pub(super) fn of<'a>(&'a self, base: &'a Address, operation: &Operation) -> Result<Cow<'a, Address>, String> {
        let Some(first) = operation.servers.first() else { return Ok(Cow::Borrowed(base)) };
        let is_permitted = |one: &&Address| operation.servers.iter().any(|server| is_one_of(one, server));
        let own = self.filled(base.url(), first);
        let permitted = self.permitted.iter().find(|one| own.as_ref() == Some(one.url()));
        if let Some(permitted) = permitted.or_else(|| self.permitted.iter().find(is_permitted)) {
            return Ok(Cow::Borrowed(permitted));
        }
        if !self.is_documented {
            return Ok(Cow::Borrowed(base));
        }
        let beside = own.filter(|own| own.origin() == base.url().origin()).and_then(Address::new);
        beside.map(Cow::Owned).ok_or_else(|| {
            let url = first.url;
            format!("the documents send this call to `{url}`, not to the base address; permit it by `also_at`")
        })
    }

    /// The address as the documents have it, which may be relative to the base address.
    fn filled(&self, base: &Url, server: &Server) -> Option<Url> {
        let filled = address::fill(std::slice::from_ref(server), server.url, &self.variables).ok()?;
        let mut url = base.join(&filled).ok()?;
        address::trim(&mut url);
        Some(url)
    }
}

/// Whether a server of the documents says on which host it is, and not only that there is one.
fn names_host(server: &Server) -> bool {
    let host = server.url.split_once("://").and_then(|(_, rest)| rest.split('/').next());
    host.is_some_and(|host| !(host.starts_with('{') && host.find('}') == host.len().checked_sub(1)))
}

/// Whether an address is what a server of the documents stands for, whatever its variables are.
fn is_one_of(address: &Address, server: &Server) -> bool {
    let segments = address.url().as_str().trim_end_matches('/').split('/');
    let templates = server.url.trim_end_matches('/').split('/');
    segments.clone().count() == templates.clone().count()
        && segments.zip(templates).all(|(segment, template)| is_filled(template, segment))
}

/// Whether a text is a template with something in place of each of its variables.
fn is_filled(template: &str, text: &str) -> bool {
    let (template, text) = (template.to_ascii_lowercase(), text.to_ascii_lowercase());
    let mut parts = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, text)| text));
    let Some(rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    let Some(rest) = rest.strip_suffix(last) else { return false };
    let behind = parts.try_fold(rest, |rest, part| Some(rest.get(1..)?.split_once(part)?.1));
    behind.is_some_and(|rest| !rest.is_empty())
}
