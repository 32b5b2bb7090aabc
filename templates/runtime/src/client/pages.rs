//! Page after page. How pages follow each other is data; what they hold is a type parameter that only the last step
//! knows.

use std::collections::{HashSet, VecDeque};
use std::marker::PhantomData;

use http::Uri;
use http::uri::PathAndQuery;

use super::call::Prepared;
use super::error::ErrorKind;
use super::{Core, Error, FromReply, Reply, address, execute, link};
use crate::operation::{Operation, Paging, PagingStyle};
use crate::style;
use crate::wire::{Json, Value};

/// The pages of a list, each of type `T`; its items are of type `I`.
pub struct Pages<T, I> {
    walk: Walk,
    page: PhantomData<fn() -> (T, I)>,
}

/// The items of all pages.
pub struct Items<I> {
    walk: Walk,
    /// Items of the page at hand that have not been given yet, how many have, and where the page is.
    ready: VecDeque<Json>,
    given: usize,
    page: Option<String>,
    item: PhantomData<fn() -> I>,
}

impl<T: FromReply, I: Value> Pages<T, I> {
    pub(super) fn new(core: Core, operation: &'static Operation, prepared: Result<Prepared, Error>) -> Self {
        Self { walk: Walk::new(core, operation, prepared), page: PhantomData }
    }

    /// The next page, or `None` after the last. After an error there is none.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        Some(self.walk.step().await?.and_then(T::from_reply))
    }

    /// The same, for `?`.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }

    /// The next page as received.
    pub async fn next_raw(&mut self) -> Option<Result<Reply, Error>> {
        self.walk.step().await
    }

    /// Where the next page is, to go on another time with [`Pages::resume`]; `None` after the last. After an error, the
    /// page that could not be had; at the end of a list that goes on, such as a log, the place where it will.
    #[must_use]
    pub fn cursor(&self) -> Option<String> {
        self.walk.cursor()
    }

    /// Goes on at a place from [`Pages::cursor`]; the arguments of the call do not matter then.
    #[must_use]
    pub fn resume(mut self, cursor: &str) -> Self {
        self.walk.resume(cursor);
        self
    }

    /// The items of all pages, one by one.
    #[must_use]
    pub fn items(self) -> Items<I> {
        Items { walk: self.walk, ready: VecDeque::new(), given: 0, page: None, item: PhantomData }
    }
}

impl<I: Value> Items<I> {
    /// The next item, or `None` after the last. An item that cannot be read is an error in its place; the others
    /// follow. After an error of a page there is none.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                self.given += 1;
                return Some(item.to().map_err(|error| self.walk.error(ErrorKind::Decode, &error.to_string())));
            }
            let page = self.walk.cursor();
            match self.walk.step().await? {
                Ok(reply) => match self.walk.items(&reply) {
                    Some(items) => {
                        let skipped = if self.page == page { self.given } else { 0 };
                        self.ready.extend(items.into_iter().skip(skipped));
                        (self.page, self.given) = (page, skipped);
                    }
                    None => return Some(Err(self.walk.stop("the page has no items where they are expected"))),
                },
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Where the next item is, to go on another time with [`Items::resume`]; `None` after the last, but where the list
    /// goes on, such as a log, the place where it will.
    #[must_use]
    pub fn cursor(&self) -> Option<String> {
        match &self.page {
            Some(page) if !self.ready.is_empty() => Some(format!("{}{page}", self.given)),
            _ => self.walk.cursor(),
        }
    }

    /// Goes on at a place from [`Items::cursor`] or [`Pages::cursor`]; the arguments of the call do not matter then.
    #[must_use]
    pub fn resume(mut self, cursor: &str) -> Self {
        let (given, page) = cursor.split_at(cursor.find('/').unwrap_or(0));
        self.walk.resume(if given.is_empty() || given.parse::<usize>().is_ok() { page } else { "" });
        (self.given, self.page) = (given.parse().unwrap_or(0), self.walk.cursor());
        self.ready.clear();
        self
    }

    /// The same, for `?`.
    ///
    /// # Errors
    /// When an item or a page cannot be had.
    pub async fn try_next(&mut self) -> Result<Option<I>, Error> {
        self.next().await.transpose()
    }
}

