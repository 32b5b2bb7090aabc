//! Operations: which are the same, and what each takes, returns and demands.

use std::collections::{HashMap, HashSet, VecDeque};

use super::rules::{ADDRESS, DEPRECATED, OPERATION_ADDED, OPERATION_ID, OPERATION_REMOVED, PAGING};
use super::site::Site;
use super::{Differ, Position};
use crate::model::{Model, Operation, Paging, PagingStyle, Server};

/// How operations are recognised: by who sends them, method and path, with or without the path of the base address.
type Key = (bool, String, String);

impl<'a> Differ<'a> {
    /// The API as a whole.
    pub(super) fn api(&mut self) {
        let (old, new) = (self.old.servers.first(), self.new.servers.first());
        if let (Some(old), Some(new)) = (old, new)
            && address(old) != address(new)
        {
            let site = Site::new("", Some(old.origin.span()), Some(new.origin.span()));
            self.change(&ADDRESS, &site, format!("`{}` is now `{}`", old.url, new.url), (false, false));
        }
    }

    /// Where the calls of an operation go that has an address of its own, in either document.
    fn own_address(&mut self, old: &Operation, new: &Operation, site: &Site) {
        let (was, is) = (old.servers.first(), new.servers.first());
        if was.map(address) == is.map(address) {
            return;
        }
        let named = |server: Option<&Server>| {
            server.map_or_else(|| "the address of the API".to_owned(), |server| format!("`{}`", server.url))
        };
        let place = |server: &Server| server.origin.span();
        let site = site.part("address", was.map(place), is.map(place));
        self.change(&ADDRESS, &site, format!("{} is now {}", named(was), named(is)), (false, false));
    }

    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = Pairs::of(old, new);
        for (operation, now) in old.operations.iter().zip(&pairs.now) {
            match now.and_then(|at| new.operations.get(at)) {
                Some(now) => self.operation(operation, now),
                // Two operations that no request can tell apart are the same to every client.
                None if pairs.has(old, operation) => {}
                None => {
                    let site = Site::new(&operation.line(), Some(operation.origin.span()), None);
                    self.change(&OPERATION_REMOVED, &site, "removed", (true, false));
                }
            }
        }
        for (operation, is_free) in new.operations.iter().zip(&pairs.is_free) {
            if *is_free && !pairs.has(new, operation) {
                let site = Site::new(&operation.line(), None, Some(operation.origin.span()));
                self.change(&OPERATION_ADDED, &site, "added", (false, true));
            }
        }
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) {
        let site = Site::new(&old.line(), Some(old.origin.span()), Some(new.origin.span()));
        if let (Some(was), Some(is)) = (&old.id, &new.id)
            && was != is
        {
            self.change(&OPERATION_ID, &site, format!("`{was}` is now `{is}`"), (false, false));
        }
        self.deprecated(&site, old.deprecated, new.deprecated);
        // What the API sends as a webhook reaches its users as its answers do.
        let (sent, returned) = (Position::Request, Position::Response);
        let (sent, returned) = if new.webhook { (returned, sent) } else { (sent, returned) };
        self.parameters(old, new, &site.sent(sent));
        self.body(old.body.as_ref(), new.body.as_ref(), &site.sent(sent));
        self.responses(&old.responses, &new.responses, &site.sent(returned));
        self.own_address(old, new, &site);
        self.paging(old.paging.as_ref(), new.paging.as_ref(), &site);
        self.security(old.security.as_ref(), new.security.as_ref(), &site);
        self.queued();
    }

    pub(super) fn deprecated(&mut self, site: &Site, old: bool, new: bool) {
        if old != new {
            let what = if new { "deprecated now" } else { "no longer deprecated" };
            self.change(&DEPRECATED, site, what, (false, false));
        }
    }

    fn paging(&mut self, old: Option<&Paging>, new: Option<&Paging>, site: &Site) {
        let Some(old) = old else { return };
        let place = |paging: &Paging| Some(paging.origin.span());
        match new {
            Some(new) if style(&old.style) != style(&new.style) || old.items != new.items => {
                let what = format!("pages by {} are now pages by {}", style(&old.style), style(&new.style));
                self.change(&PAGING, &site.part("paging", place(old), place(new)), what, (true, true));
            }
            Some(_) => {}
            None => {
                let what = format!("no more pages by {}", style(&old.style));
                self.change(&PAGING, &site.part("paging", place(old), None), what, (true, false));
            }
        }
    }
}

