//! What the syntax means: fills the model. Knows no text but what the syntax holds.

pub(super) mod body;
pub(super) mod completeness;
mod context;
mod defaults;
mod location;
mod operation;
pub(super) mod parameters;
pub(super) mod responses;
mod security;
pub(super) mod types;

use std::collections::{HashMap, HashSet};

use super::places::Places;
use super::syntax::{Endpoint, File, Header, Parameter};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Builder, GroupId, Security, Server};

/// The version of the format that is read.
const VERSION: &str = "v0.3";

/// Another version of the format, or no LAP at all.
pub static WRONG_VERSION: Code = Code {
    name: "lap/version",
    page: "The file does not begin with `@lap v0.3`. Other versions of the format mean other things by the same lines, so \
           they are not read.

    @lap v9.9
    @api Users

Get the document in version 0.3. If it is no LAP file at all, name its format on the command line or in the settings.",
};

/// How many parameters common fields may come to in all calls together.
const COMMON_LIMIT: usize = 1_000_000;

/// A header that comes to more than a file should.
pub static TOO_MANY_COMMON_FIELDS: Code = Code {
    name: "lap/too-many-common-fields",
    page:
        "Every common field is a parameter of every call. Together they come to more than a million; no API looks like \
           that, and such a file is damaged or hostile.

    @common_fields {a: str, b: str, …}

List what is not common with the calls that take it.",
};

/// The same call twice.
pub static DUPLICATE_ENDPOINT: Code = Code {
    name: "lap/duplicate-endpoint",
    page: "Two calls have the same method and path. Some APIs tell calls apart by a header or by the body alone, so this is \
           a warning and both are kept; but where the two disagree on who may call, it is an error, because one of them \
           would weaken the other.

    @endpoint GET /users
    @auth Bearer admin
    @endpoint GET /users
    @auth None

Remove the one that is wrong.",
};

/// Reads a file into the model.
pub(super) fn read<'a>(file: &File<'a>, places: Places<'a>, model: &mut Builder, diagnostics: &mut Diagnostics) {
    if !places.supplement {
        completeness::check(file, places, diagnostics);
    }
    duplicates(file, places, diagnostics);
    let common = common(file, places, diagnostics);
    let mut reader = Reader { places, model, diagnostics, common: &common, security: None };
    reader.header(&file.header);
    reader.types(&file.types);
    for endpoint in &file.endpoints {
        let group = reader.group(file, endpoint);
        reader.operation(endpoint, group);
    }
    for endpoint in &file.unreadable {
        reader.aside(|reader| reader.unreadable(endpoint));
    }
}

/// What the parts of the reader share.
struct Reader<'r, 'a> {
    places: Places<'a>,
    model: &'r mut Builder,
    diagnostics: &'r mut Diagnostics,
    common: &'r [Common<'r, 'a>],
    security: Option<Security>,
}

/// A parameter of every call.
struct Common<'r, 'a> {
    parameter: &'r Parameter<'a>,
    /// Whether any path has a placeholder of its name.
    is_placeholder: bool,
}

fn common<'r, 'a>(file: &'r File<'a>, places: Places<'a>, diagnostics: &mut Diagnostics) -> Vec<Common<'r, 'a>> {
    let fields = &file.header.common_fields;
    if fields.len().saturating_mul(file.endpoints.len()) > COMMON_LIMIT {
        let place = fields.first().map_or("", |field| field.source);
        let message = format!("{} common fields of {} endpoints are too many", fields.len(), file.endpoints.len());
        let problem = Diagnostic::error(&TOO_MANY_COMMON_FIELDS, places.span(place), message);
        diagnostics
            .push(problem.label("the list begins here").help("list what is not common with the calls that take it"));
        return Vec::new();
    }
    let paths = file.endpoints.iter().flat_map(|endpoint| endpoint.path.split('{').skip(1));
    let placeholders: HashSet<&str> = paths.filter_map(|rest| rest.split(['}', '+']).next()).collect();
    let is_placeholder = |parameter: &Parameter<'_>| placeholders.contains(parameter.name);
    fields.iter().map(|parameter| Common { parameter, is_placeholder: is_placeholder(parameter) }).collect()
}