impl<T, I> std::fmt::Debug for Pages<T, I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pages")
    }
}

impl<I> std::fmt::Debug for Items<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Items")
    }
}

/// Where one stands.
struct Walk {
    core: Core,
    operation: &'static Operation,
    /// The next page; still there after it could not be had.
    next: Option<Prepared>,
    /// Why there is no next page.
    problem: Option<Error>,
    over: bool,
    seen: HashSet<String>,
}

impl Walk {
    fn new(core: Core, operation: &'static Operation, prepared: Result<Prepared, Error>) -> Self {
        let (next, problem) = match prepared {
            Ok(prepared) => (Some(prepared), None),
            Err(error) => (None, Some(error)),
        };
        Self { core, operation, next, problem, over: false, seen: HashSet::new() }
    }

    fn error(&self, kind: ErrorKind, problem: &str) -> Error {
        Error::new(kind, problem).of(Some(self.operation)).maybe_sent(true)
    }

    fn stop(&mut self, problem: &str) -> Error {
        (self.next, self.over) = (None, true);
        self.error(ErrorKind::Paging, problem)
    }

    fn cursor(&self) -> Option<String> {
        self.next.as_ref().map(|prepared| place(&prepared.uri).to_owned())
    }

    fn resume(&mut self, cursor: &str) {
        let Some(prepared) = &mut self.next else { return };
        match address::following(&prepared.uri, cursor).filter(|_| cursor.starts_with('/')) {
            Some(uri) => prepared.uri = uri,
            None => {
                self.next = None;
                let problem = Error::invalid("the cursor is not one of these pages");
                self.problem = Some(problem.of(Some(self.operation)));
            }
        }
    }

    /// Fetches the next page and finds out where the one after it is. Whoever stops waiting for it may ask again.
    async fn step(&mut self) -> Option<Result<Reply, Error>> {
        if self.over {
            return None;
        }
        if let Some(problem) = self.problem.take() {
            self.over = true;
            return Some(Err(problem));
        }
        let prepared = self.next.clone()?;
        let sent = execute::run(self.core.clone(), prepared.clone()).await;
        let reply = match sent.and_then(|reply| if reply.is_success() { Ok(reply) } else { Err(reply.unexpected()) }) {
            Ok(reply) => reply,
            Err(error) => {
                self.over = true;
                return Some(Err(error));
            }
        };
        self.seen.insert(place(&prepared.uri).to_owned());
        let following = self.following(&prepared, &reply);
        self.next = None;
        match following {
            // A list that goes on later: nothing has been added to it yet.
            Ok(Some(uri)) if place(&uri) == place(&prepared.uri) && self.is_empty(&reply) => {
                (self.next, self.over) = (Some(prepared), true);
            }
            Ok(Some(uri)) if self.seen.contains(place(&uri)) => {
                self.problem = Some(self.error(ErrorKind::Paging, "the next page is one that was there before"));
            }
            Ok(next) => self.next = next.map(|uri| Prepared { uri, ..prepared }),
            Err(problem) => self.problem = Some(self.error(ErrorKind::Paging, problem)),
        }
        Some(Ok(reply))
    }

