//! What is said about an operation wherever it shows: its prose, its HTTP line, permissions and paging.

use proc_macro2::TokenStream;

use super::super::rust::{code, docs, docs_and, safe};
use super::{Answer, Argument, View};
use crate::model::{Json, Location, PagingStyle, Parameter, PermissionId, Security, SecurityRequirement, Status};

impl View<'_> {
    /// Documentation of what answers the call.
    pub(in super::super) fn docs(self) -> TokenStream {
        docs_and(&self.prose(), &self.remarks())
    }

    /// Documentation of what makes the call, with what it takes.
    pub(in super::super) fn docs_taking(self, arguments: &[Argument<'_>]) -> TokenStream {
        let items: Vec<String> = arguments.iter().filter_map(Argument::item).collect();
        let items = safe(&items.join("\n"));
        docs_and(&self.prose(), &self.remarks().into_iter().chain(items).collect::<Vec<_>>())
    }

    /// `GET /api/v1/users` as a code span.
    pub(in super::super) fn line(self) -> String {
        code(&self.operation.line())
    }

    fn prose(self) -> String {
        let (summary, docs) = (self.operation.summary.trim(), self.operation.docs.trim());
        if docs.is_empty() || docs == summary {
            summary.to_owned()
        } else if docs.starts_with(summary) {
            docs.to_owned()
        } else {
            format!("{summary}\n\n{docs}")
        }
    }

    fn remarks(self) -> Vec<String> {
        let mut remarks = vec![self.line()];
        remarks.extend(self.permissions());
        remarks.extend(self.operation.servers.first().map(|server| elsewhere(&server.url)));
        remarks.extend(self.operation.paging.as_ref().map(|paging| pages(&paging.style)));
        if self.operation.responses.iter().any(|response| response.or_list.is_some()) {
            remarks
                .push("The document says that one object is answered; clients take a list of them as well.".to_owned());
        }
        if self.operation.webhook {
            remarks.push("A webhook: the API sends it, to a server of its users.".to_owned());
        }
        if self.operation.deprecated {
            remarks.push("Deprecated.".to_owned());
        }
        remarks
    }

    fn permissions(self) -> Option<String> {
        let security = self.operation.security.as_ref()?;
        if !self.is_secured() {
            return Some("Anybody may call it.".to_owned());
        }
        if self.api.model.tells_schemes(security) {
            return Some(format!("Callers prove who they are {}.", self.alternatives(security)));
        }
        let mut sets: Vec<String> = Vec::new();
        for requirement in &security.requirements {
            let set = self.all_of(requirement.all_permissions());
            if set.is_empty() {
                return None;
            }
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
        match sets.as_slice() {
            [] => None,
            [one] => Some(format!("Needs the permission {one}.")),
            several => Some(format!("Needs one of the permissions {}.", several.join(", "))),
        }
    }

    /// ``by `key`, or by `token` with the permission `read` ``
    fn alternatives(self, security: &Security) -> String {
        let mut alternatives: Vec<String> = Vec::new();
        for alternative in security.requirements.iter().map(|requirement| self.alternative(requirement)) {
            if !alternatives.contains(&alternative) {
                alternatives.push(alternative);
            }
        }
        alternatives.join(", or ")
    }

    fn alternative(self, requirement: &SecurityRequirement) -> String {
        let schemes = requirement.schemes.iter().filter_map(|one| {
            let scheme = self.api.model.scheme(one.scheme)?;
            Some(format!("by {}{}", code(&scheme.wire), self.with(&one.permissions)))
        });
        let schemes: Vec<_> = schemes.collect();
        match schemes.is_empty() {
            true => format!("in any way{}", self.with(&requirement.permissions)),
            false => format!("{}{}", schemes.join(" and "), self.with(&requirement.permissions)),
        }
    }

    fn with(self, permissions: &[PermissionId]) -> String {
        let plural = if permissions.len() == 1 { "" } else { "s" };
        match self.all_of(permissions.iter().copied()) {
            none if none.is_empty() => none,
            all => format!(" with the permission{plural} {all}"),
        }
    }

    fn all_of(self, permissions: impl Iterator<Item = PermissionId>) -> String {
        let names = permissions.map(|id| code(&self.api.model.permission(id).wire));
        names.collect::<Vec<_>>().join(" with ")
    }

    /// Whether the documents do not say that anybody may call.
    pub(in super::super) fn is_secured(self) -> bool {
        self.operation.security.as_ref().is_none_or(|security| !security.is_open())
    }
}

fn elsewhere(url: &str) -> String {
    format!("Goes to {} instead of the API's own address.", code(url))
}

fn pages(style: &PagingStyle) -> String {
    let how = match style {
        PagingStyle::Link { .. } => "the `Link` header names the next page".to_owned(),
        PagingStyle::Next { next, .. } => format!("{} in a page is the address of the next one", code(next)),
        PagingStyle::Page { page, .. } => format!("{} counts them", code(page)),
        PagingStyle::Offset { start, .. } => format!("{} says where a page starts", code(start)),
        PagingStyle::Cursor { cursor, .. } => format!("{} names the next one", code(cursor)),
    };
    format!("Comes in pages: {how}.")
}

/// Longer examples than this are no help in a sentence.
const LONGEST_EXAMPLE: usize = 80;

impl Argument<'_> {
    /// Documentation of the field: what travels where. What it is for is said by the setter; where it is required there
    /// is none.
    pub(in super::super) fn place(&self) -> TokenStream {
        let place = match self.parameter.location {
            Location::Path => "in the path",
            Location::Query => "in the query",
            Location::Header => "as a header",
            Location::Cookie => "as a cookie",
        };
        let wire = code(&self.parameter.wire);
        match self.parameter.required {
            true => docs_and(&self.parameter.docs, &[format!("{wire} {place}; required.{}", self.example())]),
            false => docs_and("", &[format!("{wire} {place}.")]),
        }
    }

    fn example(&self) -> String {
        let example = self.parameter.example.as_ref().map(shown);
        let short = example.filter(|example| example.len() <= LONGEST_EXAMPLE && !example.contains('\n'));
        short.map(|example| format!(" For example {example}.")).unwrap_or_default()
    }

    /// What the method that takes it says of it, if the documents say anything.
    pub(in super::super) fn item(&self) -> Option<String> {
        let prose: Vec<&str> = self.parameter.docs.split_whitespace().collect();
        let example = self.example();
        let said = format!("{}{example}", prose.join(" "));
        (!said.is_empty()).then(|| format!("- {}: {}", code(&self.name.to_string()), said.trim_start()))
    }

    /// Documentation of the setter.
    pub(in super::super) fn docs(&self) -> TokenStream {
        let mut remarks = remarks(self.parameter);
        let example = self.example();
        match remarks.last_mut() {
            Some(last) => last.push_str(&example),
            None if !example.is_empty() => remarks.push(example.trim_start().to_owned()),
            None => {}
        }
        docs_and(&self.parameter.docs, &remarks)
    }
}

