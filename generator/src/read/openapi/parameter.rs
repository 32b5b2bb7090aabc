//! Parameters of operations and headers of responses.

use super::reader::Reader;
use super::state::context::Context;
use super::state::refused::Refused;
use super::style::FORM;
use super::syntax::pointer::address;
use super::syntax::version::Version;
use super::template::{Spread, Template};
use crate::diag::{Code, Diagnostic};
use crate::model::{Json, Location, Origin, Parameter, Ref, Style, is_json};
use crate::read::node::Node;
use crate::source::Span;

pub(super) static PARAMETER: Code = Code {
    name: "openapi/parameter",
    page: "A parameter lacks its name or its place, stands in a place that there is not, is written in a style that does not \
           go with its place, or stands twice. The parameter is left out, or written in the usual style.\n\n    - name: \
           id\n      in: url\n\nPlaces are path, query, header and cookie.",
};
pub(super) static NOT_IN_PATH: Code = Code {
    name: "openapi/parameter-not-in-path",
    page: "A path parameter has no placeholder in the path, or a placeholder has no parameter. The first is left out, the \
           second is taken for a string.\n\n    /users/{userId}:\n      parameters: [{name: id, in: path}]\n\nUse the same \
           name in both.",
};
pub(super) static IGNORED_HEADER: Code = Code {
    name: "openapi/ignored-header",
    page: "`Accept`, `Content-Type` and `Authorization` are not parameters: media types and security schemes say what they \
           are. OpenAPI says to ignore such parameters.",
};
pub(super) static CONFUSED: Code = Code {
    name: "openapi/contradicting-keys",
    page: "Two keys that exclude each other stand in one parameter or header, such as `example` and `examples`, or a key \
           stands where it means nothing, such as `allowReserved` in a header. The key is left out.",
};

/// Whether a parameter can be the whole query: a form of an object, JSON, or a text.
fn is_query(node: &Node) -> bool {
    let only = node.get("content").and_then(|content| content.as_map()?.iter().next());
    only.is_some_and(|only| {
        let kind = only.value.get("schema").and_then(|schema| schema.text("type"));
        match kind {
            _ if is_json(&only.key) => true,
            Some("object") => only.key == FORM,
            Some("array") => false,
            Some(_) => only.key != FORM,
            None => true,
        }
    })
}

/// The parameters that stand with an operation and its path.
pub(super) struct Listed<'d> {
    pub(super) nodes: Vec<&'d Node>,
    /// Whether all of them are there, with their names.
    is_whole: bool,
}

impl Listed<'_> {
    /// Whether no parameter has the name, not even one in a place that there is not.
    fn lacks(&self, name: &str) -> bool {
        let is_meant = |node: &&Node| node.text("name") == Some(name) && node.text("in").is_none_or(is_unknown_place);
        self.is_whole && !self.nodes.iter().any(is_meant)
    }
}