    fn following(&self, prepared: &Prepared, reply: &Reply) -> Result<Option<Uri>, &'static str> {
        let Some(Paging { style, .. }) = self.operation.paging else { return Ok(None) };
        match style {
            PagingStyle::Link { .. } => {
                let target = link::target(&reply.headers, "next").or_else(|| address_in(reply, "/_links/next/href"));
                self.linked(reply, target)
            }
            PagingStyle::Next { next, .. } => self.linked(reply, address_in(reply, next)),
            PagingStyle::Cursor { cursor, next, .. } => {
                let token = body(reply).and_then(|body| body.pointer(next)).and_then(|next| scalar(&next));
                token.filter(|token| !token.is_empty()).map(|token| with(&prepared.uri, cursor, &token)).transpose()
            }
            PagingStyle::Page { page, size, first, total } => {
                let at = number(&prepared.uri, page).unwrap_or(u64::from(first));
                let before = at.saturating_sub(u64::from(first))
                    * size.and_then(|size| number(&prepared.uri, size)).unwrap_or(0);
                let known = size.is_some_and(|size| number(&prepared.uri, size).is_some());
                let more = self.more(reply, before, total, known);
                more.then(|| with(&prepared.uri, page, &(at + 1).to_string())).transpose()
            }
            PagingStyle::Offset { start, first, total, .. } => {
                let at = number(&prepared.uri, start).unwrap_or(u64::from(first));
                let count = self.items(reply).map_or(0, |items| items.len() as u64);
                let more = self.more(reply, at.saturating_sub(u64::from(first)), total, true);
                more.then(|| with(&prepared.uri, start, &(at + count).to_string())).transpose()
            }
        }
    }

    /// The next page by its address, as the server gives it.
    fn linked(&self, reply: &Reply, target: Option<String>) -> Result<Option<Uri>, &'static str> {
        let Some(target) = target else { return Ok(None) };
        let next = address::following(&reply.uri, &target).ok_or("the next page is on another host")?;
        Ok(Some(self.core.0.credentials.taken_out(next)))
    }

    /// Whether there are items after this page; `before` counts those that came before it, if that is known.
    fn more(&self, reply: &Reply, before: u64, total: Option<&str>, known: bool) -> bool {
        let count = self.items(reply).map_or(0, |items| items.len() as u64);
        let total = total.and_then(|total| scalar(&body(reply)?.pointer(total)?)?.parse::<u64>().ok());
        match total {
            _ if count == 0 => false,
            Some(total) if known => before.saturating_add(count) < total,
            Some(_) | None => true,
        }
    }

    fn is_empty(&self, reply: &Reply) -> bool {
        self.items(reply).is_some_and(|items| items.is_empty())
    }

    fn items(&self, reply: &Reply) -> Option<Vec<Json>> {
        let pointer = self.operation.paging.map_or("", |paging| paging.items);
        body(reply)?.pointer(pointer)?.items()
    }
}

fn body(reply: &Reply) -> Option<Json> {
    Json::parse(std::str::from_utf8(&reply.body).ok()?).ok()
}

/// An address in a page; there is none on the last one.
fn address_in(reply: &Reply, pointer: &str) -> Option<String> {
    body(reply)?.pointer(pointer)?.as_str().filter(|address| !address.is_empty())
}

fn scalar(json: &Json) -> Option<String> {
    json.as_str().or_else(|| json.as_i64().map(|number| number.to_string()))
}

/// Path and query.
fn place(uri: &Uri) -> &str {
    uri.path_and_query().map_or("/", PathAndQuery::as_str)
}

fn number(uri: &Uri, name: &str) -> Option<u64> {
    let mut pairs = url::form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.find(|(known, _)| known == name).and_then(|(_, value)| value.parse().ok())
}

/// The same address with another value of a query parameter.
fn with(uri: &Uri, name: &str, value: &str) -> Result<Uri, &'static str> {
    let escaped = style::escape(name);
    let old = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<String> =
        old.filter(|pair| pair.split('=').next() != Some(&escaped)).map(str::to_owned).collect();
    pairs.push(format!("{escaped}={}", style::escape(value)));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = format!("{}?{}", uri.path(), pairs.join("&")).parse().ok();
    Uri::from_parts(parts).map_err(|_| "the address of the next page is too long")
}
