//! What a call takes: path parameters first, then what is listed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::super::file::listed;
use super::super::syntax::{self, Endpoint, TypeKind, Word};
use super::Reader;
use super::context::Context;
use super::defaults::{Default, default};
use super::location::{Facts, Place, Times, place};
use crate::diag::{Code, Diagnostic};
use crate::model::{Field, Json, Location, Origin, Parameter, Path, Ref};

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

/// The names of a call: those of its placeholders, and those that are listed.
struct Names<'n>(BTreeMap<&'n str, Name>);

/// What is known about a name of a call.
#[derive(Debug, Clone, Copy, Default)]
struct Name {
    placeholder: bool,
    times: Times,
    /// How often it was looked at.
    before: usize,
}

/// What is listed for a call, sorted by where it travels.
#[derive(Debug, Default)]
pub(super) struct Listed<'a> {
    /// Path parameters first.
    pub parameters: Vec<Parameter>,
    /// Fields of the body.
    pub fields: Vec<Field>,
    /// The place of the first field, and the rule that put it into the body.
    pub body: Option<Origin>,
    /// Whether a field is a file.
    pub has_files: bool,
    /// Which names are taken, and where.
    taken: BTreeMap<(&'a str, Place), Taken>,
}

/// Who has taken a name.
#[derive(Debug, Clone, Copy)]
enum Taken {
    /// A placeholder of the path that no parameter is listed for yet, by its index.
    Placeholder(usize),
    /// A listed parameter or field.
    Listed,
}

/// What one listed parameter comes down to, wherever it travels.
struct Described {
    ty: Ref,
    default: Option<Json>,
    default_text: Option<String>,
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
    ) -> Listed<'a> {
        let mut all = self.placeholders(endpoint, path);
        let mut names = Names::of(endpoint, path);
        for (parameter, required) in listed(endpoint) {
            let facts = facts(endpoint, &mut names, parameter, required, example);
            self.place(parameter, &facts, root, &mut all);
        }
        self.common(endpoint, &mut names, root, &mut all);
        all
    }

    /// What every call takes, where the call does not list it itself. A name that is a placeholder of some path belongs
    /// to such paths only.
    fn common<'n>(&mut self, endpoint: &Endpoint<'a>, names: &mut Names<'n>, root: &Context<'_>, all: &mut Listed<'a>)
    where
        'a: 'n,
    {
        for common in self.common {
            let facts = Facts { common: true, ..facts(endpoint, names, common.parameter, false, None) };
            let elsewhere = common.is_placeholder && !facts.placeholder;
            if !facts.times.is_any() && !elsewhere {
                self.place(common.parameter, &facts, root, all);
            }
        }
    }

    /// One path parameter for each placeholder, in path order: required text, until a listed parameter says more.
    fn placeholders(&self, endpoint: &Endpoint<'a>, path: &Path) -> Listed<'a> {
        let mut all = Listed::default();
        let mut rest = endpoint.path;
        for name in path.placeholders() {
            let wire = next_part(&mut rest, name);
            let origin = self.places.inferred(PLACEHOLDER, wire);
            if let Entry::Vacant(entry) = all.taken.entry((wire, Place::Parameter(Location::Path))) {
                entry.insert(Taken::Placeholder(all.parameters.len()));
                let described =
                    Described { ty: Ref::string(), default: None, default_text: None, docs: String::new(), origin };
                all.parameters.push(parameter(name, described, true, Location::Path, origin));
            }
        }
        all
    }

    fn place(&mut self, listed: &syntax::Parameter<'a>, facts: &Facts<'_>, root: &Context<'_>, all: &mut Listed<'a>) {
        self.check_name(listed);
        let (place, rule) = place(facts);
        let origin = self.places.inferred(rule, listed.name);
        match place {
            Place::Parameter(location) => {
                let described = self.described(listed, &root.within(listed.name));
                let required = facts.required || location == Location::Path;
                let stated = parameter(listed.name, described, required, location, origin);
                self.place_parameter(listed.name, Parameter { shared: facts.common, ..stated }, all);
            }
            Place::Body => self.place_field(listed, facts.required, origin, root, all),
        }
    }

    fn place_parameter(&mut self, name: &'a str, stated: Parameter, all: &mut Listed<'a>) {
        let taken = all.taken.insert((name, Place::Parameter(stated.location)), Taken::Listed);
        if let Some(Taken::Listed) = taken {
            return self.duplicate_parameter(name);
        }
        match taken.and_then(|taken| all.placeholder(taken)) {
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
        all: &mut Listed<'a>,
    ) {
        if all.taken.insert((listed.name, Place::Body), Taken::Listed).is_some() {
            return self.duplicate_parameter(listed.name);
        }
        let described = self.described(listed, &root.within("request").within(listed.name));
        all.body.get_or_insert(rule);
        all.has_files |= is_file(&listed.ty);
        all.fields.push(Field {
            required,
            default: described.default,
            default_text: described.default_text,
            docs: described.docs,
            ..Field::new(listed.name, described.ty, described.origin)
        });
    }

    /// What can be said of a parameter without knowing where it travels.
    pub(super) fn unplaced(&mut self, listed: &syntax::Parameter<'a>, root: &Context<'_>) {
        self.check_name(listed);
        self.described(listed, root);
    }

    fn described(&mut self, parameter: &syntax::Parameter<'a>, context: &Context<'_>) -> Described {
        let ty = match parameter.values {
            Some(values) => self.with_values(&parameter.ty, values, context),
            None => self.type_ref(&parameter.ty, context),
        };
        let mut docs = parameter.comment.unwrap_or_default().to_owned();
        let (default, default_text) = match default(parameter) {
            Some(Default::Value(value, spelling)) => (Some(value), spelling.map(str::to_owned)),
            Some(Default::Text(text)) => {
                append_default(&mut docs, text);
                (None, Some(text.to_owned()))
            }
            None => (None, None),
        };
        Described { ty, default, default_text, docs, origin: self.places.stated(parameter.source) }
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

impl Listed<'_> {
    fn placeholder(&mut self, taken: Taken) -> Option<&mut Parameter> {
        match taken {
            Taken::Placeholder(index) => self.parameters.get_mut(index),
            Taken::Listed => None,
        }
    }
}

impl<'n> Names<'n> {
    fn of(endpoint: &Endpoint<'n>, path: &'n Path) -> Self {
        let mut names: BTreeMap<&str, Name> = BTreeMap::new();
        for placeholder in path.placeholders() {
            names.entry(placeholder).or_default().placeholder = true;
        }
        for (parameter, required) in listed(endpoint) {
            let Times { required: always, optional } = &mut names.entry(parameter.name).or_default().times;
            *(if required { always } else { optional }) += 1;
        }
        Self(names)
    }

    /// Whether the call lists this name.
    fn lists(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|name| name.times.is_any())
    }
}

/// What the rules of location look at.
fn facts<'f>(
    endpoint: &Endpoint<'f>,
    names: &mut Names<'f>,
    parameter: &syntax::Parameter<'f>,
    required: bool,
    example: Option<&Json>,
) -> Facts<'f> {
    let known = names.0.entry(parameter.name).or_default();
    let Name { placeholder, times, before } = *known;
    known.before += 1;
    Facts {
        method: endpoint.method,
        name: parameter.name,
        placeholder,
        required,
        times,
        before,
        scalar: is_scalar(&parameter.ty),
        common: false,
        in_example: example.is_some_and(|example| shows(example, parameter.name)),
        body_stated: endpoint.body.is_some() || example.is_some_and(|example| is_foreign(example, names)),
    }
}

