//! Where parameters travel. LAP does not say; each rule here is one function whose name is the origin of the fact.

use crate::model::Location;

/// Where a listed parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// As a parameter.
    Parameter(Location),
    /// As a field of the body.
    Body,
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'f> {
    /// The method of the call.
    pub method: &'f str,
    /// The name of the parameter.
    pub name: &'f str,
    /// Whether the path has a placeholder of this name.
    pub placeholder: bool,
    /// Whether the parameter is listed as required.
    pub required: bool,
    /// How often the name is listed for this call.
    pub times: Times,
    /// How often the name was listed before.
    pub before: usize,
    /// Whether the type is one that fits into a path or a header.
    pub scalar: bool,
    /// Whether the parameter is one of those of every call.
    pub common: bool,
    /// Whether the example body is an object with a member of this name, or a list of such objects.
    pub in_example: bool,
    /// Whether the document states the body in another way: `@body`, or an example that shows none of what is listed.
    pub body_stated: bool,
}

/// How often a name is listed for a call.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Times {
    /// As required.
    pub required: usize,
    /// As optional.
    pub optional: usize,
}

impl Times {
    /// Whether it is listed at all.
    pub(super) fn is_any(self) -> bool {
        self.required + self.optional > 0
    }
}

/// A rule: where a parameter travels, if the rule can tell.
type Rule = fn(&Facts<'_>) -> Option<Place>;

/// The rules by name, in order; the first that can tell wins.
const RULES: &[(&str, Rule)] = &[
    ("lap/listed-twice", listed_twice),
    ("lap/placeholder-is-path", placeholder_is_path),
    ("lap/optional-placeholder-is-path", optional_placeholder_is_path),
    ("lap/example-shows-body", example_shows_body),
    ("lap/header-like-name", header_like_name),
    ("lap/common-field-is-query", common_field_is_query),
    ("lap/method-decides-query", method_decides_query),
    ("lap/body-is-stated", body_is_stated),
];

/// The rule for what no other rule can tell.
const METHOD_DECIDES_BODY: &str = "lap/method-decides-body";

/// Where a parameter travels, and by which rule.
pub(super) fn place(facts: &Facts<'_>) -> (Place, &'static str) {
    RULES
        .iter()
        .find_map(|(name, rule)| rule(facts).map(|place| (place, *name)))
        .unwrap_or((Place::Body, METHOD_DECIDES_BODY))
}

/// A name that is listed twice travels in two places. One of them is the path, if it has such a placeholder; else they
/// are the query, which comes first and is seldom required, and the body.
fn listed_twice(facts: &Facts<'_>) -> Option<Place> {
    let Times { required, optional } = facts.times;
    if required + optional < 2 {
        return None;
    }
    if facts.placeholder && facts.before == 0 {
        return Some(Place::Parameter(Location::Path));
    }
    if reads(facts.method) {
        return None;
    }
    let query = if required > 0 && optional > 0 { !facts.required } else { facts.before == 0 };
    Some(if query && !facts.placeholder { Place::Parameter(Location::Query) } else { Place::Body })
}

/// A name that is a placeholder of the path is a path parameter. Path parameters are always required, and the example
/// body does not hold them; so `POST /pools/{poolId}` with an optional `poolId` has a body field of that name.
fn placeholder_is_path(facts: &Facts<'_>) -> Option<Place> {
    let is_one = facts.common || (facts.required && (reads(facts.method) || !facts.in_example));
    (facts.placeholder && facts.before == 0 && is_one).then_some(Place::Parameter(Location::Path))
}

/// Where there is no body, an optional name of a placeholder can be nothing else.
fn optional_placeholder_is_path(facts: &Facts<'_>) -> Option<Place> {
    let is_one = facts.placeholder && facts.before == 0 && reads(facts.method);
    is_one.then_some(Place::Parameter(Location::Path))
}

/// What the example body shows is in the body.
fn example_shows_body(facts: &Facts<'_>) -> Option<Place> {
    facts.in_example.then_some(Place::Body)
}

/// Names such as `X-Request-Id` and `If-Match` are headers.
fn header_like_name(facts: &Facts<'_>) -> Option<Place> {
    let header = facts.scalar && (is_known_header(facts.name) || is_dressed_as_header(facts.name));
    header.then_some(Place::Parameter(Location::Header))
}

/// What every call takes also comes with calls without a body.
fn common_field_is_query(facts: &Facts<'_>) -> Option<Place> {
    facts.common.then_some(Place::Parameter(Location::Query))
}

/// Calls that read or delete carry no body.
fn method_decides_query(facts: &Facts<'_>) -> Option<Place> {
    reads(facts.method).then_some(Place::Parameter(Location::Query))
}

/// Methods whose calls carry no body.
fn reads(method: &str) -> bool {
    matches!(method, "GET" | "DELETE" | "HEAD" | "OPTIONS" | "TRACE")
}

/// Where the document states the body, what is listed besides is in the query.
fn body_is_stated(facts: &Facts<'_>) -> Option<Place> {
    facts.body_stated.then_some(Place::Parameter(Location::Query))
}

/// Words with capitals joined by hyphens, or a beginning of `x-`.
fn is_dressed_as_header(name: &str) -> bool {
    let mut parts = name.split('-');
    let capital = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
    let made_of_letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let begins = name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"));
    made_of_letters && (begins || (name.contains('-') && parts.all(capital)))
}

/// Headers that are often parameters and that their spelling does not give away.
fn is_known_header(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cookie",
        "content-type",
        "content-encoding",
        "content-language",
        "content-md5",
        "dpop",
        "idempotency-key",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-unmodified-since",
        "prefer",
        "user-agent",
        "traceparent",
        "ocp-apim-subscription-key",
    ];
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
}