impl<'d> Reader<'d, '_> {
    /// The parameters of an operation: path parameters in path order, then the others in document order. Those of the
    /// path stand before those of the operation, which replace them.
    pub(super) fn parameters(&mut self, item: &'d Node, operation: &'d Node) -> Listed<'d> {
        let mut found: Vec<&'d Node> = Vec::new();
        let mut is_whole = [item, operation].iter().all(|holder| has_list(holder, "parameters"));
        for (own, list) in [(false, self.list(item, "parameters")), (true, self.list(operation, "parameters"))] {
            let before = if own { 0 } else { found.len() };
            let inherited = found.len();
            for node in list {
                let Some(node) = self.follow(node) else {
                    is_whole = false;
                    continue;
                };
                let may_be_in_path = node.text("in").is_none_or(|place| place == "path" || is_unknown_place(place));
                is_whole &= node.text("name").is_some() || !may_be_in_path;
                let same = |other: &&Node| {
                    other.text("name") == node.text("name")
                        && other.text("in") == node.text("in")
                        && node.get("name").is_some()
                };
                match found.iter().skip(before).position(same) {
                    Some(place) if place + before < inherited => {
                        if let Some(slot) = found.get_mut(place + before) {
                            *slot = node;
                        }
                    }
                    Some(_) => {
                        let span = node.get("name").unwrap_or(node).span;
                        self.warn(&PARAMETER, span, "the parameter stands here twice", "left out");
                        self.refused.push(Refused::Parameter(node, None));
                    }
                    None => found.push(node),
                }
            }
        }
        Listed { nodes: found, is_whole }
    }

    /// The parameters that can be used, in order; placeholders without a parameter are inferred.
    /// In an operation that sends a body, the media type is none of them.
    pub(super) fn usable(
        &mut self,
        listed: &Listed<'d>,
        (template, path_span): (&Template<'d>, Span),
        sends_body: bool,
        context: &Context<'_>,
    ) -> Vec<Parameter> {
        let mut inside: Vec<Parameter> = Vec::new();
        let mut others = Vec::new();
        for node in &listed.nodes {
            let Some(parameter) = self.parameter(node, sends_body, context) else { continue };
            if parameter.location == Location::Path { inside.push(parameter) } else { others.push(parameter) }
        }
        spread(&mut inside, &template.spread);
        let path = &template.path;
        let mut parameters: Vec<Parameter> = Vec::new();
        for name in path.placeholders() {
            if parameters.iter().any(|parameter| parameter.wire == name) {
                continue;
            }
            let known = inside.iter().position(|parameter| parameter.wire == name).map(|place| inside.remove(place));
            parameters.push(known.unwrap_or_else(|| {
                if listed.lacks(name) {
                    self.undeclared(name, path_span);
                }
                inferred(name, path_span)
            }));
        }
        for parameter in inside {
            // `/search?q={text}`: the query of the path is looked at later.
            if path.asked.iter().any(|(_, placeholder)| *placeholder == parameter.wire) {
                others.push(parameter);
                continue;
            }
            let span = parameter.origin.span();
            let message = format!("the path has no placeholder `{{{}}}`", parameter.wire);
            self.warn(&NOT_IN_PATH, span, message, "this parameter is left out");
        }
        parameters.extend(others);
        parameters
    }

    fn undeclared(&mut self, name: &str, span: Span) {
        if !self.supplement {
            let message = format!("the placeholder `{{{name}}}` has no parameter");
            self.warn(&NOT_IN_PATH, span, message, "taken for a string");
        }
    }

    pub(super) fn parameter(&mut self, node: &'d Node, sends_body: bool, context: &Context<'_>) -> Option<Parameter> {
        self.parameter_form(node);
        let name = self.text(node, "name");
        let place = self.text(node, "in");
        if self.version == Version::V2 && matches!(place, Some("body" | "formData")) {
            return None;
        }
        if ["name", "in"].iter().any(|key| node.get(key).is_none()) {
            self.warn(&PARAMETER, node.span, "the parameter has no name or no place", "left out");
        }
        let location = place.and_then(|place| self.location(node, place));
        let required = self.flag(node, "required");
        let (Some(wire), Some(location)) = (name, location) else {
            self.refused.push(Refused::Parameter(node, location));
            return None;
        };
        if location == Location::Header && is_ignored(wire, sends_body) {
            let message = format!("`{wire}` is not a parameter in OpenAPI");
            let span = node.get("name").unwrap_or(node).span;
            self.warn(&IGNORED_HEADER, span, message, "left out");
            return None;
        }
        let required = required || location == Location::Path;
        Some(self.described_parameter(node, wire, location, required, context))
    }

    fn location(&mut self, node: &'d Node, place: &str) -> Option<Location> {
        let message = match place {
            "path" => return Some(Location::Path),
            "query" => return Some(Location::Query),
            "header" => return Some(Location::Header),
            "cookie" => return Some(Location::Cookie),
            // The whole query as a form is what the fields of an object are, written one by one.
            "querystring" if self.version == Version::V32 && is_query(node) => return Some(Location::Query),
            "querystring" => "the whole query is said by `content`, since OpenAPI 3.2".to_owned(),
            _ => format!("there is no place `{place}`"),
        };
        let span = node.get("in").unwrap_or(node).span;
        self.warn(&PARAMETER, span, message, "the parameter is left out");
        None
    }

    /// A parameter or header whose name and place are known.
    pub(super) fn described_parameter(
        &mut self,
        node: &'d Node,
        wire: &str,
        location: Location,
        required: bool,
        context: &Context<'_>,
    ) -> Parameter {
        let content = self.map(node, "content").and_then(|content| content.members().next());
        let schema = match content {
            Some(content) => content.value.get("schema"),
            None => self.own_schema(node),
        };
        let shared = self.shared_context(node);
        let kind = if node.get("in").is_some() { "parameter" } else { "header" };
        let context = shared.as_ref().map_or_else(|| context.inner(wire), |shared| shared.inner(kind));
        // A supplement need not repeat what the parameter is.
        let unstated = if self.supplement { Ref::Any } else { Ref::string() };
        let ty = schema.map_or(unstated, |schema| self.schema(schema, &context));
        let style = self.parameter_style(node, content.map(|content| content.key.as_str()), location);
        let usual =
            style == Style::Form && self.version != Version::V2 || node.text("collectionFormat") == Some("multi");
        let explode = node.get("explode").and_then(Node::as_bool).unwrap_or(usual);
        let default = schema.and_then(|schema| {
            let value = self.stated_default(schema)?;
            self.default(value, schema, wire)
        });
        let example = schema.and_then(|schema| self.parameter_example(node, schema, wire));
        let place = node.get("name").unwrap_or(node).span;
        let stated = schema.and_then(|schema| self.demand(schema));
        let origin = self.origin(place);
        Parameter {
            wire: wire.to_owned(),
            location,
            style,
            explode,
            allow_reserved: self.allows_reserved(node) && self.flag(node, "allowReserved")
                || self.flag(node, "x-gatewright-allow-reserved"),
            ty,
            schema: stated,
            required,
            default,
            default_text: None,
            example,
            docs: self.text(node, "description").unwrap_or_default().to_owned(),
            deprecated: self.flag(node, "deprecated"),
            shared: false,
            origin,
            location_origin: self.origin(node.get("in").unwrap_or(node).span),
        }
    }

    fn parameter_example(&mut self, node: &'d Node, schema: &'d Node, wire: &str) -> Option<Json> {
        let named = || node.get("examples").and_then(|examples| examples.members().next());
        let value = match node.get("example") {
            Some(value) => value,
            None => match named() {
                Some(member) => self.follow(&member.value)?.get("value")?,
                None => schema.get("example").or_else(|| schema.get("examples")?.items().next())?,
            },
        };
        self.fitting_example(value, Some(schema), &format!("`{wire}`"))
    }

    /// A header of a response.
    pub(super) fn header(&mut self, wire: &str, node: &'d Node, context: &Context<'_>) -> Parameter {
        self.header_form(node);
        let required = self.flag(node, "required");
        self.described_parameter(node, wire, Location::Header, required, context)
    }

    /// Reports keys of a parameter that exclude each other, once.
    pub(super) fn parameter_form(&mut self, node: &'d Node) {
        if !self.noted.insert(address(node)) {
            return;
        }
        self.either(node, "example", "examples");
        self.either(node, "schema", "content");
        if let Some(reserved) = node.member("allowReserved").filter(|_| !self.allows_reserved(node)) {
            let message = "`allowReserved` means something in queries, and since OpenAPI 3.2 in paths and cookies";
            self.warn(&CONFUSED, reserved.key_span, message, "left out");
        }
    }

    /// Whether reserved characters may stand as they are in a value where the parameter stands.
    fn allows_reserved(&self, node: &Node) -> bool {
        match node.text("in") {
            Some("query") => true,
            Some("cookie") => self.version == Version::V32 && node.text("style") != Some("cookie"),
            Some("path") => self.version == Version::V32,
            _ => false,
        }
    }

    pub(super) fn header_form(&mut self, node: &'d Node) {
        if !self.noted.insert(address(node)) {
            return;
        }
        self.either(node, "example", "examples");
        for key in ["name", "in", "allowReserved"] {
            if let Some(member) = node.member(key) {
                self.warn(&CONFUSED, member.key_span, format!("`{key}` means nothing in a header"), "left out");
            }
        }
    }

    fn either(&mut self, node: &'d Node, one: &str, other: &str) {
        if let (Some(first), Some(second)) = (node.member(one), node.member(other)) {
            let message = format!("`{one}` and `{other}` exclude each other");
            let problem = Diagnostic::warning(&CONFUSED, second.key_span, message).label("left out");
            self.report(problem.related(first.key_span, "this counts"));
        }
    }
}

