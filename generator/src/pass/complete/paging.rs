//! How pages follow each other, from the names of query parameters.

use super::facts::{fields, returned};
use crate::model::{Json, Location, Model, Operation, Origin, Paging, PagingStyle, Parameter, Ref};

/// Reads that take the parameters of a well-known way of paging, and whose response shows items, are paged that way.
///
/// - `after`: a `Link` header leads on;
/// - `page` with `per_page`, where the number of the first page is stated as default or minimum;
/// - `from` with `take`: the member `next` of a page is the next `from`;
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
        .or_else(|| offset(operation, &page))
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
    let total = ["total", "total_count", "totalCount"].into_iter().find(|name| page.has(name));
    let style = PagingStyle::Page {
        page: number.wire.clone(),
        size: Some(size.wire.clone()),
        first,
        total: total.map(|name| format!("/{name}")),
    };
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

fn offset(operation: &Operation, page: &Page) -> Option<Found> {
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
