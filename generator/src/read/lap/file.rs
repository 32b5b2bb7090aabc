//! Puts the lines of a file in their places: header, types, groups, endpoints. Finds lines that have no place, and goes on
//! behind them, so that all problems of a file come out in one run.

use super::line::{Directive, directive};
use super::places::Places;
use super::problem::Problem;
use super::syntax::{Endpoint, File, Parameter, TypeDefinition};
use crate::diag::{Code, Diagnostic, Diagnostics};

/// A directive that LAP does not have.
pub static UNKNOWN_DIRECTIVE: Code = Code {
    name: "lap/unknown-directive",
    page: "A line begins with a directive that the format does not have. The line is skipped.

    @rate_limit 100/min

Check the spelling. If a newer version of the format has the directive, nothing else is lost.",
};

/// A directive where it cannot stand.
pub static MISPLACED_DIRECTIVE: Code = Code {
    name: "lap/misplaced-directive",
    page: "A directive stands where it means nothing: a line of a call before the first `@endpoint`, a line of the header \
           after it, or anything after `@end`.

    @lap v0.3
    @returns(200) OK
    @endpoint GET /users

Move the line below its `@endpoint`. If a line is missing above it, the file is damaged.",
};

/// The same directive twice.
pub static REPEATED_DIRECTIVE: Code = Code {
    name: "lap/repeated-directive",
    page: "A directive that can be said once is said twice, in the header or for one call. The first stays.

    @endpoint GET /users
    @desc List users
    @desc List all users

Remove one of them.",
};

/// Text that is no directive.
pub static STRAY_TEXT: Code = Code {
    name: "lap/stray-text",
    page:
        "A line is no directive, no comment and not blank. Most often a description was broken into lines. The line is \
           skipped.

    @desc List users,
    oldest first

Put the description in one line.",
};

/// `@group` before the last group ended.
pub static UNCLOSED_GROUP: Code = Code {
    name: "lap/unclosed-group",
    page: "A group begins or the file ends while another group has no `@endgroup` yet.

    @group users
    @endpoint GET /users
    @group roles

Add `@endgroup` before the next `@group`. If lines are missing there, the file is damaged.",
};

/// Reads all lines.
pub(super) fn file<'a>(text: &'a str, places: Places<'a>, diagnostics: &mut Diagnostics) -> File<'a> {
    let mut arrangement =
        Arrangement { file: File::default(), group: None, current: None, is_unreadable: false, places, diagnostics };
    for line in text.split('\n') {
        arrangement.line(line.strip_suffix('\r').unwrap_or(line));
    }
    arrangement.finish()
}

/// A file under construction.
struct Arrangement<'a, 'd> {
    file: File<'a>,
    group: Option<&'a str>,
    current: Option<Endpoint<'a>>,
    /// Whether these are lines of an endpoint of which method and path could not be read.
    is_unreadable: bool,
    places: Places<'a>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Arrangement<'a, '_> {
    fn line(&mut self, line: &'a str) {
        if line.starts_with('@') {
            return self.directive(line);
        }
        let text = line.trim();
        if !text.is_empty() && !text.starts_with('#') {
            let problem = Diagnostic::warning(&STRAY_TEXT, self.places.span(text), "this line is no directive");
            self.diagnostics.push(
                problem
                    .label("a directive such as `@desc` was expected")
                    .help("put the text in the line that it belongs to; there are no continued lines in LAP"),
            );
        }
    }

    fn directive(&mut self, line: &'a str) {
        let (name, parsed) = directive(line);
        if self.file.end.is_some() {
            return self.misplaced(name, "nothing may follow `@end`");
        }
        match parsed {
            Ok(directive) => self.place(name, line, directive),
            Err(problem) => {
                if name == "@endpoint" {
                    self.open_endpoint(line, "", "");
                    self.is_unreadable = true;
                }
                self.problems(name, vec![problem]);
            }
        }
    }

    /// Gives every directive to the part of the file that it belongs to.
    fn place(&mut self, name: &'a str, line: &'a str, directive: Directive<'a>) {
        match directive {
            Directive::Unknown => self.unknown(name),
            Directive::Group(group) => self.open_group(name, group),
            Directive::EndGroup => self.close_group(name),
            Directive::Endpoint(method, path) => self.open_endpoint(line, method, path),
            Directive::End => self.end(name),
            Directive::Type(type_name, fields, problems) => {
                self.file.types.push(TypeDefinition { name: type_name, fields, source: line });
                self.problems(name, problems);
            }
            Directive::Auth(text) if self.current.is_some() => self.endpoint_line(name, Directive::Auth(text)),
            Directive::Desc(_)
            | Directive::Body(_)
            | Directive::Required(..)
            | Directive::Optional(..)
            | Directive::Returns(_)
            | Directive::Errors(..)
            | Directive::ExampleRequest(_) => self.endpoint_line(name, directive),
            header => self.header_line(name, header),
        }
    }

