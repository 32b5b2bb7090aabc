//! What a call takes: path parameters first, then what is listed.

use super::super::file::listed;
use super::super::syntax::{self, Endpoint, TypeKind, Word};
use super::Reader;
use super::context::Context;
use super::defaults::{Default, default};
use super::location::{Facts, Place, place};
use crate::diag::{Code, Diagnostic};
use crate::model::{Field, Json, Location, Origin, Parameter, Path, Ref, Style};

/// The same parameter twice.
pub static DUPLICATE_PARAMETER: Code = Code {
    name: "lap/duplicate-parameter",
    page: "A call lists a parameter twice, and both would travel in the same place. The first stays.

    @required {id: str}
    @optional {id: int}

Remove the one that is wrong.",
};

/// A directive within a list.
pub static DIRECTIVE_AS_NAME: Code = Code {
    name: "lap/directive-as-name",
    page: "A parameter is named like a directive that stands on a line of its own. A line break was lost, and with it \
           calls.

    @optional {name: str, @endpoint: str=x}

Restore the line break, or correct the name.",
};

/// The rule for placeholders that no parameter is listed for.
const PLACEHOLDER: &str = "lap/placeholder-is-path";

/// Directives that cannot be the name of a parameter. `@type` and the like are names in use.
const DIRECTIVES: &[&str] = &[
    "@endpoint",
    "@endpoints",
    "@endgroup",
    "@required",
    "@optional",
    "@returns",
    "@errors",
    "@example_request",
    "@toc",
];

/// What is listed for a call, sorted by where it travels.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Path parameters first.
    pub parameters: Vec<Parameter>,
    /// Fields of the body.
    pub fields: Vec<Field>,
    /// The place of the first field, and the rule that put it into the body.
    pub body: Option<Origin>,
    /// Whether a field carries raw octets.
    pub has_files: bool,
}

/// What one listed parameter comes down to, wherever it travels.
struct Described {
    ty: Ref,
    default: Option<Json>,
    docs: String,
    origin: Origin,
}

impl<'a> Reader<'_, 'a> {
    /// All parameters and body fields of a call.
    pub(super) fn listed(
        &mut self,
        endpoint: &Endpoint<'a>,
        path: &Path,
        example: Option<&Json>,
        root: &Context<'_>,
    ) -> Listed {
        let mut all = Listed { parameters: self.placeholders(endpoint, path), ..Listed::default() };
        let common = self.common;
        for (parameter, required) in listed(endpoint) {
            let facts = facts(endpoint, path, parameter, required, example);
            self.place(parameter, &facts, root, &mut all);
        }
        for parameter in common {
            let stated = listed(endpoint).any(|(own, _)| own.name == parameter.name);
            let facts = Facts { common: true, ..facts(endpoint, path, parameter, false, None) };
            if !stated || facts.placeholder {
                self.place(parameter, &facts, root, &mut all);
            }
        }
        all
    }

    /// One path parameter for each placeholder, in path order: required text, until a listed parameter says more.
    fn placeholders(&self, endpoint: &Endpoint<'a>, path: &Path) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for name in path.placeholders() {
            if parameters.iter().any(|known| known.wire == name) {
                continue;
            }
            let origin = self.places.inferred(PLACEHOLDER, part(endpoint.path, name));
            let described = Described { ty: Ref::string(), default: None, docs: String::new(), origin };
            parameters.push(parameter(name, described, true, Location::Path, origin));
        }
        parameters
    }

    fn place(&mut self, listed: &syntax::Parameter<'a>, facts: &Facts<'_>, root: &Context<'_>, all: &mut Listed) {
        self.check_name(listed);
        let (place, rule) = place(facts);
        let origin = self.places.inferred(rule, listed.name);
        match place {
            Place::Parameter(location) => self.place_parameter(listed, facts.required, location, origin, root, all),
            Place::Body => self.place_field(listed, facts.required, origin, root, all),
        }
    }

    fn place_parameter(
        &mut self,
        listed: &syntax::Parameter<'a>,
        required: bool,
        location: Location,
        location_origin: Origin,
        root: &Context<'_>,
        all: &mut Listed,
    ) {
        let same = |known: &Parameter| known.wire == listed.name && known.location == location;
        let known = all.parameters.iter_mut().find(|known| same(known));
        if known.as_ref().is_some_and(|known| known.origin.rule() != Some(PLACEHOLDER)) {
            return self.duplicate_parameter(listed.name);
        }
        let described = self.described(listed, &root.within(listed.name));
        let stated =
            parameter(listed.name, described, required || location == Location::Path, location, location_origin);
        match known {
            Some(placeholder) => *placeholder = stated,
            None => all.parameters.push(stated),
        }
    }

    fn place_field(
        &mut self,
        listed: &syntax::Parameter<'a>,
        required: bool,
        rule: Origin,
        root: &Context<'_>,
        all: &mut Listed,
    ) {
        if all.fields.iter().any(|known| known.wire == listed.name) {
            return self.duplicate_parameter(listed.name);
        }
        let described = self.described(listed, &root.within("request").within(listed.name));
        all.body.get_or_insert(rule);
        all.has_files |= carries_octets(&listed.ty);
        all.fields.push(Field {
            wire: listed.name.to_owned(),
            ty: described.ty,
            required,
            read_only: false,
            write_only: false,
            secret: false,
            default: described.default,
            deprecated: false,
            docs: described.docs,
            origin: described.origin,
        });
    }

    fn described(&mut self, parameter: &syntax::Parameter<'a>, context: &Context<'_>) -> Described {
        let ty = match parameter.values {
            Some(values) => self.with_values(&parameter.ty, values, context),
            None => self.type_ref(&parameter.ty, context),
        };
        let mut docs = parameter.comment.unwrap_or_default().to_owned();
        let default = match default(parameter) {
            Some(Default::Value(value)) => Some(value),
            Some(Default::Text(text)) => {
                append_default(&mut docs, text);
                None
            }
            None => None,
        };
        Described { ty, default, docs, origin: self.places.stated(parameter.source) }
    }

    fn check_name(&mut self, parameter: &syntax::Parameter<'a>) {
        if DIRECTIVES.contains(&parameter.name) {
            let message = format!("`{}` is a directive, not a parameter", parameter.name);
            let problem = Diagnostic::error(&DIRECTIVE_AS_NAME, self.places.span(parameter.name), message);
            self.diagnostics.push(problem.label("expected a line of its own").help("restore the line break before it"));
        }
    }

    fn duplicate_parameter(&mut self, name: &str) {
        let message = format!("parameter `{name}` is there twice");
        let problem = Diagnostic::warning(&DUPLICATE_PARAMETER, self.places.span(name), message);
        self.diagnostics.push(problem.label("this one is left out").help("remove the one that is wrong"));
    }
}