/// A placeholder of the path that no parameter describes.
fn inferred(name: &str, span: Span) -> Parameter {
    Parameter::new(name, Location::Path, Origin::Inferred("placeholder-is-string", span))
}

/// Puts the placeholders for the segments of a value in the place of the parameter that has the whole value.
fn spread(inside: &mut Vec<Parameter>, spread: &[Spread<'_>]) {
    for Spread { parameter, placeholders } in spread {
        let Some(place) = inside.iter().position(|known| known.wire == *parameter) else { continue };
        let whole = inside.remove(place);
        let origin = Origin::Inferred("segments-of-pattern", whole.origin.span());
        inside.extend(placeholders.iter().map(|name| Parameter {
            docs: whole.docs.clone(),
            deprecated: whole.deprecated,
            ..Parameter::new(name, Location::Path, origin)
        }));
    }
}

fn is_unknown_place(place: &str) -> bool {
    !["path", "query", "querystring", "header", "cookie", "body", "formData"].contains(&place)
}

/// Whether a member is a list, if it is there at all.
fn has_list(node: &Node, key: &str) -> bool {
    node.get(key).is_none_or(|value| value.as_list().is_some())
}

/// Header parameters that OpenAPI says to ignore. Where nothing else says what is sent, `Content-Type` counts.
fn is_ignored(wire: &str, sends_body: bool) -> bool {
    let is = |name: &str| wire.eq_ignore_ascii_case(name);
    is("Accept") || is("Authorization") || is("Content-Type") && sends_body
}
