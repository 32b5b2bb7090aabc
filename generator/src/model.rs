//! The one model that every document is read into and everything is emitted from.
//!
//! Four nouns carry all formats: [`Type`], [`Operation`], [`Permission`] and [`Entry`]. They refer to
//! each other by id, and everything iterates in document order. The model knows no format, no HTTP
//! library and no Rust.

mod builder;
mod choice;
mod enumeration;
mod fit;
pub mod keywords;
mod media;
mod numbers;
mod path;
mod scalar;
mod schema;
mod security;
mod types;
mod walk;

pub use builder::Builder;
pub use choice::{Case, Choice, Tag, Unlisted};
pub use enumeration::{Enum, EnumKind, EnumValue};
pub use fit::Misfit;
pub use media::{
    Carried, MediaKind, MediaType, contains_bytes, essence, is_json, is_media_type, is_parameter, is_sequence,
    is_token, listed_media_types, string_kind,
};
pub use numbers::compared;
pub use path::{Fixed, Path, Piece, percent_decoded};
pub use scalar::{Bounds, Constrained, Constraints, Format, Number, Scalar, ScalarKind, text_of};
pub use schema::{KindSet, Limits, ListRules, Logic, ObjectRules, Property, Schema, SchemaId, Schemas, Tagged};
pub use security::{Flow, Scheme, SchemeId, SchemeKind, SchemeRequirement, Security, SecurityRequirement};
pub use types::{Field, Object, Place, Ref, Rest, Shape, Tuple, Type, TypeId, TypeName};

use std::collections::BTreeSet;

pub use gatewright_runtime::operation::{Location, Status, Style};

use crate::source::{SourceId, Span};

/// A JSON value from a document: an example, a default, an extension.
pub type Json = serde_json::Value;

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A published document says so, there.
    Stated(Span),
    /// A supplement or the settings say so, there.
    Supplemented(Span),
    /// The named rule inferred it; the place is what the rule looked at.
    Inferred(&'static str, Span),
}

impl Origin {
    /// The place behind the fact.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Stated(span) | Self::Supplemented(span) | Self::Inferred(_, span) => span,
        }
    }

    /// Where the fact stands among others.
    #[must_use]
    pub fn order(self) -> Order {
        let Span { source, start, end } = self.span();
        Order { document: source, start, end }
    }

    /// The rule that inferred the fact, if one did.
    #[must_use]
    pub fn rule(self) -> Option<&'static str> {
        match self {
            Self::Inferred(rule, _) => Some(rule),
            Self::Stated(_) | Self::Supplemented(_) => None,
        }
    }
}

/// Where a fact stands among all others: its document, and how far into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    document: SourceId,
    start: u32,
    end: u32,
}

impl Order {
    /// Whether both stand in one document.
    #[must_use]
    pub fn is_beside(self, other: Self) -> bool {
        self.document == other.document
    }
}

/// Everything that the documents of one API say.
#[derive(Debug, Clone)]
pub struct Model {
    /// The short name of the API, as in the settings or on the command line (`okta`).
    pub name: String,
    /// The title that the document gives (`Okta Admin Management`).
    pub title: String,
    /// The version that the document gives.
    pub version: Option<String>,
    /// Prose about the whole API.
    pub docs: String,
    /// Base addresses, best first.
    pub servers: Vec<Server>,
    /// Ways to prove who one is.
    pub schemes: Vec<Scheme>,
    /// Groups of operations.
    pub groups: Vec<Group>,
    /// The operations.
    pub operations: Vec<Operation>,
    /// Operations that no request tells from an earlier one: clients have them, servers answer the earlier one.
    pub shadowed: BTreeSet<OperationId>,
    /// Named and anonymous types; index with [`TypeId`] through [`Model::ty`].
    pub types: Vec<Type>,
    /// What documents demand of values beyond their types.
    pub schemas: Schemas,
    /// How the API answers with a status where an operation names only the status.
    pub usual_responses: Vec<Response>,
    /// What a caller may be allowed to do.
    pub permissions: Vec<Permission>,
    /// Named requests of catalogues.
    pub entries: Vec<Entry>,
    /// How the vendor dresses what is not in any schema: errors, request ids, rate limits.
    pub profile: Option<Profile>,
}