impl<'a> Reader<'_, 'a> {
    /// Reads something for its problems alone, into a model that nobody keeps.
    fn aside(&mut self, read: impl FnOnce(&mut Self)) {
        let mut kept = Builder::new("");
        std::mem::swap(self.model, &mut kept);
        read(self);
        std::mem::swap(self.model, &mut kept);
    }

    fn header(&mut self, header: &Header<'a>) {
        self.model.describe(header.api.unwrap_or_default(), header.api_version, "");
        if let Some(base) = header.base {
            let origin = self.places.stated(base);
            let server = Server { url: base.to_owned(), docs: String::new(), variables: Vec::new(), origin };
            self.model.server(server);
        }
        self.security = header.auth.map(|text| Security { shared: true, ..self.security_of(text) });
    }

    /// The group of an endpoint: the one it stands in; else the only one of the table of contents, or `default`.
    fn group(&mut self, file: &File<'a>, endpoint: &Endpoint<'a>) -> GroupId {
        const RULE: &str = "lap/only-group";
        if let Some(group) = endpoint.group {
            return self.model.group(group, "", self.places.stated(group));
        }
        match file.header.toc.as_deref() {
            Some([only]) => self.model.group(only.name, "", self.places.inferred(RULE, only.name)),
            _ => self.model.group("default", "", self.places.inferred(RULE, endpoint.source)),
        }
    }
}

/// Whether a text is LAP of the version that can be read; says so if it is not, and nothing else can be said then.
pub(super) fn is_readable(places: Places<'_>, diagnostics: &mut Diagnostics) -> bool {
    let line = places.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let found = line.strip_prefix("@lap").map(str::trim);
    if found == Some(VERSION) {
        return true;
    }
    let message = match found {
        Some(found) if !found.is_empty() => format!("version `{found}` of LAP is not known"),
        _ => "the file does not say that it is LAP".to_owned(),
    };
    diagnostics.push(
        Diagnostic::error(&WRONG_VERSION, places.span(found.unwrap_or(line)), message)
            .label(format!("expected `@lap {VERSION}`"))
            .help(format!("only version {VERSION} of the format can be read")),
    );
    false
}

/// Finds calls of the same method and path.
fn duplicates<'a>(file: &File<'a>, places: Places<'a>, diagnostics: &mut Diagnostics) {
    // The first call of each method and path, and how many there are.
    let mut calls: HashMap<(&str, &str), (&Endpoint<'a>, usize)> = HashMap::with_capacity(file.endpoints.len());
    for endpoint in &file.endpoints {
        let (_, count) = calls.entry((endpoint.method, endpoint.path)).or_insert((endpoint, 0));
        *count += 1;
    }
    if calls.len() == file.endpoints.len() {
        return;
    }
    for endpoint in &file.endpoints {
        let Some((first, count)) = calls.get_mut(&(endpoint.method, endpoint.path)) else { continue };
        if std::ptr::eq(*first, endpoint) {
            continue;
        }
        let agree = first.auth == endpoint.auth;
        // One warning for all that agree is enough.
        let count = std::mem::take(count);
        if agree && count == 0 {
            continue;
        }
        let often = if count > 2 { format!("{count} times") } else { "twice".to_owned() };
        let message = format!("`{} {}` is there {often}", endpoint.method, endpoint.path);
        let span = places.span(endpoint.source);
        let diagnostic = if agree {
            let label = if count > 2 { "each is kept as a call of its own" } else { "kept as a call of its own" };
            Diagnostic::warning(&DUPLICATE_ENDPOINT, span, message).label(label)
        } else {
            Diagnostic::error(&DUPLICATE_ENDPOINT, span, message).label("the two disagree on who may call")
        };
        diagnostics.push(
            diagnostic
                .related(places.span(first.source), "the first is here")
                .help("remove the one that is wrong, or tell them apart in a supplement"),
        );
    }
}