/// Whether an example is an object with this member, or a list of such objects.
fn shows(example: &Json, name: &str) -> bool {
    match example {
        Json::Object(members) => members.contains_key(name),
        Json::Array(items) => items.iter().any(|item| item.get(name).is_some()),
        _ => false,
    }
}

/// Whether an example is no object, and no list of objects with listed members either.
fn is_foreign(example: &Json, names: &Names<'_>) -> bool {
    match example {
        Json::Object(_) => false,
        Json::Array(items) => {
            let mut members = items.iter().filter_map(Json::as_object).flat_map(serde_json::Map::keys);
            !members.any(|member| names.lists(member))
        }
        _ => true,
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

fn is_file(ty: &syntax::Type<'_>) -> bool {
    match &ty.kind {
        TypeKind::Word(Word::File, _) => true,
        TypeKind::List(item) => is_file(item),
        _ => false,
    }
}

/// Where the next placeholder of this name stands in what is left of a path.
fn next_part<'a>(rest: &mut &'a str, name: &str) -> &'a str {
    let whole = *rest;
    while let Some((_, behind)) = rest.split_once('{') {
        let inside = behind.trim_start_matches('{');
        *rest = inside;
        if let Some(part) = inside.get(..name.len()).filter(|part| *part == name) {
            return part;
        }
    }
    whole
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
    Parameter {
        ty: described.ty,
        required,
        default: described.default,
        default_text: described.default_text,
        docs: described.docs,
        location_origin,
        ..Parameter::new(wire, location, described.origin)
    }
}