impl Model {
    /// The type with this id.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }

    /// The types that documents name, by their names.
    pub fn named_types(&self) -> impl Iterator<Item = (&str, TypeId)> {
        (0..).map(TypeId).zip(&self.types).filter_map(|(id, ty)| match &ty.name {
            TypeName::Named(name) => Some((name.as_str(), id)),
            TypeName::Anonymous { .. } => None,
        })
    }

    /// Adds a type that a pass found to be there.
    pub fn add_type(&mut self, ty: Type) -> TypeId {
        let id = TypeId(self.types.len() as u32);
        self.types.push(ty);
        id
    }

    /// The group with this id.
    #[must_use]
    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0 as usize]
    }

    /// The permission with this id.
    #[must_use]
    pub fn permission(&self, id: PermissionId) -> &Permission {
        &self.permissions[id.0 as usize]
    }
}

/// Index into [`Model::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub u32);
/// Index into [`Model::operations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub u32);
/// Index into [`Model::permissions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PermissionId(pub u32);

/// A base address, perhaps with variables in braces.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// As written: `https://{tenantDomain}/api/v2`. May be relative.
    pub url: String,
    /// Prose.
    pub docs: String,
    /// The variables of the address.
    pub variables: Vec<ServerVariable>,
    /// Where it stands.
    pub origin: Origin,
}

/// A variable of a [`Server`].
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariable {
    /// Name in the braces.
    pub wire: String,
    /// What it is when nothing is given.
    pub default: Option<String>,
    /// The values it may have; empty when any.
    pub values: Vec<String>,
    /// Prose.
    pub docs: String,
}

/// A group of operations: a LAP group or an OpenAPI tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// As written.
    pub wire: String,
    /// Prose.
    pub docs: String,
    /// Where it stands first.
    pub origin: Origin,
}

/// An HTTP method. Any token is possible (`QUERY`, `additionalOperations`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Method(pub String);

impl Method {
    /// Whether the name is this one; methods are case-sensitive and held in upper case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.0 == name
    }
}

/// One call that the API offers.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The document's own id (`operationId`), if it has one.
    pub id: Option<String>,
    /// Upper case.
    pub method: Method,
    /// Path template.
    pub path: Path,
    /// The group it belongs to.
    pub group: GroupId,
    /// One line.
    pub summary: String,
    /// Longer prose.
    pub docs: String,
    /// Path, query, header and cookie parameters in document order; path parameters first, in path order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What may come back.
    pub responses: Vec<Response>,
    /// Addresses in place of the API's, best first; empty where it has none of its own.
    pub servers: Vec<Server>,
    /// How pages follow each other.
    pub paging: Option<Paging>,
    /// Who may call; `None` when no document says.
    pub security: Option<Security>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Whether it is the API that sends it, to servers of its users.
    pub webhook: bool,
    /// Where it stands.
    pub origin: Origin,
}

impl Operation {
    /// Whether documents say how it answers when it did what was asked: with a 2xx.
    #[must_use]
    pub fn has_success(&self) -> bool {
        self.responses.iter().any(|response| matches!(response.status, Status::Code(200..=299) | Status::Range(2)))
    }

    /// Whether a reply may have a body.
    #[must_use]
    pub fn may_answer_with_body(&self, response: &Response) -> bool {
        !self.method.is("HEAD") && response.status.may_have_body()
    }

    /// Method and path as written: `GET /users/{id}`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method.0, self.path.wire)
    }
}

