//! Pages: a handler returns items and where the next page begins; the envelope and the links follow from the table of
//! the operation and the type of the envelope. Knows no vendor.

use http::header::LINK;
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

use super::answer::{Content, Response};
use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::operation::{Location, Operation, Paging, PagingStyle};
use crate::style;
use crate::wire::{self, Become, FormMut, Json, ScalarMut, Value};

/// A page of a list, as a handler returns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next page begins, in words of the server's own; `None` after the last. APIs that count pages or items
    /// need none.
    pub next: Option<String>,
    /// How many items there are on all pages, where that is known.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// The last page, or the only one.
    #[must_use]
    pub fn new(items: Vec<T>) -> Self {
        Self { items, next: None, total: None }
    }

    /// The same, with a place where the next page begins.
    #[must_use]
    pub fn next(mut self, cursor: impl Into<String>) -> Self {
        self.next = Some(cursor.into());
        self
    }

    /// The same, with the number of items on all pages.
    #[must_use]
    pub fn total(mut self, total: u64) -> Self {
        self.total = Some(total);
        self
    }
}

impl<T> From<Vec<T>> for Page<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(items)
    }
}

/// Which part of a list a request asks for, read after the paging of its operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many items come before it.
    pub start: usize,
    /// How many items it may have.
    pub size: usize,
}

impl Window {
    /// What the arguments ask for; `size` items where they do not say, and never more than `most`. Cursors are those of
    /// [`Window::page`].
    ///
    /// # Errors
    /// When the cursor is none that this server gave out.
    pub fn of(arguments: &dyn Arguments, size: usize, most: usize) -> Result<Self, Failure> {
        let operation = arguments.operation();
        let text = |name: &str| argument(arguments, name);
        let number = |name: &str| text(name).and_then(|text| text.parse::<i64>().ok());
        let style = operation.paging.map(|paging| paging.style);
        let asked = size_parameter(operation).and_then(number);
        let least = i64::from(!matches!(style, Some(PagingStyle::Offset { .. })));
        let size = match asked {
            Some(asked) if asked >= least => usize::try_from(asked).unwrap_or(most),
            Some(_) | None => size,
        };
        let size = size.min(most);
        let since = |name: &str, first: u32| {
            let past = number(name).unwrap_or_default().saturating_sub(i64::from(first));
            usize::try_from(past).unwrap_or_default()
        };
        let start = match style {
            Some(PagingStyle::Page { page, first, .. }) => since(page, first).saturating_mul(size),
            Some(PagingStyle::Offset { start, first, .. }) => since(start, first),
            Some(
                PagingStyle::Link { cursor: Some(cursor) }
                | PagingStyle::Next { cursor: Some(cursor), .. }
                | PagingStyle::Cursor { cursor, .. },
            ) => match text(cursor) {
                Some(text) if !text.is_empty() => {
                    text.parse().map_err(|_| Failure::new("The cursor is none of this list."))?
                }
                Some(_) | None => 0,
            },
            Some(PagingStyle::Link { cursor: None } | PagingStyle::Next { cursor: None, .. }) | None => 0,
        };
        Ok(Self { start, size })
    }

    /// This part of a list that is held in memory.
    pub fn page<T>(self, all: impl ExactSizeIterator<Item = T>) -> Page<T> {
        let count = all.len();
        let end = self.start.saturating_add(self.size).min(count);
        let items = all.skip(self.start).take(self.size).collect();
        let next = (end < count && self.size > 0).then(|| end.to_string());
        Page { items, next, total: u64::try_from(count).ok() }
    }
}

/// The text of a query argument.
fn argument(arguments: &dyn Arguments, name: &str) -> Option<String> {
    let is_meant = |(_, parameter): &(usize, &crate::operation::Parameter)| {
        parameter.location == Location::Query && parameter.name == name
    };
    let (index, _) = arguments.operation().parameters.iter().enumerate().find(is_meant)?;
    arguments.view(index).filter(|value| !value.is_absent())?.text().into_one()
}

/// The query parameter that says how many items a page may have.
fn size_parameter(operation: &Operation) -> Option<&'static str> {
    match operation.paging?.style {
        PagingStyle::Page { size, .. }
        | PagingStyle::Offset { size, .. }
        | PagingStyle::Cursor { size, .. }
        | PagingStyle::Next { size, .. } => size,
        PagingStyle::Link { .. } => {
            let is_there = |name: &&str| {
                operation.parameters.iter().any(|known| known.location == Location::Query && known.name == *name)
            };
            ["limit", "count", "per_page", "pageSize", "size"].into_iter().find(is_there)
        }
    }
}

