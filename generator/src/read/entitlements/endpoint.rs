//! The operation that a page describes: from its endpoint line, or from the settings.

use super::section::Page;
use super::table::plain;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Method, Origin, Path, Server, ServerVariable};
use crate::read::StatedOperation;

pub(super) static MISSING: Code = Code {
    name: "entitlements/no-endpoint",
    page: "A page describes a call, but says neither its method nor its path.\n\n\
           Scraped pages lose the line that reads `post https://{tenant}/v1.0/things`. Name the operation in the \
           settings:\n\n    documents:\n      - path: vendor/page.txt\n        operation: PUT /v1.0/things/{id}",
};

pub(super) static SEVERAL: Code = Code {
    name: "entitlements/several-endpoints",
    page: "A page has more than one endpoint line, or one that is not the operation that the settings name.\n\n\
           The lists of a page describe one call. Split the page into one document per call, or remove the line that \
           is wrong.",
};

/// Which call a page describes.
pub(super) struct Endpoint {
    pub method: Method,
    pub path: Path,
    pub server: Option<Server>,
    pub origin: Origin,
}

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options"];

/// line = method 1*SP [ scheme "://" host ] path, perhaps marked as code or bold
pub(super) fn line(line: &str) -> Option<(&str, &str, &str)> {
    let (method, url) = plain(line).split_once(' ')?;
    let (method, url) = (plain(method), plain(url));
    let is_method = METHODS.iter().any(|known| method.eq_ignore_ascii_case(known));
    if !is_method || url.contains(char::is_whitespace) {
        return None;
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.starts_with('/').then_some((method, "", url));
    };
    let host = rest.find('/').unwrap_or(rest.len());
    let (base, path) = url.split_at_checked(scheme.len() + "://".len() + host)?;
    Some((method, base, if path.is_empty() { "/" } else { path }))
}

/// The endpoint of a page; nothing when the page only lists entitlements.
pub(super) fn find(
    page: &Page<'_>,
    stated: Option<&StatedOperation>,
    diagnostics: &mut Diagnostics,
) -> Option<Endpoint> {
    let mut found = page.lines.iter().filter_map(|text| Some((*text, line(text)?)));
    let first = found.next();
    for (text, _) in found {
        refuse(page, text, "one endpoint line", diagnostics);
    }
    match (first, stated) {
        (Some((text, (method, base, path))), None) => {
            let origin = Origin::Stated(page.span(text));
            let server = (!base.is_empty()).then(|| server(base, origin));
            Some(Endpoint { method: Method(method.to_ascii_uppercase()), path: Path::parse(path), server, origin })
        }
        (found, Some(stated)) => {
            let endpoint = from_settings(stated);
            let server = found.and_then(|(text, (method, base, path))| {
                if !method.eq_ignore_ascii_case(&stated.method) || Path::parse(path).shape() != endpoint.path.shape() {
                    let expected = format!("`{} {}`, as the settings say", stated.method, stated.path);
                    refuse(page, text, &expected, diagnostics);
                }
                (!base.is_empty()).then(|| server(base, Origin::Stated(page.span(text))))
            });
            Some(Endpoint { server, ..endpoint })
        }
        (None, None) => {
            if describes_call(page) {
                diagnostics.push(
                    Diagnostic::error(&MISSING, page.start(), "the page describes a call without its method and path")
                        .label("expected a line such as `post https://{tenant}/v1.0/things`")
                        .help("name the operation in the settings: `operation: PUT /v1.0/things/{id}`"),
                );
            }
            None
        }
    }
}

fn from_settings(stated: &StatedOperation) -> Endpoint {
    Endpoint {
        method: Method(stated.method.clone()),
        path: Path::parse(&stated.path),
        server: None,
        origin: Origin::Supplemented(stated.span),
    }
}

fn refuse(page: &Page<'_>, text: &str, expected: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::error(&SEVERAL, page.span(text), "the page names another operation than the one it describes")
            .label(format!("expected {expected}"))
            .help("make one document per call"),
    );
}

fn describes_call(page: &Page<'_>) -> bool {
    page.lines.iter().any(|line| super::required::list(line).is_some())
        || ["Path Params", "Query Params", "Body Params", "Responses"].iter().any(|name| page.section(name).is_some())
}

fn server(base: &str, origin: Origin) -> Server {
    let variables = Path::parse(base).placeholders().map(variable).collect();
    Server { url: base.to_owned(), docs: String::new(), variables, origin }
}

fn variable(name: &str) -> ServerVariable {
    ServerVariable { wire: name.to_owned(), default: None, values: Vec::new(), docs: String::new() }
}
