//! Static tables: one row per operation of an API. The client, the server, the tests and the documentation all read
//! the same rows. Nothing here knows a vendor or a value.

mod body;

pub use self::body::{BodySpec, Encoding};

use super::profile::Server;
pub use super::security::{SchemeRequirement, SecurityRequirement};

/// One call that an API offers.
#[derive(Debug)]
pub struct Operation {
    /// What the documents call it, or what it was named; distinct in an API.
    pub id: &'static str,
    /// The group it belongs to, as written.
    pub group: &'static str,
    /// Upper case.
    pub method: &'static str,
    /// The path template as written: `/api/v1/users/{id}`.
    pub path: &'static str,
    /// The same, unless the one as written says it all: `{id}` is the parameter of the path of this name, `{id*}` takes
    /// what is left of the path, and braces of the text are doubled. See [`Operation::pieces`].
    pub route: &'static str,
    /// What every request has, where several operations share a path.
    pub fixed: &'static [Fixed],
    /// Addresses in place of the API's, best first; empty where there are none of its own.
    pub servers: &'static [Server],
    /// Where the arguments travel, in the order of the slots.
    pub parameters: &'static [Parameter],
    /// What is sent.
    pub body: Option<BodySpec>,
    /// What may come back.
    pub responses: &'static [ResponseSpec],
    /// Who may call: whoever meets any one of the requirements, and anybody where there is none. `None` when no document
    /// says; servers then let in whomever they know.
    pub security: Option<&'static [SecurityRequirement]>,
    /// How pages follow each other.
    pub paging: Option<Paging>,
    /// Whether the documents advise against it.
    pub deprecated: bool,
    /// Whether it is the API that sends it, to servers of its users.
    pub webhook: bool,
    /// Whether an earlier operation has the same method and path, so that servers do not have this one.
    pub shadowed: bool,
}

/// A piece of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Text as it travels, slashes included.
    Text(&'static str),
    /// The parameter at this index; one segment, or a part of one.
    Parameter(usize),
    /// The parameter at this index, which takes what is left of the path, slashes included.
    Rest(usize),
}

/// The pieces of a path template, one after the other.
#[derive(Debug, Clone)]
pub struct Pieces {
    rest: &'static str,
    parameters: &'static [Parameter],
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let text = |length| self.rest.split_at_checked(length).map(|(text, rest)| (Piece::Text(text), rest));
        let (piece, rest) = match self.rest.bytes().position(|byte| matches!(byte, b'{' | b'}')) {
            None if self.rest.is_empty() => return None,
            None => (Piece::Text(self.rest), ""),
            Some(0) => self.brace().or_else(|| text(1))?,
            Some(at) => text(at)?,
        };
        self.rest = rest;
        Some(piece)
    }
}

impl Pieces {
    /// What the brace at the start stands for, and what follows.
    fn brace(&self) -> Option<(Piece, &'static str)> {
        let doubled = |brace| self.rest.strip_prefix(brace);
        if let Some(rest) = doubled("{{").or_else(|| doubled("}}")) {
            return Some((Piece::Text(self.rest.get(..1)?), rest));
        }
        let (name, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        let piece = match self.index(name) {
            Some(index) => Piece::Parameter(index),
            None => Piece::Rest(self.index(name.strip_suffix('*')?)?),
        };
        Some((piece, rest))
    }

    fn index(&self, name: &str) -> Option<usize> {
        let is_it = |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
        self.parameters.iter().position(is_it)
    }
}

/// A query parameter or header that every request of an operation has, mostly with one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fixed {
    /// As written.
    pub name: &'static str,
    /// In which part of the request.
    pub location: Location,
    /// The value; `None` where it must only be there, and a parameter gives the value.
    pub value: Option<&'static str>,
}

impl Fixed {
    /// A pair of the query.
    #[must_use]
    pub const fn query(name: &'static str, value: &'static str) -> Self {
        Self { name, location: Location::Query, value: Some(value) }
    }

    /// A header.
    #[must_use]
    pub const fn header(name: &'static str, value: &'static str) -> Self {
        Self { name, location: Location::Header, value: Some(value) }
    }

    /// A query parameter that is there, whatever its value.
    #[must_use]
    pub const fn any_query(name: &'static str) -> Self {
        Self { name, location: Location::Query, value: None }
    }

    /// A header that is there, whatever its value.
    #[must_use]
    pub const fn any_header(name: &'static str) -> Self {
        Self { name, location: Location::Header, value: None }
    }
}

/// Where an argument travels and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// As written.
    pub name: &'static str,
    /// In which part of the request.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are written as several pairs.
    pub explode: bool,
    /// Whether a call without it is wrong.
    pub required: bool,
    /// Whether clients leave reserved characters as they are (`allowReserved`), as far as they mean nothing in their place.
    pub reserved: bool,
}

impl Parameter {
    const fn new(name: &'static str, location: Location, style: Style, explode: bool) -> Self {
        Self { name, location, style, explode, required: false, reserved: false }
    }

    /// A parameter of the path, which is always required.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple, false).required()
    }

    /// A parameter of the query string; lists are written as several pairs.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form, true)
    }

    /// A header.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple, false)
    }

    /// A cookie.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, true)
    }

    /// The same, but a call without it is wrong.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, written in another style.
    #[must_use]
    pub const fn style(self, style: Style, explode: bool) -> Self {
        Self { style, explode, ..self }
    }

    /// The same, with reserved characters as they are.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }
}