fn address(server: &Server) -> &str {
    server.url.trim_end_matches('/')
}

/// The way of paging with the names on the wire.
fn style(style: &PagingStyle) -> String {
    match style {
        PagingStyle::Link { .. } => "`Link` header".to_owned(),
        PagingStyle::Next { next, .. } => format!("address in `{next}`"),
        PagingStyle::Page { page, .. } => format!("number in `{page}`"),
        PagingStyle::Offset { start, .. } => format!("offset in `{start}`"),
        PagingStyle::Cursor { cursor, next, .. } => format!("cursor from `{next}` in `{cursor}`"),
    }
}

/// How operations are recognised, best first.
#[derive(Debug, Clone, Copy)]
enum By {
    /// The path as it is written, with the names of its placeholders.
    Text,
    /// The path without the names.
    Shape,
    /// The same without a slash at its end, which many servers do not look at.
    Bare,
}

/// Which operation of the new API each of the old one is.
struct Pairs {
    now: Vec<Option<usize>>,
    /// Which of the new operations are none of the old ones.
    is_free: Vec<bool>,
    /// What has a partner, as it is recognised worst.
    known: HashSet<Key>,
    is_whole: bool,
}

impl Pairs {
    fn of(old: &Model, new: &Model) -> Self {
        let (now, is_free) = (vec![None; old.operations.len()], vec![true; new.operations.len()]);
        let mut pairs = Self { now, is_free, known: HashSet::new(), is_whole: best_key(old, new) };
        for by in [By::Text, By::Shape, By::Bare] {
            pairs.find(old, new, by);
        }
        pairs
    }

    /// Pairs what has no partner yet, those of one key in the order of the documents.
    fn find(&mut self, old: &Model, new: &Model, by: By) {
        let mut open: HashMap<Key, VecDeque<usize>> = HashMap::new();
        for ((at, one), is_free) in new.operations.iter().enumerate().zip(&self.is_free) {
            if *is_free {
                open.entry(key(new, one, self.is_whole, by)).or_default().push_back(at);
            }
        }
        for (one, now) in old.operations.iter().zip(&mut self.now).filter(|(_, now)| now.is_none()) {
            let found = open.get_mut(&key(old, one, self.is_whole, by)).and_then(VecDeque::pop_front);
            let Some(at) = found else { continue };
            *now = Some(at);
            self.known.insert(key(old, one, self.is_whole, By::Shape));
            if let Some(is_free) = self.is_free.get_mut(at) {
                *is_free = false;
            }
        }
    }

    /// Whether an operation without a partner is the same as one that has one.
    fn has(&self, model: &Model, operation: &Operation) -> bool {
        self.known.contains(&key(model, operation, self.is_whole, By::Shape))
    }
}

/// Whether more operations are recognised when the path of the base address counts: one document may say
/// `https://a.example.com/v1` and `/users`, the other `https://a.example.com` and `/v1/users`.
fn best_key(old: &Model, new: &Model) -> bool {
    let common = |is_whole: bool| {
        let keys: HashSet<Key> = new.operations.iter().map(|one| key(new, one, is_whole, By::Bare)).collect();
        old.operations.iter().filter(|one| keys.contains(&key(old, one, is_whole, By::Bare))).count()
    };
    common(true) > common(false)
}

fn key(model: &Model, operation: &Operation, is_whole: bool, by: By) -> Key {
    let base =
        model.servers.first().filter(|_| is_whole && !operation.webhook).map_or("", |server| base_path(&server.url));
    let path = match by {
        By::Text => operation.line(),
        By::Shape | By::Bare => operation.path.shape(),
    };
    let whole = format!("{base}{path}");
    let bare = whole.trim_end_matches('/');
    let path = if matches!(by, By::Bare) && !bare.is_empty() { bare.to_owned() } else { whole };
    (operation.webhook, operation.method.0.clone(), path)
}

/// The path of a base address, without a slash at its end.
fn base_path(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(host..).unwrap_or_default();
    let start = rest.find('/').unwrap_or(rest.len());
    rest.get(start..).unwrap_or_default().trim_end_matches('/')
}