/// A page on its way to the wire.
#[derive(Debug)]
pub(super) struct Sheet {
    media: &'static str,
    items: String,
    count: usize,
    next: Option<String>,
    total: Option<u64>,
    /// Members of the envelope that tell where one is.
    facts: Vec<(&'static str, Fact)>,
}

/// What a member of an envelope tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    Start,
    Page,
    Count,
    Size,
    Total,
    Links,
    Schemas,
}

impl Response {
    /// A page in an envelope `E`, or as the list itself where `E` is a list.
    #[must_use]
    pub fn page<E: Value, T: Value>(status: u16, media: &'static str, page: Page<T>) -> Self {
        let mut response = Self::new(status);
        let Page { items, next, total } = page;
        response.content = match written(&items) {
            Ok(text) => Content::Page(Box::new(Sheet {
                media,
                items: text,
                count: items.len(),
                next,
                total,
                facts: facts::<E>(),
            })),
            Err(problem) => Content::Broken(problem),
        };
        response
    }
}

fn written<T: Value>(items: &[T]) -> Result<String, String> {
    let mut text = String::from("[");
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&wire::write_answer(item).map_err(|missing| format!("item {at}: {missing}"))?);
    }
    text.push(']');
    Ok(text)
}

/// The members of an envelope that tell where one is, known by what such members are called everywhere.
fn facts<E: Value>() -> Vec<(&'static str, Fact)> {
    let mut envelope = E::blank();
    let FormMut::Model(model) = envelope.form_mut(Become::Value) else { return Vec::new() };
    let members = model.shape().members().iter().enumerate();
    let mut facts = Vec::new();
    for (index, member) in members {
        let plain: String = member.name.chars().filter(char::is_ascii_alphanumeric).collect();
        let is_number = matches!(
            model.slot(index).form_mut(Become::Value),
            FormMut::Scalar(
                ScalarMut::Integer32(_)
                    | ScalarMut::Integer(_)
                    | ScalarMut::Unsigned(_)
                    | ScalarMut::Number(_)
                    | ScalarMut::Decimal(_)
                    | ScalarMut::Json(_)
            )
        );
        let fact = match plain.to_ascii_lowercase().as_str() {
            "start" | "startindex" | "offset" if is_number => Fact::Start,
            "page" | "pagenumber" if is_number => Fact::Page,
            "count" | "length" | "itemsperpage" if is_number => Fact::Count,
            "limit" | "perpage" | "pagesize" if is_number => Fact::Size,
            "total" | "totalresults" | "totalcount" if is_number => Fact::Total,
            "links" if member.name == "_links" => Fact::Links,
            "schemas" => Fact::Schemas,
            _ => continue,
        };
        facts.push((member.name, fact));
    }
    facts
}

/// What SCIM calls its envelope (RFC 7644, section 3.4.2).
const SCIM_LIST: &str = "[\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"]";

impl Sheet {
    /// The body, its media type, and the headers that go with it. `base` is the address of the server.
    pub(super) fn dress(self, operation: &Operation, request: &Parts, base: &str) -> (HeaderMap, String, String) {
        let query = request.uri.query().unwrap_or_default();
        let mut headers = HeaderMap::new();
        let paging = operation.paging;
        let address = |query: &str| {
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{base}{}{mark}{query}", request.uri.path())
        };
        let mut next = None;
        if let Some(PagingStyle::Link { cursor } | PagingStyle::Next { cursor, .. }) = paging.map(|paging| paging.style)
        {
            next = self.next.as_ref().map(|token| match cursor {
                Some(cursor) => address(&with(query, cursor, token)),
                None => token.clone(),
            });
        }
        if let Some(Paging { style: PagingStyle::Link { .. }, .. }) = paging {
            link(&mut headers, &address(query), "self");
            if let Some(next) = &next {
                link(&mut headers, next, "next");
            }
        }
        let body = self.body(paging, query, next.as_deref());
        (headers, self.media.to_owned(), body)
    }