impl Answer<'_> {
    /// Documentation of the variant: its status, then the prose.
    pub(in super::super) fn docs(&self) -> TokenStream {
        let (status, prose) = (self.shown(), self.prose.trim());
        if prose.is_empty() { docs(&format!("{status}.")) } else { docs(&format!("{status}: {prose}")) }
    }

    /// Documentation of the variant where the prose stands elsewhere.
    pub(in super::super) fn status_docs(&self) -> TokenStream {
        match self.code() {
            Some(_) => docs(&format!("Status {}", self.shown())),
            None => docs(&self.shown()),
        }
    }

    fn shown(&self) -> String {
        match self.status {
            Status::Code(_) => self.status.to_string(),
            Status::Range(_) => format!("{}, the status first", self.status),
            Status::Default => "Any other status, which comes first".to_owned(),
        }
    }

    /// The prose, where it says more than the name of the status.
    pub(in super::super) fn remark(&self) -> Option<String> {
        let prose: Vec<_> = self.prose.split_whitespace().collect();
        let named = prose.concat().eq_ignore_ascii_case(&self.variant.to_string());
        (!named && !prose.is_empty()).then(|| prose.join(" "))
    }
}

fn remarks(parameter: &Parameter) -> Vec<String> {
    let mut remarks = Vec::new();
    if parameter.docs.trim().is_empty() {
        remarks.push(format!("The parameter {}.", code(&parameter.wire)));
    }
    if let Some(default) = &parameter.default {
        remarks.push(format!("Without it the server takes {}.", shown(default)));
    }
    if parameter.deprecated {
        remarks.push("Deprecated.".to_owned());
    }
    if remarks.is_empty() { remarks } else { vec![remarks.join(" ")] }
}

fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => code(text),
        other => code(&other.to_string()),
    }
}