    fn header_line(&mut self, name: &'a str, directive: Directive<'a>) {
        if self.current.is_some() || !self.file.endpoints.is_empty() {
            return self.misplaced(name, "this belongs before the first `@endpoint`");
        }
        let header = &mut self.file.header;
        let first = match directive {
            Directive::Lap(text) => set(&mut header.version, text),
            Directive::Api(text) => set(&mut header.api, text),
            Directive::Base(text) => set(&mut header.base, text),
            Directive::Version(text) => set(&mut header.api_version, text),
            Directive::Auth(text) => set(&mut header.auth, text),
            Directive::Endpoints(count) => set(&mut header.endpoints, count),
            Directive::Hint(text) => set(&mut header.hint, text),
            Directive::Toc(counts) => set(&mut header.toc, counts),
            Directive::CommonFields(parameters, problems) => {
                header.common_fields.extend(parameters);
                return self.problems(name, problems);
            }
            _ => return,
        };
        self.once(name, first);
    }

    fn endpoint_line(&mut self, name: &'a str, directive: Directive<'a>) {
        let Some(endpoint) = &mut self.current else {
            return self.misplaced(name, "this belongs below an `@endpoint`");
        };
        let first = match directive {
            Directive::Desc(text) => set(&mut endpoint.desc, text),
            Directive::Auth(text) => set(&mut endpoint.auth, text),
            Directive::Body(text) => set(&mut endpoint.body, text),
            Directive::ExampleRequest(text) => set(&mut endpoint.example_request, text),
            Directive::Returns(returns) => {
                endpoint.returns.push(returns);
                true
            }
            Directive::Required(parameters, problems) => {
                endpoint.required.extend(parameters);
                return self.problems(name, problems);
            }
            Directive::Optional(parameters, problems) => {
                endpoint.optional.extend(parameters);
                return self.problems(name, problems);
            }
            Directive::Errors(errors, problems) => {
                endpoint.errors.extend(errors);
                return self.problems(name, problems);
            }
            _ => return,
        };
        self.once(name, first);
    }

    fn open_group(&mut self, name: &'a str, group: &'a str) {
        self.close_endpoint();
        if self.group.is_some() {
            self.unclosed_group(name);
        }
        self.group = Some(group);
    }

    fn close_group(&mut self, name: &'a str) {
        self.close_endpoint();
        if self.group.take().is_none() {
            self.misplaced(name, "no group is open here");
        }
    }

    fn open_endpoint(&mut self, line: &'a str, method: &'a str, path: &'a str) {
        self.close_endpoint();
        self.current = Some(Endpoint {
            source: line.split_once(' ').map_or(line, |(_, rest)| rest),
            method,
            path,
            group: self.group,
            desc: None,
            auth: None,
            body: None,
            required: Vec::new(),
            optional: Vec::new(),
            returns: Vec::new(),
            errors: Vec::new(),
            example_request: None,
        });
    }

    fn close_endpoint(&mut self) {
        let endpoints = if self.is_unreadable { &mut self.file.unreadable } else { &mut self.file.endpoints };
        endpoints.extend(self.current.take());
        self.is_unreadable = false;
    }

    fn end(&mut self, name: &'a str) {
        self.close_endpoint();
        if self.group.take().is_some() {
            self.unclosed_group(name);
        }
        self.file.end = Some(name);
    }

    fn finish(mut self) -> File<'a> {
        self.close_endpoint();
        self.file
    }

    fn problems(&mut self, name: &'a str, problems: Vec<Problem<'a>>) {
        for problem in problems {
            self.diagnostics.push(self.places.diagnostic(name, problem));
        }
    }

    fn unknown(&mut self, name: &'a str) {
        let message = format!("`{name}` is no directive of LAP");
        let problem = Diagnostic::warning(&UNKNOWN_DIRECTIVE, self.places.span(name), message);
        self.diagnostics.push(problem.label("this line is skipped"));
    }

    fn misplaced(&mut self, name: &'a str, why: &str) {
        let message = format!("`{name}` cannot stand here");
        let problem = Diagnostic::error(&MISPLACED_DIRECTIVE, self.places.span(name), message);
        self.diagnostics.push(problem.label(why).help("move the line, or restore what is missing before it"));
    }

    fn unclosed_group(&mut self, name: &'a str) {
        let message = "a group has no `@endgroup`";
        let problem = Diagnostic::warning(&UNCLOSED_GROUP, self.places.span(name), message);
        self.diagnostics.push(problem.label("`@endgroup` was expected before this"));
    }

    fn once(&mut self, name: &'a str, first: bool) {
        if !first {
            let message = format!("`{name}` is said twice");
            let problem = Diagnostic::warning(&REPEATED_DIRECTIVE, self.places.span(name), message);
            self.diagnostics.push(problem.label("this one is skipped").help("remove one of the two lines"));
        }
    }
}

/// Sets what was not set; whether it was not.
fn set<T>(slot: &mut Option<T>, value: T) -> bool {
    let first = slot.is_none();
    slot.get_or_insert(value);
    first
}

/// All parameters of an endpoint with whether they are required, in document order.
pub(super) fn listed<'e, 'a>(endpoint: &'e Endpoint<'a>) -> impl Iterator<Item = (&'e Parameter<'a>, bool)> {
    let required = endpoint.required.iter().map(|parameter| (parameter, true));
    required.chain(endpoint.optional.iter().map(|parameter| (parameter, false)))
}
