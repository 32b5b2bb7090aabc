//! The requests that the page's own content shows in full: name, method and address, numbered.

use std::collections::HashMap;

use super::outline::Item;
use super::{Page, split};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Builder, Location, Method, Operation, OperationId, Origin, Parameter, Path, Piece, Server, ServerVariable,
};

pub(super) static COUNT: Code = Code {
    name: "catalogue/count",
    page: "A page says how many requests it shows, and shows another number of them.\n\n\
           `Number of APIs: 2` is followed by two lines such as `1. Create a group POST {{HOST}}/admin/v1/Groups`. The \
           page was cut short, or a line has another form.",
};

pub(super) static PLACE: Code = Code {
    name: "catalogue/place",
    page: "A page shows a request that its navigation tree does not have where the page stands.\n\n\
           The request is still read as an operation, but no entry of the catalogue points to it.",
};

pub(super) static UNREADABLE: Code = Code {
    name: "catalogue/request",
    page: "A numbered line of the page's content is not a request.\n\n\
           A request is a number, a name, a method in capitals and an address: \
           `1. Create a group POST {{HOST}}/admin/v1/Groups`.",
};

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// What a line starts with that says where the page stands: `HomeCollectionFolder`.
const HOME: &str = "Home";

/// The number of requests that a page says it shows.
pub(super) fn count(line: &str) -> Option<usize> {
    line.trim().strip_prefix("Number of APIs:")?.trim().parse().ok()
}

/// Where the page stands on the site, run together, without the word that it starts with.
pub(super) fn trail(line: &str) -> Option<&str> {
    line.strip_prefix(HOME).filter(|rest| rest.starts_with(|c: char| c.is_uppercase() || c == '.'))
}

/// request = 1*DIGIT "." name method "{{" variable "}}" path
pub(super) fn request(line: &str) -> Option<(&str, &str, &str, &str)> {
    let (name, rest) = numbered(line)?.split_once("{{")?;
    let (variable, path) = rest.split_once("}}")?;
    let (name, method) = name.trim_end().rsplit_once(' ')?;
    (METHODS.contains(&method) && path.starts_with('/')).then(|| (name.trim(), method, variable.trim(), path))
}

fn numbered(line: &str) -> Option<&str> {
    let (number, rest) = line.trim().split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
}

/// The page's own content.
pub(super) struct Content<'a> {
    /// The collection that the page stands in.
    pub trail: &'a str,
    folder: Option<&'a str>,
    lines: Vec<&'a str>,
}

/// What follows the tree.
pub(super) fn content<'a>(page: &Page<'a>, end: usize) -> Option<Content<'a>> {
    let lines: Vec<_> = page.lines.get(end..)?.iter().copied().filter(|line| !line.is_empty()).collect();
    let (first, rest) = lines.split_first()?;
    let trail = trail(first)?;
    let title = rest.first().copied().unwrap_or_default();
    let (trail, folder) = match trail.strip_suffix(title) {
        Some("") | None => (trail, None),
        Some(collection) => (collection, Some(title)),
    };
    Some(Content { trail, folder, lines: rest.to_vec() })
}

/// A request that the page shows.
pub(super) struct Shown<'a> {
    place: Vec<&'a str>,
    pub name: &'a str,
    pub operation: OperationId,
    pub presets: Vec<(String, Option<String>)>,
}

impl Shown<'_> {
    /// Which entry of the catalogue it is.
    pub fn key(&self) -> (&[&str], &str) {
        (&self.place, self.name)
    }
}

