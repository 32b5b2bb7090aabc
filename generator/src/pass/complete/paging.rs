//! How pages follow each other, from the names of query parameters.

use super::facts::success;
use super::page::Page;
use crate::model::{Json, Location, Model, Operation, Origin, Paging, PagingStyle, Parameter, Ref, ScalarKind};
use crate::source::Span;

/// Reads that take the parameters of a well-known way of paging, and whose response shows items, are paged that way.
///
/// - a member of the page is the address of the next one: `nextLink`, `_links` with `next`, and the like;
/// - the response is said to have a `Link` header, or there is an `after` that no member of the page answers;
/// - `page` with `per_page`, where the number of the first page is stated as default or minimum;
/// - `from` with `take`: the member `next` of a page is the next `from`;
/// - `pageToken` and a member `nextPageToken`, `cursor` and `next_cursor`, `after` and an `after` among what the page
///   tells of itself, and the like: the member is the next value;
/// - `offset` with `limit`, `skip` with `top`, `first` with `max`, both numbers: items are counted from 0;
/// - `startIndex` with `count`: items are counted from 1, the total is in `totalResults` (SCIM, RFC 7644).
pub(super) fn paging_by_names(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        if operation.paging.is_some() || operation.webhook || !operation.method.is("GET") {
            continue;
        }
        if let Some((style, items, parameter)) = paging(model, operation) {
            let origin = Origin::Inferred(rule, parameter);
            model.operations[index].paging = Some(Paging { style, items, origin });
        }
    }
}

type Found = (PagingStyle, String, Span);

fn paging(model: &Model, operation: &Operation) -> Option<Found> {
    let page = Page::of(model, operation)?;
    next(operation, &page)
        .or_else(|| token(operation, &page))
        .or_else(|| link(operation, &page))
        .or_else(|| numbered(operation, &page))
        .or_else(|| cursor(operation, &page))
        .or_else(|| offset(operation, &page))
        .or_else(|| scim(operation, &page))
}

fn queries(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.location == Location::Query)
}

fn query<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    queries(operation).find(|parameter| parameter.wire == name)
}

fn one_of<'a>(operation: &'a Operation, names: &[&str]) -> Option<&'a Parameter> {
    names.iter().find_map(|name| query(operation, name))
}

fn wire(parameter: Option<&Parameter>) -> Option<String> {
    parameter.map(|parameter| parameter.wire.clone())
}

/// Query parameters that hold a cursor, without signs and capitals.
const CURSORS: &[&str] =
    &["after", "cursor", "pagetoken", "nextpagetoken", "nexttoken", "continuationtoken", "skiptoken", "startingafter"];

/// Query parameters that say how many items a page has.
const SIZES: &[&str] = &["limit", "pageSize", "page_size", "maxResults", "max_results", "$top", "top", "size", "count"];

/// The query parameter that tells one page from the next in their addresses.
fn differing(operation: &Operation) -> Option<&Parameter> {
    let is_cursor = |parameter: &&Parameter| CURSORS.contains(&joint(&parameter.wire).as_str());
    let start = OFFSETS.iter().find_map(|(start, _)| query(operation, start));
    queries(operation).find(is_cursor).or(start)
}

fn next(operation: &Operation, page: &Page) -> Option<Found> {
    let next = page.next_address()?;
    let cursor = differing(operation);
    let size = wire(one_of(operation, SIZES));
    let span = cursor.map_or_else(|| operation.origin.span(), |cursor| cursor.origin.span());
    Some((PagingStyle::Next { next, cursor: wire(cursor), size }, page.items.clone(), span))
}

fn link(operation: &Operation, page: &Page) -> Option<Found> {
    let after = query(operation, "after");
    let header = success(operation)?.headers.iter().find(|header| header.wire.eq_ignore_ascii_case("link"));
    let cursor = after.or_else(|| differing(operation).filter(|_| page.is_list() && header.is_some()));
    let span = cursor.or(header.filter(|_| page.is_list()))?.origin.span();
    Some((PagingStyle::Link { cursor: wire(cursor) }, page.items.clone(), span))
}

