//! Static tables: one row per operation of an API. The client, the server, the tests and the documentation all read
//! the same rows. Nothing here knows a vendor or a value.

mod body;
mod fixed;
mod paging;
mod parameter;
mod path;
mod status;

pub use self::body::{BodySpec, Encoding};
pub use self::fixed::Fixed;
pub use self::paging::{Paging, PagingStyle};
pub use self::parameter::{Location, Parameter, Style};
pub use self::path::{Piece, Pieces, written_parameter, written_text};
pub use self::status::Status;

use crate::profile::Server;
pub use crate::security::{SchemeRequirement, SecurityRequirement};

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

/// A reply that the documents know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseSpec {
    /// Which statuses it is for.
    pub status: Status,
    /// The media types it may have, best first; empty when it has no body.
    pub media: &'static [&'static str],
    /// The headers it comes with, as written.
    pub headers: &'static [&'static str],
    /// Whether clients read one object as a list of one, since the operation is said to list and a list may come as well.
    pub or_list: bool,
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
        Self { status, media, headers: &[], or_list: false }
    }

    /// The same, with headers.
    #[must_use]
    pub const fn headers(self, headers: &'static [&'static str]) -> Self {
        Self { headers, ..self }
    }

    /// The same, of an operation that is said to list: a list of what it holds may come as well.
    #[must_use]
    pub const fn or_list(self) -> Self {
        Self { or_list: true, ..self }
    }
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
        Pieces::new(rest, self.parameters)
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