impl<'a> Content<'a> {
    /// Adds the requests that the page shows as operations.
    pub fn read(
        &self,
        page: &Page<'a>,
        items: &[Item<'a>],
        model: &mut Builder,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Shown<'a>> {
        let place: Vec<_> = std::iter::once(self.trail).chain(self.folder).collect();
        let item = items.iter().find(|item| item.place() == place);
        let mut operations: Vec<Operation> = Vec::new();
        let mut known: HashMap<(&str, String), usize> = HashMap::new();
        let mut shown: Vec<Shown<'a>> = Vec::new();
        for line in self.lines.iter().copied().filter(|line| numbered(line).is_some()) {
            let Some((name, method, variable, address)) = request(line) else {
                diagnostics.push(unreadable(page, line));
                continue;
            };
            if !item.is_some_and(|item| item.requests.contains(name)) {
                diagnostics.push(elsewhere(page, name, &place));
            }
            let origin = Origin::Stated(page.span(line));
            if operations.is_empty() {
                model.server(server(variable, origin));
            }
            let (path, presets) = path(address);
            let at = *known.entry((method, path.shape())).or_insert(operations.len());
            if at == operations.len() {
                operations.push(operation(name, method, path, model, origin));
            }
            if let Some(operation) = operations.get_mut(at) {
                add_presets(operation, &presets, origin);
            }
            shown.push(Shown { place: place.clone(), name, operation: OperationId(at as u32), presets });
        }
        for operation in operations {
            model.operation(operation);
        }
        self.check_count(page, shown.len(), diagnostics);
        shown
    }

    fn check_count(&self, page: &Page<'_>, found: usize, diagnostics: &mut Diagnostics) {
        let stated = self.lines.iter().find_map(|line| Some((*line, count(line)?)));
        match stated {
            Some((line, stated)) if stated != found => diagnostics.push(
                Diagnostic::error(&COUNT, page.span(line), format!("the page shows {found} requests"))
                    .label(format!("expected {stated} lines such as `1. Name POST {{{{HOST}}}}/path` below"))
                    .help("save the page again, whole"),
            ),
            _ => {}
        }
    }
}

fn unreadable(page: &Page<'_>, line: &str) -> Diagnostic {
    Diagnostic::warning(&UNREADABLE, page.span(line), "a numbered line that is no request")
        .label("expected a name, a method and an address: `1. Name POST {{HOST}}/path`")
}

fn elsewhere(page: &Page<'_>, name: &str, place: &[&str]) -> Diagnostic {
    let message = format!("the navigation tree has no request of this name in `{}`", place.join(" > "));
    Diagnostic::warning(&PLACE, page.span(name), message).label("no entry points to it")
}

/// The base address is a variable of the collection, as in `{{HOST}}`.
fn server(variable: &str, origin: Origin) -> Server {
    let url = format!("{{{variable}}}");
    let variable = ServerVariable { wire: variable.to_owned(), default: None, values: Vec::new(), docs: String::new() };
    Server { url, docs: String::new(), variables: vec![variable], origin }
}

/// What an entry sets in the query is a parameter of the operation.
fn add_presets(operation: &mut Operation, presets: &[(String, Option<String>)], origin: Origin) {
    for (name, _) in presets {
        let is_known = |known: &Parameter| known.location == Location::Query && known.wire == *name;
        if !operation.parameters.iter().any(is_known) {
            operation.parameters.push(Parameter::new(name, Location::Query, origin));
        }
    }
}

/// Takes an address apart. Variables (`{{ID}}`, `:id`) become placeholders, the query becomes presets.
fn path(address: &str) -> (Path, Vec<(String, Option<String>)>) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let segments = path.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) if !name.is_empty() => format!("{{{name}}}"),
        _ => segment.replace("{{", "{").replace("}}", "}"),
    });
    let presets = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| match pair.split_once('=') {
        Some((name, value)) if !value.contains("{{") => (name.to_owned(), Some(value.to_owned())),
        Some((name, _)) => (name.to_owned(), None),
        None => (pair.to_owned(), None),
    });
    (Path::parse(&segments.collect::<Vec<_>>().join("/")), presets.collect())
}

fn operation(name: &str, method: &str, path: Path, model: &mut Builder, origin: Origin) -> Operation {
    let parameters = path.placeholders().map(|name| Parameter::new(name, Location::Path, origin)).collect();
    let group = model.group(group(&path), "", Origin::Inferred("catalogue/group-from-path", origin.span()));
    Operation {
        id: None,
        method: Method(method.to_owned()),
        group,
        summary: name.to_owned(),
        docs: String::new(),
        parameters,
        body: None,
        responses: Vec::new(),
        servers: Vec::new(),
        webhook: false,
        paging: None,
        security: None,
        deprecated: false,
        origin,
        path,
    }
}

/// The group of a path: the first segment that is text behind the version, `Groups` for `/admin/v1/Groups/{id}`.
fn group(path: &Path) -> &str {
    let literals = path.pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(text.split('/')),
        Piece::Placeholder { .. } => None,
    });
    let segments: Vec<_> = literals.flatten().filter(|segment| !segment.is_empty()).collect();
    let behind = segments.iter().position(|segment| is_version(segment)).map_or(0, |at| at + 1);
    segments.get(behind).or(segments.first()).copied().unwrap_or("api")
}

/// version = "v" 1*DIGIT
fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| split::first_word(rest) == rest && rest.parse::<u16>().is_ok())
}