    fn body(&self, paging: Option<Paging>, query: &str, next: Option<&str>) -> String {
        let Some(paging) = paging.filter(|paging| !paging.items.is_empty()) else { return self.items.clone() };
        let asked = Asked::of(paging.style, query);
        let mut members: Vec<(String, String)> = Vec::new();
        for (name, fact) in &self.facts {
            if let Some(text) = self.fact(*fact, asked, next) {
                members.push((format!("/{}", name.replace('~', "~0").replace('/', "~1")), text));
            }
        }
        let mut set = |pointer: &str, text: Option<String>| {
            // What is said of a whole is said of its parts.
            members.retain(|(known, _)| known != pointer && !pointer.starts_with(&format!("{known}/")));
            members.extend(text.map(|text| (pointer.to_owned(), text)));
        };
        match paging.style {
            PagingStyle::Page { total: Some(total), .. } | PagingStyle::Offset { total: Some(total), .. } => {
                set(total, self.total.map(|total| total.to_string()));
            }
            PagingStyle::Cursor { next, .. } => {
                set(next, self.next.as_ref().map(|next| Json::from(next.as_str()).as_text().to_owned()));
            }
            PagingStyle::Next { next: place, .. } => set(place, next.map(|next| Json::from(next).as_text().to_owned())),
            PagingStyle::Page { .. } | PagingStyle::Offset { .. } | PagingStyle::Link { .. } => {}
        }
        set(paging.items, Some(self.items.clone()));
        object(members.iter().map(|(pointer, text)| (pointer.trim_start_matches('/'), text.as_str())).collect())
    }

    fn fact(&self, fact: Fact, asked: Asked, next: Option<&str>) -> Option<String> {
        match fact {
            Fact::Start => Some(asked.start.to_string()),
            Fact::Page => Some(asked.page.to_string()),
            Fact::Count => Some(self.count.to_string()),
            Fact::Size => Some(asked.size.unwrap_or(self.count as u64).to_string()),
            Fact::Total => self.total.map(|total| total.to_string()),
            Fact::Schemas => Some(SCIM_LIST.to_owned()),
            Fact::Links => {
                let next = Json::from(next?);
                Some(format!("{{\"next\":{{\"href\":{}}}}}", next.as_text()))
            }
        }
    }
}

/// What the query said about the page.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    /// Number of the first item, counted as the vendor counts.
    start: u64,
    /// Number of the page.
    page: u64,
    size: Option<u64>,
}

impl Asked {
    fn of(style: PagingStyle, query: &str) -> Self {
        let query = style::split_query(query);
        let number = |name: &str| {
            let found = query.iter().find(|(known, _)| percent_decode_str(known).eq(name.bytes()))?;
            found.1.parse::<i64>().ok().map(|number| u64::try_from(number).unwrap_or_default())
        };
        match style {
            PagingStyle::Page { page, size, first, .. } => {
                let page = number(page).unwrap_or_default().max(u64::from(first));
                let size = size.and_then(number);
                Self { start: (page - u64::from(first)).saturating_mul(size.unwrap_or_default()), page, size }
            }
            PagingStyle::Offset { start, size, first, .. } => {
                let start = number(start).unwrap_or_default().max(u64::from(first));
                Self { start, page: 0, size: size.and_then(number) }
            }
            PagingStyle::Cursor { size, .. } | PagingStyle::Next { size, .. } => {
                Self { size: size.and_then(number), ..Self::default() }
            }
            PagingStyle::Link { .. } => Self::default(),
        }
    }
}

/// An object of members by the path to them; members below one name become an object of their own.
fn object(members: Vec<(&str, &str)>) -> String {
    let mut groups: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for (path, text) in members {
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, group)) => group.push((rest, text)),
            None => groups.push((name, vec![(rest, text)])),
        }
    }
    let members = groups.into_iter().map(|(name, group)| {
        let name = Json::from(name.replace("~1", "/").replace("~0", "~"));
        let value = match group.as_slice() {
            [("", text)] => (*text).to_owned(),
            _ => object(group),
        };
        format!("{}:{value}", name.as_text())
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// A query with another value of one parameter.
fn with(query: &str, name: &str, value: &str) -> String {
    let name = style::escape(name);
    let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name.as_str()));
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    pairs.push(format!("{name}={}", style::escape(value)));
    pairs.join("&")
}

/// One line per relation.
fn link(headers: &mut HeaderMap, target: &str, relation: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("<{target}>; rel=\"{relation}\"")) {
        headers.append(LINK, value);
    }
}
