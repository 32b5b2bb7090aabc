//! How pages follow each other, from the names of query parameters.

use super::facts::{fields, returned};
use crate::model::{Json, Location, Model, Operation, Origin, Paging, PagingStyle, Parameter, Ref, ScalarKind};

/// Reads that take the parameters of a well-known way of paging, and whose response shows items, are paged that way.
///
/// - `after`: a `Link` header leads on;
/// - `page` with `per_page`, where the number of the first page is stated as default or minimum;
/// - `from` with `take`: the member `next` of a page is the next `from`;
/// - `pageToken` and a member `nextPageToken`, `cursor` and `next_cursor`, and the like: the member is the next value;
/// - `offset` with `limit`, both numbers: items are counted from 0;
/// - `startIndex` with `count`: items are counted from 1, the total is in `totalResults` (SCIM, RFC 7644).
pub(super) fn paging_by_names(model: &mut Model, rule: &'static str) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        if operation.paging.is_some() || !operation.method.is("GET") {
            continue;
        }
        if let Some((style, items, parameter)) = paging(model, operation) {
            let origin = Origin::Inferred(rule, parameter);
            model.operations[index].paging = Some(Paging { style, items, origin });
        }
    }
}

type Found = (PagingStyle, String, crate::source::Span);

fn paging(model: &Model, operation: &Operation) -> Option<Found> {
    let page = Page::of(model, operation)?;
    link(operation, &page)
        .or_else(|| numbered(operation, &page))
        .or_else(|| cursor(operation, &page))
        .or_else(|| token(operation, &page))
        .or_else(|| offset(operation, &page))
        .or_else(|| scim(operation, &page))
}

/// What a page looks like.
struct Page {
    /// JSON pointer to the items.
    items: String,
    /// The names of the members of a page that is an object.
    members: Vec<String>,
}

impl Page {
    /// A list, or an object with exactly one list of objects.
    fn of(model: &Model, operation: &Operation) -> Option<Self> {
        let ty = returned(operation)?;
        if matches!(ty, Ref::List { .. }) {
            return Some(Self { items: String::new(), members: Vec::new() });
        }
        let fields = fields(model, ty)?;
        let mut lists = fields.iter().filter(|field| is_list_of_objects(&field.ty));
        let (items, None) = (lists.next()?, lists.next()) else { return None };
        let items = format!("/{}", items.wire.replace('~', "~0").replace('/', "~1"));
        Some(Self { items, members: fields.iter().map(|field| field.wire.clone()).collect() })
    }

    fn has(&self, member: &str) -> bool {
        self.members.iter().any(|name| name == member)
    }

    /// JSON pointer to the number of all items.
    fn total(&self) -> Option<String> {
        let name = ["total", "total_count", "totalCount"].into_iter().find(|name| self.has(name));
        name.map(|name| format!("/{name}"))
    }
}

fn is_list_of_objects(ty: &Ref) -> bool {
    match ty {
        Ref::List { item, .. } => !matches!(**item, Ref::Scalar(_)),
        Ref::Nullable(inner) => is_list_of_objects(inner),
        _ => false,
    }
}

fn query<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    operation.parameters.iter().find(|parameter| parameter.location == Location::Query && parameter.wire == name)
}

fn one_of<'a>(operation: &'a Operation, names: &[&str]) -> Option<&'a Parameter> {
    names.iter().find_map(|name| query(operation, name))
}

fn wire(parameter: Option<&Parameter>) -> Option<String> {
    parameter.map(|parameter| parameter.wire.clone())
}

fn link(operation: &Operation, page: &Page) -> Option<Found> {
    let after = query(operation, "after")?;
    let style = PagingStyle::Link { cursor: Some(after.wire.clone()) };
    Some((style, page.items.clone(), after.origin.span()))
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
    let queries = operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
    let mut texts = queries.filter(|parameter| is_a(parameter, ScalarKind::String));
    let (cursor, next) = texts.find_map(|parameter| {
        let wanted = format!("next{}", joint(&parameter.wire));
        let next = page.members.iter().find(|member| joint(member) == wanted)?;
        Some((parameter, next))
    })?;
    let size = one_of(operation, &["limit", "pageSize", "page_size", "maxResults", "max_results"]);
    let next = format!("/{}", next.replace('~', "~0").replace('/', "~1"));
    let style = PagingStyle::Cursor { cursor: cursor.wire.clone(), next, size: wire(size) };
    Some((style, page.items.clone(), cursor.origin.span()))
}

/// A name without the signs and capitals between its words.
fn joint(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect()
}

fn is_a(parameter: &Parameter, kind: ScalarKind) -> bool {
    matches!(&parameter.ty, Ref::Scalar(scalar) if scalar.kind == kind)
}

fn offset(operation: &Operation, page: &Page) -> Option<Found> {
    let start = query(operation, "offset").filter(|offset| is_a(offset, ScalarKind::Integer))?;
    let size = query(operation, "limit").filter(|limit| is_a(limit, ScalarKind::Integer))?;
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