/// A parameter of an operation, or a header of a response.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// As written.
    pub wire: String,
    /// Where it travels.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether lists and objects are written as several pairs.
    pub explode: bool,
    /// Whether reserved characters of URLs may stand in it as they are.
    pub allow_reserved: bool,
    /// What it is.
    pub ty: Ref,
    /// What its document writes of it, where that is a schema; else it is as `ty` says.
    pub schema: Option<SchemaId>,
    /// Whether a call without it is wrong.
    pub required: bool,
    /// What the server takes when it is absent; always a value of `ty`.
    pub default: Option<Json>,
    /// The default as the document writes it, where that is not how JSON writes the value: prose such as `current time`,
    /// which is part of `docs` too, or another spelling such as `False`.
    pub default_text: Option<String>,
    /// An example; always a value of `ty`.
    pub example: Option<Json>,
    /// Prose.
    pub docs: String,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Where the parameter stands, or by which rule it is one.
    pub origin: Origin,
    /// Whether it stands once in its document, for several operations; it is the same in two where its origin is.
    pub shared: bool,
    /// Where its location comes from; readers that cannot know it infer in the complete pass.
    pub location_origin: Origin,
}

impl Parameter {
    /// A string that travels as parameters of this location do where nothing else is said (OpenAPI 3.1, 4.8.12), and
    /// that a call must have if it is in the path.
    #[must_use]
    pub fn new(wire: impl Into<String>, location: Location, origin: Origin) -> Self {
        let (style, explode) = location.usual_style();
        Self {
            wire: wire.into(),
            location,
            style,
            explode,
            allow_reserved: false,
            ty: Ref::string(),
            schema: None,
            required: location == Location::Path,
            default: None,
            default_text: None,
            example: None,
            docs: String::new(),
            deprecated: false,
            shared: false,
            origin,
            location_origin: origin,
        }
    }
}

/// What a request carries.
#[derive(Debug, Clone)]
pub struct Body {
    /// Whether a call without it is wrong.
    pub required: bool,
    /// Alternatives by media type, in document order.
    pub contents: Vec<Content>,
    /// Prose.
    pub docs: String,
    /// Where it stands, or by which rule there is one.
    pub origin: Origin,
}

/// A body in one media type.
#[derive(Debug, Clone)]
pub struct Content {
    /// As written, lower case: `application/json`, `*/*`.
    pub media_type: String,
    /// What it holds; of a sequence that is described by its items, what each of these is.
    pub ty: Ref,
    /// What its document writes of that, where it is a schema; else it is as `ty` says.
    pub schema: Option<SchemaId>,
    /// Whether `ty` is that of each item of a sequence, not of the whole (`itemSchema`).
    pub per_item: bool,
    /// Media type and headers of parts, for forms; by field name.
    pub encodings: Vec<Encoding>,
    /// Examples as written; not checked against `ty`.
    pub examples: Vec<Example>,
    /// Where it stands.
    pub origin: Origin,
}

/// How one part of a form travels.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// Name of the field.
    pub field: String,
    /// Its media type.
    pub media_type: Option<String>,
    /// How its value is written.
    pub style: Option<Style>,
    /// Whether lists and objects are written as several fields.
    pub explode: Option<bool>,
    /// Whether reserved characters of URLs may stand in it as they are.
    pub allow_reserved: bool,
    /// Headers of the part.
    pub headers: Vec<PartHeader>,
}

impl Encoding {
    /// A field of which nothing is said.
    #[must_use]
    pub fn new(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            media_type: None,
            style: None,
            explode: None,
            allow_reserved: false,
            headers: Vec::new(),
        }
    }

    /// How its value is written and whether lists and objects are several fields, if anything is said of that; else it
    /// travels by what it is (OpenAPI 3.1.1, section 4.8.15).
    #[must_use]
    pub fn written(&self) -> Option<(Style, bool)> {
        let is_said = self.style.is_some() || self.explode.is_some() || self.allow_reserved;
        let style = self.style.unwrap_or(Style::Form);
        is_said.then_some((style, self.explode.unwrap_or(style == Style::Form)))
    }
}

/// A header of a part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct PartHeader {
    /// As written.
    pub wire: String,
    /// The value that it always has, or that it has when nobody gives another one.
    pub value: Option<Json>,
    /// Its schema as the document writes it, unless that refers to others.
    pub schema: Option<Json>,
    /// Whether a part without it is wrong.
    pub required: bool,
    /// Prose.
    pub docs: String,
}

