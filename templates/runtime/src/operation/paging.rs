//! How pages follow each other.

/// How pages follow each other, and where in a page the items are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The way of the vendor.
    pub style: PagingStyle,
    /// JSON pointer to the items; empty when the page is the list itself.
    pub items: &'static str,
}

/// The ways in which pages follow each other. Parameters are named as on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagingStyle<T = &'static str> {
    /// A `Link` header with `rel="next"`, or where there is none, the `next` of the `_links` of a page that is an object.
    Link {
        /// Query parameter of the cursor, such as `after`.
        cursor: Option<T>,
    },
    /// The address of the next page in the body of a page.
    Next {
        /// JSON pointer to the address.
        next: T,
        /// Query parameter that differs in it, where it is known.
        cursor: Option<T>,
        /// Query parameter of the page size.
        size: Option<T>,
    },
    /// Pages counted from `first`.
    Page {
        /// Query parameter of the page number.
        page: T,
        /// Query parameter of the page size.
        size: Option<T>,
        /// Number of the first page.
        first: u32,
        /// JSON pointer to the total number of items.
        total: Option<T>,
    },
    /// Items counted from `first`.
    Offset {
        /// Query parameter of the first item's number.
        start: T,
        /// Query parameter of the page size.
        size: Option<T>,
        /// Number of the first item.
        first: u32,
        /// JSON pointer to the total number of items.
        total: Option<T>,
    },
    /// A cursor in the body of a page.
    Cursor {
        /// Query parameter of the cursor.
        cursor: T,
        /// JSON pointer to the next cursor.
        next: T,
        /// Query parameter of the page size.
        size: Option<T>,
    },
}