/// What the rules of location look at.
fn facts<'f>(
    endpoint: &Endpoint<'f>,
    path: &Path,
    parameter: &syntax::Parameter<'f>,
    required: bool,
    example: Option<&Json>,
) -> Facts<'f> {
    let members = example.and_then(Json::as_object);
    Facts {
        method: endpoint.method,
        name: parameter.name,
        placeholder: path.placeholders().any(|name| name == parameter.name),
        required,
        scalar: is_scalar(&parameter.ty),
        common: false,
        in_example: members.is_some_and(|members| members.contains_key(parameter.name)),
        body_stated: endpoint.body.is_some() || (example.is_some() && members.is_none()),
    }
}

fn is_scalar(ty: &syntax::Type<'_>) -> bool {
    match &ty.kind {
        TypeKind::Word(word, _) => !matches!(word, Word::Map | Word::Object | Word::Bytes | Word::File | Word::Null),
        TypeKind::List(item) => is_scalar(item),
        TypeKind::Object(_) | TypeKind::Map(..) => false,
        TypeKind::Named(..) => true,
    }
}

fn carries_octets(ty: &syntax::Type<'_>) -> bool {
    match &ty.kind {
        TypeKind::Word(Word::File | Word::Bytes, _) => true,
        TypeKind::List(item) => carries_octets(item),
        _ => false,
    }
}

/// Where a placeholder stands in a path.
fn part<'a>(path: &'a str, name: &str) -> &'a str {
    path.match_indices('{')
        .filter_map(|(at, _)| path.get(at..).map(|rest| rest.trim_start_matches('{')))
        .find(|rest| rest.strip_prefix(name).is_some_and(|after| after.starts_with(['}', '+'])))
        .and_then(|rest| rest.get(..name.len()))
        .unwrap_or(path)
}

/// A default that is no value of its type is a sentence of the documentation.
fn append_default(docs: &mut String, text: &str) {
    if !docs.is_empty() {
        docs.push_str("\n\n");
    }
    docs.push_str("Default: ");
    docs.push_str(text);
}

fn parameter(
    wire: &str,
    described: Described,
    required: bool,
    location: Location,
    location_origin: Origin,
) -> Parameter {
    let (style, explode) = match location {
        Location::Path | Location::Header => (Style::Simple, false),
        Location::Query | Location::Cookie => (Style::Form, true),
    };
    Parameter {
        wire: wire.to_owned(),
        location,
        style,
        explode,
        ty: described.ty,
        required,
        default: described.default,
        example: None,
        docs: described.docs,
        deprecated: false,
        origin: described.origin,
        location_origin,
    }
}