impl PartHeader {
    /// What is sent: a known value that can stand in a header of this name.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let text = match self.value.as_ref()? {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(flag) => flag.to_string(),
            _ => return None,
        };
        let is_token = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
        let is_name = !self.wire.is_empty() && self.wire.chars().all(is_token);
        // These two the form itself writes.
        let is_own = ["Content-Disposition", "Content-Type"].iter().any(|own| self.wire.eq_ignore_ascii_case(own));
        let is_carried = text.trim() == text && !text.chars().any(char::is_control);
        (is_name && !is_own && is_carried).then_some(text)
    }
}

/// An example of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The value.
    pub value: Json,
    /// Whether its reader found it to be a value of the schema that the document gives. Formats that describe bodies only
    /// loosely cannot tell.
    pub fits: bool,
    /// Where it stands.
    pub span: Span,
}

/// One way in which an operation may answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// For which statuses.
    pub status: Status,
    /// Prose.
    pub docs: String,
    /// Headers that come with it.
    pub headers: Vec<Parameter>,
    /// Alternatives by media type; empty when there is no body or none is known.
    pub contents: Vec<Content>,
    /// Why a list of what it holds is expected as well, where it holds one object and its operation is said to list.
    pub or_list: Option<Origin>,
    /// LAP's error type word (`400:Type`), if any.
    pub error_type: Option<String>,
    /// Where it stands, or by which rule it looks as it does.
    pub origin: Origin,
}

/// Something that a caller may be allowed: an OAuth scope or an entitlement.
#[derive(Debug, Clone, PartialEq)]
pub struct Permission {
    /// As written.
    pub wire: String,
    /// Prose.
    pub docs: String,
    /// The product offerings that contain it, as written (`any`, `CIC`); empty when offerings play no part.
    pub offerings: Vec<String>,
    /// A restriction of an offering in prose, if there is one.
    pub exception: Option<String>,
    /// Where it stands first.
    pub origin: Origin,
}

/// How pages follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Paging {
    /// The way of the vendor.
    pub style: PagingStyle,
    /// JSON pointer to the items in a page; empty when the page is the list itself.
    pub items: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// The ways in which pages follow each other. Parameters are named as on the wire.
pub type PagingStyle = gatewright_runtime::PagingStyle<String>;

/// A named request of a catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// As written.
    pub wire: String,
    /// Where it stands in the catalogue: collection, then folders.
    pub place: Vec<String>,
    /// What it calls.
    pub target: Target,
    /// Where it stands in the document.
    pub origin: Origin,
}

/// What an [`Entry`] calls.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An operation, with these query parameters set.
    Operation {
        /// The operation.
        operation: OperationId,
        /// Query parameters that the entry sets, with a value if it is known.
        presets: Vec<(String, Option<String>)>,
    },
    /// The documents do not say what is sent.
    Unresolved {
        /// Why.
        reason: String,
    },
}

/// How a vendor dresses what no schema describes. Pure data, so that the runtime knows no vendor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile {
    /// Body of errors: JSON in which the strings `{status}`, `{code}`, `{message}`, `{id}` stand for what
    /// their names say, and an array holding one object with `{cause}` for the causes. `None` for an empty body.
    pub error: Option<Json>,
    /// Vendor codes by status, for errors that the server stubs raise.
    pub error_codes: Vec<(u16, String)>,
    /// Header with the id of a request.
    pub request_id: Option<String>,
    /// Headers with limit, remaining and reset (seconds since the epoch) of the rate limit.
    pub rate_limit: Option<(String, String, String)>,
    /// Prefixes that `Authorization` may carry before a static token, best first (`SSWS`, `Bearer`).
    pub token_prefixes: Vec<String>,
    /// Path of the token endpoint, relative to the host.
    pub token_path: Option<String>,
    /// `audience` of token requests, with `{base}` for the base address of the API.
    pub audience: Option<String>,
    /// `scope` of token requests, where the caller asks for nothing.
    pub scope: Option<String>,
    /// Whom the proofs that clients sign are for (`aud`), with `{base}`, `{origin}` and `{token}`.
    pub assertion_audience: Option<String>,
    /// Header prefix that marks retries, with `{prefix}-For` and `{prefix}-Count` sent (`X-Okta-Retry`).
    pub retry_headers: Option<String>,
}