/// The parts of a request that carry parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a value is written (OpenAPI 3.1, section 4.8.12). Values between blanks, bars and tabs are those of Swagger 2.0, too,
/// which has them in every place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b` (path, header).
    Simple,
    /// `.a.b` (path).
    Label,
    /// `;name=a` (path).
    Matrix,
    /// `name=a&name=b` or `name=a,b` (query, cookie, forms).
    Form,
    /// `name=a%20b` (query, forms).
    SpaceDelimited,
    /// `name=a%7Cb` (query, forms).
    PipeDelimited,
    /// `name=a%09b` (query, forms).
    TabDelimited,
    /// `name[key]=value`, and deeper `name[key][0][inner]=value` (query, forms).
    DeepObject,
    /// The value is a JSON text (a parameter with `content`).
    Json,
    /// `name=a%3Db%26c%3Dd`: the value is a query string of its own, escaped once more.
    Pairs,
    /// The whole query is the value, and the name stands nowhere.
    Whole,
    /// The whole query is the value as a JSON text.
    WholeJson,
}

/// A reply that the documents know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseSpec {
    /// Which statuses it is for.
    pub status: Status,
    /// The media types it may have, best first; empty when it has no body.
    pub media: &'static [&'static str],
    /// The headers it comes with, as written.
    pub headers: &'static [&'static str],
}

impl ResponseSpec {
    /// A reply with exactly this status and no body.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self::new(Status::Code(status), &[])
    }

    /// A reply with exactly this status and a body in JSON.
    #[must_use]
    pub const fn json(status: u16) -> Self {
        Self::new(Status::Code(status), &["application/json"])
    }

    /// A reply with a body.
    #[must_use]
    pub const fn new(status: Status, media: &'static [&'static str]) -> Self {
        Self { status, media, headers: &[] }
    }

    /// The same, with headers.
    #[must_use]
    pub const fn headers(self, headers: &'static [&'static str]) -> Self {
        Self { headers, ..self }
    }
}

/// Statuses that a [`ResponseSpec`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Exactly this.
    Code(u16),
    /// All that begin with this digit: `4XX`.
    Range(u8),
    /// All that no other names.
    Default,
}

impl Status {
    /// How exactly it names this status: 3 for the code, 2 for its range, 1 for the default, 0 for another.
    #[must_use]
    pub const fn matches(self, status: u16) -> u8 {
        match self {
            Self::Code(code) if code == status => 3,
            Self::Range(digit) if status / 100 == digit as u16 => 2,
            Self::Default => 1,
            Self::Code(_) | Self::Range(_) => 0,
        }
    }
}

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
pub enum PagingStyle {
    /// A `Link` header with `rel="next"`, or where there is none, the `next` of the `_links` of a page that is an object.
    Link {
        /// Query parameter of the cursor, such as `after`.
        cursor: Option<&'static str>,
    },
    /// The address of the next page in the body of a page.
    Next {
        /// JSON pointer to the address.
        next: &'static str,
        /// Query parameter that differs in it, where it is known.
        cursor: Option<&'static str>,
        /// Query parameter of the page size.
        size: Option<&'static str>,
    },
    /// Pages counted from `first`.
    Page {
        /// Query parameter of the page number.
        page: &'static str,
        /// Query parameter of the page size.
        size: Option<&'static str>,
        /// Number of the first page.
        first: u32,
        /// JSON pointer to the total number of items.
        total: Option<&'static str>,
    },
    /// Items counted from `first`.
    Offset {
        /// Query parameter of the first item's number.
        start: &'static str,
        /// Query parameter of the page size.
        size: Option<&'static str>,
        /// Number of the first item.
        first: u32,
        /// JSON pointer to the total number of items.
        total: Option<&'static str>,
    },
    /// A cursor in the body of a page.
    Cursor {
        /// Query parameter of the cursor.
        cursor: &'static str,
        /// JSON pointer to the next cursor.
        next: &'static str,
        /// Query parameter of the page size.
        size: Option<&'static str>,
    },
}

impl Operation {
    /// What most operations have in common; rows of a table name only what is different.
    pub const PLAIN: Self = Self {
        id: "",
        group: "",
        method: "GET",
        path: "/",
        route: "",
        fixed: &[],
        servers: &[],
        parameters: &[],
        body: None,
        responses: &[],
        security: None,
        paging: None,
        deprecated: false,
        webhook: false,
        shadowed: false,
    };

    /// The path template in pieces.
    #[must_use]
    pub fn pieces(&self) -> Pieces {
        let rest = if self.route.is_empty() { self.path } else { self.route };
        Pieces { rest, parameters: self.parameters }
    }

    /// What the documents say about replies with this status; the most exact one.
    #[must_use]
    pub fn response(&self, status: u16) -> Option<&'static ResponseSpec> {
        self.responses
            .iter()
            .filter(|response| response.status.matches(status) > 0)
            .max_by_key(|response| response.status.matches(status))
    }

    /// Whether a redirect with this status is what the operation is for: the documents list it, and no success.
    #[must_use]
    pub fn redirects(&self, status: u16) -> bool {
        let lists = |digit: u16| {
            self.responses.iter().any(|response| match response.status {
                Status::Code(code) => code / 100 == digit && (digit == 2 || code == status),
                Status::Range(known) => u16::from(known) == digit,
                Status::Default => false,
            })
        };
        status / 100 == 3 && lists(3) && !lists(2)
    }

    /// What the documents require of callers; nothing where they are silent, or let anybody call.
    #[must_use]
    pub fn requirements(&self) -> &'static [SecurityRequirement] {
        self.security.unwrap_or_default()
    }

    /// Whether the documents say that anybody may call, with or without a proof.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.security.is_some_and(|requirements| {
            requirements.is_empty() || requirements.iter().any(SecurityRequirement::is_empty)
        })
    }

    /// Whether sending it twice does no more than sending it once (RFC 9110, section 9.2.2).
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        is_idempotent(self.method)
    }
}

/// Whether sending a request with this method twice does no more than sending it once (RFC 9110, section 9.2.2).
#[must_use]
pub fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY")
}