fn numbered(operation: &Operation, page: &Page) -> Option<Found> {
    let number = query(operation, "page")?;
    let size = one_of(operation, &["per_page", "perPage", "page_size", "pageSize"])?;
    let first = first(number)?;
    let style =
        PagingStyle::Page { page: number.wire.clone(), size: Some(size.wire.clone()), first, total: page.total() };
    Some((style, page.items.clone(), number.origin.span()))
}

/// The number of the first page, where it is stated; a guess would skip or repeat one.
fn first(number: &Parameter) -> Option<u32> {
    let minimum = match &number.ty {
        Ref::Scalar(scalar) => scalar.constraints.minimum.clone().map(Json::Number),
        _ => None,
    };
    let stated = number.default.clone().or(minimum)?;
    stated.as_u64().filter(|first| *first <= 1).and_then(|first| u32::try_from(first).ok())
}

fn cursor(operation: &Operation, page: &Page) -> Option<Found> {
    let from = query(operation, "from")?;
    let size = query(operation, "take")?;
    page.has("next").then_some(())?;
    let style =
        PagingStyle::Cursor { cursor: from.wire.clone(), next: "/next".to_owned(), size: Some(size.wire.clone()) };
    Some((style, page.items.clone(), from.origin.span()))
}

fn token(operation: &Operation, page: &Page) -> Option<Found> {
    let mut texts = queries(operation).filter(|parameter| is_a(parameter, ScalarKind::String));
    let (cursor, next) = texts.find_map(|parameter| {
        let name = joint(&parameter.wire);
        let wanted = format!("next{name}");
        let next = page.text(|path| path.last().is_some_and(|member| joint(member) == wanted));
        let told = || page.text(|path| CURSORS.contains(&name.as_str()) && is_told_of_page(path, &name));
        Some((parameter, next.or_else(told)?))
    })?;
    let size = wire(one_of(operation, SIZES));
    Some((PagingStyle::Cursor { cursor: cursor.wire.clone(), next, size }, page.items.clone(), cursor.origin.span()))
}

/// Whether the member of this name is among what a page tells of itself: `after` in `list_metadata`, `endCursor` in
/// `pageInfo`.
fn is_told_of_page(path: &[String], name: &str) -> bool {
    let [.., holder, member] = path else { return false };
    let tells = ["metadata", "meta", "paging", "pagination", "cursors", "pageinfo", "page", "listmetadata"];
    let member = joint(member);
    tells.contains(&joint(holder).as_str())
        && (member == name || (name == "after" && ["endcursor", "aftercursor"].contains(&member.as_str())))
}

/// A name without the signs and capitals between its words.
pub(super) fn joint(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect()
}

fn is_a(parameter: &Parameter, kind: ScalarKind) -> bool {
    matches!(&parameter.ty, Ref::Scalar(scalar) if scalar.kind == kind)
}

/// Query parameters for how many items to leave out, and how many to give.
const OFFSETS: &[(&str, &[&str])] = &[
    ("offset", &["limit"]),
    ("skip", &["limit", "top", "take"]),
    ("$skip", &["$top"]),
    ("first", &["max"]),
    ("firstResult", &["maxResults"]),
];

fn offset(operation: &Operation, page: &Page) -> Option<Found> {
    let number = |name: &str| query(operation, name).filter(|parameter| is_a(parameter, ScalarKind::Integer));
    let (start, size) = OFFSETS
        .iter()
        .find_map(|(start, sizes)| Some((number(start)?, sizes.iter().find_map(|size| number(size))?)))?;
    let style =
        PagingStyle::Offset { start: start.wire.clone(), size: Some(size.wire.clone()), first: 0, total: page.total() };
    Some((style, page.items.clone(), start.origin.span()))
}

fn scim(operation: &Operation, page: &Page) -> Option<Found> {
    let start = query(operation, "startIndex")?;
    let size = query(operation, "count");
    page.has("totalResults").then_some(())?;
    let style = PagingStyle::Offset {
        start: start.wire.clone(),
        size: wire(size),
        first: 1,
        total: Some("/totalResults".to_owned()),
    };
    Some((style, page.items.clone(), start.origin.span()))
}
